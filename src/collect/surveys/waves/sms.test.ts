import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as programmes from '#collect/programmes/contract.ts'
import { previewSurveySms } from '#collect/surveys/contract.ts'
import { listResponses } from '#collect/surveys/responses/contract.ts'
import { surveyHouse } from '#collect/surveys/test-seeds.ts'
import * as waves from '#collect/surveys/waves/contract.ts'
import { changeConsent, getContact } from '#customers/contacts/contract.ts'
import { listReaches } from '#measure/reaches/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId } from '#platform/ids.ts'
import { getSms, listSms, setSmsProvider } from '#platform/sms/contract.ts'
import type { TestWorkspace } from '#platform/testing/app.ts'
import {
  callBack,
  providerAt,
  type TestSmsProvider,
  testSmsProvider,
} from '#platform/testing/sms-provider.ts'

const { t, server, setup, open, press, eventsOf } = await surveyHouse({ HEARBACK_ALLOW_HOSTS: '127.0.0.1' })
let provider: TestSmsProvider
beforeAll(async () => {
  provider = await testSmsProvider()
})
beforeEach(() => {
  // Tuesday, ten in the morning in Berlin
  t.clock.set('2037-03-10T09:00:00Z')
  provider.answer = undefined
  provider.taken.length = 0
})

let last = 1000
const newNumber = () => `+49151 555 ${++last}`

async function house() {
  const all = await setup()
  await all.ws.owner.call(setSmsProvider, { ...providerAt(provider), perMinute: 600 })
  const allow = (contactId: string) =>
    all.ws.owner.call(changeConsent, { contactId, channel: 'sms', topic: 'surveys', state: 'subscribed' })
  /** Somebody with a number who said yes to text messages. */
  const texted = async (name: string, more: Record<string, unknown> = {}) => {
    const id = await all.person(name, { phone: newNumber(), zone: 'Europe/Berlin', ...more })
    await allow(id)
    return id
  }
  return { ...all, allow, texted }
}
const sms = (ws: TestWorkspace) => ws.owner.call(listSms, {}).then(({ data }) => data)
const linkIn = (body: string) => `/${/http:\/\/localhost:\d+(\/s\/hb_[\w-]+)/.exec(body)![1]}`

