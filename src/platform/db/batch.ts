import type { Duplex } from 'node:stream'
import pg from 'pg'
import utils from 'pg/lib/utils.js'

/** One statement of a batch; `done` is told its outcome. */
export interface Statement {
  readonly text: string
  readonly values: readonly unknown[]
  /** Statements with a name are parsed and planned once a connection. */
  readonly name: string | undefined
  done?(error: Error | undefined, result: Result): void
}

export interface Result {
  rows: Record<string, unknown>[]
  /** Rows changed or returned, as the server says. */
  count: number
  command: string
}

interface Field {
  name: string
  parse(text: string): unknown
}

/** What a connection knows: the statements it has parsed, and the columns each answers (none: it returns no rows). */
type Known = Map<string, readonly Field[] | undefined>

interface Wire {
  stream: Duplex
  parse(message: { name?: string; text: string }): void
  bind(message: { statement?: string; values: readonly unknown[] }): void
  describe(message: { type: 'P'; name: string }): void
  execute(message?: object): void
  close(message: { type: 'S'; name: string }): void
  sync(): void
  sendCopyFail(message: string): void
}

const connections = new WeakMap<Wire, { known: Known; doubtful: Set<string> }>()

/**
 * Statements that travel to the server in one packet and are answered in one: a client of `pg` waits, or at least is
 * woken, once for each query, and on a busy machine the waking costs more than the query. After the first error the
 * server skips the rest, and each of the rest is told that error.
 */
export class Batch {
  readonly #statements: readonly Statement[]
  #at = 0
  #fields: readonly Field[] | undefined
  #result: Result = { rows: [], count: 0, command: '' }
  #bound: unknown[][] = []
  #wire: Wire | undefined

  readonly #onEnd: () => void

  /** `onEnd` is called once, when the connection is free for the next batch, or broken. */
  constructor(statements: readonly Statement[], onEnd: () => void) {
    this.#statements = statements
    this.#onEnd = onEnd
  }

  /** Called by `pg` when it is this batch's turn. */
  submit(wire: Wire): Error | null {
    this.#wire = wire
    try {
      this.#bound = this.#statements.map((statement) => statement.values.map(utils.prepareValue))
    } catch (error) {
      return error as Error
    }
    const { known, doubtful } = stateOf(wire)
    const parsedHere = new Set<string>()
    wire.stream.cork()
    this.#statements.forEach(({ name, text }, i) => {
      const isParsed = name !== undefined && (known.has(name) || parsedHere.has(name))
      if (!isParsed) {
        if (name !== undefined && doubtful.delete(name)) wire.close({ type: 'S', name })
        wire.parse({ name, text })
        if (name !== undefined) parsedHere.add(name)
      }
      wire.bind({ statement: name, values: this.#bound[i]! })
      if (name === undefined || !known.has(name)) wire.describe({ type: 'P', name: '' })
      wire.execute()
    })
    wire.sync()
    wire.stream.uncork()
    this.#bound = []
    this.#begin()
    return null
  }

  /** The columns of the statement now being answered are known from before, or will be described. */
  #begin() {
    const name = this.#statements[this.#at]?.name
    this.#fields = name === undefined ? undefined : stateOf(this.#wire!).known.get(name)
    this.#result = { rows: [], count: 0, command: '' }
  }

  handleRowDescription(message: { fields: { name: string; dataTypeID: number }[] }): void {
    this.#fields = message.fields.map(({ name, dataTypeID }) => ({
      name,
      parse: pg.types.getTypeParser(dataTypeID, 'text'),
    }))
  }

  handleDataRow(message: { fields: (string | null)[] }): void {
    const row: Record<string, unknown> = {}
    const fields = this.#fields!
    for (let i = 0; i < fields.length; i++) {
      const text = message.fields[i]!
      row[fields[i]!.name] = text === null ? null : fields[i]!.parse(text)
    }
    this.#result.rows.push(row)
  }

  handleCommandComplete(message: { text: string }): void {
    const statement = this.#statements[this.#at]!
    if (statement.name !== undefined) stateOf(this.#wire!).known.set(statement.name, this.#fields)
    const space = message.text.lastIndexOf(' ')
    this.#result.command = space < 0 ? message.text : message.text.slice(0, message.text.indexOf(' '))
    this.#result.count = space < 0 ? 0 : Number(message.text.slice(space + 1)) || 0
    this.#at += 1
    const result = this.#result
    this.#begin()
    statement.done?.(undefined, result)
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete({ text: 'EMPTY' })
  }

  handleCopyInResponse(wire: Wire): void {
    wire.sendCopyFail('copy is not possible here')
  }

  handleError(error: Error): void {
    const rest = this.#statements.slice(this.#at)
    if (this.#wire) {
      // The statement that failed may have been parsed or not; the next use closes it first to be sure.
      const { known, doubtful } = stateOf(this.#wire)
      for (const { name } of rest) if (name !== undefined && !known.has(name)) doubtful.add(name)
    }
    this.#at = this.#statements.length
    for (const statement of rest) statement.done?.(error, this.#result)
    // `pg` says no more to a query that failed; what is sent from here on waits until the server is ready.
    this.#onEnd()
  }

  handleReadyForQuery(): void {
    this.#onEnd()
  }

  handlePortalSuspended(): void {}
  handleCopyData(): void {}
}

function stateOf(wire: Wire) {
  let state = connections.get(wire)
  if (!state) {
    state = { known: new Map(), doubtful: new Set() }
    connections.set(wire, state)
  }
  return state
}
