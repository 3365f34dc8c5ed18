import { afterAll, beforeAll, expect, test } from 'vitest'
import { getClosure } from '#close/ledger/closure.ts'
import { countLoops, getAccountLoops, listLoops } from '#close/ledger/queries.ts'
import type { Ctx } from '#platform/context.ts'
import { encodeCursor } from '#platform/cursor.ts'
import { newId } from '#platform/ids.ts'
import { openPlans } from '#platform/testing/plans.ts'

// With 60,000 loops, nine in ten of them closed, every statement that reads positions is explained as the application's role.

const memberId = newId()
let plans: Awaited<ReturnType<typeof openPlans>>
let accountId: string

beforeAll(async () => {
  plans = await openPlans(async (fill, workspaceId) => {
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
    await fill(
      `insert into loop_days select workspace_id, received_at::date, facet, key, count(*), count(*) from loop_positions,
         (values ('all', ''), ('channel', 'email'), ('segment', '')) f (facet, key) group by 1, 2, 3, 4`,
      [],
    )
  })
}, 120_000)
afterAll(() => plans.close())

const actor = { kind: 'member', id: memberId, userId: 'u', role: 'manager' } as const
/** By which indexes positions and their sums are read, or that they are read without. */
const waysOf = async (work: (ctx: Ctx) => Promise<unknown>) => {
  const found = await plans.scansOf(actor, work)
  return [
    ...new Set(found.filter(({ table }) => /^loop_/.test(table)).map(({ index, node }) => index ?? node)),
  ]
}

const list = (ctx: Ctx, more: object) => listLoops(ctx, { state: 'open', sort: 'age', limit: 50, ...more })
const place = ['2020-01-01T00:00:00Z', '00000000-0000-0000-0000-000000000000']

test.each<[string, string, (ctx: Ctx) => Promise<unknown>]>([
  ['the unclosed, the oldest first', 'positions_by_age', (ctx) => list(ctx, {})],
  ['its next page', 'positions_by_age', (ctx) => list(ctx, { cursor: encodeCursor(place) })],
  ['the unclosed by value', 'positions_by_value', (ctx) => list(ctx, { sort: 'value' })],
  [
    'its next page',
    'positions_by_value',
    (ctx) => list(ctx, { sort: 'value', cursor: encodeCursor([0, ...place]) }),
  ],
  ['all, the oldest first', 'positions_received', (ctx) => list(ctx, { state: 'all' })],
  ['the counts', 'positions_by_age', (ctx) => countLoops(ctx, {})],
  ['the closure of a time', 'days_pkey', (ctx) => getClosure(ctx, {})],
  ['those of an account', 'positions_pkey', (ctx) => list(ctx, { account: accountId })],
  ['the summary of an account', 'positions_pkey', (ctx) => getAccountLoops(ctx, { accountId })],
])('%s: loops are read by loop_%s', async (_, index, work) => {
  expect(await waysOf(work)).toEqual([`loop_${index}`])
})
