import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPool, transaction } from '#platform/db/pool.ts'
import { sql } from '#platform/db/sql.ts'
import { createTestDatabase, type TestDatabase } from '#platform/testing/cluster.ts'

let database: TestDatabase
let pool: pg.Pool
const workspace = randomUUID()
const inside = <T>(work: Parameters<typeof transaction<T>>[2]) => transaction(pool, workspace, work)
const put = (key: string, value: unknown = 1) =>
  sql`insert into settings (workspace_id, key, value, updated_at) values (${workspace}, ${key}, ${JSON.stringify(value)}, ${new Date()})`
const keys = () =>
  inside((db) =>
    db.many<{ key: string }>(sql`select key from settings where workspace_id = ${workspace} order by key`),
  )

beforeAll(async () => {
  database = await createTestDatabase()
  // One connection, so that whatever a transaction leaves behind meets the next one.
  pool = createPool(database.connections.app, { max: 1, name: 'test' })
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

test('values come back with their types, and the columns of a prepared statement are known the second time', async () => {
  const read = () =>
    inside((db) =>
      db.one(sql`select ${7}::bigint as count, ${workspace}::uuid as id, ${new Date(0)}::timestamptz as at,
        '2026-01-02'::date as on, '{"a": [1]}'::jsonb as data, null::text as none, ${['x', 'y']}::text[] as list, true as yes`),
    )
  const expected = {
    count: 7,
    id: workspace,
    at: new Date(0),
    on: '2026-01-02',
    data: { a: [1] },
    none: null,
    list: ['x', 'y'],
    yes: true,
  }
  expect(await read()).toEqual(expected)
  expect(await read()).toEqual(expected)
})

test('arrays in binary form arrive as they are, with nulls, and empty', async () => {
  const read = (numbers: number[], large: bigint[], words: (string | null)[]) =>
    inside((db) =>
      db.one(sql`select ${sql.integers(numbers)}::int[] as numbers, (${sql.bigints(large)}::bigint[])::text[] as large,
        ${sql.texts(words)}::text[] as words`),
    )
  const words = ['', null, '{"a", b}', 'Grüße 👋\n', '\\']
  const large = [-(2n ** 63n), 0n, 2n ** 63n - 1n]
  expect(await read([-(2 ** 31), 0, 2 ** 31 - 1], large, words)).toEqual({
    numbers: [-(2 ** 31), 0, 2 ** 31 - 1],
    large: large.map(String),
    words,
  })
  expect(await read([], [], [])).toEqual({ numbers: [], large: [], words: [] })
})

test('queries asked at once are answered each with its own rows', async () => {
  const numbers = await inside((db) =>
    Promise.all(
      [1, 2, 3].map(
        async (n) =>
          (await db.many<{ n: number }>(sql`select n from generate_series(1, ${n}::int) n`)).length,
      ),
    ),
  )
  expect(numbers).toEqual([1, 2, 3])
})

test('what is sent later is committed with the rest', async () => {
  await inside(async (db) => {
    db.later(put('later'))
    expect(await db.run(put('now'))).toBe(1)
  })
  expect(await keys()).toEqual([{ key: 'later' }, { key: 'now' }])
})

test('an error of what was sent later undoes everything and is the error of the transaction', async () => {
  const broken = inside(async (db) => {
    await db.run(put('undone'))
    db.later(put('now'))
    db.later(put('never'))
  })
  await expect(broken).rejects.toMatchObject({ code: '23505', constraint: 'settings_pkey' })
  expect((await keys()).length).toBe(2)
})

test('a query after a failed later one reports the first error, not its echo', async () => {
  const broken = inside(async (db) => {
    db.later(put('now'))
    await db.maybe(sql`select 1`).catch(() => {})
    await db.maybe(sql`select 2`)
  })
  await expect(broken).rejects.toMatchObject({ code: '23505' })
})

test('a failed piece in a savepoint undoes only itself', async () => {
  await inside(async (db) => {
    await db.run(put('before'))
    await db.savepoint(() => db.run(put('now'))).catch(() => {})
    await db.savepoint(async () => db.later(put('now'))).catch(() => {})
    await db.run(put('after'))
  })
  expect((await keys()).map((row) => row.key)).toEqual(['after', 'before', 'later', 'now'])
})

test('a transaction whose error was swallowed does not claim to have committed', async () => {
  const broken = inside(async (db) => {
    await db.run(put('lost'))
    await db.run(sql`select 1 / 0`).catch(() => {})
  })
  await expect(broken).rejects.toThrow('rolled back')
})

test('a statement that failed while it was prepared can be used again on the same connection', async () => {
  const divide = (by: number) => inside((db) => db.one(sql`select 10 / ${by}::int as result`))
  await expect(divide(0)).rejects.toThrow('division by zero')
  expect(await divide(2)).toEqual({ result: 5 })
  await expect(inside((db) => db.run(sql`select nothing from nowhere`))).rejects.toThrow('does not exist')
  await expect(inside((db) => db.run(sql`select nothing from nowhere`))).rejects.toThrow('does not exist')
})

test('a query that outlives its transaction is refused instead of reaching the next one', async () => {
  let straggler: Promise<unknown> | undefined
  const broken = inside(async (db) => {
    straggler = new Promise((resolve) => setTimeout(resolve, 20)).then(() => db.run(put('straggler')))
    straggler.catch(() => {})
    throw new Error('first')
  })
  await expect(broken).rejects.toThrow('first')
  await expect(straggler).rejects.toThrow('over')
})

test('a value that cannot be sent is an error of its transaction alone', async () => {
  const circle: Record<string, unknown> = {}
  circle.self = circle
  await expect(inside((db) => db.run(sql`select ${circle}::jsonb`))).rejects.toThrow()
  expect((await keys()).length).toBe(4)
})

test('a connection that is ended in the middle answers unavailable, and the next transaction gets another', async () => {
  const broken = inside(async (db) => {
    await db.run(put('half'))
    await db.one(sql`select pg_terminate_backend(pg_backend_pid())`)
    await db.run(put('other half'))
  })
  await expect(broken).rejects.toMatchObject({ kind: 'unavailable' })
  expect((await keys()).length).toBe(4)
})
