import type { Playbook, Step } from '#act/playbooks/language.ts'
import type { Replayed } from '#act/simulation/cause.ts'
import type { Desk, Staff, Work } from '#act/simulation/desk.ts'
import type { WorkingCalendar } from '#platform/calendar/rules.ts'

/** How a past is replayed: the procedure, when the office is open, who is there, and what chance decides. */
export interface Plan {
  playbook: Playbook
  /** the other playbooks that are on: what they take is not for one that takes the rest */
  others: readonly Playbook[]
  calendar: WorkingCalendar
  /** who holds each position; one that is missing is vacant */
  staff: ReadonlyMap<string, Staff>
  /** hands-on minutes of a step */
  minutesOf(step: Step): number
  /** the share of yes among recorded answers to a question of a step; undefined where too few are recorded */
  oddsOf(step: Step, question: string): number | undefined
  /** from opening to the end by hand, for cases that really were never opened */
  usualDays: number
  seed: number
  /** epoch milliseconds; what is open at the end stays open */
  until: number
}

/** A round of a step in a simulated case. */
export interface SimStep extends Work {
  of: SimCase
  step: Step
  round: number
  state: 'ahead' | 'open' | 'done' | 'skipped' | 'dropped'
  /** the position that does it */
  who: string
  openedAt: number | null
  earliestAt: number | null
  latestAt: number | null
  startedAt: number | null
  doneAt: number | null
  /** what was answered to its questions */
  results: Record<string, boolean>
  /** working milliseconds spent until done, or until the end of the time replayed */
  worked: number
}

export interface SimCase {
  cause: Replayed
  /** the position that leads, or `nobody` */
  lead: string
  openedAt: number
  endedAt: number | null
  end: 'resolved' | 'stopped' | null
  /** signals that joined it */
  joined: number
  steps: SimStep[]
  key: string | null
  moments: Map<string, Date>
  /** somebody would end it by hand, once what does not repeat is over */
  mayEnd: boolean
}

export interface Run {
  cases: SimCase[]
  desks: ReadonlyMap<string, Desk>
  /** causes that fit, each of which opened a case or joined one */
  fitting: number
  /** causes that joined a case */
  joined: Set<string>
  /** answers to questions of steps: recorded, drawn by the recorded share, drawn by even odds */
  answers: { recorded: number; byShare: number; even: number }
  /** conditions that a person would have had to decide */
  decided: number
}
