import { beforeEach, expect, test } from 'vitest'
import { previewAnnouncement, sendAnnouncement } from '#close/announcements/contract.ts'
import * as contract from '#close/promises/contract.ts'
import { tasks } from '#close/promises/jobs.ts'
import { sendUpdate } from '#close/updates/contract.ts'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { encodeId } from '#platform/ids.ts'
import { listNotices } from '#platform/notices/contract.ts'
import { type Client, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { createRequest, decideRequest, linkEvidence } from '#prioritize/requests/contract.ts'
import { decideInReview, planReview, startReview } from '#prioritize/reviews/contract.ts'

const t = await testApp()
let ws: TestWorkspace
let owner: Client
beforeEach(async () => {
  t.clock.set('2037-03-02T09:00:00Z')
  ws = await t.workspace()
  owner = ws.owner
})

async function asked(title: string) {
  const verbatim = `Please: ${title}`
  const item = await owner.call(submitFeedback, {
    verbatim,
    channel: 'email',
    contact: { email: 'anna@elm.example', name: 'Anna Roth' },
  })
  const request = await owner.call(createRequest, { title })
  await owner.call(linkEvidence, { requestId: request.id, feedbackId: item.id, quote: verbatim })
  await t.settle()
  return { requestId: request.id, feedbackId: item.id }
}
const tell = async (
  requestId: string,
  kind: 'planned' | 'date_changed' | 'not_planned',
  slots: object,
  by = owner,
) => {
  await by.call(sendAnnouncement, {
    requestId,
    kind,
    texts: { en: { what: 'It', why: 'Because', workaround: 'Another way' } },
    slots: slots as Record<string, string>,
  })
  t.clock.advance({ minutes: 10 })
  await t.settle()
}
const list = async (view: 'open' | 'soon' | 'late' | 'kept' | 'ended' = 'open') =>
  (await owner.call(contract.listPromises, { view })).data
const remind = () => tasks[0]!.run({}, t.house.door, new AbortController().signal)

test('a date that was told is a promise, moved by another date and kept when the request ships in time', async () => {
  const { requestId } = await asked('Pause a plan')
  await tell(requestId, 'planned', { when: 'Q1' })
  expect(await list()).toMatchObject([
    {
      what: 'Pause a plan',
      words: 'Q1',
      dueOn: '2037-03-31',
      people: 1,
      requestId,
      owner: { name: 'Olive Owner' },
    },
  ])
  await tell(requestId, 'date_changed', { when: 'within two weeks' })
  expect((await list()).map((one) => one.dueOn)).toEqual(['2037-03-16'])
  expect((await list('ended')).map((one) => one.standing)).toEqual(['moved'])
  await owner.call(decideRequest, { requestId, status: 'shipped' })
  await t.settle()
  expect(await list()).toEqual([])
  expect((await list('kept')).map((one) => [one.standing, one.settledOn])).toEqual([['kept', '2037-03-02']])
  // what a decision takes back is open again by a person
  const [kept] = await list('kept')
  await owner.call(contract.reopenPromise, { promiseId: kept!.id })
  expect(await list()).toHaveLength(1)
})

test('its owner is reminded before and when it is late, and who keeps theirs is scored', async () => {
  const keeper = await ws.as('manager', 'Petra Roth')
  const { requestId } = await asked('Dark mode')
  await tell(requestId, 'planned', { when: '2037-03-20' }, keeper)
  const notices = async () =>
    (await keeper.call(listNotices, {})).data
      .map((one) => one.kind)
      .filter((kind) => kind.startsWith('promise'))
  await remind()
  expect(await notices()).toEqual([])
  t.clock.set('2037-03-17T09:00:00Z')
  await remind()
  await remind()
  expect(await notices()).toEqual(['promise.due'])
  t.clock.set('2037-03-21T09:00:00Z')
  await remind()
  await remind()
  expect((await notices()).sort()).toEqual(['promise.due', 'promise.late'])
  expect(await keeper.call(contract.countPromises, {})).toMatchObject({ open: 1, late: 1, mineLate: 1 })
  const [late] = await list('late')
  await expect(
    keeper.call(contract.settlePromise, { promiseId: late!.id, as: 'kept', on: '2037-04-01' }),
  ).rejects.toMatchObject({ code: 'promise.day_wrong' })
  await keeper.call(contract.settlePromise, { promiseId: late!.id, as: 'kept', on: '2037-03-20' })
  const { data } = await owner.call(contract.scorePromises, {})
  expect(data).toEqual([
    expect.objectContaining({ name: 'Petra Roth', kept: 1, keptLate: 0, broken: 0, keptShare: 1 }),
  ])
})

test('looked at again each quarter is promised for the next once it was done', async () => {
  const { requestId } = await asked('Fax')
  await owner.call(decideRequest, { requestId, status: 'declined', reason: 'Few have one.' })
  await tell(requestId, 'not_planned', { again: 'quarterly' })
  const [first] = await list()
  expect(first).toMatchObject({ kind: 'quarterly', dueOn: '2037-06-30' })
  t.clock.set('2037-06-20T09:00:00Z')
  await owner.call(contract.settlePromise, { promiseId: first!.id, as: 'kept' })
  expect((await list()).map((one) => one.dueOn)).toEqual(['2037-09-30'])
  // the quarterly review has it on its table, and to decline it again is to have looked
  t.clock.set('2037-07-09T09:00:00Z')
  const { id: reviewId } = await owner.call(planReview, { kind: 'trends', startsAt: '2037-07-09T09:00:00Z' })
  const { items } = await owner.call(startReview, { reviewId })
  expect(items.map((one) => [one.request.id, one.why])).toEqual([[requestId, 'promised']])
  const again = { reviewId, requestId, status: 'declined', lastMove: items[0]!.move } as const
  await expect(owner.call(decideInReview, again)).rejects.toMatchObject({ code: 'request.reason_missing' })
  await owner.call(decideInReview, { ...again, reason: 'Still few.' })
  await t.settle()
  expect((await list()).map((one) => one.dueOn)).toEqual(['2037-12-31'])
  await owner.call(decideRequest, { requestId, status: 'under_review', reason: 'Asked for again.' })
  await t.settle()
  expect(await list()).toEqual([])
})

test('dates in the words of an announcement or a mail are promises, shown before, unless the writer declines', async () => {
  const { requestId, feedbackId } = await asked('Export')
  const news = (words: string, makesPromise?: boolean) => ({
    requestId,
    kind: 'custom' as const,
    texts: { en: { subject: 'The export in Q4', words } },
    ...(makesPromise !== undefined && { makesPromise }),
  })
  const { promise } = await owner.call(previewAnnouncement, news('You have it by 12 March.'))
  expect(promise).toEqual({ words: 'by 12 March', dueOn: '2037-03-12' })
  const mail = (body: string, makesPromise?: boolean) =>
    owner.call(sendUpdate, {
      feedbackId,
      subject: 'Your export',
      body,
      ...(makesPromise !== undefined && { makesPromise }),
    })
  await owner.call(sendAnnouncement, news('You have it by 12 March.', false))
  await mail('Ich melde mich innerhalb von zwei Wochen.', false)
  t.clock.advance({ minutes: 10 })
  await t.settle()
  expect(await list()).toEqual([])
  await owner.call(sendAnnouncement, news('You have it by 12 March.'))
  await mail('Ich melde mich innerhalb von zwei Wochen.')
  t.clock.advance({ minutes: 10 })
  await t.settle()
  expect((await list()).map((one) => [one.words, one.dueOn])).toEqual([
    ['by 12 March', '2037-03-12'],
    ['innerhalb von zwei Wochen', '2037-03-16'],
  ])
})

test('a date in the slots of a mail about an item is one too', async () => {
  const { feedbackId } = await asked('Export')
  await owner.call(sendUpdate, {
    feedbackId,
    template: 'reply/answer',
    slots: { understood: 'you need one file', next: 'We look at it and I write to you within two weeks' },
  })
  t.clock.advance({ minutes: 2 })
  await t.settle()
  expect(await list()).toMatchObject([
    {
      words: 'within two weeks',
      dueOn: '2037-03-16',
      people: 1,
      contact: { name: 'Anna Roth' },
      owner: { id: encodeId('mem', owner.memberId!) },
    },
  ])
})
