import { beforeEach, describe, expect, test } from 'vitest'
import { submitFeedback } from '#collect/feedback/contract.ts'
import * as contract from '#collect/programmes/contract.ts'
import { programmeHouse } from '#collect/programmes/test-house.ts'
import { archiveSurvey, restoreSurvey } from '#collect/surveys/builder/contract.ts'
import {
  getWave,
  listExclusions,
  listInvitations,
  listWaves,
  sendSurvey,
  stopWave,
} from '#collect/surveys/waves/contract.ts'
import { createAccount } from '#customers/accounts/contract.ts'
import { putReachLimits } from '#customers/consent/contract.ts'
import { listReaches } from '#measure/reaches/contract.ts'
import { getCalendar, putCalendar } from '#platform/calendar/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { listMembers } from '#platform/identity/contract.ts'
import { decodeId, encodeId, newId } from '#platform/ids.ts'
import { listNotices } from '#platform/notices/contract.ts'
import type { TestWorkspace } from '#platform/testing/app.ts'

const house = await programmeHouse()
const { t, server, person, make, tick, at, asked, runs, occasions, send, press } = house
let ws: TestWorkspace
let surveyId: string
beforeEach(() => {
  ;({ ws, surveyId } = house)
})

describe('the NPS survey is sent quarterly, in the last week of the quarter, to all active users', () => {
  test('it begins on the first business morning of the last seven days, in the zone of each, and once', async () => {
    const { nextClosed: _, ...calendar } = await ws.owner.call(getCalendar, {})
    await ws.owner.call(putCalendar, {
      ...calendar,
      zone: 'Europe/Berlin',
      closed: [
        { on: '2037-12-25', name: 'Christmas Day' },
        { on: '2037-12-28', name: 'Works outing' },
      ],
    })
    await person('Petra Lund', { zone: 'Europe/Berlin' })
    await person('Yuki Sato', { zone: 'Asia/Tokyo' })
    await person('Sam Silent')
    await ws.run((ctx) =>
      ctx.db.run(
        sql`update contacts set last_seen_at = '2037-08-01' where workspace_id = ${ws.id} and name = 'Sam Silent'`,
      ),
    )
    const [given] = (await ws.owner.call(contract.listProgrammes, {})).data
    expect(given).toMatchObject({ name: 'Quarterly NPS', isOn: false, nextAt: null })
    const programme = await ws.owner.call(contract.changeProgramme, { programmeId: given!.id, isOn: true })
    expect(programme.nextAt).toBe('2037-12-28T23:00:00.000Z')
    expect(await ws.owner.call(contract.previewProgramme, { programmeId: given!.id })).toMatchObject({
      considered: 3,
      people: 2,
      reasons: [{ reason: 'not_seen', people: 1 }],
    })
    await at('2037-12-28T12:00:00Z')
    expect(await runs(programme.id)).toEqual([])
    await at('2037-12-28T23:00:01Z')
    await tick()
    expect(await runs(programme.id)).toMatchObject([
      {
        name: 'Quarterly NPS, 2037-Q4',
        invited: 2,
        excluded: 1,
        reasons: [{ reason: 'not_seen', people: 1 }],
      },
    ])
    // nothing leaves before the morning, nor at night
    expect(server.received).toHaveLength(0)
    const planned = await ws.run((ctx) =>
      ctx.db.many<{ zone: string; due_at: Date }>(sql`
        select c.zone, m.due_at from mails m join contacts c on c.workspace_id = ${ws.id} and c.id = m.contact_id
        where m.workspace_id = ${ws.id}`),
    )
    for (const { zone, due_at } of planned) {
      const local = new Intl.DateTimeFormat('en-GB', {
        timeZone: zone,
        weekday: 'short',
        hour: '2-digit',
        day: 'numeric',
      }).format(due_at)
      expect(local).toMatch(/^(Tue,? 29|Wed,? 30|Thu,? 31),? (09|10|11)$/)
    }
    await at('2037-12-31T23:00:00Z')
    expect(asked()).toEqual(['Petra Lund', 'Yuki Sato'])
    expect((await ws.owner.call(contract.getProgramme, { programmeId: programme.id })).nextAt).toBe(
      '2038-03-24T23:00:00.000Z',
    )
  })

  test('a server that was down in that week asks as soon as it is up; a quarter that was overtaken is kept as such', async () => {
    await person('Petra Lund')
    const programme = await make('quarterly')
    await at('2038-01-10T08:00:00Z')
    await tick()
    expect((await runs(programme.id)).map((one) => one.name)).toEqual(['On quarterly, 2037-Q4'])
    // down from then until the last week of June: the first quarter is overtaken by the second
    await at('2038-06-28T08:00:00Z')
    await tick()
    expect((await occasions(programme.id)).map((one) => [one.key, one.state, one.why])).toEqual([
      ['2038-Q2', 'asked', null],
      ['2038-Q1', 'left_out', 'The next one was due already'],
      ['2037-Q4', 'asked', null],
    ])
  })

  test('turned off and on again within the week, it asks nobody twice', async () => {
    await person('Petra Lund')
    const programme = await make('quarterly')
    await at('2037-12-29T12:00:00Z')
    await ws.owner.call(contract.changeProgramme, { programmeId: programme.id, isOn: false })
    await ws.owner.call(contract.changeProgramme, { programmeId: programme.id, isOn: true })
    await tick()
    expect(await runs(programme.id)).toHaveLength(1)
  })
})

