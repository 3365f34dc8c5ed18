import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

/** One thing in the story of a customer: something they said, or something we did. */
export const TimelineEntry = z.object({
  key: z.string(),
  side: z.enum(['they', 'we']),
  kind: z.enum([
    'feedback',
    'touchpoint',
    'case_opened',
    'case_resolved',
    'survey',
    'answer',
    'change',
    'update',
  ]),
  at: z.string(),
  title: z.string(),
  /** The customer's words, whole. */
  verbatim: z.string().nullable(),
  detail: z.string().nullable(),
  channel: z.string().nullable(),
  sentiment: z.enum(['positive', 'neutral', 'negative', 'mixed']).nullable(),
  /** A path below the workspace that opens the record. */
  to: z.string().nullable(),
})
export type TimelineEntry = z.output<typeof TimelineEntry>

export const Timeline = z.object({
  since: z.string().nullable(),
  saidTotal: z.number(),
  didTotal: z.number(),
  entries: z.array(TimelineEntry),
  next: z.array(
    z.object({
      caseId: idOut('case'),
      title: z.string(),
      step: z.string(),
      assignee: z.string().nullable(),
      openedAt: z.string().nullable(),
      dueAt: z.string().nullable(),
      rule: z.string(),
    }),
  ),
  feelings: z.array(
    z.object({
      at: z.string(),
      survey: z.string(),
      score: z.number().nullable(),
      scoreMax: z.number(),
      isNegative: z.boolean(),
      who: z.string().nullable(),
      asked: z.number(),
    }),
  ),
})
export type Timeline = z.output<typeof Timeline>

export const getAccountTimeline = endpoint({
  method: 'GET',
  path: '/accounts/:accountId/timeline',
  summary: 'Everything an account said and what we did, newest first, up to 250 of each',
  access: 'feedback:read',
  params: z.strictObject({ accountId: id('acct') }),
  response: Timeline,
})

export const getContactTimeline = endpoint({
  method: 'GET',
  path: '/contacts/:contactId/timeline',
  summary: 'Everything a contact said and what we did, newest first, up to 250 of each',
  access: 'feedback:read',
  params: z.strictObject({ contactId: id('ct') }),
  response: Timeline,
})
