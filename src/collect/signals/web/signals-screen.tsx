import '#collect/signals/web/signals.css'
import { useQuery } from '@tanstack/react-query'
import { getFigures } from '#collect/signals/contract.ts'
import { SignalTabs } from '#collect/signals/web/signal-tabs.tsx'
import { changeWords, errorWords, spent, UseLine } from '#collect/signals/web/use-parts.tsx'
import { call } from '#platform/web/api.ts'
import { count, percent, plural } from '#platform/web/format.ts'
import { Door, useSlug } from '#platform/web/go.tsx'
import { Content, Toolbar, TopBar } from '#platform/web/page.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'

/** What is used of the product, by how many, and what is given up. */
export default function SignalsScreen() {
  const slug = useSlug()
  const query = useQuery({
    queryKey: ['signals', slug, 'figures'],
    queryFn: ({ signal }) => call(getFigures, {}, { signal }),
  })
  const found = query.data
  return (
    <>
      <TopBar
        title="Signals"
        note={
          found &&
          `${plural(found.accounts, 'account')} and ${plural(found.people, 'person', 'people')} used the product in 28 days`
        }
      />
      <Toolbar>
        <SignalTabs current="features" />
      </Toolbar>
      <Content>
        {query.error && !found ? (
          <Failed
            error={query.error}
            title="The figures could not be read"
            onRetry={() => void query.refetch()}
          />
        ) : !found ? (
          <LoadingRows rows={8} label="Loading features" />
        ) : found.data.length === 0 ? (
          <Empty title="The product has not told anything yet">
            Send events to POST /api/v1/signals, or point Segment, Mixpanel or Amplitude libraries here; an
            API key with the scope signals:write is all they need.
          </Empty>
        ) : (
          <>
            <table className="tb signals-tb">
              <caption className="vh">Features by adoption</caption>
              <thead>
                <tr>
                  <th scope="col">Feature</th>
                  <th scope="col" className="rt">
                    Accounts
                  </th>
                  <th scope="col" className="rt max-phone:hidden">
                    People
                  </th>
                  <th scope="col" className="rt">
                    Stopped
                  </th>
                  <th scope="col" className="w-32 ps-6 max-phone:hidden">
                    Eight weeks
                  </th>
                  <th scope="col" className="rt max-phone:pe-5">
                    This week
                  </th>
                  <th scope="col" className="rt max-rail:hidden">
                    Time
                  </th>
                  <th scope="col" className="rt max-phone:hidden">
                    Failed
                  </th>
                </tr>
              </thead>
              <tbody>
                {found.data.map((one) => {
                  const list = (show: string) => `signals/accounts?feature=${one.featureId}&show=${show}`
                  return (
                    <tr key={one.featureId}>
                      <td className="med cut">{one.name}</td>
                      <td className="rt num">
                        <Door to={list('used')}>{count(one.accounts)}</Door>
                        <span className="help ms-1">
                          {percent(one.accounts / Math.max(1, found.accounts))}
                        </span>
                      </td>
                      <td className="rt num max-phone:hidden">
                        {count(one.people)}
                        <span className="help ms-1">{percent(one.people / Math.max(1, found.people))}</span>
                      </td>
                      <td className="rt num">
                        <Door to={list('stopped')}>{count(one.stopped)}</Door>
                        {one.usedBefore > 0 && (
                          <span className="help ms-1">{`of ${count(one.usedBefore)}`}</span>
                        )}
                      </td>
                      <td className="ps-6 max-phone:hidden">
                        <UseLine values={one.weeks} says={`${one.name}, events a week`} />
                      </td>
                      <td className="rt num max-phone:pe-5">
                        {count(one.use.now)}
                        <span className="help ms-1">{changeWords(one.use)}</span>
                      </td>
                      <td className="rt num max-rail:hidden">{one.seconds > 0 ? spent(one.seconds) : '–'}</td>
                      <td className="rt num max-phone:hidden">
                        {one.use.errorsNow > 0 ? <Door to={list('errors')}>{errorWords(one.use)}</Door> : '–'}
                      </td>
                    </tr>
                  )
                })}
              </tbody>
            </table>
            <p className="help px-5 py-3 max-w-[60rem]">
              Accounts, people and time of the last 28 days; the share is of those that used anything.
              Stopped: used in the 28 days before, and not since. This week against the four weeks before it.{' '}
              {found.unknown > 0 && (
                <Door to="signals/unknown">{`${plural(found.unknown, 'name')} not known yet`}</Door>
              )}
            </p>
          </>
        )}
      </Content>
    </>
  )
}
