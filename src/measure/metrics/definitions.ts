import type { ScoredKind, SurveyKind } from '#collect/surveys/kinds.ts'

/** By what figures can be split and narrowed. */
export const dimensions = [
  'channel',
  'type',
  'priority',
  'product',
  'segment',
  'mrr',
  'survey',
  'playbook',
] as const
export type Dimension = (typeof dimensions)[number]

export const dimensionWords: Record<Dimension, string> = {
  channel: 'Channel',
  type: 'Type',
  priority: 'Priority',
  product: 'Product area',
  segment: 'Segment',
  mrr: 'MRR',
  survey: 'Survey',
  playbook: 'Playbook',
}

/** Facts of which each day's sums are kept (measure/metrics/kept.ts). */
export const keptFacts = ['item', 'answered', 'triaged', 'acted', 'answer', 'invitation'] as const
/** Facts that are few enough to be read from their own tables (measure/metrics/live.ts). */
export const liveFacts = ['case', 'resolved', 'step', 'request', 'loop', 'pair'] as const
export type KeptFact = (typeof keptFacts)[number]
export type LiveFact = (typeof liveFacts)[number]

/** Targets that a workspace sets, in hours (measure/metrics/settings.ts). */
export const targets = ['answered', 'triaged', 'acted', 'criticalBugs'] as const
export type Target = (typeof targets)[number]

/**
 * How a number comes from counted facts. `share`: of those with the flag, or with a value of at least so much; `wait`: the
 * median wait, with nine of ten and the share inside the target; `inside`: that share itself; `pairs`: the mean of
 * differences of the same customers.
 */
export type Count =
  | { as: 'nps' }
  | { as: 'mean'; of: ScoredKind }
  | { as: 'number' }
  | { as: 'pairs' }
  | { as: 'share'; of: 'flag' | number }
  | { as: 'wait' | 'inside'; target: Target | null }

export type Part =
  | 'promoter'
  | 'passive'
  | 'detractor'
  | 'hit'
  | 'miss'
  | 'inside'
  | 'late'
  | 'waiting'
  | 'answered'
  | 'better'
  | 'same'
  | 'worse'

interface Definition {
  key: string
  name: string
  /** in plain words */
  formula: string
  /** where it is asked for */
  source: string
  good: 'up' | 'down' | 'neither'
  fact: KeptFact | LiveFact
  count: Count
  /** only facts of this kind */
  only?: {
    type?: string
    priority?: string
    surveys?: { kinds?: readonly SurveyKind[]; keys?: readonly string[]; not?: readonly string[] }
  }
  by: readonly Dimension[]
  /** what its parts are called, where its way of counting does not say */
  parts?: Partial<Record<Part, string>>
}

/** What follows from how a metric counts. */
interface Counting {
  unit: 'points' | 'percent' | 'score' | 'items' | 'minutes'
  interval: string
  /** what its parts are called, as they stand in lists */
  parts: Partial<Record<Part, string>>
}

export interface Metric extends Definition, Counting {
  key: MetricKey
  parts: Counting['parts']
}

const ofItems = ['channel', 'type', 'priority', 'product', 'segment', 'mrr'] as const
const ofAnswers = ['survey', 'channel', 'segment', 'mrr'] as const
const ofCases = ['playbook', 'segment', 'mrr'] as const
const wilson = 'Wilson’s score interval, 95 %'
const waits = { inside: 'inside the target', late: 'late', waiting: 'still waiting', answered: 'done' }
const sop = 'Customer feedback handling'

/** The survey that asks again once somebody’s feedback was handled (close/follow-ups). */
const handling = 'resolution-check'

const countings: Record<Count['as'], Counting> = {
  nps: {
    unit: 'points',
    interval: 'exact variance of +100, 0 and −100, adjusted below 100 answers, 95 %',
    parts: { promoter: 'promoters', passive: 'passives', detractor: 'detractors' },
  },
  mean: {
    unit: 'score',
    interval: 'of a mean, by its spread, adjusted below 100 answers, 95 %',
    parts: {},
  },
  number: { unit: 'items', interval: 'of a Poisson count (score), 95 %', parts: {} },
  pairs: {
    unit: 'points',
    interval: 'Student’s t on the differences, 95 %',
    parts: { better: 'better', same: 'the same', worse: 'worse' },
  },
  share: { unit: 'percent', interval: wilson, parts: {} },
  inside: { unit: 'percent', interval: wilson, parts: waits },
  wait: { unit: 'minutes', interval: 'by the ranks of the sorted waits, 95 %', parts: waits },
}

