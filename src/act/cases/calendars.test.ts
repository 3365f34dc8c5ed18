import { describe, expect, it } from 'vitest'
import { putAccountCalendar } from '#customers/accounts/contract.ts'
import { putCalendar } from '#platform/calendar/contract.ts'
import { changeMember } from '#platform/identity/contract.ts'
import { encodeId } from '#platform/ids.ts'
import { changeTeam, createTeam, listTeams } from '#platform/teams/contract.ts'
import { testApp } from '#platform/testing/app.ts'
import * as contract from './contract.ts'
import { dueWords } from './rules.ts'
import { type Person, seedAnswer, seedPerson } from './test-seeds.ts'

// An office in New York, 9:00 to 17:00, closed on Thanksgiving; a team in Berlin and a customer in Tokyo.

const t = await testApp()
const friday = '2037-11-20T15:00:00Z' // 10:00 in New York, 16:00 in Berlin, Saturday 0:00 in Tokyo
t.clock.set(friday)
const ws = await t.workspace()
const hours = Object.fromEntries(
  ['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['09:00', '17:00']]]),
)
await ws.owner.call(putCalendar, {
  zone: 'America/New_York',
  hours: hours as never,
  closed: [{ on: '2037-11-26', name: 'Thanksgiving' }],
})
const lead = encodeId('mem', (await ws.as('agent', 'Tess Transition')).memberId!)
await ws.owner.call(changeMember, { id: lead, positions: ['transition-success-manager'] })

async function customer(name: string): Promise<Person> {
  return seedPerson(ws, { name, account: `${name} Ltd`, mrrCents: 500_000 })
}

/** A negative answer to the post-implementation survey at a time, and the case it opens. */
async function caseOf(person: Person, at: string) {
  t.clock.set(at)
  await seedAnswer(ws, person, 1, { survey: { key: 'post-implementation', kind: 'custom' } })
  await t.settle()
  const { data } = await ws.owner.call(contract.listCases, { contact: encodeId('ct', person.contactId) })
  return data[0]!.id
}
async function stepOf(caseId: string, key: string) {
  const one = await ws.owner.call(contract.getCase, { caseId })
  return one.steps.find((step) => step.key === key)!
}

describe('the calendar of a case', () => {
  let ofTeam: string

  it('is the workspace’s where neither the account nor the lead’s team has one', async () => {
    const caseId = await caseOf(await customer('Ava'), friday)
    expect(await stepOf(caseId, 'acknowledge')).toMatchObject({
      earliestAt: '2037-11-23T14:00:00.000Z',
      latestAt: '2037-11-25T22:00:00.000Z',
      zone: 'America/New_York',
      dueWords: 'Wed 25 Nov, 17:00 New York, 3rd business day',
      calendarFrom: 'the workspace',
    })
  })

  it('is that of the lead’s team before the workspace’s: Thanksgiving is no holiday in Berlin', async () => {
    await ws.owner.call(createTeam, {
      name: 'Success Berlin',
      memberIds: [lead],
      calendar: { zone: 'Europe/Berlin' },
    })
    ofTeam = await caseOf(await customer('Bea'), friday)
    expect(await stepOf(ofTeam, 'acknowledge')).toMatchObject({
      earliestAt: '2037-11-23T08:00:00.000Z',
      latestAt: '2037-11-25T16:30:00.000Z',
      dueWords: 'Wed 25 Nov, 17:30 Berlin, 3rd business day',
      calendarFrom: 'team Success Berlin',
    })
    expect(await stepOf(ofTeam, 'investigate')).toMatchObject({
      state: 'ahead',
      latestAt: '2037-11-27T16:30:00.000Z',
      zone: 'Europe/Berlin',
    })
  })

  it('is the account’s before both: there the answer came on a Saturday, and Monday is a holiday', async () => {
    const yui = await customer('Yui')
    await ws.owner.call(putAccountCalendar, {
      accountId: encodeId('acct', yui.accountId!),
      calendar: { zone: 'Asia/Tokyo', hours: hours as never, country: 'JP' },
    })
    expect(await stepOf(await caseOf(yui, friday), 'acknowledge')).toMatchObject({
      earliestAt: '2037-11-24T00:00:00.000Z',
      latestAt: '2037-11-26T08:00:00.000Z',
      dueWords: 'Thu 26 Nov, 17:00 Tokyo, 3rd business day',
      calendarFrom: 'the account',
    })
  })

  it('is fixed when a step opens: a later edit moves no due time, the next step goes by it', async () => {
    const { data } = await ws.owner.call(listTeams, {})
    await ws.owner.call(changeTeam, { teamId: data[0]!.id, calendar: { zone: 'Europe/Lisbon' } })
    const before = await stepOf(ofTeam, 'acknowledge')
    expect(before).toMatchObject({ latestAt: '2037-11-25T16:30:00.000Z', zone: 'Europe/Berlin' })
    // Paused for an hour of Berlin’s Monday: it is put on after Wednesday’s close, so at Thursday’s opening there.
    t.clock.set('2037-11-23T09:00:00Z')
    await ws.owner.call(contract.pauseCase, { caseId: ofTeam, reason: 'waits for the customer' })
    t.clock.set('2037-11-23T10:00:00Z')
    await ws.owner.call(contract.resumeCase, { caseId: ofTeam })
    expect((await stepOf(ofTeam, 'acknowledge')).latestAt).toBe('2037-11-26T09:00:00.000Z')
    await ws.owner.call(contract.completeStep, {
      caseId: ofTeam,
      stepId: before.id,
      touchpoint: { kind: 'mail', summary: 'We wrote to you.' },
    })
    expect(await stepOf(ofTeam, 'investigate')).toMatchObject({
      state: 'open',
      latestAt: '2037-11-27T17:30:00.000Z',
      zone: 'Europe/Lisbon',
    })
  })

  it('keeps the close of business over the change of the clocks, which is not the same day everywhere', async () => {
    // New York sets its clocks on 14 March 2038, Lisbon two weeks later.
    const march = '2038-03-12T15:00:00Z'
    const jo = await customer('Jo')
    await ws.owner.call(putAccountCalendar, {
      accountId: encodeId('acct', jo.accountId!),
      calendar: { zone: 'America/New_York', hours: hours as never },
    })
    expect(await stepOf(await caseOf(jo, march), 'acknowledge')).toMatchObject({
      earliestAt: '2038-03-15T13:00:00.000Z',
      latestAt: '2038-03-17T21:00:00.000Z',
      dueWords: 'Wed 17 Mar, 17:00 New York, 3rd business day',
    })
    expect((await stepOf(await caseOf(await customer('Kim'), march), 'acknowledge')).latestAt).toBe(
      '2038-03-17T17:30:00.000Z',
    )
  })
})

it('a due time is said where it is reckoned, with its rule', () => {
  const at = new Date('2026-03-12T21:00:00Z')
  expect(dueWords(at, 'America/New_York', '5 business days')).toBe(
    'Thu 12 Mar, 17:00 New York, 5th business day',
  )
  expect(dueWords(at, 'UTC', '22 business days')).toBe('Thu 12 Mar, 21:00 UTC, 22nd business day')
  expect(dueWords(at, 'Asia/Kolkata', '24 hours')).toBe('Fri 13 Mar, 02:30 Kolkata, 24 hours')
  expect(dueWords(at, 'UTC', 'same business day')).toBe('Thu 12 Mar, 21:00 UTC, same business day')
})
