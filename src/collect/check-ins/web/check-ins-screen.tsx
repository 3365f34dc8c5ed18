import { useState } from 'react'
import { CheckInLine, Promises } from '#collect/check-ins/web/check-in-line.tsx'
import { Month } from '#collect/check-ins/web/month.tsx'
import { PickAccount } from '#collect/check-ins/web/pick-account.tsx'
import { useCheckInCounts, useCheckIns, usePromisePages } from '#collect/check-ins/web/use-check-ins.ts'
import { Button } from '#platform/web/button.tsx'
import { Segments } from '#platform/web/form.tsx'
import { plural } from '#platform/web/format.ts'
import { Door, useAddress, useGo } from '#platform/web/go.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { Content, HintBar, TopBar } from '#platform/web/page.tsx'
import { PagedList } from '#platform/web/paged-list.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { Tabs } from '#platform/web/tabs.tsx'

const views = {
  due: { label: 'Due', state: 'due' },
  week: { label: 'This week', state: 'due' },
  missed: { label: 'Missed', state: 'missed' },
  held: { label: 'Held', state: 'held' },
  promises: { label: 'Promises', state: 'due' },
  calendar: { label: 'Calendar', state: 'due' },
} as const
type View = keyof typeof views

const emptyWords: Record<'due' | 'week' | 'missed' | 'held', [string, string]> = {
  due: [
    'No check-in is due',
    'Active accounts with an owner come up by themselves: weekly at first, monthly after.',
  ],
  week: ['No check-in ends this week', 'What is due later stands under Due.'],
  missed: ['None was missed', 'A check-in that was not held within its period stands here.'],
  held: ['None was held yet', 'What was noted down stands here, the newest first.'],
}

/** In seven days, as a date. */
const inAWeek = () => new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10)

/** The talks with accounts: what is due, missed and held, promises, and the month. */
export default function CheckInsScreen() {
  const [address, setAddress] = useAddress()
  const canWrite = useCan('feedback:write')
  const [isPicking, setPicking] = useState(false)
  const view = (address.view && address.view in views ? address.view : 'due') as View
  const who = address.who === 'all' ? 'all' : 'me'
  const counts = useCheckInCounts(who)
  const count: Partial<Record<View, number | undefined>> = {
    due: counts.data?.due,
    week: counts.data?.week,
    missed: counts.data?.missed,
    promises: counts.data?.promises,
  }
  useKeys(
    canWrite ? { n: { run: () => setPicking(true), label: 'Note down a check-in', group: 'Check-ins' } } : {},
    { enabled: !isPicking },
  )
  return (
    <>
      <TopBar
        title="Check-ins"
        tabs={
          <Tabs
            label="Views"
            current={view}
            tabs={(Object.keys(views) as View[]).map((key) => ({
              key,
              label: views[key].label,
              ...(count[key] ? { count: count[key] } : {}),
              to: 'check-ins',
              search: { view: key === 'due' ? undefined : key, who: address.who },
            }))}
          />
        }
      >
        <span className="flex items-center self-center max-phone:hidden">
          <Segments
            label="Whose"
            value={who}
            options={[
              { value: 'me', label: 'Mine' },
              { value: 'all', label: 'Everybody’s' },
            ]}
            onChange={(next) => setAddress({ who: next === 'all' ? 'all' : undefined })}
          />
        </span>
        {canWrite && (
          <Button kind="primary" icon="plus" keys="n" onClick={() => setPicking(true)}>
            Note down
          </Button>
        )}
      </TopBar>
      {view === 'calendar' ? (
        <Month who={who} />
      ) : view === 'promises' ? (
        <PromiseList who={who} />
      ) : (
        <CheckInList key={view} view={view} who={who} />
      )}
      {counts.data && counts.data.unowned > 0 && who === 'all' && view === 'due' && (
        <p className="help px-5 py-2">
          <Door to="accounts" search={{ owner: 'none', lifecycle: 'active' }}>
            {plural(counts.data.unowned, 'active account')}
          </Door>{' '}
          {counts.data.unowned === 1 ? 'has' : 'have'} no owner, so nobody holds their check-ins.
        </p>
      )}
      <HintBar
        keys={[
          [['j', 'k'], 'move'],
          [['↵'], 'open'],
          [['n'], 'note down'],
          [['?'], 'all keys'],
        ]}
      />
      {isPicking && <PickAccount onClose={() => setPicking(false)} />}
    </>
  )
}

function CheckInList({ view, who }: { view: keyof typeof emptyWords; who: 'me' | 'all' }) {
  const go = useGo()
  const query = useCheckIns({
    state: views[view].state,
    who,
    ...(view === 'week' && { dueBy: inAWeek() }),
  })
  const [title, text] = emptyWords[view]
  return (
    <Content>
      <PagedList
        label={views[view].label}
        noun="check-ins"
        query={query}
        empty={<Empty title={title}>{text}</Empty>}
        onOpen={(id) => go(`check-ins/${id}`)}
        nameOf={(row) => row.account.name}
        render={(row) => <CheckInLine row={row} />}
      />
    </Content>
  )
}

function PromiseList({ who }: { who: 'me' | 'all' }) {
  const query = usePromisePages(who)
  if (query.isPending) return <LoadingRows label="Loading promises" />
  if (query.isError && query.rows.length === 0)
    return (
      <Failed
        error={query.error}
        title="The promises could not be loaded"
        onRetry={() => void query.refetch()}
      />
    )
  return (
    <Content padded>
      {query.rows.length === 0 ? (
        <Empty title="Every promise is kept">
          What was promised in a check-in stands here until it is kept.
        </Empty>
      ) : (
        <div className="max-w-2xl">
          <Promises list={query.rows} withAccount />
          <Pager
            hasMore={query.hasNextPage}
            loading={query.isFetchingNextPage}
            onMore={() => void query.fetchNextPage()}
          />
        </div>
      )}
    </Content>
  )
}