/** Every metric, each defined here once: API, screens and documents say what stands here. */
const defined = [
  {
    key: 'nps',
    name: 'NPS',
    formula:
      'Share of answers 9 and 10 less share of answers 0 to 6 to the recommendation question, rounded once at the end.',
    source: `${sop}, “NPS analysis & action”`,
    good: 'up',
    fact: 'answer',
    count: { as: 'nps' },
    only: { surveys: { kinds: ['nps'] } },
    by: ofAnswers,
  },
  {
    key: 'csat',
    name: 'CSAT',
    formula:
      'Share of answers 4 and 5 of 5 to surveys of satisfaction or stars. The survey that asks how feedback was handled has its own metric.',
    source: 'Post-support feedback collection, “Analysis & reporting”',
    good: 'up',
    fact: 'answer',
    count: { as: 'share', of: 4 },
    only: { surveys: { kinds: ['csat', 'stars'], not: [handling] } },
    by: ofAnswers,
    parts: { hit: 'gave 4 or 5', miss: 'gave 1 to 3' },
  },
  {
    key: 'ces',
    name: 'CES',
    formula: 'Mean of the answers 1 to 7 to surveys of effort; 7 is the least effort.',
    source: 'Post-support feedback collection, “Survey contents”',
    good: 'up',
    fact: 'answer',
    count: { as: 'mean', of: 'ces' },
    only: { surveys: { kinds: ['ces'] } },
    by: ofAnswers,
  },
  {
    key: 'response_rate',
    name: 'Response rate',
    formula: 'Invitations that were answered, of those that reached somebody, by the day they were sent.',
    source: `${sop}, “NPS program”`,
    good: 'up',
    fact: 'invitation',
    count: { as: 'share', of: 'flag' },
    by: ofAnswers,
    parts: { hit: 'answered', miss: 'not answered' },
  },
  {
    key: 'volume',
    name: 'Feedback volume',
    formula:
      'Feedback items by the day they were said, history included; spam and merged items are left out.',
    source: `${sop}, “Feedback metrics”`,
    good: 'neither',
    fact: 'item',
    count: { as: 'number' },
    by: ofItems,
  },
  {
    key: 'critical_bugs',
    name: 'Critical bugs filed',
    formula: 'Items of the type bug report with the priority critical, by the day they were said.',
    source: `${sop}, “Feedback metrics”, dashboard`,
    good: 'down',
    fact: 'item',
    count: { as: 'number' },
    only: { type: 'bug_report', priority: 'critical' },
    by: ['channel', 'product', 'segment', 'mrr'],
  },
  {
    key: 'critical_bugs_in_time',
    name: 'Critical bugs addressed in time',
    formula:
      'Of critical bug reports, the share on which somebody acted within the target (48 h): the customer got a first answer from a person, or a step of its case was done. Those that wait longer count as late.',
    source: `${sop}, “Feedback metrics”, dashboard`,
    good: 'up',
    fact: 'acted',
    count: { as: 'inside', target: 'criticalBugs' },
    only: { type: 'bug_report' },
    by: ['channel', 'product', 'segment', 'mrr'],
  },
  {
    key: 'response_time',
    name: 'Time to first response',
    formula:
      'From when an item came in to the first answer of a person, in clock hours: the median, nine of ten, and the share inside the target. Only where somebody is owed an answer; acknowledgements sent by itself do not count.',
    source: `${sop}, “In-app feedback widget” and dashboard`,
    good: 'down',
    fact: 'answered',
    count: { as: 'wait', target: 'answered' },
    by: ofItems,
  },
  {
    key: 'triage_time',
    name: 'Time to triage',
    formula: 'From when an item came in to when it got its type, in clock hours.',
    source: `${sop}, “Collect & categorize” and “Quality checks”`,
    good: 'down',
    fact: 'triaged',
    count: { as: 'wait', target: 'triaged' },
    by: ofItems,
  },
  {
    key: 'critical_time',
    name: 'Time to act on critical feedback',
    formula:
      'From when a critical item came in to the first answer of a person or the first step done of its case, in clock hours.',
    source: `${sop}, “Feedback metrics”`,
    good: 'down',
    fact: 'acted',
    count: { as: 'wait', target: 'acted' },
    by: ['channel', 'type', 'product', 'segment', 'mrr'],
  },
  {
    key: 'resolution_time',
    name: 'Time to resolve',
    formula:
      'From when a case was opened to when it was resolved, in clock hours, by the day it was opened; cancelled cases are left out. Whether that was in time is judged by each playbook in business time: see cases resolved on time.',
    source: 'Negative feedback runbook, “KPIs for success”',
    good: 'down',
    fact: 'case',
    count: { as: 'wait', target: null },
    by: ofCases,
    parts: { answered: 'resolved', waiting: 'still open' },
  },
  {
    key: 'cases_on_time',
    name: 'Cases resolved on time',
    formula:
      'Of resolved cases, the share of which no step was later than its playbook says, in business time where it says so.',
    source: 'Negative feedback runbook, “KPIs for success”',
    good: 'up',
    fact: 'resolved',
    count: { as: 'share', of: 'flag' },
    by: ofCases,
    parts: { hit: 'on time', miss: 'with a late step' },
  },
  {
    key: 'late_steps',
    name: 'Late steps',
    formula:
      'Of steps of cases that were due, the share done after they were due or still open past it, by the day they were due.',
    source: 'Negative feedback runbook, “KPIs for success”',
    good: 'down',
    fact: 'step',
    count: { as: 'share', of: 'flag' },
    by: ofCases,
    parts: { hit: 'late', miss: 'in time' },
  },
  {
    key: 'requests_asked',
    name: 'Requests asked',
    formula: 'Requests by the day they were logged; merged ones are left out.',
    source: `${sop}, “Feedback metrics”, dashboard`,
    good: 'neither',
    fact: 'request',
    count: { as: 'number' },
    by: ['product'],
  },
  {
    key: 'requests_prioritised',
    name: 'Requests prioritised',
    formula: 'Of requests logged in the time, the share that is planned, in progress or shipped by now.',
    source: `${sop}, “Feedback metrics”, dashboard`,
    good: 'up',
    fact: 'request',
    count: { as: 'share', of: 1 },
    by: ['product'],
    parts: { hit: 'prioritised', miss: 'not prioritised' },
  },
  {
    key: 'requests_delivered',
    name: 'Requests delivered',
    formula: 'Of requests logged in the time, the share that shipped by now.',
    source: `${sop}, “Feedback metrics”`,
    good: 'up',
    fact: 'request',
    count: { as: 'share', of: 2 },
    by: ['product'],
    parts: { hit: 'delivered', miss: 'not delivered' },
  },
  {
    key: 'handling_satisfaction',
    name: 'Satisfaction with feedback handling',
    formula:
      'Share of answers 4 and 5 of 5 to the survey that asks again once feedback was handled (resolution check).',
    source: `${sop}, “Feedback metrics”`,
    good: 'up',
    fact: 'answer',
    count: { as: 'share', of: 4 },
    only: { surveys: { keys: [handling] } },
    by: ['channel', 'segment', 'mrr'],
    parts: { hit: 'gave 4 or 5', miss: 'gave 1 to 3' },
  },
  {
    key: 'closure_rate',
    name: 'Loop closure rate',
    formula:
      'Of items that came in in the time, the share whose loop is closed by now, as the ledger says; split by the channel, or by the segment the account has today.',
    source: `${sop}, last line: “close the loop”`,
    good: 'up',
    fact: 'loop',
    count: { as: 'share', of: 'flag' },
    by: ['channel', 'segment'],
    parts: { hit: 'closed', miss: 'open' },
  },
  {
    key: 'negative_after_implementation',
    name: 'Negative answers after implementation',
    formula:
      'Share of negative answers to the survey after implementation, as its questions define negative.',
    source: 'Negative feedback runbook, “KPIs for success”',
    good: 'down',
    fact: 'answer',
    count: { as: 'share', of: 'flag' },
    only: { surveys: { keys: ['post-implementation'] } },
    by: ['channel', 'segment', 'mrr'],
    parts: { hit: 'negative', miss: 'not negative' },
  },
  {
    key: 'score_change',
    name: 'Score after a case against before',
    formula:
      'Mean difference, in per cent of the scale, between the answer that asked again after a resolved case and the answer that opened it, of the same customers.',
    source: 'Negative feedback runbook, “KPIs for success”',
    good: 'up',
    fact: 'pair',
    count: { as: 'pairs' },
    by: ofCases,
  },
] as const satisfies readonly Definition[]

export type MetricKey = (typeof defined)[number]['key']
export const metrics: readonly Metric[] = defined.map((one) => ({ ...countings[one.count.as], ...one }))
export const metricKeys = defined.map(({ key }) => key) as [MetricKey, ...MetricKey[]]

/** The definition of a metric. */
export function metricOf(key: MetricKey): Metric {
  return metrics.find((metric) => metric.key === key)!
}

/** Monthly recurring revenue by its size, in the account's own currency; the keys stand in the facts. */
export const mrrBands = [
  { key: '0', label: 'nothing', from: 0 },
  { key: '1', label: 'under 500', from: 1 },
  { key: '2', label: '500 to 2,000', from: 500_00 },
  { key: '3', label: '2,000 to 10,000', from: 2_000_00 },
  { key: '4', label: '10,000 and more', from: 10_000_00 },
] as const
