import type { Loop, LoopLink } from '#close/ledger/contract.ts'
import { readClock, useNow } from '#platform/web/clock.tsx'
import { date, dateTime, shortDate } from '#platform/web/format.ts'
import { Go } from '#platform/web/go.tsx'
import type { LedgerLink, LinkState } from '#platform/web/ledger.tsx'

/** How the wire draws a link: what is owed by a time is due soon or late. */
export function stateOf(link: Pick<LoopLink, 'state' | 'dueAt'>, heardAt: string, now: number): LinkState {
  if (link.state === 'under_way') return 'open'
  if (link.state !== 'missing') return link.state
  if (!link.dueAt) return 'open'
  const { state } = readClock(link.dueAt, now, { start: heardAt })
  return state === 'late' ? 'late' : state === 'soon' ? 'soon' : 'open'
}

/** The links of a loop as the wire draws them; `room`: with what each rests on. */
export function linksOf(loop: Loop, now: number, room: 'full' | 'slim'): LedgerLink[] {
  return loop.links.map((link) => {
    const state = stateOf(link, loop.heardAt, now)
    const isDue = link.dueAt !== null
    const at = link.dueAt ?? (link.state === 'ahead' ? null : link.at)
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
