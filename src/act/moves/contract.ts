import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { id } from '#platform/ids.ts'

/** What becomes of one step when its case goes over to another version. */
export const MovedStep = z.object({
  key: z.string(),
  title: z.string(),
  /** over: done or skipped before, and stays as it is */
  change: z.enum(['kept', 'added', 'dropped', 'over']),
  state: z.enum(['open', 'ahead', 'done', 'skipped', 'cancelled']).nullable(),
  ruleBefore: z.string().nullable(),
  ruleAfter: z.string().nullable(),
  /** null where it has no date, or where its moment has not happened */
  dueBefore: z.string().nullable(),
  dueAfter: z.string().nullable(),
})
export type MovedStep = z.output<typeof MovedStep>

export const Move = z.object({
  from: z.number(),
  to: z.number(),
  zone: z.string(),
  steps: z.array(MovedStep),
  /** what ends the case by the other version is done already */
  endsAtOnce: z.boolean(),
  /** the versions it can go to, the newest first */
  versions: z.array(z.object({ version: z.number(), savedAt: z.string(), isCurrent: z.boolean() })),
})
export type Move = z.output<typeof Move>

const of = z.strictObject({ caseId: id('case') })
const version = z.coerce.number().int().min(1).max(1e6)

export const previewMove = endpoint({
  method: 'GET',
  path: '/cases/:caseId/move',
  summary: 'What would change if a case went over to another version of its playbook; changes nothing',
  access: 'cases:read',
  params: of,
  query: z.strictObject({
    version: version.optional().meta({ description: 'the version in effect when left out' }),
  }),
  response: Move,
})

export const moveCase = endpoint({
  method: 'POST',
  path: '/cases/:caseId/move',
  summary: 'Take a case over to another version of its playbook',
  access: 'cases:write',
  params: of,
  body: z.strictObject({
    version: version,
    from: version.meta({ description: 'the version of the preview; another one by now answers 409' }),
  }),
  response: Move,
})
