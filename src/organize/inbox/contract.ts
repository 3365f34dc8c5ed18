import { z } from 'zod'
import { ChannelCode, FeedbackItem, Kind } from '#collect/feedback/contract.ts'
import { Sentiment, SuggestedField, Suggestion, Urgency } from '#organize/classify/contract.ts'
import {
  chosenStatuses,
  type FilterName,
  filterNames,
  parseFilter,
  queues,
  sorts,
  statuses,
  triageSections,
} from '#organize/inbox/rules.ts'
import { Priority, Tag, TypeCode } from '#organize/tags/contract.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { instant } from '#platform/fields.ts'
import { id, idOut } from '#platform/ids.ts'

export const Queue = z.enum(queues)
export const Status = z.enum(statuses)
export const Sort = z.enum(sorts)

const describe: Record<FilterName, string> = {
  status:
    'open, snoozed, done, spam, merged (left out of lists unless asked for by status, contact, account or words); several with commas, ! in front excludes (as in every choice)',
  type: 'type codes, or none',
  channel: 'channel codes',
  kind: 'bug, feature, general, or none',
  queue: 'support, product, success, general',
  priority: 'critical, high, medium, low, or none',
  assignee: 'member ids, me, or none',
  area: 'product area ids (with everything below them), or none',
  tag: 'tag ids, or none',
  contact: 'one contact id',
  account: 'one account id',
  triage: 'items without a type: late (24 hours passed), today (due today), new, or waiting (all three)',
  late: 'true: only late items',
  negative: 'true or false: negative answers',
  language: 'two-letter codes such as de, or none; given by the sender or detected',
  history: 'true or false: imported as history',
  receivedFrom: 'a day or a time, inclusive',
  receivedTo: 'a day (inclusive) or a time (exclusive)',
  occurredFrom: 'a day or a time, inclusive',
  occurredTo: 'a day (inclusive) or a time (exclusive)',
  q: 'words, "a phrase", -without, a or b; the last word also as a beginning; a word no item holds is read as the known word that was meant, unless it is in quotes',
}

const text = (name: FilterName, most: number) =>
  z
    .string()
    .max(most, `is longer than ${most} characters; shorten it`)
    .optional()
    .meta({ description: describe[name] })

const filterShape = Object.fromEntries(
  filterNames.map((name) => [name, text(name, name === 'q' ? 300 : 2000)]),
) as Record<FilterName, z.ZodOptional<z.ZodString>>

function sane(value: Partial<Record<FilterName, string | undefined>>, check: z.RefinementCtx) {
  for (const { name, message } of parseFilter(value as Partial<Record<FilterName, string>>).faults) {
    check.addIssue({ code: 'custom', path: [name], message })
  }
}

/** A filter as it stands in the address bar, in saved views and in bulk changes. */
export const FilterText = z.strictObject(filterShape).superRefine(sane)
export type FilterText = z.output<typeof FilterText>

const Person = z.object({ id: idOut('mem'), name: z.string() })

/** One line of the inbox. */
export const InboxRow = z.object({
  id: idOut('fb'),
  /** the title, else the first sentence of the words */
  summary: z.string(),
  /** the first 2,000 characters of the words */
  verbatim: z.string(),
  isCut: z.boolean(),
  channel: z.string(),
  channelLabel: z.string(),
  kind: Kind.nullable(),
  rating: z.number().nullable(),
  ratingMax: z.number().nullable(),
  contact: z.object({ id: idOut('ct'), name: z.string(), email: z.string().nullable() }).nullable(),
  account: z
    .object({ id: idOut('acct'), name: z.string(), mrrCents: z.number().nullable(), currency: z.string() })
    .nullable(),
  occurredAt: z.string(),
  receivedAt: z.string(),
  isHistory: z.boolean(),
  queue: Queue,
  status: Status,
  snoozedUntil: z.string().nullable(),
  type: z.string().nullable(),
  priority: Priority.nullable(),
  area: z.object({ id: idOut('area'), path: z.array(z.string()) }).nullable(),
  sentiment: Sentiment.nullable(),
  urgency: Urgency.nullable(),
  /** a low rating, a detractor, a disagreement, "not helpful", or clearly negative words */
  isNegative: z.boolean(),
  assignee: Person.nullable(),
  tags: z.array(Tag.pick({ id: true, name: true, group: true })),
  /** what the rules suggest while nothing is set: the code and its confidence */
  suggestedType: z.object({ value: z.string(), label: z.string(), confidence: z.number() }).nullable(),
  suggestedPriority: z.object({ value: Priority, label: z.string(), confidence: z.number() }).nullable(),
  suggestedSentiment: z.object({ value: Sentiment, label: z.string(), confidence: z.number() }).nullable(),
  /** by when it needs a type; null when no clock runs */
  triageDueAt: z.string().nullable(),
  isLate: z.boolean(),
  triagedAt: z.string().nullable(),
  firstResponseAt: z.string().nullable(),
  isRead: z.boolean(),
  /** send it back with a change, so that two people do not undo each other's work */
  version: z.number(),
})
export type InboxRow = z.output<typeof InboxRow>

