import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countLoops, getAccountLoops, getClosure, listLoops } from '#close/ledger/queries.ts'
import { readConfig } from '#platform/config.ts'
import type { Ctx } from '#platform/context.ts'
import { encodeCursor } from '#platform/cursor.ts'
import { createPool } from '#platform/db/pool.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { createDoor, type Door } from '#platform/door.ts'
import { Waker } from '#platform/events/wake.ts'
import { newId } from '#platform/ids.ts'
import { createTestDatabase, type TestDatabase } from '#platform/testing/cluster.ts'

// With 60,000 loops, nine in ten of them closed, every statement that reads positions is explained as the application's role.

const workspaceId = newId()
const memberId = newId()
let database: TestDatabase
let pool: pg.Pool
let door: Door
let accountId: string

beforeAll(async () => {
  database = await createTestDatabase()
  const owner = new pg.Client(database.connections.owner)
  await owner.connect()
  const fill = (text: string, values: unknown[] = [workspaceId]) => owner.query(text, values)
  await fill(`insert into workspaces values ($1, 'plans', 'Plans', false, now())`)
  await fill(
    `insert into accounts (workspace_id, id, name, name_key, search_text, created_at, updated_at)
     select $1, gen_random_uuid(), 'A' || g, 'a' || g, 'a' || g, now(), now() from generate_series(1, 2000) g`,
  )
  await fill(
    `with made as (
       insert into feedback_items (workspace_id, id, channel, verbatim, occurred_at, received_at, is_history, account_id)
       select $1, gen_random_uuid(), 'email', 'item ' || g, now(), now() - g * interval '10 minutes', false, a.id
       from generate_series(1, 60000) g
       join (select id, row_number() over () as n from accounts where workspace_id = $1) a on a.n = 1 + g % 2000
       returning *
     ), seen as (
       insert into inbox_items (workspace_id, id, received_at, occurred_at, channel, is_history, account_id, queue, status)
       select workspace_id, id, received_at, occurred_at, channel, false, account_id, 'general', 'open' from made
     )
     insert into loop_positions (workspace_id, id, received_at, channel, segment, owner_member_id, value_cents, missing, closed_at)
     select workspace_id, id, received_at, channel, '', case when n % 3 = 0 then $2::uuid end, greatest(0, n % 200 - 150),
       case when n % 10 = 0 then (array['understood', 'decided', 'told'])[1 + n % 3] end, case when n % 10 > 0 then now() end
     from (select *, row_number() over () as n from made) m`,
    [workspaceId, memberId],
  )
  accountId = (await fill('select id from accounts where workspace_id = $1 limit 1')).rows[0].id
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
  'Index Name'?: string
  'Relation Name'?: string
  Plans?: Plan[]
}

/** By which index positions are read, or that they are read without. */
const ways = (plan: Plan): string[] => [
  ...(plan['Relation Name'] === 'loop_positions' ? [plan['Index Name'] ?? plan['Node Type']] : []),
  ...(plan.Plans ?? []).flatMap(ways),
]

/** Explains every statement of `work` that reads positions. */
async function waysOf(work: (ctx: Ctx) => Promise<unknown>): Promise<string[]> {
  const actor = { kind: 'member', id: memberId, userId: 'u', role: 'manager' } as const
  return door.inWorkspace(workspaceId, actor, async (ctx) => {
    const sent: Sql[] = []
    const note = <T>(statement: Sql, answer: T) => {
      sent.push(statement)
      return answer
    }
    const db = Object.assign(Object.create(ctx.db), {
      many: (statement: Sql) => note(statement, ctx.db.many(statement)),
      one: (statement: Sql) => note(statement, ctx.db.one(statement)),
    })
    await work(Object.assign(Object.create(ctx), { db }))
    const found: string[] = []
    for (const statement of sent.filter((one) => one.compile().text.includes('loop_positions'))) {
      const [row] = await ctx.db.many<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
        sql`explain (format json) ${statement}`,
      )
      found.push(...ways(row!['QUERY PLAN'][0].Plan))
    }
    return [...new Set(found)]
  })
}

const list = (ctx: Ctx, more: object) => listLoops(ctx, { state: 'open', sort: 'age', limit: 50, ...more })
const place = ['2020-01-01T00:00:00Z', '00000000-0000-0000-0000-000000000000']

test.each<[string, string, (ctx: Ctx) => Promise<unknown>]>([
  ['the unclosed, the oldest first', 'by_age', (ctx) => list(ctx, {})],
  ['its next page', 'by_age', (ctx) => list(ctx, { cursor: encodeCursor(place) })],
  ['the unclosed by value', 'by_value', (ctx) => list(ctx, { sort: 'value' })],
  ['its next page', 'by_value', (ctx) => list(ctx, { sort: 'value', cursor: encodeCursor([0, ...place]) })],
  ['all, the oldest first', 'received', (ctx) => list(ctx, { state: 'all' })],
  ['the counts', 'by_age', (ctx) => countLoops(ctx, {})],
  ['the closure of a time', 'received', (ctx) => getClosure(ctx, {})],
  ['those of an account', 'pkey', (ctx) => list(ctx, { account: accountId })],
  ['the summary of an account', 'pkey', (ctx) => getAccountLoops(ctx, { accountId })],
])('%s: positions are read by loop_positions_%s', async (_, index, work) => {
  expect(await waysOf(work)).toEqual([`loop_positions_${index}`])
})
