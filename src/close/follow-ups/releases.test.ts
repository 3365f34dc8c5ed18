import { expect, it } from 'vitest'
import { getFollowUpSettings, listItemFollowUps, putFollowUpSettings } from '#close/follow-ups/contract.ts'
import { askAgain } from '#close/follow-ups/jobs.ts'
import { getItemLoop } from '#close/ledger/contract.ts'
import { announced, customer, request, said, ship } from '#close/ledger/test-loops.ts'
import { listSurveys } from '#collect/surveys/contract.ts'
import { enterResponse, listResponses } from '#collect/surveys/responses/contract.ts'
import { listWaves, sendSurvey } from '#collect/surveys/waves/contract.ts'
import { changeContact } from '#customers/contacts/contract.ts'
import { mergeCustomers } from '#customers/merges/contract.ts'
import { triageFeedback } from '#organize/inbox/contract.ts'
import { decodeId } from '#platform/ids.ts'
import { listMails } from '#platform/mail/contract.ts'
import { listNotices } from '#platform/notices/contract.ts'
import { type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { castVote } from '#prioritize/requests/commands/votes.ts'
import { decideRequest, putRequestFollower } from '#prioritize/requests/contract.ts'

const t = await testApp()
/** Announces a request to contacts behind it, and waits until they have it. */
const tell = async (ws: TestWorkspace, requestId: string, ...people: readonly { id: string }[]) => {
  for (const { id } of people) await announced(ws, requestId, id)
  t.clock.advance({ minutes: 2 })
  await t.settle()
}

it('those behind a request are asked once, a week after they were told that it shipped, and their answer closes the loop', async () => {
  t.clock.set('2037-11-09T16:00:00Z')
  const ws = await t.workspace()
  const [ana, bo, cy] = [
    await customer(ws, 'Ana Abara'),
    await customer(ws, 'Bo Berg'),
    await customer(ws, 'Cy Cole'),
  ]
  const items = [await said(ws, ana), await said(ws, bo), await said(ws, cy)]
  for (const feedbackId of items)
    await ws.owner.call(triageFeedback, { feedbackId, change: { type: 'feature_request' } })
  const requestId = await request(ws, 'Export a cycle', items)
  await tell(ws, requestId, ana) // a word about the plan asks nobody
  t.clock.advance({ minutes: 1 })
  await ship(ws, requestId)
  t.clock.advance({ minutes: 1 })
  await t.settle()
  const again = async (i: number) => (await ws.owner.call(listItemFollowUps, { feedbackId: items[i]! })).data
  expect(await again(0)).toEqual([])
  // taken back before the week is over, nobody is asked; shipped and told once more, they are
  await tell(ws, requestId, cy)
  await ws.owner.call(decideRequest, { requestId, status: 'in_progress', reason: 'It broke.' })
  await t.settle()
  expect(await again(2)).toMatchObject([{ state: 'cancelled' }])
  await ship(ws, requestId)
  t.clock.advance({ minutes: 1 })
  await tell(ws, requestId, ana, bo, cy, ana)
  expect(await again(0)).toMatchObject([
    { state: 'waiting', dueAt: '2037-11-16T16:09:00.000Z', request: { id: requestId } },
  ])
  // an address that is gone by then
  await ws.owner.call(changeContact, { contactId: cy.id, email: null, phone: '+4915112345678' })
  const ask = async () => {
    await askAgain.run({}, t.house.door, new AbortController().signal)
    await t.settle()
  }
  t.clock.advance({ days: 8 })
  await ask()
  await ask()
  expect(
    (await ws.owner.call(listMails, { topic: 'surveys' })).data.map((mail) => mail.to.name).sort(),
  ).toEqual(['Ana Abara', 'Bo Berg'])
  expect(await again(0)).toMatchObject([
    { state: 'sent', exemptReason: 'asks whether what shipped solves it' },
  ])
  expect((await again(2))[0]).toMatchObject({ state: 'not_sent', why: 'No mail address' })
  const confirmed = async (i: number) =>
    (await ws.owner.call(getItemLoop, { feedbackId: items[i]! })).loop!.links[5]
  expect(await confirmed(0)).toMatchObject({ state: 'under_way', by: 'Asked again, no answer yet' })
  expect(await confirmed(2)).toMatchObject({ state: 'not_owed', by: 'Not asked: No mail address' })
  const surveyId = (await ws.owner.call(listSurveys, {})).data.find(
    (one) => one.key === 'resolution-check',
  )!.id
  for (const [contactId, score] of [
    [ana.id, 5],
    [bo.id, 1],
  ] as const)
    await ws.owner.call(enterResponse, { surveyId, contactId, score, channel: 'phone' })
  await t.settle()
  expect(await confirmed(0)).toMatchObject({ state: 'done', by: 'by their answer' })
  expect(await confirmed(1)).toMatchObject({
    state: 'missing',
    by: 'They say it is not solved',
    act: { to: `requests/${requestId}` },
  })
  expect(
    (await ws.owner.call(listNotices, {})).data.filter((one) => one.kind === 'request.not_solved'),
  ).toHaveLength(1)
  expect((await ws.owner.call(listResponses, { survey: surveyId })).data[0]).toMatchObject({
    follows: { kind: 'request', id: requestId },
  })
})

it('who voted or follows and was told is asked once too, unless they were asked something in the last month', async () => {
  const ws = await t.workspace()
  const [ana, fay, vic, gil, una] = [
    await customer(ws, 'Ana Abara'),
    await customer(ws, 'Fay Fox'),
    await customer(ws, 'Vic Voss'),
    await customer(ws, 'Gil Gray'),
    await customer(ws, 'Una Untold'),
  ]
  const requestId = await request(ws, 'Export a cycle', [await said(ws, ana)])
  for (const { id: contactId } of [fay, gil, una])
    await ws.owner.call(putRequestFollower, { requestId, contactId, isFollowing: true })
  const voter = { id: decodeId('ct', vic.id)!, isVisitor: false }
  await ws.run((ctx) => castVote(ctx, { requestId: decodeId('req', requestId)!, voter, importance: 2 }))
  await t.settle()
  await ship(ws, requestId)
  t.clock.advance({ minutes: 1 })
  await tell(ws, requestId, ana, fay, vic, gil)
  await tell(ws, requestId, fay)
  const surveyId = (await ws.owner.call(listSurveys, {})).data.find((one) => one.key === 'nps')!.id
  await ws.owner.call(sendSurvey, { surveyId, audience: { contactIds: [ana.id, gil.id] } })
  await t.settle()
  const mails = async () =>
    (await ws.owner.call(listMails, { topic: 'surveys' })).data.map((mail) => mail.to.name).sort()
  expect(await mails()).toEqual(['Ana Abara', 'Gil Gray'])
  t.clock.advance({ days: 8 })
  for (const _ of ['asked', 'and not again']) {
    await askAgain.run({}, t.house.door, new AbortController().signal)
    await t.settle()
  }
  expect(await mails()).toEqual(['Ana Abara', 'Ana Abara', 'Fay Fox', 'Gil Gray', 'Vic Voss'])
  const waves = (await ws.owner.call(listWaves, {})).data.filter((one) => one.name.startsWith('After'))
  expect(waves.map((one) => one.exemptReason).sort()).toEqual(['asks whether what shipped solves it', null])
})

it('two contacts that are one person by the time it is due are asked once, and what they answer stays with the item', async () => {
  const ws = await t.workspace()
  const [ana, bo] = [await customer(ws, 'Ana Abara'), await customer(ws, 'Bo Berg')]
  const items = [await said(ws, ana), await said(ws, bo)]
  const requestId = await request(ws, 'Export a cycle', items)
  await ship(ws, requestId)
  t.clock.advance({ minutes: 1 })
  await tell(ws, requestId, ana, bo)
  await ws.owner.call(mergeCustomers, { kind: 'contact', survivorId: ana.id, loserId: bo.id })
  t.clock.advance({ days: 8 })
  await askAgain.run({}, t.house.door, new AbortController().signal)
  await t.settle()
  const again = async (i: number) => (await ws.owner.call(listItemFollowUps, { feedbackId: items[i]! })).data
  expect([...(await again(0)), ...(await again(1))].map(({ state, why }) => [state, why]).sort()).toEqual([
    ['cancelled', 'the same person is asked under another name'],
    ['sent', null],
  ])
  // merged once more, after they were asked
  const cy = await customer(ws, 'Cy Cole')
  await ws.owner.call(mergeCustomers, { kind: 'contact', survivorId: cy.id, loserId: ana.id })
  await t.settle()
  expect((await ws.owner.call(getItemLoop, { feedbackId: items[1]! })).loop!.links[5]).toMatchObject({
    by: 'Asked again, no answer yet',
  })
})

it('a workspace sets whether, with what and when those behind a request are asked', async () => {
  const ws = await t.workspace()
  expect(await ws.owner.call(getFollowUpSettings, {})).toEqual({
    isOn: true,
    surveyKey: 'resolution-check',
    afterDays: 7,
  })
  await ws.owner.call(putFollowUpSettings, { isOn: false, surveyKey: 'ces', afterDays: 14 })
  const ana = await customer(ws, 'Ana Abara')
  const item = await said(ws, ana)
  const requestId = await request(ws, 'Export a cycle', [item])
  await ship(ws, requestId)
  await tell(ws, requestId, ana)
  expect((await ws.owner.call(listItemFollowUps, { feedbackId: item })).data).toEqual([])
})
