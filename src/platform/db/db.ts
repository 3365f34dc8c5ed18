import type pg from 'pg'
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

/** The queries of the transaction open on this connection. */
export class Transaction implements Db {
  readonly #client: pg.ClientBase
  #pending: Promise<unknown>[] = []

  constructor(client: pg.ClientBase) {
    this.#client = client
  }

  #query(statement: Sql) {
    return this.#client.query(statement.compile())
  }

  async many<Row extends object>(statement: Sql): Promise<Row[]> {
    return (await this.#query(statement)).rows as Row[]
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
    return (await this.#query(statement)).rowCount ?? 0
  }

  later(statement: Sql): void {
    const sent = this.#query(statement)
    sent.catch(() => {})
    this.#pending.push(sent)
  }

  async savepoint<T>(work: () => Promise<T>): Promise<T> {
    await this.run(sql`savepoint work`)
    try {
      const result = await work()
      await this.run(sql`release savepoint work`)
      return result
    } catch (error) {
      await this.run(sql`rollback to savepoint work`)
      throw error
    }
  }

  /** Commits with everything sent `later`; throws the first error, in which case nothing was written. */
  async commit(): Promise<void> {
    const commit = this.#client.query('commit')
    const results = await Promise.allSettled([...this.#pending, commit])
    for (const result of results) if (result.status === 'rejected') throw result.reason
    const last = await commit
    if (last.command !== 'COMMIT') throw new Error('the transaction had failed and was rolled back')
  }

  async rollback(): Promise<void> {
    await Promise.allSettled([...this.#pending, this.#client.query('rollback')])
  }
}
