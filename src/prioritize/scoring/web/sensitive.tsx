import { percent } from '#platform/web/format.ts'
import { Go } from '#platform/web/go.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import type { ScoreModel } from '#prioritize/scoring/contract.ts'
import { useSensitivity } from '#prioritize/scoring/web/use-scoring.ts'

/** Which ranks survive other weights. */
export function Sensitive({ model }: { model: ScoreModel }) {
  const query = useSensitivity({ model: model.id })
  const result = query.data
  if (query.isError)
    return (
      <Failed
        error={query.error}
        title="The sensitivity could not be reckoned"
        onRetry={() => void query.refetch()}
      />
    )
  if (!result) return <LoadingBlock height={300} />
  const first = Math.min(result.top, result.data.length)
  const title =
    result.topKept >= 0.8
      ? `The first ${first} hold under other weights`
      : result.topKept >= 0.3
        ? `The first ${first} hang on the weights in part`
        : `The first ${first} hang on the weights`
  if (result.data.length === 0)
    return (
      <p className="help">Nothing is ranked by this model yet: rate requests, or place them in the matrix.</p>
    )
  return (
    <section aria-label="Which ranks survive other weights">
      <h2 className="text-md font-semibold">{title}</h2>
      <p className="help">
        In {percent(result.topKept)} of {result.weightings} chance weightings, each{' '}
        {model.kind === 'rice' ? 'exponent' : 'weight'} between half and double, the same {first} come first.{' '}
        {result.doubled
          .filter((one) => one.leave > 0)
          .map((one) => `If ${one.name.toLowerCase()} counted double, ${one.leave} would leave.`)
          .join(' ')}
      </p>
      <table className="tb mt-2">
        <caption className="vh">Which ranks survive other weights</caption>
        <thead>
          <tr>
            <th scope="col" className="w-12">
              Rank
            </th>
            <th scope="col">Request</th>
            <th scope="col" className="w-32">
              Among the first {first}
            </th>
            <th scope="col" className="w-24 max-phone:hidden">
              Ranks
            </th>
            <th scope="col" className="w-24 rt max-phone:hidden">
              Same rank
            </th>
          </tr>
        </thead>
        <tbody>
          {result.data.map((row) => (
            <tr key={row.id}>
              <td className="num font-semibold">{row.rank}</td>
              <td className="min-w-0">
                <Go to={`requests/${row.id}`} className="cut block">
                  {row.title}
                </Go>
              </td>
              <td className="num">
                <span className="row gap-2">
                  <span className="survives" aria-hidden="true">
                    <i style={{ width: `${100 * row.inTop}%` }} />
                  </span>
                  {percent(row.inTop)}
                </span>
              </td>
              <td className="num max-phone:hidden">
                {row.rankLow === row.rankHigh ? row.rankLow : `${row.rankLow}–${row.rankHigh}`}
              </td>
              <td className="rt num max-phone:hidden">{percent(row.sameRank)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
