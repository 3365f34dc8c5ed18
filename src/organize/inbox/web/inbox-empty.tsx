import type { View } from '#organize/inbox/contract.ts'
import type { FilterName } from '#organize/inbox/rules.ts'
import { filterIn } from '#organize/inbox/web/address.ts'
import { filterFields } from '#organize/inbox/web/filters.ts'
import { Button } from '#platform/web/button.tsx'
import { plural, time } from '#platform/web/format.ts'
import { Go, type Search } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Empty } from '#platform/web/states.tsx'

interface Props {
  view: View | undefined
  views: readonly View[]
  search: Search
  onFilter(change: Search): void
  onRecord(): void
}

/** Nothing in the list: first use, filters that find nothing, or all done. */
export function InboxEmpty({ view, views, search, onFilter, onRecord }: Props) {
  const canWrite = useCan('feedback:write')
  const given = Object.keys(filterIn(search)) as FilterName[]
  if (search.q) return <NothingFound q={search.q} view={view} given={given} onFilter={onFilter} />
  if (given.length > 0) {
    const last = given.at(-1)!
    const label = filterFields.find((one) => one.name === last)?.label ?? last
    return (
      <Empty
        tall
        title={`No item matches ${given.length === 1 ? 'this filter' : `${given.length} filters`}`}
        actions={
          <>
            <Button onClick={() => onFilter({ [last]: undefined })}>Remove “{label}”</Button>
            {given.length > 1 && (
              <Button
                kind="ghost"
                keys="⇧ f"
                onClick={() => onFilter(Object.fromEntries(given.map((name) => [name, undefined])))}
              >
                Clear all
              </Button>
            )}
          </>
        }
      >
        All of them must hold at once.
      </Empty>
    )
  }
  const everything = views.find((one) => one.id === 'everything')
  if (everything?.count?.count === 0) {
    return (
      <Empty
        tall
        wire={[
          { title: 'Heard', text: 'by mail, widget, survey or import' },
          { title: 'Understood', text: 'you triage within 24 hours' },
          { title: 'Told', text: 'the customer hears what came of it' },
        ]}
        title="Nothing has arrived yet"
        actions={
          canWrite && (
            <>
              <Go to="imports" className="btn primary">
                Import a file
              </Go>
              <Button keys="c" onClick={onRecord}>
                Record feedback
              </Button>
            </>
          )
        }
      >
        Connect one channel, import what you have, or write down what the last customer told you: it becomes
        your first item.
      </Empty>
    )
  }
  const others = views
    .filter((one) => one.id !== view?.id && (one.count?.count ?? 0) > 0 && one.id !== 'everything')
    .slice(0, 3)
  return (
    <Empty tall title={view?.id === 'triage' || !view ? 'Inbox is clear' : `Nothing in “${view.name}”`}>
      <p>
        {view?.id === 'triage' || !view
          ? `Everything received until ${time(Date.now())} has a type.`
          : 'Items appear here as soon as they fit.'}
      </p>
      {others.length > 0 && (
        <div className="nexts mt-2">
          {others.map((one) => (
            <Go key={one.id} to="inbox" search={{ view: one.id }}>
              <b>{plural(one.count!, 'item')}</b> in {one.name}
            </Go>
          ))}
        </div>
      )}
    </Empty>
  )
}

interface NothingProps extends Pick<Props, 'view' | 'onFilter'> {
  q: string
  given: readonly FilterName[]
}

/** A search without a match: what can be loosened, the likeliest first. */
function NothingFound({ q, view, given, onFilter }: NothingProps) {
  const others = given.filter((name) => name !== 'q')
  const isNarrow = others.length > 0 || (view && view.id !== 'everything')
  const words = q.split(/\s+/)
  const hasPlainWords = words.length > 1 && words.every((word) => /^[\p{L}\p{N}\p{M}]+$/u.test(word))
  return (
    <Empty
      tall
      title={`No item${isNarrow ? ' here' : ''} says “${q}”`}
      actions={
        <>
          {isNarrow && (
            <Button
              onClick={() =>
                onFilter({
                  view: 'everything',
                  ...Object.fromEntries(others.map((name) => [name, undefined])),
                })
              }
            >
              Search everything
            </Button>
          )}
          {hasPlainWords && (
            <Button onClick={() => onFilter({ q: words.join(' or ') })}>Find any of these words</Button>
          )}
          {/["“”]/.test(q) && (
            <Button onClick={() => onFilter({ q: q.replace(/["“”]/g, '') })}>Search without quotes</Button>
          )}
          <Button kind="ghost" onClick={() => onFilter({ q: undefined })}>
            Clear the search
          </Button>
        </>
      }
    >
      Titles and the customers’ own words are searched. Write "a phrase" in quotes, -word for without, or
      between alternatives; small words such as “the” do not count.
    </Empty>
  )
}
