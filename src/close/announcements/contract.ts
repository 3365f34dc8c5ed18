import { z } from 'zod'
import { kinds, reasons } from '#close/announcements/rules.ts'
import { shippedLanguages } from '#collect/surveys/texts/languages.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { text } from '#platform/fields.ts'
import { id, idOut } from '#platform/ids.ts'

export const Kind = z.enum(kinds)
const Reason = z.enum(reasons)
const Language = z.enum(shippedLanguages)
const count = z.number()

/** How long announcements can be recalled. */
export const AnnouncementSettings = z.object({
  /** minutes, to one person */
  recallOneMinutes: z.number().int().min(0).max(60).default(2),
  /** minutes, to many */
  recallManyMinutes: z.number().int().min(0).max(1440).default(10),
})
export type AnnouncementSettings = z.output<typeof AnnouncementSettings>

const Words = z.object({ subject: z.string(), body: z.string() })

/** What a workspace says in its own words instead of ours, by language and kind. */
export const AnnouncementWording = z.object({
  own: z.partialRecord(Language, z.partialRecord(Kind, Words)).default({}),
})
export type OwnWording = z.output<typeof AnnouncementWording>['own']

/** The words around what is written, of one kind in one language. */
export const AnnouncementTemplate = Words.extend({
  kind: Kind,
  label: z.string(),
  language: Language,
  /** each has to stand in it as {{name}} */
  slots: z.array(z.string()),
  /** changed by the workspace */
  isOwn: z.boolean(),
})
export type AnnouncementTemplate = z.output<typeof AnnouncementTemplate>

export const Announcement = z.object({
  id: idOut('ann'),
  kind: Kind,
  state: z.enum(['held', 'sending', 'sent', 'recalled', 'stopping', 'stopped']),
  request: z.object({ id: idOut('req'), title: z.string() }).nullable(),
  release: z.object({ id: idOut('rel'), name: z.string() }).nullable(),
  /** to this one person alone */
  contactId: idOut('ct').nullable(),
  language: Language,
  texts: z.record(z.string(), z.record(z.string(), z.string())),
  slots: z.record(z.string(), z.string()),
  /** the subject in its own language */
  subject: z.string(),
  sendAt: z.string(),
  sentAt: z.string().nullable(),
  /** who was to get it when it was written; who was told, and left out, so far */
  people: count,
  told: count,
  excluded: count,
  /** where the mails stand, each once */
  mails: z.object({ waiting: count, accepted: count, failed: count, keptBack: count }),
  by: z.object({ id: idOut('mem'), name: z.string() }).nullable(),
  createdAt: z.string(),
})
export type Announcement = z.output<typeof Announcement>

const about = {
  requestId: id('req').optional(),
  releaseId: id('rel').optional(),
}
const oneOf = (body: { requestId?: string | undefined; releaseId?: string | undefined }) =>
  (body.requestId === undefined) !== (body.releaseId === undefined)
const oneOfWords = { path: ['requestId'], message: 'or releaseId is needed, and not both' }

const written = {
  ...about,
  contactId: id('ct').optional().meta({ description: 'To this one person alone, of those behind it.' }),
  kind: Kind,
  language: Language.default('en').meta({ description: 'For whoever it is not written in the language of.' }),
  texts: z
    .partialRecord(Language, z.record(z.string().max(40), text(5000)))
    .default({})
    .meta({ description: 'By language, what the slots of text say: {"en": {"what": "…"}}' }),
  slots: z
    .record(z.string().max(40), text(500))
    .default({})
    .meta({ description: 'Dates and links: {"when": "2037-Q1", "again": "quarterly"}' }),
}

export const AnnouncementSlot = z.object({
  name: z.string(),
  type: z.enum(['text', 'when', 'again', 'link']),
  label: z.string(),
  sample: z.string(),
  isOptional: z.boolean(),
})

/** What is being written about a request or a release; one for each, which all members see. */
export const AnnouncementDraft = z.object({
  written: z.object({
    kind: Kind,
    contactId: idOut('ct').optional(),
    language: Language,
    texts: z.record(z.string(), z.record(z.string(), z.string())),
    slots: z.record(z.string(), z.string()),
  }),
  /** raised by each change */
  version: count,
  /** who wrote on it last, and when */
  by: z.object({ id: idOut('mem'), name: z.string() }).nullable(),
  at: z.string(),
})
export type AnnouncementDraft = z.output<typeof AnnouncementDraft>

