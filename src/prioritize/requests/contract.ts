import { z } from 'zod'
import { FeedbackInput } from '#collect/feedback/contract.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { text } from '#platform/fields.ts'
import { id, idOut } from '#platform/ids.ts'
import { groups, levels, mostCompetitors, mostLinks, statuses } from '#prioritize/requests/rules.ts'

const count = z.number()
const Person = z.object({ id: idOut('mem'), name: z.string() })
export const RequestStatus = z.enum(statuses)
export type RequestStatus = z.output<typeof RequestStatus>

/** Who stands behind a request, each once: merged items, accounts and contacts count as one; spam counts nowhere. */
export const RequestDemand = z.object({
  items: count,
  accounts: count,
  /** accounts that pay now */
  customers: count,
  contacts: count,
  /** of all accounts that pay now, 0…1 */
  shareOfBase: z.number(),
  /** monthly, minor units, of the customers, in `currency`; accounts that pay in another are counted without money */
  mrrCents: count,
  shareOfMrr: z.number(),
  /** prospects who cannot go on without it, and what they would pay a month */
  blocked: count,
  blockedCents: count,
  currency: z.string(),
})
export type RequestDemand = z.output<typeof RequestDemand>

export const RequestPriority = z.object({
  level: z.enum(levels),
  /** a sentence each, the weightiest first */
  reasons: z.array(z.string()),
  caution: z.string().nullable(),
})

const Effort = z.object({
  low: z.number(),
  high: z.number(),
  /** 1…100: how sure the range is */
  confidence: z.number().nullable(),
  unit: z.string(),
})

export const RequestRow = z.object({
  id: idOut('req'),
  title: z.string(),
  status: RequestStatus,
  parkedUntil: z.string().nullable(),
  targetOn: z.string().nullable(),
  owner: Person.nullable(),
  area: z.object({ id: idOut('area'), name: z.string() }).nullable(),
  competitors: z.array(z.string()),
  effort: Effort.nullable(),
  demand: RequestDemand,
  priority: RequestPriority,
  createdAt: z.string(),
  updatedAt: z.string(),
})
export type RequestRow = z.output<typeof RequestRow>

export const RequestMove = z.object({
  number: count,
  from: RequestStatus.nullable(),
  to: RequestStatus,
  parkedUntil: z.string().nullable(),
  reason: z.string().nullable(),
  /** null: the clock */
  by: z.string().nullable(),
  at: z.string(),
})
export type RequestMove = z.output<typeof RequestMove>

export const RequestLink = z.object({ url: z.string(), label: z.string() })

export const Request = RequestRow.extend({
  problem: z.string().nullable(),
  businessValue: z.string().nullable(),
  competitiveNote: z.string().nullable(),
  links: z.array(RequestLink),
  /** members who are told when it is decided, also those of what was merged into it */
  followers: z.array(Person),
  /** customers who hear by mail what becomes of it, each once */
  contactFollowers: count,
  isFollowing: z.boolean(),
  /** the segments of the accounts behind it, the largest first; `key` null: accounts of none */
  segments: z.array(z.object({ key: z.string().nullable(), accounts: count, mrrCents: count })),
  /** the number of the last move: a decision may name it, to be refused when another one came first */
  move: count,
  mayMoveTo: z.array(RequestStatus),
  /** the newest first, at most 100 */
  moves: z.array(RequestMove),
  /** requests that were merged into it and can be taken out again */
  merged: z.array(
    z.object({ mergeId: idOut('rmrg'), id: idOut('req'), title: z.string(), mergedAt: z.string() }),
  ),
  createdBy: z.string().nullable(),
})
export type Request = z.output<typeof Request>

const one = z.strictObject({ requestId: id('req') })
const words = (max: number) => text(max).trim().min(1)
const Importance = z
  .number()
  .int()
  .min(0)
  .max(3)
  .meta({ description: '0 mentions it, 1 would like it, 2 needs it, 3 cannot go on without it' })
const quote = words(1000).meta({ description: 'The exact words; they must stand in the item’s own text.' })