/** Marked parts [from, to) of a text, in UTF-16 units as JavaScript counts. */
export const Marks = z.array(z.tuple([z.number(), z.number()]))

/** A line of a search: the part of its words (or its title) that was found. Null without `q`. */
export const FoundRow = InboxRow.extend({ match: z.object({ text: z.string(), marks: Marks }).nullable() })
export type FoundRow = z.output<typeof FoundRow>

/** What a search was read as. */
export const SearchInfo = z.object({
  /** what was searched for */
  q: z.string(),
  /** words that no item holds, and the known words searched for in their place */
  corrections: z.array(z.object({ from: z.string(), to: z.string() })),
  /** the `q` that searches for the words as they were typed; null when nothing was replaced */
  exact: z.string().nullable(),
  sort: Sort,
})
export type SearchInfo = z.output<typeof SearchInfo>

export const listFeedback = endpoint({
  method: 'GET',
  path: '/feedback',
  summary: 'List or search feedback with its triage; every filter can be combined with every other',
  access: 'feedback:read',
  query: z
    .strictObject({
      ...filterShape,
      sort: Sort.optional().meta({
        description:
          'With q: relevance unless another is chosen (how well it fits, halved every 90 days; among the newest 2,000 matches, then the next). Without q: newest.',
      }),
      ...pageQuery,
    })
    .superRefine(sane),
  response: page(FoundRow).extend({ search: SearchInfo.nullable() }),
})

const Actor = z.object({
  kind: z.enum(['member', 'key', 'contact', 'job', 'anonymous']),
  id: z.string().nullable(),
  name: z.string(),
})

/** One thing that happened to an item, in any stage. */
export const HistoryEntry = z.object({
  id: z.string(),
  at: z.string(),
  /** `feedback.received`, `feedback.triaged`, `note.added`, or the event of a later stage such as `case.opened` */
  type: z.string(),
  actor: Actor,
  /** for triage: what changed, in words */
  changes: z.array(z.object({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() })),
  /** for notes: the text */
  text: z.string().nullable(),
  /** for later stages: the record it is about */
  subjectId: z.string().nullable(),
  isUndone: z.boolean(),
})
export type HistoryEntry = z.output<typeof HistoryEntry>

export const Note = z.object({ id: idOut('note'), text: z.string(), author: Actor, createdAt: z.string() })
export type Note = z.output<typeof Note>

export const Attachment = z.object({
  id: idOut('file'),
  name: z.string(),
  type: z.string(),
  size: z.number(),
})

/** One item whole. */
export const InboxItem = InboxRow.omit({ verbatim: true, isCut: true }).extend({
  ...FeedbackItem.pick({
    verbatim: true,
    title: true,
    language: true,
    externalId: true,
    sourceUrl: true,
    context: true,
    product: true,
  }).shape,
  /** how many items this contact and this account have sent, counted up to 1,000 */
  contactItems: z.number(),
  accountItems: z.number(),
  attachments: z.array(Attachment),
  /** where `q` is found */
  marks: z.object({ title: Marks, verbatim: Marks }).nullable(),
  /** the language it seems to be in, where the sender named none; confidence 0 to 1, null when unknown */
  detectedLanguage: z.object({ code: z.string(), confidence: z.number() }).nullable(),
  suggestions: z.array(Suggestion),
  notes: z.array(Note),
  /** oldest first, the last 500 entries */
  history: z.array(HistoryEntry),
})
export type InboxItem = z.output<typeof InboxItem>

const one = z.strictObject({ feedbackId: id('fb') })

export const getFeedback = endpoint({
  method: 'GET',
  path: '/feedback/:feedbackId',
  summary: 'One item whole: words, triage, suggestions, notes and everything that happened to it',
  access: 'feedback:read',
  params: one,
  query: z.strictObject({
    q: filterShape.q.meta({ description: 'Words to mark, as in a search.' }),
  }),
  response: InboxItem,
})

