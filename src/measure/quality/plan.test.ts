import { afterAll, beforeAll, expect, test } from 'vitest'
import { countMarked } from '#measure/quality/counting.ts'
import { listOccurrences } from '#measure/quality/queries.ts'
import type { Ctx } from '#platform/context.ts'
import { newId } from '#platform/ids.ts'
import { openPlans } from '#platform/testing/plans.ts'

// Of 20,000 occurrences a hundred were missed: the application's role finds a page of them, wherever it begins, and those
// of a marked item, by an index.

let plans: Awaited<ReturnType<typeof openPlans>>

beforeAll(async () => {
  plans = await openPlans(async (fill) => {
    await fill(
      `insert into quality_occurrences (workspace_id, check_key, subject_id, from_at, due_at, due_on, met_at, verdict)
       select $1, case when g % 2 = 0 then 'categorised' else 'requests_logged' end, gen_random_uuid(), t.at, t.at + interval '1 day', t.at::date + 1,
         case when g % 200 > 1 then t.at end, case when g % 200 > 1 then 'met' else 'missed' end
       from generate_series(1, 20000) g cross join lateral (select now() - g * interval '30 minutes' as at) t`,
    )
    await fill(
      `insert into quality_marks (workspace_id, subject, subject_id)
       select $1, 'item', subject_id from quality_occurrences limit 5`,
    )
  })
}, 120_000)
afterAll(() => plans.close())

const actor = { kind: 'member', id: newId(), userId: 'u', role: 'manager' } as const
/** How each query of this work on occurrences is read. */
const waysOf = async (work: (ctx: Ctx) => Promise<unknown>) =>
  (await plans.scansOf(actor, work)).filter(
    ({ table, node }) => table === 'quality_occurrences' && node !== 'ModifyTable',
  )

test('a page of what was missed is found by an index, the first and any other', async () => {
  const input = { key: 'categorised', verdict: 'missed', limit: 20 } as const
  let next: string | undefined
  const page = async (ctx: Ctx) => {
    const { data, nextCursor } = await listOccurrences(ctx, { ...input, ...(next && { cursor: next }) })
    expect(data).toHaveLength(20)
    next = nextCursor!
  }
  for (const _ of ['first', 'second'])
    expect(await waysOf(page)).toMatchObject([{ node: 'Index Scan', index: 'quality_occurrences_by_day' }])
})

test('what is kept of marked items is found by its key', async () => {
  const found = await waysOf(countMarked)
  expect(found.length).toBeGreaterThan(0)
  for (const { node } of found) expect(node).toMatch(/^(Index|Bitmap)/)
})
