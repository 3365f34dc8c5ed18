import type pg from 'pg'
import { Batch, type Result, type Statement } from '#platform/db/batch.ts'
import { type Sql, sql } from '#platform/db/sql.ts'

/** The queries of one transaction. */
export interface Db {
  many<Row extends object>(statement: Sql): Promise<Row[]>
  /** The one row; none or several is a bug. */
  one<Row extends object>(statement: Sql): Promise<Row>
  maybe<Row extends object>(statement: Sql): Promise<Row | undefined>
  /** The number of rows changed. */
  run(statement: Sql): Promise<number>
  /** Sends a write without waiting; its error fails the commit. Saves a round trip on hot paths. */
  later(statement: Sql): void
  /** Work whose failure undoes only itself. */
  savepoint<T>(work: () => Promise<T>): Promise<T>
}

/** The queries of the transaction open on this connection; it begins with its first query. */
export class Transaction implements Db {
  readonly #client: pg.ClientBase
  /** What is asked until the event loop turns, or while an answer is under way, travels together. */
  #unsent: Statement[] = [{ name: 'begin', text: 'begin', values: [] }]
  #state: 'fresh' | 'open' | 'over' = 'fresh'
  #isTurnAwaited = false
  #isUnderWay = false
  #firstFailure: Error | undefined

  constructor(client: pg.ClientBase, workspaceId: string | undefined) {
    this.#client = client
    if (workspaceId !== undefined) {
      this.#unsent.push({ name: 'enter', text: 'select enter_workspace($1)', values: [workspaceId] })
    }
  }

  #send() {
    if (this.#unsent.length === 0 || this.#isUnderWay || this.#state === 'over') return
    const batch = new Batch(this.#unsent, () => {
      this.#isUnderWay = false
      if (this.#isTurnAwaited) this.#awaitTurn()
    })
    this.#unsent = []
    this.#isUnderWay = true
    this.#isTurnAwaited = false
    this.#state = 'open'
    this.#client.query(batch as unknown as pg.Submittable)
  }

  #awaitTurn() {
    this.#isTurnAwaited = true
    process.nextTick(() => this.#send())
  }

  #query({ name, text, values }: ReturnType<Sql['compile']>): Promise<Result> {
    // Whoever still asks after the end must not reach the next user of the connection.
    if (this.#state === 'over') return Promise.reject(new Error('the transaction is over'))
    const answer = new Promise<Result>((resolve, reject) => {
      const done = (error: Error | undefined, result: Result) => {
        if (!error) return resolve(result)
        const isEcho = (error as { code?: string }).code === '25P02' // the transaction had failed before
        reject(isEcho ? (this.#firstFailure ?? error) : error)
      }
      this.#unsent.push({ name, text, values, done })
    })
    if (!this.#isTurnAwaited) this.#awaitTurn()
    return answer
  }

  async many<Row extends object>(statement: Sql): Promise<Row[]> {
    return (await this.#query(statement.compile())).rows as Row[]
  }

  async one<Row extends object>(statement: Sql): Promise<Row> {
    const rows = await this.many<Row>(statement)
    if (rows.length !== 1)
      throw new Error(`expected one row, found ${rows.length}: ${statement.compile().text}`)
    return rows[0]!
  }

  async maybe<Row extends object>(statement: Sql): Promise<Row | undefined> {
    return (await this.many<Row>(statement))[0]
  }

  async run(statement: Sql): Promise<number> {
    return (await this.#query(statement.compile())).count
  }

  later(statement: Sql): void {
    const { name, text, values } = statement.compile()
    const done = (error: Error | undefined) => {
      this.#firstFailure ??= error
    }
    this.#unsent.push({ name, text, values, done })
  }

  async savepoint<T>(work: () => Promise<T>): Promise<T> {
    await this.run(sql`savepoint work`)
    const failedBefore = this.#firstFailure
    try {
      const result = await work()
      await this.run(sql`release savepoint work`)
      return result
    } catch (error) {
      await this.run(sql`rollback to savepoint work`)
      this.#firstFailure = failedBefore
      throw error
    }
  }

  /** Commits with everything sent `later`; throws the first error, in which case nothing was written. */
  async commit(): Promise<void> {
    const answer = this.#query({ name: 'commit', text: 'commit', values: [] })
    this.#send()
    const { command } = await answer.catch((error) => {
      throw this.#firstFailure ?? error
    })
    if (this.#firstFailure) throw this.#firstFailure
    if (command !== 'COMMIT') throw new Error('the transaction had failed and was rolled back')
    this.#state = 'over'
  }

  /** Ends the transaction without its changes; what was not sent yet is told so. */
  async rollback(): Promise<void> {
    const isOpen = this.#state === 'open'
    this.#state = 'over'
    const dropped = this.#unsent.splice(0)
    for (const statement of dropped) statement.done?.(new Error('the transaction is over'), nothing)
    if (isOpen) await this.#client.query('rollback')
  }
}

const nothing: Result = { rows: [], count: 0, command: '' }
