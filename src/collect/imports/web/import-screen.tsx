import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { type ImportRun, removeImport } from '#collect/imports/contract.ts'
import { Choices } from '#collect/imports/web/choices.tsx'
import { Columns, Waits } from '#collect/imports/web/columns.tsx'
import { Findings } from '#collect/imports/web/findings.tsx'
import { OneRow } from '#collect/imports/web/one-row.tsx'
import { Steps } from '#collect/imports/web/steps.tsx'
import { useImport, useImportVerbs, type Verb } from '#collect/imports/web/use-imports.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { count, plural } from '#platform/web/format.ts'
import { useGo, useParam, useSlug } from '#platform/web/go.tsx'
import { Icon } from '#platform/web/icons.tsx'
import { TopBar, WithRail } from '#platform/web/page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'
import '#collect/imports/web/imports.css'

/** One import: where its columns go, the dry run, its errors, its progress, its undo. */
export default function ImportScreen() {
  const importId = useParam('importId')
  const run = useImport(importId)
  if (run.error)
    return (
      <Failed error={run.error} title="The import could not be read" onRetry={() => void run.refetch()} />
    )
  if (!run.data) return <LoadingBlock height={320} />
  return <Loaded run={run.data} />
}

function Loaded({ run }: { run: ImportRun }) {
  const canWrite = useCan('imports:write')
  const { act, change } = useImportVerbs(run.id)
  const isLocked = !canWrite || run.state !== 'ready' || change.isPending
  const verb = (name: Verb) => act.mutate(name)
  useFirstCheck(run, canWrite, () => act.mutate('check'))
  const isReady = run.state === 'ready'
  const actions = canWrite && (run.verbs.includes('remove') || isReady) && (
    <>
      {run.verbs.includes('remove') && <Remove run={run} />}
      {isReady && (
        <>
          <Button disabled={!!run.trouble} busy={act.isPending} onClick={() => verb('check')}>
            {run.check ? 'Dry run again' : 'Dry run'}
          </Button>
          <Button kind="primary" disabled={!!run.trouble} busy={act.isPending} onClick={() => verb('start')}>
            {run.check?.isCurrent ? `Import ${count(run.check.created + run.check.updated)}` : 'Import'}
          </Button>
        </>
      )}
    </>
  )
  return (
    <>
      <TopBar
        title={`Import ${run.fileName}`}
        crumbs={[{ label: 'Imports', to: 'imports' }]}
        note={<span className="num">{noteOf(run)}</span>}
      >
        <span className="iact wide-only">{actions}</span>
      </TopBar>
      <Steps run={run} />
      {actions && <div className="iact narrow-only">{actions}</div>}
      <WithRail label="Dry run and errors" rail={<Findings run={run} act={verb} canWrite={canWrite} />}>
        <div className="row flex-wrap">
          <h2 className="sec nowrap">Where each column goes</h2>
          <span className="help cut grow">{proposedWords(run)}</span>
        </div>
        <Columns run={run} isLocked={isLocked} onChange={(mapping) => change.mutate({ mapping })} />
        {isReady && canWrite && (
          <Waits
            run={run}
            onChange={(mapping) => change.mutate({ mapping })}
            onEncoding={(encoding) => change.mutate({ encoding })}
          />
        )}
        {run.notes.length > 0 && (
          <ul className="py-2">
            {run.notes.map((note) => (
              <li key={note} className="help">
                {note}
              </li>
            ))}
          </ul>
        )}
        <Choices run={run} isLocked={isLocked} onChange={change.mutate} />
        <div className="itwo">
          <OneRow run={run} />
          <Never run={run} />
        </div>
      </WithRail>
    </>
  )
}

/** A file that needs no choice is tried out at once: that writes nothing and is what people do next. */
function useFirstCheck(run: ImportRun, canWrite: boolean, check: () => void) {
  const asked = useRef<string>(undefined)
  const isDue = canWrite && run.state === 'ready' && !run.trouble && !run.check && asked.current !== run.id
  useEffect(() => {
    if (!isDue) return
    asked.current = run.id
    check()
  }, [isDue, run.id, check])
}

const delimiterWords: Record<string, string> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' }

function noteOf(run: ImportRun): string {
  const { format } = run
  const size =
    run.fileBytes < 1_000_000
      ? `${Math.max(1, Math.round(run.fileBytes / 1000))} kB`
      : `${(run.fileBytes / 1_000_000).toFixed(1)} MB`
  const parts = [
    `${run.isTotalExact ? '' : 'about '}${plural(run.totalRows, 'row')}`,
    plural(run.mapping.length, 'column'),
    size,
  ]
  if (format.kind === 'csv')
    parts.push(
      format.encoding.toUpperCase(),
      format.delimiter ? (delimiterWords[format.delimiter] ?? '') : 'one column',
    )
  if (format.kind === 'jsonl') parts.push('JSON Lines')
  if (format.kind === 'xlsx') parts.push(`sheet “${format.sheet}”`)
  return parts.join(', ')
}

function proposedWords(run: ImportRun): string {
  return run.proposedBy === 'rules'
    ? `Proposed from names and ${plural(Math.min(2000, run.totalRows), 'row')}. Under 60 % nothing is filled in.`
    : `Filled in from ${run.proposedBy}.`
}

function Never({ run }: { run: ImportRun }) {
  const lines =
    run.kind === 'feedback'
      ? [
          run.options.history === 'none'
            ? 'Sends no mail by itself'
            : 'Sends no mail, opens no case, starts no clock for the past',
          'Counts past items in trends by their own date',
          'Keeps the file as evidence for 30 days',
        ]
      : [
          'Sends no mail',
          'Empties no field that the file leaves blank',
          'Allows no mail to anybody who refused it',
        ]
  return (
    <div>
      <h2 className="sec">What an import does not do</h2>
      <ul className="inot mt-1">
        {lines.map((line) => (
          <li key={line}>
            <Icon name="check" small />
            {line}
          </li>
        ))}
      </ul>
    </div>
  )
}

function Remove({ run }: { run: ImportRun }) {
  const slug = useSlug()
  const go = useGo()
  const queries = useQueryClient()
  const remove = useMutation({
    mutationFn: () => call(removeImport, { importId: run.id }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['imports', slug] })
      toast({ message: `${run.fileName} is off the list.` })
      go('imports')
    },
    onError: (error) => toastError(error, 'It stays on the list'),
  })
  return (
    <Button kind="ghost" busy={remove.isPending} onClick={() => remove.mutate()}>
      Remove
    </Button>
  )
}
