import { addDays } from '#measure/dashboards/rules.ts'
import { stepStart } from '#measure/metrics/rules.ts'
import { dayOf } from '#platform/web/format.ts'

/** Times that figures are asked for. */
export const periods = { '4w': '4 weeks', '13w': '13 weeks', '12m': '12 months', '24m': '24 months' } as const
export type Period = keyof typeof periods

/** The time up to today, from the Monday or the first of a month on, so that only its last step is cut. */
export function spanOf(period: Period) {
  const to = dayOf()
  const n = Number.parseInt(period, 10)
  if (period.endsWith('w')) return { from: addDays(stepStart(to, 'week'), 7 - 7 * n), to }
  const first = new Date(`${stepStart(to, 'month')}T00:00:00Z`)
  first.setUTCMonth(first.getUTCMonth() + 1 - n)
  return { from: first.toISOString().slice(0, 10), to }
}