/** By what requests are narrowed, in lists and wherever they are ranked or planned. */
export const requestFilter = {
  group: z
    .enum(Object.keys(groups) as [keyof typeof groups])
    .optional()
    .meta({ description: 'undecided: open and under review; coming: planned and in progress' }),
  owner: z
    .union([z.enum(['me', 'none']), id('mem')])
    .optional()
    .meta({ description: 'me, none or a member id' }),
  area: id('area').optional(),
  account: id('acct').optional().meta({ description: 'that this account stands behind' }),
  q: z.string().trim().max(200).optional().meta({ description: 'words of the title or problem' }),
}

export const listRequests = endpoint({
  method: 'GET',
  path: '/requests',
  summary: 'Requests, those with the most money behind them first',
  access: 'requests:read',
  query: z.strictObject({
    status: RequestStatus.optional(),
    ...requestFilter,
    order: z.enum(['demand', 'newest']).default('demand'),
    ...pageQuery,
  }),
  response: page(RequestRow),
})

export const countRequests = endpoint({
  method: 'GET',
  path: '/requests/counts',
  summary: 'How many requests there are of each status; counting stops at 10,000',
  access: 'requests:read',
  response: z.record(RequestStatus, count).and(z.object({ mine: count })),
})

export const SimilarRequest = z.object({
  id: idOut('req'),
  title: z.string(),
  status: RequestStatus,
  accounts: count,
  /** how sure it is that it asks for the same, 0…1 */
  score: z.number(),
  /** words that both share */
  words: z.array(z.string()),
})
export type SimilarRequest = z.output<typeof SimilarRequest>

export const findSimilarRequests = endpoint({
  method: 'POST',
  path: '/requests/similar',
  summary:
    'Requests that ask for what this text asks for, the likest first: to be asked while somebody types',
  access: 'requests:read',
  body: z.strictObject({
    title: z.string().max(300),
    problem: z.string().max(50_000).default(''),
    except: id('req').optional(),
    limit: z.number().int().min(1).max(10).default(5),
  }),
  response: z.object({ data: z.array(SimilarRequest) }),
})

export const getRequest = endpoint({
  method: 'GET',
  path: '/requests/:requestId',
  summary: 'One request whole; the id of a merged one answers the request it was merged into',
  access: 'requests:read',
  params: one,
  response: Request,
})

const amount = z.number().min(0).max(100_000)
const fields = {
  problem: words(5000),
  businessValue: words(2000),
  areaId: id('area'),
  ownerId: id('mem'),
  targetOn: z.iso.date(),
  competitors: z.array(words(80)).max(mostCompetitors),
  competitiveNote: words(2000),
  effort: z
    .strictObject({ low: amount, high: amount, confidence: z.number().int().min(1).max(100).nullish() })
    .refine((effort) => effort.low <= effort.high, { path: ['high'], message: 'is below low' })
    .meta({ description: 'A range in the unit of the workspace' }),
  links: z
    .array(
      z.strictObject({
        url: z.url({ protocol: /^https?$/, message: 'is not an http or https address' }).max(2000),
        label: words(100).optional().meta({
          description: 'When not given the one it had, else the end of the address.',
        }),
      }),
    )
    .max(mostLinks)
    .meta({ description: 'Where it stands in trackers outside; replaces those there were' }),
}

export const createRequest = endpoint({
  method: 'POST',
  path: '/requests',
  summary: 'Write down a request, by hand or from the words of an item',
  access: 'requests:write',
  body: z
    .strictObject({
      title: words(200),
      problem: fields.problem.optional(),
      businessValue: fields.businessValue.optional(),
      areaId: fields.areaId.optional(),
      ownerId: fields.ownerId.optional(),
      targetOn: fields.targetOn.optional(),
      competitors: fields.competitors.default([]),
      competitiveNote: fields.competitiveNote.optional(),
      effort: fields.effort.optional(),
      links: fields.links.default([]),
      feedbackId: id('fb').optional().meta({ description: 'The item it is made from; its first evidence.' }),
      quote: quote.optional(),
      importance: Importance.default(1),
    })
    .refine((body) => (body.feedbackId === undefined) === (body.quote === undefined), {
      path: ['quote'],
      message: 'belongs to feedbackId: give both or neither',
    }),
  response: Request,
  status: 201,
})