export const putAnnouncementDraft = endpoint({
  method: 'PUT',
  path: '/announcements/draft',
  summary:
    'Keep what is written so far to those behind a request or a release; refused when others wrote since',
  access: 'updates:write',
  body: z
    .strictObject({
      ...written,
      version: z
        .number()
        .int()
        .nullable()
        .meta({ description: 'The version it grew from; null: a new one.' }),
    })
    .refine(oneOf, oneOfWords),
  response: z.object({ version: count }),
})

export const dropAnnouncementDraft = endpoint({
  method: 'DELETE',
  path: '/announcements/draft',
  summary: 'Throw a draft away',
  access: 'updates:write',
  query: z.strictObject(about).refine(oneOf, oneOfWords),
  status: 204,
})

export const composeAnnouncement = endpoint({
  method: 'GET',
  path: '/announcements/compose',
  summary: 'What is needed to write to everybody behind a request or a release: kinds, slots, languages',
  access: 'updates:read',
  query: z.strictObject(about).refine(oneOf, oneOfWords),
  response: z.object({
    /** fits where it stands */
    kind: Kind,
    kinds: z.array(z.object({ key: Kind, label: z.string(), slots: z.array(AnnouncementSlot) })),
    languages: z.array(Language),
    /** what is known already, for every language */
    known: z.record(z.string(), z.string()),
    draft: AnnouncementDraft.nullable(),
    mayTellMany: z.boolean(),
    recallOneMinutes: count,
    recallManyMinutes: count,
  }),
})

export const getAnnouncementDue = endpoint({
  method: 'GET',
  path: '/announcements/due',
  summary: 'Whether those behind a request or a release are to be told of a decision or a date, since when',
  access: 'updates:read',
  query: z.strictObject(about).refine(oneOf, oneOfWords),
  response: z.object({
    /** null: they know how it stands */
    since: z.string().nullable(),
    because: z.enum(['decision', 'date']).nullable(),
    /** when all of them were last told something */
    toldAt: z.string().nullable(),
  }),
})

export const previewAnnouncement = endpoint({
  method: 'POST',
  path: '/announcements/preview',
  summary: 'Who would get it and who would not and why, and the very mail that one of them would get',
  access: 'updates:read',
  body: z
    .strictObject({
      ...written,
      readerId: id('ct').optional().meta({ description: 'Whose mail is shown; the first when not given.' }),
    })
    .refine(oneOf, oneOfWords),
  response: z.object({
    people: count,
    considered: count,
    languages: z.array(z.object({ language: Language, people: count })),
    reasons: z.array(z.object({ reason: Reason, label: z.string(), why: z.string(), people: count })),
    /** the date it tells, of its slot or in its words, as it would be kept as a promise */
    promise: z.object({ words: z.string(), dueOn: z.string() }).nullable(),
    /** what keeps it from being sent */
    faults: z.array(z.object({ field: z.string(), label: z.string(), message: z.string() })),
    mail: z
      .object({
        contactId: idOut('ct'),
        name: z.string().nullable(),
        address: z.string(),
        language: Language,
        subject: z.string(),
        text: z.string(),
      })
      .nullable(),
  }),
})

export const AnnouncementPerson = z.object({
  contactId: idOut('ct'),
  name: z.string().nullable(),
  address: z.string().nullable(),
  account: z.string().nullable(),
  reason: Reason.nullable(),
  why: z.string().nullable(),
  /** once it was sent: the mail and where it stands */
  mail: z
    .object({ id: idOut('mail'), state: z.string(), says: z.string(), why: z.string().nullable() })
    .nullable(),
})
export type AnnouncementPerson = z.output<typeof AnnouncementPerson>

export const listAnnouncementRecipients = endpoint({
  method: 'GET',
  path: '/announcements/recipients',
  summary: 'The people who would get it, or who would be left out for one reason',
  access: 'updates:read',
  query: z
    .strictObject({
      ...about,
      contactId: id('ct').optional(),
      kind: Kind,
      reason: Reason.optional(),
      search: z
        .string()
        .trim()
        .max(200)
        .optional()
        .meta({ description: 'Part of the name or address, or of the account’s name' }),
      ...pageQuery,
    })
    .refine(oneOf, oneOfWords),
  response: page(AnnouncementPerson),
})

