import { z } from 'zod'
import { Highlight, newHighlights } from '#collect/highlights/contract.ts'
import { consents, hows, kinds, states } from '#collect/sessions/rules.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { instant, text } from '#platform/fields.ts'
import { id, idOut } from '#platform/ids.ts'

const Member = z.object({ id: idOut('mem'), name: z.string() })

export const SessionRow = z.object({
  id: idOut('ses'),
  kind: z.enum(kinds),
  title: z.string(),
  state: z.enum(states),
  plannedAt: z.string().nullable(),
  heldAt: z.string().nullable(),
  lead: Member.nullable(),
  participantCount: z.number(),
  /** how many of them have agreed */
  consentCount: z.number(),
  highlightCount: z.number(),
})
export type SessionRow = z.output<typeof SessionRow>

export const Participant = z.object({
  contact: z.object({ id: idOut('ct'), name: z.string() }),
  account: z.object({ id: idOut('acct'), name: z.string() }).nullable(),
  consent: z.enum(consents),
  consentAt: z.string().nullable(),
  consentHow: z.enum(hows).nullable(),
  /** who wrote it down */
  consentBy: Member.nullable(),
})
export type Participant = z.output<typeof Participant>

export const Session = SessionRow.extend({
  guide: z.array(z.string()),
  notes: z.string(),
  participants: z.array(Participant),
  highlights: z.array(Highlight),
})
export type Session = z.output<typeof Session>

const one = z.strictObject({ sessionId: id('ses') })
const fields = {
  kind: z.enum(kinds),
  title: text(200).trim().min(1, 'is empty; give the session a title'),
  plannedAt: instant.nullable(),
  leadId: id('mem').nullable(),
  guide: z.array(text(500).trim().min(1, 'holds an empty question; take it out')).max(50),
}

export const listSessions = endpoint({
  method: 'GET',
  path: '/sessions',
  summary: 'Interviews, focus groups and user tests, the newest first',
  access: 'feedback:read',
  query: z.strictObject({ state: z.enum([...states, 'all']).default('all'), ...pageQuery }),
  response: page(SessionRow),
})

export const getSession = endpoint({
  method: 'GET',
  path: '/sessions/:sessionId',
  summary: 'One session whole: participants with their consent, guide, notes and highlights',
  access: 'feedback:read',
  params: one,
  response: Session,
})

export const createSession = endpoint({
  method: 'POST',
  path: '/sessions',
  summary: 'Plan a session; it is led by who plans it, unless somebody else is named',
  access: 'feedback:write',
  body: z.strictObject({
    kind: fields.kind,
    title: fields.title,
    plannedAt: fields.plannedAt.default(null),
    leadId: fields.leadId.optional(),
    guide: fields.guide.default([]),
    contactIds: z.array(id('ct')).max(100).default([]),
  }),
  response: Session,
  status: 201,
})

export const changeSession = endpoint({
  method: 'PATCH',
  path: '/sessions/:sessionId',
  summary: 'Change a session, write its notes, or say that it was held or is off',
  access: 'feedback:write',
  params: one,
  body: z
    .strictObject({ ...fields, notes: text(50_000).trim(), state: z.enum(states), heldAt: instant })
    .partial(),
  response: Session,
})

export const putParticipant = endpoint({
  method: 'PUT',
  path: '/sessions/:sessionId/participants/:contactId',
  summary: 'Add a participant, or write down their consent: given or refused needs how',
  access: 'feedback:write',
  params: z.strictObject({ sessionId: id('ses'), contactId: id('ct') }),
  body: z
    .strictObject({
      consent: z
        .enum(consents)
        .optional()
        .meta({ description: 'What is known already stays when not given.' }),
      how: z.enum(hows).nullish(),
    })
    .refine((body) => body.how != null || (body.consent !== 'given' && body.consent !== 'refused'), {
      path: ['how'],
      message: 'is needed: say how consent was given or refused',
    }),
  response: Session,
})

export const removeParticipant = endpoint({
  method: 'DELETE',
  path: '/sessions/:sessionId/participants/:contactId',
  summary: 'Take a participant out',
  access: 'feedback:write',
  params: z.strictObject({ sessionId: id('ses'), contactId: id('ct') }),
  response: Session,
})

export const addSessionHighlights = endpoint({
  method: 'POST',
  path: '/sessions/:sessionId/highlights',
  summary: 'Note what was said; each becomes a feedback item. Only participants who agreed are named',
  access: 'feedback:write',
  params: one,
  body: z.strictObject({ highlights: newHighlights.min(1, 'holds no highlight') }),
  response: Session,
})
