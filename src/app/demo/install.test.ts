import { beforeAll, expect, test } from 'vitest'
import { installDemo } from '#app/demo/install.ts'
import { getHealth } from '#measure/dashboards/contract.ts'
import { checkFigures } from '#measure/dashboards/doctor.ts'
import { sql } from '#platform/db/sql.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'

let t: TestApp
let ws: TestWorkspace
beforeAll(async () => {
  t = await testApp()
  ws = await t.workspace()
  await ws.run((ctx) => ctx.db.run(sql`update workspaces set is_demo = true where id = ${ws.id}`))
  const before = performance.now()
  await installDemo(t.house.door, ws.id)
  console.log('installed in', Math.round(performance.now() - before), 'ms')
  await t.settle()
  console.log('settled in', Math.round(performance.now() - before), 'ms')
})

const counts = () =>
  ws.run((ctx) =>
    ctx.db.one<Record<string, number>>(sql`
      select (select count(*) from accounts where workspace_id = ${ws.id}) as accounts,
        (select count(*) from contacts where workspace_id = ${ws.id}) as contacts,
        (select count(*) from feedback_items where workspace_id = ${ws.id}) as items,
        (select count(*) from inbox_items where workspace_id = ${ws.id} and type is not null) as typed,
        (select count(*) from inbox_items where workspace_id = ${ws.id} and type is null) as untyped,
        (select count(*) from responses where workspace_id = ${ws.id}) as responses,
        (select count(*) from cases where workspace_id = ${ws.id} and status = 'open') as open,
        (select count(*) from cases where workspace_id = ${ws.id} and status = 'open' and next_due_at < ${t.clock.now()}) as late,
        (select count(*) from cases where workspace_id = ${ws.id} and status = 'resolved') as resolved,
        (select count(*) from mails where workspace_id = ${ws.id} and state <> 'suppressed') as leaving`),
  )

test('the demo holds a year in which every screen lives, and no mail of it leaves', async () => {
  const found = await counts()
  console.log(found)
  expect(found.accounts).toBeGreaterThan(90)
  expect(found.items).toBeGreaterThan(1400)
  expect(found.typed).toBeGreaterThan(1300)
  expect(found.untyped).toBeGreaterThan(4)
  expect(found.open).toBeGreaterThan(8)
  expect(found.late).toBeGreaterThan(1)
  expect(found.open! - found.late!).toBeGreaterThan(2)
  expect(found.resolved).toBeGreaterThan(20)
  expect(found.leaving).toBe(0)
})

test('the figures of the demo are exact', async () => {
  expect(await ws.run((ctx) => checkFigures(ctx))).toMatchObject({ wrongItems: 0, wrongSums: 0 })
  const health = await ws.owner.call(getHealth, {})
  console.log(JSON.stringify(health, null, 1).slice(0, 6000))
  expect(health.hasAnything).toBe(true)
})
