import '#act/cases/web/case.css'
import type { Case, CaseStep } from '#act/cases/contract.ts'
import { barOf, daysOf, holidayRuns, labelOf, ruleWords } from '#act/cases/web/timeline-rules.ts'
import { useMeetings } from '#act/meetings/web/use-meetings.ts'
import { useNow } from '#platform/web/clock.tsx'
import { useWidth } from '#platform/web/figure.tsx'
import { dateOn, dateTime, time } from '#platform/web/format.ts'

const rowHeight = 42
const top = 47

/** The steps of a case on their calendar: windows, closed days, and where now is. */
export function StepTimeline({ one, steps }: { one: Case; steps: readonly CaseStep[] }) {
  const now = useNow()
  const meetings = useMeetings(one.id).data?.data ?? []
  const [box, measured] = useWidth<HTMLDivElement>()
  const width = Math.max(200, measured)
  const calendar = daysOf(one, steps, now)
  const day = width / calendar.days.length
  const x = (at: string | number) => calendar.place(at) * day
  const height = top + steps.length * rowHeight + 3
  const nowX = x(now)
  // The first day is named too, unless the week that begins after it would be written over it.
  const firstWeek = day * calendar.days.findIndex((one, i) => i > 0 && one.isMonday)
  const isDense = day < 17
  const zoneName = one.zone.split('/').at(-1)!.replaceAll('_', ' ')
  return (
    <section className="fig max-phone:hidden" aria-label="Steps">
      <div className="mb-2.5 flex flex-wrap items-baseline gap-x-2.5">
        <h2 className="sec nowrap">
          {one.playbookTitle}, version {one.playbookVersion}
        </h2>
        <span className="help">
          {zoneName}, business day ends {one.closesAt}
        </span>
        <span className="grow" />
        <span className="key-line" aria-hidden="true">
          <i style={{ background: 'var(--bar-open)' }} />
          window met
          <i style={{ boxShadow: 'inset 0 0 0 1px var(--soon)', background: 'var(--soon-tint)' }} />
          open now
          <i style={{ boxShadow: 'inset 0 0 0 1px var(--control-line)' }} />
          ahead
          <i style={{ background: 'var(--weekend)', boxShadow: 'inset 0 0 0 1px var(--line)' }} />
          office closed
        </span>
      </div>
      <div className="tl">
        <ol className="names">
          {steps.map((step) => (
            <li key={step.id} className={step.state === 'open' ? 'now' : step.state === 'done' ? '' : 'todo'}>
              <span className="med cut">{step.title}</span>
              <span className="help cut" title={step.rule}>
                {ruleWords(step)}
              </span>
            </li>
          ))}
        </ol>
        <div className="ax" ref={box}>
          <svg
            width={width}
            height={height}
            role="img"
            aria-label={steps.map((step) => `${step.title}: ${labelOf(step, now)}`).join('. ')}
          >
            <defs>
              <pattern
                id="holiday"
                width="5"
                height="5"
                patternUnits="userSpaceOnUse"
                patternTransform="rotate(45)"
              >
                <rect width="5" height="5" fill="var(--weekend)" />
                <line x1="0" y1="0" x2="0" y2="5" stroke="var(--line-strong)" strokeWidth="1.4" />
              </pattern>
            </defs>
            {calendar.days.map((one, i) => {
              const left = i * day
              return (
                <g key={one.on}>
                  {one.closed && (
                    <rect
                      x={left}
                      y={26}
                      width={day}
                      height={height}
                      fill={one.closed === 'weekend' ? 'var(--weekend)' : 'url(#holiday)'}
                    >
                      <title>{one.closed === 'weekend' ? 'Closed' : one.closed}</title>
                    </rect>
                  )}
                  {(one.isMonday || i === 0) && (
                    <>
                      <line x1={left} x2={left} y1="0" y2={height} stroke="var(--line)" />
                      {(i > 0 || firstWeek > 46) && left < width - 40 && Math.abs(left - nowX) > 62 && (
                        <text x={left + 4} y="12" className="m">
                          {dateOn(one.on).split(' ').slice(1, 3).join(' ')}
                        </text>
                      )}
                    </>
                  )}
                  {!isDense && (
                    <text
                      x={left + day / 2}
                      y="39"
                      textAnchor="middle"
                      style={one.closed ? { fill: 'var(--ink-3)' } : undefined}
                    >
                      {Number(one.on.slice(8))}
                    </text>
                  )}
                </g>
              )
            })}
            {holidayRuns(calendar.days).map((run) => {
              const left = run.from * day
              const span = run.length * day
              const fits = run.name.length * 6 < span
              if (Math.abs(left + span / 2 - nowX) < 60) return null
              return (
                <text key={run.from} x={left + span / 2} y="24" textAnchor="middle" className="m plate">
                  {fits ? run.name : span > 34 ? 'closed' : ''}
                </text>
              )
            })}
            {steps.map((step, i) => (
              <Row key={step.id} step={step} y={top + i * rowHeight} x={x} width={width} now={now} />
            ))}
            {steps.flatMap((step, i) =>
              meetings
                .filter((each) => each.stepId === step.id && each.state !== 'cancelled')
                .map((each) => (
                  <circle
                    key={each.startsAt}
                    cx={x(each.startsAt)}
                    cy={top + i * rowHeight + rowHeight / 2}
                    r="5"
                    fill="var(--surface)"
                    stroke="var(--accent)"
                    strokeWidth="2.5"
                  >
                    <title>{`${each.title}, ${dateTime(each.startsAt, now)}`}</title>
                  </circle>
                )),
            )}
            {nowX >= 0 && nowX <= width && (
              <>
                <line x1={nowX} x2={nowX} y1="18" y2={height} stroke="var(--ink)" strokeWidth="1.25" />
                <text
                  x={Math.min(Math.max(nowX, 28), width - 28)}
                  y="12"
                  textAnchor="middle"
                  className="d plate"
                >
                  now {time(now)}
                </text>
              </>
            )}
          </svg>
        </div>
      </div>
    </section>
  )
}

