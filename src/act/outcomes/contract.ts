import { z } from 'zod'
import { words } from '#act/touchpoints/contract.ts'
import { endpoint } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

/** What the customer's word that it is solved rests on. */
export const Confirmation = z.enum(['call', 'mail', 'survey', 'not_asked'])
export type Confirmation = z.output<typeof Confirmation>

/** An answer on the scale of its survey. */
export const Score = z.object({ score: z.number(), min: z.number(), max: z.number() })
export type Score = z.output<typeof Score>

/** How a case ended. */
export const Outcome = z.object({
  /** a line of the workspace’s list */
  cause: z.string().nullable(),
  causeWords: z.string().nullable(),
  confirmation: Confirmation.nullable(),
  touchpointId: idOut('touch').nullable(),
  /** the answer that opened the case, and the one to the survey that asked again */
  before: Score.nullable(),
  after: Score.extend({ survey: z.string(), at: z.string(), isNegative: z.boolean() }).nullable(),
})
export type Outcome = z.output<typeof Outcome>

/** What a person says of how a case ended. A touchpoint is named where the customer confirmed by call or mail. */
export const outcomeFields = {
  cause: z.string().trim().min(1).max(80).nullish(),
  causeWords: z.string().trim().min(1).max(2000).nullish(),
  confirmation: Confirmation.nullish(),
  touchpointId: id('touch').nullish(),
}
const Given = z.strictObject(outcomeFields)
export type OutcomeGiven = z.output<typeof Given>

export const putOutcome = endpoint({
  method: 'PATCH',
  path: '/cases/:caseId/outcome',
  summary: 'Say what caused a case and whether the customer confirmed how it ended',
  access: 'cases:write',
  params: z.strictObject({ caseId: id('case') }),
  body: Given,
  response: Outcome,
})

export const Causes = z.object({
  causes: z
    .array(words(80, 'a cause').transform((text) => text.trim()))
    .max(50)
    .refine((list) => new Set(list).size === list.length, 'names a cause twice')
    .default([
      'Product defect',
      'Missing feature',
      'Hard to use',
      'Training',
      'Implementation',
      'Support',
      'Price or contract',
      'Wrong expectation',
    ]),
})

export const getCauses = endpoint({
  method: 'GET',
  path: '/case-causes',
  summary: 'The causes that people choose from when a case ends',
  access: 'cases:read',
  response: Causes,
})

export const putCauses = endpoint({
  method: 'PUT',
  path: '/case-causes',
  summary: 'Set the causes; cases keep the one they have',
  access: 'settings:manage',
  body: z.strictObject({ causes: Causes.shape.causes.unwrap() }),
  response: Causes,
})
