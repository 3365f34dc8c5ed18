import type { TodayStep } from '#act/today/contract.ts'
import { plural, time } from '#platform/web/format.ts'

/** The finding of the day in a sentence: what is late, what is due before the office closes, what within a day. */
export function dayTitle(steps: readonly TodayStep[], closesAt: string | null): string {
  if (steps.length === 0) return 'Nothing is due today'
  const late = steps.filter((step) => step.isLate).length
  const close = closesAt ? Date.parse(closesAt) : undefined
  const before = steps.filter(
    (step) => !step.isLate && step.latestAt && close !== undefined && Date.parse(step.latestAt) <= close,
  ).length
  const rest = steps.length - late - before
  const parts = [
    late > 0 && `${plural(late, 'step is', 'steps are')} late`,
    before > 0 && `${plural(before, 'step is', 'steps are')} due before ${time(closesAt!)}`,
    rest > 0 && `${rest} within 24 hours`,
  ].filter(Boolean)
  return parts.length === 1 && rest > 0
    ? `${plural(rest, 'step is', 'steps are')} due within 24 hours`
    : parts.join(', ')
}

/** The verb on the button of a step. */
export function verbOf(step: Pick<TodayStep, 'action' | 'noClock' | 'needsDecision'>): string {
  if (step.needsDecision) return 'Decide'
  if (step.noClock) return 'Open'
  if (step.action === 'send-update') return 'Write'
  if (step.action === 'call') return 'Call'
  return 'Work on it'
}
