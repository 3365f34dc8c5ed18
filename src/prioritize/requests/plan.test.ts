import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Ctx } from '#platform/context.ts'
import { newId } from '#platform/ids.ts'
import { openPlans } from '#platform/testing/plans.ts'
import {
  markOfAccounts,
  markOfContacts,
  markOfItems,
  readBase,
  recount,
  recountNext,
} from '#prioritize/requests/demand.ts'
import { getRequest, listEvidence } from '#prioritize/requests/detail.ts'
import {
  countRequests,
  listRequestAccounts,
  listRequestContacts,
  listRequestFollowers,
  listRequests,
} from '#prioritize/requests/queries.ts'

// With 20,000 requests and 40,000 items, every statement is explained as the application's role: an index must lead each.

const size = { accounts: 10_000, items: 40_000, requests: 20_000, quotes: 60_000, ofOne: 60 }
const memberId = newId()
let plans: Awaited<ReturnType<typeof openPlans>>
let ids: { request: string; large: string; account: string; contact: string; item: string; area: string }

beforeAll(async () => {
  plans = await openPlans(async (fill, workspaceId) => {
    await fill(
      `insert into members (workspace_id, id, user_id, name, email, role, created_at) values ($1, $2, 'u', 'M', 'm@x.example', 'manager', now())`,
      [workspaceId, memberId],
    )
    await fill(
      `insert into product_areas (workspace_id, id, code, name, created_at, updated_at)
       select $1, gen_random_uuid(), 'X' || g, 'X', now(), now() from generate_series(1, 20) g`,
    )
    await fill(
      `insert into accounts (workspace_id, id, name, name_key, search_text, lifecycle, mrr_cents, created_at, updated_at)
       select $1, gen_random_uuid(), 'A' || g, 'a' || g, 'a' || g, (array['active', 'active', 'prospect'])[1 + g % 3], g, now(), now()
       from generate_series(1, ${size.accounts}) g`,
    )
    await fill(
      `insert into contacts (workspace_id, id, account_id, created_at, updated_at)
       select workspace_id, gen_random_uuid(), id, now(), now() from accounts where workspace_id = $1`,
    )
    await fill(
      `insert into feedback_items (workspace_id, id, channel, verbatim, occurred_at, received_at, is_history, account_id, contact_id)
       select $1, gen_random_uuid(), 'email', 'item ' || g, now(), now() - g * interval '1 minute', false, c.account_id, c.id
       from generate_series(1, ${size.items}) g
       join (select *, row_number() over () as n from contacts where workspace_id = $1) c on c.n = 1 + g % ${size.accounts}`,
    )
    await fill(
      `insert into inbox_items (workspace_id, id, received_at, occurred_at, channel, is_history, contact_id, account_id, queue, status)
       select workspace_id, id, received_at, occurred_at, channel, is_history, contact_id, account_id, 'general', 'open'
       from feedback_items where workspace_id = $1`,
    )
    await fill(
      `with made as (
         insert into requests (workspace_id, id, title, search_text, words, mrr_cents, accounts, product_area_id, owner_member_id, actor_kind, created_at, updated_at)
         select $1, gen_random_uuid(), 'Request ' || g, 'request ' || g, array[g, g % 500, 7], g, g % 9, a.id, case when g % 40 = 0 then $2::uuid end, 'job',
           now() - g * interval '1 minute', now()
         from generate_series(1, ${size.requests}) g
         join (select id, row_number() over () as n from product_areas where workspace_id = $1) a on a.n = 1 + g % 20
         returning id
       ) insert into request_moves (workspace_id, request_id, number, status, actor_kind, at) select $1, id, 1, 'open', 'job', now() from made`,
      [workspaceId, memberId],
    )
    await fill(
      `insert into request_evidence (workspace_id, id, request_id, feedback_id, quote, importance, actor_kind, created_at)
       select $1, gen_random_uuid(), case when g <= ${size.ofOne} then (select id from requests where workspace_id = $1 order by id limit 1) else r.id end,
         f.id, 'item', g % 4, 'job', now() - g * interval '1 second'
       from generate_series(1, ${size.quotes}) g
       join (select id, row_number() over (order by id) as n from requests where workspace_id = $1) r on r.n = 1 + g % ${size.requests}
       join (select id, row_number() over (order by id) as n from feedback_items where workspace_id = $1) f on f.n = 1 + g % ${size.items}
       on conflict do nothing`,
    )
    const one = async (text: string) => (await fill(text)).rows[0].id as string
    ids = {
      large: await one('select id from requests where workspace_id = $1 order by id limit 1'),
      request: await one('select id from requests where workspace_id = $1 order by id offset 100 limit 1'),
      account: await one('select id from accounts where workspace_id = $1 limit 1'),
      contact: await one('select id from contacts where workspace_id = $1 limit 1'),
      item: await one('select id from feedback_items where workspace_id = $1 limit 1'),
      area: await one('select id from product_areas where workspace_id = $1 limit 1'),
    }
    for (const [table, who] of [
      ['request_accounts', 'account_id'],
      ['request_contacts', 'contact_id'],
    ])
      await fill(
        `insert into ${table} (workspace_id, request_id, ${who}, items, importance)
         select e.workspace_id, e.request_id, f.${who}, count(*), max(e.importance) from request_evidence e
         join feedback_items f on f.workspace_id = $1 and f.id = e.feedback_id where e.workspace_id = $1 group by 1, 2, 3`,
      )
    await fill(
      `insert into request_contact_followers (workspace_id, request_id, contact_id, via, since)
       select workspace_id, request_id, contact_id, 'portal', now() from request_contacts where workspace_id = $1`,
    )
  })
}, 120_000)
afterAll(() => plans.close())

