import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { AppError } from '#platform/errors.ts'

/** Files of one JSON object a line, read and written in bounded memory. `-` is standard input or output. */

export interface Line {
  /** from 1 */
  number: number
  /** the line as it stands in the file */
  text: string
  value: Record<string, unknown>
}

/** A line may be so long, in characters. */
const longest = 32_000_000
/** Bad lines are told one by one up to here. */
const mostTold = 20

export interface Reader {
  lines: AsyncGenerator<Line>
  /** lines that were skipped so far */
  bad: () => number
  read: () => number
  size: number | undefined
}

/**
 * Reads a file line by line. A line that is no JSON object is told on standard error with its number, and skipped;
 * `isAgain` reads a file once more and tells nothing.
 */
export async function readLines(path: string, isAgain = false): Promise<Reader> {
  const found = path === '-' ? undefined : await stat(path).catch(() => undefined)
  if (path !== '-' && !found?.isFile())
    throw new AppError('invalid', 'file.not_found', `There is no file ${path}.`)
  let bad = 0
  let read = 0
  const tell = (number: number, reason: string) => {
    bad++
    if (isAgain) return
    if (bad <= mostTold) process.stderr.write(`${path}, line ${number}: ${reason}; skipped.\n`)
    else if (bad === mostTold + 1) process.stderr.write(`More lines are skipped without a word each.\n`)
  }
  async function* lines(): AsyncGenerator<Line> {
    let number = 0
    for await (const text of textLines(path, (bytes) => {
      read += bytes
    })) {
      number++
      if (text === undefined) {
        tell(number, `longer than ${longest / 1e6} million characters`)
        continue
      }
      const line = (number === 1 ? text.replace(/^\ufeff/, '') : text).trim()
      if (line === '') continue
      let value: unknown
      try {
        value = JSON.parse(line)
      } catch {
        tell(number, 'not JSON')
        continue
      }
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        tell(number, 'not a JSON object')
      else yield { number, text: line, value: value as Record<string, unknown> }
    }
  }
  return { lines: lines(), bad: () => bad, read: () => read, size: found?.size }
}

/** The lines of a file; undefined stands for one that is too long. */
async function* textLines(path: string, onRead: (bytes: number) => void): AsyncGenerator<string | undefined> {
  const stream = path === '-' ? process.stdin : createReadStream(path, { highWaterMark: 1 << 18 })
  const decoder = new TextDecoder()
  let rest: string[] = []
  let length = 0
  let isTooLong = false
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    onRead(chunk.length)
    const parts = decoder.decode(chunk, { stream: true }).split('\n')
    for (const [i, part] of parts.entries()) {
      if (i > 0) {
        yield isTooLong ? undefined : rest.join('')
        rest = []
        length = 0
        isTooLong = false
      }
      length += part.length
      if (length > longest) {
        isTooLong = true
        rest = []
      } else if (part !== '') rest.push(part)
    }
  }
  const last = rest.join('') + decoder.decode()
  if (isTooLong) yield undefined
  else if (last !== '') yield last
}

export interface Writer {
  write: (line: string) => Promise<void>
  /** puts the finished file in its place */
  finish: () => Promise<void>
  /** leaves no trace */
  abandon: () => Promise<void>
}

/** Writes lines to a file that appears under its name when it is complete. */
export function writeLines(path: string, input: string): Writer {
  if (path !== '-' && resolve(path) === resolve(input))
    throw new AppError(
      'invalid',
      'file.same',
      'The output cannot be the input. Name another file with --out.',
    )
  const part = `${path}.part`
  const stream = path === '-' ? process.stdout : createWriteStream(part)
  let failed: Error | undefined
  stream.on('error', (error) => {
    failed = error
  })
  let waiting: string[] = []
  let size = 0
  const flush = async () => {
    if (failed)
      throw new AppError('invalid', 'file.not_writable', `${path} cannot be written: ${failed.message}`)
    const isFull = !stream.write(waiting.join(''))
    waiting = []
    size = 0
    if (!isFull) return
    const over = new AbortController()
    const either = ['drain', 'error'].map((name) => once(stream, name, { signal: over.signal }))
    await Promise.race(either).finally(() => over.abort())
  }
  return {
    async write(line) {
      waiting.push(line, '\n')
      size += line.length
      if (size > 1 << 16) await flush()
    },
    async finish() {
      await flush()
      if (path === '-') return
      await new Promise<void>((done) => stream.end(done))
      if (failed)
        throw new AppError('invalid', 'file.not_writable', `${path} cannot be written: ${failed.message}`)
      await rename(part, path)
    },
    async abandon() {
      if (path === '-') return
      stream.destroy()
      await rm(part, { force: true })
    },
  }
}

/** The text that a field of a line holds: a string, a number, or the strings of a list; otherwise none. */
export function textOf(found: unknown): string {
  if (Array.isArray(found)) return found.filter((one) => typeof one === 'string').join('\n')
  return typeof found === 'string' || typeof found === 'number' ? String(found) : ''
}

/** The line as it came with one more field; numbers and order of what was there stay as they were. */
export function withField({ text, value }: Line, name: string, added: unknown): string {
  if (Object.hasOwn(value, name)) return JSON.stringify({ ...value, [name]: added })
  const isEmpty = Object.keys(value).length === 0
  return `${text.slice(0, -1)}${isEmpty ? '' : ','}${JSON.stringify(name)}:${JSON.stringify(added)}}`
}