/** What triage can change; absent fields stay, null empties. */
export const TriageChange = z
  .strictObject({
    type: TypeCode.nullish(),
    priority: Priority.nullish(),
    areaId: id('area').nullish(),
    assigneeId: id('mem').nullish(),
    queue: Queue.optional(),
    status: z.enum(chosenStatuses).optional(),
    snoozedUntil: instant.nullish().meta({ description: 'With status snoozed: when it comes back.' }),
    sentiment: Sentiment.nullish(),
    urgency: Urgency.nullish(),
    isNegative: z
      .boolean()
      .optional()
      .meta({ description: 'Whether it is a negative answer; set on arrival.' }),
    addTagIds: z.array(id('tag')).max(20).optional(),
    removeTagIds: z.array(id('tag')).max(20).optional(),
  })
  .superRefine((change, check) => {
    if (change.status === 'snoozed' && !change.snoozedUntil) {
      check.addIssue({
        code: 'custom',
        path: ['snoozedUntil'],
        message: 'is needed to snooze; say when it comes back',
      })
    }
    if (change.snoozedUntil && change.status !== 'snoozed') {
      check.addIssue({
        code: 'custom',
        path: ['status'],
        message: 'must be snoozed when snoozedUntil is given',
      })
    }
  })
export type TriageChange = z.output<typeof TriageChange>

const hasChange = (change: object) => Object.values(change).some((value) => value !== undefined)
const emptyChange = 'changes nothing; give at least one field'

export const triageFeedback = endpoint({
  method: 'PATCH',
  path: '/feedback/:feedbackId',
  summary: 'Triage one item: type, priority, area, assignee, queue, status, tags',
  access: 'feedback:write',
  params: one,
  body: z.strictObject({
    change: TriageChange.refine(hasChange, emptyChange),
    version: z
      .number()
      .int()
      .optional()
      .meta({ description: 'The version you saw; another one answers 409.' }),
  }),
  response: z.object({ item: InboxRow, changeId: idOut('chg').nullable() }),
})

/** A change of one or many items that can be undone. */
export const Change = z.object({
  id: idOut('chg'),
  state: z.enum(['queued', 'running', 'done', 'cancelled', 'undoing', 'undone']),
  /** items changed so far */
  changed: z.number(),
  /** items looked at that already stood so, or that somebody changed in between (undo leaves those alone) */
  skipped: z.number(),
  /** items that undo gave to nobody, because whoever had them before has left the workspace */
  unassigned: z.number(),
  /** items expected, counted up to 10,000 before a change by filter starts; null when not counted */
  expected: z.number().nullable(),
  createdAt: z.string(),
  endedAt: z.string().nullable(),
})
export type Change = z.output<typeof Change>

export const bulkTriage = endpoint({
  method: 'POST',
  path: '/inbox/changes',
  summary:
    'Change up to 1,000 items by id at once, or every item of a filter in the background; answers what can be undone',
  access: 'feedback:write',
  body: z
    .strictObject({
      ids: z.array(id('fb')).min(1).max(1000, 'holds more than 1,000 ids; use a filter').optional(),
      filter: FilterText.optional(),
      change: TriageChange.refine(hasChange, emptyChange),
    })
    .superRefine((body, check) => {
      if ((body.ids === undefined) === (body.filter === undefined)) {
        check.addIssue({
          code: 'custom',
          path: ['ids'],
          message: 'or filter is needed: give exactly one of them',
        })
      }
    }),
  response: Change,
  status: 200,
})

const oneChange = z.strictObject({ changeId: id('chg') })

export const getChange = endpoint({
  method: 'GET',
  path: '/inbox/changes/:changeId',
  summary: 'How far a change is',
  access: 'feedback:read',
  params: oneChange,
  response: Change,
})

export const undoChange = endpoint({
  method: 'POST',
  path: '/inbox/changes/:changeId/undo',
  summary:
    'Give every item of a change exactly its former values; items changed since then are left alone and counted',
  access: 'feedback:write',
  params: oneChange,
  response: Change,
})

export const cancelChange = endpoint({
  method: 'POST',
  path: '/inbox/changes/:changeId/cancel',
  summary: 'Stop a change that is still running; what is changed so far stays and can be undone',
  access: 'feedback:write',
  params: oneChange,
  response: Change,
})

export const addNote = endpoint({
  method: 'POST',
  path: '/feedback/:feedbackId/notes',
  summary: 'Add an internal note',
  access: 'feedback:write',
  params: one,
  body: z.strictObject({
    text: z
      .string()
      .max(10_000, 'is longer than 10,000 characters; shorten it')
      .refine((value) => value.trim() !== '', 'is empty; write the note')
      .refine((value) => !value.includes('\u0000'), 'holds a NUL character; remove it'),
    mentionIds: z.array(id('mem')).max(20).default([]),
  }),
  response: Note,
  status: 201,
})

