import { useQuery } from '@tanstack/react-query'
import { listCases } from '#act/cases/contract.ts'
import { ItemAskedAgain } from '#close/follow-ups/web/asked-again.tsx'
import { listUpdates } from '#close/updates/contract.ts'
import { call } from '#platform/web/api.ts'
import { Clock } from '#platform/web/clock.tsx'
import { dateTime, words } from '#platform/web/format.ts'
import { Go, useSlug } from '#platform/web/go.tsx'
import { Icon } from '#platform/web/icons.tsx'
import { useCan } from '#platform/web/session.tsx'
import type { Slots } from '#platform/web/slots.tsx'

/** The cases an item led to and what its author was told. Nothing while there is neither. */
export default function ItemCases({ feedbackId }: Slots['inbox.below']) {
  const slug = useSlug()
  const canCases = useCan('cases:read')
  const canUpdates = useCan('updates:read')
  const cases = useQuery({
    queryKey: ['cases', slug, 'of item', feedbackId],
    queryFn: () => call(listCases, { feedback: feedbackId, status: 'all', limit: 5 }),
    enabled: canCases,
  })
  const updates = useQuery({
    queryKey: ['updates', slug, 'of item', feedbackId],
    queryFn: () => call(listUpdates, { feedback: feedbackId, limit: 5 }),
    enabled: canUpdates,
  })
  const told = (updates.data?.data ?? []).filter((one) => !['draft', 'reading', 'held'].includes(one.state))
  const own = cases.data?.data ?? []
  const again = <ItemAskedAgain feedbackId={feedbackId} />
  if (own.length === 0 && told.length === 0) return again
  return (
    <>
      <section className="mt-5" aria-label="Cases and answers">
        <h2 className="sec">Cases and answers</h2>
        <ul>
          {own.map((one) => (
            <li key={one.id} className="row min-h-10 border-b border-line">
              <Icon name="case" small />
              <Go to={`cases/${one.id}`} className="grow cut hover:underline">
                {one.title}
              </Go>
              {one.status === 'open' && one.dueAt ? (
                <Clock due={one.dueAt} start={one.openedAt} />
              ) : (
                <span className="help">{one.status}</span>
              )}
            </li>
          ))}
          {told.map((one) => (
            <li key={one.id} className="row min-h-10 border-b border-line">
              <Icon name="send" small />
              <span className="grow cut">{one.subject}</span>
              <span className="help num">
                {one.sentAt
                  ? `sent ${dateTime(one.sentAt)}`
                  : one.state === 'held' && one.sendAt
                    ? `goes out ${dateTime(one.sendAt)}`
                    : words(one.state)}
              </span>
            </li>
          ))}
        </ul>
      </section>
      {again}
    </>
  )
}
