import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import {
  type DryRun,
  dryRunRetention,
  putRetention,
  type RetentionKind,
  runRetention,
} from '#measure/retention/contract.ts'
import { mostMonths } from '#measure/retention/rules.ts'
import { useRetentionChange } from '#measure/retention/web/use-retention.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Dialog } from '#platform/web/dialog.tsx'
import { Field, TextInput } from '#platform/web/form.tsx'
import { count, date, plural } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { toast } from '#platform/web/toast.tsx'
import { useSettled } from '#platform/web/use-settled.ts'

const verb = { anonymise: 'anonymised', delete: 'deleted' } as const

/** What a run would do with a period; nothing is written. */
function useDryRun(kind: RetentionKind, months: number) {
  const slug = useSlug()
  const isValid = Number.isInteger(months) && months >= kind.least && months <= mostMonths
  return useQuery({
    queryKey: ['retention', slug, 'dry run', kind.key, months],
    queryFn: async () => (await call(dryRunRetention, { kind: kind.key, months })).data[0]!,
    enabled: isValid,
    staleTime: 0,
  })
}

function Found({ kind, found }: { kind: RetentionKind; found: DryRun | undefined }) {
  if (!found) return <p className="help mt-2">Counting…</p>
  return (
    <div className="mt-2" role="status">
      <p>
        <strong>
          {found.erased === 0
            ? `Nothing would be ${verb[kind.end]}.`
            : `${plural(found.erased, 'record')} would be ${verb[kind.end]}`}
        </strong>
        {found.erased > 0 && found.oldest && `, the oldest of ${date(found.oldest)}.`}
      </p>
      {found.held > 0 && <p>{count(found.held)} kept by a legal hold.</p>}
      {found.inUse > 0 && <p>{count(found.inUse)} kept for a case that is open.</p>}
      <p className="help">
        Counted are those from before {date(found.before)}. {kind.atEnd}
      </p>
    </div>
  )
}

/** Another period for a kind: what it would take is counted before it is saved. */
export function PeriodDialog({ kind, onClose }: { kind: RetentionKind; onClose(): void }) {
  const [text, setText] = useState(String(kind.months))
  const months = Number(text)
  const settled = useSettled(months, 300)
  const found = useDryRun(kind, settled)
  const isShorter = months < kind.months
  const isValid = Number.isInteger(months) && months >= kind.least && months <= mostMonths
  const save = useRetentionChange(() => call(putRetention, { months: { [kind.key]: months } }), onClose)
  return (
    <Dialog
      open
      onClose={onClose}
      title={`${kind.name}: how long they are kept`}
      description={`Counted from ${kind.from}.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind={isShorter ? 'danger' : 'primary'}
            disabled={
              !isValid || months === kind.months || (isShorter && (found.isFetching || settled !== months))
            }
            busy={save.isPending}
            onClick={() => save.mutate(undefined)}
          >
            {isShorter ? `Keep only ${plural(months, 'month')}` : 'Save'}
          </Button>
        </>
      }
    >
      <Field
        label="Months"
        help={`At least ${kind.least}: ${kind.source}.`}
        error={isValid ? undefined : `Give whole months from ${kind.least} to ${mostMonths}.`}
      >
        <TextInput
          type="number"
          min={kind.least}
          max={mostMonths}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </Field>
      {isValid && (
        <>
          {isShorter && (
            <p className="mt-2">
              A shorter period cannot be undone once a run has been: what is {verb[kind.end]} does not come
              back.
            </p>
          )}
          <Found kind={kind} found={settled === months ? found.data : undefined} />
        </>
      )}
    </Dialog>
  )
}

/** What a run would do now, and the run itself. */
export function RunDialog({ kind, onClose }: { kind: RetentionKind; onClose(): void }) {
  const canManage = useCan('retention:manage')
  const found = useDryRun(kind, kind.months)
  const run = useRetentionChange(
    () => call(runRetention, { kind: kind.key }),
    () => {
      toast({ message: `${kind.name}: the run has begun.` })
      onClose()
    },
  )
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Dry run: ${kind.name}`}
      description="Nothing was written."
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          {canManage && found.data && found.data.erased > 0 && (
            <Button kind="danger" busy={run.isPending} onClick={() => run.mutate(undefined)}>
              {kind.end === 'delete' ? 'Delete' : 'Anonymise'} {plural(found.data.erased, 'record')} now
            </Button>
          )}
        </>
      }
    >
      <Found kind={kind} found={found.data} />
      {found.data && found.data.erased > 0 && <p className="mt-2">A run cannot be undone.</p>}
    </Dialog>
  )
}
