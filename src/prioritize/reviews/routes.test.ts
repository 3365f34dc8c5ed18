import { beforeAll, describe, expect, test } from 'vitest'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { triageFeedback } from '#organize/inbox/contract.ts'
import { putCalendar } from '#platform/calendar/contract.ts'
import { changeMember, removeMember } from '#platform/identity/contract.ts'
import { encodeId } from '#platform/ids.ts'
import { getMail, listMails } from '#platform/mail/contract.ts'
import { listNotices } from '#platform/notices/contract.ts'
import { type Client, type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { createRequest, decideRequest, getRequest, mergeRequest } from '#prioritize/requests/contract.ts'
import { tasks as requestTasks } from '#prioritize/requests/jobs.ts'
import {
  addActionItem,
  addReviewItem,
  addReviewNote,
  attendReview,
  closeActionItem,
  decideInReview,
  endReview,
  getReview,
  getReviewSummary,
  getReviewVersion,
  listActionItems,
  listReviewSchedules,
  listReviews,
  moveReview,
  nextReviewPart,
  pauseReview,
  planReview,
  putReviewSchedule,
  removeReviewItem,
  startReview,
} from '#prioritize/reviews/contract.ts'
import { tasks } from '#prioritize/reviews/jobs.ts'
import type { Kind } from '#prioritize/reviews/rules.ts'

let t: TestApp
let ws: TestWorkspace
let owner: Client
let ana: Client

const memberId = (client: Client) => encodeId('mem', client.memberId!)
const plan = () => tasks[0]!.run({}, t.house.door, new AbortController().signal)
const make = async (title: string, more: object = {}) =>
  (await owner.call(createRequest, { title, ...more })).id
const reviewOf = async (kind: Kind, occasion = 'To be tested') =>
  (await owner.call(planReview, { kind, startsAt: t.clock.now().toISOString(), occasion })).id
/** A review of this kind that runs. */
const running = async (kind: Kind) => {
  const reviewId = await reviewOf(kind)
  await owner.call(startReview, { reviewId })
  return reviewId
}

beforeAll(async () => {
  t = await testApp()
  t.clock.set('2037-03-02T07:30:00Z')
  ws = await t.workspace()
  owner = ws.owner
  ana = await ws.as('manager', 'Ana Ruiz')
  await owner.call(changeMember, { id: memberId(owner), positions: ['product-manager'] })
  await owner.call(changeMember, { id: memberId(ana), positions: ['customer-success-manager'] })
})

describe('reviews are made ahead', () => {
  test('the weekly product review stands on Monday at 10 with who holds the positions, and once however often the job runs', async () => {
    await plan()
    await plan()
    const { data } = await owner.call(listReviews, { state: 'open', kind: 'product' })
    expect(data.map((one) => [one.startsAt, one.periodFrom, one.periodTo, one.expected])).toEqual([
      ['2037-03-02T10:00:00.000Z', '2037-02-23', '2037-03-01', 2],
      ['2037-03-09T10:00:00.000Z', '2037-03-02', '2037-03-08', 2],
    ])
    const review = await owner.call(getReview, { reviewId: data[0]!.id })
    expect(review.parts.map((part) => part.minutes)).toEqual([15, 10, 5])
    expect(review.vacant).toEqual(['engineering-lead'])
    const kinds = (await owner.call(listReviews, { state: 'open' })).data.map((one) => one.kind)
    expect([...new Set(kinds)].sort()).toEqual(['answers', 'prioritization', 'product', 'trends'])
  })

  test('a holiday moves it to the next day that is open, at the same time on the wall', async () => {
    const { nextClosed: _, ...calendar } = await owner.call(putCalendar, {
      zone: 'Europe/Berlin',
      closed: [{ on: '2037-03-09', name: 'Founders’ day' }],
    })
    expect(calendar.zone).toBe('Europe/Berlin')
    await t.settle()
    const { data } = await owner.call(listReviews, { state: 'open', kind: 'product' })
    expect(data[1]).toMatchObject({ startsAt: '2037-03-10T09:00:00.000Z', movedFrom: '2037-03-09' })
    await owner.call(putCalendar, { zone: 'UTC' })
    await t.settle()
  })

  test('a changed schedule moves those that are ahead, and turned off there are none', async () => {
    const { data } = await owner.call(listReviewSchedules, {})
    const { kind, holders: _, ...schedule } = data.find((one) => one.kind === 'answers')!
    const days = async () =>
      (await owner.call(listReviews, { state: 'open', kind: 'answers' })).data.map((one) => one.startsAt)
    expect(await days()).toEqual(['2037-03-04T10:00:00.000Z'])
    await ana.call(putReviewSchedule, { kind, ...schedule, weekday: 5, at: '15:30' })
    expect(await days()).toEqual(['2037-03-06T15:30:00.000Z'])
    await ana.call(putReviewSchedule, { kind, ...schedule, isOn: false })
    expect(await days()).toEqual([])
    await ana.call(putReviewSchedule, { kind, ...schedule })
    expect(await days()).toEqual(['2037-03-04T10:00:00.000Z'])
    await expect((await ws.as('agent')).call(putReviewSchedule, { kind, ...schedule })).rejects.toMatchObject(
      { status: 403 },
    )
  })
})

describe('a review that is held', () => {
  test('runs by its agenda, decides in place, agrees who does what, and keeps minutes that never change', async () => {
    const say = async (verbatim: string, type: string, priority: 'critical' | 'low') => {
      const { id } = await owner.call(submitFeedback, { verbatim, channel: 'email' })
      await owner.call(triageFeedback, { feedbackId: id, change: { type, priority } })
    }
    await say('The dashboard does not load', 'bug_report', 'critical')
    await say('A label is cut', 'bug_report', 'low')
    await say('Please export to a sheet', 'feature_request', 'low')
    t.clock.set('2037-03-09T10:04:00Z')
    const { data } = await owner.call(listReviews, { state: 'open', kind: 'product' })
    const reviewId = data.find((one) => one.startsAt === '2037-03-09T10:00:00.000Z')!.id
    const first = await make('Export to a sheet')
    const second = await make('Dark mode')
    for (const requestId of [first, second])
      await owner.call(decideRequest, { requestId, status: 'under_review' })
    const summary = await owner.call(getReviewSummary, { reviewId })
    expect(summary.feedback).toMatchObject({ items: 3, bugs: { critical: 1, minor: 1 }, untriaged: 0 })

    const begun = await owner.call(startReview, { reviewId })
    expect(begun).toMatchObject({ state: 'running', part: 0, here: 1, ledBy: { name: 'Olive Owner' } })
    expect(begun.items.map((item) => [item.request.title, item.why])).toEqual([
      ['Dark mode', 'under_review'],
      ['Export to a sheet', 'under_review'],
    ])
    await expect(ana.call(startReview, { reviewId })).rejects.toMatchObject({ code: 'review.over' })
    const told = (await ana.call(listNotices, {})).data.map((one) => one.text)
    expect(told).toContain('The Weekly product review has begun: join it')

    // two press "Next part" at once: it goes on by one
    t.clock.advance({ minutes: 14 })
    const both = await Promise.all([
      owner.call(nextReviewPart, { reviewId, part: 0 }),
      ana.call(nextReviewPart, { reviewId, part: 0 }),
    ])
    expect(both.map((one) => one.part)).toEqual([1, 1])
    await ana.call(attendReview, { reviewId, memberId: 'me', standing: 'here' })
    t.clock.advance({ minutes: 2 })
    await owner.call(pauseReview, { reviewId, isPaused: true })
    t.clock.advance({ minutes: 5 })
    await owner.call(pauseReview, { reviewId, isPaused: false })

    const decided = await owner.call(decideInReview, {
      reviewId,
      requestId: first,
      status: 'planned',
      targetOn: '2037-06-30',
      ownerId: memberId(ana),
      reason: 'Six customers ask.',
      lastMove: 2,
    })
    const item = decided.items.find((one) => one.request.id === first)!
    expect(item.decision).toMatchObject({ from: 'under_review', to: 'planned', by: 'Olive Owner' })
    expect(item.request).toMatchObject({ targetOn: '2037-06-30', owner: { name: 'Ana Ruiz' } })
    await owner.call(nextReviewPart, { reviewId, part: 1 })
    await expect(owner.call(nextReviewPart, { reviewId, part: 2 })).rejects.toMatchObject({
      code: 'review.last_part',
    })
    await ana.call(addReviewNote, { reviewId, text: 'Two schools are told by phone.' })
    const action = await owner.call(addActionItem, {
      reviewId,
      text: 'Call both schools',
      ownerId: memberId(ana),
      dueOn: '2037-03-11',
      requestId: first,
    })
    expect((await ana.call(listActionItems, { owner: 'me' })).data.map((one) => one.text)).toEqual([
      'Call both schools',
    ])

    t.clock.advance({ minutes: 6 })
    const held = await ana.call(endReview, { reviewId })
    expect(held).toMatchObject({ state: 'held', here: 2, decided: 1 })
    const minutes = held.minutes!
    expect(minutes.parts.map((part) => part.tookSeconds)).toEqual([840, 120, 360])
    expect(minutes.decisions).toMatchObject([
      { title: 'Export to a sheet', to: 'planned', targetOn: '2037-06-30', owner: 'Ana Ruiz' },
    ])
    expect(minutes.undecided.map((one) => one.title)).toEqual(['Dark mode'])
    expect(minutes.attendees.map((one) => [one.name, one.standing])).toEqual([
      ['Ana Ruiz', 'here'],
      ['Olive Owner', 'here'],
    ])
    expect(minutes.summary.feedback).toMatchObject({ items: 3, bugs: { critical: 1, minor: 1 } })
    const mails = (await owner.call(listMails, { topic: 'digest' })).data.filter((mail) =>
      mail.subject.startsWith('Minutes: Weekly product review, Mon 9 Mar 2037'),
    )
    expect(mails).toHaveLength(2)
    const { text } = await owner.call(getMail, { mailId: mails[0]!.id })
    for (const part of [
      'Left for later\n– Dark mode',
      'Notes\n– Two schools are told by phone. (Ana Ruiz)',
      'Ana Ruiz (Customer success manager): here',
      'Engineering lead: nobody held it',
    ])
      expect(text).toContain(part)

    // what changes afterwards changes no minutes
    await owner.call(decideRequest, { requestId: first, status: 'declined', reason: 'No.' })
    await ana.call(closeActionItem, { actionItemId: action.id, state: 'done', outcome: 'Both were glad.' })
    const later = await owner.call(getReview, { reviewId })
    expect(later.minutes).toEqual(minutes)
    expect(later.agreed).toMatchObject([{ state: 'done', outcome: 'Both were glad.' }])
    await expect(owner.call(addReviewNote, { reviewId, text: 'And…' })).rejects.toMatchObject({
      code: 'review.not_running',
    })

    // the next one asks what happened to it
    const next = await owner.call(getReview, { reviewId: await reviewOf('product') })
    expect(next.before.review?.id).toBe(reviewId)
    expect(next.before.actions).toMatchObject([{ text: 'Call both schools', state: 'done' }])
  })

  test('one that nobody held is noted as missed when the next has come, and can be held late', async () => {
    const before = (await owner.call(listReviews, { kind: 'product' })).data
    expect(before.some((one) => one.state === 'missed')).toBe(false)
    t.clock.set('2037-03-16T10:30:00Z')
    await plan()
    const missed = (await owner.call(listReviews, { kind: 'product' })).data.filter(
      (one) => one.state === 'missed' && one.occasion === null,
    )[0]
    expect(missed?.startsAt).toBe('2037-03-02T10:00:00.000Z')
    await owner.call(startReview, { reviewId: missed!.id })
    expect((await owner.call(endReview, { reviewId: missed!.id })).state).toBe('held')
  })
})

describe('a decision in a review', () => {
  test('of two who decide at once the second is told how it stands now and overwrites nothing', async () => {
    const requestId = await make('Partial refunds')
    const reviewId = await running('product')
    await owner.call(addReviewItem, { reviewId, requestId })
    const decide = (by: Client, status: 'planned' | 'declined') =>
      by.call(decideInReview, { reviewId, requestId, status, reason: 'As agreed.', lastMove: 1 })
    const [one, two] = await Promise.allSettled([decide(owner, 'planned'), decide(ana, 'declined')])
    expect([one.status, two.status].sort()).toEqual(['fulfilled', 'rejected'])
    const refused = (one.status === 'rejected' ? one : two) as PromiseRejectedResult
    const { status, move } = await owner.call(getRequest, { requestId })
    expect(refused.reason).toMatchObject({
      status: 409,
      code: 'request.decided_meanwhile',
      details: { status, move: 2 },
    })
    expect(move).toBe(2)
  })

  test('on a request that was merged a second ago leads to the one it was merged into', async () => {
    const kept = await make('Pause a plan')
    const merged = await make('Plans that pause')
    const reviewId = await running('product')
    await owner.call(addReviewItem, { reviewId, requestId: merged })
    await ana.call(mergeRequest, { requestId: merged, intoId: kept })
    await expect(
      owner.call(decideInReview, { reviewId, requestId: merged, status: 'planned', lastMove: 1 }),
    ).rejects.toMatchObject({ status: 409, code: 'request.merged', details: { mergedIntoId: kept } })
    const items = (await owner.call(getReview, { reviewId })).items.filter((item) => item.why === 'added')
    expect(items.map((item) => [item.request.id, item.mergedFrom])).toEqual([
      [kept, [{ id: merged, title: 'Plans that pause' }]],
    ])
    const review = await owner.call(decideInReview, {
      reviewId,
      requestId: kept,
      status: 'planned',
      lastMove: items[0]!.move,
    })
    expect(review.items.find((item) => item.request.id === kept)!.decision).toMatchObject({ to: 'planned' })
    await expect(owner.call(removeReviewItem, { reviewId, requestId: kept })).rejects.toMatchObject({
      code: 'review.item_stays',
    })
  })

  test('made elsewhere is seen in the room at its next look; who may not decide is refused', async () => {
    const requestId = await make('Reminders by fax')
    const reviewId = await running('product')
    await owner.call(addReviewItem, { reviewId, requestId })
    const { version } = await owner.call(getReviewVersion, { reviewId })
    await ana.call(decideRequest, { requestId, status: 'declined', reason: 'Nobody has one.' })
    expect((await owner.call(getReviewVersion, { reviewId })).version).toBeGreaterThan(version)
    const agent = await ws.as('agent')
    await expect(
      agent.call(decideInReview, { reviewId, requestId, status: 'under_review', lastMove: 2 }),
    ).rejects.toMatchObject({ status: 403 })
    const ahead = await reviewOf('product')
    await expect(
      owner.call(decideInReview, {
        reviewId: ahead,
        requestId,
        status: 'under_review',
        reason: 'Again.',
        lastMove: 2,
      }),
    ).rejects.toMatchObject({ code: 'review.not_running' })
  })

  test('to park without a day puts a request on the table of the quarterly review', async () => {
    const requestId = await make('A button in another colour')
    await owner.call(decideRequest, { requestId, status: 'parked', reason: 'Few ask.' })
    const later = await make('Sounds')
    await owner.call(decideRequest, {
      requestId: later,
      status: 'parked',
      reason: 'Few ask.',
      parkedUntil: '2037-12-01',
    })
    const review = await owner.call(getReview, { reviewId: await running('trends') })
    expect(review.items.map((item) => [item.request.id, item.why])).toEqual([[requestId, 'parked']])
    const summary = await owner.call(getReviewSummary, { reviewId: review.id })
    expect(summary.trends).not.toBeNull()
    expect(summary.feedback).toBeNull()
  })
})

describe('a status that stays', () => {
  test('is decided on with another date or owner, and of two the second overwrites neither', async () => {
    const requestId = await make('Split an invoice')
    await owner.call(decideRequest, { requestId, status: 'planned', targetOn: '2037-05-01' })
    const reviewId = await running('product')
    await owner.call(addReviewItem, { reviewId, requestId })
    const keep = (by: Client, targetOn: string, more: object = {}) =>
      by.call(decideInReview, {
        reviewId,
        requestId,
        status: 'planned',
        targetOn,
        reason: 'Engineering needs a month more.',
        lastMove: 2,
        seen: { targetOn: '2037-05-01', ownerId: null },
        ...more,
      })
    const review = await keep(owner, '2037-06-01', { ownerId: memberId(ana) })
    const { request, decision, move } = review.items.find((one) => one.request.id === requestId)!
    expect(request).toMatchObject({
      status: 'planned',
      targetOn: '2037-06-01',
      owner: { name: 'Ana Ruiz' },
    })
    expect(move).toBe(2)
    expect(decision).toMatchObject({
      from: 'planned',
      to: 'planned',
      reason: 'Engineering needs a month more.',
      by: 'Olive Owner',
    })
    await expect(keep(ana, '2037-07-01')).rejects.toMatchObject({
      status: 409,
      code: 'request.changed_meanwhile',
      details: { targetOn: '2037-06-01', ownerId: memberId(ana) },
    })
    await expect(keep(ana, '2037-07-01', { lastMove: 1 })).rejects.toMatchObject({
      code: 'request.decided_meanwhile',
    })
    const { minutes } = await owner.call(endReview, { reviewId })
    expect(minutes!.decisions).toMatchObject([{ from: 'planned', to: 'planned', targetOn: '2037-06-01' }])
  })
})

describe('what is on the table first', () => {
  test('is what came back on its day, however many others have more behind them', async () => {
    const returned = await make('Come back')
    await owner.call(decideRequest, {
      requestId: returned,
      status: 'parked',
      reason: 'Later.',
      parkedUntil: new Date(t.clock.now().getTime() + 86_400_000).toISOString().slice(0, 10),
    })
    for (let n = 0; n < 13; n++)
      await owner.call(decideRequest, { requestId: await make(`Newer ${n}`), status: 'under_review' })
    t.clock.advance({ days: 1 })
    await requestTasks
      .find((one) => one.name === 'requests.parked')!
      .run({}, t.house.door, new AbortController().signal)
    const { items } = await owner.call(getReview, { reviewId: await running('product') })
    expect(items[0]).toMatchObject({ request: { id: returned }, why: 'returned' })
    expect(items).toHaveLength(12)
  })
})

describe('action items', () => {
  test('are dropped with a reason, change hands with who leaves, and stand in their owner’s day', async () => {
    const reviewId = await running('answers')
    const leaver = await ws.as('agent', 'Lena Sorvik')
    const add = (text: string) =>
      owner.call(addActionItem, { reviewId, text, ownerId: memberId(leaver), dueOn: '2037-03-20' })
    const first = await add('Write the guide')
    const second = await add('Ask for more')
    await expect(
      leaver.call(closeActionItem, { actionItemId: second.id, state: 'dropped' }),
    ).rejects.toMatchObject({ code: 'action_item.reason_missing' })
    await leaver.call(closeActionItem, {
      actionItemId: second.id,
      state: 'dropped',
      outcome: 'Asked already.',
    })
    await owner.call(removeMember, { id: memberId(leaver), to: memberId(ana) })
    const mine = (await ana.call(listActionItems, { owner: 'me' })).data
    expect(mine.map((one) => one.id)).toEqual([first.id])
    await expect(
      owner.call(addActionItem, { reviewId, text: 'Late', ownerId: memberId(ana), dueOn: '2037-03-01' }),
    ).rejects.toMatchObject({ code: 'action_item.day_wrong' })
    await expect(
      owner.call(moveReview, { reviewId, startsAt: '2037-03-20T10:00:00Z' }),
    ).rejects.toMatchObject({ code: 'review.not_planned' })
  })
})
