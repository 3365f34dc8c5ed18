import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

export const InviteeAnswer = z.enum(['none', 'accepted', 'declined', 'tentative', 'proposed'])
export type InviteeAnswer = z.output<typeof InviteeAnswer>

/** A meeting or call at a time, on a step of a case. */
export const Meeting = z.object({
  id: idOut('meet'),
  caseId: idOut('case'),
  stepId: idOut('step'),
  kind: z.enum(['internal', 'customer']),
  title: z.string(),
  caseTitle: z.string(),
  startsAt: z.string(),
  endsAt: z.string(),
  /** when it starts on the clocks of the workspace's zone, such as 2026-11-19T09:30 */
  localStart: z.string(),
  zone: z.string(),
  place: z.string(),
  note: z.string(),
  state: z.enum(['planned', 'held', 'cancelled']),
  sequence: z.number(),
  /** the office is closed then */
  isOutsideHours: z.boolean(),
  invitees: z.array(
    z.object({
      name: z.string(),
      address: z.string(),
      memberId: idOut('mem').nullable(),
      contactId: idOut('ct').nullable(),
      answer: InviteeAnswer,
      answeredAt: z.string().nullable(),
      comment: z.string(),
      /** with the answer “proposed”: the time they would have it */
      proposed: z.object({ startsAt: z.string(), endsAt: z.string() }).nullable(),
    }),
  ),
})
export type Meeting = z.output<typeof Meeting>

const instant = z
  .string()
  .regex(
    /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?$/,
    'is not a time such as 2026-11-19T09:30 (in the zone of the workspace) or 2026-11-19T08:30:00Z',
  )
const minutes = z.number().int().min(5).max(480)
const text = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `is longer than ${most} characters; shorten it`)
    .refine((value) => !value.includes('\u0000'), 'holds a NUL character; remove it')
const when = { startsAt: instant, minutes: minutes.default(30), place: text(500).default('') }

export const proposeMeeting = endpoint({
  method: 'GET',
  path: '/cases/:caseId/steps/:stepId/meeting',
  summary: 'What a meeting of a step would be: the first working time inside its window, and whom to invite',
  access: 'cases:read',
  params: z.strictObject({ caseId: id('case'), stepId: id('step') }),
  response: z.object({
    kind: z.enum(['internal', 'customer']),
    startsAt: z.string(),
    localStart: z.string(),
    minutes: z.number(),
    zone: z.string(),
    /** working time of that day, as local clock times */
    hours: z.string().nullable(),
    latestAt: z.string().nullable(),
    members: z.array(idOut('mem')),
    contact: z.object({ id: idOut('ct'), name: z.string(), address: z.string().nullable() }).nullable(),
    /** answers come back to the case by themselves */
    readsAnswers: z.boolean(),
  }),
})

export const planMeeting = endpoint({
  method: 'POST',
  path: '/cases/:caseId/steps/:stepId/meeting',
  summary: 'Plan the meeting of a step and send the invitations as calendar mails',
  access: 'cases:write',
  params: z.strictObject({ caseId: id('case'), stepId: id('step') }),
  body: z.strictObject({
    ...when,
    note: text(2000).default(''),
    memberIds: z.array(id('mem')).max(30).default([]),
    invitesContact: z.boolean().default(false),
  }),
  response: Meeting,
  status: 201,
})

const one = z.strictObject({ meetingId: id('meet') })

export const moveMeeting = endpoint({
  method: 'PATCH',
  path: '/meetings/:meetingId',
  summary: 'Move a planned meeting; everybody invited gets the new time and is asked again',
  access: 'cases:write',
  params: one,
  body: z.strictObject(when),
  response: Meeting,
})

export const cancelMeeting = endpoint({
  method: 'POST',
  path: '/meetings/:meetingId/cancel',
  summary: 'Call a planned meeting off; everybody invited is told',
  access: 'cases:write',
  params: one,
  response: Meeting,
})

export const listMeetings = endpoint({
  method: 'GET',
  path: '/meetings',
  summary: 'Meetings of a case, or those ahead that you or anybody is invited to',
  access: 'cases:read',
  query: z.strictObject({
    case: id('case').optional(),
    who: z.enum(['me', 'all']).default('all'),
    /** ahead: planned and not over, for this many days */
    days: z.coerce.number().int().min(1).max(60).default(7),
  }),
  response: z.object({ data: z.array(Meeting) }),
})