export const decideSuggestions = endpoint({
  method: 'POST',
  path: '/feedback/:feedbackId/suggestions',
  summary: 'Accept suggestions (they become the item’s values) or dismiss them',
  access: 'feedback:write',
  params: one,
  body: z.strictObject({
    accept: z.array(SuggestedField).default([]),
    dismiss: z.array(SuggestedField).default([]),
    seen: z
      .partialRecord(SuggestedField, z.string().max(60))
      .optional()
      .meta({ description: 'The values you saw; another one by now answers 409.' }),
    version: z.number().int().optional(),
  }),
  response: z.object({ item: InboxRow, suggestions: z.array(Suggestion), changeId: idOut('chg').nullable() }),
})

export const markRead = endpoint({
  method: 'POST',
  path: '/inbox/read',
  summary: 'Mark items as read or unread for the member who asks',
  access: 'member',
  body: z.strictObject({ ids: z.array(id('fb')).min(1).max(1000), isRead: z.boolean().default(true) }),
  response: z.object({ marked: z.number() }),
})

/** Counted up to a limit, so that it stays cheap at a million items: `isMore` reads "2,000+". */
export const Count = z.object({ count: z.number(), isMore: z.boolean() })
export type Count = z.output<typeof Count>

export const getSections = endpoint({
  method: 'GET',
  path: '/inbox/sections',
  summary: 'How many items wait for a type: late, due today, new',
  access: 'feedback:read',
  response: z.object({ late: Count, today: Count, new: Count, endOfDay: z.string() }),
})

export const getDailyReview = endpoint({
  method: 'GET',
  path: '/inbox/review',
  summary: 'The daily review list: what is late and what is due today, soonest first',
  access: 'feedback:read',
  query: z.strictObject({ ...pageQuery }),
  response: page(InboxRow.extend({ section: z.enum(triageSections) })),
})

export const View = z.object({
  /** `triage`, `mine`, `snoozed`, `everything`, or an id of the form view_… */
  id: z.string(),
  name: z.string(),
  isBuiltIn: z.boolean(),
  isShared: z.boolean(),
  isPinned: z.boolean(),
  /** only the member who made it, or a manager when it is shared, may change it */
  isMine: z.boolean(),
  filter: FilterText,
  sort: Sort,
  /** null when counting would be slow (views with words or common tags) */
  count: Count.nullable(),
  late: Count.nullable(),
})
export type View = z.output<typeof View>

export const listViews = endpoint({
  method: 'GET',
  path: '/inbox/views',
  summary: 'The views of the member who asks: built-in, shared and personal, with counts',
  access: 'feedback:read',
  response: z.object({ data: z.array(View) }),
})

const viewName = z
  .string()
  .trim()
  .min(1, 'is empty; give the view a name')
  .max(60)
  .refine((value) => !value.includes('\u0000'), 'holds a NUL character; remove it')

export const createView = endpoint({
  method: 'POST',
  path: '/inbox/views',
  summary: 'Save a filter as a view, for oneself or shared with everybody',
  access: 'feedback:write',
  body: z.strictObject({
    name: viewName,
    filter: FilterText,
    sort: Sort.default('newest'),
    isShared: z.boolean().default(false),
    isPinned: z.boolean().default(false),
  }),
  response: View,
  status: 201,
})

const oneView = z.strictObject({ viewId: id('view') })

export const changeView = endpoint({
  method: 'PATCH',
  path: '/inbox/views/:viewId',
  summary: 'Rename, share, pin or refilter a view',
  access: 'feedback:write',
  params: oneView,
  body: z.strictObject({
    name: viewName.optional(),
    filter: FilterText.optional(),
    sort: Sort.optional(),
    isShared: z.boolean().optional(),
    isPinned: z.boolean().optional(),
  }),
  response: View,
})

export const deleteView = endpoint({
  method: 'DELETE',
  path: '/inbox/views/:viewId',
  summary: 'Delete a view',
  access: 'feedback:write',
  params: oneView,
})

export const RoutingRule = z
  .strictObject({
    kind: Kind.optional(),
    channel: ChannelCode.optional(),
    product: z.string().trim().min(1).max(60).optional(),
    type: TypeCode.optional(),
    ratingFrom: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .meta({ description: 'Rating as a share of the best: 0.9 is 4.5 of 5.' }),
    ratingTo: z.number().min(0).max(1).optional(),
    queue: Queue,
  })
  .refine(({ queue, ...conditions }) => queue && hasChange(conditions), 'has no condition; give at least one')

export const Routing = z.strictObject({ rules: z.array(RoutingRule).max(50) })

export const getRouting = endpoint({
  method: 'GET',
  path: '/inbox/routing',
  summary: 'Which queue an item goes to; the first rule that holds decides, else the general queue',
  access: 'feedback:read',
  response: Routing,
})

export const putRouting = endpoint({
  method: 'PUT',
  path: '/inbox/routing',
  summary: 'Set the routing rules; they apply to what arrives or is triaged from now on',
  access: 'settings:manage',
  body: Routing,
  response: Routing,
})
