import type { CheckFigures, Tick } from '#measure/quality/contract.ts'
import { stateWords, type Unit } from '#measure/quality/rules.ts'
import { count, dateOn, percent } from '#platform/web/format.ts'
import { Go } from '#platform/web/go.tsx'

/** "Week of 9 Nov", "October", "Q3 2037". */
export function periodName(unit: Unit, from: string): string {
  if (unit === 'week') return `Week of ${dateOn(from, 0).replace(/^\w+ /, '')}`
  if (unit === 'quarter') return `Q${Math.ceil(Number(from.slice(5, 7)) / 3)} ${from.slice(0, 4)}`
  return new Date(`${from}T12:00:00Z`).toLocaleDateString('en-GB', {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  })
}

/** "388 of 401"; what is still to come is said where nothing was judged. */
export function ofWords({ met, missed, pending }: Pick<Tick, 'met' | 'missed' | 'pending'>): string {
  if (met + missed > 0) return `${count(met)} of ${count(met + missed)}`
  return pending > 0 ? `${count(pending)} not yet due` : 'nothing was due'
}

/** The share that counts, or how many where they are few enough to count on two hands. */
export function valueWords({ met, missed, share }: Pick<CheckFigures, 'met' | 'missed' | 'share'>): string {
  if (share === null) return '–'
  return met + missed < 10 ? `${met} of ${met + missed}` : percent(share)
}

/** One tick a period, the oldest first; each opens what it counted. */
export function Ticks({ check }: { check: CheckFigures }) {
  return (
    <span className="ticks">
      {check.ticks.map((tick) => {
        const words = `${periodName(check.unit, tick.from)}: ${stateWords[tick.state]}, ${ofWords(tick)}`
        return (
          <Go
            key={tick.from}
            to={`quality/${check.key}`}
            search={{
              from: tick.from,
              to: tick.to,
              ...(tick.missed === 0 && { show: tick.met ? 'met' : 'pending' }),
            }}
            aria-label={words}
            title={words}
          >
            <i className={tick.state} />
          </Go>
        )
      })}
    </span>
  )
}
