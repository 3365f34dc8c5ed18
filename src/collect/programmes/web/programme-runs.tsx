import { listRuns, type Programme, type ProgrammeRun } from '#collect/programmes/contract.ts'
import { notSentSearch } from '#collect/surveys/waves/web/wave-people.tsx'
import { call } from '#platform/web/api.ts'
import { Figure } from '#platform/web/figure.tsx'
import { count, date, plural, shortDate } from '#platform/web/format.ts'
import { Door, Go } from '#platform/web/go.tsx'
import { lineChart } from '#platform/web/line-chart.ts'
import { Pager } from '#platform/web/pager.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { usePages } from '#platform/web/use-pages.ts'

/** The waves of a programme: invited, left out by reason, answered, and how the score went. */
export function ProgrammeRuns({ programme }: { programme: Programme }) {
  const query = usePages(['programme-runs', programme.id], (from, options) =>
    call(listRuns, { programmeId: programme.id, limit: 25, ...from }, options),
  )
  if (query.error)
    return (
      <Failed error={query.error} title="The runs could not be read" onRetry={() => void query.refetch()} />
    )
  if (query.isPending) return <LoadingRows rows={4} />
  if (query.rows.length === 0)
    return <Empty title="It has not asked yet">Each run stands here with who was left out and why.</Empty>
  const scored = query.rows.filter((run) => run.score !== null).reverse()
  return (
    <>
      {scored.length > 1 && (
        <Figure
          className="mb-6 max-w-4xl"
          title="Score of each run"
          sub={`${programme.surveyName}, of ${plural(
            scored.reduce((sum, run) => sum + run.answered, 0),
            'answer',
          )}`}
          draw={(width) =>
            lineChart({
              width,
              height: 200,
              points: scored.map((run) => ({
                label: shortDate(run.startedAt),
                value: run.score,
                n: run.answered,
              })),
            })
          }
        />
      )}
      <table className="tb max-w-6xl">
        <caption className="vh">Runs, newest first</caption>
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col" className="w-20 rt">
              Asked
            </th>
            <th scope="col">Left out</th>
            <th scope="col" className="w-24 rt">
              Answered
            </th>
            <th scope="col" className="w-20 rt max-phone:hidden">
              Score
            </th>
          </tr>
        </thead>
        <tbody>
          {query.rows.map((run) => (
            <RunLine key={run.waveId} run={run} />
          ))}
        </tbody>
      </table>
      <Pager
        hasMore={!!query.hasNextPage}
        loading={query.isFetchingNextPage}
        onMore={() => void query.fetchNextPage()}
      />
    </>
  )
}

function RunLine({ run }: { run: ProgrammeRun }) {
  const to = `waves/${run.waveId}`
  return (
    <tr>
      <td>
        <Go to={to} className="med cut block hover:underline">
          {run.name}
        </Go>
        <span className="help block">
          {date(run.startedAt)}
          {run.reminded > 0 && `, ${count(run.reminded)} reminded`}
          {run.overrideReason && `. The monthly limit was set aside: ${run.overrideReason}`}
        </span>
      </td>
      <td className="rt">
        <Door to={`${to}?show=asked`} className="num">
          {count(run.invited - run.notSent.reduce((sum, one) => sum + one.people, 0))}
        </Door>
      </td>
      <td>
        {run.reasons.length + run.notSent.length === 0 && <span className="muted">nobody</span>}
        {run.reasons.map((one) => (
          <span key={one.reason} className="block">
            <Door to={`${to}?show=left_out&reason=${one.reason}`} className="num">
              {count(one.people)}
            </Door>{' '}
            <span className="text-ink-2">{one.why}</span>
          </span>
        ))}
        {run.notSent.map((one) => (
          <span key={`${one.channel} ${one.reason}`} className="block">
            <Door to={`${to}?${notSentSearch(one)}`} className="num">
              {count(one.people)}
            </Door>{' '}
            <span className="text-ink-2">not sent: {one.why}</span>
          </span>
        ))}
      </td>
      <td className="rt num">{count(run.answered)}</td>
      <td className="rt num max-phone:hidden">{run.score ?? '–'}</td>
    </tr>
  )
}
