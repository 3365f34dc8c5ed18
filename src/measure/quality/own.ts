import type { Subject } from '#measure/quality/rules.ts'
import { edge, parseDuration, type WorkingCalendar } from '#platform/calendar/rules.ts'
import {
  askCondition,
  type ConditionFault,
  checkCondition,
  type Variables,
} from '#platform/conditions/rules.ts'

/** A workspace's own checks: of which things, within what time, what ends it. Pure. */

export const ownSubjects = ['item', 'case'] as const
export type OwnSubject = (typeof ownSubjects)[number] & Subject

/** What may end the time of a check, by what it looks at. */
export const endings = {
  item: {
    categorised: 'it was triaged',
    answered: 'a person answered it',
    done: 'it is done',
    requested: 'it stands behind a request',
  },
  case: { contacted: 'the customer was reached', resolved: 'the case is resolved' },
} as const satisfies Record<OwnSubject, Record<string, string>>
export type Ending = keyof (typeof endings)['item'] | keyof (typeof endings)['case']

/** Whether a check of these things can end so. */
export const canEnd = (subject: OwnSubject, ends: string): ends is Ending => ends in endings[subject]

export interface OwnCheck {
  key: string
  subject: OwnSubject
  condition: string
  within: string
  ends: Ending
}

const account = { segment: 'string', mrr: 'double', lifecycle: 'string' } as const
/** What a condition may name; the account is taken as it was at that time. */
export const variables = {
  item: {
    item: {
      channel: 'string',
      type: 'string',
      priority: 'string',
      queue: 'string',
      sentiment: 'string',
      area: 'string',
      negative: 'bool',
      known: 'bool',
    },
    account,
  },
  case: { case: { playbook: 'string', areas: 'list<string>', known: 'bool' }, account },
} as const satisfies Record<OwnSubject, Variables>

/** What is wrong with a condition; undefined: nothing. An empty one counts everything. */
export function conditionFault(subject: OwnSubject, condition: string): ConditionFault | undefined {
  return condition.trim() === '' ? undefined : checkCondition(variables[subject], condition)
}

/** What an own check is asked of. */
export interface OwnFacts {
  id: string
  contactId: string | null
  from: Date
  /** by name of the variables */
  values: Record<string, unknown>
  /** when each ending came */
  ended: Partial<Record<Ending, Date | null>>
  /** why it is not owed any more */
  excused: string | null
}

/** Whether a check counts something. Checked conditions over complete values always answer. */
export function isCounted(check: OwnCheck, facts: OwnFacts): boolean {
  if (check.condition.trim() === '') return true
  const outcome = askCondition(variables[check.subject], check.condition, facts.values)
  return 'holds' in outcome && outcome.holds
}

/** When it is due and when it was done. */
export function ownTimes(check: OwnCheck, facts: OwnFacts, calendar: WorkingCalendar) {
  return {
    due: edge(calendar, facts.from, parseDuration(check.within)!, 'latest'),
    met: facts.ended[check.ends] ?? null,
    excused:
      facts.excused ??
      ((check.ends === 'answered' || check.ends === 'contacted') && facts.contactId === null
        ? 'Nobody to answer: it is anonymous.'
        : null),
  }
}
