import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'

/** What is suggested about an item. `negative` is set on arrival, the rest when somebody accepts it. */
export const suggestedFields = ['type', 'priority', 'sentiment', 'urgency', 'area', 'negative'] as const
export const SuggestedField = z.enum(suggestedFields)
export type SuggestedField = z.output<typeof SuggestedField>

export const sentiments = ['positive', 'neutral', 'negative', 'mixed'] as const
export const Sentiment = z.enum(sentiments)
export type Sentiment = z.output<typeof Sentiment>

export const urgencies = ['now', 'soon', 'later'] as const
export const Urgency = z.enum(urgencies)
export type Urgency = z.output<typeof Urgency>

/** One reason of a suggestion. */
export const Because = z.object({
  /** the customer's words decided, a rule (such as a rating), or what the workspace taught */
  kind: z.enum(['words', 'rule', 'taught']),
  meaning: z.string(),
  /** the words, as they stand in the item; null where no words decided */
  words: z.string().nullable(),
})
export type Because = z.output<typeof Because>

/** One suggestion: sure from 0.8, likely from 0.6, below that a guess that is not filled in. */
export const Suggestion = z.object({
  field: SuggestedField,
  /** the code of a type, priority, sentiment or urgency, the id of an area, `yes` for a negative answer */
  value: z.string(),
  label: z.string(),
  /** the share of such suggestions that are right */
  confidence: z.number().min(0).max(1),
  /** a sentence that quotes the words that decided it */
  reason: z.string(),
  because: z.array(Because),
  /** places in the verbatim: [from, to) in UTF-16 units */
  spans: z.array(z.tuple([z.number(), z.number()])),
  /** what else the words may mean: types or areas, the surest first */
  others: z.array(z.object({ value: z.string(), label: z.string(), confidence: z.number() })),
  state: z.enum(['open', 'accepted', 'changed', 'dismissed']),
})
export type Suggestion = z.output<typeof Suggestion>

/** How often people agreed with the suggestions of one value of a field. */
export const Accuracy = z.object({
  field: SuggestedField,
  value: z.string(),
  label: z.string(),
  suggested: z.number(),
  agreed: z.number(),
  missed: z.number(),
  /** share of the suggestions that people kept; null where fewer than five were made */
  precision: z.number().nullable(),
  /** share of what people chose that had been suggested; null where it was chosen fewer than five times */
  recall: z.number().nullable(),
})
export type Accuracy = z.output<typeof Accuracy>

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

/** Whether owners, admins and managers are told of negative answers as they arrive. */
export const NegativeNotices = z.strictObject({ isOn: z.boolean() })
export type NegativeNotices = z.output<typeof NegativeNotices>

export const getNegativeNotices = endpoint({
  method: 'GET',
  path: '/suggestions/negative-notices',
  summary: 'Whether managers are told of negative answers',
  access: 'feedback:read',
  response: NegativeNotices,
})

export const putNegativeNotices = endpoint({
  method: 'PUT',
  path: '/suggestions/negative-notices',
  summary: 'Decide whether managers are told of negative answers as they arrive',
  access: 'settings:manage',
  body: NegativeNotices,
  response: NegativeNotices,
})

/** What the workspace taught about one value of a field. */
export const LearnedValue = z.object({
  field: SuggestedField,
  value: z.string(),
  label: z.string(),
  /** items this was learned from, the newest 200 of a value */
  lessons: z.number(),
  /** words that speak for it, the strongest first; `word` is the stem that stands for all forms */
  words: z.array(z.object({ word: z.string(), text: z.string(), weight: z.number() })),
  /** words that people removed */
  removed: z.array(z.object({ word: z.string(), text: z.string() })),
})
export type LearnedValue = z.output<typeof LearnedValue>

export const getLearned = endpoint({
  method: 'GET',
  path: '/suggestions/learned',
  summary: 'What suggestions learned from the decisions of this workspace: words by field and value',
  access: 'feedback:read',
  response: z.object({
    /** the shipped weights, and the state of what was learned on top of them */
    model: z.string(),
    data: z.array(LearnedValue),
  }),
})

export const putLearnedWord = endpoint({
  method: 'PUT',
  path: '/suggestions/learned/words',
  summary: 'Remove a learned word from a value of a field, or give it back',
  access: 'feedback:manage',
  body: z.strictObject({
    field: SuggestedField,
    value: z.string().min(1).max(60),
    word: z
      .string()
      .min(1)
      .max(64)
      .refine((word) => !word.includes('\u0000'), 'holds a NUL character; remove it'),
    isRemoved: z.boolean(),
  }),
})

/** What would be suggested otherwise without what was learned. */
export const ResetPreview = z.object({
  /** decisions that would be forgotten */
  lessons: z.number(),
  /** removed words that would be forgotten as well */
  words: z.number(),
  /** waiting items that were looked at, the newest */
  looked: z.number(),
  changes: z.array(z.object({ field: SuggestedField, count: z.number() })),
  examples: z.array(
    z.object({
      id: z.string(),
      summary: z.string(),
      field: SuggestedField,
      from: z.string().nullable(),
      to: z.string().nullable(),
    }),
  ),
})
export type ResetPreview = z.output<typeof ResetPreview>

export const previewReset = endpoint({
  method: 'GET',
  path: '/suggestions/learned/reset',
  summary: 'What would be suggested otherwise if everything learned were forgotten',
  access: 'settings:manage',
  response: ResetPreview,
})

export const resetLearned = endpoint({
  method: 'POST',
  path: '/suggestions/learned/reset',
  summary: 'Forget everything that was learned from decisions; the decisions on items stay',
  access: 'settings:manage',
  response: z.object({ lessons: z.number() }),
})
