import { createReadStream, createWriteStream, type WriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { AppError } from '#platform/errors.ts'

/** Files of JSON Lines as the commands on texts read and write them: one pass, one line in memory. */

/** A longer line is let go and reported. */
const maxLineBytes = 32 * 1024 * 1024
/** Bad lines that are named one by one; the rest are counted. */
const mostNamed = 20

export interface Line {
  /** zero-based, blank and bad lines counted */
  number: number
  value: Record<string, unknown>
}

/** The bad lines of a file: reported as they come, counted for the exit code. */
export class Trouble {
  count = 0
  #seen = new Set<number>()

  report(number: number, message: string): void {
    if (this.#seen.has(number)) return // the file is read twice
    this.#seen.add(number)
    this.count++
    if (this.count <= mostNamed) tell(`Line ${number + 1}: ${message} It is skipped.`)
  }

  /** Says how many there were and sets exit code 2 where there were any. */
  conclude(): void {
    if (this.count > mostNamed) tell(`And ${this.count - mostNamed} more lines that were skipped.`)
    if (this.count > 0) process.exitCode = 2
  }
}

/** Reads a file line by line. Blank lines are passed over, bad ones reported. */
export async function* readLines(path: string, trouble: Trouble): AsyncGenerator<Line> {
  let rest: Buffer[] = []
  let size = 0
  let number = 0
  const take = (): Line | undefined => {
    const bytes = rest.length === 1 ? rest[0]! : Buffer.concat(rest)
    const length = size
    rest = []
    size = 0
    return parse(bytes, length, number++, trouble)
  }
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
    let from = 0
    for (;;) {
      const end = chunk.indexOf(10, from)
      const piece = chunk.subarray(from, end === -1 ? chunk.length : end)
      size += piece.length
      if (size <= maxLineBytes) rest.push(piece)
      if (end === -1) break
      const line = take()
      if (line) yield line
      from = end + 1
    }
  }
  if (size > 0) {
    const line = take()
    if (line) yield line
  }
}

function parse(bytes: Buffer, length: number, number: number, trouble: Trouble): Line | undefined {
  if (length > maxLineBytes) {
    trouble.report(number, `longer than ${maxLineBytes / 1024 / 1024} MB.`)
    return undefined
  }
  const text = bytes.toString('utf8').replace(number === 0 ? /^\ufeff/ : /^$/, '')
  if (text.trim() === '') return undefined
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { number, value: value as Record<string, unknown> }
  } catch {
    // said below
  }
  trouble.report(number, 'not a JSON object, such as {"text": "…"}.')
  return undefined
}

/** The texts of a line in the order of `fields`, as the fields hold them; what is not a text or number is empty. */
export function textsOf(line: Line, fields: readonly string[]): string[] {
  return fields.map((field) => {
    const value = line.value[field]
    return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
  })
}

/** Refuses, before hours are spent, a file that cannot be read and fields that no line has. */
export async function checkInput(path: string, out: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'is not there' : `cannot be read (${error.code})`
    throw new AppError('not_found', 'file.not_found', `The file ${path} ${why}.`)
  })
  if (!found.isFile())
    throw new AppError(
      'invalid',
      'file.not_a_file',
      `${path} is not a file. It is read twice, so it cannot be a pipe.`,
    )
  if (resolve(path) === resolve(out))
    throw new AppError(
      'invalid',
      'file.same',
      'The input would be overwritten. Name another file with --out.',
    )
}

/** Fields that no line has are a slip of the pen; the lines' own fields are named. */
export function checkFields(fields: readonly string[], seen: ReadonlySet<string>): void {
  if (seen.size === 0 || fields.some((field) => seen.has(field))) return
  const own = [...seen].slice(0, 12).join(', ')
  throw new AppError(
    'invalid',
    'field.not_found',
    `No line has the field ${fields.join(' or ')}. The lines have: ${own}. Choose with --field.`,
  )
}

/** Writes lines to a file that gets its name when it is complete. */
export class Output {
  readonly #path: string
  readonly #made: string
  readonly #stream: WriteStream
  #failed: Error | undefined

  constructor(path: string) {
    this.#path = path
    this.#made = join(dirname(path), `.${basename(path)}.${process.pid}.part`)
    this.#stream = createWriteStream(this.#made)
    this.#stream.on('error', (error) => {
      this.#failed = error
    })
  }

  async write(value: Record<string, unknown>): Promise<void> {
    this.#check()
    if (!this.#stream.write(`${JSON.stringify(value)}\n`) && !this.#failed) await this.#moved('drain')
  }

  async close(): Promise<void> {
    this.#stream.end()
    if (!this.#failed) await this.#moved('close')
    this.#check()
    await rename(this.#made, this.#path)
  }

  #moved(event: 'drain' | 'close'): Promise<void> {
    return new Promise((done) => {
      const end = () => {
        this.#stream.off(event, end).off('error', end)
        done()
      }
      this.#stream.on(event, end).on('error', end)
    })
  }

  async discard(): Promise<void> {
    this.#stream.destroy()
    await rm(this.#made, { force: true })
  }

  #check(): void {
    if (this.#failed)
      throw new AppError(
        'invalid',
        'file.not_writable',
        `${this.#path} cannot be written: ${this.#failed.message}.`,
      )
  }
}

let shown = 0

/** A line of progress on a terminal; nothing elsewhere. */
export function showProgress(what: string, done: number, of?: number): void {
  if (!process.stderr.isTTY || performance.now() - shown < 100) return
  shown = performance.now()
  const share = of ? done / of : undefined
  const bar =
    share === undefined
      ? ''
      : ` ${'█'.repeat(Math.round(share * 24)).padEnd(24, '░')} ${Math.round(share * 100)} %`
  process.stderr.write(`\r\u001b[K${what}${bar} ${done.toLocaleString('en')}`)
}

/** Ends the line of progress. */
export function endProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
}

/** Says something to the person, after the line of progress if there is one. */
export function tell(text: string): void {
  endProgress()
  process.stderr.write(`${text}\n`)
}