describe('a wave goes by text message to those who said yes to it', () => {
  test('everybody left out has a reason, in the preview, on the wave and on the contact', async () => {
    const { ws, surveyId, person, texted, allow } = await house()
    await texted('Petra Lund')
    await texted('Nora Nomail', { email: null })
    const none = await person('Nils Nonumber', { phone: '0151 555' })
    await person('Ada Notasked', { phone: newNumber() })
    const refused = await texted('Rita Refused')
    await ws.owner.call(changeConsent, {
      contactId: refused,
      channel: 'sms',
      topic: 'surveys',
      state: 'unsubscribed',
    })
    const stopped = await texted('Stan Stopped', { phone: '+4915155500001' })
    await ws.run((ctx) =>
      ctx.db.run(sql`
        insert into sms_stops (workspace_id, number, via, stopped_at) values (${ws.id}, '+4915155500001', 'reply', ${ctx.now()})`),
    )
    await texted('Tom Twin', { phone: '+4915155500002' })
    await texted('Tim Twin', { phone: '+49 (0)151 555-00002' })
    const out = await ws.owner.call(waves.previewRecipients, { surveyId, channel: 'sms' })
    expect(out).toMatchObject({ considered: 8, people: 3, byMail: 0, bySms: 3, excluded: 5 })
    expect(out.reasons.map((one) => [one.reason, one.people])).toEqual([
      ['no_number', 1],
      ['sms_stopped', 1],
      ['sms_refused', 1],
      ['sms_not_asked', 1],
      ['same_number', 1],
    ])
    const wave = await ws.owner.call(waves.sendSurvey, { surveyId, channel: 'sms', people: 3 })
    await t.settle()
    expect(provider.taken).toHaveLength(3)
    expect(server.received).toHaveLength(0)
    expect(await ws.owner.call(waves.getWave, { waveId: wave.id })).toMatchObject({
      channel: 'sms',
      invited: 3,
      excluded: 5,
      delivered: 3,
      texts: { accepted: 3 },
      byChannel: [{ channel: 'sms', invited: 3, delivered: 3, answered: 0, responseRate: 0 }],
    })
    expect((await ws.owner.call(listReaches, { contactId: none })).data).toMatchObject([
      { outcome: 'kept_back', why: 'No number that can be texted' },
    ])
    await expect(allow(stopped)).rejects.toMatchObject({ status: 409, code: 'consent.stopped' })
  })

  test('the text is short, in their language, with the link to the answer page and how to stop', async () => {
    const { ws, surveyId, texted } = await house()
    const id = await texted('Jens Köhler', { locale: 'de-AT' })
    await ws.owner.call(waves.sendSurvey, { surveyId, channel: 'sms', audience: { contactIds: [id] } })
    await t.settle()
    const { body, callback } = provider.taken[0]!
    expect(body).toMatch(
      /^Larkfield: Wie wahrscheinlich ist es, .*\? Antworten Sie mit einer Zahl von 0 bis 10 oder hier: http:\S+ Mit STOP kommt nichts mehr\.$/,
    )
    // The outbox shows the link to those who manage mail only.
    const [row] = await sms(ws)
    const agent = await ws.as('agent')
    expect((await agent.call(getSms, { smsId: row!.id })).text).not.toContain('/s/hb_')
    expect(row).toMatchObject({ encoding: 'gsm7', segments: 2, characters: body.length })
    expect(await ws.owner.call(previewSurveySms, { surveyId, language: 'de' })).toMatchObject({
      encoding: 'gsm7',
      segments: 2,
      characters: body.length,
    })
    expect(await ws.owner.call(previewSurveySms, { surveyId, language: 'ar' })).toMatchObject({
      encoding: 'ucs2',
    })
    // Opening it changes nothing; what is sent there counts, as an answer by text message.
    const path = linkIn(body)
    for (let i = 0; i < 3; i++) expect((await open(`${path}?score=9`)).status).toBe(200)
    expect((await ws.owner.call(listResponses, {})).data).toEqual([])
    await press(path, { score: '9' })
    expect((await ws.owner.call(listResponses, {})).data).toMatchObject([{ score: 9, channel: 'sms' }])
    // Their telephone brought it, says the provider; a reach says so.
    await callBack(t, provider.token, callback!, {
      MessageSid: provider.taken[0]!.sid,
      MessageStatus: 'delivered',
    })
    expect((await ws.owner.call(listReaches, { contactId: id })).data).toMatchObject([
      { kind: 'survey', channel: 'sms', outcome: 'reached', standing: 'Delivered', smsId: row!.id },
    ])
  })

  test('whichever they have: mail first, and text where mail cannot reach them, but not instead of a refusal', async () => {
    const { ws, surveyId, person, texted, allow } = await house()
    await texted('Max Mail')
    const bounced = await texted('Berta Bounced')
    await ws.run((ctx) =>
      ctx.db.run(sql`
        update contacts set email_state = 'bounced' where workspace_id = ${ws.id} and id = ${decodeId('ct', bounced)!}`),
    )
    await texted('Sam Sms', { email: null })
    const refused = await texted('Rita Refused')
    await ws.owner.call(changeConsent, { contactId: refused, topic: 'surveys', state: 'unsubscribed' })
    await person('Nora Nothing', { email: null })
    await person('Ada Notasked', { email: null, phone: newNumber() })
    const counts = await ws.owner.call(waves.previewRecipients, { surveyId, channel: 'either' })
    expect(counts).toMatchObject({ considered: 6, people: 3, byMail: 1, bySms: 2 })
    expect(counts.reasons.map(({ reason }) => reason)).toEqual(['unsubscribed', 'no_way', 'sms_not_asked'])
    const wave = await ws.owner.call(waves.sendSurvey, { surveyId, channel: 'either', people: 3 })
    await t.settle()
    expect([server.received.length, provider.taken.length]).toEqual([1, 2])
    await press(linkIn(provider.taken[0]!.body), { score: '3' })
    expect((await ws.owner.call(waves.getWave, { waveId: wave.id })).byChannel).toEqual([
      { channel: 'mail', invited: 1, delivered: 1, answered: 0, responseRate: 0 },
      { channel: 'sms', invited: 2, delivered: 2, answered: 1, responseRate: 50 },
    ])
    // At most one survey a month, whatever the way.
    await allow(refused)
    const next = await ws.owner.call(waves.previewRecipients, { surveyId, channel: 'sms' })
    expect(next.reasons).toContainEqual(expect.objectContaining({ reason: 'asked_recently', people: 3 }))
    expect(next).toMatchObject({ people: 1 })
  })
})

