import fc from 'fast-check'
import { beforeAll, expect, test, vi } from 'vitest'
import { openCase } from '#act/cases/commands/open.ts'
import { completeStep } from '#act/cases/commands/steps.ts'
import { seedPerson } from '#act/cases/test-seeds.ts'
import { walk } from '#act/cases/test-walk.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId } from '#platform/ids.ts'
import { type TestWorkspace, testApp } from '#platform/testing/app.ts'

// No path through any playbook leaves a case without a next due step or an end, and every started clock ends exactly
// once. The same with hundreds of walks, each time others: npm run test:long

const walks = Number(process.env.HEARBACK_TEST_WALKS ?? 8)
vi.setConfig({ testTimeout: 300_000 + walks * 10_000 })
const t = await testApp()
let ws: TestWorkspace
beforeAll(async () => {
  t.clock.set('2037-11-09T15:00:00Z')
  ws = await t.workspace()
})

test('whatever people do in whatever order, somebody owes the next step or the case has ended', async () => {
  const choices = fc.array(fc.nat({ max: 100_000 }), { minLength: 10, maxLength: 25 })
  await fc.assert(
    fc.asyncProperty(choices, async (ways) => {
      expect(await walk(t, ws, ways)).toEqual([])
    }),
    { numRuns: walks, endOnFailure: true, ...(process.env.HEARBACK_TEST_WALKS ? {} : { seed: 20 }) },
  )
})

test('a crash at any point of a transition leaves the old state, and none the new one', async () => {
  const { contactId } = await seedPerson(ws, { name: 'Petra Crash', account: 'Crash Ltd' })
  const one = await ws.run((ctx) => openCase(ctx, { playbook: 'nps-detractor', contactId }))
  const caseId = decodeId('case', one.id)!
  const stepId = decodeId('step', one.nextStep!.id)!
  const complete = (ctx: Ctx) =>
    completeStep(ctx, {
      caseId,
      stepId,
      evidence: {},
      results: {},
      touchpoint: { kind: 'call', summary: 'We spoke.' },
    })
  const before = await state(caseId)
  let points = 0
  for (let at = 1; ; at++) {
    const crashed = await ws
      .run((ctx) => complete(crashingAt(ctx, at)))
      .then(
        () => false,
        (error) => {
          if (error !== crash) throw error
          return true
        },
      )
    if (!crashed) break
    points = at
    expect(await state(caseId), `after a crash before statement ${at}`).toEqual(before)
  }
  expect(points).toBeGreaterThan(10)
  const after = await state(caseId)
  expect(after.steps).toEqual(expect.arrayContaining([['outreach', 'done', null]]))
  expect(after.steps).toEqual(expect.arrayContaining([['action-plan', 'open', expect.any(Date)]]))
  expect(after.touchpoints).toBe(before.touchpoints + 1)
})

const crash = new Error('the process is gone')

/** The context with a database that fails just before its statement number `at`. */
function crashingAt(ctx: Ctx, at: number): Ctx {
  let count = 0
  const wrap = <T extends object>(db: T): T =>
    new Proxy(db, {
      get(target, name) {
        const value = Reflect.get(target, name) as unknown
        if (typeof value !== 'function') return value
        return (...args: unknown[]) => {
          if (name === 'savepoint' || ++count !== at) return value.apply(target, args)
          if (name === 'later') throw crash
          return Promise.reject(crash)
        }
      },
    })
  return { ...ctx, db: wrap(ctx.db) }
}

/** Everything that a transition writes. */
async function state(caseId: string) {
  return ws.run(async (ctx) => {
    const counts = await ctx.db.one<Record<string, number>>(sql`
      select (select count(*) from events where workspace_id = ${ws.id}) as events,
        (select count(*) from notices where workspace_id = ${ws.id}) as notices,
        (select count(*) from touchpoints where workspace_id = ${ws.id} and case_id = ${caseId}) as touchpoints`)
    const steps = await ctx.db.many<{ step_key: string; state: string; next_rung_at: Date | null }>(sql`
      select step_key, state, next_rung_at from case_steps where workspace_id = ${ws.id} and case_id = ${caseId}
      order by position, round`)
    const row = await ctx.db.one(sql`
      select status, next_due_at, first_contact_at from cases where workspace_id = ${ws.id} and id = ${caseId}`)
    return {
      events: counts.events!,
      notices: counts.notices!,
      touchpoints: counts.touchpoints!,
      row,
      steps: steps.map((step) => [step.step_key, step.state, step.next_rung_at]),
    }
  })
}
