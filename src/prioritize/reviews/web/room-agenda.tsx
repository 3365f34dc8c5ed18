import { useEffect, useState } from 'react'
import { time } from '#platform/web/format.ts'
import type { Review } from '#prioritize/reviews/contract.ts'
import { leftText, ranFor } from '#prioritize/reviews/rules.ts'

/** The server's clock, second by second while something runs. */
function useServerNow(review: Review): Date {
  const [skew, setSkew] = useState(0)
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => setSkew(Date.parse(review.now) - Date.now()), [review.now])
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return new Date(now + skew)
}

const dateOf = (text: string | null) => (text === null ? null : new Date(text))
const ran = (part: Review['parts'][number], review: Review, now: Date) =>
  part.startedAt === null
    ? 0
    : ranFor(
        { startedAt: new Date(part.startedAt), endedAt: dateOf(part.endedAt), pausedMs: part.pausedMs },
        now,
        dateOf(review.pausedAt),
      )

/** What is left of the part under way, as a clock. */
export function Timer({ review }: { review: Review }) {
  const now = useServerNow(review)
  const part = review.parts.find((one) => one.position === review.part)
  if (!part) return null
  const ms = ran(part, review, now)
  const used = Math.min(1, ms / (part.minutes * 60_000))
  return (
    <span className={`room-timer num${used >= 1 ? ' over' : ''}`} role="timer">
      <svg viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">
        <circle cx="7" cy="7" r="5" fill="none" stroke="var(--line-strong)" strokeWidth="2.6" />
        <circle
          cx="7"
          cy="7"
          r="5"
          fill="none"
          stroke="currentColor"
          strokeWidth="2.6"
          strokeDasharray={`${used * 31.4} 31.4`}
          transform="rotate(-90 7 7)"
        />
      </svg>
      {leftText(part.minutes, ms)}
      {review.pausedAt && <span className="muted font-normal">paused</span>}
    </span>
  )
}

/** The agenda as a line: each part as long as its minutes, filled as far as it ran. */
export function Agenda({ review }: { review: Review }) {
  const now = useServerNow(review)
  return (
    <ol className="room-agenda" aria-label="Agenda">
      {review.parts.map((part) => {
        const ms = ran(part, review, now)
        const isNow = part.position === review.part
        return (
          <li
            key={part.position}
            style={{ flexGrow: part.minutes }}
            className={isNow ? 'now' : part.endedAt ? 'over' : ''}
            aria-current={isNow ? 'step' : undefined}
          >
            <span className="bar">
              <i style={{ inlineSize: `${Math.min(100, ms / (part.minutes * 600))}%` }} />
            </span>
            <span className="words">
              {part.startedAt && <span className="muted num xs">{time(part.startedAt)}</span>}
              <b>{part.title}</b>
              <span className="muted num xs nowrap">
                {part.minutes} min{part.endedAt ? `, took ${Math.max(1, Math.round(ms / 60_000))}` : ''}
              </span>
            </span>
          </li>
        )
      })}
    </ol>
  )
}
