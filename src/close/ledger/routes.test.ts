import { beforeAll, beforeEach, expect, it } from 'vitest'
import {
  countLoops,
  getAccountLoops,
  getClosure,
  getContactLoops,
  getItemLoop,
  listItemLoops,
  listLoops,
} from '#close/ledger/contract.ts'
import { checkLoops } from '#close/ledger/positions.ts'
import { announced, customer, exportWords, request, said, ship } from '#close/ledger/test-loops.ts'
import { sendUpdate } from '#close/updates/contract.ts'
import { changeAccount } from '#customers/accounts/contract.ts'
import { mergeCustomers } from '#customers/merges/contract.ts'
import { mergeFeedback, undoItemMerge } from '#organize/duplicates/contract.ts'
import { triageFeedback } from '#organize/inbox/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { decideRequest, linkEvidence, mergeRequest } from '#prioritize/requests/contract.ts'

const t = await testApp()
let ws: TestWorkspace
let ana: Awaited<ReturnType<typeof customer>>
let bo: typeof ana

beforeAll(() => t.clock.set('2037-11-09T16:00:00Z'))
beforeEach(async () => {
  ws = await t.workspace()
  ana = await customer(ws, 'Ana Abara', 420_000)
  bo = await customer(ws, 'Bo Berg', 90_000)
})

const loopOf = async (feedbackId: string) => (await ws.owner.call(getItemLoop, { feedbackId })).loop
const missing = async (feedbackId: string) => (await loopOf(feedbackId))?.missing
const typed = (feedbackId: string, type = 'feature_request') =>
  ws.owner.call(triageFeedback, { feedbackId, change: { type } })
const settled = async () => {
  t.clock.advance({ minutes: 3 })
  await t.settle()
}
/** What lists read is what follows from the records; item, row and customer say the same of each loop (the health page: measure/dashboards). */
const proven = async () => {
  expect(await ws.run((ctx) => checkLoops(ctx))).toMatchObject({ wrong: 0 })
  const loops = (await ws.owner.call(listLoops, { state: 'all', limit: 100 })).data
  const rows = (await ws.owner.call(listItemLoops, { feedbackIds: loops.map((one) => one.feedbackId) })).data
  for (const loop of loops) {
    expect(await loopOf(loop.feedbackId)).toEqual(loop)
    const row = rows.find((one) => one.feedbackId === loop.feedbackId)!
    expect(row.links).toEqual(loop.links.map(({ key, state, dueAt }) => ({ key, state, dueAt })))
    if (!loop.contact || !loop.missing) continue
    const of = await ws.owner.call(getContactLoops, { contactId: loop.contact.id })
    if (of.open <= of.loops.length) expect(of.loops).toContainEqual(loop)
  }
}

it('a request goes from heard to closed, and each time the missing link says what closes it', async () => {
  const item = await said(ws, ana)
  const stand = async () => {
    await settled()
    await proven()
    const loop = (await ws.owner.call(listLoops, { state: 'all' })).data.find(
      (one) => one.feedbackId === item,
    )!
    expect(loop).toEqual(await loopOf(item))
    return loop.links.find((link) => link.act) ?? loop.closedAt
  }
  expect(await stand()).toMatchObject({
    key: 'understood',
    act: { words: 'Give it a type', to: `inbox/${item}` },
  })
  await typed(item)
  expect(await stand()).toMatchObject({ key: 'decided', by: 'Nothing follows from it yet' })
  const requestId = await request(ws, 'Export a cycle', [item])
  expect(await stand()).toMatchObject({
    key: 'decided',
    act: { words: 'Decide the request', to: `requests/${requestId}` },
  })
  await ws.owner.call(decideRequest, { requestId, status: 'planned' })
  expect(await stand()).toMatchObject({ key: 'acted', by: '“Export a cycle” has not shipped' })
  await ship(ws, requestId)
  expect(await stand()).toMatchObject({ key: 'told', act: { words: 'Tell those behind the request' } })
  await announced(ws, requestId, ana.id)
  // they are asked again a week later
  expect(await stand()).toMatchObject({ key: 'confirmed', state: 'missing', at: '2037-11-16T16:18:00.000Z' })
  expect(await ws.owner.call(countLoops, {})).toMatchObject({ open: 1, missing: { confirmed: 1, told: 0 } })
})

