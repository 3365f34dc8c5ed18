import { useState } from 'react'
import type { SurveyResults } from '#collect/surveys/results/contract.ts'
import { points as pointsText } from '#collect/surveys/results/scores.ts'
import { Figure } from '#platform/web/figure.tsx'
import { Segments } from '#platform/web/form.tsx'
import { lineChart } from '#platform/web/line-chart.ts'

type By = 'waves' | 'months'

const monthWords = new Intl.DateTimeFormat('en', { month: 'short', year: '2-digit', timeZone: 'UTC' })
const lastDay = (month: string) => {
  const [year, number] = month.split('-').map(Number)
  return new Date(Date.UTC(year!, number!, 0)).toISOString().slice(0, 10)
}

/** The score from wave to wave, or month to month, with its interval; each point opens its answers. */
export function ResultTrend({ results, to }: { results: SurveyResults; to(search: string): string }) {
  const [chosen, setBy] = useState<By>()
  const by = chosen ?? (results.waves.length > 1 ? 'waves' : 'months')
  const isNps = results.questions.some((one) => one.key === results.scoredQuestion && one.kind === 'nps')
  const points = (by === 'waves' ? results.waves : results.months).map((one) => {
    const label = 'waveId' in one ? one.name : monthWords.format(new Date(one.month))
    const search = 'waveId' in one ? `wave=${one.waveId}` : `from=${one.month}&to=${lastDay(one.month)}`
    return {
      label: label.length > 14 ? `${label.slice(0, 13)}…` : label,
      value: one.score?.value ?? null,
      ...(one.score && { low: one.score.low, high: one.score.high }),
      n: one.n,
      link: { to: to(search), says: `${one.n} answers, ${label}` },
    }
  })
  if (results.waves.length + results.months.length === 0) return null
  return (
    <Figure
      title={isNps ? 'NPS over time' : 'Good answers over time'}
      sub={
        <span className="row flex-wrap gap-x-3">
          {isNps ? '−100 to 100' : 'per cent'}, with the 95 % interval; n below, shown from 5
          <Segments<By>
            label="Over"
            value={by}
            options={[
              { value: 'waves', label: 'Waves' },
              { value: 'months', label: 'Months' },
            ]}
            onChange={setBy}
          />
        </span>
      }
      draw={(width) =>
        lineChart({
          width,
          height: 240,
          points: points.slice(-Math.max(2, Math.floor(width / 90))),
          domain: isNps ? [-100, 100] : [0, 100],
          show: pointsText,
        })
      }
    />
  )
}
