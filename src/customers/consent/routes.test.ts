import { beforeEach, expect, test } from 'vitest'
import { listSurveys } from '#collect/surveys/contract.ts'
import { sendSurvey } from '#collect/surveys/waves/contract.ts'
import { putReachLimits } from '#customers/consent/contract.ts'
import { changeConsent, createContact, getContact } from '#customers/contacts/contract.ts'
import { listReaches } from '#measure/reaches/contract.ts'
import { decodeId } from '#platform/ids.ts'
import { setMailServer } from '#platform/mail/contract.ts'
import { sweepMail } from '#platform/mail/jobs.ts'
import { type OutgoingMail, queueMail } from '#platform/mail/queue.ts'
import { type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { serverAt, testMailServer } from '#platform/testing/smtp.ts'

const t = await testApp()
const server = await testMailServer()
let ws: TestWorkspace
let petra: string
/** Another one in each test: what the workspace of an earlier one still sends is no mail of this one. */
let address: string
let people = 0

beforeEach(async () => {
  server.received.length = 0
  address = `petra${++people}@quillmere.example`
  t.clock.set('2037-11-09T12:00:00Z')
  ws = await t.workspace()
  await ws.owner.call(setMailServer, serverAt(server.port))
  petra = (
    await ws.owner.call(createContact, {
      name: 'Petra Lund',
      email: address,
      zone: 'Asia/Tokyo',
    })
  ).id
})

let count = 0
const write = (more: Partial<OutgoingMail> = {}) =>
  ws.run((ctx) =>
    queueMail(ctx, {
      to: { name: 'Petra Lund', address },
      subject: `Your question ${++count}`,
      text: 'Hello',
      topic: 'case',
      contactId: decodeId('ct', petra)!,
      dedupeKey: `mail ${count}`,
      ...more,
    }),
  )
const sweep = async () => {
  await t.settle()
  await sweepMail.run({}, t.house.door, new AbortController().signal)
}
/** Subjects that arrived at the address of Petra. */
const arrived = () =>
  server.received.filter((one) => one.envelope.to.includes(address)).map((one) => one.parsed.subject)
const reaches = async (outcome?: 'reached' | 'waiting' | 'kept_back') =>
  (await ws.owner.call(listReaches, { contactId: petra, ...(outcome && { outcome }) })).data

test('in the quiet hours of the person nothing leaves; it waits for the morning of their zone and says so', async () => {
  await ws.owner.call(putReachLimits, { quiet: { from: '21:00', to: '07:00' }, mailsPerDay: 5 })
  // 21:30 in Tokyo, half past midday here
  t.clock.set('2037-11-09T12:30:00Z')
  await write()
  await sweep()
  expect(server.received).toHaveLength(0)
  expect(await reaches('waiting')).toMatchObject([
    {
      kind: 'case',
      outcome: 'waiting',
      dueAt: '2037-11-09T22:00:00.000Z',
      why: 'It is in their quiet hours: it goes out when these end.',
    },
  ])
  t.clock.set('2037-11-09T22:00:01Z')
  await sweep()
  expect(server.received).toHaveLength(1)
  expect(await reaches()).toMatchObject([{ outcome: 'reached', why: null }])
})

test('quiet hours that were set after a mail was queued hold it back as well', async () => {
  await write({ notBefore: new Date('2037-11-09T12:30:00Z') })
  await ws.owner.call(putReachLimits, { quiet: { from: '21:00', to: '07:00' }, mailsPerDay: null })
  t.clock.set('2037-11-09T12:31:00Z')
  await sweep()
  expect(server.received).toHaveLength(0)
  expect(await reaches('waiting')).toMatchObject([{ dueAt: '2037-11-09T22:00:00.000Z' }])
})

test('one person gets as many case mails within 24 hours as is set; the next waits until there is room', async () => {
  await ws.owner.call(putReachLimits, { quiet: null, mailsPerDay: 2 })
  for (let i = 0; i < 4; i++) await write()
  await sweep()
  expect(arrived()).toHaveLength(2)
  expect(await reaches('waiting')).toMatchObject([
    { why: 'They had as much mail in 24 hours as is allowed: it goes out after that.' },
    { dueAt: '2037-11-10T12:00:00.001Z' },
  ])
  t.clock.advance({ hours: 23 })
  await sweep()
  expect(arrived()).toHaveLength(2)
  t.clock.advance({ hours: 2 })
  await sweep()
  expect(arrived()).toHaveLength(4)
})

test('a limit is of the person: surveys and other people go on', async () => {
  await ws.owner.call(putReachLimits, { quiet: null, mailsPerDay: 1 })
  const other = (await ws.owner.call(createContact, { name: 'Owen Reed', email: 'owen@quillmere.example' }))
    .id
  await write()
  await write({ contactId: decodeId('ct', other)!, to: { address: 'owen@quillmere.example' } })
  await write({ topic: 'surveys' })
  await sweep()
  expect(server.received).toHaveLength(3)
})

test('whoever has an address of our own mail domains is one of us: left out with that reason, and kept back at the gate', async () => {
  const surveyId = (await ws.owner.call(listSurveys, {})).data[0]!.id
  await write({ topic: 'surveys', notBefore: new Date('2037-11-10T12:00:00Z') })
  await write({ notBefore: new Date('2037-11-10T12:00:00Z') })
  for (const wrong of ['larkfield', 'gmail.com'])
    await expect(ws.owner.call(putReachLimits, { ownDomains: [wrong] })).rejects.toMatchObject({
      status: 400,
    })
  await ws.owner.call(putReachLimits, { ownDomains: ['QUILLMERE.example'] })
  expect(await ws.owner.call(getContact, { contactId: petra })).toMatchObject({
    isInternal: false,
    isOfOwnDomain: true,
  })
  await ws.owner.call(createContact, { name: 'Owen Reed', email: 'owen@sub.quillmere.example' })
  await ws.owner.call(sendSurvey, { surveyId, people: 1 })
  await t.settle()
  t.clock.set('2037-11-10T12:00:01Z')
  await sweep()
  expect((await reaches()).map(({ standing, why }) => [standing, why])).toEqual([
    ['Left out', 'Address of our own company'],
    ['Sent', null],
    ['Not to be sent', 'Their address is of a mail domain of our own.'],
  ])
})

test('what was kept back stands on the contact with its reason, newest first, page by page', async () => {
  await write()
  await sweep()
  await ws.owner.call(changeConsent, { contactId: petra, topic: 'surveys', state: 'unsubscribed' })
  const surveyId = (await ws.owner.call(listSurveys, {})).data[0]!.id
  await ws.owner.call(createContact, { name: 'Owen Reed', email: 'owen@quillmere.example' })
  await ws.owner.call(sendSurvey, { surveyId })
  await t.settle()
  await write({ topic: 'surveys', subject: 'One question' })
  await ws.owner.call(changeConsent, { contactId: petra, topic: 'all', state: 'unsubscribed' })
  await write({ subject: 'About your case' })
  expect(await reaches()).toMatchObject([
    { kind: 'case', outcome: 'kept_back', why: 'The person unsubscribed from such mail.' },
    { kind: 'survey', what: 'One question', outcome: 'kept_back' },
    { kind: 'survey', outcome: 'kept_back', standing: 'Left out', why: 'Unsubscribed from surveys' },
    { kind: 'case', outcome: 'reached', standing: 'Sent' },
  ])
  const first = await ws.owner.call(listReaches, { contactId: petra, limit: 3 })
  const rest = await ws.owner.call(listReaches, { contactId: petra, limit: 3, cursor: first.nextCursor! })
  expect([first.data.length, rest.data.length, rest.nextCursor]).toEqual([3, 1, null])
  expect(await reaches('kept_back')).toHaveLength(3)
})

test('consent is kept for each channel and purpose with when and by whom; a text message needs a yes', async () => {
  const of = async (channel: string) =>
    (
      await ws.owner.call(changeConsent, {
        contactId: petra,
        channel: 'phone',
        topic: 'surveys',
        state: 'subscribed',
      })
    ).permissions.find((one) => one.channel === channel)
  expect(await of('sms')).toMatchObject({ isAllowed: false, since: null })
  expect(await of('phone')).toMatchObject({ isAllowed: true, since: null })
  await ws.owner.call(changeConsent, {
    contactId: petra,
    channel: 'sms',
    topic: 'surveys',
    state: 'subscribed',
  })
  expect(await of('sms')).toMatchObject({
    isAllowed: true,
    since: '2037-11-09T12:00:00.000Z',
    by: 'Olive Owner',
  })
  const off = await ws.owner.call(changeConsent, {
    contactId: petra,
    channel: 'phone',
    topic: 'surveys',
    state: 'unsubscribed',
  })
  expect(off.consents.map((one) => [one.channel, one.state])).toEqual([
    ['phone', 'unsubscribed'],
    ['sms', 'subscribed'],
  ])
  expect(off).toMatchObject({ unsubscribedAt: null, unsubscribedTopics: [] })
})
