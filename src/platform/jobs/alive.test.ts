import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { Door } from '#platform/door.ts'
import { Alive } from '#platform/jobs/alive.ts'
import { task } from '#platform/jobs/task.ts'
import { startWorker } from '#platform/jobs/worker.ts'
import { createTestDatabase, type TestDatabase } from '#platform/testing/cluster.ts'

let database: TestDatabase
let pool: pg.Pool
const running: Alive[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  pool = new pg.Pool({ ...database.connections.jobs, max: 20 })
})
afterAll(async () => {
  for (const one of running) one.stop()
  await pool.end()
  await database.drop()
})

/** A job that a worker took some time ago. */
async function lockedJob(worker: string, secondsAgo: number): Promise<string> {
  const { rows } = await pool.query(`select id from graphile_worker.add_job('work')`)
  await pool.query(
    `update graphile_worker._private_jobs set locked_by = $2, locked_at = now() - make_interval(secs => $3) where id = $1`,
    [rows[0].id, worker, secondsAgo],
  )
  return rows[0].id
}
const lockedBy = async (id: string) =>
  (await pool.query('select locked_by from graphile_worker._private_jobs where id = $1', [id])).rows[0]
    .locked_by
function alive(worker: string) {
  const one = new Alive(pool)
  running.push(one)
  one.add(worker)
  return one
}

test('a job of a dead worker is released; that of a living one, and one just taken, are left alone', async () => {
  const dead = await lockedJob('dead', 60)
  const living = await lockedJob('living', 60)
  const young = await lockedJob('young', 1)
  alive('living')
  await expect.poll(() => lockedBy(living), { interval: 20 }).toBe('living')
  await expect
    .poll(
      async () => {
        alive('another')
        return lockedBy(dead)
      },
      { interval: 50 },
    )
    .toBeNull()
  expect(await lockedBy(living)).toBe('living')
  expect(await lockedBy(young)).toBe('young')
})

test('a process alone on its database releases all jobs at once, as often as it takes', async () => {
  const young = await lockedJob('killed', 0)
  for (let kill = 0; kill < 30; kill++) {
    await pool.query(
      `update graphile_worker._private_jobs set locked_by = 'killed', attempts = attempts + 1 where id = $1`,
      [young],
    )
    await new Alive(pool).releaseAll()
  }
  expect(await lockedBy(young)).toBeNull()
  // However often its process was killed, the job is still there to be tried.
  const { rows } = await pool.query('select attempts from graphile_worker._private_jobs where id = $1', [
    young,
  ])
  expect(rows).toEqual([{ attempts: 0 }])
})

test('a job under way is locked in a name that its process holds, so nobody else releases it', async () => {
  let finish = () => {}
  const slow = task('slow', z.object({}), () => new Promise<void>((resolve) => (finish = resolve)))
  const worker = await startWorker({
    jobsPool: pool,
    door: {} as Door,
    tasks: [slow],
    schedules: [],
    sweep: async () => {},
  })
  const { rows } = await pool.query(`select id from graphile_worker.add_job('slow')`)
  await expect.poll(() => lockedBy(rows[0].id), { timeout: 10_000 }).not.toBeNull()
  await pool.query(
    `update graphile_worker._private_jobs set locked_at = now() - interval '1 hour' where id = $1`,
    [rows[0].id],
  )
  const name = await lockedBy(rows[0].id)
  const dead = await lockedJob('dead too', 60)
  await expect
    .poll(
      async () => {
        alive('yet another')
        return lockedBy(dead)
      },
      { interval: 50 },
    )
    .toBeNull()
  expect(await lockedBy(rows[0].id)).toBe(name)
  finish()
  await worker.stop()
})