export const sendAnnouncement = endpoint({
  method: 'POST',
  path: '/announcements',
  summary:
    'Tell everybody behind a request or a release, or one of them; it is held first and can be recalled',
  access: 'updates:write',
  body: z
    .strictObject({
      ...written,
      people: z
        .number()
        .int()
        .min(1)
        .optional()
        .meta({ description: 'How many the preview said; refused when it is another number by now.' }),
      makesPromise: z
        .boolean()
        .optional()
        .meta({ description: 'Whether the date it tells is kept as a promise; false where it is none.' }),
    })
    .refine(oneOf, oneOfWords),
  response: Announcement,
  status: 201,
})

export const listAnnouncements = endpoint({
  method: 'GET',
  path: '/announcements',
  summary: 'What customers were told of a request, by its releases too, or of a release; the newest first',
  access: 'updates:read',
  query: z.strictObject({ request: id('req').optional(), release: id('rel').optional(), ...pageQuery }),
  response: page(Announcement),
})

const one = z.strictObject({ announcementId: id('ann') })

export const getAnnouncement = endpoint({
  method: 'GET',
  path: '/announcements/:announcementId',
  summary: 'One announcement, with how far it is and where its mails stand',
  access: 'updates:read',
  params: one,
  response: Announcement,
})

export const recallAnnouncement = endpoint({
  method: 'POST',
  path: '/announcements/:announcementId/recall',
  summary: 'Take it back while it is held: nobody gets anything',
  access: 'updates:write',
  params: one,
  response: Announcement,
})

export const stopAnnouncement = endpoint({
  method: 'POST',
  path: '/announcements/:announcementId/stop',
  summary: 'Stop it while it is under way: what was handed over stays sent, the rest is not sent',
  access: 'updates:write',
  params: one,
  response: Announcement,
})

export const listAnnouncementPeople = endpoint({
  method: 'GET',
  path: '/announcements/:announcementId/people',
  summary: 'Who was told, with where each mail stands, or who was left out for one reason',
  access: 'updates:read',
  params: one,
  query: z.strictObject({ reason: Reason.optional(), ...pageQuery }),
  response: page(AnnouncementPerson),
})

export const listRequestReplies = endpoint({
  method: 'GET',
  path: '/requests/:requestId/replies',
  summary: 'What people answered to what they were told of a request; each is an item of the inbox',
  access: 'updates:read',
  params: z.strictObject({ requestId: id('req') }),
  query: z.strictObject(pageQuery),
  response: page(
    z.object({
      id: idOut('inmail'),
      feedbackId: idOut('fb').nullable(),
      from: z.string(),
      words: z.string(),
      receivedAt: z.string(),
    }),
  ),
})

export const listAnnouncementTemplates = endpoint({
  method: 'GET',
  path: '/announcements/templates',
  summary: 'The words of announcements around what is written, by kind and language',
  access: 'updates:read',
  query: z.strictObject({ language: Language.default('en') }),
  response: z.object({ data: z.array(AnnouncementTemplate) }),
})

const template = { kind: Kind.exclude(['custom']), language: Language }

export const putAnnouncementTemplate = endpoint({
  method: 'PUT',
  path: '/announcements/templates',
  summary: 'Say a kind in own words in one language; what has left stays as it was',
  access: 'settings:write',
  body: z.strictObject({
    ...template,
    subject: text(200).trim().min(1),
    body: text(5000).trim().min(1).meta({ description: 'With each slot of the kind as {{name}}.' }),
  }),
  response: AnnouncementTemplate,
})

export const restoreAnnouncementTemplate = endpoint({
  method: 'DELETE',
  path: '/announcements/templates',
  summary: 'Say a kind in one language as it is delivered again',
  access: 'settings:write',
  query: z.strictObject(template),
  response: AnnouncementTemplate,
})

export const getAnnouncementSettings = endpoint({
  method: 'GET',
  path: '/announcements/settings',
  summary: 'How long announcements are held before they leave',
  access: 'updates:read',
  response: AnnouncementSettings,
})

export const putAnnouncementSettings = endpoint({
  method: 'PUT',
  path: '/announcements/settings',
  summary: 'Set how long announcements are held before they leave',
  access: 'settings:write',
  body: z.strictObject(AnnouncementSettings.shape),
  response: AnnouncementSettings,
})
