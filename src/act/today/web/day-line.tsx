import type { TodayStep } from '#act/today/contract.ts'
import { useNow } from '#platform/web/clock.tsx'
import { useWidth } from '#platform/web/figure.tsx'
import { time } from '#platform/web/format.ts'

const hour = 3_600_000

/** The working day as a line: what was due, now, what falls due. */
export function DayLine({
  steps,
  opensAt,
  closesAt,
}: {
  steps: readonly TodayStep[]
  opensAt: string | null
  closesAt: string | null
}) {
  const now = useNow()
  const [box, measured] = useWidth<HTMLDivElement>()
  const width = Math.max(240, measured)
  const open = opensAt ? Date.parse(opensAt) : now - 4 * hour
  const close = closesAt ? Date.parse(closesAt) : now + 4 * hour
  const from = Math.floor((Math.min(open, now) - hour / 2) / hour) * hour
  const to = Math.ceil((Math.max(close, now) + hour / 2) / hour) * hour
  const x = (at: number) => 8 + ((at - from) / (to - from)) * (width - 16)
  // the flag stays whole at both ends of the day
  const flag = Math.min(Math.max(x(now), 33), width - 33)
  const marks = steps.flatMap((step) =>
    step.latestAt && Date.parse(step.latestAt) >= from && Date.parse(step.latestAt) <= to
      ? [{ at: Date.parse(step.latestAt), step }]
      : [],
  )
  // Several due at one time are one mark.
  const piles = pilesOf(marks)
  const earlier = steps.filter((step) => step.latestAt && Date.parse(step.latestAt) < from).length
  const every = width < 600 ? 3 : 1
  const hours = Array.from({ length: Math.round((to - from) / hour) + 1 }, (_, i) => from + i * hour)
  const words = piles.map(
    (pile) => `${pile.length === 1 ? pile[0]!.step.title : `${pile.length} steps`} due ${time(pile[0]!.at)}`,
  )
  return (
    <div ref={box} className="fig mt-3 border-b border-line pb-3">
      <svg
        width={width}
        height={112}
        role="img"
        aria-label={[`Now ${time(now)}`, earlier > 0 && `${earlier} due before today`, ...words]
          .filter(Boolean)
          .join('. ')}
      >
        <line x1="8" x2={width - 8} y1="56" y2="56" stroke="var(--line-strong)" strokeWidth="2" />
        <line x1={x(open)} x2={x(close)} y1="56" y2="56" stroke="var(--sunken)" strokeWidth="6" />
        <line
          x1={x(open)}
          x2={Math.max(x(open), Math.min(x(close), x(now)))}
          y1="56"
          y2="56"
          stroke="var(--ahead)"
          strokeWidth="6"
        />
        <line x1="8" x2={width - 8} y1="86" y2="86" stroke="var(--line)" />
        {hours.map((at, i) =>
          i % every ? null : (
            <text key={at} x={x(at)} y="102" textAnchor={i === 0 ? 'start' : at === to ? 'end' : 'middle'}>
              {time(at)}
            </text>
          ),
        )}
        {piles.map((pile, i) => {
          const { at, step } = pile[0]!
          const late = at < now
          const left = x(at)
          const side = left > width - 90 ? 'end' : left < 90 ? 'start' : 'middle'
          const near = piles[i - 1] ? left - x(piles[i - 1]![0]!.at) < 110 : false
          return (
            <g key={at}>
              <line x1={left} x2={left} y1="36" y2="50" stroke={late ? 'var(--late)' : 'var(--ink-3)'} />
              <circle
                cx={left}
                cy="56"
                r="5.5"
                fill={late ? 'var(--late)' : 'var(--surface)'}
                stroke={late ? 'var(--late)' : 'var(--ink-2)'}
                strokeWidth="2"
              />
              {!near && Math.abs(left - x(now)) > 60 && (
                <>
                  <text x={left} y="14" textAnchor={side} className={late ? 'late' : 'd'}>
                    {pile.length === 1 ? (step.contact ?? step.title) : `${pile.length} steps`}
                  </text>
                  <text
                    x={left}
                    y="29"
                    textAnchor={side}
                    className={late ? 'late' : 'm'}
                    style={{ fontWeight: 400 }}
                  >
                    {time(at)}
                  </text>
                </>
              )}
            </g>
          )
        })}
        <line x1={x(now)} x2={x(now)} y1="30" y2="86" stroke="var(--ink)" strokeWidth="1.5" />
        <rect x={flag - 33} y="13" width="66" height="18" rx="3" fill="var(--ink)" />
        <text x={flag} y="26" textAnchor="middle" style={{ fill: 'var(--ink-inverse)', fontWeight: 600 }}>
          now {time(now)}
        </text>
      </svg>
    </div>
  )
}

interface Mark {
  at: number
  step: TodayStep
}

/** Marks within the same quarter of an hour, in time order. */
function pilesOf(marks: readonly Mark[]): Mark[][] {
  const piles: Mark[][] = []
  for (const mark of [...marks].sort((a, b) => a.at - b.at)) {
    const last = piles.at(-1)
    if (last && mark.at - last[0]!.at < 15 * 60_000) last.push(mark)
    else piles.push([mark])
  }
  return piles
}
