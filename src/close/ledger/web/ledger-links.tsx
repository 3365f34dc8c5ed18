import type { Loop, LoopLink } from '#close/ledger/contract.ts'
import { readClock, useNow } from '#platform/web/clock.tsx'
import { date, dateTime, shortDate } from '#platform/web/format.ts'
import { Go } from '#platform/web/go.tsx'
import type { LedgerLink, LinkState } from '#platform/web/ledger.tsx'

/** When an item must have its type, where a clock runs. */
export interface TriageClock {
  receivedAt: string
  dueAt: string | null
}

function stateOf(link: LoopLink, now: number, triage?: TriageClock): LinkState {
  if (link.state === 'under_way') return 'open'
  if (link.state !== 'missing') return link.state
  if (link.key === 'understood' && triage?.dueAt) {
    const { state } = readClock(triage.dueAt, now, { start: triage.receivedAt })
    return state === 'late' ? 'late' : state === 'soon' ? 'soon' : 'open'
  }
  return 'open'
}

/** The links of a loop as the wire draws them; `room`: with what each rests on. */
export function linksOf(loop: Loop, now: number, room: 'full' | 'slim', triage?: TriageClock): LedgerLink[] {
  return loop.links.map((link) => {
    const state = stateOf(link, now, triage)
    const isDue = link.state === 'missing' && link.key === 'understood' && triage?.dueAt
    const at = isDue ? triage.dueAt : link.state === 'ahead' ? null : link.at
    const when =
      at &&
      (room === 'full'
        ? link.key === 'heard' || isDue
          ? dateTime(at, now)
          : date(at, now)
        : shortDate(at, now))
    return {
      key: link.key,
      state,
      when: when
        ? isDue
          ? `${state === 'late' ? 'was due' : 'due'} ${when}`
          : link.state === 'missing' && link.key === 'confirmed' && Date.parse(at!) > now
            ? `asked ${when}`
            : when
        : link.state === 'not_owed'
          ? 'not owed'
          : undefined,
      how: link.state === 'ahead' ? undefined : link.by,
    }
  })
}

/** What is missing, in words, and the way to close it. */
export function NextAct({ loop, here }: { loop: Loop; here?: string }) {
  const now = useNow()
  const link = loop.links.find((one) => one.act)
  if (!link?.act) return null
  if (link.key === 'confirmed' && link.at && Date.parse(link.at) > now)
    return (
      <span>
        {link.by} on {date(link.at, now)}.
      </span>
    )
  const { words, to } = link.act
  return (
    <span>
      {link.by}.{' '}
      {to && to !== here ? (
        <Go to={to} className="link">
          {words}
        </Go>
      ) : (
        <span className="muted">{words}.</span>
      )}
    </span>
  )
}
