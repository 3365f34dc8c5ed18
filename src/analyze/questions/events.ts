import { z } from 'zod'
import { event } from '#platform/events/event.ts'

const questionId = z.string()
const hypothesisId = z.string()

export const questionAsked = event('question.asked', z.object({ questionId }))
export const questionChanged = event(
  'question.changed',
  z.object({ questionId, fields: z.array(z.string()) }),
)
export const questionRemoved = event('question.removed', z.object({ questionId }))
export const questionAnswered = event(
  'question.answered',
  z.object({ questionId, answerId: z.string(), decidedById: z.string() }),
)
export const questionReopened = event('question.reopened', z.object({ questionId, answerId: z.string() }))

export const hypothesisAdded = event('hypothesis.added', z.object({ questionId, hypothesisId }))
export const hypothesisChanged = event(
  'hypothesis.changed',
  z.object({ questionId, hypothesisId, state: z.string() }),
)
export const hypothesisRemoved = event('hypothesis.removed', z.object({ questionId, hypothesisId }))

const evidence = z.object({ questionId, hypothesisId, evidenceId: z.string(), stance: z.string() })

export const evidenceAdded = event('evidence.added', evidence)
export const evidenceChanged = event('evidence.changed', evidence)
export const evidenceRemoved = event('evidence.removed', evidence)