it('an answer to the item closes the loop of a question; what was closed without a word is not told', async () => {
  const [question, praise, nobody] = [
    await said(ws, ana, 'Where is it?'),
    await said(ws, bo),
    await said(ws, null),
  ]
  for (const item of [question, praise, nobody]) await typed(item, 'question')
  await ws.owner.call(sendUpdate, {
    feedbackId: question,
    subject: 'Here',
    body: 'Under Settings. Thank you for asking.',
  })
  for (const feedbackId of [praise, nobody])
    await ws.owner.call(triageFeedback, { feedbackId, change: { status: 'done' } })
  await settled()
  expect(await loopOf(question)).toMatchObject({
    missing: null,
    links: [{}, {}, { by: 'answered' }, {}, { state: 'done' }, { state: 'not_owed' }],
  })
  expect(await missing(praise)).toBe('told')
  const anonymous = await loopOf(nobody)
  expect(anonymous).toMatchObject({ missing: null })
  expect(anonymous!.links[4]).toMatchObject({ state: 'not_owed', by: 'Anonymous: there is nobody to tell' })
  await proven()
})

it('a merged item stands in the loop of the other, and everybody who said it has to be told; spam has none', async () => {
  const [first, second] = [await said(ws, ana), await said(ws, bo)]
  const requestId = await request(ws, 'Export a cycle', [first])
  await typed(first)
  const { id: mergeId } = await ws.owner.call(mergeFeedback, { keptId: first, mergedId: second })
  await ship(ws, requestId)
  await announced(ws, requestId, ana.id)
  await settled()
  const loop = await loopOf(second)
  expect(loop).toMatchObject({ feedbackId: first, missing: 'told' })
  expect(loop!.links[4]).toMatchObject({ by: '1 of 2 were told' })
  expect(await ws.owner.call(getContactLoops, { contactId: bo.id })).toMatchObject({
    open: 1,
    closed: 0,
    loops: [{ feedbackId: first }],
  })
  await ws.owner.call(undoItemMerge, { mergeId })
  await settled()
  expect([await missing(first), await missing(second)]).toEqual(['confirmed', 'understood'])
  await ws.owner.call(triageFeedback, { feedbackId: second, change: { status: 'spam' } })
  await settled()
  expect(await ws.owner.call(getItemLoop, { feedbackId: second })).toEqual({
    loop: null,
    why: 'Spam: nothing is owed.',
  })
  await proven()
})

it('lists go by age and by value, by every filter; rates have n and an interval, and open the very loops they count', async () => {
  const items = [await said(ws, bo), await said(ws, ana, 'Why?', 'chat'), await said(ws, null, 'Hm', 'chat')]
  await ws.owner.call(changeAccount, { accountId: ana.accountId, segment: 'Enterprise' })
  await typed(items[1]!, 'question')
  await ws.owner.call(sendUpdate, {
    feedbackId: items[1]!,
    subject: 'So',
    body: 'Because. Thank you for asking.',
  })
  await settled()
  const ids = async (query: Parameters<typeof ws.owner.call<typeof listLoops>>[1]) =>
    (await ws.owner.call(listLoops, query)).data.map((one) => items.indexOf(one.feedbackId))
  expect(await ids({ state: 'all' })).toEqual([0, 1, 2])
  expect(await ids({ state: 'all', sort: 'value' })).toEqual([1, 0, 2])
  expect(await ids({})).toEqual([0, 2])
  expect(await ids({ missing: 'understood', channel: 'chat' })).toEqual([2])
  expect(await ids({ owner: 'none', to: '2037-11-08' })).toEqual([])
  for (const sort of ['age', 'value'] as const) {
    const one = await ws.owner.call(listLoops, { state: 'all', sort, limit: 2 })
    const rest = await ws.owner.call(listLoops, { state: 'all', sort, limit: 2, cursor: one.nextCursor! })
    expect([...one.data, ...rest.data].map((row) => items.indexOf(row.feedbackId))).toEqual(
      await ids({ state: 'all', sort }),
    )
    expect(rest.nextCursor).toBeNull()
  }
  const closure = await ws.owner.call(getClosure, {})
  expect(closure.all).toMatchObject({ closed: 1, n: 3 })
  const rates = { channel: closure.channels, segment: closure.segments, owner: closure.owners }
  for (const [name, some] of Object.entries(rates)) {
    expect(some.reduce((sum, one) => sum + one.n, 0)).toBe(3)
    for (const one of some) {
      const list = async (state: 'closed' | 'all') =>
        (await ids({ state, [name]: one.key, from: closure.from, to: closure.to })).length
      expect([await list('closed'), await list('all')]).toEqual([one.closed, one.n])
      expect(one.low! <= one.share! && one.share! <= one.high!).toBe(true)
    }
  }
  expect(closure.segments.map((one) => one.label)).toContain('Enterprise')
  const csv = await (await ws.owner.fetch(`/loops/export?state=all`)).text()
  expect(csv.trim().split('\n')).toHaveLength(4)
  expect(csv).toContain('Give it a type')
  expect(await ws.owner.call(getAccountLoops, { accountId: ana.accountId })).toEqual({
    open: 0,
    closed: 1,
    loops: [],
  })
})

