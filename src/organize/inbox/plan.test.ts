import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { searchAmong } from '#collect/search/queries.ts'
import { countItems, countMost, keysSql, listKeys } from '#organize/inbox/keys.ts'
import { prepareListing } from '#organize/inbox/listing.ts'
import { getFeedback, getSections, listFeedback } from '#organize/inbox/queries.ts'
import { readRows } from '#organize/inbox/rows.ts'
import { type FilterText, parseFilter, sorts } from '#organize/inbox/rules.ts'
import { listViews } from '#organize/inbox/views.ts'
import { readConfig } from '#platform/config.ts'
import type { Ctx } from '#platform/context.ts'
import type { Db } from '#platform/db/db.ts'
import { createPool } from '#platform/db/pool.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { createDoor, type Door } from '#platform/door.ts'
import { Waker } from '#platform/events/wake.ts'
import { encodeId, newId } from '#platform/ids.ts'
import { createTestDatabase, type TestDatabase } from '#platform/testing/cluster.ts'

// With 50,000 items, every statement of the inbox is explained as the application's role: an index must lead each.

const items = 50_000
const workspaceId = newId()
const memberId = newId()
const accountId = newId()
const contactId = newId()
const areaId = newId()
const [common, rare] = [newId(), newId()]
let database: TestDatabase
let pool: pg.Pool
let door: Door
let someId: string

