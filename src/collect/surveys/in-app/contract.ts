import { z } from 'zod'
import { questionKinds } from '#collect/surveys/kinds.ts'
import { id, idOut } from '#platform/ids.ts'

// What the card of the widget says and hears, under /widget/v1/<key>/survey….

export const Ask = z.strictObject({
  path: z.string().max(2000).meta({ description: 'The path of the page.' }),
  language: z.string().max(35).optional(),
})

const invitation = id('inv')
const language = z.string().max(35).optional()
export const Answer = z.strictObject({
  invitation,
  language,
  given: z.record(
    z.string().max(40),
    z.union([z.number().int(), z.string().max(5000), z.array(z.string().max(40)).max(12)]),
  ),
  asked: z.array(z.string().max(40)).max(50),
})
export const Dismiss = z.strictObject({ invitation })

/** A question as the card shows it. */
export const CardQuestion = z.object({
  key: z.string(),
  kind: z.enum(questionKinds),
  wording: z.string(),
  lowLabel: z.string().nullable(),
  highLabel: z.string().nullable(),
  points: z.array(z.object({ number: z.number(), label: z.string().nullable() })),
  choices: z.array(z.object({ key: z.string(), label: z.string() })),
  isRequired: z.boolean(),
  isMultiple: z.boolean(),
})

/** What the card asks now; no questions: thanks. */
export const Card = z.object({
  invitation: idOut('inv'),
  language: z.string(),
  direction: z.enum(['ltr', 'rtl']),
  title: z.string(),
  questions: z.array(CardQuestion),
  words: z.object({
    send: z.string(),
    optional: z.string(),
    required: z.string(),
    notSent: z.string(),
    thanks: z.string(),
  }),
})
export type Card = z.output<typeof Card>
export type CardQuestion = z.output<typeof CardQuestion>