const actor = { kind: 'member', id: memberId, userId: 'u', role: 'manager' } as const

const large = [
  'inbox_items',
  'feedback_items',
  'accounts',
  'contacts',
  'requests',
  'request_evidence',
  'request_accounts',
  'request_contacts',
  'request_contact_followers',
  'request_moves',
]

test.each<[string, (ctx: Ctx) => Promise<unknown>]>([
  ['what all customers pay', readBase],
  ['the list', (ctx) => listRequests(ctx, { limit: 50, order: 'demand' })],
  ['the list, newest first', (ctx) => listRequests(ctx, { limit: 50, order: 'newest' })],
  ['of a status', (ctx) => listRequests(ctx, { limit: 50, order: 'demand', status: 'shipped' })],
  ['of a group', (ctx) => listRequests(ctx, { limit: 50, order: 'demand', group: 'coming' })],
  ['of an owner', (ctx) => listRequests(ctx, { limit: 50, order: 'demand', owner: 'me' })],
  ['of an area', (ctx) => listRequests(ctx, { limit: 50, order: 'demand', area: ids.area })],
  ['of an account', (ctx) => listRequests(ctx, { limit: 50, order: 'demand', account: ids.account })],
  ['found by words', (ctx) => listRequests(ctx, { limit: 50, order: 'demand', q: 'request 123' })],
  ['the counts', countRequests],
  ['one request', (ctx) => getRequest(ctx, { requestId: ids.large })],
  ['its words', (ctx) => listEvidence(ctx, { requestId: ids.large, limit: 20 })],
  ['its accounts', (ctx) => listRequestAccounts(ctx, { requestId: ids.large, of: 'customers', limit: 50 })],
  ['its contacts', (ctx) => listRequestContacts(ctx, { requestId: ids.large, limit: 50 })],
  ['its followers', (ctx) => listRequestFollowers(ctx, { requestId: ids.large, limit: 50 })],
  ['the requests of an item', (ctx) => markOfItems(ctx, [ids.item])],
  ['the requests of an account', (ctx) => markOfAccounts(ctx, [ids.account])],
  ['the requests of a contact', (ctx) => markOfContacts(ctx, [ids.contact])],
  ['counting a request', (ctx) => recount(ctx, [ids.request])],
  ['counting what is marked', (ctx) => recountNext(ctx, 20)],
])('%s is led by an index', async (name, work) => {
  const found = await plans.scansOf(actor, work)
  const faults = found.filter(({ node, table }) => node === 'Seq Scan' && large.includes(table))
  expect(found.length, name).toBeGreaterThan(0)
  expect(faults, name).toEqual([])
})
