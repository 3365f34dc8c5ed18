import type { Playbook, Step, StepAction } from '#act/playbooks/language.ts'

/** A step that was really done: how long people spent on it, and how long it lay open. */
export interface DoneStep {
  playbook: string
  step: string
  action: string
  /** minutes of its logged calls, meetings and mails; null where none says how long it took */
  touchMinutes: number | null
  /** working minutes from opening to done */
  openMinutes: number
}

/** Hands-on minutes of a step, and where they come from. */
export interface Effort {
  minutes: number
  from: 'touchpoints' | 'handling' | 'assumed'
  /** how many recorded steps it is the median of; 0 where it is assumed */
  n: number
}

/** Minutes where too little is recorded: an assumption, printed with every answer. */
export const assumedMinutes: Readonly<Record<StepAction, number>> = {
  'send-update': 20,
  task: 60,
  call: 30,
  meeting: 60,
  'corrective-actions': 120,
  escalate: 30,
  resolve: 20,
}

/** From so many recorded steps on, their median counts. */
export const enoughSteps = 5
/** What lay open longer than this has mostly waited: the time from opening to done is no measure of work then. */
const oneSitting = 240

/**
 * How long each step takes: the median of logged minutes of the same step, else of the same kind of step; else the median
 * time from opening to done where that is one sitting; else an assumption.
 */
export function effortsOf(playbook: Playbook, done: readonly DoneStep[]): Map<string, Effort> {
  return new Map(playbook.steps.map((step) => [step.id, effortOf(playbook, step, done)]))
}

function effortOf(playbook: Playbook, step: Step, done: readonly DoneStep[]): Effort {
  const same = done.filter((one) => one.playbook === playbook.playbook && one.step === step.id)
  const like = done.filter((one) => one.action === step.do)
  for (const some of [same, like]) {
    const logged = some.flatMap((one) => one.touchMinutes ?? [])
    if (logged.length >= enoughSteps)
      return { minutes: median(logged), from: 'touchpoints', n: logged.length }
  }
  for (const some of [same, like]) {
    const minutes = some.length >= enoughSteps ? median(some.map((one) => one.openMinutes)) : 0
    if (minutes >= 1 && minutes <= oneSitting) return { minutes, from: 'handling', n: some.length }
  }
  return { minutes: assumedMinutes[step.do], from: 'assumed', n: 0 }
}

/** The middle value, at least one whole; of an even number the lower of the two. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return Math.max(1, Math.round(sorted[(sorted.length - 1) >> 1]!))
}

/** The middle number of days, for the time from opening to the end of cases; undefined for too few. */
export function usualDays(days: readonly number[]): number | undefined {
  return days.length >= enoughSteps ? median(days) : undefined
}
