import { beforeAll, describe, expect, test } from 'vitest'
import { keepAbsences } from '#act/absences/commands.ts'
import { endAbsence, enterAbsence } from '#act/absences/contract.ts'
import { getCall, listCalls, settleCall } from '#collect/surveys/calls/contract.ts'
import { listResponses } from '#collect/surveys/responses/contract.ts'
import { getSurveyResults } from '#collect/surveys/results/contract.ts'
import { surveyHouse } from '#collect/surveys/test-seeds.ts'
import {
  getWave,
  listInvitations,
  previewRecipients,
  sendSurvey,
  stopWave,
} from '#collect/surveys/waves/contract.ts'
import { changeAccount, createAccount } from '#customers/accounts/contract.ts'
import { putReachLimits } from '#customers/consent/contract.ts'
import { changeConsent, changeContact } from '#customers/contacts/contract.ts'
import { listReaches } from '#measure/reaches/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'

const { t, setup } = await surveyHouse()
let all: Awaited<ReturnType<typeof setup>>

beforeAll(async () => {
  t.clock.set('2037-03-02T09:00:00Z')
  all = await setup()
})
const person = (name: string, more: Record<string, unknown> = {}) =>
  all.person(name, { phone: '+49 30 1234', ...more })
async function plan(contactIds: string[], more = {}) {
  const { id } = await all.ws.owner.call(sendSurvey, {
    surveyId: all.surveyId,
    channel: 'phone',
    audience: { contactIds },
    ...more,
  })
  await t.settle()
  return all.ws.owner.call(getWave, { waveId: id })
}
const due = async () => (await all.ws.owner.call(listCalls, { mine: 'true', due: 'true' })).data

