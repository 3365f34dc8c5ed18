import { z } from 'zod'
import { words } from '#act/touchpoints/contract.ts'
import { Reading } from '#close/readings/reading.ts'
import { ToneChecklist, ToneMark } from '#close/tone/contract.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

export const UpdateStates = z.enum(['draft', 'reading', 'held', 'sending', 'sent', 'recalled', 'failed'])

/** A message to a contact about their item or case. */
export const Update = z.object({
  id: idOut('upd'),
  state: UpdateStates,
  /** the mail behind a sent update: accepted, failed, uncertain, suppressed, … and what that means in words */
  mail: z
    .object({ id: idOut('mail'), state: z.string(), says: z.string(), why: z.string().nullable() })
    .nullable(),
  caseId: idOut('case').nullable(),
  feedbackId: idOut('fb').nullable(),
  /** what it told of, where it was an announcement */
  requestId: idOut('req').nullable(),
  /** nobody, once retention took the words */
  to: z.object({ contactId: idOut('ct').nullable(), name: z.string(), address: z.string() }),
  subject: z.string(),
  body: z.string(),
  template: z.string().nullable(),
  slots: z.record(z.string(), z.string()),
  sendAt: z.string().nullable(),
  sentAt: z.string().nullable(),
  failure: z.string().nullable(),
  /** what the tone checklist showed when it was written; null for what was written before there was one */
  tone: z.array(ToneMark).nullable(),
  /** its latest reading by a second person; null where nobody was asked */
  reading: Reading.nullable(),
  by: z.object({ id: idOut('mem'), name: z.string() }).nullable(),
  createdAt: z.string(),
})
export type Update = z.output<typeof Update>

export const TemplateView = z.object({
  key: z.string(),
  title: z.string(),
  /** that of whom it is for where it is written in it, else English */
  language: z.string(),
  subject: z.string(),
  body: z.string(),
  slots: z.array(z.object({ name: z.string(), label: z.string(), sample: z.string(), value: z.string() })),
})
export type TemplateView = z.output<typeof TemplateView>

const subject = { caseId: id('case').optional(), feedbackId: id('fb').optional() }
const about = 'or feedbackId is needed: say what the update is about'

export const getComposer = endpoint({
  method: 'GET',
  path: '/updates/compose',
  summary:
    'What is needed to write to a person: who, with which templates, what is filled in already, the draft kept',
  access: 'updates:read',
  query: z
    .strictObject({ ...subject, stepId: id('step').optional() })
    .refine((one) => one.caseId || one.feedbackId, { path: ['caseId'], message: about }),
  response: z.object({
    to: z.object({ contactId: idOut('ct'), name: z.string(), address: z.string().nullable() }).nullable(),
    /** why this person must not be written to */
    blocked: z.string().nullable(),
    template: z.string().nullable(),
    templates: z.array(TemplateView),
    /** the subject that keeps the thread, where the customer had the last word */
    subject: z.string().nullable(),
    /** what saved texts are filled with: first_name, my_name, our_name */
    known: z.record(z.string(), z.string()),
    draft: Update.nullable(),
    /** what a good reply does here */
    tone: ToneChecklist,
    reading: z.object({
      /** whether a second person may be asked to read it */
      mayAsk: z.boolean(),
      /** why a second person has to; null where it may leave at once */
      needed: Reading.shape.because.exclude(['asked']).nullable(),
      /** what waits for its reader: while it does, the writer writes nothing else to this person here */
      waits: Update.nullable(),
    }),
    recallSeconds: z.number(),
  }),
})

const slots = z.record(z.string().max(60), z.string().max(5000)).default({})
const text = {
  template: z.string().max(100).optional(),
  slots,
  subject: words(300, 'a subject').optional(),
  body: z.string().max(50_000).optional(),
  /** points of the tone checklist that the writer ticks; the text ticks the others itself */
  ticked: z.array(z.string().max(40)).max(20).default([]),
}

export const sendUpdate = endpoint({
  method: 'POST',
  path: '/updates',
  summary:
    'Write to a person; it is held for two minutes, in which it can be recalled, or read by a colleague before',
  access: 'updates:write',
  body: z
    .strictObject({
      ...subject,
      stepId: id('step').optional(),
      ...text,
      readerId: id('mem').optional().meta({ description: 'who reads it before it leaves' }),
      makesPromise: z
        .boolean()
        .optional()
        .meta({ description: 'Whether the date it says is kept as a promise; false where it is none.' }),
    })
    .refine((one) => one.caseId || one.feedbackId, { path: ['caseId'], message: about }),
  response: Update,
  status: 201,
})

export const saveDraft = endpoint({
  method: 'PUT',
  path: '/updates/draft',
  summary: 'Keep what is written so far; one draft a person and subject',
  access: 'updates:write',
  body: z
    .strictObject({ ...subject, stepId: id('step').optional(), ...text })
    .refine((one) => one.caseId || one.feedbackId, { path: ['caseId'], message: about }),
  response: Update,
})

export const recallUpdate = endpoint({
  method: 'POST',
  path: '/updates/:updateId/recall',
  summary: 'Take an update back while it is held or being read; nothing leaves',
  access: 'updates:write',
  params: z.strictObject({ updateId: id('upd') }),
  response: Update,
})

export const listUpdates = endpoint({
  method: 'GET',
  path: '/updates',
  summary:
    'Updates about a case, item or request, or to a contact, newest first, with where their mails stand',
  access: 'updates:read',
  query: z.strictObject({
    case: id('case').optional(),
    feedback: id('fb').optional(),
    request: id('req').optional(),
    contact: id('ct').optional(),
    state: UpdateStates.optional(),
    ...pageQuery,
  }),
  response: page(Update),
})
