import '#collect/signals/web/signals.css'
import { listUnknown } from '#collect/signals/contract.ts'
import { SignalTabs } from '#collect/signals/web/signal-tabs.tsx'
import { call } from '#platform/web/api.ts'
import { count, said } from '#platform/web/format.ts'
import { Content, Toolbar, TopBar } from '#platform/web/page.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { usePages } from '#platform/web/use-pages.ts'

/** Who was named in events and is no customer yet. */
export default function UnknownScreen() {
  const list = usePages(['signals', 'unknown'], (from, options) =>
    call(listUnknown, { ...from, limit: 50 }, options),
  )
  return (
    <>
      <TopBar title="Signals" note="named in events, no customers yet" />
      <Toolbar>
        <SignalTabs current="unknown" />
      </Toolbar>
      <Content>
        {list.error && list.rows.length === 0 ? (
          <Failed
            error={list.error}
            title="The names could not be read"
            onRetry={() => void list.refetch()}
          />
        ) : list.isLoading ? (
          <LoadingRows rows={8} label="Loading names" />
        ) : list.rows.length === 0 ? (
          <Empty title="Everybody is known">
            Every company and person in the events is an account or a contact.
          </Empty>
        ) : (
          <>
            <table className="tb signals-tb">
              <caption className="vh">Not known yet</caption>
              <thead>
                <tr>
                  <th scope="col">Id</th>
                  <th scope="col" className="max-phone:hidden">
                    Name
                  </th>
                  <th scope="col">Kind</th>
                  <th scope="col" className="rt max-phone:pe-5">
                    Events
                  </th>
                  <th scope="col" className="rt max-phone:hidden">
                    Last seen
                  </th>
                </tr>
              </thead>
              <tbody>
                {list.rows.map((one) => (
                  <tr key={one.id}>
                    <td className="med cut">{one.key}</td>
                    <td className="cut max-phone:hidden">{one.name ?? '–'}</td>
                    <td className="text-ink-2">
                      {one.kind === 'account' ? 'company' : one.source === 'visitor' ? 'visitor' : 'person'}
                    </td>
                    <td className="rt num max-phone:pe-5">{count(one.events)}</td>
                    <td className="rt num max-phone:hidden">{one.lastAt ? said(one.lastAt) : '–'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            <Pager
              hasMore={list.hasNextPage}
              loading={list.isFetchingNextPage}
              onMore={() => void list.fetchNextPage()}
            />
            <p className="help px-5 py-3 max-w-[60rem]">
              Their use is kept. It joins an account as soon as one has this id among its ids of other
              systems, a person as soon as a contact has the id or the address.
            </p>
          </>
        )}
      </Content>
    </>
  )
}
