import { z } from 'zod'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { instant, text } from '#platform/fields.ts'
import { id, idOut } from '#platform/ids.ts'
import { RequestRow, RequestStatus } from '#prioritize/requests/contract.ts'
import {
  actionStates,
  kinds,
  mostParts,
  sections,
  standings,
  states,
  whys,
} from '#prioritize/reviews/rules.ts'
import { ReviewSummary } from '#prioritize/reviews/summary-shape.ts'

const count = z.number()
const words = (max: number) => text(max).trim().min(1)
const Person = z.object({ id: idOut('mem'), name: z.string() })
export const ReviewKind = z.enum(kinds)
export const ReviewState = z.enum(states)
export const Standing = z.enum(standings)

export const AgendaPart = z.strictObject({
  title: words(80),
  shows: z.enum(sections),
  minutes: z.number().int().min(1).max(240),
})

/** Who does what by when. */
export const ActionItem = z.object({
  id: idOut('ract'),
  reviewId: idOut('rvw'),
  kind: ReviewKind,
  text: z.string(),
  owner: Person.nullable(),
  dueOn: z.string(),
  isOverdue: z.boolean(),
  state: z.enum(actionStates),
  outcome: z.string().nullable(),
  closedAt: z.string().nullable(),
  request: z.object({ id: idOut('req'), title: z.string() }).nullable(),
})
export type ActionItem = z.output<typeof ActionItem>

export const ReviewDecision = z.object({
  from: RequestStatus,
  to: RequestStatus,
  reason: z.string().nullable(),
  parkedUntil: z.string().nullable(),
  by: z.string().nullable(),
  at: z.string(),
})

export const ReviewItem = z.object({
  why: z.enum(whys),
  addedBy: z.string().nullable(),
  request: RequestRow,
  /** the number of its last move: a decision names it */
  move: count,
  mayMoveTo: z.array(RequestStatus),
  /** requests that stood here and were merged into it since */
  mergedFrom: z.array(z.object({ id: idOut('req'), title: z.string() })),
  /** what was decided in this review; null while nothing was */
  decision: ReviewDecision.nullable(),
  /** somebody decided again since, outside this review */
  isDecidedSince: z.boolean(),
})
export type ReviewItem = z.output<typeof ReviewItem>

export const ReviewNote = z.object({
  id: idOut('rnot'),
  part: count,
  text: z.string(),
  by: z.string().nullable(),
  at: z.string(),
})

const MinutesAction = z.object({
  id: idOut('ract'),
  text: z.string(),
  owner: z.string().nullable(),
  dueOn: z.string(),
  state: z.enum(actionStates),
  outcome: z.string().nullable(),
})

/** What something that was done before had come to: a corrective action, or a request or release that shipped. */
export const Effect = z.object({
  id: z.string().meta({ description: 'Of the corrective action, the request or the release.' }),
  title: z.string(),
  words: z.string(),
  /** it did not help, or made something worse */
  isBad: z.boolean(),
})
export type Effect = z.output<typeof Effect>

/** What was held, as it was then. */
export const ReviewMinutes = z.object({
  ledBy: z.string().nullable(),
  parts: z.array(z.object({ title: z.string(), minutes: count, tookSeconds: count })),
  attendees: z.array(
    z.object({
      name: z.string(),
      positions: z.array(z.string()),
      standing: z.enum([...standings, 'absent']),
    }),
  ),
  vacant: z.array(z.string()),
  summary: ReviewSummary,
  decisions: z.array(
    z.object({
      requestId: idOut('req'),
      title: z.string(),
      accounts: count,
      from: RequestStatus,
      to: RequestStatus,
      reason: z.string().nullable(),
      parkedUntil: z.string().nullable(),
      targetOn: z.string().nullable(),
      owner: z.string().nullable(),
      by: z.string().nullable(),
    }),
  ),
  undecided: z.array(z.object({ requestId: idOut('req'), title: z.string() })),
  before: z.array(MinutesAction),
  actions: z.array(MinutesAction),
  notes: z.array(z.object({ part: count, text: z.string(), by: z.string().nullable() })),
  /** where the agenda asked for it */
  effects: z.array(Effect).optional(),
})
export type ReviewMinutes = z.output<typeof ReviewMinutes>

export const ReviewRow = z.object({
  id: idOut('rvw'),
  kind: ReviewKind,
  occasion: z.string().nullable(),
  state: ReviewState,
  startsAt: z.string(),
  /** the day of the schedule, where the office is closed on it */
  movedFrom: z.string().nullable(),
  periodFrom: z.string(),
  periodTo: z.string(),
  startedAt: z.string().nullable(),
  heldAt: z.string().nullable(),
  expected: count,
  here: count,
  decided: count,
  actions: count,
  actionsDone: count,
})
export type ReviewRow = z.output<typeof ReviewRow>