describe('a survey by phone', () => {
  test('each person becomes a task for whoever calls, also without an address; our own people are left out', async () => {
    const petra = await person('Petra Lund', { email: undefined, phone: '+49 30 1234', locale: 'de' })
    const own = await person('Olga Own', { isInternal: true })
    const made = await plan([petra, own])
    expect(made).toMatchObject({ invited: 1, excluded: 1 })
    const [call] = await due()
    expect(call).toMatchObject({ name: 'Petra Lund', phone: '+49 30 1234', locale: 'de', state: 'open' })
    // no answer: it comes back at the time that was said
    const at = new Date(t.clock.now().getTime() + 3_600_000).toISOString()
    await all.ws.owner.call(settleCall, {
      callId: call!.id,
      outcome: 'no_answer',
      tryAt: at,
      notes: 'Voice mail',
    })
    expect(await due()).toEqual([])
    t.clock.advance({ minutes: 61 })
    expect(await due()).toMatchObject([{ tries: 1, notes: 'Voice mail' }])
    const done = await all.ws.owner.call(settleCall, {
      callId: call!.id,
      outcome: 'answered',
      answers: { score: 4, words: 'Nobody called back' },
    })
    expect(done).toMatchObject({ state: 'answered', tries: 2 })
    expect((await all.ws.owner.call(listResponses, { contact: petra })).data).toMatchObject([
      { id: done.responseId, channel: 'phone', score: 4, waveId: made.id },
    ])
    expect(await all.ws.owner.call(getWave, { waveId: made.id })).toMatchObject({
      invited: 1,
      delivered: 1,
      answered: 1,
    })
    // a part of a bar opens its answers, the response rate of a channel the people who were reached
    const between = async (numberFrom: number, numberTo: number) =>
      (await all.ws.owner.call(listResponses, { contact: petra, question: 'score', numberFrom, numberTo }))
        .data.length
    expect([await between(0, 6), await between(7, 8), await between(5, 10)]).toEqual([1, 0, 0])
    const reached = await all.ws.owner.call(listInvitations, {
      survey: all.surveyId,
      channel: 'phone',
      reached: 'true',
    })
    expect(reached.data.map((one) => one.contactId)).toEqual([petra])
    await expect(
      all.ws.owner.call(settleCall, { callId: call!.id, outcome: 'refused' }),
    ).rejects.toMatchObject({ code: 'survey_call.settled' })
    // asked within the month: again only with a reason
    await expect(plan([petra])).rejects.toMatchObject({ code: 'wave.nobody' })
    expect((await plan([petra], { overrideReason: 'Critical ticket' })).invited).toBe(1)
  })

  test('a refusal and a wrong number end the task; a wrong number did not ask anybody', async () => {
    const made = await plan([await person('Bo Stay'), await person('Cy Gone')])
    const calls = (await all.ws.owner.call(listCalls, { wave: made.id })).data
    await all.ws.owner.call(settleCall, { callId: calls[0]!.id, outcome: 'refused' })
    await all.ws.owner.call(settleCall, { callId: calls[1]!.id, outcome: 'wrong_number' })
    expect(await all.ws.owner.call(getWave, { waveId: made.id })).toMatchObject({
      delivered: 1,
      answered: 0,
      invited: 2,
      notSent: 1,
      silent: 1,
      calls: { refused: 1, not_sent: 1 },
      notSentReasons: [{ channel: 'phone', reason: 'wrong_number', people: 1 }],
    })
    const behind = async (more: object) =>
      (await all.ws.owner.call(listInvitations, { wave: made.id, ...more })).data.map((one) => one.contactId)
    expect(await behind({ channel: 'phone', place: 'refused' })).toEqual([calls[0]!.contactId])
    expect(await behind({ sent: 'false', reason: 'wrong_number' })).toEqual([calls[1]!.contactId])
    expect(await behind({ answered: 'false', sent: 'true' })).toEqual([calls[0]!.contactId])
    await t.settle()
    const results = await all.ws.owner.call(getSurveyResults, { surveyId: all.surveyId, wave: made.id })
    expect(results.channels).toMatchObject([{ channel: 'phone', delivered: 1, answered: 0 }])
    // the list of the wave, page by page: who is to be called, and what came of the others
    const made1 = await all.ws.owner.call(listCalls, { wave: made.id, open: 'false', limit: 1 })
    const made2 = await all.ws.owner.call(listCalls, {
      wave: made.id,
      open: 'false',
      limit: 1,
      cursor: made1.nextCursor!,
    })
    expect([...made1.data, ...made2.data].map(({ state }) => state)).toEqual(['refused', 'wrong_number'])
    expect(made2.nextCursor).toBeNull()
    expect((await all.ws.owner.call(listCalls, { wave: made.id, open: 'true' })).data).toEqual([])
    expect((await plan([calls[1]!.contactId])).invited).toBe(1)
    await expect(plan([calls[0]!.contactId])).rejects.toMatchObject({ code: 'wave.nobody' })
  })

  test('an outcome that cannot be is refused and changes nothing', async () => {
    const made = await plan([await person('Di New')])
    const [call] = (await all.ws.owner.call(listCalls, { wave: made.id })).data
    const settle = (more: object) =>
      all.ws.owner.call(settleCall, { callId: call!.id, outcome: 'answered', ...more })
    await expect(settle({ answers: {} })).rejects.toMatchObject({ code: 'response.answer_missing' })
    await expect(settle({ answers: { score: 99 } })).rejects.toMatchObject({ code: 'response.answer_wrong' })
    await expect(settle({ outcome: 'no_answer', tryAt: '2036-01-01T00:00:00Z' })).rejects.toMatchObject({
      code: 'survey_call.past',
    })
    expect(await all.ws.owner.call(getCall, { callId: call!.id })).toMatchObject({ state: 'open', tries: 0 })
    const agent = await all.ws.as('agent')
    expect((await agent.call(listCalls, { mine: 'true' })).data).toEqual([])
  })

  test('a survey is sent by phone as by mail: the preview counts the calls, each goes to who calls, and a stop ends them', async () => {
    const audience = {
      contactIds: [await person('Eva Ask'), await person('Olga Own', { isInternal: true })],
    }
    const agent = await all.ws.as('agent')
    const counts = await all.ws.owner.call(previewRecipients, {
      surveyId: all.surveyId,
      contacts: audience.contactIds,
      channel: 'phone',
    })
    expect(counts).toMatchObject({
      people: 1,
      byPhone: 1,
      byMail: 0,
      reasons: [{ reason: 'internal', people: 1 }],
    })
    const wave = await all.ws.owner.call(sendSurvey, {
      surveyId: all.surveyId,
      audience,
      channel: 'phone',
      callerId: encodeId('mem', agent.memberId!),
      people: 1,
    })
    await t.settle()
    expect(wave.channel).toBe('phone')
    const [call] = (await agent.call(listCalls, { mine: 'true', due: 'true' })).data
    expect(call).toMatchObject({ name: 'Eva Ask', waveId: wave.id, state: 'open' })
    const pending = async () => (await all.ws.owner.call(getWave, { waveId: wave.id })).pending
    expect(await pending()).toEqual({ messages: 0, cards: 0, calls: 1, reminders: 0 })
    await all.ws.owner.call(stopWave, { waveId: wave.id })
    expect(await pending()).toEqual({ messages: 0, cards: 0, calls: 0, reminders: 0 })
    expect((await agent.call(listCalls, { mine: 'true', due: 'true' })).data).toEqual([])
    expect(await all.ws.owner.call(getCall, { callId: call!.id })).toMatchObject({ state: 'stopped' })
    // whom nobody called was not asked
    expect(
      await all.ws.owner.call(previewRecipients, { surveyId: all.surveyId, contacts: audience.contactIds }),
    ).toMatchObject({ people: 1 })
  })

  test('whoever has no number is left out with that reason; nobody is called in their night or quiet hours', async () => {
    await all.ws.owner.call(putReachLimits, { quiet: { from: '12:00', to: '14:00' }, mailsPerDay: 5 })
    const tokyo = await person('Aki Far', { zone: 'Asia/Tokyo' })
    const none = await person('No Phone', { phone: undefined })
    // 20:30 in Tokyo
    t.clock.set('2037-04-01T11:30:00Z')
    const made = await plan([tokyo, none])
    expect(made).toMatchObject({
      invited: 1,
      exclusions: [{ reason: 'no_phone', why: 'No telephone number', people: 1 }],
    })
    const names = async () => (await due()).map((one) => one.name)
    expect(await names()).toContain('Aki Far')
    t.clock.advance({ minutes: 31 })
    expect(await names()).not.toContain('Aki Far')
    const [call] = (await all.ws.owner.call(listCalls, { wave: made.id })).data
    const settle = (tryAt: string) =>
      all.ws.owner.call(settleCall, { callId: call!.id, outcome: 'no_answer', tryAt })
    expect(await settle('2037-04-01T13:00:00Z')).toMatchObject({ tryAt: '2037-04-01T23:00:00.000Z' })
    expect(await settle('2037-04-02T03:30:00Z')).toMatchObject({ tryAt: '2037-04-02T05:00:00.000Z' })
    const again = await plan([await person('Emi Far', { zone: 'Asia/Tokyo' })])
    expect((await all.ws.owner.call(listCalls, { wave: again.id })).data).toMatchObject([
      { tryAt: '2037-04-01T23:00:00.000Z' },
    ])
    await all.ws.owner.call(putReachLimits, { quiet: null, mailsPerDay: 5 })
  })

  test('whoever refuses, leaves or turns out to be one of us after the planning is not called, and the reason stands', async () => {
    t.clock.set('2037-05-04T09:00:00Z')
    const account = await all.ws.owner.call(createAccount, { name: 'Quillmere' })
    const people = await Promise.all([
      person('Ann No'),
      person('Bea Phone'),
      person('Cid Own'),
      person('Dan Left', { accountId: account.id }),
      person('Eve Mute'),
    ])
    const made = await plan(people)
    const consent = { topic: 'surveys', state: 'unsubscribed' } as const
    await all.ws.owner.call(changeConsent, { contactId: people[0]!, ...consent })
    await all.ws.owner.call(changeConsent, { contactId: people[1]!, channel: 'phone', ...consent })
    await all.ws.owner.call(changeContact, { contactId: people[2]!, isInternal: true })
    await all.ws.owner.call(changeAccount, { accountId: account.id, lifecycle: 'churned' })
    await all.ws.owner.call(changeContact, { contactId: people[4]!, phone: '' })
    await t.settle()
    const calls = (await all.ws.owner.call(listCalls, { wave: made.id })).data
    const whys = new Map(calls.map(({ contactId, state, why }) => [contactId, `${state}: ${why}`]))
    expect(people.map((one) => whys.get(one))).toEqual([
      'stopped: Unsubscribed from surveys',
      'stopped: Unsubscribed from surveys',
      'stopped: People of our own company',
      'stopped: Their account has left',
      'stopped: No telephone number',
    ])
    const [told] = (await all.ws.owner.call(listReaches, { contactId: people[3]! })).data
    expect(told).toMatchObject({
      outcome: 'kept_back',
      standing: 'Not sent',
      why: 'Their account has left',
      channel: 'phone',
    })
    await expect(
      all.ws.owner.call(settleCall, { callId: calls[0]!.id, outcome: 'refused' }),
    ).rejects.toMatchObject({ code: 'survey_call.settled' })
  })

  test('more than somebody can call are refused before anything is written', async () => {
    await all.ws.run((ctx) =>
      ctx.db.run(sql`
        insert into contacts (workspace_id, id, name, phone, created_at, updated_at)
        select ${all.ws.id}, gen_random_uuid(), 'Many ' || n, '+49 30 1234', now(), now() from generate_series(1, 501) n`),
    )
    await expect(
      all.ws.owner.call(sendSurvey, { surveyId: all.surveyId, channel: 'phone' }),
    ).rejects.toMatchObject({ code: 'survey_call.too_many' })
  })
})

