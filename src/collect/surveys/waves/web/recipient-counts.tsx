import { type ReactNode, useState } from 'react'
import type { ExclusionReason } from '#collect/surveys/rules.ts'
import type { Recipient, Recipients } from '#collect/surveys/waves/contract.ts'
import type { Page } from '#platform/endpoint.ts'
import { SidePanel } from '#platform/web/dialog.tsx'
import { count, plural } from '#platform/web/format.ts'
import { Go } from '#platform/web/go.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'
import { usePages } from '#platform/web/use-pages.ts'

/** The people behind a number: `key` says which list it is, `load` reads a page of it. */
export interface CountedPeople {
  key: readonly unknown[]
  load(
    query: { limit: number; cursor?: string; reason?: ExclusionReason },
    options: { signal: AbortSignal },
  ): Promise<Page<Recipient>>
}

type Shown = ExclusionReason | 'reached'

interface Props {
  counts: Recipients
  title: string
  /** Above the list of those who are reached. */
  reachedTitle: string
  people: CountedPeople
  /** Below the number of people: the press that asks them. */
  children?: ReactNode
  /** Below the reasons. */
  after: ReactNode
}

/** How many people are asked, how many are not and why; each number opens the people behind it. */
export function RecipientCounts({ counts, title, reachedTitle, people, children, after }: Props) {
  const [shown, show] = useState<Shown>()
  const { considered, accounts, excluded, reasons } = counts
  return (
    <>
      <section>
        <div className="row">
          <h2 className="grow font-semibold">{title}</h2>
          <span className="help num">of {count(considered)}</span>
        </div>
        <p className="nx num mt-1 mb-2">
          <button type="button" className="n" onClick={() => show('reached')}>
            {count(counts.people)}
          </button>{' '}
          {counts.people === 1 ? 'person' : 'people'} at {plural(accounts, 'account')}
        </p>
        {counts.bySms > 0 && (
          <p className="help num mb-2">
            {count(counts.byMail)} by mail, {count(counts.bySms)} by text message
          </p>
        )}
        {considered > 0 && <ShareBar counts={counts} />}
        {children}
      </section>
      <section>
        <h3 className="mb-1 font-semibold">
          {excluded === 0 ? 'Nobody is left out' : `${count(excluded)} will not, and why`}
        </h3>
        <ul>
          {reasons.map((one) => (
            <li key={one.reason} className="flex gap-3 border-b border-line py-1.5 last:border-0">
              <button
                type="button"
                className="n num w-10 flex-none text-end"
                onClick={() => show(one.reason)}
                aria-label={`${one.people}: ${one.why}`}
              >
                {count(one.people)}
              </button>
              <span>
                {one.why}
                <span className="help block">{one.hint}</span>
              </span>
            </li>
          ))}
        </ul>
        {after}
      </section>
      <SidePanel
        open={shown !== undefined}
        onClose={() => show(undefined)}
        title={
          shown === 'reached'
            ? reachedTitle
            : (reasons.find((one) => one.reason === shown)?.why ?? 'Left out')
        }
      >
        {shown && <People people={people} shown={shown} />}
      </SidePanel>
    </>
  )
}

function ShareBar({ counts }: { counts: Recipients }) {
  return (
    <svg
      className="block h-2 w-full"
      viewBox="0 0 100 8"
      preserveAspectRatio="none"
      role="img"
      aria-label={`${counts.people} get it, ${counts.excluded} do not`}
    >
      <rect width="100" height="8" fill="var(--line-strong)" />
      <rect width={(100 * counts.people) / counts.considered} height="8" fill="var(--accent)" />
    </svg>
  )
}

function People({ people, shown }: { people: CountedPeople; shown: Shown }) {
  const list = usePages(['recipient-people', ...people.key, shown], (from, options) =>
    people.load({ limit: 50, ...(shown !== 'reached' && { reason: shown }), ...from }, options),
  )
  if (list.error)
    return (
      <Failed error={list.error} title="The people could not be listed" onRetry={() => void list.refetch()} />
    )
  if (list.isPending) return <LoadingRows rows={4} />
  return (
    <>
      <ul>
        {list.rows.map((person) => (
          <li key={person.contactId} className="border-b border-line py-1.5">
            <Go to={`contacts/${person.contactId}`} className="med hover:underline">
              {person.name ?? person.email ?? 'Unnamed contact'}
            </Go>
            <span className="help block">
              {[person.name && person.email, person.accountName].filter(Boolean).join(', ')}
            </span>
          </li>
        ))}
      </ul>
      <Pager
        hasMore={!!list.hasNextPage}
        loading={list.isFetchingNextPage}
        onMore={() => void list.fetchNextPage()}
      />
    </>
  )
}
