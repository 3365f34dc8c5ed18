import type { TodayStep } from '#act/cases/contract.ts'
import { plural, time } from '#platform/web/format.ts'

/** The finding of the day in a sentence: what is late, what is due before the office closes. */
export function dayTitle(steps: readonly TodayStep[], closesAt: string | null): string {
  const late = steps.filter((step) => step.isLate).length
  const rest = steps.length - late
  const by = closesAt ? ` before ${time(closesAt)}` : ' today'
  if (steps.length === 0) return 'Nothing is due today'
  if (late === 0) return `${plural(rest, 'step is', 'steps are')} due${by}`
  if (rest === 0) return `${plural(late, 'step is', 'steps are')} late, nothing else is due today`
  return `${plural(late, 'step is', 'steps are')} late, ${rest} more ${rest === 1 ? 'is' : 'are'} due${by}`
}

/** The verb on the button of a step. */
export function verbOf(step: Pick<TodayStep, 'action' | 'noClock' | 'needsDecision'>): string {
  if (step.needsDecision) return 'Decide'
  if (step.noClock) return 'Open'
  if (step.action === 'send-update') return 'Write'
  if (step.action === 'call') return 'Call'
  return 'Work on it'
}
