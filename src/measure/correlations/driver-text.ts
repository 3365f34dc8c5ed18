import { points, tenths } from '#collect/surveys/results/scores.ts'
import type { Driver } from '#measure/correlations/contract.ts'

/** What a theme costs, in plain words. */
export function driverText({ label, with: counts, nps, difference, cost }: Omit<Driver, 'text'>): string {
  const n = counts.promoters + counts.passives + counts.detractors
  if (!difference || !cost)
    return `${n} ${n === 1 ? 'answer speaks' : 'answers speak'} of ${label}: not enough data to compare.`
  const word = difference.points < 0 ? 'lower' : 'higher'
  const [low, high] = [points(difference.low), points(difference.high)]
  const size = `Answers that speak of ${label} score ${points(Math.abs(difference.points))} points ${word} than the others (NPS ${points(nps ?? 0)}; 95 % interval of the difference ${low} to ${high}).`
  const claim = difference.holds
    ? ` It ${cost.points > 0 ? 'costs' : 'adds'} ${costText(Math.abs(cost.points))} points of the NPS, if those answers were else like the others.`
    : difference.chance < 0.05
      ? ' Perhaps chance among so many rows.'
      : ' It could be chance.'
  return size + claim
}

/** One decimal below ten points, where it matters; whole above. */
export const costText = (value: number): string => (Math.abs(value) < 9.95 ? tenths(value) : points(value))