describe('a support survey follows the resolution of a ticket, at once or within 24 hours', () => {
  test('a ticket told twice asks once, and whoever opened it is found or made', async () => {
    const programme = await make('ticket_resolved')
    const key = await ws.key(['surveys:write'])
    const ticket = {
      programmeId: programme.id,
      key: 'zendesk 4711',
      contact: { email: 'petra@quillmere.example', name: 'Petra Lund' },
    }
    const first = await key.call(contract.raiseOccasion, ticket)
    const again = await key.call(contract.raiseOccasion, ticket)
    expect(again.id).toBe(first.id)
    await tick()
    expect(asked()).toEqual(['Petra Lund'])
    expect(await occasions(programme.id)).toMatchObject([{ state: 'asked', name: 'Petra Lund', why: null }])
    expect(await runs(programme.id)).toMatchObject([
      { name: 'On ticket_resolved, November 2037', invited: 1, excluded: 0 },
    ])
  })

  test('a ticket opened by a member, or from an address of our own mail domains, asks nobody', async () => {
    const programme = await make('ticket_resolved')
    await ws.owner.call(putReachLimits, { ownDomains: ['larkfield.example'] })
    const petra = await person('Petra Lund')
    const raise = (key: string, more: Record<string, unknown>) =>
      ws.owner.call(contract.raiseOccasion, { programmeId: programme.id, key, contactId: petra, ...more })
    const { email } = (await ws.owner.call(listMembers, {})).data[0]!
    const lena = await person('Lena', { email: 'lena@larkfield.example' })
    const item = await ws.owner.call(submitFeedback, {
      verbatim: 'Petra called: all is down',
      channel: 'email',
      contactId: lena,
    })
    await raise('by a member', { openedBy: email.toUpperCase() })
    await raise('by our domain', { openedBy: 'desk@Larkfield.example' })
    await raise('by the item', { aboutFeedbackId: item.id })
    await raise('by herself', { openedBy: 'p1@quillmere.example' })
    await tick()
    expect((await occasions(programme.id)).map((one) => [one.key, one.why])).toEqual([
      ['by herself', null],
      ['by the item', 'The ticket was opened by us'],
      ['by our domain', 'The ticket was opened by us'],
      ['by a member', 'The ticket was opened by us'],
    ])
  })

  test('at most one a month, unless a complex issue overrides with its reason; each that is not sent says why', async () => {
    const programme = await make('ticket_resolved', { delayHours: 2 })
    const petra = await person('Petra Lund')
    const inside = await person('Inge Inside', { isInternal: true })
    const raise = (key: string, more: Record<string, unknown> = {}) =>
      ws.owner.call(contract.raiseOccasion, { programmeId: programme.id, key, contactId: petra, ...more })
    await raise('t1')
    await tick()
    expect(asked()).toEqual([])
    await at('2037-11-09T14:00:01Z')
    expect(asked()).toEqual(['Petra Lund'])
    await raise('t2')
    await raise('t3', { isOpenedByUs: true })
    await raise('t4', { contactId: inside })
    await raise('t5', { happenedAt: '2037-10-01T00:00:00Z' })
    await at('2037-11-11T12:00:00Z')
    await raise('t6', { overrideReason: 'the outage of Tuesday' })
    await at('2037-11-11T14:00:01Z')
    expect((await occasions(programme.id)).map((one) => [one.key, one.state, one.why])).toEqual([
      ['t6', 'asked', null],
      ['t5', 'left_out', 'Told too long afterwards'],
      ['t4', 'left_out', 'People of our own company'],
      ['t3', 'left_out', 'The ticket was opened by us'],
      ['t2', 'left_out', 'Asked or answered in the last 30 days'],
      ['t1', 'asked', null],
    ])
    const [run] = await runs(programme.id)
    expect(run).toMatchObject({ invited: 2, excluded: 4 })
    expect(run!.reasons.reduce((sum, one) => sum + one.people, 0)).toBe(4)
    expect((await ws.owner.call(listExclusions, { wave: run!.waveId })).data).toHaveLength(4)
    const told = (await ws.owner.call(listReaches, { contactId: petra })).data
    expect(told.map((one) => one.why ?? one.standing).sort()).toEqual([
      'Asked or answered in the last 30 days',
      'Sent',
      'Sent',
      'The ticket was opened by us',
      'Told too long afterwards',
    ])
    t.clock.advance({ days: 5 })
    await raise('t7')
    t.clock.advance({ hours: 3 })
    await tick()
    expect((await occasions(programme.id))[0]).toMatchObject({
      key: 't7',
      why: 'Asked or answered in the last 30 days',
    })
  })

  test('while it is off nothing is asked, and bad input says what to do', async () => {
    const programme = await make('ticket_resolved')
    await ws.owner.call(contract.changeProgramme, { programmeId: programme.id, isOn: false })
    const petra = await person('Petra Lund')
    const raise = (more: Record<string, unknown>) =>
      ws.owner.call(contract.raiseOccasion, { programmeId: programme.id, key: 't1', ...more })
    await raise({ contactId: petra })
    await tick()
    expect((await occasions(programme.id))[0]).toMatchObject({
      state: 'left_out',
      why: 'The programme was off',
    })
    await expect(raise({ contactId: petra, aboutCaseId: encodeId('case', ws.id) })).rejects.toMatchObject({
      status: 404,
      code: 'case.not_found',
    })
    await expect(raise({ contactId: petra, aboutFeedbackId: encodeId('fb', ws.id) })).rejects.toMatchObject({
      status: 404,
      code: 'feedback.not_found',
    })
    await expect(raise({})).rejects.toMatchObject({ status: 400 })
    await expect(raise({ contactId: petra, happenedAt: '2037-12-01T00:00:00Z' })).rejects.toMatchObject({
      code: 'programme.in_future',
    })
    await expect(
      ws.owner.call(contract.changeProgramme, { programmeId: programme.id, delayHours: 48 }),
    ).rejects.toMatchObject({ code: 'programme.delay' })
    const quarterly = await make('quarterly')
    await expect(
      ws.owner.call(contract.raiseOccasion, { programmeId: quarterly.id, key: 'x', contactId: petra }),
    ).rejects.toMatchObject({ code: 'programme.not_told' })
  })
})

