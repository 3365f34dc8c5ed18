import type { ImportSummary } from '#collect/imports/contract.ts'
import { kindWords } from '#collect/imports/map/fields.ts'
import { stateWords } from '#collect/imports/rules.ts'
import { DropFile } from '#collect/imports/web/drop-file.tsx'
import { Progress, timeLeft } from '#collect/imports/web/progress.tsx'
import { useImports } from '#collect/imports/web/use-imports.ts'
import { count, plural, said } from '#platform/web/format.ts'
import { Go } from '#platform/web/go.tsx'
import { Content, TopBar } from '#platform/web/page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import '#collect/imports/web/imports.css'

/** All imports, newest first, and the place to drop a file. */
export default function ImportsScreen() {
  const runs = useImports()
  const canWrite = useCan('imports:write')
  const list = runs.data?.data ?? []
  return (
    <>
      <TopBar title="Imports" />
      <Content padded>
        <div className="max-w-5xl">
          {canWrite && <DropFile />}
          <h2 className="sec mt-5">Imports so far</h2>
          {runs.error ? (
            <Failed
              error={runs.error}
              title="The imports could not be read"
              onRetry={() => void runs.refetch()}
            />
          ) : !runs.data ? (
            <LoadingRows rows={4} />
          ) : list.length === 0 ? (
            <Empty title="Nothing imported yet">
              A file of reviews, tickets or survey answers brings the past in: it starts no clock and sends no
              mail, and counts in trends by its own dates.
            </Empty>
          ) : (
            <ul>
              {list.map((run) => (
                <RunRow key={run.id} run={run} />
              ))}
            </ul>
          )}
        </div>
      </Content>
    </>
  )
}

/** "1,579 in, 12 here before": what there was none of goes unsaid. */
function outcome(run: ImportSummary): string {
  const parts = [
    [run.updated, 'updated'],
    [run.skipped, 'here before'],
    [run.errors, 'set aside'],
  ] as const
  return [
    `${count(run.created)} in`,
    ...parts.flatMap(([n, what]) => (n > 0 ? [`${count(n)} ${what}`] : [])),
  ].join(', ')
}

function RunRow({ run }: { run: ImportSummary }) {
  const isWorking = run.state === 'running' || run.state === 'checking'
  return (
    <li className="irow">
      <span className="min-w-0">
        <Go to={`imports/${run.id}`} className="med cut block">
          {run.fileName}
        </Go>
        <span className="help num">
          {kindWords[run.kind]}, {run.isTotalExact ? '' : 'about '}
          {plural(run.totalRows, 'row')}, {said(run.createdAt)}
          {run.tag && `, tag “${run.tag}”`}
        </span>
      </span>
      <span>
        {stateWords[run.state]}
        {run.failure && <span className="help block">{run.failure}</span>}
      </span>
      <span className="help num">
        {isWorking ? (
          <>
            <Progress run={run} label={`${stateWords[run.state]} ${run.fileName}`} />
            {timeLeft(run)}
          </>
        ) : run.state === 'ready' ? (
          'Waits for you'
        ) : (
          outcome(run)
        )}
      </span>
    </li>
  )
}
