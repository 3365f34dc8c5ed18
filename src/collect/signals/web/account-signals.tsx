import '#collect/signals/web/signals.css'
import { useQuery } from '@tanstack/react-query'
import { getAccountSignals } from '#collect/signals/contract.ts'
import { changeWords, RiskMark, spent, UseLine } from '#collect/signals/web/use-parts.tsx'
import { call } from '#platform/web/api.ts'
import { count, dateOn, plural } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'

/** What an account does in the product: eight weeks as a line, the risk, and the features it uses most. */
export function AccountSignalsPart({ accountId }: { accountId: string }) {
  const slug = useSlug()
  const query = useQuery({
    queryKey: ['signals', slug, 'account', accountId],
    queryFn: ({ signal }) => call(getAccountSignals, { accountId }, { signal }),
    enabled: useCan('signals:read'),
  })
  const found = query.data
  if (!found) return null
  const { use, risk } = found
  return (
    <section aria-label="Use of the product">
      <div className="row">
        <h2 className="sec grow">Use of the product</h2>
        {risk.score !== null && <span className="help num">{`risk ${risk.score}`}</span>}
      </div>
      {found.lastOn === null ? (
        <p className="help mt-1">No signal of them in eight weeks.</p>
      ) : (
        <>
          <UseLine values={found.days} says="Events a day, eight weeks" width={288} height={40} />
          <p className="xs mt-1 num">
            {`${count(use.now)} this week, usually ${count(Math.round(use.base))} (${changeWords(use) || 'no base yet'})`}
          </p>
          <p className="help num">
            {`Last seen ${dateOn(found.lastOn)}; ${plural(found.people, 'person', 'people')} and ${spent(found.seconds)} in 28 days`}
          </p>
          {risk.level !== 'low' && risk.level !== 'unknown' && (
            <p className="xs mt-1">{risk.reasons.join(', ')}</p>
          )}
          <table className="use-features mt-2">
            <caption className="vh">Features by use</caption>
            <thead className="vh">
              <tr>
                <th scope="col">Feature</th>
                <th scope="col">Eight weeks</th>
                <th scope="col">This week</th>
                <th scope="col">Risk</th>
              </tr>
            </thead>
            <tbody>
              {found.features.slice(0, 6).map((feature) => (
                <tr key={feature.featureId}>
                  <th scope="row" className="cut">
                    {feature.name}
                  </th>
                  <td>
                    <UseLine values={feature.weeks} says="Events a week" width={64} height={18} />
                  </td>
                  <td className="num rt">{count(feature.now)}</td>
                  <td className="rt">
                    <RiskMark risk={feature.risk} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  )
}
