import { z } from 'zod'
import { event } from '#platform/events/event.ts'

const about = { caseId: z.uuid(), playbook: z.string() }

/** Somebody said what caused a case or whether its customer confirmed how it ended. */
export const outcomeNoted = event(
  'case.outcome_noted',
  z.object({ ...about, confirmation: z.string().nullable() }),
)
/** The customer answered the survey that asks again after a case. */
export const caseScoredAgain = event(
  'case.scored_again',
  z.object({ ...about, responseId: z.uuid(), isNegative: z.boolean() }),
)
