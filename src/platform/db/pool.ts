import pg from 'pg'
import { Transaction } from '#platform/db/db.ts'
import { AppError } from '#platform/errors.ts'

// int8 fits a double for every count and amount here; dates stay calendar dates.
pg.types.setTypeParser(20, Number)
pg.types.setTypeParser(1082, (text) => text)

export interface Connection {
  connectionString?: string
  host?: string
  port?: number
  database?: string
  user?: string
  password?: string
}

/** A pool of connections for `transaction`. */
export function createPool(connection: Connection, options: { max: number; name: string }): pg.Pool {
  return guarded(
    new pg.Pool({
      ...connection,
      max: options.max,
      application_name: `hearback ${options.name}`,
      idleTimeoutMillis: 30_000,
      connectionTimeoutMillis: 10_000,
      statement_timeout: 60_000,
      idle_in_transaction_session_timeout: 120_000,
    }),
  )
}

/** A connection that breaks is replaced at the next connect instead of ending the process; the query under way is told. */
export function guarded(pool: pg.Pool): pg.Pool {
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/** Runs `work` in one transaction; with a workspace, inside that workspace's row-level security. */
export async function transaction<T>(
  pool: pg.Pool,
  workspaceId: string | undefined,
  work: (db: Transaction) => Promise<T>,
): Promise<T> {
  const client = await connect(pool)
  let broken: unknown
  const tx = new Transaction(client, workspaceId)
  try {
    const result = await work(tx)
    await tx.commit()
    return result
  } catch (error) {
    await tx.rollback().catch((failure) => {
      broken = failure
    })
    const trouble = databaseTrouble(error)
    if (trouble) broken = error
    throw trouble ?? error
  } finally {
    client.release(broken !== undefined)
  }
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect()
  } catch (error) {
    throw databaseTrouble(error) ?? unavailable(error)
  }
}

function unavailable(cause: unknown): AppError {
  const error = new AppError(
    'unavailable',
    'database.unavailable',
    'The database does not answer at the moment. Nothing was changed; try again in a few seconds.',
  )
  error.cause = cause
  return error
}

function diskFull(cause: unknown): AppError {
  const error = new AppError(
    'unavailable',
    'database.disk_full',
    'The disk of the database is full. Nothing was changed; it can be tried again when there is space.',
  )
  error.cause = cause
  return error
}

const lostCodes = /^(08|57P0[1-5]|53300|ECONN|EPIPE|ENOENT|ETIMEDOUT)/

/** The refusal for an error that is the database's state and no fault of a statement: it is away, or its disk is full. */
export function databaseTrouble(error: unknown): AppError | undefined {
  if (error instanceof AppError || !(error instanceof Error)) return undefined
  const code = String((error as { code?: unknown }).code ?? '')
  if (code === '53100') return diskFull(error)
  if (
    lostCodes.test(code) ||
    /Connection terminated|timeout exceeded when trying to connect|not queryable/i.test(error.message)
  ) {
    return unavailable(error)
  }
  return undefined
}

/** Whether a value was none of its type: a date that is none, a number out of range (SQLSTATE class 22). */
export function isWrongValue(error: unknown): boolean {
  return String((error as { code?: unknown }).code ?? '').startsWith('22')
}

/** The name of the violated constraint when the error is a unique, foreign key or check violation. */
export function violatedConstraint(error: unknown): string | undefined {
  const { code, constraint } = error as { code?: string; constraint?: string }
  return code?.startsWith('23') ? constraint : undefined
}
