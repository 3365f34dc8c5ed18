import { expect, test } from 'vitest'
import { sql } from '#platform/db/sql.ts'
import { testApp } from '#platform/testing/app.ts'

const t = await testApp()

test('of two transactions that wait for each other the one that is taken back goes again, and neither is lost', async () => {
  const ws = await t.workspace()
  const add = (ctx: Parameters<Parameters<typeof ws.run>[0]>[0], key: string, words: string) =>
    ctx.db.run(sql`
      update settings set value = value || ${JSON.stringify([words])}::jsonb where workspace_id = ${ws.id} and key = ${key}`)
  await ws.run(async (ctx) => {
    for (const key of ['one', 'two'])
      await ctx.db.run(sql`
        insert into settings (workspace_id, key, value, updated_at) values (${ws.id}, ${key}, '[]', ${ctx.now()})`)
  })
  let turns = 0
  let [waiting, open] = [0, () => {}]
  const both = new Promise<void>((done) => {
    open = done
  })
  const change = (first: string, second: string) =>
    ws.run(async (ctx) => {
      turns += 1
      await add(ctx, first, `first of ${first}`)
      if (++waiting === 2) open()
      await both
      await add(ctx, second, `second of ${first}`)
    })
  await Promise.all([change('one', 'two'), change('two', 'one')])
  expect(turns).toBe(3)
  const kept = await ws.run((ctx) =>
    ctx.db.many<{ value: string[] }>(
      sql`select value from settings where workspace_id = ${ws.id} and key in ('one', 'two') order by key`,
    ),
  )
  expect(kept.map(({ value }) => [...value].sort())).toEqual([
    ['first of one', 'second of two'],
    ['first of two', 'second of one'],
  ])
})