interface RowProps {
  step: CaseStep
  y: number
  x(at: string | number): number
  width: number
  now: number
}

/** One window: met, open, late (it grows to now), ahead, or only under a condition. */
function Row({ step, y, x, width, now }: RowProps) {
  const bar = barOf(step, now)
  const middle = y + rowHeight / 2
  const label = labelOf(step, now)
  // what ended before the days in sight is named at their edge
  const end = bar
    ? Math.max(-2, bar.to === undefined ? 0 : x(bar.to), step.doneAt ? x(step.doneAt) + 8 : 0)
    : step.doneAt
      ? Math.max(-2, x(step.doneAt) + 8)
      : 4
  const room = label.length * 6 + 12
  const flip = end + room > width
  const from = bar ? Math.max(0, x(bar.from)) : 0
  const to = bar ? Math.min(width + 10, x(bar.to)) : 0
  const look = bar && looks[bar.kind]
  return (
    <g>
      <line x1="0" x2={width} y1={y + rowHeight} y2={y + rowHeight} stroke="var(--line)" />
      {bar && look && to > from && (
        <>
          <rect
            x={from}
            y={middle - 6}
            width={to - from}
            height={look.line ? 13 : 10}
            rx="2"
            fill={look.fill}
            stroke={look.line}
            strokeDasharray={look.dash}
          />
          {bar.used !== undefined && (
            <rect
              x={from}
              y={middle - 6}
              width={Math.max(0, Math.min(to, x(now)) - from)}
              height="13"
              rx="2"
              fill={look.line}
              fillOpacity=".28"
            />
          )}
          {look.line && !look.dash && (
            <line x1={to} x2={to} y1={middle - 10} y2={middle + 11} stroke={look.line} strokeWidth="2" />
          )}
        </>
      )}
      {step.doneAt && <Done at={x(step.doneAt)} y={middle} late={step.isLate} />}
      <text
        x={flip ? (to - from > room ? to - 8 : Math.max(room, Math.min(from - 6, width - 4))) : end + 6}
        textAnchor={flip ? 'end' : 'start'}
        y={middle + 4}
        className={`plate ${step.state === 'open' ? (step.isLate ? 'late' : 'd') : 'm'}`}
      >
        {label}
      </text>
    </g>
  )
}

const looks = {
  met: { fill: 'var(--bar-open)', line: undefined, dash: undefined },
  on_time: { fill: 'var(--surface)', line: 'var(--ink-2)', dash: undefined },
  soon: { fill: 'var(--soon-tint)', line: 'var(--soon)', dash: undefined },
  late: { fill: 'var(--late-tint)', line: 'var(--late)', dash: undefined },
  ahead: { fill: 'none', line: 'var(--control-line)', dash: undefined },
  conditional: { fill: 'none', line: 'var(--ink-4)', dash: '2 3' },
}

function Done({ at, y, late }: { at: number; y: number; late: boolean }) {
  return (
    <>
      <circle
        cx={at}
        cy={y}
        r="6"
        fill={late ? 'var(--late)' : 'var(--accent)'}
        stroke="var(--surface)"
        strokeWidth="1.5"
      />
      <path
        d={`M${at - 2.6} ${y + 0.2}l1.9 1.9 3.4-4`}
        fill="none"
        stroke={late ? 'var(--on-late)' : 'var(--on-accent)'}
        strokeWidth="1.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  )
}
