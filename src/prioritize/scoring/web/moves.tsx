import { count, plural } from '#platform/web/format.ts'
import { Go } from '#platform/web/go.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { scoreText } from '#prioritize/scoring/web/score-parts.tsx'
import { useComparison } from '#prioritize/scoring/web/use-scoring.ts'

/** Which ranks change, and by how much. */
export function Moves({
  title,
  input,
  isPossible,
}: {
  title: string
  input: Parameters<typeof useComparison>[0]
  isPossible: boolean
}) {
  const query = useComparison({ ...input, limit: 20 }, isPossible)
  const result = query.data
  return (
    <section aria-label={title} className="mb-6" aria-live="polite">
      <h2 className="text-md font-semibold">{title}</h2>
      {!isPossible ? (
        <p className="help">
          The weights sum to nothing, so every score would be the same. Give one factor a weight.
        </p>
      ) : query.isError ? (
        <Failed
          error={query.error}
          title="The ranks could not be compared"
          onRetry={() => void query.refetch()}
        />
      ) : !result ? (
        <LoadingBlock height={300} />
      ) : (
        <>
          <p className="help">
            {result.moved === 0
              ? 'No rank changes.'
              : `${plural(result.moved, 'rank')} of ${count(result.of)} ${result.moved === 1 ? 'changes' : 'change'}; ${
                  result.kept === result.top
                    ? `the first ${result.top} remain the first ${result.top}.`
                    : `${plural(result.top - result.kept, 'request leaves', 'requests leave')} the first ${result.top}.`
                }`}
          </p>
          <table className="tb mt-2">
            <caption className="vh">{title}</caption>
            <thead>
              <tr>
                <th scope="col" className="w-12">
                  Rank
                </th>
                <th scope="col" className="w-24">
                  Before
                </th>
                <th scope="col">Request</th>
                <th scope="col" className="w-20 rt max-phone:hidden">
                  Score
                </th>
              </tr>
            </thead>
            <tbody>
              {result.data.map((row) => (
                <tr key={row.id}>
                  <td className="num font-semibold">{row.rank ?? ''}</td>
                  <td>
                    <Move rank={row.rank} was={row.was} />
                  </td>
                  <td className="min-w-0">
                    <Go to={`requests/${row.id}`} className="cut block">
                      {row.title}
                    </Go>
                  </td>
                  <td className="rt num max-phone:hidden">
                    {row.score === null ? '' : scoreText(row.score)}
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

function Move({ rank, was }: { rank: number | null; was: number | null }) {
  if (rank === was) return <span className="muted">same</span>
  if (rank === null || was === null)
    return <span className="muted">{was === null ? 'no rank' : count(was)}</span>
  return (
    <span className={`move ${rank < was ? 'up' : 'down'}`}>
      <span aria-hidden="true">{rank < was ? '▲' : '▼'} </span>
      {count(was)}
      <span className="vh">{rank < was ? ', goes up' : ', goes down'}</span>
    </span>
  )
}