it('however things happen, in whatever order, the kept positions equal counting again', async () => {
  // the same walk each time
  let seed = 20_371
  const random = (n: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % n
  }
  const cy = await customer(ws, 'Cy Cole')
  const people = [ana, bo, cy, null]
  const items: string[] = []
  const requests: string[] = []
  const merges: string[] = []
  const any = <T>(list: readonly T[]) => list[random(list.length)]!
  const steps: (() => Promise<unknown>)[] = [
    async () => items.push(await said(ws, any(people))),
    () => typed(any(items)),
    () =>
      ws.owner.call(triageFeedback, {
        feedbackId: any(items),
        change: { status: any(['done', 'open', 'spam'] as const) },
      }),
    async () => requests.push(await request(ws, `Request ${requests.length}`, [any(items)])),
    () =>
      ws.owner.call(linkEvidence, { requestId: any(requests), feedbackId: any(items), quote: exportWords }),
    () =>
      ws.owner.call(decideRequest, {
        requestId: any(requests),
        status: any(['planned', 'shipped', 'in_progress'] as const),
      }),
    () => ws.owner.call(decideRequest, { requestId: any(requests), status: 'declined', reason: 'No.' }),
    () => announced(ws, any(requests), any([ana, bo, cy]).id),
    async () =>
      merges.push((await ws.owner.call(mergeFeedback, { keptId: any(items), mergedId: any(items) })).id),
    () => ws.owner.call(undoItemMerge, { mergeId: any(merges) }),
    () => ws.owner.call(mergeRequest, { requestId: any(requests), intoId: any(requests) }),
    () =>
      ws.owner.call(sendUpdate, {
        feedbackId: any(items),
        subject: 'Hello',
        body: 'Thank you for telling us.',
      }),
    () =>
      ws.owner.call(changeAccount, { accountId: any([ana, bo, cy]).accountId, mrrCents: random(900_000) }),
    () => t.settle(),
  ]
  for (let i = 0; i < 6; i++) await steps[0]!()
  await steps[3]!()
  let done = 0
  for (let i = 0; i < 140; i++) {
    t.clock.advance({ minutes: 2 })
    // what is not allowed at the moment is refused, and changes nothing
    await any(steps)().then(
      () => done++,
      () => {},
    )
    if (i === 100)
      await ws.owner
        .call(mergeCustomers, { kind: 'contact', survivorId: ana.id, loserId: cy.id })
        .catch(() => {})
  }
  expect(done).toBeGreaterThan(60)
  await settled()
  const { loops, wrong } = await ws.run((ctx) => checkLoops(ctx))
  expect({ wrong, isMany: loops > 10 }).toEqual({ wrong: 0, isMany: true })
  // and the check itself sees what is wrong, and mends it
  await ws.run((ctx) =>
    ctx.db.run(
      sql`update loop_positions set missing = 'told', closed_at = null where workspace_id = ${ws.id}`,
    ),
  )
  expect((await ws.run((ctx) => checkLoops(ctx, { repair: true }))).wrong).toBeGreaterThan(0)
  await proven()
})
