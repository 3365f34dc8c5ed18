import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { getCase, listCases, pauseCase } from '#act/cases/contract.ts'
import { assignSmsReply } from '#act/replies/contract.ts'
import { listTouchpoints } from '#act/touchpoints/contract.ts'
import { setMailbox } from '#collect/mailbox/contract.ts'
import * as contract from '#collect/sms-replies/contract.ts'
import { listResponses } from '#collect/surveys/responses/contract.ts'
import { surveyHouse } from '#collect/surveys/test-seeds.ts'
import * as waves from '#collect/surveys/waves/contract.ts'
import { changeConsent, createContact, getContact } from '#customers/contacts/contract.ts'
import { listFeedback } from '#organize/inbox/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { listNotices } from '#platform/notices/contract.ts'
import { getSmsSettings, listSms, sendTestSms, setSmsProvider } from '#platform/sms/contract.ts'
import type { TestWorkspace } from '#platform/testing/app.ts'
import {
  callBack,
  providerAt,
  type TestSmsProvider,
  testSmsProvider,
} from '#platform/testing/sms-provider.ts'

const { t, setup, press, eventsOf, items } = await surveyHouse({ HEARBACK_ALLOW_HOSTS: '127.0.0.1' })
let provider: TestSmsProvider
let ws: TestWorkspace
let surveyId: string
let address: string
let last = 2000
let sids = 0
/** the customer of this test, who said yes to text messages */
let petra: { id: string; number: string }

beforeAll(async () => {
  t.clock.set('2037-11-10T09:00:00Z') // a Tuesday, ten in the morning in Berlin
  provider = await testSmsProvider()
  ;({ ws, surveyId } = await setup())
  await ws.owner.call(setSmsProvider, { ...providerAt(provider), perMinute: 6000 })
  address = (await ws.owner.call(getSmsSettings, {})).webhook.address
})
beforeEach(async () => {
  provider.taken.length = 0
  const number = `+49151556${++last}`
  const { id } = await ws.owner.call(createContact, {
    name: `Petra ${last}`,
    phone: number,
    zone: 'Europe/Berlin',
  })
  await ws.owner.call(changeConsent, { contactId: id, channel: 'sms', topic: 'surveys', state: 'subscribed' })
  petra = { id, number }
})

/** Somebody writes to our number; answers what the provider was told. */
async function write(
  Body: string,
  more: Record<string, string> = {},
  token = provider.token,
): Promise<Response> {
  const response = await callBack(t, token, address, {
    MessageSid: `SMin${++sids}`,
    From: petra.number,
    To: '+15005550006',
    Body,
    ...more,
  })
  await t.settle()
  return response
}
const ask = async () => {
  const wave = await ws.owner.call(waves.sendSurvey, {
    surveyId,
    channel: 'sms',
    audience: { contactIds: [petra.id] },
  })
  await t.settle()
  return wave
}
const replies = () => ws.owner.call(contract.listSmsReplies, { contact: petra.id }).then(({ data }) => data)
const newest = () => ws.owner.call(contract.listSmsReplies, { limit: 1 }).then(({ data }) => data[0]!)
const answers = () => ws.owner.call(listResponses, { contact: petra.id }).then(({ data }) => data)
const bySms = async () =>
  (await ws.owner.call(getContact, { contactId: petra.id })).permissions.find(
    ({ channel }) => channel === 'sms',
  )!

