import { z } from 'zod'
import { words } from '#act/touchpoints/contract.ts'
import { Update } from '#close/updates/contract.ts'
import { endpoint } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

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

const oneUpdate = z.strictObject({ updateId: id('upd') })

export const readUpdate = endpoint({
  method: 'POST',
  path: '/updates/:updateId/read',
  summary: 'As its second reader, agree to an update, which then is held and leaves, or return it with words',
  access: 'updates:write',
  params: oneUpdate,
  body: z
    .strictObject({
      verdict: z.enum(['agree', 'return']),
      words: words(5000, 'what should change').optional(),
    })
    .refine((one) => one.verdict === 'agree' || one.words !== undefined, {
      path: ['words'],
      message: 'is needed to return it: say what should change',
    }),
  response: Update,
})

export const chooseReader = endpoint({
  method: 'PUT',
  path: '/updates/:updateId/reader',
  summary: 'Choose somebody else to read an update that waits for its reader',
  access: 'updates:write',
  params: oneUpdate,
  body: z.strictObject({ readerId: id('mem') }),
  response: Update,
})
