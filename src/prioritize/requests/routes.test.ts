import { beforeAll, describe, expect, test } from 'vitest'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { changeAccount, createAccount } from '#customers/accounts/contract.ts'
import { createContact } from '#customers/contacts/contract.ts'
import { mergeCustomers } from '#customers/merges/contract.ts'
import { mergeFeedback, undoItemMerge } from '#organize/duplicates/contract.ts'
import { getFeedback, triageFeedback } from '#organize/inbox/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { removeMember } from '#platform/identity/contract.ts'
import { decodeId, encodeId } from '#platform/ids.ts'
import { listNotices } from '#platform/notices/contract.ts'
import { type Client, type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import {
  changeEvidence,
  changeRequest,
  countRequests,
  createRequest,
  decideRequest,
  findSimilarRequests,
  followRequest,
  getItemRequests,
  getRequest,
  linkEvidence,
  listEvidence,
  listRequestAccounts,
  listRequestContacts,
  listRequestFollowers,
  listRequests,
  mergeRequest,
  putRequestFollower,
  putRequestSettings,
  type Request,
  recordEvidence,
  undoRequestMerge,
  unlinkEvidence,
} from '#prioritize/requests/contract.ts'
import { tasks } from '#prioritize/requests/jobs.ts'
import { movesFrom, needsReason, statuses } from '#prioritize/requests/rules.ts'

let t: TestApp
let ws: TestWorkspace
let owner: Client

beforeAll(async () => {
  t = await testApp()
  t.clock.set('2037-03-02T09:00:00Z')
  ws = await t.workspace()
  owner = ws.owner
})

const memberId = (client: Client) => encodeId('mem', client.memberId!)
const make = (title: string, more: object = {}, by = owner) => by.call(createRequest, { title, ...more })
const account = (
  name: string,
  mrrCents: number,
  lifecycle: 'active' | 'prospect' | 'churned' = 'active',
  on = owner,
) => on.call(createAccount, { name, mrrCents, lifecycle })
const say = async (verbatim: string, accountId?: string, more: object = {}, on = owner) => {
  t.clock.advance({ minutes: 1 })
  return (
    await on.call(submitFeedback, { verbatim, channel: 'email', ...(accountId && { accountId }), ...more })
  ).id
}
const link = (request: Request, feedbackId: string, quote: string, importance = 1, on = owner) =>
  on.call(linkEvidence, { requestId: request.id, feedbackId, quote, importance })

describe('a request', () => {
  test('is written down by hand, changed field by field, and found by its owner, area, status and words', async () => {
    const mine = await ws.as('manager', 'Petra Roth')
    await owner.call(putRequestSettings, { effortUnit: 'days' })
    const made = await make('Company sign-in', {
      problem: 'Colleagues who left can still sign in.',
      businessValue: 'Larger accounts ask for it before they sign.',
      competitors: ['Rival One', 'Rival Two'],
      effort: { low: 3, high: 8, confidence: 60 },
      links: [{ url: 'https://tracker.example/browse/LARK-2214' }],
      targetOn: '2037-06-30',
    })
    expect(made).toMatchObject({
      status: 'open',
      move: 1,
      effort: { low: 3, high: 8, confidence: 60, unit: 'days' },
      links: [{ url: 'https://tracker.example/browse/LARK-2214', label: 'LARK-2214' }],
      demand: { items: 0, accounts: 0, mrrCents: 0 },
      priority: { level: 'none' },
      createdBy: 'Olive Owner',
    })
    const changed = await owner.call(changeRequest, {
      requestId: made.id,
      ownerId: memberId(mine),
      effort: null,
      competitors: [],
      title: 'Sign-in with the company account',
    })
    expect(changed).toMatchObject({ owner: { name: 'Petra Roth' }, effort: null, competitors: [] })
    expect(changed.problem).toBe('Colleagues who left can still sign in.')
    // a link that stays keeps the label it was given
    const url = 'https://tracker.example/browse/LARK-2214'
    const linked = (links: { url: string; label?: string }[]) =>
      owner.call(changeRequest, { requestId: made.id, links })
    await linked([{ url, label: 'The epic' }])
    expect((await linked([{ url: 'https://tracker.example/browse/LARK-9' }, { url }])).links).toEqual([
      { url: 'https://tracker.example/browse/LARK-9', label: 'LARK-9' },
      { url, label: 'The epic' },
    ])
    const titles = async (filter: object) =>
      (await mine.call(listRequests, filter)).data.map((row) => row.title)
    expect(await titles({ owner: 'me' })).toEqual(['Sign-in with the company account'])
    expect(await titles({ q: 'COMPANY ácc' })).toEqual(['Sign-in with the company account'])
    expect(await titles({ q: 'no such words' })).toEqual([])
    expect(await titles({ group: 'coming' })).toEqual([])
    expect(await titles({ status: 'open', owner: 'none' })).toEqual([])
    expect((await mine.call(listNotices, {})).data.map((one) => one.text)).toEqual([
      'A request is yours: Sign-in with the company account',
    ])
    expect(await mine.call(countRequests, {})).toMatchObject({ open: 1, planned: 0, mine: 1 })
    await expect(make('Twice', { effort: { low: 3, high: 2 } })).rejects.toMatchObject({ status: 400 })
    await expect(make('Too early', { targetOn: '2037-03-01' })).rejects.toMatchObject({
      code: 'request.day_wrong',
    })
    // who leaves hands it on
    await owner.call(removeMember, { id: memberId(mine), to: memberId(owner) })
    expect((await owner.call(getRequest, { requestId: made.id })).owner?.name).toBe('Olive Owner')
  })

  test('moves only where the rules let it, in the schema as in words, and a no is explained', async () => {
    const { list } = await ws.run((ctx) =>
      ctx.db.one<{ list: string }>(
        sql`select pg_get_constraintdef(oid) as list from pg_constraint where conname = 'request_moves_allowed'`,
      ),
    )
    const kept = [...list.matchAll(/from_status = '([a-z_]+)'::text\) AND \(status = '([a-z_]+)'/g)].map(
      ([, from, to]) => `${from} ${to}`,
    )
    expect(kept.sort()).toEqual(
      statuses.flatMap((from) => movesFrom[from].map((to) => `${from} ${to}`)).sort(),
    )
    const { id } = await make('Dark mode')
    const decide = (status: (typeof statuses)[number], more: object = {}) =>
      owner.call(decideRequest, { requestId: id, status, ...more })
    await expect(decide('declined')).rejects.toMatchObject({ code: 'request.reason_missing' })
    await expect(decide('planned', { reason: 'Later', parkedUntil: '2037-09-01' })).rejects.toMatchObject({
      code: 'request.parked_until',
    })
    await decide('under_review')
    const planned = await decide('planned', { targetOn: '2037-09-30' })
    expect(planned).toMatchObject({ status: 'planned', targetOn: '2037-09-30', move: 3 })
    await expect(decide('open')).rejects.toMatchObject({ code: 'request.no_way' })
    const shipped = await decide('shipped')
    expect(shipped.mayMoveTo).toEqual(['in_progress'])
    expect(shipped.moves.map((one) => [one.from, one.to, one.by])).toEqual([
      ['planned', 'shipped', 'Olive Owner'],
      ['under_review', 'planned', 'Olive Owner'],
      ['open', 'under_review', 'Olive Owner'],
      [null, 'open', 'Olive Owner'],
    ])
    // no writer can put it where no move led
    await expect(
      ws.run((ctx) =>
        ctx.db.run(
          sql`update requests set status = 'declined' where workspace_id = ${ws.id} and id = ${decodeId('req', id)}`,
        ),
      ),
    ).rejects.toThrow(/requests_move_fkey/)
    expect(statuses.filter((to) => needsReason('open', to))).toEqual(['declined', 'parked'])
  })

  test('is decided by one of two who decide at once; the other is told how it stands now', async () => {
    const made = await make('Bulk refunds')
    const manager = await ws.as('manager')
    const both = await Promise.allSettled(
      [owner, manager].map((client, i) =>
        client.call(decideRequest, {
          requestId: made.id,
          status: i === 0 ? 'planned' : 'declined',
          reason: 'Decided in the review',
          lastMove: made.move,
        }),
      ),
    )
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
    const refused = both.find((one) => one.status === 'rejected') as PromiseRejectedResult
    expect(refused.reason).toMatchObject({ status: 409, code: 'request.decided_meanwhile' })
    const agent = await ws.as('agent')
    await expect(
      agent.call(decideRequest, { requestId: made.id, status: 'under_review', reason: 'x' }),
    ).rejects.toMatchObject({ code: 'role.too_low' })
  })

  test('that is parked comes back under review on its day by itself, and who follows it is told', async () => {
    const follower = await ws.as('agent', 'Finn Follower')
    const { id } = await make('Fax reminders')
    expect((await follower.call(followRequest, { requestId: id, isFollowing: true })).isFollowing).toBe(true)
    await owner.call(decideRequest, {
      requestId: id,
      status: 'parked',
      reason: 'Nobody has a fax at the moment',
      parkedUntil: '2037-03-10',
    })
    t.clock.set('2037-03-09T20:00:00Z')
    await t.settle()
    await sweep()
    expect((await owner.call(getRequest, { requestId: id })).status).toBe('parked')
    t.clock.set('2037-03-10T08:00:00Z')
    await sweep()
    const back = await owner.call(getRequest, { requestId: id })
    expect(back).toMatchObject({ status: 'under_review', parkedUntil: null })
    expect(back.moves[0]).toMatchObject({ from: 'parked', to: 'under_review', by: null })
    expect((await follower.call(listNotices, {})).data.map((one) => one.text)).toEqual([
      'Its day has come, it is under review again: Fax reminders',
      'It is parked now: Fax reminders',
    ])
    await owner.call(decideRequest, {
      requestId: id,
      status: 'parked',
      reason: 'Later',
      parkedUntil: '2037-06-10',
    })
    expect((await follower.call(followRequest, { requestId: id, isFollowing: false })).followers).toEqual([])
  })
})

test('members and contacts who follow what was merged follow what it is now, each once, until it is taken apart', async () => {
  const place = await t.workspace()
  const on = place.owner
  const both = await place.as('agent', 'Bea Both')
  const one = await place.as('agent', 'Otto One')
  const gone = await make('Night mode', {}, on)
  const kept = await make('Dark mode', {}, on)
  const follow = (client: Client, requestId: string, isFollowing = true) =>
    client.call(followRequest, { requestId, isFollowing })
  await follow(both, kept.id)
  await follow(both, gone.id)
  await follow(one, gone.id)
  const contact = async (name: string) => (await on.call(createContact, { name })).id
  const [ana, bo, cy] = [await contact('Ana'), await contact('Bo'), await contact('Cy')]
  const note = (requestId: string, contactId: string, isFollowing = true) =>
    one.call(putRequestFollower, { requestId, contactId, isFollowing })
  await note(gone.id, ana)
  await note(gone.id, cy)
  await note(kept.id, bo)
  const stand = async (requestId: string) => {
    const { followers, contactFollowers } = await on.call(getRequest, { requestId })
    const page = await on.call(listRequestFollowers, { requestId })
    expect(page.data).toHaveLength(contactFollowers)
    return [followers.map((row) => row.name), page.data.map((row) => row.name).sort()]
  }
  const { merged } = await on.call(mergeRequest, { requestId: gone.id, intoId: kept.id })
  // whoever follows already gets no second row, which would outlive the merge
  await follow(one, kept.id)
  await note(kept.id, ana)
  // two who are one person by now
  await on.call(mergeCustomers, { kind: 'contact', survivorId: ana, loserId: cy })
  expect(await stand(kept.id)).toEqual([
    ['Bea Both', 'Otto One'],
    ['Ana', 'Bo'],
  ])
  expect((await one.call(getRequest, { requestId: kept.id })).isFollowing).toBe(true)
  const first = await on.call(listRequestFollowers, { requestId: kept.id, limit: 1 })
  const second = await on.call(listRequestFollowers, {
    ...{ requestId: kept.id, limit: 1 },
    cursor: first.nextCursor!,
  })
  expect([...first.data, ...second.data].map((row) => [row.name, row.via])).toEqual([
    ['Bo', 'member'],
    ['Ana', 'member'],
  ])
  await on.call(decideRequest, { requestId: kept.id, status: 'planned' })
  for (const client of [both, one])
    expect((await client.call(listNotices, {})).data.map((row) => row.text)).toEqual([
      'It is planned now: Dark mode',
    ])
  await on.call(undoRequestMerge, { mergeId: merged[0]!.mergeId })
  expect(await stand(kept.id)).toEqual([['Bea Both'], ['Bo']])
  expect(await stand(gone.id)).toEqual([['Bea Both', 'Otto One'], ['Ana']])
  // no longer: also what was said of it under another name
  await note(gone.id, ana, false)
  expect((await follow(one, gone.id, false)).contactFollowers).toBe(0)
  expect(await stand(gone.id)).toEqual([['Bea Both'], []])
  await expect(note(gone.id, encodeId('ct', decodeId('req', gone.id)!))).rejects.toMatchObject({
    code: 'contact.not_found',
  })
})

const sweep = () =>
  tasks.find((one) => one.name === 'requests.parked')!.run({}, t.house.door, new AbortController().signal)

describe('evidence', () => {
  let place: TestWorkspace
  let on: Client
  beforeAll(async () => {
    place = await t.workspace()
    on = place.owner
  })

  test('is the exact words of an item with how much it matters, and each account counts once with its MRR', async () => {
    const school = (await account('Elm School', 120_000, 'active', on)).id
    const clinic = (await account('North Clinic', 80_000, 'active', on)).id
    const prospect = (await account('Harbour Park', 300_000, 'prospect', on)).id
    const gone = (await account('Old Mill', 50_000, 'churned', on)).id
    const first = await say('Please let us pause a plan. Thank you.', school, {}, on)
    const request = await make(
      'Pause a payment plan',
      { feedbackId: first, quote: 'let us pause a plan', importance: 2 },
      on,
    )
    expect(request.demand).toMatchObject({
      items: 1,
      accounts: 1,
      customers: 1,
      mrrCents: 120_000,
      shareOfBase: 0.5,
    })
    await expect(link(request, first, 'let us pause a plan', 1, on)).rejects.toMatchObject({
      code: 'request.linked',
    })
    const second = await say('We want to pause plans in August', school, {}, on)
    await expect(link(request, second, 'pause plans in May', 1, on)).rejects.toMatchObject({
      code: 'evidence.not_said',
    })
    await link(request, second, 'pause plans in August', 1, on)
    await link(request, await say('Pausing plans, when?', clinic, {}, on), 'Pausing plans', 0, on)
    await link(request, await say('No pause, no contract', prospect, {}, on), 'No pause, no contract', 3, on)
    const all = await link(
      request,
      await say('We left as we could not pause', gone, {}, on),
      'could not pause',
      3,
      on,
    )
    expect(all.demand).toEqual({
      items: 5,
      accounts: 4,
      customers: 2,
      contacts: 0,
      shareOfBase: 1,
      mrrCents: 200_000,
      shareOfMrr: 1,
      blocked: 1,
      blockedCents: 300_000,
      currency: 'USD',
    })
    expect(all.priority.reasons).toContain('1 prospect waits for it: $3,000 a month would come.')

    // every number opens its records
    const records = async (of: 'all' | 'customers' | 'blocked') =>
      (await on.call(listRequestAccounts, { requestId: request.id, of })).data.map((one) => [
        one.name,
        one.items,
        one.importance,
      ])
    expect(await records('all')).toEqual([
      ['Harbour Park', 1, 3],
      ['Elm School', 2, 2],
      ['North Clinic', 1, 0],
      ['Old Mill', 1, 3],
    ])
    expect(await records('customers')).toEqual([
      ['Elm School', 2, 2],
      ['North Clinic', 1, 0],
    ])
    expect(await records('blocked')).toEqual([['Harbour Park', 1, 3]])
    expect((await on.call(listRequests, { account: school })).data.map((row) => row.id)).toEqual([request.id])

    // a prospect who signs is a customer from then on, and one who is said to need it less is not blocked
    await on.call(changeAccount, { accountId: prospect, lifecycle: 'active' })
    await t.settle()
    expect((await on.call(getRequest, { requestId: request.id })).demand).toMatchObject({
      customers: 3,
      mrrCents: 500_000,
      blocked: 0,
      blockedCents: 0,
    })

    const [newest] = (await on.call(listEvidence, { requestId: request.id })).data
    expect(newest).toMatchObject({
      quote: 'could not pause',
      importance: 3,
      account: { name: 'Old Mill' },
      linkedBy: 'Olive Owner',
    })
    const less = await on.call(changeEvidence, {
      requestId: request.id,
      evidenceId: newest!.id,
      importance: 1,
    })
    expect(less.demand.accounts).toBe(4)
    const without = await on.call(unlinkEvidence, { requestId: request.id, evidenceId: newest!.id })
    expect(without.demand).toMatchObject({ items: 4, accounts: 3 })
    await expect(
      on.call(unlinkEvidence, { requestId: request.id, evidenceId: newest!.id }),
    ).rejects.toMatchObject({ code: 'evidence.not_found' })
    const pages: string[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await on.call(listEvidence, { requestId: request.id, limit: 1, cursor })
      pages.push(...page.data.map((one) => one.quote))
      if (!page.nextCursor) break
      cursor = page.nextCursor
    }
    expect(pages).toEqual([
      'No pause, no contract',
      'Pausing plans',
      'pause plans in August',
      'let us pause a plan',
    ])
  })

  test('recorded on behalf of a customer from a call is an item of the inbox with its source', async () => {
    const request = await make('Reports by mail', {}, on)
    const after = await on.call(recordEvidence, {
      requestId: request.id,
      verbatim: 'Our board wants the report\nby mail each month.',
      channel: 'phone',
      sourceUrl: 'https://calls.example/4711',
      contact: { name: 'Ruth Adeyemi', email: 'ruth@quillmere.example' },
      account: { name: 'Quillmere', mrrCents: 90_000, currency: 'USD' },
      importance: 3,
    })
    expect(after.demand).toMatchObject({ items: 1, accounts: 1, contacts: 1, mrrCents: 90_000 })
    const [piece] = (await on.call(listEvidence, { requestId: request.id })).data
    expect(piece).toMatchObject({
      quote: 'Our board wants the report by mail each month.',
      contact: { name: 'Ruth Adeyemi' },
      sourceUrl: 'https://calls.example/4711',
    })
    expect((await on.call(getFeedback, { feedbackId: piece!.feedbackId })).channel).toBe('phone')
    expect((await on.call(listRequestContacts, { requestId: request.id })).data).toMatchObject([
      { name: 'Ruth Adeyemi', account: { name: 'Quillmere' }, items: 1, importance: 3 },
    ])
  })

  test('items merged count as one with every voice, and spam counts nowhere', async () => {
    const [one, two] = [
      (await account('One Ltd', 10_000, 'active', on)).id,
      (await account('Two Ltd', 20_000, 'active', on)).id,
    ]
    const a = await say('A calendar feed, please', one, {}, on)
    const b = await say('Calendar feed please', two, {}, on)
    const request = await make('Calendar feed', { feedbackId: a, quote: 'A calendar feed, please' }, on)
    const demand = async () => (await on.call(getRequest, { requestId: request.id })).demand
    // what is merged into a linked item speaks for the request without being linked
    const merge = await on.call(mergeFeedback, { keptId: a, mergedId: b })
    await t.settle()
    expect(await demand()).toMatchObject({ items: 1, accounts: 2, mrrCents: 30_000 })
    await link(request, b, 'Calendar feed', 3, on)
    expect(await demand()).toMatchObject({ items: 1, accounts: 2 })
    await on.call(undoItemMerge, { mergeId: merge.id })
    await t.settle()
    expect(await demand()).toMatchObject({ items: 2, accounts: 2 })
    await on.call(triageFeedback, { feedbackId: b, change: { status: 'spam' } })
    await t.settle()
    expect(await demand()).toMatchObject({ items: 1, accounts: 1, mrrCents: 10_000 })
  })
})

describe('requests that ask for the same', () => {
  test('are offered while one types, on an item, and by the words behind them', async () => {
    const place = await t.workspace()
    const on = place.owner
    const made = await make(
      'Export statements as one file',
      { problem: 'Auditors want a whole statement cycle at once.' },
      on,
    )
    for (const title of ['Dark mode', 'Partial refunds', 'Rename the invoice tab']) await make(title, {}, on)
    const similar = async (title: string) => (await on.call(findSimilarRequests, { title })).data
    const [best, ...others] = await similar('Statement export in one file')
    expect(best).toMatchObject({ id: made.id, words: expect.arrayContaining(['statement']) })
    expect(others).toEqual([])
    expect(await similar('A longer lunch break')).toEqual([])
    expect(await similar('')).toEqual([])
    const item = await say('Could we export the statements of a whole cycle as one file?', undefined, {}, on)
    await t.settle()
    const offered = await on.call(getItemRequests, { feedbackId: item })
    expect(offered.similar.map((one) => one.id)).toEqual([made.id])
    await link(made, item, 'export the statements', 1, on)
    expect(await on.call(getItemRequests, { feedbackId: item })).toMatchObject({
      linked: [{ id: made.id, quote: 'export the statements' }],
      similar: [],
    })
  })

  test('are merged with each person counted once, and stand as they stood when it is undone', async () => {
    const place = await t.workspace()
    const on = place.owner
    const both = (await account('Both Ltd', 40_000, 'active', on)).id
    const other = (await account('Other Ltd', 60_000, 'active', on)).id
    const a = await make(
      'Night mode',
      { feedbackId: await say('Night mode!', both, {}, on), quote: 'Night mode!' },
      on,
    )
    const b = await make(
      'Dark theme',
      { feedbackId: await say('Dark theme!', both, {}, on), quote: 'Dark theme!' },
      on,
    )
    const c = await make(
      'Black screen',
      { feedbackId: await say('Black!', other, {}, on), quote: 'Black!' },
      on,
    )
    const stand = async () =>
      Promise.all([a, b, c].map(async ({ id }) => (await on.call(getRequest, { requestId: id })).demand))
    const before = await stand()
    await on.call(mergeRequest, { requestId: c.id, intoId: b.id })
    const whole = await on.call(mergeRequest, { requestId: b.id, intoId: a.id })
    expect(whole.demand).toMatchObject({ items: 3, accounts: 2, mrrCents: 100_000 })
    expect((await on.call(listRequests, {})).data.map((row) => row.id)).toEqual([a.id])
    expect((await on.call(getRequest, { requestId: c.id })).id).toBe(a.id)
    expect((await on.call(listEvidence, { requestId: b.id })).data).toHaveLength(3)
    // decided a second after it was merged
    await expect(on.call(decideRequest, { requestId: b.id, status: 'planned' })).rejects.toMatchObject({
      code: 'request.merged',
      details: { mergedIntoId: a.id },
    })
    await expect(on.call(mergeRequest, { requestId: b.id, intoId: a.id })).rejects.toMatchObject({
      code: 'merge.already_merged',
    })
    const apart = await on.call(undoRequestMerge, { mergeId: whole.merged[0]!.mergeId })
    expect(apart.demand).toMatchObject({ items: 1, accounts: 1 })
    const kept = await on.call(getRequest, { requestId: b.id })
    expect(kept.demand).toMatchObject({ items: 2, accounts: 2 })
    await on.call(undoRequestMerge, { mergeId: kept.merged[0]!.mergeId })
    await t.settle()
    expect(await stand()).toEqual(before)
  })
})