test('a release is told to many in one call, after a look at who is asked and who is not; one that cannot be refuses all', async () => {
  const programme = await make('event', { timing: 'at_once', delayHours: 2 })
  const [petra, owen, inge] = [
    await person('Petra Lund'),
    await person('Owen Reed'),
    await person('Inge Inside', { isInternal: true }),
  ]
  await ws.owner.call(contract.raiseOccasion, { programmeId: programme.id, key: 'first', contactId: owen })
  await at('2037-11-09T14:00:01Z')
  t.clock.set('2037-11-11T12:00:00Z')
  const events = (more: object = {}) =>
    [petra, owen, inge].map((contactId) => ({ key: `release 12 ${contactId}`, contactId, ...more }))
  const look = async (more: object = {}) =>
    (
      await ws.owner.call(contract.previewOccasions, { programmeId: programme.id, events: events(more) })
    ).data.map((one) => [one.name, one.reason])
  expect(await look()).toEqual([
    ['Petra Lund', null],
    ['Owen Reed', 'asked_recently'],
    ['Inge Inside', 'internal'],
  ])
  expect((await look({ overrideReason: 'a new export' }))[1]).toEqual(['Owen Reed', null])
  expect(await occasions(programme.id)).toHaveLength(1)
  const unknown = { key: 'release 12', contactId: encodeId('ct', newId()) }
  await expect(
    ws.owner.call(contract.raiseOccasions, { programmeId: programme.id, events: [...events(), unknown] }),
  ).rejects.toMatchObject({ code: 'contact.not_found', message: expect.stringContaining('Event 4') })
  expect(await occasions(programme.id)).toHaveLength(1)
  const told = await ws.owner.call(contract.raiseOccasions, { programmeId: programme.id, events: events() })
  expect(told.data).toHaveLength(3)
  await at('2037-11-11T14:00:01Z')
  expect((await occasions(programme.id)).map((one) => [one.name, one.state]).sort()).toEqual([
    ['Inge Inside', 'left_out'],
    ['Owen Reed', 'asked'],
    ['Owen Reed', 'left_out'],
    ['Petra Lund', 'asked'],
  ])
})

