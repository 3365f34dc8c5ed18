import '#analyze/themes/web/themes.css'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Sparkline } from '#analyze/themes/web/theme-parts.tsx'
import { listTrends, type Trend } from '#analyze/trends/contract.ts'
import { addsUp, type Dimension, dimensions, dimensionWords } from '#analyze/trends/rules.ts'
import { useSegments } from '#customers/accounts/web/use-accounts.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Picker } from '#platform/web/combobox.tsx'
import { count, dateOn, plural } from '#platform/web/format.ts'
import { useAddress, useSlug } from '#platform/web/go.tsx'
import { Content, Toolbar, TopBar } from '#platform/web/page.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { Tabs } from '#platform/web/tabs.tsx'

/** How often what is said, by week, for each value of a dimension. */
export default function TrendsScreen() {
  const slug = useSlug()
  const [search, setSearch] = useAddress()
  const by: Dimension = dimensions.find((one) => one === search.by) ?? 'type'
  const { segment } = search
  const segments = useSegments()
  const query = useQuery({
    queryKey: ['trends', slug, by, segment],
    queryFn: ({ signal }) => call(listTrends, { by, ...(segment && { segment }) }, { signal }),
    placeholderData: keepPreviousData,
  })
  const list = query.data
  const name = segments.data?.data.find((one) => one.key === segment)?.name ?? segment
  return (
    <>
      <TopBar title="Trends" note={list && `${dateOn(list.span.from, 0)} to ${dateOn(list.span.to, 0)}`} />
      <Toolbar>
        <Tabs
          label="By"
          current={by}
          tabs={dimensions.map((key) => ({
            key,
            label: dimensionWords[key],
            to: 'trends',
            search: { by: key === 'type' ? undefined : key, segment },
          }))}
        />
        <Picker
          label="Segment"
          value={[segment ?? '']}
          options={[
            { value: '', label: 'All segments' },
            ...(segments.data?.data ?? []).map((one) => ({ value: one.key, label: one.name })),
          ]}
          onPick={(value) => setSearch({ segment: value || undefined })}
          trigger={<Button kind="ghost">{`Segment: ${name ?? 'all'}`}</Button>}
        />
      </Toolbar>
      <Content>
        {query.error && !list ? (
          <Failed
            error={query.error}
            title="The trends could not be read"
            onRetry={() => void query.refetch()}
          />
        ) : !list ? (
          <LoadingRows rows={8} label="Loading trends" />
        ) : list.data.length === 0 ? (
          <Empty title="Nothing was said in 24 weeks">Trends appear with the first items.</Empty>
        ) : (
          <>
            <table className="tb themes-tb">
              <caption className="vh">{`Items by ${dimensionWords[by].toLowerCase()}`}</caption>
              <thead>
                <tr>
                  <th scope="col">{dimensionWords[by]}</th>
                  <th scope="col" className="w-20 rt">
                    Items
                  </th>
                  <th scope="col" className="w-24 rt max-phone:hidden">
                    12 before
                  </th>
                  <th scope="col" className="w-40 ps-6">
                    12 weeks, usual
                  </th>
                  <th scope="col" className="w-56 max-rail:hidden">
                    This week
                  </th>
                </tr>
              </thead>
              <tbody>
                {list.data.map((trend) => (
                  <tr key={trend.key}>
                    <td className="med cut">{trend.label}</td>
                    <td className="rt num">{count(trend.items)}</td>
                    <td className="rt num muted max-phone:hidden">{count(trend.before)}</td>
                    <td className="ps-6">
                      <Sparkline theme={trend} />
                    </td>
                    <td className="xs text-ink-2 max-rail:hidden">{changeText(trend)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            <p className="help px-5 py-3 max-w-[60rem]">
              {addsUp(by)
                ? `${plural(list.items, 'item')} in 12 weeks, each in one row.`
                : 'An item with several tags counts in each.'}{' '}
              Items count by when they were said, history included. A change that could be chance is said to
              be so.
            </p>
          </>
        )}
      </Content>
    </>
  )
}

/** The last week against the one before. */
function changeText({ change: { now, before, chance, holds } }: Trend): string {
  if (now === before) return `${count(now)}, as many as the week before`
  const words = `${count(now)} after ${count(before)}`
  if (holds) return `${words}, ${now > before ? 'up' : 'down'}`
  return chance > 0.05 ? `${words}, could be chance` : `${words}, perhaps chance among so many rows`
}
