import type { ErrorGroup, ImportRun } from '#collect/imports/contract.ts'
import { Progress, timeLeft } from '#collect/imports/web/progress.tsx'
import type { Verb } from '#collect/imports/web/use-imports.ts'
import { useImports } from '#collect/imports/web/use-imports.ts'
import { Button } from '#platform/web/button.tsx'
import { count, date, plural, time } from '#platform/web/format.ts'
import { Go, useSlug } from '#platform/web/go.tsx'

/** What the dry run found, or how far the import is, or what it brought in. */
export function Findings({
  run,
  act,
  canWrite,
}: {
  run: ImportRun
  act(verb: Verb): void
  canWrite: boolean
}) {
  const may = (verb: Verb) => canWrite && run.verbs.includes(verb)
  return (
    <>
      <section>
        {run.state === 'ready' || run.state === 'checking' ? <Check run={run} /> : <Result run={run} />}
        {(may('cancel') || may('resume') || may('undo')) && (
          <div className="row mt-2">
            {may('resume') && (
              <Button size="sm" onClick={() => act('resume')}>
                Resume
              </Button>
            )}
            {may('cancel') && (
              <Button size="sm" icon="pause" onClick={() => act('cancel')}>
                {run.state === 'checking' ? 'Stop the dry run' : 'Stop the import'}
              </Button>
            )}
            {may('undo') && (
              <Button size="sm" onClick={() => act('undo')}>
                Undo the import
              </Button>
            )}
          </div>
        )}
      </section>
      <Errors run={run} />
      <Others run={run} />
    </>
  )
}

function Check({ run }: { run: ImportRun }) {
  const { check } = run
  if (run.state === 'checking') {
    return (
      <>
        <h2 className="sec">Dry run</h2>
        <Progress run={run} label="Dry run" />
        <p className="help num">{timeLeft(run)}. Nothing is written.</p>
      </>
    )
  }
  if (!check) {
    return (
      <>
        <h2 className="sec">Dry run</h2>
        <p className="help mt-1">
          It reads every row and says what would be new, what is here already and what cannot be read. Nothing
          is written by it.
        </p>
      </>
    )
  }
  const known = check.existing + check.updated
  return (
    <>
      <div className="row">
        <h2 className="sec grow">Dry run</h2>
        <span className="help">
          {time(check.checkedAt)}, {check.isCurrent ? 'nothing was written' : 'before the last change'}
        </span>
      </div>
      <p className="nx num my-1.5">
        {count(check.created)} of {plural(check.rows, 'row')} would be new
      </p>
      <Bar created={check.created} known={known + check.repeated} errors={check.errors} />
      <ul className="ikey my-2">
        <Line
          mark="new"
          label={run.kind === 'feedback' ? 'New items' : 'New records'}
          value={check.created}
        />
        {run.kind !== 'feedback' && <Line mark="here" label="Would change" value={check.updated} />}
        <Line mark="here" label="Already here" value={check.existing} />
        <Line mark="here" label="Same item twice in the file" value={check.repeated} />
        <Line mark="bad" label="Cannot be read" value={check.errors} />
      </ul>
      {run.kind === 'feedback' && (
        <p className="help">
          {plural(check.history, 'row')} of the past: no clock, case or mail. Makes{' '}
          {plural(check.newAccounts, 'account')} and {plural(check.newContacts, 'contact')}.
        </p>
      )}
    </>
  )
}

