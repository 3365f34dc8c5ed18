import type { ThemeDetail } from '#analyze/themes/contract.ts'
import { count, percent, plural, shortDate } from '#platform/web/format.ts'
import { lineChart } from '#platform/web/line-chart.ts'
import type { Drawing } from '#platform/web/shapes.ts'

const dayMs = 86_400_000
const dayAfter = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)

/** First and last day of a week of the period. */
export function weekAt(from: string, week: number): { from: string; to: string } {
  return { from: dayAfter(from, 7 * week), to: dayAfter(from, 7 * week + 6) }
}

/** The finding of the trend in a few words; a change is told from chance. */
export function trendTitle({ theme }: Pick<ThemeDetail, 'theme'>): string {
  const { now, before, chance } = theme.change
  if (theme.mentions === 0) return 'Nobody said it in 12 weeks'
  const this_ = `${plural(now, 'mention')} this week`
  if (theme.spikes.includes(theme.weeks.length - 1)) return `${this_}, far above the usual`
  if (now === before) return `${this_}, as many as before`
  if (chance > 0.05) return `${this_}, ${count(before)} before: could be chance`
  return `${this_}, ${now > before ? 'up' : 'down'} from ${count(before)}`
}

/** Mentions by week over what is usual; each point opens its items. */
export function trendOf(detail: ThemeDetail): { title: string; sub: string; draw(width: number): Drawing } {
  const { theme, span } = detail
  const n = `${plural(theme.mentions, 'mention')} in 12 weeks, ${count(theme.before)} in the 12 before`
  const { now, before, chance, holds } = theme.change
  const often = chance > 0.5 ? 'more often than not' : `in ${percent(chance)} of weeks`
  const sure = holds || now === before ? '' : `, weeks differ this much by chance ${often}`
  return {
    title: trendTitle(detail),
    sub: `${n}${sure}. The band is what eight of ten weeks have.`,
    draw: (width) =>
      lineChart({
        width,
        height: 200,
        unit: 'Mentions',
        band: { from: theme.usual.low, to: theme.usual.high, label: 'usual' },
        points: theme.weeks.map((value, week) => {
          const { from, to } = weekAt(span.from, week)
          const label = shortDate(`${from}T12:00:00Z`, Date.parse(`${span.to}T00:00:00Z`))
          const stands = theme.spikes.includes(week) ? ', stands out' : ''
          return {
            label,
            value,
            link: {
              to: `themes/${theme.id}?from=${from}&to=${to}`,
              says: `Week from ${label}: ${plural(value, 'mention')}${stands}`,
            },
          }
        }),
      }),
  }
}
