import { spikes } from '#analyze/themes/rules.ts'
import { atLeast } from '#platform/statistics/chances.ts'

/** The log of corrective actions (CAPA) as rules: how one may stand, and whether it helped. Nothing here reads a clock. */

export const kinds = ['product', 'training', 'tool', 'process', 'compensation'] as const
export type ActionKind = (typeof kinds)[number]
export const states = ['open', 'done', 'effective', 'cancelled'] as const
export type ActionState = (typeof states)[number]
export type Result = 'effective' | 'ineffective' | 'unclear'

/** As often as one asks why, so that the answer is a cause and no symptom. */
export const mostWhys = 5
/** A done action is checked so long afterwards, unless somebody chose another day. */
export const checkAfterDays = 56
/** Earlier there is nothing to compare. */
export const soonestCheckDays = 7
/** Mentions before it was done are counted over this time, and as many at most afterwards. */
export const comparedDays = 56
/** An effective action is watched so long: it opens again when its theme comes back. */
export const watchDays = 182
/** What opened again is due anew after this time, if it was due earlier. */
export const dueAgainDays = 14

const moves = {
  complete: { from: ['open'], to: 'done' },
  confirm: { from: ['done'], to: 'effective' },
  /** by a person, or by itself when it did not help or its theme came back */
  reopen: { from: ['done', 'effective', 'cancelled'], to: 'open' },
  cancel: { from: ['open'], to: 'cancelled' },
} as const satisfies Record<string, { from: readonly ActionState[]; to: ActionState }>
export type Move = keyof typeof moves

/** How an action stands after a move; undefined where the move is not possible. */
export function stateAfter(state: ActionState, move: Move): ActionState | undefined {
  const { from, to } = moves[move]
  return (from as readonly ActionState[]).includes(state) ? to : undefined
}

/** Mentions of a theme over so many days. */
export interface Mentions {
  mentions: number
  days: number
}

export interface Verdict {
  result: Result
  /** how likely so few mentions afterwards are if nothing changed, 0…1 */
  chance: number
}

/**
 * Whether an action helped, by the mentions of its theme. Fewer than chance would have in one case of twenty: effective
 * (the conditional test of two Poisson counts by which themes tell a change from chance, one-sided). More than half as
 * many a week as before: ineffective. Between the two there is too little to tell, and a person decides.
 */
export function verdictOf(before: Mentions, after: Mentions): Verdict {
  const all = before.mentions + after.mentions
  const share = after.days / (before.days + after.days)
  const chance = 1 - atLeast(after.mentions + 1, all, share)
  if (all > 0 && chance <= 0.05) return { result: 'effective', chance }
  const isAsOften = after.mentions * before.days * 2 > before.mentions * after.days
  return { result: isAsOften ? 'ineffective' : 'unclear', chance }
}

/** Whether a theme comes back: its last week stands out among the eight before, as on the page of the theme. */
export function comesBack(weeks: readonly number[]): boolean {
  return spikes(weeks).includes(weeks.length - 1)
}

/** Mentions a week, to one decimal. */
export function perWeek({ mentions, days }: Mentions): number {
  return Math.round((mentions * 70) / Math.max(1, days)) / 10
}

/** The figures of a check as a sentence. */
export function verdictText(before: Mentions, after: Mentions, { result, chance }: Verdict): string {
  const figures = `${perWeek(before)} mentions a week before, ${perWeek(after)} after`
  if (result === 'effective') return `${figures}: fewer than chance would have.`
  if (result === 'ineffective') return `${figures}: the theme is still there.`
  if (before.mentions + after.mentions === 0) return `${figures}: nobody said it, so nothing can be told.`
  return `${figures}: too few to tell from chance (${Math.round(chance * 100)} in 100).`
}

/** What came of an action that was done, in words: "effective, done on 2037-03-02, watched until 2037-08-31". */
export function effectText(
  action: {
    state: ActionState
    doneOn: string | null
    checkOn: string | null
    watchUntil: string | null
    reopenedCount: number
    result: Result | null
    again: string | null
  },
  today: string,
): string {
  const { state, doneOn, checkOn, watchUntil, reopenedCount, result, again } = action
  const times = reopenedCount > 1 ? ` (${reopenedCount} times)` : ''
  if (state === 'open')
    return `${result === 'ineffective' ? 'ineffective, ' : ''}open again${times}${again ? `: ${again}` : ''}`
  const done = doneOn ? `done on ${doneOn}` : 'done'
  if (state === 'effective') return `effective, ${done}${watchUntil ? `, watched until ${watchUntil}` : ''}`
  const before =
    reopenedCount > 0 ? `, opened again before${reopenedCount > 1 ? ` ${reopenedCount} times` : ''}` : ''
  if (result === 'unclear') return `${done}, too little to tell whether it helped${before}`
  return checkOn && checkOn > today
    ? `${done}, checked on ${checkOn}${before}`
    : `${done}, to be checked: did it help?${before}`
}
