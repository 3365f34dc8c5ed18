import ICAL from 'ical.js'
import { findIana } from 'windows-iana'
import type { InviteeAnswer } from '#act/meetings/contract.ts'
import { isZone, readInstant } from '#platform/calendar/zones.ts'

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
  proposed: 'TENTATIVE',
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
  /** the time they would have instead; the end is null where they say none */
  proposed: { startsAt: Date; endsAt: Date | null } | null
}

const answers: Record<string, InviteeAnswer> = {
  ACCEPTED: 'accepted',
  DECLINED: 'declined',
  TENTATIVE: 'tentative',
}

/** The answers in a REPLY, or the other time of a COUNTER; empty where it is neither or cannot be read. */
export function readAnswers(text: string): CalendarAnswer[] {
  let calendar: ICAL.Component
  try {
    calendar = new ICAL.Component(ICAL.parse(text) as unknown[])
  } catch {
    return []
  }
  const method = String(calendar.getFirstPropertyValue('method') ?? '').toUpperCase()
  if (method !== 'REPLY' && method !== 'COUNTER') return []
  return calendar
    .getAllSubcomponents('vevent')
    .slice(0, 10)
    .flatMap((event) => {
      const uid = String(event.getFirstPropertyValue('uid') ?? '')
      const sequence = Number(event.getFirstPropertyValue('sequence') ?? 0) || 0
      const comment = String(event.getFirstPropertyValue('comment') ?? '').slice(0, 500)
      const attendees = event.getAllProperties('attendee').slice(0, 20)
      if (method === 'COUNTER') {
        const startsAt = instantOf(calendar, event, 'dtstart')
        if (!startsAt || !uid) return []
        const proposed = { startsAt, endsAt: instantOf(calendar, event, 'dtend') }
        // Some calendars send everybody along: then whoever sent the mail proposes.
        const address = attendees.length === 1 ? addressOf(attendees[0]!) : ''
        return [{ uid, sequence, address, answer: 'proposed', comment, proposed }]
      }
      return attendees.flatMap((attendee): CalendarAnswer[] => {
        const answer = answers[String(attendee.getParameter('partstat') ?? '').toUpperCase()]
        const address = addressOf(attendee)
        return answer && uid ? [{ uid, sequence, address, answer, comment, proposed: null }] : []
      })
    })
}

const addressOf = (attendee: ICAL.Property) =>
  String(attendee.getFirstValue() ?? '')
    .replace(/^mailto:/i, '')
    .toLowerCase()

/** A time of an event: in UTC, in a zone by its IANA or Windows name, or by the rules that came along; null where it names none. */
function instantOf(calendar: ICAL.Component, event: ICAL.Component, name: string): Date | null {
  const property = event.getFirstProperty(name)
  const time = property?.getFirstValue()
  if (!property || !(time instanceof ICAL.Time) || time.isDate) return null
  if (time.zone === ICAL.Timezone.utcTimezone) return time.toJSDate()
  const tzid = String(property.getFirstParameter('tzid') ?? '')
  const zone = findIana(tzid)[0] ?? tzid
  if (isZone(zone)) return readInstant(time.toString(), zone) ?? null
  const rules = calendar
    .getAllSubcomponents('vtimezone')
    .find((one) => String(one.getFirstPropertyValue('tzid')) === tzid)
  if (!rules) return null
  time.zone = new ICAL.Timezone(rules)
  return time.toJSDate()
}
