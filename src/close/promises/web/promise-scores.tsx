import type { PromiseScore } from '#close/promises/contract.ts'
import { usePromiseScores } from '#close/promises/web/use-promises.ts'
import { count, percent } from '#platform/web/format.ts'
import { Failed, LoadingRows } from '#platform/web/states.tsx'

/** Who keeps their promises, by owner and by product area. */
export function PromiseScores() {
  return (
    <>
      <Scores by="owner" title="By owner" none="Nobody" />
      <Scores by="area" title="By product area" none="No product area" />
      <p className="help max-w-[60rem] px-5 py-3">
        The share is of those that came to an end: kept in time, of those kept in time, kept late and broken.
        What was moved to another date counts with that one.
      </p>
    </>
  )
}

function Scores({ by, title, none }: { by: 'owner' | 'area'; title: string; none: string }) {
  const query = usePromiseScores(by)
  if (query.isError)
    return (
      <Failed error={query.error} title="The score could not be read" onRetry={() => void query.refetch()} />
    )
  if (!query.data) return <LoadingRows rows={3} label="Loading the score" />
  return (
    <section aria-label={title} className="mb-6">
      <h2 className="sec px-5 pt-4">{title}</h2>
      <table className="tb full">
        <caption className="vh">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{by === 'owner' ? 'Owner' : 'Product area'}</th>
            <th scope="col" className="w-24 rt">
              In time
            </th>
            <th scope="col" className="w-20 rt">
              Kept
            </th>
            <th scope="col" className="w-24 rt max-phone:hidden">
              Kept late
            </th>
            <th scope="col" className="w-20 rt max-phone:hidden">
              Broken
            </th>
            <th scope="col" className="w-20 rt max-phone:hidden">
              Late
            </th>
            <th scope="col" className="w-20 rt">
              Open
            </th>
          </tr>
        </thead>
        <tbody>
          {query.data.data.map((row) => (
            <Row key={row.id ?? ''} row={row} none={none} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Row({ row, none }: { row: PromiseScore; none: string }) {
  return (
    <tr>
      <td>{row.name ?? <span className="muted">{none}</span>}</td>
      <td className="rt num">
        {row.keptShare === null ? <span className="muted">none yet</span> : percent(row.keptShare)}
      </td>
      <td className="rt num">{count(row.kept)}</td>
      <td className="rt num max-phone:hidden">{count(row.keptLate)}</td>
      <td className="rt num max-phone:hidden">{count(row.broken)}</td>
      <td className="rt num max-phone:hidden">{count(row.late)}</td>
      <td className="rt num">{count(row.open)}</td>
    </tr>
  )
}