describe('STOP and START', () => {
  test.each(['STOP', 'Stopall', ' unsubscribe.', 'arrêt'])(
    '“%s” opts the contact out at once, with an event, and takes back what waits',
    async (word) => {
      await ws.owner.call(sendTestSms, { to: petra.number })
      const response = await write(word)
      expect(response.status).toBe(200)
      // The provider answers such words itself; we add nothing.
      expect(await response.text()).toMatch(/<Response\/>$/)
      expect(await bySms()).toMatchObject({ isAllowed: false, by: 'sms' })
      expect((await ws.owner.call(listSms, { limit: 1 })).data).toMatchObject([
        { state: 'suppressed', reason: 'stopped' },
      ])
      expect((await eventsOf(ws, 'sms.stop_changed')).at(-1)!.payload).toMatchObject({
        isStopped: true,
        via: 'reply',
      })
      expect((await replies())[0]).toMatchObject({ state: 'stop' })
      const preview = await ws.owner.call(waves.previewRecipients, {
        surveyId,
        channel: 'sms',
        contacts: petra.id as unknown as string[],
      })
      expect(preview.reasons).toMatchObject([{ reason: 'sms_stopped', people: 1 }])
    },
  )

  test('START takes it back; nobody else can', async () => {
    await write('STOP')
    await expect(
      ws.owner.call(changeConsent, {
        contactId: petra.id,
        channel: 'sms',
        topic: 'surveys',
        state: 'subscribed',
      }),
    ).rejects.toMatchObject({ code: 'consent.stopped' })
    await write('START')
    expect(await bySms()).toMatchObject({ isAllowed: true, by: 'sms' })
    await ask()
    expect(provider.taken).toHaveLength(1)
  })

  test('a number that stopped before anybody had it stays stopped for whoever gets it', async () => {
    await write('STOP', { From: '+4915199900001' })
    const { id } = await ws.owner.call(createContact, { name: 'New Owner', phone: '+49 151 99900001' })
    await expect(
      ws.owner.call(changeConsent, { contactId: id, channel: 'sms', topic: 'surveys', state: 'subscribed' }),
    ).rejects.toMatchObject({ code: 'consent.stopped' })
  })

  test('HELP is left to the provider', async () => {
    await write('HELP')
    expect(await replies()).toMatchObject([{ state: 'help', feedbackId: null }])
  })
})

describe('a bare number answers the survey that asked for one', () => {
  test('once, as a real answer by text message, on its wave; told again it changes nothing', async () => {
    const wave = await ask()
    await write('9', { MessageSid: 'SMtwice' })
    await write('9', { MessageSid: 'SMtwice' })
    await write('10.')
    expect(await answers()).toMatchObject([
      { score: 9, channel: 'sms', isProvisional: false, waveId: wave.id },
    ])
    expect((await replies()).map(({ state, reason }) => [state, reason])).toEqual([
      ['quiet', 'answered_before'],
      ['answer', null],
    ])
    expect(await ws.owner.call(waves.getWave, { waveId: wave.id })).toMatchObject({
      answered: 1,
      byChannel: [{ channel: 'sms', delivered: 1, answered: 1, responseRate: 100 }],
    })
    expect(await items(ws)).not.toContainEqual(expect.objectContaining({ verbatim: '9' }))
  })

  test('two at the same moment are one answer', async () => {
    await ask()
    await Promise.all([write('7'), write('8')])
    expect(await answers()).toHaveLength(1)
    expect((await replies()).map(({ state }) => state).sort()).toEqual(['answer', 'quiet'])
  })

  test('in the digits of their language, too', async () => {
    await ask()
    await write('٩')
    expect(await answers()).toMatchObject([{ score: 9 }])
  })

  test('who answered on the page is not counted twice', async () => {
    await ask()
    const path = `/${/(\/s\/hb_[\w-]+)/.exec(provider.taken[0]!.body)![1]}`
    await press(path, { score: '8' })
    await write('2')
    expect(await answers()).toMatchObject([{ score: 8 }])
  })

  test('after the survey has closed it is kept and does not count', async () => {
    await ask()
    t.clock.advance({ days: 31 })
    await write('9')
    expect(await answers()).toEqual([])
    expect(await replies()).toMatchObject([{ state: 'quiet', reason: 'too_late' }])
  })

  test('outside the scale it is something said; where nothing was asked a person looks', async () => {
    await write('9')
    expect(await replies()).toMatchObject([{ state: 'held', reason: 'nothing_asked' }])
    await ask()
    await write('11')
    expect((await replies())[0]).toMatchObject({ state: 'feedback' })
    expect(await answers()).toEqual([])
  })
})

