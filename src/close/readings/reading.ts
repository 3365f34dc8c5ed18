import { z } from 'zod'
import { idOut } from '#platform/ids.ts'

const Person = z.object({ id: idOut('mem'), name: z.string() })

/** The latest reading of an update by a second person. */
export const Reading = z.object({
  reader: Person,
  because: z.enum(['asked', 'mrr', 'escalated']),
  askedAt: z.string(),
  /** null while it waits for its reader */
  verdict: z.enum(['agree', 'return', 'taken_back', 'passed_on']).nullable(),
  /** what the reader said of it */
  words: z.string().nullable(),
  endedAt: z.string().nullable(),
  /** the reader left or is away: the writer chooses another */
  needsAnother: z.boolean(),
})
export type Reading = z.output<typeof Reading>