describe('the governor holds for text messages', () => {
  test('none arrives in the night of their zone, whatever the workspace sets', async () => {
    const { ws, surveyId, texted } = await house()
    const id = await texted('Sue Sydney', { zone: 'Australia/Sydney' })
    t.clock.set('2037-03-10T11:00:00Z')
    await ws.owner.call(waves.sendSurvey, { surveyId, channel: 'sms' })
    await t.settle()
    expect(provider.taken).toHaveLength(0)
    expect((await sms(ws))[0]).toMatchObject({ reason: 'night', dueAt: '2037-03-10T21:00:00.000Z' })
    expect((await ws.owner.call(listReaches, { contactId: id })).data[0]).toMatchObject({
      outcome: 'waiting',
    })
    t.clock.set('2037-03-10T21:01:00Z')
    await t.settle()
    expect(provider.taken).toHaveLength(1)
  })

  test('who takes their yes back before it leaves gets nothing, and was not asked', async () => {
    const { ws, surveyId, texted } = await house()
    const id = await texted('Sue Sydney', { zone: 'Australia/Sydney' })
    t.clock.set('2037-03-10T11:00:00Z')
    const wave = await ws.owner.call(waves.sendSurvey, { surveyId, channel: 'sms' })
    await t.settle()
    await ws.owner.call(changeConsent, {
      contactId: id,
      channel: 'sms',
      topic: 'surveys',
      state: 'unsubscribed',
    })
    t.clock.set('2037-03-10T21:01:00Z')
    await t.settle()
    expect(provider.taken).toHaveLength(0)
    expect((await ws.owner.call(waves.listInvitations, { wave: wave.id })).data).toMatchObject([
      {
        channel: 'sms',
        deliveredAt: null,
        mail: { state: 'Not to be sent', why: 'They do not want surveys by text message.' },
      },
    ])
  })

  test('a number that the provider says has stopped (21610) is opted out for good, and was not asked', async () => {
    const { ws, surveyId, texted } = await house()
    const id = await texted('Stan Stopped')
    provider.answer = () => ({ status: 400, code: 21610, message: 'unsubscribed recipient' })
    const wave = await ws.owner.call(waves.sendSurvey, { surveyId, channel: 'sms' })
    await t.settle()
    const contact = await ws.owner.call(getContact, { contactId: id })
    expect(contact.permissions.find(({ channel }) => channel === 'sms')).toMatchObject({
      isAllowed: false,
      by: 'sms',
    })
    expect(await eventsOf(ws, 'contact.consent_changed')).toHaveLength(2)
    expect((await ws.owner.call(waves.getWave, { waveId: wave.id })).delivered).toBe(0)
    const again = await ws.owner.call(waves.previewRecipients, { surveyId, channel: 'sms' })
    expect(again.reasons).toMatchObject([{ reason: 'sms_stopped', people: 1 }])
  })

  test('what the network could not bring was not asked, and says so on the wave', async () => {
    const { ws, surveyId, texted } = await house()
    await texted('Ute Unplugged')
    const wave = await ws.owner.call(waves.sendSurvey, { surveyId, channel: 'sms' })
    await t.settle()
    const { callback, sid } = provider.taken[0]!
    await callBack(t, provider.token, callback!, {
      MessageSid: sid,
      MessageStatus: 'undelivered',
      ErrorCode: '30005',
    })
    expect(await ws.owner.call(waves.getWave, { waveId: wave.id })).toMatchObject({
      texts: { undelivered: 1 },
      delivered: 0,
      responseRate: null,
    })
    expect(await ws.owner.call(waves.previewRecipients, { surveyId, channel: 'sms' })).toMatchObject({
      people: 1,
    })
  })

  test('a wave that is stopped takes back what has not left', async () => {
    const { ws, surveyId, texted } = await house()
    await texted('Sue Sydney', { zone: 'Australia/Sydney' })
    t.clock.set('2037-03-10T11:00:00Z')
    const wave = await ws.owner.call(waves.sendSurvey, { surveyId, channel: 'sms' })
    await t.settle()
    expect(await ws.owner.call(waves.stopWave, { waveId: wave.id })).toMatchObject({
      texts: { suppressed: 1 },
    })
  })
})

test('a programme asks by text message, with its reminder by the same way and link', async () => {
  const { ws, surveyId, texted } = await house()
  const id = await texted('Petra Lund', { email: null })
  const programme = await ws.owner.call(programmes.createProgramme, {
    name: 'After support',
    surveyId,
    trigger: 'ticket_resolved',
    channel: 'either',
    reminderDays: 3,
  })
  expect(programme.channel).toBe('either')
  const programmeId = programme.id
  await ws.owner.call(programmes.changeProgramme, { programmeId, isOn: true })
  expect(await ws.owner.call(programmes.previewProgramme, { programmeId })).toMatchObject({
    byMail: 0,
    bySms: 1,
  })
  await ws.owner.call(programmes.raiseOccasion, { programmeId, key: 'ticket 1', contactId: id })
  await t.settle()
  expect(provider.taken).toHaveLength(1)
  t.clock.advance({ days: 3, minutes: 10 })
  await ws.owner.call(programmes.raiseOccasion, { programmeId, key: 'ticket 2', contactId: id })
  await t.settle()
  const [first, reminder] = provider.taken
  expect(reminder!.body).toMatch(/^Larkfield, once more: /)
  expect(linkIn(reminder!.body)).toBe(linkIn(first!.body))
  expect((await ws.owner.call(listReaches, { contactId: id })).data.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['survey', 'reminder']),
  )
})
