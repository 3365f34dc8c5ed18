import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Open } from '#close/portal/open.ts'
import { listChanges } from '#close/portal/queries/changes.ts'
import * as ideas from '#close/portal/queries/ideas.ts'
import { portalSetting } from '#close/portal/settings.ts'
import { textsOf } from '#close/portal/texts.ts'
import type { Ctx } from '#platform/context.ts'
import { encodeCursor } from '#platform/cursor.ts'
import { openPlans } from '#platform/testing/plans.ts'

// With 20,000 public requests and 60,000 votes, every statement of a page is explained as the application's role.

let plans: Awaited<ReturnType<typeof openPlans>>
let areaId: string
let requestId: string
const voterId = '00000000-0000-4000-8000-000000000001'

beforeAll(async () => {
  plans = await openPlans(async (fill) => {
    await fill(
      `insert into product_areas (workspace_id, id, code, name, created_at, updated_at)
       select $1, gen_random_uuid(), 'X' || g, 'X', now(), now() from generate_series(1, 20) g`,
    )
    await fill(
      `with made as (
         insert into requests (workspace_id, id, title, search_text, is_public, public_title, public_text, public_at, public_words, voters,
           product_area_id, status, move, actor_kind, created_at, updated_at)
         select $1, gen_random_uuid(), 'Request ' || g, 'request ' || g, true, 'Request ' || g, repeat('words ', 60), now() - g * interval '1 minute',
           array[g, g % 500, 7], g % 900, a.id, s.status, case when s.status = 'open' then 1 else 2 end, 'job', now(), now()
         from generate_series(1, 20000) g
         join (select id, row_number() over () as n from product_areas where workspace_id = $1) a on a.n = 1 + g % 20
         cross join lateral (select case when g % 100 < 4 then (array['planned', 'in_progress', 'under_review', 'shipped'])[1 + g % 4] else 'open' end) s (status)
         returning id, status
       ) insert into request_moves (workspace_id, request_id, number, from_status, status, actor_kind, at)
       select $1, id, m.number, m.from_status, m.status, 'job', now() from made
       cross join lateral (select 1, null, 'open' union all select 2, 'open', made.status where made.status <> 'open') m (number, from_status, status)`,
    )
    await fill(
      `insert into request_votes (workspace_id, request_id, voter_id, is_visitor, importance, voted_at)
       select $1, id, ('00000000-0000-4000-8000-' || lpad(to_hex(1 + (n * 3 + k) % 5000), 12, '0'))::uuid, true, 1, now()
       from (select id, row_number() over () as n from requests where workspace_id = $1) r cross join generate_series(1, 3) k`,
    )
    await fill(
      `insert into contacts (workspace_id, id, name, created_at, updated_at)
       select $1, gen_random_uuid(), 'C' || g, now(), now() from generate_series(1, 10000) g`,
    )
    await fill(
      `insert into portal_comments (workspace_id, id, request_id, contact_id, text, state, created_at)
       select $1, gen_random_uuid(), r.id, c.id, 'Yes', 'published', now() from (select id, row_number() over () as n from requests where workspace_id = $1) r
       join (select id, row_number() over () as n from contacts where workspace_id = $1) c on c.n = 1 + r.n % 10000`,
    )
    await fill(
      `with made as (
         insert into releases (workspace_id, id, name, notes, shipped_at, is_public, published_at, actor_kind, created_at, updated_at)
         select $1, gen_random_uuid(), 'R' || g, 'Notes', now(), true, now() - g * interval '1 hour', 'job', now(), now() from generate_series(1, 5000) g
         returning id
       ) insert into release_requests (workspace_id, request_id, release_id, added_at)
       select $1, r.id, l.id, now() from (select id, row_number() over () as n from made) l
       join (select id, row_number() over () as n from requests where workspace_id = $1 order by id) r on r.n = l.n`,
    )
    areaId = (await fill('select id from product_areas where workspace_id = $1 limit 1')).rows[0].id
    requestId = (await fill('select id from requests where workspace_id = $1 limit 1')).rows[0].id
  })
}, 120_000)
afterAll(() => plans.close())

const open = (ctx: Ctx): Open => ({
  ...{ ctx, slug: 'plans', base: '/p/plans', brand: 'Plans', language: 'en', texts: textsOf('en') },
  settings: portalSetting.shape.parse({}),
  ...{ viewer: undefined, visitorId: voterId, areas: new Map(), lock: null },
  boards: [{ id: areaId, product_area_id: areaId, segments: [], name: 'X', areaIds: [areaId] }],
  hiddenAreaIds: ['00000000-0000-4000-8000-0000000000ff'],
})
const all: ideas.Asked = { sort: 'top', status: undefined, boardId: undefined, q: '', cursor: undefined }
const place = (first: unknown) => encodeCursor([first, requestId])

test.each<[string, string, (ctx: Ctx) => Promise<unknown>]>([
  ['the ideas with most votes', 'by_votes', (ctx) => ideas.listIdeas(open(ctx), all)],
  ['their next page', 'by_votes', (ctx) => ideas.listIdeas(open(ctx), { ...all, cursor: place(300) })],
  ['the newest', 'newest', (ctx) => ideas.listIdeas(open(ctx), { ...all, sort: 'new' })],
  [
    'their next page',
    'newest',
    (ctx) => ideas.listIdeas(open(ctx), { ...all, sort: 'new', cursor: place('2036-01-01') }),
  ],
  ['those of a status', 'of_status', (ctx) => ideas.listIdeas(open(ctx), { ...all, status: 'planned' })],
  ['those of a board', 'of_area', (ctx) => ideas.listIdeas(open(ctx), { ...all, boardId: areaId })],
  ['the roadmap', 'of_status', (ctx) => ideas.readRoadmap(open(ctx), ideas.columnMost.page)],
])('%s: requests are read by requests_public_%s', async (_, index, work) => {
  const found = await plans.scansOf({ kind: 'anonymous' }, work)
  expect([...new Set(found.map((scan) => scan.index))]).toEqual([`requests_public_${index}`])
})

test.each<[string, (ctx: Ctx) => Promise<unknown>]>([
  ['one idea', (ctx) => ideas.findIdea(open(ctx), requestId)],
  ['what was voted', (ctx) => ideas.readMine(open(ctx), [requestId])],
  ['what is said below it', (ctx) => ideas.listComments(open(ctx), requestId)],
  ['the changelog', (ctx) => listChanges(open(ctx))],
  ['its next page', (ctx) => listChanges(open(ctx), place('2036-01-01'))],
])('%s: every large table is led by an index', async (_, work) => {
  const found = await plans.scansOf({ kind: 'anonymous' }, work)
  expect(found.length).toBeGreaterThan(0)
  expect(found.filter((scan) => scan.node === 'Seq Scan')).toEqual([])
})
