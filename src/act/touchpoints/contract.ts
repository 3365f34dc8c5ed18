import { z } from 'zod'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

export const TouchKind = z.enum(['mail', 'sms', 'call', 'meeting', 'note', 'gesture'])
export type TouchKind = z.output<typeof TouchKind>
export const Direction = z.enum(['in', 'out', 'inside'])

/** One contact with the customer, or our own note about them. */
export const Touchpoint = z.object({
  id: idOut('touch'),
  kind: TouchKind,
  direction: Direction,
  at: z.string(),
  summary: z.string(),
  durationMinutes: z.number().nullable(),
  costCents: z.number().nullable(),
  currency: z.string().nullable(),
  by: z.object({ id: idOut('mem'), name: z.string() }).nullable(),
  contact: z.object({ id: idOut('ct'), name: z.string() }).nullable(),
  caseId: idOut('case').nullable(),
  updateId: idOut('upd').nullable(),
})
export type Touchpoint = z.output<typeof Touchpoint>

export const listTouchpoints = endpoint({
  method: 'GET',
  path: '/touchpoints',
  summary: 'Touchpoints of a case, contact, account or item, newest first',
  access: 'cases:read',
  query: z.strictObject({
    case: id('case').optional(),
    contact: id('ct').optional(),
    account: id('acct').optional(),
    feedback: id('fb').optional(),
    ...pageQuery,
  }),
  response: page(Touchpoint),
})

export const words = (most: number, what: string) =>
  z
    .string()
    .max(most, `is longer than ${most} characters; shorten it`)
    .refine((value) => value.trim() !== '', `is empty; write ${what}`)
    .refine((value) => !value.includes('\u0000'), 'holds a NUL character; remove it')

export const logTouchpoint = endpoint({
  method: 'POST',
  path: '/touchpoints',
  summary: 'Log a call, meeting, mail, goodwill gesture or note about a case, contact or account',
  access: 'cases:write',
  body: z
    .strictObject({
      kind: TouchKind,
      direction: Direction.optional(),
      at: z.iso
        .datetime({ offset: true })
        .transform((value) => new Date(value))
        .optional(),
      summary: words(10_000, 'what was said or done'),
      durationMinutes: z.number().int().min(0).max(1440).optional(),
      costCents: z.number().int().min(0).max(1e9).optional(),
      currency: z
        .string()
        .regex(/^[A-Z]{3}$/)
        .optional(),
      caseId: id('case').optional(),
      contactId: id('ct').optional(),
      accountId: id('acct').optional(),
      feedbackId: id('fb').optional(),
    })
    .superRefine((body, check) => {
      if (!body.caseId && !body.contactId && !body.accountId && !body.feedbackId)
        check.addIssue({
          code: 'custom',
          path: ['caseId'],
          message: 'or contactId, accountId or feedbackId is needed: say whom it is about',
        })
      if (body.costCents !== undefined && !body.currency)
        check.addIssue({ code: 'custom', path: ['currency'], message: 'is needed with a cost' })
    }),
  response: Touchpoint,
  status: 201,
})