export const changeRequest = endpoint({
  method: 'PATCH',
  path: '/requests/:requestId',
  summary: 'Change a request; null takes a value out',
  access: 'requests:write',
  params: one,
  body: z.strictObject({
    title: words(200).optional(),
    problem: fields.problem.nullish(),
    businessValue: fields.businessValue.nullish(),
    areaId: fields.areaId.nullish(),
    ownerId: fields.ownerId.nullish(),
    targetOn: fields.targetOn.nullish(),
    competitors: fields.competitors.optional(),
    competitiveNote: fields.competitiveNote.nullish(),
    effort: fields.effort.nullish(),
    links: fields.links.optional(),
  }),
  response: Request,
})

export const decideRequest = endpoint({
  method: 'POST',
  path: '/requests/:requestId/decide',
  summary: 'Move a request to another status; a no, and taking one back, needs its reason',
  access: 'requests:manage',
  params: one,
  body: z.strictObject({
    status: RequestStatus,
    reason: words(2000).optional(),
    parkedUntil: z.iso
      .date()
      .optional()
      .meta({ description: 'With parked: the day it comes back; without one at each quarterly review.' }),
    targetOn: fields.targetOn.nullish(),
    lastMove: z
      .number()
      .int()
      .optional()
      .meta({ description: 'The last move you saw; refused when somebody decided since.' }),
  }),
  response: Request,
})

export const followRequest = endpoint({
  method: 'PUT',
  path: '/requests/:requestId/follow',
  summary: 'Follow a request, or no longer: followers are told when it is decided',
  access: 'requests:read',
  params: one,
  body: z.strictObject({ isFollowing: z.boolean() }),
  response: Request,
})

/** What a customer said for a request. */
export const RequestEvidence = z.object({
  id: idOut('revd'),
  feedbackId: idOut('fb'),
  quote: z.string(),
  importance: z.number(),
  contact: z.object({ id: idOut('ct'), name: z.string().nullable() }).nullable(),
  account: z.object({ id: idOut('acct'), name: z.string() }).nullable(),
  channelLabel: z.string(),
  sourceUrl: z.string().nullable(),
  occurredAt: z.string(),
  /** the item was merged into another, so that the two count as one */
  isMerged: z.boolean(),
  /** spam is shown and counted nowhere */
  isSpam: z.boolean(),
  linkedBy: z.string().nullable(),
  linkedAt: z.string(),
})
export type RequestEvidence = z.output<typeof RequestEvidence>

export const listEvidence = endpoint({
  method: 'GET',
  path: '/requests/:requestId/evidence',
  summary: 'What customers said for a request, what was linked last first',
  access: 'requests:read',
  params: one,
  query: z.strictObject(pageQuery),
  response: page(RequestEvidence),
})

export const linkEvidence = endpoint({
  method: 'POST',
  path: '/requests/:requestId/evidence',
  summary: 'Link the words of an item to a request',
  access: 'requests:write',
  params: one,
  body: z.strictObject({ feedbackId: id('fb'), quote, importance: Importance.default(1) }),
  response: Request,
  status: 201,
})

const said = FeedbackInput.shape

export const recordEvidence = endpoint({
  method: 'POST',
  path: '/requests/:requestId/feedback',
  summary: 'Record what a customer said for a request, on their behalf: an item is made and linked',
  access: 'requests:write',
  params: one,
  body: z.strictObject({
    verbatim: said.verbatim,
    channel: said.channel,
    occurredAt: said.occurredAt,
    sourceUrl: said.sourceUrl,
    contact: said.contact,
    account: said.account,
    contactId: said.contactId,
    accountId: said.accountId,
    importance: Importance.default(1),
  }),
  response: Request,
  status: 201,
})

const piece = z.strictObject({ requestId: id('req'), evidenceId: id('revd') })

export const changeEvidence = endpoint({
  method: 'PATCH',
  path: '/requests/:requestId/evidence/:evidenceId',
  summary: 'Say anew how much it matters to them, or quote other words',
  access: 'requests:write',
  params: piece,
  body: z.strictObject({ importance: Importance.optional(), quote: quote.optional() }),
  response: Request,
})

export const unlinkEvidence = endpoint({
  method: 'DELETE',
  path: '/requests/:requestId/evidence/:evidenceId',
  summary: 'Unlink an item from a request; the item stays',
  access: 'requests:write',
  params: piece,
  response: Request,
})

