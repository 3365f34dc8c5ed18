import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkServer, serverProblem } from '#platform/db/check-server.ts'
import { createTestDatabase, type TestDatabase } from '#platform/testing/cluster.ts'

const good = {
  version: 150_020,
  version_text: '15.20',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  encoding: 'UTF8',
  role: 'hearback_app',
  is_superuser: false,
  bypasses: false,
  owned: null,
}
const code = (facts: Partial<typeof good> | { owned: string }, allowUnsafe = false) =>
  serverProblem({ ...good, ...facts }, { allowUnsafe })?.code

test('a durable server of version 15 with a bound role is accepted', () => {
  expect(code({})).toBeUndefined()
  expect(code({ synchronous_commit: 'remote_apply' })).toBeUndefined()
})

test('a server before 15 is refused', () => {
  expect(code({ version: 140_011, version_text: '14.11' })).toBe('database.too_old')
})

test.each(['fsync', 'full_page_writes', 'synchronous_commit'] as const)(
  '%s=off is refused unless it was allowed',
  (setting) => {
    expect(code({ [setting]: 'off' })).toBe('database.unsafe')
    expect(code({ [setting]: 'off' }, true)).toBeUndefined()
  },
)

test('a role that row-level security does not bind is refused, allowed settings or not', () => {
  for (const facts of [{ is_superuser: true }, { bypasses: true }, { owned: 'accounts' }]) {
    expect(code(facts, true)).toBe('database.role_unbound')
  }
})

test('another encoding than UTF8 is refused', () => {
  expect(code({ encoding: 'LATIN1' })).toBe('database.encoding')
})

describe('on the real server', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterAll(() => database.drop())

  const check = async (role: 'app' | 'owner') => {
    const client = new pg.Client(database.connections[role])
    await client.connect()
    try {
      await checkServer(client, { allowUnsafe: true })
      return 'accepted'
    } catch (error) {
      return (error as { code: string }).code
    } finally {
      await client.end()
    }
  }

  test('the role of the application is accepted, and the owner of the tables is not', async () => {
    expect(await check('app')).toBe('accepted')
    expect(await check('owner')).toBe('database.role_unbound')
  })
})
