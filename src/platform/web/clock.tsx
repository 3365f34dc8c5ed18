import { useEffect, useState } from 'react'
import { dateTime, duration } from '#platform/web/format.ts'
import { LateMark } from '#platform/web/icons.tsx'

type When = Date | string | number

export interface ClockState {
  state: 'on_time' | 'soon' | 'late' | 'paused' | 'met'
  /** How much of the time is used, 0 to 1. */
  used: number
  words: string
}

/** Where a due time stands: amber from three quarters of the time, red after it. */
export function readClock(
  due: When,
  now: When,
  options: { start?: When; paused?: string; metAt?: When } = {},
): ClockState {
  const at = new Date(due).getTime()
  const moment = new Date(options.metAt ?? now).getTime()
  const left = at - moment
  const from = options.start === undefined ? at - 24 * 3_600_000 : new Date(options.start).getTime()
  const used = at <= from ? 1 : Math.min(1, Math.max(0, (moment - from) / (at - from)))
  if (options.metAt !== undefined) {
    return left >= 0
      ? { state: 'met', used: 1, words: 'in time' }
      : { state: 'late', used: 1, words: `${duration(-left)} late` }
  }
  if (options.paused) return { state: 'paused', used, words: options.paused }
  if (left < 0) return { state: 'late', used: 1, words: `${duration(-left)} late` }
  return { state: used >= 0.75 ? 'soon' : 'on_time', used, words: `${duration(left)} left` }
}

/** The moment, refreshed every half minute so that clocks walk. */
export function useNow(): number {
  const [now, set] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => set(Date.now()), 30_000)
    return () => clearInterval(timer)
  }, [])
  return now
}

interface Props {
  due: When
  start?: When
  /** The rule the due time comes from, said on hover: "24 h, weekend skipped". */
  rule?: string
  /** Why the clock stands still. */
  paused?: string
  metAt?: When
  /** "due": shows the date itself; "left": shows what is left (the date on hover). */
  show?: 'left' | 'due'
  pill?: boolean
  /** Put before the words: "told:". */
  what?: string
}

/** A due time: ring filling, words; colour only when somebody has to move. */
export function Clock({ due, start, rule, paused, metAt, show = 'left', pill, what }: Props) {
  const now = useNow()
  const clock = readClock(due, now, { start, paused, metAt })
  const tone = clock.state === 'on_time' || clock.state === 'met' ? '' : clock.state
  const words =
    show === 'due' && !paused
      ? `${clock.state === 'late' ? 'was due' : 'due'} ${dateTime(due, now)}`
      : clock.words
  return (
    <time
      className={`clock ${tone}${pill ? ' pill' : ''}`}
      dateTime={new Date(due).toISOString()}
      title={`Due ${dateTime(due, now)}${rule ? `: ${rule}` : ''}${show === 'due' ? `, ${clock.words}` : ''}`}
    >
      <ClockGlyph state={clock.state} used={clock.used} />
      {what ? `${what} ${words}` : words}
    </time>
  )
}

/** Ring filling, disc with bar when late, two bars when paused. */
export function ClockGlyph({ state, used }: Pick<ClockState, 'state' | 'used'>) {
  if (state === 'late') return <LateMark />
  if (state === 'paused') {
    return (
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <path d="M3.8 2v8M8.2 2v8" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
      </svg>
    )
  }
  const stroke = state === 'soon' ? 'var(--sla-due-soon-mark)' : 'currentColor'
  return (
    <svg viewBox="0 0 12 12" aria-hidden="true" fill="none">
      <circle cx="6" cy="6" r="4.5" stroke="var(--line-strong)" strokeWidth="2" />
      <circle
        cx="6"
        cy="6"
        r="4.5"
        stroke={stroke}
        strokeWidth="2"
        strokeDasharray={`${(28.3 * used).toFixed(1)} 99`}
        transform="rotate(-90 6 6)"
      />
    </svg>
  )
}
