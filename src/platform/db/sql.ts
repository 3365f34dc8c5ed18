/** A piece of SQL with its parameters; made only by the `sql` tag, so a value can never become SQL. */
export class Sql {
  readonly strings: readonly string[]
  readonly values: readonly unknown[]
  readonly #isKept: boolean
  #compiled: { text: string; values: unknown[]; name: string | undefined } | undefined

  constructor(strings: readonly string[], values: readonly unknown[], isKept = false) {
    this.strings = strings
    this.values = values
    this.#isKept = isKept
  }

  /** Text with $1, $2 …, the flat values, and a name that lets the server keep the plan. */
  compile() {
    if (this.#compiled) return this.#compiled
    const flat: unknown[] = []
    let nested = false
    const write = (piece: Sql): string => {
      let text = piece.strings[0] ?? ''
      piece.values.forEach((value, i) => {
        if (value instanceof Sql) {
          nested = true
          text += write(value)
        } else {
          flat.push(value)
          text += `$${flat.length}`
        }
        text += piece.strings[i + 1] ?? ''
      })
      return text
    }
    const text = write(this)
    const name = nested ? (this.#isKept ? nameOfText(text) : undefined) : nameOf(this.strings)
    this.#compiled = { text, values: flat, name }
    return this.#compiled
  }
}

const names = new WeakMap<readonly string[], string>()
let count = 0

/** Statements without nested pieces are the same text each time, so they are prepared once a connection. */
function nameOf(strings: readonly string[]): string {
  let name = names.get(strings)
  if (!name) {
    name = `s${++count}`
    names.set(strings, name)
  }
  return name
}

const namesOfTexts = new Map<string, string>()

function nameOfText(text: string): string {
  const name = namesOfTexts.get(text) ?? `s${++count}`
  namesOfTexts.set(text, name)
  return name
}

function tag(strings: TemplateStringsArray, ...values: unknown[]): Sql {
  return new Sql(strings, values)
}

/** SQL with parameters: sql`select … where id = ${id}`. Pieces nest. */
export const sql = Object.assign(tag, {
  empty: new Sql([''], []),
  /** Pieces or values with a separator between them. */
  join(parts: readonly unknown[], separator = ', '): Sql {
    if (parts.length === 0) return new Sql([''], [])
    return new Sql(['', ...Array<string>(parts.length - 1).fill(separator), ''], parts)
  },
  /**
   * A statement whose pieces come in a few forms: the server keeps the plan of each, where planning would cost more than
   * the work. Not for pieces that depend on input in many ways, as every text is kept for good.
   */
  kept(query: Sql): Sql {
    return new Sql(query.strings, query.values, true)
  },
  /** An array of numbers, ids or dates as one value: these need no quotes, which would cost more than all the rest. */
  array(values: readonly (string | number | null)[]): string {
    return `{${values.map((value) => value ?? 'null').join(',')}}`
  },
  /** An array of whole numbers in PostgreSQL’s binary form, which it takes in without reading digits: for long ones. */
  integers(values: readonly number[]): Buffer {
    const array = binaryArray(int4, values.length * 8, values.length)
    for (let i = 0, at = headerBytes; i < values.length; i++, at += 8) {
      array.writeInt32BE(4, at)
      array.writeInt32BE(values[i]!, at + 4)
    }
    return array
  },
  /** The same of 64 bits. */
  bigints(values: readonly bigint[]): Buffer {
    const array = binaryArray(int8, values.length * 12, values.length)
    for (let i = 0, at = headerBytes; i < values.length; i++, at += 12) {
      array.writeInt32BE(8, at)
      array.writeBigInt64BE(values[i]!, at + 4)
    }
    return array
  },
  /** An array of texts in binary form, for long texts: neither side looks for quotes in them. */
  texts(values: readonly (string | null)[]): Buffer {
    const parts = values.map((value) => (value === null ? null : Buffer.from(value)))
    const array = binaryArray(
      text,
      parts.reduce((sum, part) => sum + 4 + (part?.length ?? 0), 0),
      values.length,
    )
    let at = headerBytes
    for (const part of parts) {
      at = array.writeInt32BE(part?.length ?? -1, at)
      if (part) at += part.copy(array, at)
    }
    return array
  },
  /** A quoted identifier from a fixed list in code, never from input. */
  id(name: string): Sql {
    return new Sql([`"${name.replaceAll('"', '""')}"`], [])
  },
})

const int8 = 20
const int4 = 23
const text = 25
const headerBytes = 20

/** Room for so many bytes behind the header that `array_recv` reads: dimensions, nulls, type, length, first place. */
function binaryArray(type: number, bytes: number, length: number): Buffer {
  const array = Buffer.allocUnsafe(headerBytes + bytes)
  const header = length === 0 ? [0, 0, type] : [1, 0, type, length, 1]
  for (const [i, value] of header.entries()) array.writeInt32BE(value, i * 4)
  return length === 0 ? array.subarray(0, 12) : array
}
