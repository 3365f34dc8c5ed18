import { beforeAll, expect, test } from 'vitest'
import { removeDemo } from '#app/demo/contract.ts'
import { getHealth } from '#measure/dashboards/contract.ts'
import { checkFigures } from '#measure/dashboards/doctor.ts'
import { sql } from '#platform/db/sql.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'

let t: TestApp
let ws: TestWorkspace
beforeAll(async () => {
  t = await testApp()
  // The year differs with the moment it ends at; world.test.ts looks at all of them.
  t.clock.set('2026-11-26T09:30:00Z')
  ws = await t.workspace('Larkfield', 'demo')
  await t.settle()
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
  expect(found.accounts).toBeGreaterThan(90)
  expect(found.items).toBeGreaterThan(1400)
  expect(found.typed).toBeGreaterThan(1300)
  expect(found.untyped).toBeGreaterThan(4)
  expect(found.open).toBeGreaterThan(8)
  expect(found.late).toBeGreaterThan(1)
  expect(found.open! - found.late!).toBeGreaterThan(2)
  expect(found.resolved).toBeGreaterThan(10)
  expect(found.leaving).toBe(0)
})

test('the figures of the demo are exact', async () => {
  expect(await ws.run((ctx) => checkFigures(ctx))).toMatchObject({ wrongItems: 0, wrongSums: 0 })
  const health = await ws.owner.call(getHealth, {})
  expect(health.hasAnything).toBe(true)
})

test('a late triage, an open and a late case are counted as their lists show them', async () => {
  const { now } = await ws.owner.call(getHealth, {})
  const all = async (path: string) => {
    let n = 0
    for (let cursor = ''; ; ) {
      const page = (await (
        await ws.owner.fetch(`${path}&limit=100${cursor && `&cursor=${cursor}`}`)
      ).json()) as { data: unknown[]; nextCursor: string | null }
      n += page.data.length
      if (!page.nextCursor) return n
      cursor = page.nextCursor
    }
  }
  expect(await all('/feedback?late=true&status=!spam')).toBe(now.lateTriage)
  expect(await all('/cases?status=open')).toBe(now.openCases)
  expect(await all('/cases?status=open&late=true')).toBe(now.lateCases)
})

test('one click takes the demo away and leaves an ordinary empty workspace with its members', async () => {
  const other = await t.workspace()
  await expect(other.owner.call(removeDemo, {})).rejects.toMatchObject({ status: 409, code: 'demo.not_one' })
  await expect((await ws.as('manager')).call(removeDemo, {})).rejects.toMatchObject({ status: 403 })
  const { removed } = await ws.owner.call(removeDemo, {})
  expect(removed).toBeGreaterThan(5000)
  await t.settle()
  const found = await counts()
  expect([found.accounts, found.contacts, found.items, found.responses, found.open, found.resolved]).toEqual([
    0, 0, 0, 0, 0, 0,
  ])
  const left = await ws.run((ctx) =>
    ctx.db.one<{ members: number; surveys: number; playbooks: number; is_demo: boolean }>(sql`
      select (select count(*) from members where workspace_id = ${ws.id}) as members,
        (select count(*) from surveys where workspace_id = ${ws.id}) as surveys,
        (select count(*) from playbooks where workspace_id = ${ws.id}) as playbooks,
        (select is_demo from workspaces where id = ${ws.id}) as is_demo`),
  )
  expect(left).toMatchObject({ members: 2, surveys: 1, is_demo: false })
  expect(left.playbooks).toBeGreaterThan(0)
  expect((await ws.owner.call(getHealth, {})).hasAnything).toBe(false)
  await expect(ws.owner.call(removeDemo, {})).rejects.toMatchObject({ code: 'demo.not_one' })
})
