import pg from 'pg'
import { expect, test } from 'vitest'
import { createTestDatabase } from '#platform/testing/cluster.ts'

test('a test file gets a migrated database of its own, and what it writes stays there', async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()])
  const names: string[] = []
  for (const database of [one, other]) {
    const client = new pg.Client(database.connections.app)
    await client.connect()
    await client.query(`insert into instance (key, value) values ('only once', '1')`)
    names.push((await client.query('select current_database() as name, current_user as who')).rows[0].name)
    await client.end()
  }
  expect(names).toEqual([one.name, other.name])
  await Promise.all([one.drop(), other.drop()])
})