test('an archived survey asks nobody: single occasions say so, a quarter waits until it is restored', async () => {
  const petra = await person('Petra Lund')
  const told = await make('event')
  const quarterly = await make('quarterly')
  await ws.owner.call(archiveSurvey, { surveyId })
  await ws.owner.call(contract.raiseOccasion, { programmeId: told.id, key: 'e1', contactId: petra })
  await at('2037-12-29T12:00:00Z')
  expect(await occasions(told.id)).toMatchObject([{ state: 'left_out', why: 'The survey was not ready' }])
  expect(await runs(quarterly.id)).toEqual([])
  await ws.owner.call(contract.changeProgramme, { programmeId: told.id, isOn: false })
  await expect(
    ws.owner.call(contract.changeProgramme, { programmeId: told.id, isOn: true }),
  ).rejects.toMatchObject({ code: 'survey.not_ready' })
  await ws.owner.call(restoreSurvey, { surveyId })
  await tick()
  expect(await runs(quarterly.id)).toMatchObject([{ name: 'On quarterly, 2037-Q4', invited: 1 }])
})

describe('the post-implementation survey goes two weeks after go-live to each implementation project manager', () => {
  test('with one reminder to those who did not answer', async () => {
    const programme = await make('go_live')
    const account = (name: string, goLiveOn: string) =>
      ws.owner.call(createAccount, { name, goLiveOn, lifecycle: 'active' })
    const quillmere = (await account('Quillmere', '2037-11-09')).id
    await account('Nobody Marked', '2037-11-09')
    await account('Long Live', '2037-09-01')
    const roles = ['implementation-project-manager']
    await person('Petra Lund', { accountId: quillmere, roles })
    await person('Owen Reed', { accountId: quillmere, roles })
    await person('Ulla User', { accountId: quillmere })
    await at('2037-11-22T12:00:00Z')
    expect(await occasions(programme.id)).toEqual([])
    await at('2037-11-23T00:30:00Z')
    await at('2037-11-23T23:00:00Z')
    expect(asked()).toEqual(['Owen Reed', 'Petra Lund'])
    expect(
      (await occasions(programme.id)).map((one) => [one.accountName, one.state, one.why]).sort(),
    ).toEqual([
      ['Nobody Marked', 'left_out', 'Nobody is marked at the account'],
      ['Quillmere', 'asked', null],
      ['Quillmere', 'asked', null],
    ])
    await press('Petra')
    await at('2037-12-01T12:00:00Z')
    await at('2037-12-09T12:00:00Z')
    expect(asked()).toEqual(['Owen Reed', 'Owen Reed', 'Petra Lund'])
    const [first, second] = server.received.filter((one) => one.raw.includes('Owen'))
    expect(second!.parsed.inReplyTo).toBe(first!.parsed.messageId)
    const link = /\/s\/hb_[\w-]+/
    expect(link.exec(second!.parsed.text!)![0]).toBe(link.exec(first!.parsed.text!)![0])
    expect(await runs(programme.id)).toMatchObject([{ invited: 2, answered: 1, reminded: 1 }])
    const owen = (await ws.owner.call(listInvitations, {})).data.find((one) => one.name === 'Owen Reed')!
    expect(
      (await ws.owner.call(listReaches, { contactId: owen.contactId })).data.map((one) => one.kind),
    ).toEqual(['reminder', 'survey'])
  })
})

