import type { Driver } from '#measure/correlations/contract.ts'

/** Whole points with a true minus. */
export const whole = (value: number): string => {
  const points = Math.round(Math.abs(value))
  return value < 0 && points > 0 ? `−${points}` : String(points)
}

/** What a theme costs, in plain words. */
export function driverText({ label, with: counts, nps, difference, cost }: Omit<Driver, 'text'>): string {
  const n = counts.promoters + counts.passives + counts.detractors
  if (!difference || !cost)
    return `${n} ${n === 1 ? 'answer speaks' : 'answers speak'} of ${label}: not enough data to compare.`
  const word = difference.points < 0 ? 'lower' : 'higher'
  const [low, high] = [whole(difference.low), whole(difference.high)]
  const size = `Answers that speak of ${label} score ${whole(Math.abs(difference.points))} points ${word} than the others (NPS ${whole(nps ?? 0)}; 95 % interval of the difference ${low} to ${high}).`
  const claim = difference.holds
    ? ` It ${cost.points > 0 ? 'costs' : 'adds'} ${tenths(Math.abs(cost.points))} points of the NPS, if those answers were else like the others.`
    : difference.chance < 0.05
      ? ' Perhaps chance among so many rows.'
      : ' It could be chance.'
  return size + claim
}

/** One decimal below ten points, where it matters; whole above. */
export const tenths = (value: number): string =>
  Math.abs(value) < 9.95 ? value.toFixed(1).replace('-', '−') : whole(value)