function Result({ run }: { run: ImportRun }) {
  const isWorking = run.state === 'running'
  const titles: Partial<Record<ImportRun['state'], string>> = {
    running: 'Importing',
    cancelled: 'Stopped by you',
    failed: 'Stopped by an error',
    undoing: 'Being undone',
    undone: 'Undone',
  }
  return (
    <>
      <div className="row">
        <h2 className="sec grow">{titles[run.state] ?? 'Imported'}</h2>
        <span className="help">
          {run.finishedAt ? `${date(run.finishedAt)} ${time(run.finishedAt)}` : ''}
        </span>
      </div>
      {run.failure && <p className="mt-1">{run.failure}</p>}
      <p className="nx num my-1.5" aria-live="polite">
        {count(run.created)} {run.kind === 'feedback' ? 'items' : 'records'}{' '}
        {run.state === 'undone' ? 'were in' : 'in'}
      </p>
      {isWorking ? (
        <>
          <Progress run={run} label={`Importing ${run.fileName}`} />
          <p className="help num">{timeLeft(run)}</p>
        </>
      ) : (
        <Bar created={run.created} known={run.skipped + run.updated} errors={run.errors} />
      )}
      <ul className="ikey my-2">
        <Line mark="new" label="New" value={run.created} />
        {run.kind !== 'feedback' && <Line mark="here" label="Changed" value={run.updated} />}
        <Line mark="here" label="Already here" value={run.skipped} />
        <Line mark="bad" label="Set aside" value={run.errors} />
      </ul>
      {run.state === 'done' && run.undoUntil && (
        <p className="help">It can be undone until {date(run.undoUntil)}.</p>
      )}
    </>
  )
}

function Bar({ created, known, errors }: { created: number; known: number; errors: number }) {
  if (created + known + errors === 0) return null
  return (
    <div
      className="ibar"
      role="img"
      aria-label={`${count(created)} new, ${count(known)} known, ${count(errors)} cannot be read`}
    >
      {created > 0 && <i className="new" style={{ flex: created }} />}
      {known > 0 && <i className="here" style={{ flex: known }} />}
      {errors > 0 && <i className="bad" style={{ flex: errors }} />}
    </div>
  )
}

function Line({ mark, label, value }: { mark: string; label: string; value: number }) {
  return (
    <li>
      <i className={mark} aria-hidden="true" />
      <span className="grow">{label}</span>
      <span className="num">{count(value)}</span>
    </li>
  )
}

function Errors({ run }: { run: ImportRun }) {
  const slug = useSlug()
  const isBefore = run.state === 'ready' || run.state === 'checking'
  const groups: ErrorGroup[] = isBefore ? (run.check?.groups ?? []) : run.errorGroups
  const total = isBefore ? (run.check?.errors ?? 0) : run.errors
  if (total === 0) return null
  return (
    <section>
      <div className="row">
        <h2 className="sec grow">{plural(total, 'row')} cannot be read</h2>
        <a className="link xs" href={`/w/${slug}/api/v1/imports/${run.id}/errors.csv`} download>
          Download {total === 1 ? 'it' : 'them'}
        </a>
      </div>
      <ul className="ierr">
        {groups.map((group) => (
          <li key={group.code}>
            <b className="num">{count(group.count)}</b>
            <span className="grow">
              <span className="block">{group.message}</span>
              <span className="help num">
                {group.lines.length === 1 ? 'line' : 'lines'} {group.lines.map(count).join(', ')}
                {group.count > group.lines.length && ` and ${count(group.count - group.lines.length)} more`}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Others({ run }: { run: ImportRun }) {
  const runs = useImports(10)
  const others = (runs.data?.data ?? []).filter((one) => one.id !== run.id).slice(0, 4)
  if (others.length === 0) return null
  return (
    <section>
      <div className="row">
        <h2 className="sec grow">Other imports</h2>
        <Go to="imports" className="link xs">
          All
        </Go>
      </div>
      {others.map((one) => (
        <div key={one.id} className="mt-2">
          <div className="row">
            <Go to={`imports/${one.id}`} className="cut grow">
              {one.fileName}
            </Go>
            <span className="help num nowrap">{date(one.createdAt)}</span>
          </div>
          {one.state === 'running' ? (
            <>
              <Progress run={one} label={one.fileName} />
              <p className="help num">{timeLeft(one)}</p>
            </>
          ) : (
            <p className="help num">
              {one.state === 'done'
                ? `${count(one.created)} rows in${one.undoUntil ? `, can be undone until ${date(one.undoUntil)}` : ''}`
                : one.state === 'ready'
                  ? 'waits for you'
                  : one.state}
            </p>
          )}
        </div>
      ))}
    </section>
  )
}
