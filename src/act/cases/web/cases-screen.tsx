import { useState } from 'react'
import { CaseLine } from '#act/cases/web/case-row.tsx'
import { useCaseCounts, useCaseRows } from '#act/cases/web/use-cases.ts'
import { Button } from '#platform/web/button.tsx'
import { useAddress, useGo } from '#platform/web/go.tsx'
import { List } from '#platform/web/list.tsx'
import { Content, HintBar, TopBar } from '#platform/web/page.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { Tabs } from '#platform/web/tabs.tsx'

const views = {
  mine: { label: 'Mine', filter: { lead: 'me' } },
  open: { label: 'Open', filter: {} },
  late: { label: 'Late', filter: { late: 'true' } },
  vacant: { label: 'No lead', filter: { lead: 'none' } },
  resolved: { label: 'Resolved', filter: { status: 'resolved' } },
  cancelled: { label: 'Dropped', filter: { status: 'cancelled' } },
} as const
type View = keyof typeof views

const emptyWords: Record<View, [string, string]> = {
  mine: [
    'No case is yours',
    'A case opens by itself when somebody scores you 0 to 6. Its lead is the owner of the account, else a manager.',
  ],
  open: ['No case is open', 'A case opens by itself when somebody scores you 0 to 6.'],
  late: ['Nothing is late', 'Every open step is within its time.'],
  vacant: ['Every case has a lead', 'A case without a lead would stand here until somebody takes it.'],
  resolved: ['No case is resolved yet', 'Resolved cases stand here with what came of them.'],
  cancelled: ['No case was dropped', 'Cases that should not have been opened stand here.'],
}

/** The cases of a view, what is due first at the top. */
export function CaseList({ path, start }: { path: string; start: View }) {
  const [address] = useAddress()
  const go = useGo()
  const view = (address.view && address.view in views ? address.view : start) as View
  const filter = {
    ...views[view].filter,
    ...(address.account && { account: address.account }),
    ...(address.contact && { contact: address.contact }),
    ...(address.playbook && { playbook: address.playbook }),
  }
  const counts = useCaseCounts()
  const query = useCaseRows(filter)
  const [current, setCurrent] = useState<string>()
  const count: Partial<Record<View, number | undefined>> = {
    mine: counts.data?.mine,
    open: counts.data?.open,
    late: counts.data?.late,
    vacant: counts.data?.vacant,
  }
  const [title, text] = emptyWords[view]
  return (
    <>
      <TopBar
        title={path === 'my-cases' ? 'My cases' : 'Cases'}
        tabs={
          <Tabs
            label="Views"
            current={view}
            tabs={(Object.keys(views) as View[]).map((key) => ({
              key,
              label: views[key].label,
              ...(count[key] ? { count: count[key] } : {}),
              to: path,
              search: { view: key === start ? undefined : key },
            }))}
          />
        }
      />
      <Content>
        {query.isPending ? (
          <LoadingRows />
        ) : query.isError && query.rows.length === 0 ? (
          <Failed
            error={query.error}
            title="The cases could not be loaded"
            onRetry={() => void query.refetch()}
          />
        ) : query.rows.length === 0 ? (
          <Empty
            title={title}
            actions={
              view !== 'open' && (
                <Button onClick={() => go('cases', { search: { view: 'open' } })}>All open cases</Button>
              )
            }
          >
            {text}
          </Empty>
        ) : (
          <>
            <List
              label={views[view].label}
              items={query.rows}
              current={current}
              onCurrent={setCurrent}
              onOpen={(id) => go(`cases/${id}`)}
              nameOf={(row) => row.title}
              onEnd={() => query.hasNextPage && void query.fetchNextPage()}
              render={(row) => <CaseLine row={row} />}
            />
            <Pager
              hasMore={query.hasNextPage}
              loading={query.isFetchingNextPage}
              onMore={() => void query.fetchNextPage()}
            />
          </>
        )}
      </Content>
      <HintBar
        keys={[
          [['j', 'k'], 'move'],
          [['↵'], 'open'],
          [['?'], 'all keys'],
        ]}
      />
    </>
  )
}

/** Every case of the workspace. */
export default function CasesScreen() {
  return <CaseList path="cases" start="open" />
}