export const RequestAccount = z.object({
  id: idOut('acct'),
  name: z.string(),
  segment: z.string().nullable(),
  lifecycle: z.enum(['prospect', 'active', 'churned']),
  mrrCents: z.number().nullable(),
  currency: z.string(),
  items: count,
  /** the most it matters to anybody there */
  importance: z.number(),
})
export type RequestAccount = z.output<typeof RequestAccount>

export const listRequestAccounts = endpoint({
  method: 'GET',
  path: '/requests/:requestId/accounts',
  summary: 'The accounts behind a request, those that pay most first',
  access: 'requests:read',
  params: one,
  query: z.strictObject({
    of: z
      .enum(['all', 'customers', 'blocked'])
      .default('all')
      .meta({ description: 'customers pay now; blocked are prospects who cannot go on without it' }),
    segment: z.string().max(80).optional().meta({ description: 'Its key; empty: accounts of none' }),
    ...pageQuery,
  }),
  response: page(RequestAccount),
})

export const RequestContact = z.object({
  id: idOut('ct'),
  name: z.string().nullable(),
  account: z.object({ id: idOut('acct'), name: z.string() }).nullable(),
  items: count,
  importance: z.number(),
})

export const listRequestContacts = endpoint({
  method: 'GET',
  path: '/requests/:requestId/contacts',
  summary: 'The contacts behind a request, those it matters to most first',
  access: 'requests:read',
  params: one,
  query: z.strictObject(pageQuery),
  response: page(RequestContact),
})

/** A customer who hears by mail what becomes of a request. */
export const RequestFollower = z.object({
  id: idOut('ct'),
  name: z.string().nullable(),
  account: z.object({ id: idOut('acct'), name: z.string() }).nullable(),
  /** portal: they said so themselves; member: somebody here noted it */
  via: z.enum(['portal', 'member']),
  since: z.string(),
})
export type RequestFollower = z.output<typeof RequestFollower>

export const listRequestFollowers = endpoint({
  method: 'GET',
  path: '/requests/:requestId/followers',
  summary: 'The contacts who follow a request or what was merged into it, each once',
  access: 'requests:read',
  params: one,
  query: z.strictObject(pageQuery),
  response: page(RequestFollower),
})

export const putRequestFollower = endpoint({
  method: 'PUT',
  path: '/requests/:requestId/followers/:contactId',
  summary: 'Note that a contact follows a request, or no longer: followers hear by mail what becomes of it',
  access: 'requests:write',
  params: z.strictObject({ requestId: id('req'), contactId: id('ct') }),
  body: z.strictObject({ isFollowing: z.boolean() }),
  response: Request,
})

/** The requests that an item is evidence for, and those it may be evidence for too. */
export const ItemRequests = z.object({
  linked: z.array(
    z.object({
      id: idOut('req'),
      title: z.string(),
      status: RequestStatus,
      evidenceId: idOut('revd'),
      quote: z.string(),
      importance: z.number(),
    }),
  ),
  similar: z.array(SimilarRequest),
})

export const getItemRequests = endpoint({
  method: 'GET',
  path: '/feedback/:feedbackId/requests',
  summary: 'The requests an item is evidence for, and others that ask for the same',
  access: 'requests:read',
  params: z.strictObject({ feedbackId: id('fb') }),
  response: ItemRequests,
})

export const mergeRequest = endpoint({
  method: 'POST',
  path: '/requests/:requestId/merge',
  summary: 'Merge a request into another, whose demand then counts everybody behind both once',
  access: 'requests:manage',
  params: one,
  body: z.strictObject({ intoId: id('req') }),
  response: Request,
})

export const undoRequestMerge = endpoint({
  method: 'POST',
  path: '/request-merges/:mergeId/undo',
  summary: 'Take a merge of requests apart: both stand as they stood',
  access: 'requests:manage',
  params: z.strictObject({ mergeId: id('rmrg') }),
  response: Request,
})

export const RequestSettings = z.object({ effortUnit: z.string() })

export const getRequestSettings = endpoint({
  method: 'GET',
  path: '/requests/settings',
  summary: 'The unit that effort is estimated in',
  access: 'requests:read',
  response: RequestSettings,
})

export const putRequestSettings = endpoint({
  method: 'PUT',
  path: '/requests/settings',
  summary: 'Set the unit that effort is estimated in, such as sprints or days',
  access: 'settings:write',
  body: z.strictObject({ effortUnit: words(30) }),
  response: RequestSettings,
})
