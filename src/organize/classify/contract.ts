import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'

/** What is suggested about an item. */
export const suggestedFields = ['type', 'priority', 'sentiment', 'urgency', 'area'] as const
export const SuggestedField = z.enum(suggestedFields)
export type SuggestedField = z.output<typeof SuggestedField>

export const sentiments = ['positive', 'neutral', 'negative', 'mixed'] as const
export const Sentiment = z.enum(sentiments)
export type Sentiment = z.output<typeof Sentiment>

export const urgencies = ['now', 'soon', 'later'] as const
export const Urgency = z.enum(urgencies)
export type Urgency = z.output<typeof Urgency>

/** One suggestion: sure from 0.8, likely from 0.6, below that a guess that is not filled in. */
export const Suggestion = z.object({
  field: SuggestedField,
  /** the code of a type, priority, sentiment or urgency, or the id of an area */
  value: z.string(),
  label: z.string(),
  confidence: z.number().min(0).max(1),
  /** a sentence that quotes the words that decided it */
  reason: z.string(),
  /** places in the verbatim: [from, to) in UTF-16 units */
  spans: z.array(z.tuple([z.number(), z.number()])),
  state: z.enum(['open', 'accepted', 'changed', 'dismissed']),
})
export type Suggestion = z.output<typeof Suggestion>

/** How often people agreed with the suggestions of one field. */
export const Accuracy = z.object({
  field: SuggestedField,
  value: z.string(),
  suggested: z.number(),
  agreed: z.number(),
  missed: z.number(),
})

export const getAccuracy = endpoint({
  method: 'GET',
  path: '/suggestions/accuracy',
  summary: 'How often people agreed with suggestions, by field and value, over their last 5,000 decisions',
  access: 'feedback:read',
  response: z.object({ data: z.array(Accuracy) }),
})

const level = z.strictObject({ isOn: z.boolean(), confidence: z.number().min(0.5).max(1) })

/** From which confidence a suggestion is accepted without a person; off unless switched on. */
export const AutoAccept = z.strictObject({ type: level, priority: level, area: level })
export type AutoAccept = z.output<typeof AutoAccept>

export const getAutoAccept = endpoint({
  method: 'GET',
  path: '/suggestions/rules',
  summary: 'Which suggestions count without a person',
  access: 'feedback:read',
  response: AutoAccept,
})

export const putAutoAccept = endpoint({
  method: 'PUT',
  path: '/suggestions/rules',
  summary: 'Decide which suggestions count without a person, from which confidence',
  access: 'settings:manage',
  body: AutoAccept,
  response: AutoAccept,
})