describe('calls of somebody who is away', () => {
  test('those due before the absence ends go to the cover, with what is planned meanwhile, and come back', async () => {
    const lena = await all.ws.as('agent', 'Lena Sorvik')
    const cover = await all.ws.as('agent', 'Cora Cover')
    const mem = (client: typeof lena) => encodeId('mem', client.memberId!)
    const names = async (client: typeof lena) =>
      (await client.call(listCalls, { mine: 'true', open: 'true' })).data.map((one) => [
        one.name,
        one.standsInFor,
      ])
    const one = await person('Vera Voice')
    await plan([one], { callerId: mem(lena) })
    const today = t.clock.now().toISOString().slice(0, 10)
    const absence = await lena.call(enterAbsence, { from: today, until: today, coverId: mem(cover) })
    expect([await names(lena), await names(cover)]).toEqual([[], [['Vera Voice', 'Lena Sorvik']]])
    await plan([await person('Mia Meanwhile')], { callerId: mem(lena) })
    await all.ws.run((ctx) => keepAbsences(ctx))
    expect(await names(cover)).toHaveLength(2)
    const [made] = (await cover.call(listCalls, { mine: 'true', open: 'true' })).data
    await cover.call(settleCall, { callId: made!.id, outcome: 'refused' })
    await lena.call(endAbsence, { absenceId: absence.id })
    expect([await names(lena), await names(cover)]).toEqual([[['Mia Meanwhile', null]], []])
  })
})
