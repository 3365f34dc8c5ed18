import { useState } from 'react'
import {
  cancelRetentionRun,
  putRetention,
  type Retention,
  type RetentionKind,
} from '#measure/retention/contract.ts'
import { PeriodDialog, RunDialog } from '#measure/retention/web/dialogs.tsx'
import { Holds } from '#measure/retention/web/holds.tsx'
import { Log } from '#measure/retention/web/log.tsx'
import { useRetention, useRetentionChange } from '#measure/retention/web/use-retention.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { HourField } from '#platform/web/digest-fields.tsx'
import { Checkbox } from '#platform/web/form.tsx'
import { count, dateTime, plural } from '#platform/web/format.ts'
import { Content, TopBar } from '#platform/web/page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Setting } from '#platform/web/setting.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'

/** How long each kind of record is kept, what a run would do, holds, and the log. */
export default function RetentionScreen() {
  const query = useRetention()
  const data = query.data
  return (
    <>
      <TopBar title="Retention" note={data && (data.nextAt ? `next run ${dateTime(data.nextAt)}` : 'off')} />
      <Content padded>
        {data ? (
          <>
            {!data.isOn && (
              <p className="mb-3 font-medium">
                Retention is off: nothing is anonymised or deleted. Look at what a run would do before you
                turn it on; it cannot be undone.
              </p>
            )}
            <Kinds kinds={data.kinds} />
            <Schedule key={`${data.isOn} ${data.hour}`} retention={data} />
            <Holds />
            <Log />
          </>
        ) : query.isError ? (
          <Failed
            error={query.error}
            title="Retention could not be read"
            onRetry={() => void query.refetch()}
          />
        ) : (
          <LoadingRows rows={9} label="Loading retention" />
        )}
      </Content>
    </>
  )
}

function Kinds({ kinds }: { kinds: readonly RetentionKind[] }) {
  const [changing, setChanging] = useState<RetentionKind>()
  const [running, setRunning] = useState<RetentionKind>()
  const canManage = useCan('retention:manage')
  return (
    <>
      <ul className="mb-4 border-t border-line" aria-label="Kinds of records">
        {kinds.map((kind) => (
          <li
            key={kind.key}
            className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-5 gap-y-1 border-b border-line py-3 rail:grid-cols-[minmax(0,5fr)_7rem_minmax(0,4fr)_10rem_auto]"
          >
            <div className="order-1">
              <h2 className="med">{kind.name}</h2>
              <p className="help">{kind.holds}</p>
            </div>
            <div className="order-3 rail:order-2">
              <Button
                size="sm"
                disabled={!canManage}
                onClick={() => setChanging(kind)}
                aria-label={`${kind.name}: kept ${plural(kind.months, 'month')}`}
              >
                {plural(kind.months, 'month')}
              </Button>
              <div className="help mt-1">at least {kind.least}</div>
            </div>
            <p className="help order-5 col-span-2 rail:order-3 rail:col-span-1">{kind.atEnd}</p>
            <div className="help order-4 text-end rail:order-4 rail:text-start">
              <LastRun kind={kind} />
            </div>
            <div className="order-2 text-end rail:order-5">
              <Button
                size="sm"
                kind="ghost"
                onClick={() => setRunning(kind)}
                aria-label={`Dry run of ${kind.name}`}
              >
                Dry run
              </Button>
            </div>
          </li>
        ))}
      </ul>
      {changing && <PeriodDialog kind={changing} onClose={() => setChanging(undefined)} />}
      {running && <RunDialog kind={running} onClose={() => setRunning(undefined)} />}
    </>
  )
}

function LastRun({ kind: { last } }: { kind: RetentionKind }) {
  const canManage = useCan('retention:manage')
  const cancel = useRetentionChange((runId: string) => call(cancelRetentionRun, { runId }))
  if (!last) return <>Never ran</>
  const done = last.anonymised + last.deleted
  if (last.state !== 'running')
    return (
      <>
        {dateTime(last.endedAt!)}
        {last.state === 'cancelled' && ', cancelled'}
        <div>
          {done === 0 ? 'nothing to do' : `${count(done)} ${last.anonymised > 0 ? 'anonymised' : 'deleted'}`}
          {last.held > 0 && `, ${count(last.held)} held`}
        </div>
      </>
    )
  return (
    <div role="status">
      <progress max={Math.max(1, last.total)} value={done + last.held + last.inUse} aria-label="Progress" />
      <div>
        {count(done)} of {count(last.total)}
        {canManage && (
          <Button size="sm" kind="ghost" busy={cancel.isPending} onClick={() => cancel.mutate(last.id)}>
            Cancel
          </Button>
        )}
      </div>
    </div>
  )
}

function Schedule({ retention }: { retention: Retention }) {
  const canManage = useCan('retention:manage')
  const [draft, setDraft] = useState({ isOn: retention.isOn, hour: retention.hour })
  const save = useRetentionChange(() => call(putRetention, draft))
  return (
    <form
      aria-label="Schedule"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate(undefined)
      }}
    >
      <fieldset disabled={!canManage}>
        <Setting
          title="Each night"
          text="What has ended is anonymised or deleted in small pieces while people go on working. Nobody can undo it."
        >
          <Checkbox
            label="Run each night"
            checked={draft.isOn}
            onChange={(event) => setDraft({ ...draft, isOn: event.currentTarget.checked })}
          />
          <HourField
            hour={draft.hour}
            zone={retention.zone}
            onChange={(hour) => setDraft({ ...draft, hour })}
          />
          {canManage && (
            <div>
              <Button type="submit" busy={save.isPending}>
                Save
              </Button>
            </div>
          )}
        </Setting>
      </fieldset>
    </form>
  )
}
