import { useQuery } from '@tanstack/react-query'
import { getAccountLoops, getContactLoops } from '#close/ledger/contract.ts'
import { linksOf, NextAct } from '#close/ledger/web/ledger-links.tsx'
import { call } from '#platform/web/api.ts'
import { useNow } from '#platform/web/clock.tsx'
import { count, date } from '#platform/web/format.ts'
import { Door, Go, useSlug } from '#platform/web/go.tsx'
import { MiniLedger } from '#platform/web/ledger.tsx'

type Of = { contactId: string } | { accountId: string }

/** How many loops of a customer are closed, and those that are not, the oldest first. */
export function OpenLoops(of: Of) {
  const slug = useSlug()
  const now = useNow()
  const isContact = 'contactId' in of
  const { data } = useQuery({
    queryKey: ['loops', slug, 'of', of],
    queryFn: () => (isContact ? call(getContactLoops, of) : call(getAccountLoops, of)),
    refetchInterval: 60_000,
  })
  if (!data) return null
  const search = isContact ? { contact: of.contactId } : { account: of.accountId }
  return (
    <section aria-label="Loops">
      <div className="row">
        <h2 className="sec grow">Loops</h2>
        <span className="help num">
          <Door to="loops" search={search}>
            {count(data.open)} open
          </Door>
          {', '}
          <Door to="loops" search={{ ...search, state: 'closed' }}>
            {count(data.closed)} closed
          </Door>
        </span>
      </div>
      {data.loops.length === 0 && (
        <p className="help mt-1">
          {data.closed > 0 ? 'Every loop is closed.' : 'Nothing has started a loop.'}
        </p>
      )}
      <ul>
        {data.loops.slice(0, 6).map((loop) => (
          <li key={loop.feedbackId} className="border-b border-line py-2 last:border-0">
            <Go to={`inbox/${loop.feedbackId}`} className="med block">
              {loop.summary}
            </Go>
            <span className="row mt-0.5">
              <MiniLedger links={linksOf(loop, now, 'slim')} />
              <span className="help grow">heard {date(loop.heardAt)}</span>
            </span>
            <span className="xs block text-ink-2">
              <NextAct loop={loop} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