test('whoever pressed Send a moment before is not reminded', async () => {
  await person('Petra Lund')
  await person('Owen Reed')
  const programme = await make('by_hand', { timing: 'at_once', reminderDays: 7 })
  await ws.owner.call(contract.runProgramme, { programmeId: programme.id, people: 2 })
  await t.settle()
  t.clock.advance({ days: 7, minutes: -1 })
  await send('Petra')
  t.clock.advance({ minutes: 1 })
  await tick()
  expect(asked()).toEqual(['Owen Reed', 'Owen Reed', 'Petra Lund'])
})

test('by mornings a ticket is still asked about within 24 hours: where no weekday morning comes in time, at once', async () => {
  const programme = await make('ticket_resolved', { timing: 'mornings' })
  const raise = async (key: string, name: string) => {
    const contactId = await person(name, { zone: 'Europe/Berlin' })
    await ws.owner.call(contract.raiseOccasion, { programmeId: programme.id, key, contactId })
    await tick()
    return (await ws.owner.call(listInvitations, { contact: contactId })).data[0]!.sendAt
  }
  // Monday noon: the morning of Tuesday; Friday noon: Monday would be too late
  const tuesday = await raise('t1', 'Petra Lund')
  expect(tuesday! >= '2037-11-10T08:00' && tuesday! < '2037-11-10T10:30').toBe(true)
  t.clock.set('2037-11-13T12:00:00Z')
  expect(await raise('t2', 'Bo Stay')).toBeNull()
  expect(asked()).toContain('Bo Stay')
})

test('a quarter in which nobody remains makes no wave; it says so, and the owners are told', async () => {
  const programme = await make('quarterly')
  await person('Inge Inside', { isInternal: true })
  await at('2037-12-28T12:00:00Z')
  expect(await runs(programme.id)).toEqual([])
  expect(await occasions(programme.id)).toMatchObject([
    { key: '2037-Q4', state: 'left_out', why: 'Nobody remained to be asked', waveId: null },
  ])
  expect((await ws.owner.call(listNotices, {})).data).toMatchObject([
    { kind: 'programme.nobody_left', text: expect.stringContaining('asked nobody for 2037-Q4') },
  ])
  const after = await ws.owner.call(contract.getProgramme, { programmeId: programme.id })
  expect(after).toMatchObject({ asked: 0, lastAt: null })
  expect(after.nextAt! > '2038').toBe(true)
})

test('a stopped wave takes back the reminder that waits for the morning', async () => {
  const petra = await person('Petra Lund', { zone: 'Europe/Berlin' })
  const programme = await make('event', { timing: 'at_once', reminderDays: 7 })
  await ws.owner.call(contract.raiseOccasion, { programmeId: programme.id, key: 'e1', contactId: petra })
  await tick()
  const { waveId } = (await runs(programme.id))[0]!
  const pending = async () => (await ws.owner.call(getWave, { waveId })).pending
  expect(await pending()).toMatchObject({ messages: 0, reminders: 1 })
  await ws.owner.call(putReachLimits, { quiet: { from: '20:00', to: '08:00' }, mailsPerDay: null })
  await at('2037-11-16T21:00:00Z')
  const reminders = async (outcome: 'waiting' | 'kept_back') =>
    (await ws.owner.call(listReaches, { contactId: petra, outcome })).data.map((one) => one.kind)
  expect(await reminders('waiting')).toEqual(['reminder'])
  expect(await pending()).toMatchObject({ messages: 0, reminders: 1 })
  await ws.owner.call(stopWave, { waveId })
  expect(await pending()).toMatchObject({ messages: 0, reminders: 0 })
  expect(await reminders('kept_back')).toEqual(['reminder'])
  await at('2037-11-17T12:00:00Z')
  expect(asked()).toEqual(['Petra Lund'])
})

