import { z } from 'zod'
import { kindKeys, mostMonths } from '#measure/retention/rules.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

const count = z.number()
export const Kind = z.enum(kindKeys)
const months = z.number().int().min(1).max(mostMonths)

export const RetentionRun = z.object({
  id: idOut('ret'),
  kind: Kind,
  /** what it was kept for, and the moment before which records had ended */
  months: count,
  before: z.string(),
  state: z.enum(['running', 'done', 'cancelled']),
  /** the day of the schedule; null: somebody asked */
  dueOn: z.string().nullable(),
  by: z.string().nullable(),
  /** had ended when it began */
  total: count,
  anonymised: count,
  deleted: count,
  /** kept by a legal hold */
  held: count,
  /** kept for a case that is open */
  inUse: count,
  startedAt: z.string(),
  endedAt: z.string().nullable(),
})
export type RetentionRun = z.output<typeof RetentionRun>

export const RetentionKind = z.object({
  key: Kind,
  name: z.string(),
  holds: z.string(),
  from: z.string(),
  end: z.enum(['anonymise', 'delete']),
  atEnd: z.string(),
  months: count,
  least: count,
  usual: count,
  source: z.string(),
  last: RetentionRun.nullable(),
})
export type RetentionKind = z.output<typeof RetentionKind>

export const Retention = z.object({
  isOn: z.boolean(),
  hour: count,
  zone: z.string(),
  /** null: it is off */
  nextAt: z.string().nullable(),
  /** holds that stand */
  holds: count,
  kinds: z.array(RetentionKind),
})
export type Retention = z.output<typeof Retention>

export const getRetention = endpoint({
  method: 'GET',
  path: '/retention',
  summary: 'How long each kind of record is kept, what happens then, and the last and next run',
  access: 'retention:read',
  response: Retention,
})

export const putRetention = endpoint({
  method: 'PUT',
  path: '/retention',
  summary: 'Set whether and when retention runs, and the months of kinds; what is left out stays',
  access: 'retention:manage',
  body: z.strictObject({
    isOn: z.boolean().optional(),
    hour: z.number().int().min(0).max(23).optional().meta({ description: 'on the clock of the workspace' }),
    months: z.partialRecord(Kind, months).optional(),
  }),
  response: Retention,
})

export const DryRun = z.object({
  kind: Kind,
  months: count,
  before: z.string(),
  ended: count,
  held: count,
  inUse: count,
  /** what a run would anonymise or delete */
  erased: count,
  oldest: z.string().nullable(),
})
export type DryRun = z.output<typeof DryRun>

export const dryRunRetention = endpoint({
  method: 'GET',
  path: '/retention/dry-run',
  summary: 'What a run would do now; nothing is written',
  access: 'retention:read',
  query: z.strictObject({
    kind: Kind.optional(),
    months: z.coerce
      .number()
      .int()
      .min(1)
      .max(mostMonths)
      .optional()
      .meta({ description: 'of this kind, to try another period' }),
  }),
  response: z.object({ data: z.array(DryRun) }),
})

export const runRetention = endpoint({
  method: 'POST',
  path: '/retention/runs',
  summary: 'Anonymise or delete what of a kind has ended, now; this cannot be undone',
  access: 'retention:manage',
  body: z.strictObject({ kind: Kind }),
  response: RetentionRun,
  status: 201,
})

export const listRetentionRuns = endpoint({
  method: 'GET',
  path: '/retention/runs',
  summary: 'The log of retention, the newest run first',
  access: 'retention:read',
  query: z.strictObject({ kind: Kind.optional(), ...pageQuery }),
  response: page(RetentionRun),
})

export const exportRetentionRuns = endpoint({
  method: 'GET',
  path: '/retention/runs/export',
  summary: 'The whole log as CSV',
  access: 'retention:read',
  query: z.strictObject({ kind: Kind.optional() }),
  tx: 'none',
})

export const cancelRetentionRun = endpoint({
  method: 'POST',
  path: '/retention/runs/:runId/cancel',
  summary: 'Stop a run; what it did stays done',
  access: 'retention:manage',
  params: z.strictObject({ runId: id('ret') }),
  response: RetentionRun,
})

export const LegalHold = z.object({
  id: idOut('hold'),
  /** both null: everything is kept */
  accountId: idOut('acct').nullable(),
  contactId: idOut('ct').nullable(),
  name: z.string().nullable(),
  reason: z.string(),
  placedBy: z.string().nullable(),
  placedAt: z.string(),
  liftedBy: z.string().nullable(),
  liftedAt: z.string().nullable(),
})
export type LegalHold = z.output<typeof LegalHold>

export const listLegalHolds = endpoint({
  method: 'GET',
  path: '/retention/holds',
  summary: 'Legal holds, the newest first',
  access: 'retention:read',
  query: z.strictObject({ standing: z.enum(['true', 'false']).optional(), ...pageQuery }),
  response: page(LegalHold),
})

export const placeLegalHold = endpoint({
  method: 'POST',
  path: '/retention/holds',
  summary: 'Keep what is known of a contact, an account, or everything, beyond its period',
  access: 'retention:write',
  body: z.strictObject({
    accountId: id('acct').optional(),
    contactId: id('ct').optional(),
    reason: z.string().trim().min(1).max(500),
  }),
  response: LegalHold,
  status: 201,
})

export const liftLegalHold = endpoint({
  method: 'POST',
  path: '/retention/holds/:holdId/lift',
  summary: 'End a legal hold; what has ended meanwhile goes with the next run',
  access: 'retention:write',
  params: z.strictObject({ holdId: id('hold') }),
  response: LegalHold,
})
