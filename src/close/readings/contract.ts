import { z } from 'zod'
import { words } from '#act/touchpoints/contract.ts'
import { endpoint } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

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

/** Whether replies are read by a second person before they leave. */
export const ReadingRule = z.object({
  when: z.enum(['never', 'on_request', 'always']).default('on_request'),
  /** with `always`: updates in cases of accounts that pay more a month, in the account's own currency */
  aboveMrrCents: z.number().int().min(0).max(1e12).nullable().default(500_000),
  /** with `always`: updates in cases that were escalated */
  escalated: z.boolean().default(true),
})
export type ReadingRule = z.output<typeof ReadingRule>

export const getReadingRule = endpoint({
  method: 'GET',
  path: '/reading-rule',
  summary:
    'Whether updates are read by a second person before they leave: never, on request, or always in which cases',
  access: 'updates:read',
  response: ReadingRule,
})

export const putReadingRule = endpoint({
  method: 'PUT',
  path: '/reading-rule',
  summary: 'Set when updates are read by a second person; what waits for its reader goes on waiting',
  access: 'settings:manage',
  body: z
    .strictObject({
      when: ReadingRule.shape.when.unwrap(),
      aboveMrrCents: ReadingRule.shape.aboveMrrCents.unwrap(),
      escalated: z.boolean(),
    })
    .refine((rule) => rule.when !== 'always' || rule.escalated || rule.aboveMrrCents !== null, {
      path: ['aboveMrrCents'],
      message: 'is needed with “always”, unless escalated cases are chosen: say which updates are read',
    }),
  response: ReadingRule,
})

/** What a member has to do about readings. */
export const ReadingToDo = z.object({
  /** read: you are the reader; returned: yours came back; choose: the reader of yours left or is away */
  kind: z.enum(['read', 'returned', 'choose']),
  updateId: idOut('upd'),
  caseId: idOut('case').nullable(),
  feedbackId: idOut('fb').nullable(),
  subject: z.string(),
  to: z.string(),
  /** the other side: who wrote it, or who reads it */
  other: z.string(),
  at: z.string(),
})
export type ReadingToDo = z.output<typeof ReadingToDo>

export const listReadings = endpoint({
  method: 'GET',
  path: '/readings',
  summary: 'Updates that you are asked to read, and yours that came back or need another reader; at most 200',
  access: 'member',
  response: z.object({ data: z.array(ReadingToDo) }),
})

export const verdictBody = z
  .strictObject({
    verdict: z.enum(['agree', 'return']),
    words: words(5000, 'what should change').optional(),
  })
  .refine((one) => one.verdict === 'agree' || one.words !== undefined, {
    path: ['words'],
    message: 'is needed to return it: say what should change',
  })

export const oneUpdate = z.strictObject({ updateId: id('upd') })
export const readerBody = z.strictObject({ readerId: id('mem') })