test('a follow-up to a release is linked to the item, does not count for the month, and comes although they were asked', async () => {
  const petra = await person('Petra Lund')
  await ws.owner.call(sendSurvey, { surveyId })
  await t.settle()
  t.clock.advance({ days: 2 })
  const programme = await make('follow_up', { timing: 'at_once' })
  const item = await ws.owner.fetch('/feedback', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ verbatim: 'The export takes four clicks', channel: 'email' }),
  })
  const { id } = (await item.json()) as { id: string }
  await ws.owner.call(contract.raiseOccasion, {
    programmeId: programme.id,
    key: 'release 12',
    contactId: petra,
    aboutFeedbackId: id,
  })
  await tick()
  expect(await occasions(programme.id)).toMatchObject([{ state: 'asked', about: { kind: 'feedback', id } }])
  expect((await ws.owner.call(listWaves, {})).data[0]).toMatchObject({
    programmeId: programme.id,
    exemptReason: 'follows a case, an action or a release',
  })
  const isExempt = { exemptReason: 'follows a case, an action or a release', overrideReason: null }
  expect(await occasions(programme.id)).toMatchObject([isExempt])
  const [told] = (await ws.owner.call(listReaches, { contactId: petra })).data
  expect(told).toMatchObject(isExempt)
  expect((await ws.owner.call(listInvitations, { wave: told!.waveId! })).data).toMatchObject([isExempt])
  // 31 days after the first invitation the follow-up is 29 days old, and does not stand in the way
  t.clock.advance({ days: 29 })
  const hand = await make('by_hand', { timing: 'at_once' })
  expect(await ws.owner.call(contract.previewProgramme, { programmeId: hand.id })).toMatchObject({
    people: 1,
  })
})

test('two programmes of one day ask a person once, even where one overrides the limit of a month', async () => {
  await person('Petra Lund')
  const first = await make('by_hand')
  const second = await make('by_hand')
  await ws.owner.call(contract.runProgramme, { programmeId: first.id, people: 1 })
  await t.settle()
  await expect(
    ws.owner.call(contract.runProgramme, { programmeId: second.id, overrideReason: 'a service change' }),
  ).rejects.toMatchObject({ code: 'wave.nobody' })
  t.clock.advance({ days: 3 })
  const people = async (query: { override?: string }) =>
    (await ws.owner.call(contract.previewProgramme, { programmeId: second.id, ...query })).people
  expect([await people({}), await people({ override: 'true' })]).toEqual([0, 1])
  await ws.owner.call(contract.runProgramme, {
    programmeId: second.id,
    people: 1,
    overrideReason: 'a service change',
  })
  await t.settle()
  expect(await runs(second.id)).toMatchObject([{ invited: 1, overrideReason: 'a service change' }])
  const [, petra] = (await ws.owner.call(listInvitations, {})).data
  expect(petra).toMatchObject({ exemptReason: null, overrideReason: 'a service change' })
})

test('a sample is the same people in the preview and the run, and others the next time', async () => {
  for (let i = 0; i < 30; i++) await person(`Person ${i}`)
  const programme = await make('by_hand', { samplePercent: 50, timing: 'at_once' })
  const preview = async () =>
    (await ws.owner.call(contract.listProgrammePeople, { programmeId: programme.id, limit: 100 })).data.map(
      (one) => one.contactId,
    )
  const first = await preview()
  expect(first.length).toBeGreaterThan(3)
  expect(first.length).toBeLessThan(27)
  await ws.owner.call(contract.runProgramme, { programmeId: programme.id, people: first.length })
  await t.settle()
  const invited = (await ws.owner.call(listInvitations, { limit: 100 })).data.map((one) => one.contactId)
  expect(new Set(invited)).toEqual(new Set(first))
  const second = await preview()
  expect(second.length).toBe(30 - first.length)
  expect(second.filter((one) => first.includes(one))).toEqual([])
  expect(decodeId('ct', second[0]!)).toBeTruthy()
})
