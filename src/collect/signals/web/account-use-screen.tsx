import '#collect/signals/web/signals.css'
import { useQuery } from '@tanstack/react-query'
import { getFigures, listAccountUse } from '#collect/signals/contract.ts'
import { SignalTabs } from '#collect/signals/web/signal-tabs.tsx'
import { changeWords, errorWords, RiskMark, UseLine } from '#collect/signals/web/use-parts.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Picker } from '#platform/web/combobox.tsx'
import { count, money } from '#platform/web/format.ts'
import { Go, useAddress, useSlug } from '#platform/web/go.tsx'
import { Content, Toolbar, TopBar } from '#platform/web/page.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { usePages } from '#platform/web/use-pages.ts'

const shows = { all: 'All', used: 'Using it', stopped: 'Stopped', errors: 'With errors' } as const
type Show = keyof typeof shows

/** Accounts by the risk that shows in their use, of one feature or of all. */
export default function AccountUseScreen() {
  const slug = useSlug()
  const [search, setSearch] = useAddress()
  const show: Show = search.show && search.show in shows ? (search.show as Show) : 'all'
  const { feature } = search
  const features = useQuery({
    queryKey: ['signals', slug, 'figures'],
    queryFn: ({ signal }) => call(getFigures, {}, { signal }),
  })
  const list = usePages(['signals', 'accounts', feature, show], (from, options) =>
    call(listAccountUse, { ...from, show, limit: 50, ...(feature && { feature }) }, options),
  )
  const name = features.data?.data.find((one) => one.featureId === feature)?.name
  return (
    <>
      <TopBar title="Signals" note="the highest risk first" />
      <Toolbar>
        <SignalTabs current="accounts" />
        <Picker
          label="Feature"
          value={[feature ?? '']}
          options={[
            { value: '', label: 'All features' },
            ...(features.data?.data ?? []).map((one) => ({ value: one.featureId, label: one.name })),
          ]}
          onPick={(value) => setSearch({ feature: value || undefined })}
          trigger={<Button kind="ghost">{`Feature: ${name ?? 'all'}`}</Button>}
        />
        <Picker
          label="Show"
          value={[show]}
          options={Object.entries(shows).map(([value, label]) => ({ value, label }))}
          onPick={(value) => setSearch({ show: value === 'all' ? undefined : value })}
          trigger={<Button kind="ghost">{`Show: ${shows[show].toLowerCase()}`}</Button>}
        />
      </Toolbar>
      <Content>
        {list.error && list.rows.length === 0 ? (
          <Failed
            error={list.error}
            title="The accounts could not be read"
            onRetry={() => void list.refetch()}
          />
        ) : list.isLoading ? (
          <LoadingRows rows={8} label="Loading accounts" />
        ) : list.rows.length === 0 ? (
          <Empty title="No account here">Another feature or another choice shows more.</Empty>
        ) : (
          <>
            <table className="tb signals-tb">
              <caption className="vh">Accounts by risk</caption>
              <thead>
                <tr>
                  <th scope="col">Account</th>
                  <th scope="col" className="rt w-14">
                    Risk
                  </th>
                  <th scope="col" className="max-rail:hidden ps-6">
                    Because
                  </th>
                  <th scope="col" className="w-32 ps-6 max-phone:hidden">
                    Eight weeks
                  </th>
                  <th scope="col" className="rt w-36 max-phone:w-32 max-phone:pe-5">
                    This week
                  </th>
                  <th scope="col" className="rt w-16 max-phone:hidden">
                    People
                  </th>
                  <th scope="col" className="rt w-16 max-phone:hidden">
                    Failed
                  </th>
                  <th scope="col" className="rt w-28 max-rail:hidden">
                    MRR
                  </th>
                </tr>
              </thead>
              <tbody>
                {list.rows.map((one) => (
                  <tr key={one.accountId}>
                    <td className="cut">
                      <Go to={`accounts/${one.accountId}`} className="med hover:underline">
                        {one.accountName}
                      </Go>
                    </td>
                    <td className="rt">
                      <RiskMark risk={one.risk} />
                    </td>
                    <td className="xs text-ink-2 max-rail:hidden ps-6">
                      {one.risk.reasons.join(', ') || 'nothing stands out'}
                    </td>
                    <td className="ps-6 max-phone:hidden">
                      <UseLine values={one.weeks} says={`${one.accountName}, events a week`} />
                    </td>
                    <td className="rt num max-phone:pe-5">
                      {count(one.use.now)}
                      <span className="help ms-1">{changeWords(one.use)}</span>
                    </td>
                    <td className="rt num max-phone:hidden">{count(one.people)}</td>
                    <td className="rt num max-phone:hidden">{errorWords(one.use) || '–'}</td>
                    <td className="rt num max-rail:hidden">{money(one.mrrCents, one.currency)}</td>
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
              Risk, of 100: half is how much use fell against the four weeks before, a third how long nothing
              was used, the rest how much errors rose. Below four uses a week it says nothing.
            </p>
          </>
        )}
      </Content>
    </>
  )
}
