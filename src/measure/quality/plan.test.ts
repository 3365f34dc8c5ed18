import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countMarked } from '#measure/quality/counting.ts'
import { listOccurrences } from '#measure/quality/queries.ts'
import { readConfig } from '#platform/config.ts'
import type { Ctx } from '#platform/context.ts'
import type { Db } from '#platform/db/db.ts'
import { createPool } from '#platform/db/pool.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { createDoor, type Door } from '#platform/door.ts'
import { Waker } from '#platform/events/wake.ts'
import { newId } from '#platform/ids.ts'
import { createTestDatabase, type TestDatabase } from '#platform/testing/cluster.ts'

// Of 20,000 occurrences a hundred were missed: the application's role finds a page of them, wherever it begins, and those
// of a marked item, by an index.

const workspaceId = newId()
let database: TestDatabase
let pool: pg.Pool
let door: Door

beforeAll(async () => {
  database = await createTestDatabase()
  const owner = new pg.Client(database.connections.owner)
  await owner.connect()
  const fill = (text: string) => owner.query(text, [workspaceId])
  await fill(`insert into workspaces values ($1, 'plans', 'Plans', false, now())`)
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
  await owner.query('vacuum analyze')
  await owner.end()
  pool = createPool(database.connections.app, { max: 2, name: 'plans' })
  door = createDoor({
    config: readConfig({ HEARBACK_DATA: '/nonexistent' }),
    pool,
    projections: [],
    waker: new Waker([], async () => {}),
  })
}, 120_000)
afterAll(async () => {
  await pool.end()
  await database.drop()
})

interface Plan {
  'Node Type': string
  'Relation Name'?: string
  Plans?: Plan[]
}
const scansOf = (plan: Plan): string[] => [
  ...(plan['Relation Name'] ? [`${plan['Node Type']} of ${plan['Relation Name']}`] : []),
  ...(plan.Plans ?? []).flatMap(scansOf),
]

/** How each query of this work on occurrences is read. */
async function scans(work: (ctx: Ctx) => Promise<unknown>): Promise<string[]> {
  const actor = { kind: 'member', id: newId(), userId: 'u', role: 'manager' } as const
  return door.inWorkspace(workspaceId, actor, async (ctx) => {
    const sent: Sql[] = []
    const many: Db['many'] = (statement) => {
      sent.push(statement)
      return ctx.db.many(statement)
    }
    await work({
      ...ctx,
      db: {
        ...ctx.db,
        one: ctx.db.one.bind(ctx.db),
        run: ctx.db.run.bind(ctx.db),
        maybe: ctx.db.maybe.bind(ctx.db),
        many,
      } as Db,
    })
    const plans = []
    for (const statement of sent)
      plans.push(
        (await ctx.db.one<{ 'QUERY PLAN': { Plan: Plan }[] }>(sql`explain (format json) ${statement}`))[
          'QUERY PLAN'
        ][0]!.Plan,
      )
    return plans.flatMap(scansOf).filter((scan) => scan.endsWith('quality_occurrences'))
  })
}

test('a page of what was missed is found by an index, the first and any other', async () => {
  const input = { key: 'categorised', verdict: 'missed', limit: 20 } as const
  const first = await door.inWorkspace(workspaceId, { kind: 'job', name: 'test' }, (ctx) =>
    listOccurrences(ctx, input),
  )
  expect(first.data).toHaveLength(20)
  for (const cursor of [undefined, first.nextCursor!]) {
    const found = await scans((ctx) => listOccurrences(ctx, { ...input, ...(cursor && { cursor }) }))
    expect(found).toEqual(['Index Scan of quality_occurrences'])
  }
})

test('what is kept of marked items is found by its key', async () => {
  const found = await scans(countMarked)
  expect(found.length).toBeGreaterThan(0)
  for (const scan of found) expect(scan).toMatch(/^(Index|Bitmap)/)
})