export const Review = ReviewRow.extend({
  version: count,
  /** the server's clock, for the timer */
  now: z.string(),
  ledBy: Person.nullable(),
  /** the position of the part under way */
  part: count.nullable(),
  pausedAt: z.string().nullable(),
  parts: z.array(
    AgendaPart.extend({
      position: count,
      startedAt: z.string().nullable(),
      endedAt: z.string().nullable(),
      pausedMs: count,
    }),
  ),
  attendees: z.array(
    z.object({
      member: Person,
      positions: z.array(z.string()),
      standing: Standing,
      at: z.string().nullable(),
    }),
  ),
  /** positions that are needed and that nobody who attends holds */
  vacant: z.array(z.string()),
  items: z.array(ReviewItem),
  notes: z.array(ReviewNote),
  /** what was agreed here */
  agreed: z.array(ActionItem),
  /** the last review of the kind, and what happened to what was agreed there and before */
  before: z.object({
    review: z.object({ id: idOut('rvw'), heldAt: z.string() }).nullable(),
    actions: z.array(ActionItem),
  }),
  minutes: ReviewMinutes.nullable(),
})
export type Review = z.output<typeof Review>

const one = z.strictObject({ reviewId: id('rvw') })

export const listReviews = endpoint({
  method: 'GET',
  path: '/reviews',
  summary:
    'Reviews: those planned and under way with the soonest first, or those that are over, the latest first',
  access: 'requests:read',
  query: z.strictObject({
    state: z
      .enum(['open', 'over', 'held'])
      .default('over')
      .meta({ description: 'open: planned and running; over: held, missed and cancelled' }),
    kind: ReviewKind.optional(),
    mine: z.stringbool().optional().meta({ description: 'at which the asking member is expected' }),
    ...pageQuery,
  }),
  response: page(ReviewRow),
})

export const ReviewSchedule = z.object({
  kind: ReviewKind,
  isOn: z.boolean(),
  weekday: count,
  nth: count,
  at: z.string(),
  agenda: z.array(AgendaPart),
  positions: z.array(z.string()),
  /** who holds each of them now */
  holders: z.array(z.object({ position: z.string(), members: z.array(Person) })),
})
export type ReviewSchedule = z.output<typeof ReviewSchedule>

export const listReviewSchedules = endpoint({
  method: 'GET',
  path: '/reviews/schedules',
  summary: 'When reviews of each kind take place, with their agenda and who is needed',
  access: 'requests:read',
  response: z.object({ data: z.array(ReviewSchedule) }),
})

export const putReviewSchedule = endpoint({
  method: 'PUT',
  path: '/reviews/schedules',
  summary: 'Set when reviews of a kind take place; those planned by the schedule and not begun follow it',
  access: 'requests:manage',
  body: z.strictObject({
    kind: ReviewKind,
    isOn: z.boolean(),
    weekday: z.number().int().min(1).max(7).meta({ description: '1 Monday to 7 Sunday' }),
    nth: z
      .number()
      .int()
      .min(1)
      .max(4)
      .default(1)
      .meta({ description: 'For months and quarters: the first to fourth of that weekday' }),
    at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is a time such as 10:00'),
    agenda: z.array(AgendaPart).min(1).max(mostParts),
    positions: z.array(words(60).regex(/^[a-z0-9-]+$/, 'is a position such as product-manager')).max(20),
  }),
  response: ReviewSchedule,
})

export const planReview = endpoint({
  method: 'POST',
  path: '/reviews',
  summary: 'Plan a review besides the schedule, such as of trends after a major implementation',
  access: 'requests:write',
  body: z.strictObject({
    kind: ReviewKind,
    startsAt: instant,
    occasion: words(200).optional(),
  }),
  response: Review,
  status: 201,
})

export const getReview = endpoint({
  method: 'GET',
  path: '/reviews/:reviewId',
  summary: 'One review whole: agenda, attendance, what to decide, action items; its minutes once it was held',
  access: 'requests:read',
  params: one,
  response: Review,
})

export const getReviewVersion = endpoint({
  method: 'GET',
  path: '/reviews/:reviewId/version',
  summary: 'The number of the last change in the room: asked each second while a review is under way',
  access: 'requests:read',
  params: one,
  response: z.object({ version: count }),
})

export const getReviewSummary = endpoint({
  method: 'GET',
  path: '/reviews/:reviewId/summary',
  summary: 'What the period brought; counted now, and once the review was held as it was then',
  access: 'requests:read',
  params: one,
  response: ReviewSummary,
})

export const moveReview = endpoint({
  method: 'PATCH',
  path: '/reviews/:reviewId',
  summary: 'Give a planned review another time',
  access: 'requests:write',
  params: one,
  body: z.strictObject({ startsAt: instant }),
  response: Review,
})

export const cancelReview = endpoint({
  method: 'POST',
  path: '/reviews/:reviewId/cancel',
  summary: 'Call off a planned review; it counts as not held',
  access: 'requests:manage',
  params: one,
  response: Review,
})

export const startReview = endpoint({
  method: 'POST',
  path: '/reviews/:reviewId/start',
  summary: 'Begin a review: the first part runs, and what is to be decided is fixed',
  access: 'requests:write',
  params: one,
  response: Review,
})

