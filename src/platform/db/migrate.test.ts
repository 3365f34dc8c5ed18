import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate } from '#platform/db/migrate.ts'
import { createTestDatabase, type TestDatabase } from '#platform/testing/cluster.ts'

const ours = join(import.meta.dirname, '../../../migrations')
const landed = {
  '0141_search_relevance.sql': 'c66c7b8e6f356d1aadfc0cb0ae5ab1e14c0cca478ee07e55ddfbaed6784f7e65',
  '0155_search_rows.sql': '5b2b7f3b5ef1a223fe3521fa2107cf03065098df361242bc29351210ade5cdbc',
  '0160_playbook_words.sql': '9c2cc1be6b9f8018d0972c10a6b09178de28b595a7afe6b30a701bb03c9a57a3',
  '0162_follow_ups.sql': '78bd4209fcf7f28bee73361133120d3d77faa601070e2c0981ffdd586f68046f',
}

let database: TestDatabase
let owner: pg.Client
beforeAll(async () => {
  database = await createTestDatabase()
  owner = new pg.Client(database.connections.owner)
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await database.drop()
})

const appliedAs = (name: string, checksum: string) =>
  owner.query('update migrations set checksum = $2 where name = $1', [name, checksum])

test('a database that applied a migration in its former words starts', async () => {
  for (const [name, checksum] of Object.entries(landed)) await appliedAs(name, checksum)
  await expect(migrate(database.connections.owner, ours)).resolves.toEqual([])
})

test('a migration that was changed after it was applied is refused, and says what to do', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hearback-migrations-'))
  const applied = await owner.query<{ name: string }>('select name from migrations')
  for (const { name } of applied.rows) await writeFile(join(folder, name), '-- changed\n')
  await expect(migrate(database.connections.owner, folder)).rejects.toMatchObject({
    code: 'migration.changed',
  })
  await rm(folder, { recursive: true })
})
