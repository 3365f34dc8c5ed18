import ICAL from 'ical.js'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { completeStep, decideStep, getCase, openCase, resolveCase } from '#act/cases/contract.ts'
import * as contract from '#act/meetings/contract.ts'
import { listReplies } from '#act/replies/contract.ts'
import { listInboundMails, setMailbox } from '#collect/mailbox/contract.ts'
import { createContact } from '#customers/contacts/contract.ts'
import { encodeId } from '#platform/ids.ts'
import { setMailServer } from '#platform/mail/contract.ts'
import { listNotices } from '#platform/notices/contract.ts'
import { type Client, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { message, openPost } from '#platform/testing/mail-in.ts'
import { type ReceivedMail, serverAt, testMailServer } from '#platform/testing/smtp.ts'

const t = await testApp()
const server = await testMailServer()
const post = await openPost(t)
let ws: TestWorkspace
let agent: Client
let number = 0
let petra: string
let contactId: string
let caseId: string
let stepId: string

beforeAll(async () => {
  t.clock.set('2037-11-09T09:00:00Z') // a Monday
  ws = await t.workspace()
  agent = await ws.as('agent', 'Ines Internal')
  await ws.owner.call(setMailServer, serverAt(server.port))
  await ws.owner.call(setMailbox, { address: 'reply@in.larkfield.example' })
})

/** A case with the customer call of an implementation that went wrong. */
beforeEach(async () => {
  number += 1
  petra = `petra${number}@quillmere.example`
  contactId = (await ws.owner.call(createContact, { name: `Petra ${number}`, email: petra })).id
  const made = await ws.owner.call(openCase, { playbook: 'post-implementation-negative', contactId })
  caseId = made.id
  stepId = made.steps.find((step) => step.action === 'call')!.id
})

const lastMail = (to: string): ReceivedMail =>
  server.received.filter((mail) => mail.envelope.to[0] === to).at(-1)!
const sendOut = async () => {
  await t.settle()
  await t.settle()
}

/** The iCalendar part of a mail, read by another reader than the one that answers: as an event. */
function eventIn(mail: ReceivedMail) {
  const part = mail.parsed.attachments.find(
    (one) => one.contentType === 'text/calendar' || one.filename === 'invitation.ics',
  )!
  const calendar = new ICAL.Component(ICAL.parse(part.content.toString('utf8')) as unknown[])
  const event = calendar.getFirstSubcomponent('vevent')!
  const value = (name: string) => String(event.getFirstPropertyValue(name))
  return {
    method: String(calendar.getFirstPropertyValue('method')),
    uid: value('uid'),
    sequence: Number(value('sequence')),
    start: value('dtstart'),
    organizer: value('organizer'),
    status: value('status'),
    attendees: event.getAllProperties('attendee').map((one) => String(one.getFirstValue())),
  }
}

async function plan(more: Partial<Parameters<typeof ws.owner.call<typeof contract.planMeeting>>[1]> = {}) {
  const meeting = await ws.owner.call(contract.planMeeting, {
    caseId,
    stepId,
    startsAt: '2037-11-10T14:00:00Z',
    minutes: 45,
    place: 'https://meet.larkfield.example/abc',
    memberIds: [encodeId('mem', agent.memberId!)],
    invitesContact: true,
    ...more,
  })
  await sendOut()
  return meeting
}

/** The rules of a zone that only its sender knows by this name, as Exchange writes them. */
const officeZone = [
  'BEGIN:VTIMEZONE',
  'TZID:Office (Berlin)',
  'BEGIN:STANDARD',
  'DTSTART:16010101T030000',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10',
  'END:STANDARD',
  'BEGIN:DAYLIGHT',
  'DTSTART:16010101T020000',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3',
  'END:DAYLIGHT',
  'END:VTIMEZONE',
]

/** The customer's calendar answers, as Outlook and Google send it. */
async function answer(
  invited: ReturnType<typeof eventIn>,
  partstat: string,
  more: {
    from?: string
    sequence?: number
    asFile?: boolean
    comment?: string
    counter?: string[]
    head?: Record<string, string>
  } = {},
): Promise<void> {
  const from = more.from ?? petra
  const ics = [
    'BEGIN:VCALENDAR',
    'PRODID:-//Another Calendar//EN',
    'VERSION:2.0',
    `METHOD:${more.counter ? 'COUNTER' : 'REPLY'}`,
    ...officeZone,
    'BEGIN:VEVENT',
    `UID:${invited.uid}`,
    `SEQUENCE:${more.sequence ?? invited.sequence}`,
    'DTSTAMP:20371109T120000Z',
    ...(more.counter ?? []),
    `ORGANIZER:${invited.organizer}`,
    `ATTENDEE;PARTSTAT=${partstat};CN=Petra:MAILTO:${from}`,
    ...(more.comment ? [`COMMENT:${more.comment}`] : []),
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n')
  const to = invited.organizer.replace(/^mailto:/i, '')
  const type = more.asFile
    ? 'Content-Type: application/ics; name="invite.ics"\nContent-Disposition: attachment; filename="invite.ics"\nContent-Transfer-Encoding: base64'
    : 'Content-Type: text/calendar; charset=utf-8; method=REPLY'
  const body = more.asFile ? Buffer.from(ics).toString('base64') : ics
  await post.send(
    message(
      {
        From: from,
        To: to,
        Subject: 'Accepted: Call',
        'Content-Type': 'multipart/mixed; boundary=c',
        ...more.head,
      },
      `--c\nContent-Type: text/plain\n\nPetra has answered this invitation.\n--c\n${type}\n\n${body}\n--c--`,
    ),
    { from, to },
  )
  await t.settle()
}

const answers = async () => {
  const [meeting] = (await ws.owner.call(contract.listMeetings, { case: caseId })).data
  return Object.fromEntries(meeting!.invitees.map((one) => [one.address, one.answer]))
}

describe('a call with the customer', () => {
  it('is proposed in working time with the contact and whoever does the step', async () => {
    expect(await ws.owner.call(contract.proposeMeeting, { caseId, stepId })).toMatchObject({
      kind: 'customer',
      contact: { id: contactId, address: petra },
      minutes: 30,
      readsAnswers: true,
    })
  })

  it('is sent as an invitation that calendars understand, with the address of the case to answer to', async () => {
    const meeting = await plan()
    expect(meeting).toMatchObject({
      kind: 'customer',
      state: 'planned',
      sequence: 0,
      title: `Call with Petra ${number}`,
    })
    const mail = lastMail(petra)
    expect(mail.raw).toMatch(/Content-Type: text\/calendar; charset=utf-8; method=REQUEST/i)
    expect(mail.parsed.text).toContain('Where: https://meet.larkfield.example/abc')
    const event = eventIn(mail)
    expect(event).toMatchObject({
      method: 'REQUEST',
      sequence: 0,
      start: '2037-11-10T14:00:00Z',
      status: 'CONFIRMED',
    })
    expect(event.organizer).toMatch(/^mailto:reply\+[0-9a-z]{26}@in\.larkfield\.example$/)
    expect(event.attendees).toContain(`mailto:${petra}`)
    expect(
      eventIn(
        lastMail(
          eventIn(mail)
            .attendees.find((one) => one !== `mailto:${petra}`)!
            .slice(7),
        ),
      ).uid,
    ).toBe(event.uid)
  })

  it.each([
    ['ACCEPTED', 'accepted', false],
    ['TENTATIVE', 'tentative', true],
    ['DECLINED', 'declined', true],
  ])('%s comes back and shows on the step', async (partstat, expected, asFile) => {
    await plan()
    await answer(eventIn(lastMail(petra)), partstat, { asFile, comment: 'I am in a train' })
    expect((await answers())[petra]).toBe(expected)
    expect((await ws.owner.call(listReplies, { case: caseId })).data[0]).toMatchObject({
      state: 'quiet',
      reason: 'answer',
    })
    const told = (await ws.owner.call(listNotices, { limit: 100 })).data.filter(
      (notice) => notice.kind === 'meeting.declined' && notice.link === `cases/${caseId}`,
    )
    expect(told.map((notice) => notice.text)).toEqual(
      expected === 'declined' ? [expect.stringContaining(`Petra ${number} declined`)] : [],
    )
  })

  it.each([
    ['in UTC', ['DTSTART:20371112T150000Z', 'DTEND:20371112T160000Z'], 60],
    [
      'in a zone',
      ['DTSTART;TZID=Europe/Berlin:20371112T160000', 'DTEND;TZID=Europe/Berlin:20371112T170000'],
      60,
    ],
    [
      'in a zone by its Windows name',
      [
        'DTSTART;TZID=W. Europe Standard Time:20371112T160000',
        'DTEND;TZID="W. Europe Standard Time":20371112T170000',
      ],
      60,
    ],
    [
      'in a zone whose rules came along',
      ['DTSTART;TZID=Office (Berlin):20371112T160000', 'DTEND;TZID=Office (Berlin):20371112T170000'],
      60,
    ],
    ['without an end', ['DTSTART:20371112T150000Z'], 45],
  ])(
    'another time that the customer proposes (%s) is shown, and the meeting moves there',
    async (_, counter, minutes) => {
      const { id } = await plan()
      await answer(eventIn(lastMail(petra)), 'TENTATIVE', { counter, comment: 'Rather Thursday' })
      const [meeting] = (await ws.owner.call(contract.listMeetings, { case: caseId })).data
      const theirs = meeting!.invitees.find((one) => one.address === petra)!
      const startsAt = '2037-11-12T15:00:00.000Z'
      const endsAt = new Date(Date.parse(startsAt) + minutes * 60_000).toISOString()
      expect(theirs).toMatchObject({
        answer: 'proposed',
        comment: 'Rather Thursday',
        proposed: { startsAt, endsAt },
      })
      expect(meeting!.startsAt).toBe('2037-11-10T14:00:00.000Z')
      expect((await ws.owner.call(listReplies, { case: caseId })).data[0]).toMatchObject({
        state: 'quiet',
        reason: 'answer',
      })
      const told = (await ws.owner.call(listNotices, { limit: 100 })).data.find(
        (notice) => notice.kind === 'meeting.proposed' && notice.link === `cases/${caseId}`,
      )
      expect(told!.text).toBe(
        `Petra ${number} proposes 2037-11-12 15:00 (UTC) instead: Call with Petra ${number}, “Rather Thursday”. Move it there on the case.`,
      )
      const moved = await ws.owner.call(contract.moveMeeting, { meetingId: id, startsAt, minutes })
      expect(moved).toMatchObject({ startsAt, endsAt, sequence: 1 })
      expect(moved.invitees.find((one) => one.address === petra)).toMatchObject({
        answer: 'none',
        proposed: null,
      })
    },
  )

  it('moved, everybody gets the next version and is asked again; answers to the old time do not count', async () => {
    const { id } = await plan()
    const before = eventIn(lastMail(petra))
    await answer(before, 'ACCEPTED')
    await ws.owner.call(contract.moveMeeting, {
      meetingId: id,
      startsAt: '2037-11-11T14:00:00Z',
      minutes: 30,
    })
    await sendOut()
    const after = eventIn(lastMail(petra))
    expect(after).toMatchObject({
      method: 'REQUEST',
      uid: before.uid,
      sequence: 1,
      start: '2037-11-11T14:00:00Z',
    })
    expect((await answers())[petra]).toBe('none')
    await answer(before, 'DECLINED')
    expect((await answers())[petra]).toBe('none')
    await answer(after, 'ACCEPTED')
    expect((await answers())[petra]).toBe('accepted')
  })

  it('called off, everybody is told, and the step can have another', async () => {
    const { id } = await plan()
    await ws.owner.call(contract.cancelMeeting, { meetingId: id })
    await sendOut()
    expect(eventIn(lastMail(petra))).toMatchObject({ method: 'CANCEL', sequence: 1, status: 'CANCELLED' })
    await expect(ws.owner.call(contract.cancelMeeting, { meetingId: id })).rejects.toMatchObject({
      code: 'meeting.over',
    })
    await plan()
  })

  it('a case that ends calls off what was planned', async () => {
    await plan()
    await ws.owner.call(resolveCase, { caseId, resolution: 'It works.' })
    await sendOut()
    expect(eventIn(lastMail(petra)).method).toBe('CANCEL')
  })

  it('an answer of somebody who was not invited, or to a meeting that is not ours, changes nothing', async () => {
    await plan()
    const event = eventIn(lastMail(petra))
    await answer(event, 'DECLINED', { from: 'stranger@else.example' })
    await answer({ ...event, uid: 'unknown@else.example' }, 'DECLINED')
    expect((await answers())[petra]).toBe('none')
    const strange = (await ws.owner.call(listInboundMails, { state: 'quiet' })).data.slice(0, 2)
    expect(strange.map((mail) => mail.reason)).toEqual(['answer', 'answer'])
    const head = { 'Authentication-Results': 'mx.in.larkfield.example; dmarc=fail' }
    await answer(event, 'DECLINED', { head })
    expect((await answers())[petra]).toBe('none')
    const [mail] = (await ws.owner.call(listInboundMails, {})).data
    expect(mail!.why).toBe('Your mail server could not prove who sent it.')
  })

  it('what cannot be planned says why', async () => {
    const refuses = (code: string, more: object) => expect(plan(more)).rejects.toMatchObject({ code })
    await refuses('meeting.past', { startsAt: '2037-11-09T08:00:00Z' })
    await refuses('meeting.nobody', { memberIds: [], invitesContact: false })
    await plan()
    await refuses('meeting.planned', {})
    const other = (await ws.owner.call(getCase, { caseId })).steps.find(
      (step) => step.action === 'send-update',
    )!
    await refuses('meeting.no_step', { stepId: other.id })
  })
})

describe('a meeting among ourselves', () => {
  it('is a touchpoint once its step is done, and only members are invited', async () => {
    const one = await ws.owner.call(getCase, { caseId })
    const internal = one.steps.find((step) => step.action === 'meeting')!
    await ws.owner.call(decideStep, { caseId, stepId: internal.id, decision: 'open' }).catch(() => undefined)
    const meeting = await plan({
      stepId: internal.id,
      invitesContact: false,
      startsAt: '2037-11-09T15:00:00Z',
    })
    expect(meeting.kind).toBe('internal')
    t.clock.set('2037-11-09T16:00:00Z')
    const evidence = Object.fromEntries(internal.evidence.map((each) => [each.name, 'We found the cause.']))
    await ws.owner.call(completeStep, { caseId, stepId: internal.id, evidence })
    const after = await ws.owner.call(getCase, { caseId })
    expect(after.touchpoints[0]).toMatchObject({ kind: 'meeting', direction: 'inside', durationMinutes: 45 })
    expect((await ws.owner.call(contract.listMeetings, { case: caseId })).data[0]!.state).toBe('held')
  })
})
