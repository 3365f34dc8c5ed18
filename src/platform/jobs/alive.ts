import type pg from 'pg'

const lockClass = 7_243_392 // any number; the second key is the worker's name
const beatMs = 5_000

/**
 * A worker that is killed leaves its jobs locked, and the queue itself would wait four hours for it. So each process
 * holds a lock per worker on one connection, which ends with the process; jobs whose worker holds none are released.
 */
export class Alive {
  readonly #pool: pg.Pool
  readonly #workers: string[] = []
  #client: pg.PoolClient | undefined
  #timer: NodeJS.Timeout | undefined
  #isBeating = false

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  /**
   * Releases every lock that is there: only for a process that knows itself alone on its database. Being killed is no
   * failure of the job, so it gets its attempt back; one with none left was replaced by a newer job of its key.
   */
  async releaseAll(): Promise<void> {
    await this.#pool.query(`
      update graphile_worker._private_jobs set attempts = attempts - 1
      where locked_by is not null and attempts between 1 and max_attempts - 1`)
    await this.#pool.query(`select graphile_worker.force_unlock_workers(array(
      select distinct locked_by from graphile_worker._private_jobs where locked_by is not null
      union select distinct locked_by from graphile_worker._private_job_queues where locked_by is not null))`)
  }

  /** The name of a worker, or of a pool of them, of this process. */
  add(worker: string): void {
    this.#workers.push(worker)
    void this.#beat()
  }

  start(): void {
    this.#timer = setInterval(() => void this.#beat(), beatMs)
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#client?.release(true)
    this.#client = undefined
  }

  /** Takes our locks where they are missing, and releases the jobs of the dead. The next beat makes good a failure. */
  async #beat(): Promise<void> {
    if (this.#isBeating) return
    this.#isBeating = true
    try {
      this.#client ??= await this.#pool.connect()
      await this.#client.query(
        `select pg_advisory_lock_shared($1, hashtext(name)) from unnest($2::text[]) as name
          where not exists (select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()
            and classid = $1 and objid::bigint = hashtext(name)::bigint & 4294967295)`,
        [lockClass, this.#workers],
      )
      // Ten seconds old: a worker that has just been made may not hold its lock yet.
      await this.#client.query(
        `select graphile_worker.force_unlock_workers(array(
          select distinct locked_by from graphile_worker._private_jobs
          where locked_by is not null and locked_at < now() - interval '10 seconds'
            and not exists (select from pg_locks where locktype = 'advisory' and classid = $1
              and objid::bigint = hashtext(locked_by)::bigint & 4294967295
              and database = (select oid from pg_database where datname = current_database()))))`,
        [lockClass],
      )
    } catch {
      this.#client?.release(true)
      this.#client = undefined
    } finally {
      this.#isBeating = false
    }
  }
}
