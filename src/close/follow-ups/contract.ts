import { z } from 'zod'
import { Follows } from '#collect/surveys/responses/contract.ts'
import { endpoint } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

/** A survey that asks again after a case or action, or about an item: of a playbook, or of a programme. */
export const FollowUp = z.object({
  id: z.string(),
  survey: z.string(),
  surveyId: idOut('srv').nullable(),
  /** null: the playbook of the case asks, or the workspace after a release */
  programme: z.object({ id: idOut('prg'), name: z.string() }).nullable(),
  /** the request that shipped, where it asks after that */
  request: z.object({ id: idOut('req'), title: z.string() }).nullable(),
  dueAt: z.string(),
  state: z.enum(['waiting', 'sent', 'not_sent', 'cancelled']),
  /** why nobody was asked */
  why: z.string().nullable(),
  settledAt: z.string().nullable(),
  waveId: idOut('wave').nullable(),
  /** why it does not count for the limit of a month */
  exemptReason: z.string().nullable(),
  answeredAt: z.string().nullable(),
  score: z.number().nullable(),
})
export type FollowUp = z.output<typeof FollowUp>

export const FollowUpSettings = z.object({
  /** those behind a request are asked once they were told that it shipped */
  isOn: z.boolean().default(true),
  surveyKey: z.string().trim().min(1).max(60).default('resolution-check'),
  afterDays: z.number().int().min(1).max(90).default(7),
})
export type FollowUpSettings = z.output<typeof FollowUpSettings>

export const getFollowUpSettings = endpoint({
  method: 'GET',
  path: '/follow-ups/settings',
  summary:
    'Whether those behind a request are asked after it shipped, with which survey and how many days later',
  access: 'surveys:read',
  response: FollowUpSettings,
})

export const putFollowUpSettings = endpoint({
  method: 'PUT',
  path: '/follow-ups/settings',
  summary: 'Set whether, with what and when those behind a request are asked after it shipped',
  access: 'surveys:manage',
  body: z.strictObject(FollowUpSettings.shape),
  response: FollowUpSettings,
})

export const listFollowUps = endpoint({
  method: 'GET',
  path: '/cases/:caseId/follow-ups',
  summary:
    'The surveys that ask again about a case, of its playbook and of programmes, newest first, with the answers',
  access: 'cases:read',
  params: z.strictObject({ caseId: id('case') }),
  response: z.object({ data: z.array(FollowUp) }),
})

export const listItemFollowUps = endpoint({
  method: 'GET',
  path: '/feedback/:feedbackId/follow-ups',
  summary:
    'The surveys that ask again about an item or its cases, and what the item itself answers when it is such an answer',
  access: 'feedback:read',
  params: z.strictObject({ feedbackId: id('fb') }),
  response: z.object({ follows: Follows.nullable(), data: z.array(FollowUp) }),
})
