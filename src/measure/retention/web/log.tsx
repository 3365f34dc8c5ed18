import type { RetentionRun } from '#measure/retention/contract.ts'
import { kindOf } from '#measure/retention/rules.ts'
import { useRuns } from '#measure/retention/web/use-retention.ts'
import { count, dateTime, duration } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { Paged } from '#platform/web/paged-list.tsx'
import { Setting } from '#platform/web/setting.tsx'
import { Empty } from '#platform/web/states.tsx'

/** Every run: when, by whom, what, and how much. */
export function Log() {
  const query = useRuns()
  const slug = useSlug()
  return (
    <Setting
      title="Log"
      text={
        <>
          Every run, as evidence.{' '}
          <a className="link" href={`/w/${slug}/api/v1/retention/runs/export`} download>
            Save as CSV
          </a>
        </>
      }
    >
      <Paged
        noun="runs"
        query={query}
        empty={<Empty title="Nothing ran yet">The first run comes at night.</Empty>}
      >
        <table className="tb full">
          <caption className="vh">Runs</caption>
          <thead>
            <tr>
              <th scope="col">Run</th>
              <th scope="col" className="rt w-24">
                Erased
              </th>
              <th scope="col" className="rt w-20">
                Kept
              </th>
              <th scope="col" className="w-24 max-phone:hidden">
                Took
              </th>
            </tr>
          </thead>
          <tbody>
            {query.rows.map((run) => (
              <Row key={run.id} run={run} />
            ))}
          </tbody>
        </table>
      </Paged>
    </Setting>
  )
}

const took = (ms: number) => (ms < 60_000 ? `${Math.max(1, Math.round(ms / 1000))} s` : duration(ms))

function Row({ run }: { run: RetentionRun }) {
  return (
    <tr>
      <td>
        <div className="med">
          {kindOf(run.kind).name}, {run.months} months
        </div>
        <div className="help">
          {dateTime(run.startedAt)}, {run.by ?? 'by the schedule'}
          {run.state !== 'done' && `, ${run.state}`}
        </div>
      </td>
      <td className="rt num align-top">{count(run.anonymised + run.deleted)}</td>
      <td className="rt num align-top">{count(run.held + run.inUse)}</td>
      <td className="help align-top max-phone:hidden">
        {run.endedAt ? took(Date.parse(run.endedAt) - Date.parse(run.startedAt)) : '–'}
      </td>
    </tr>
  )
}