describe('anything else is something said', () => {
  test('it becomes a feedback item of the contact', async () => {
    await write('The export loses my filters')
    const [reply] = await replies()
    expect(reply).toMatchObject({ state: 'feedback', words: 'The export loses my filters' })
    const { data } = await ws.owner.call(listFeedback, { contact: petra.id })
    expect(data).toMatchObject([{ id: reply!.feedbackId, channel: 'sms' }])
  })

  test('after a detractor’s number it joins the case that this opened: a touchpoint, the end of a pause, and the lead is told', async () => {
    await ask()
    await write('3')
    const caseId = (await ws.owner.call(listCases, { contact: petra.id })).data[0]!.id
    await ws.owner.call(pauseCase, { caseId, reason: 'waits for the customer' })
    await write('The import maps columns twice')
    expect((await replies())[0]).toMatchObject({ state: 'case', caseId })
    expect((await ws.owner.call(listTouchpoints, { case: caseId })).data).toContainEqual(
      expect.objectContaining({ kind: 'sms', direction: 'in', summary: 'The import maps columns twice' }),
    )
    expect(await ws.owner.call(getCase, { caseId })).toMatchObject({ pausedAt: null })
    expect((await ws.owner.call(listNotices, {})).data[0]!.text).toContain(
      'wrote by text message: “The import maps columns twice”. The pause is over.',
    )
  })

  test('of a number nobody has it is an item without a contact, or held where strangers are', async () => {
    await write('Who is this?', { From: '+4915188800001' })
    expect(await newest()).toMatchObject({ state: 'feedback', contact: null, from: '+4915188800001' })
    await ws.owner.call(setMailbox, { address: null, unknownSenders: 'hold' })
    await write('Hello again', { From: '+4915188800001' })
    const held = await newest()
    expect(held).toMatchObject({ state: 'held', reason: 'unknown_sender', why: 'Nobody has this number.' })
    const filed = await ws.owner.call(contract.fileSmsReply, { replyId: held.id })
    expect(filed).toMatchObject({ state: 'feedback', feedbackId: expect.stringMatching(/^fb_/) })
    await expect(ws.owner.call(contract.dismissSmsReply, { replyId: held.id })).rejects.toMatchObject({
      code: 'sms_reply.decided',
    })
    await ws.owner.call(setMailbox, { address: null })
  })

  test('a held one is put on a case by hand: a touchpoint, and the end of a pause, once', async () => {
    await ask()
    await write('2')
    const caseId = (await ws.owner.call(listCases, { contact: petra.id })).data[0]!.id
    await ws.owner.call(setMailbox, { address: null, unknownSenders: 'hold' })
    await write('It is me, from my other phone', { From: '+4915188800009' })
    await ws.owner.call(setMailbox, { address: null })
    const held = await newest()
    expect(held).toMatchObject({ state: 'held', contact: null })
    await ws.owner.call(pauseCase, { caseId, reason: 'waits for the customer' })
    expect(await ws.owner.call(assignSmsReply, { replyId: held.id, caseId })).toMatchObject({
      state: 'case',
      caseId,
    })
    expect((await ws.owner.call(listTouchpoints, { case: caseId })).data).toContainEqual(
      expect.objectContaining({ kind: 'sms', direction: 'in', summary: 'It is me, from my other phone' }),
    )
    expect(await ws.owner.call(getCase, { caseId })).toMatchObject({ pausedAt: null })
    await expect(ws.owner.call(assignSmsReply, { replyId: held.id, caseId })).rejects.toMatchObject({
      code: 'sms_reply.decided',
    })
  })

  test('more than thirty within an hour are held, and STOP is still obeyed', async () => {
    for (let i = 0; i < 31; i++)
      await callBack(t, provider.token, address, {
        MessageSid: `SMflood${last}-${i}`,
        From: petra.number,
        To: '+15005550006',
        Body: `word ${i}`,
      })
    expect((await replies())[0]).toMatchObject({ state: 'held', reason: 'too_many' })
    await write('STOP')
    expect((await bySms()).isAllowed).toBe(false)
  })

  test('from a short number, and with nothing in it, it is kept and makes nothing', async () => {
    await write('Your code is 4711', { From: '32665' })
    expect(await newest()).toMatchObject({ state: 'quiet', reason: 'no_number' })
    await write(' \u0000 ')
    expect(await newest()).toMatchObject({ state: 'held', reason: 'no_words' })
  })
})

test('a wrong signature, or a workspace that is unknown, is refused with 403, and nothing is written', async () => {
  const count = () =>
    ws.run((ctx) =>
      ctx.db.one<{ all: number }>(sql`
        select (select count(*) from sms_replies) + (select count(*) from sms_stops) + (select count(*) from events) as all`),
    )
  const before = await count()
  const refused = await write('STOP', {}, 'another token')
  expect(refused.status).toBe(403)
  expect(await refused.json()).toMatchObject({ code: 'sms.signature_wrong' })
  const unknown = address.replace(/ws_\w+/, 'ws_00000000000000000000000000')
  expect(
    (await callBack(t, provider.token, unknown, { MessageSid: 'SMx', From: petra.number, Body: 'STOP' }))
      .status,
  ).toBe(403)
  expect(await count()).toEqual(before)
  expect((await bySms()).isAllowed).toBe(true)
})
