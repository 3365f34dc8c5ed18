import ICAL from 'ical.js'
import type { InviteeAnswer } from '#act/meetings/contract.ts'

/** A meeting as calendars exchange it (RFC 5545, RFC 5546). */
export interface Invitation {
  uid: string
  sequence: number
  title: string
  text: string
  place: string
  startsAt: Date
  endsAt: Date
  madeAt: Date
  organizer: { name: string; address: string }
  invitees: readonly { name: string; address: string; answer: InviteeAnswer }[]
}

const partstat: Record<InviteeAnswer, string> = {
  none: 'NEEDS-ACTION',
  accepted: 'ACCEPTED',
  declined: 'DECLINED',
  tentative: 'TENTATIVE',
}

/**
 * The invitation (REQUEST) or its withdrawal (CANCEL) as text. Times are written in UTC: every calendar shows them in
 * its reader's own zone, and no zone rules have to travel along.
 */
export function writeCalendar(method: 'REQUEST' | 'CANCEL', meeting: Invitation): string {
  const calendar = new ICAL.Component('vcalendar')
  calendar.updatePropertyWithValue('prodid', '-//Hearback//Meetings//EN')
  calendar.updatePropertyWithValue('version', '2.0')
  calendar.updatePropertyWithValue('method', method)
  const event = new ICAL.Component('vevent')
  event.updatePropertyWithValue('uid', meeting.uid)
  event.updatePropertyWithValue('sequence', meeting.sequence)
  event.updatePropertyWithValue('dtstamp', ICAL.Time.fromJSDate(meeting.madeAt, true))
  event.updatePropertyWithValue('dtstart', ICAL.Time.fromJSDate(meeting.startsAt, true))
  event.updatePropertyWithValue('dtend', ICAL.Time.fromJSDate(meeting.endsAt, true))
  event.updatePropertyWithValue('summary', meeting.title)
  event.updatePropertyWithValue('status', method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED')
  if (meeting.place) event.updatePropertyWithValue('location', meeting.place)
  if (meeting.text) event.updatePropertyWithValue('description', meeting.text)
  if (/^https:\/\/\S+$/.test(meeting.place)) event.updatePropertyWithValue('url', meeting.place)
  event.addProperty(person('organizer', meeting.organizer))
  for (const invitee of meeting.invitees) {
    const attendee = person('attendee', invitee)
    attendee.setParameter('role', 'REQ-PARTICIPANT')
    attendee.setParameter('partstat', partstat[invitee.answer])
    attendee.setParameter('rsvp', 'TRUE')
    event.addProperty(attendee)
  }
  calendar.addSubcomponent(event)
  return `${calendar.toString()}\r\n`
}

function person(
  name: 'organizer' | 'attendee',
  { name: called, address }: { name: string; address: string },
) {
  const property = new ICAL.Property(name)
  // A quotation mark cannot stand in a parameter (RFC 5545, 3.2).
  if (called) property.setParameter('cn', called.replaceAll('"', "'"))
  property.setValue(`mailto:${address}`)
  return property
}

/** What somebody answered to an invitation. */
export interface CalendarAnswer {
  uid: string
  sequence: number
  address: string
  answer: InviteeAnswer
  comment: string
}

const answers: Record<string, InviteeAnswer> = {
  ACCEPTED: 'accepted',
  DECLINED: 'declined',
  TENTATIVE: 'tentative',
}

/** The answers in a REPLY; empty where it is none or cannot be read. */
export function readAnswers(text: string): CalendarAnswer[] {
  let calendar: ICAL.Component
  try {
    calendar = new ICAL.Component(ICAL.parse(text) as unknown[])
  } catch {
    return []
  }
  if (String(calendar.getFirstPropertyValue('method') ?? '').toUpperCase() !== 'REPLY') return []
  return calendar
    .getAllSubcomponents('vevent')
    .slice(0, 10)
    .flatMap((event) => {
      const uid = String(event.getFirstPropertyValue('uid') ?? '')
      const sequence = Number(event.getFirstPropertyValue('sequence') ?? 0) || 0
      const comment = String(event.getFirstPropertyValue('comment') ?? '').slice(0, 500)
      return event
        .getAllProperties('attendee')
        .slice(0, 20)
        .flatMap((attendee): CalendarAnswer[] => {
          const answer = answers[String(attendee.getParameter('partstat') ?? '').toUpperCase()]
          const address = String(attendee.getFirstValue() ?? '')
            .replace(/^mailto:/i, '')
            .toLowerCase()
          return answer && uid ? [{ uid, sequence, address, answer, comment }] : []
        })
    })
}
