/** How long each kind of record is kept (M7), as data. Documents 001 and 002 give the periods; the rest is ours. */

export interface RetentionKind {
  key: string
  name: string
  /** what belongs to it */
  holds: string
  /** when its period begins */
  from: string
  end: 'anonymise' | 'delete'
  /** what that does */
  atEnd: string
  /** months */
  least: number
  usual: number
  /** who asks for the least */
  source: string
}

const one = 'Post-support feedback, records: “Retention of customer feedback data for at least 12 months”'
const logs = 'Collection and follow-up, records: “Follow-up Action Logs: 2 years”'
const ours = 'No document: a year can be compared with the one before'

export const retentionKinds = [
  {
    key: 'feedback',
    name: 'Feedback',
    holds: 'Items of every channel but surveys, notes of check-ins and sessions, what was sent to a model.',
    from: 'when it was received, or the talk was held',
    end: 'anonymise',
    atEnd: 'Words, names, files and who said it go. Date, channel, type, scores and account stay.',
    least: 12,
    usual: 24,
    source: one,
  },
  {
    key: 'answers',
    name: 'Survey answers',
    holds: 'Answers to surveys, with the items they made.',
    from: 'when they were given',
    end: 'anonymise',
    atEnd: 'Words and who gave them go. Scores, choices, date, channel and account stay.',
    least: 12,
    usual: 24,
    source: one,
  },
  {
    key: 'cases',
    name: 'Cases and action logs',
    holds: 'Resolved and cancelled cases with their steps, messages, calls and meetings.',
    from: 'when they were resolved or cancelled',
    end: 'anonymise',
    atEnd: 'Words, names and addresses go. What was done and when, and whether it was on time, stays.',
    least: 24,
    usual: 24,
    source: logs,
  },
  {
    key: 'actions',
    name: 'Corrective actions',
    holds: 'Done and cancelled corrective actions with their history.',
    from: 'when they last changed',
    end: 'anonymise',
    atEnd: 'Finding, causes and notes go. Kind, dates, cost and effect stay.',
    least: 24,
    usual: 24,
    source: logs,
  },
  {
    key: 'touchpoints',
    name: 'Messages and touchpoints',
    holds: 'Calls, meetings and updates that belong to no case and no item; the others go with theirs.',
    from: 'when they were logged',
    end: 'anonymise',
    atEnd: 'Words, names and addresses go. That there was one, and when, stays.',
    least: 24,
    usual: 24,
    source: logs,
  },
  {
    key: 'mails',
    name: 'Mails and text messages',
    holds: 'What was sent and what came in, as it went over the wire, and notices to members.',
    from: 'when it was written or came in',
    end: 'delete',
    atEnd: 'They are deleted. What became of an invitation stays with the invitation.',
    least: 12,
    usual: 24,
    source: ours,
  },
  {
    key: 'reports',
    name: 'Reports',
    holds: 'Weekly, monthly, quarterly and yearly reports and share-backs, with their links.',
    from: 'when they were made',
    end: 'delete',
    atEnd: 'They are deleted. Any period can be counted again.',
    least: 36,
    usual: 36,
    source: 'Collection and follow-up, records: “Monthly Feedback Analysis Reports: 3 years”',
  },
  {
    key: 'signals',
    name: 'Use of the product',
    holds: 'Sums of each day by feature, company and person.',
    from: 'the day they count',
    end: 'delete',
    atEnd: 'They are deleted. Items that were raised from them stay.',
    least: 12,
    usual: 24,
    source: ours,
  },
  {
    key: 'events',
    name: 'Event log',
    holds: 'Who changed what and when, by ids and codes.',
    from: 'when it happened',
    end: 'delete',
    atEnd: 'Entries are deleted. The history of an item begins later then.',
    least: 24,
    usual: 36,
    source: logs,
  },
] as const satisfies readonly RetentionKind[]

export type KindKey = (typeof retentionKinds)[number]['key']
export const kindKeys = retentionKinds.map(({ key }) => key) as [KindKey, ...KindKey[]]
export const mostMonths = 120
export type Months = Record<KindKey, number>

/** The definition of a kind. */
export const kindOf = (key: KindKey): RetentionKind => retentionKinds.find((kind) => kind.key === key)!

/** The day so many months before one; the last of a month that is shorter. */
export function monthsBefore(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const first = new Date(Date.UTC(year, month - 1 - months, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  first.setUTCDate(Math.min(date, last))
  return first.toISOString().slice(0, 10)
}

/**
 * What is wrong with these periods. A message proves that somebody was answered, so it is kept at least as long as what
 * it may answer.
 */
export function periodFault(months: Months): { kind: KindKey; message: string } | undefined {
  for (const { key, name, least, source } of retentionKinds)
    if (months[key] < least)
      return { kind: key, message: `${name} must be kept for at least ${least} months. ${source}.` }
  const longest = Math.max(months.feedback, months.answers, months.cases)
  if (months.touchpoints < longest)
    return {
      kind: 'touchpoints',
      message: `Messages and touchpoints prove what was answered: keep them at least as long as feedback, answers and cases, ${longest} months.`,
    }
  return undefined
}
