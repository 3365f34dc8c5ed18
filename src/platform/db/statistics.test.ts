import { expect, test } from 'vitest'
import { sql } from '#platform/db/sql.ts'
import { takeStatistics } from '#platform/db/statistics.ts'
import { testApp } from '#platform/testing/app.ts'

const t = await testApp()

test('the application, which does not own the tables, has statistics of them taken, and of no others', async () => {
  const ws = await t.workspace()
  const known = () =>
    ws.run((ctx) =>
      ctx.db.one<{ rows: number }>(
        sql`select reltuples as rows from pg_class where oid = 'accounts'::regclass`,
      ),
    )
  await ws.run((ctx) =>
    ctx.db.run(sql`
      insert into accounts (workspace_id, id, name, name_key, search_text, created_at, updated_at)
      select ${ws.id}, gen_random_uuid(), 'Account ' || n, 'account ' || n, 'account ' || n, ${ctx.now()}, ${ctx.now()} from generate_series(1, 40) n`),
  )
  await takeStatistics(t.house.door, ['accounts'])
  expect((await known()).rows).toBe(40)
  await expect(ws.run((ctx) => ctx.db.run(sql`select take_statistics(${['workspaces']})`))).rejects.toThrow(
    'statistics of workspaces are not taken this way',
  )
})
