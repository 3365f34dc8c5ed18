import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createJobsPool } from '#platform/jobs/pool.ts'
import { createTestDatabase, type TestDatabase } from '#platform/testing/cluster.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test('a connection that breaks, or cannot be made, is told in a code by which the queue tries again', async () => {
  const pool = createJobsPool(database.connections.jobs)
  const other = new pg.Client(database.connections.jobs)
  await other.connect()
  const client = await pool.connect()
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  const sleeping = client.query('select pg_sleep(60)').catch((error: unknown) => error)
  await other.query('select pg_terminate_backend($1)', [rows[0]!.pid])
  expect(await sleeping).toMatchObject({ code: 'ETIMEDOUT' })
  client.release(true)
  // a new one is made, and what is wrong with a statement keeps its own code
  await expect(pool.query('select 1 / 0')).rejects.toMatchObject({ code: '22012' })
  await other.end()
  await pool.end()

  const nobody = createJobsPool({
    ...database.connections.jobs,
    connectionString: 'postgres://127.0.0.1:1/none',
  })
  await expect(nobody.query('select 1')).rejects.toMatchObject({ code: 'ETIMEDOUT' })
  await nobody.end()
})
