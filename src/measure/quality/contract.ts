import { z } from 'zod'
import { endings, ownSubjects } from '#measure/quality/own.ts'
import { cellStates, units, verdicts } from '#measure/quality/rules.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

const Sums = z.object({
  met: z.number(),
  missed: z.number(),
  /** not yet due */
  pending: z.number(),
  /** nothing was owed: skipped, out of reach, exempt */
  notDue: z.number(),
})

export const Tick = Sums.extend({ from: z.string(), to: z.string(), state: z.enum(cellStates) })
export type Tick = z.output<typeof Tick>

/** A check with what it came to in the periods shown. */
export const CheckFigures = Sums.extend({
  key: z.string(),
  name: z.string(),
  /** the line of which document asks for it; of one's own: who made it */
  source: z.string(),
  counts: z.string(),
  due: z.string(),
  ends: z.string(),
  /** per cent */
  target: z.number(),
  isOwn: z.boolean(),
  /** not watched: counted, and left out of the page */
  isOn: z.boolean(),
  isArchived: z.boolean(),
  unit: z.enum(units),
  /** share met of what was judged, with its 95 % interval (Wilson); null: nothing was */
  share: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  state: z.enum(cellStates),
  ticks: z.array(Tick),
  from: z.string(),
  to: z.string(),
})
export type CheckFigures = z.output<typeof CheckFigures>

const by = z.enum(units).default('week').meta({
  description:
    '13 weeks, 12 months or 8 quarters up to today; a check that comes due less often shows its own',
})

export const getQuality = endpoint({
  method: 'GET',
  path: '/quality',
  summary: 'The quality checks: met, missed, not due or no data, with past periods',
  access: 'metrics:read',
  query: z.strictObject({ by }),
  response: z.object({
    checks: z.array(CheckFigures),
    /** what is waiting to be judged */
    isCounting: z.boolean(),
    asOf: z.string(),
  }),
})

export const getCheck = endpoint({
  method: 'GET',
  path: '/quality/checks/:key',
  summary: 'One quality check',
  access: 'metrics:read',
  params: z.strictObject({ key: z.string().max(60) }),
  query: z.strictObject({ by }),
  response: CheckFigures,
})

/** One time that a check came due: the evidence. */
export const Occurrence = z.object({
  /** what it was about, and the page below the workspace that shows it */
  title: z.string(),
  to: z.string().nullable(),
  contact: z.object({ id: idOut('ct'), name: z.string() }).nullable(),
  account: z.object({ id: idOut('acct'), name: z.string() }).nullable(),
  from: z.string(),
  due: z.string(),
  met: z.string().nullable(),
  verdict: z.enum(verdicts),
  reason: z.string().nullable(),
})
export type Occurrence = z.output<typeof Occurrence>

export const listOccurrences = endpoint({
  method: 'GET',
  path: '/quality/checks/:key/occurrences',
  summary: 'What a check counted, the latest due first: what failed, unless asked otherwise',
  access: 'metrics:read',
  params: z.strictObject({ key: z.string().max(60) }),
  query: z.strictObject({
    verdict: z.enum(verdicts).default('missed'),
    from: z.iso.date().optional().meta({ description: 'due on this day or later' }),
    to: z.iso.date().optional().meta({ description: 'due on this day or earlier' }),
    ...pageQuery,
  }),
  response: page(Occurrence),
})

const target = z.number().int().min(1).max(100)

export const changeCheck = endpoint({
  method: 'PATCH',
  path: '/quality/checks/:key',
  summary: 'Set the target of a check, or whether it is watched',
  access: 'metrics:write',
  params: z.strictObject({ key: z.string().max(60) }),
  body: z.strictObject({ target: target.optional(), isOn: z.boolean().optional() }),
  response: CheckFigures,
})

const rule = {
  subject: z.enum(ownSubjects),
  condition: z.string().max(500).default('').meta({
    description: "which of them, in CEL: item.channel == 'chat' && account.mrr >= 3000.0; empty: all",
  }),
  within: z.string().max(40).meta({ description: '4 business hours, 2 days, same business day' }),
  ends: z.enum([...Object.keys(endings.item), ...Object.keys(endings.case)] as [string, ...string[]]),
}

export const createCheck = endpoint({
  method: 'POST',
  path: '/quality/checks',
  summary: 'A check of your own; its rule is never changed, only replaced by another',
  access: 'metrics:write',
  body: z.strictObject({ name: z.string().trim().min(1).max(80), target: target.default(95), ...rule }),
  status: 201,
  response: CheckFigures,
})

export const archiveCheck = endpoint({
  method: 'DELETE',
  path: '/quality/checks/:key',
  summary: 'A check of your own counts no longer; what it counted stays',
  access: 'metrics:write',
  params: z.strictObject({ key: id('qc') }),
})

export const previewCheck = endpoint({
  method: 'POST',
  path: '/quality/checks/preview',
  summary: 'What a check of your own would have come to with the latest 2,000 items or cases',
  access: 'metrics:write',
  body: z.strictObject(rule),
  response: Sums.extend({
    /** how many of the latest were looked at, and since when they are */
    looked: z.number(),
    since: z.string().nullable(),
    share: z.number().nullable(),
    /** the latest that would have failed */
    missedOnes: z.array(Occurrence),
  }),
})

export const getEvidence = endpoint({
  method: 'GET',
  path: '/quality/evidence',
  summary:
    'The evidence file of a year for an auditor: a ZIP with a PDF, every occurrence as CSV, the checks as JSON, and SHA-256 checksums',
  access: 'metrics:write',
  query: z.strictObject({ year: z.coerce.number().int().min(2000).max(2200) }),
  tx: 'none',
})
