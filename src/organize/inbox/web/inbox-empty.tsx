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
        {search.q
          ? `Words are searched in the customer's own text: “${search.q}”.`
          : 'All of them must hold at once.'}
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