export const nextReviewPart = endpoint({
  method: 'POST',
  path: '/reviews/:reviewId/next',
  summary: 'Go on to the next part of the agenda; two who press at once go on by one',
  access: 'requests:write',
  params: one,
  body: z.strictObject({ part: z.number().int().meta({ description: 'The part you saw.' }) }),
  response: Review,
})

export const pauseReview = endpoint({
  method: 'PUT',
  path: '/reviews/:reviewId/pause',
  summary: 'Let the timer stand still, or run again',
  access: 'requests:write',
  params: one,
  body: z.strictObject({ isPaused: z.boolean() }),
  response: Review,
})

export const endReview = endpoint({
  method: 'POST',
  path: '/reviews/:reviewId/end',
  summary: 'End a review: its minutes are kept as they are now and go to who attends by mail',
  access: 'requests:write',
  params: one,
  response: Review,
})

export const attendReview = endpoint({
  method: 'PUT',
  path: '/reviews/:reviewId/attendees/:memberId',
  summary: 'Say that a member is expected, here or excused; null takes them off the list',
  access: 'requests:write',
  params: z.strictObject({ reviewId: id('rvw'), memberId: z.union([z.literal('me'), id('mem')]) }),
  body: z.strictObject({ standing: Standing.nullable() }),
  response: Review,
})

const asked = z.strictObject({ reviewId: id('rvw'), requestId: id('req') })

export const addReviewItem = endpoint({
  method: 'PUT',
  path: '/reviews/:reviewId/items/:requestId',
  summary: 'Put a request on the table of a review',
  access: 'requests:write',
  params: asked,
  response: Review,
})

export const removeReviewItem = endpoint({
  method: 'DELETE',
  path: '/reviews/:reviewId/items/:requestId',
  summary: 'Take a request off the table; what was decided stays',
  access: 'requests:write',
  params: asked,
  response: Review,
})

export const decideInReview = endpoint({
  method: 'POST',
  path: '/reviews/:reviewId/items/:requestId/decide',
  summary: 'Decide on a request in a review that is under way; whoever saw an older state is refused',
  access: 'requests:manage',
  params: asked,
  body: z.strictObject({
    status: RequestStatus.meta({
      description: 'Where it goes; the status that it has stays, with another date or owner.',
    }),
    reason: words(2000).optional(),
    parkedUntil: z.iso.date().optional(),
    targetOn: z.iso.date().nullish(),
    ownerId: id('mem').nullish(),
    lastMove: z.number().int().meta({ description: 'The last move you saw.' }),
    seen: z
      .strictObject({ targetOn: z.iso.date().nullable(), ownerId: id('mem').nullable() })
      .optional()
      .meta({ description: 'The date and owner you saw; refused when somebody changed them since.' }),
  }),
  response: Review,
})

export const addReviewNote = endpoint({
  method: 'POST',
  path: '/reviews/:reviewId/notes',
  summary: 'Write down what was said, for the minutes',
  access: 'requests:write',
  params: one,
  body: z.strictObject({ text: words(2000), part: z.number().int().min(0).optional() }),
  response: Review,
  status: 201,
})

export const removeReviewNote = endpoint({
  method: 'DELETE',
  path: '/reviews/:reviewId/notes/:noteId',
  summary: 'Take a note back while the review is under way',
  access: 'requests:write',
  params: z.strictObject({ reviewId: id('rvw'), noteId: id('rnot') }),
  response: Review,
})

export const addActionItem = endpoint({
  method: 'POST',
  path: '/reviews/:reviewId/action-items',
  summary: 'Agree who does what by when; it stands in their day',
  access: 'requests:write',
  params: one,
  body: z.strictObject({
    text: words(500),
    ownerId: id('mem'),
    dueOn: z.iso.date(),
    requestId: id('req').optional(),
  }),
  response: ActionItem,
  status: 201,
})

export const listActionItems = endpoint({
  method: 'GET',
  path: '/action-items',
  summary: 'What was agreed in reviews and is open, what is due first',
  access: 'requests:read',
  query: z.strictObject({
    owner: z
      .union([z.enum(['me', 'none']), id('mem')])
      .optional()
      .meta({ description: 'me, none or a member id' }),
    until: z.iso.date().optional().meta({ description: 'Due on this day or before.' }),
    ...pageQuery,
  }),
  response: page(ActionItem),
})

const item = z.strictObject({ actionItemId: id('ract') })

export const changeActionItem = endpoint({
  method: 'PATCH',
  path: '/action-items/:actionItemId',
  summary: 'Give an open action item another text, owner or day',
  access: 'requests:write',
  params: item,
  body: z.strictObject({
    text: words(500).optional(),
    ownerId: id('mem').optional(),
    dueOn: z.iso.date().optional(),
  }),
  response: ActionItem,
})

export const closeActionItem = endpoint({
  method: 'POST',
  path: '/action-items/:actionItemId/close',
  summary: 'Say that an action item is done, dropped and why, or open again',
  access: 'requests:write',
  params: item,
  body: z.strictObject({
    state: z.enum(actionStates),
    outcome: words(1000).optional().meta({ description: 'What came of it; needed when it is dropped.' }),
  }),
  response: ActionItem,
})