beforeAll(async () => {
  database = await createTestDatabase()
  const owner = new pg.Client(database.connections.owner)
  await owner.connect()
  const fill = (text: string, values: unknown[] = [workspaceId]) => owner.query(text, values)
  await fill(`insert into workspaces values ($1, 'plans', 'Plans', false, now())`)
  await fill(
    `insert into members (workspace_id, id, user_id, name, email, role, created_at) values ($1, $2, 'u', 'M', 'm@x.example', 'agent', now())`,
    [workspaceId, memberId],
  )
  await fill(
    `insert into accounts (workspace_id, id, name, name_key, search_text, created_at, updated_at) values ($1, $2, 'A', 'a', 'a', now(), now())`,
    [workspaceId, accountId],
  )
  await fill(
    `insert into contacts (workspace_id, id, created_at, updated_at) values ($1, $2, now(), now())`,
    [workspaceId, contactId],
  )
  await fill(
    `insert into product_areas (workspace_id, id, code, name, created_at, updated_at) values ($1, $2, 'X', 'X', now(), now())`,
    [workspaceId, areaId],
  )
  for (const [id, key] of [
    [common, 'common'],
    [rare, 'rare'],
  ]) {
    await fill(
      `insert into tags (workspace_id, id, name, key, tag_group, created_at, updated_at) values ($1, $2, $3, $3, 'topic', now(), now())`,
      [workspaceId, id, key],
    )
  }
  await fill(
    `insert into feedback_items (workspace_id, id, channel, kind, verbatim, occurred_at, received_at, is_history, account_id, contact_id)
     select $1, gen_random_uuid(), (array['email', 'widget', 'phone', 'review', 'forum'])[1 + g % 5], (array['bug', 'feature', null])[1 + g % 3],
       'export item ' || g || ' word' || g % 700 || case when g % 9000 = 7 then ' zanzibar' else '' end
         || case when g > 1000 then ' settled' else '' end,
       now() - g * interval '9 minutes', now() - g * interval '1 minute', g % 4 = 0, case when g % 500 = 0 then $2::uuid end, case when g % 900 = 0 then $3::uuid end
     from generate_series(1, ${items}) g`,
    [workspaceId, accountId, contactId],
  )
  await fill(
    `insert into inbox_items (workspace_id, id, received_at, occurred_at, channel, kind, is_history, contact_id, account_id, queue, status, type, priority,
       assignee_member_id, product_area_id)
     select workspace_id, id, received_at, occurred_at, channel, kind, is_history, contact_id, account_id, 'general',
       (array['open', 'done', 'done', 'spam'])[1 + n % 4], (array['bug_report', 'praise', null])[1 + n % 3], (array['high', 'low', null])[1 + n % 3],
       case when n % 11 = 0 then $2::uuid end, case when n % 13 = 0 then $3::uuid end
     from (select *, row_number() over (order by received_at) as n from feedback_items where workspace_id = $1) f`,
    [workspaceId, memberId, areaId],
  )
  await fill(
    `insert into item_tags select workspace_id, id, $2, received_at, now() from inbox_items where workspace_id = $1 and received_at > now() - interval '20000 minutes'`,
    [workspaceId, common],
  )
  await fill(
    `insert into item_tags select workspace_id, id, $2, received_at, now() from inbox_items where workspace_id = $1 limit 20`,
    [workspaceId, rare],
  )
  await fill(
    `insert into inbox_piles select distinct workspace_id, pile, status, type, channel, kind, queue, priority, is_history, assignee_member_id is not null, is_negative from inbox_items where workspace_id = $1 order by pile`,
  )
  await fill(`insert into events (workspace_id, id, type, subject_id, actor_kind, payload, request_id, at)
    select workspace_id, gen_random_uuid(), 'feedback.received', id, 'member', '{}', '', now() from feedback_items where workspace_id = $1`)
  someId = (await fill('select id from feedback_items where workspace_id = $1 limit 1')).rows[0].id
  await owner.query('vacuum analyze')
  await owner.end()
  pool = createPool(database.connections.app, { max: 2, name: 'plans' })
  door = createDoor({
    config: readConfig({ HEARBACK_DATA: '/nonexistent' }),
    pool,
    projections: [],
    waker: new Waker([], async () => {}),
  })
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

const inside = <T>(work: (ctx: Ctx) => Promise<T>) =>
  door.inWorkspace(workspaceId, { kind: 'member', id: memberId, userId: 'u', role: 'agent' }, work)

/** Runs a query and hands back every statement it sent. */
async function statementsOf(ctx: Ctx, work: (ctx: Ctx) => Promise<unknown>): Promise<Sql[]> {
  const sent: Sql[] = []
  const note = <T>(statement: Sql, result: T) => {
    sent.push(statement)
    return result
  }
  const db: Db = {
    many: (statement) => note(statement, ctx.db.many(statement)),
    one: (statement) => note(statement, ctx.db.one(statement)),
    maybe: (statement) => note(statement, ctx.db.maybe(statement)),
    run: (statement) => note(statement, ctx.db.run(statement)),
    later: (statement) => note(statement, ctx.db.later(statement)),
    savepoint: (inner) => ctx.db.savepoint(inner),
  }
  await work({ ...ctx, db, now: ctx.now, emit: ctx.emit, enqueue: ctx.enqueue })
  return sent
}

interface Plan {
  'Node Type': string
  'Relation Name'?: string
  Filter?: string
  Plans?: Plan[]
}

/** Every scan of a large table without an index, and every word condition that no index serves. */
function faults(plan: Plan): string[] {
  const own: string[] = []
  if (
    plan['Node Type'] === 'Seq Scan' &&
    ['inbox_items', 'feedback_items', 'item_tags', 'events'].includes(plan['Relation Name'] ?? '')
  ) {
    own.push(`Seq Scan on ${plan['Relation Name']}`)
  }
  if (plan.Filter?.includes('@@')) own.push(`word condition under Filter: ${plan.Filter}`)
  return [...own, ...(plan.Plans ?? []).flatMap(faults)]
}

async function explain(ctx: Ctx, statement: Sql): Promise<Plan> {
  const rows = await ctx.db.many<{ 'QUERY PLAN': [{ Plan: Plan }] }>(sql`explain (format json) ${statement}`)
  return rows[0]!['QUERY PLAN'][0].Plan
}

async function faultsOf(work: (ctx: Ctx) => Promise<unknown>): Promise<string[]> {
  return inside(async (ctx) => {
    const found: string[] = []
    for (const statement of await statementsOf(ctx, work)) {
      const plan = await explain(ctx, statement)
      found.push(...faults(plan).map((fault) => `${fault} in ${statement.compile().text}`))
    }
    return found
  })
}

const member = encodeId('mem', memberId)
const filters: [string, FilterText][] = [
  ['nothing', {}],
  ['type', { type: 'praise' }],
  ['no type', { type: 'none' }],
  ['status', { status: 'open' }],
  ['channel', { channel: 'phone' }],
  ['not a channel', { channel: '!phone,email' }],
  ['assignee', { assignee: member }],
  ['me', { assignee: 'me', status: 'open' }],
  ['nobody', { assignee: 'none', status: 'open' }],
  ['not me', { assignee: '!me' }],
  ['me or nobody', { assignee: 'me,none', type: 'praise' }],
  ['queue and priority', { queue: 'general', priority: 'high,none' }],
  ['area', { area: encodeId('area', areaId) }],
  ['area and assignee', { area: encodeId('area', areaId), assignee: member, status: 'spam' }],
  ['contact', { contact: encodeId('ct', contactId) }],
  ['account', { account: encodeId('acct', accountId), type: 'praise' }],
  ['rare tag', { tag: encodeId('tag', rare) }],
  ['common tag', { tag: encodeId('tag', common), status: 'open' }],
  ['late', { late: 'true' }],
  ['due today', { triage: 'today' }],
  ['waiting', { triage: 'waiting' }],
  ['received', { receivedFrom: '2020-01-01', receivedTo: '2020-02-01' }],
  ['said', { occurredFrom: '2020-01-01', occurredTo: '2020-02-01', type: 'praise' }],
  ['a combination without a hit', { type: 'praise', status: 'snoozed', channel: 'phone', kind: 'bug' }],
  ['a value nothing has', { channel: 'in_person' }],
  ['rare words', { q: 'zanzibar' }],
  ['words nothing has', { q: 'nowhere' }],
  ['common words', { q: 'export' }],
  ['common words, rare filter', { q: 'export', status: 'snoozed' }],
  ['misspelt words', { q: 'zanzibr' }],
  ['words and tag', { q: 'zanzibar', tag: encodeId('tag', rare) }],
]

test.each(filters)(
  'a list filtered by %s is led by an index, in every order and on every page',
  async (_, filter) => {
    for (const sort of sorts) {
      const cursors = [
        undefined,
        await inside(
          async (ctx) => (await listFeedback(ctx, { ...filter, sort, limit: 20 })).nextCursor ?? undefined,
        ),
      ]
      for (const cursor of cursors) {
        expect(await faultsOf((ctx) => listFeedback(ctx, { ...filter, sort, limit: 20, cursor }))).toEqual([])
      }
    }
  },
)

test.each(filters)('counting a view filtered by %s is led by an index', async (_, filter) => {
  expect(
    await faultsOf(async (ctx) => countItems(ctx, await prepareListing(ctx, parseFilter(filter).filter))),
  ).toEqual([])
})

test('sections, views and a single item are led by indexes', async () => {
  expect(await faultsOf(getSections)).toEqual([])
  expect(await faultsOf(listViews)).toEqual([])
  expect(await faultsOf((ctx) => getFeedback(ctx, { feedbackId: someId }))).toEqual([])
})

test('the glance at the newest rows and the walk over piles find the same items', async () => {
  for (const [, filter] of filters) {
    for (const sort of ['newest', 'oldest'] as const) {
      await inside(async (ctx) => {
        const listing = await prepareListing(ctx, parseFilter(filter).filter)
        if (listing.common !== undefined || listing.among?.length === 0 || listing.by?.ids.length === 0)
          return
        const { keys } = await listKeys(ctx, listing, sort, 20, undefined)
        expect(await ctx.db.many(keysSql(ctx, listing, sort, 20, undefined))).toEqual(keys)
      })
    }
  }
})

test('a list equals the plain truth, read row by row', async () => {
  await inside(async (ctx) => {
    const all = await ctx.db.many<{
      id: string
      type: string | null
      status: string
      channel: string
      assignee_member_id: string | null
    }>(sql`
      select id, type, status, channel, assignee_member_id from inbox_items where workspace_id = ${workspaceId} order by received_at desc, id desc`)
    const expectations: [FilterText, (row: (typeof all)[number]) => boolean][] = [
      [
        { type: 'praise,none', status: '!done' },
        (row) => (row.type === 'praise' || row.type === null) && row.status !== 'done',
      ],
      [
        { assignee: '!none', channel: 'phone' },
        (row) => row.assignee_member_id !== null && row.channel === 'phone',
      ],
      [{ assignee: 'none,me', type: '!praise' }, (row) => row.type !== 'praise'],
      [
        { assignee: '!me', status: 'spam' },
        (row) => row.assignee_member_id === null && row.status === 'spam',
      ],
    ]
    for (const [filter, fits] of expectations) {
      const listing = await prepareListing(ctx, parseFilter(filter).filter)
      const { keys } = await listKeys(ctx, listing, 'newest', 100, undefined)
      const truth = all.filter(fits)
      expect(keys.map((key) => key.id)).toEqual(truth.slice(0, 100).map((row) => row.id))
      expect(await countItems(ctx, listing)).toEqual({
        count: Math.min(truth.length, countMost),
        isMore: truth.length > countMost,
      })
    }
  })
})

test('inside the search door the words lead: the text index answers, as the search role', async () => {
  const search = new pg.Client(database.connections.search)
  await search.connect()
  const { rows } = await search.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
    `explain (format json) select id from feedback_items where workspace_id = '${workspaceId}' and search @@ feedback_query('', 'zanzibar')`,
  )
  await search.end()
  const text = JSON.stringify(rows)
  expect(text).toContain('feedback_items_words')
  expect(faults(rows[0]!['QUERY PLAN'][0].Plan)).toEqual([])
})

test('words find exactly what holds them, rare or common, and nothing of another workspace', async () => {
  const found = await inside(async (ctx) => {
    const ids: string[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await listFeedback(ctx, { q: 'zanzibar', sort: 'newest', limit: 3, cursor })
      ids.push(...page.data.map((row) => row.id))
      if (!page.nextCursor) return ids
      cursor = page.nextCursor
    }
  })
  expect(found.length).toBe(Math.ceil((items - 6) / 9000))
  const first = await inside((ctx) => listFeedback(ctx, { q: 'export', sort: 'newest', limit: 50 }))
  const plain = await inside((ctx) => listFeedback(ctx, { sort: 'newest', limit: 50 }))
  expect(first.data.map((row) => row.id)).toEqual(plain.data.map((row) => row.id))
  // common, but not among the newest: the walk goes on where it ended
  const settled = await inside((ctx) => listFeedback(ctx, { q: 'settled', sort: 'newest', limit: 20 }))
  expect(settled.data.map((row) => row.verbatim.split(' ')[2])).toEqual(
    Array.from({ length: 20 }, (_, i) => `${1001 + i}`),
  )
  const elsewhere = await door.inWorkspace(newId(), { kind: 'job', name: 'test' }, async (ctx) => {
    const listed = await listFeedback(ctx, { q: 'zanzibar', sort: 'newest', limit: 20 })
    const words = searchAmong(sql`${[someId]}::uuid[]`, { wanted: 'export', ending: '' })
    const among = await ctx.db.many(sql`select id from ${words}`)
    const [rows] = [await readRows(ctx, [someId])]
    return [listed.data.length, among.length, rows.length]
  })
  expect(elsewhere).toEqual([0, 0, 0])
})
