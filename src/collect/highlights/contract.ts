import { z } from 'zod'
import { kinds, verbatimMax } from '#collect/feedback/rules.ts'
import { text } from '#platform/fields.ts'
import { id, idOut } from '#platform/ids.ts'

/** One thing that was said in a talk; it becomes a feedback item of its own. */
export const NewHighlight = z.strictObject({
  verbatim: text(verbatimMax).trim().min(1, 'is empty; give the customer’s words'),
  kind: z.enum(kinds).nullish(),
  contactId: id('ct').nullish().meta({ description: 'Who said it; the account alone when not given.' }),
})
export type NewHighlight = z.output<typeof NewHighlight>

export const newHighlights = z
  .array(NewHighlight)
  .max(30, 'holds more than 30 highlights; record the talk first and add more afterwards')

/** A highlight as it stands: the words are those of its item. */
export const Highlight = z.object({
  feedbackId: idOut('fb'),
  verbatim: z.string(),
  kind: z.enum(kinds).nullable(),
  contact: z.object({ id: idOut('ct'), name: z.string() }).nullable(),
})
export type Highlight = z.output<typeof Highlight>
