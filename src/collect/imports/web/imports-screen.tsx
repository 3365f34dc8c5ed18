import { useQueryClient } from '@tanstack/react-query'
import { type DragEvent, useRef, useState } from 'react'
import type { ImportSummary } from '#collect/imports/contract.ts'
import { type ImportKind, importKinds, kindWords } from '#collect/imports/map/fields.ts'
import { stateWords } from '#collect/imports/rules.ts'
import { Progress, timeLeft } from '#collect/imports/web/progress.tsx'
import { sendFile, useImports } from '#collect/imports/web/use-imports.ts'
import { Button } from '#platform/web/button.tsx'
import { Segments } from '#platform/web/form.tsx'
import { count, plural, said } from '#platform/web/format.ts'
import { Go, useGo, useSlug } from '#platform/web/go.tsx'
import { Content, TopBar } from '#platform/web/page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { toastError } from '#platform/web/toast.tsx'
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
          `${count(run.created)} in, ${count(run.skipped)} here before, ${count(run.errors)} set aside`
        )}
      </span>
    </li>
  )
}

function DropFile() {
  const slug = useSlug()
  const go = useGo()
  const queries = useQueryClient()
  const input = useRef<HTMLInputElement>(null)
  const [kind, setKind] = useState<ImportKind>('feedback')
  const [sent, setSent] = useState<{ name: string; share: number }>()
  const [isOver, setOver] = useState(false)

  const send = async (file: File | undefined) => {
    if (!file || sent) return
    setSent({ name: file.name, share: 0 })
    try {
      const run = await sendFile(slug, file, kind, (share) => setSent({ name: file.name, share }))
      await queries.invalidateQueries({ queryKey: ['imports', slug] })
      go(`imports/${run.id}`)
    } catch (error) {
      toastError(error, `${file.name} was not taken`)
    } finally {
      setSent(undefined)
      if (input.current) input.current.value = ''
    }
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void send(event.dataTransfer.files[0])
  }
  return (
    <section
      className={`idrop${isOver ? ' over' : ''}`}
      aria-label="Import a file"
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Segments<ImportKind>
        label="What the rows are"
        value={kind}
        onChange={setKind}
        options={importKinds.map((value) => ({ value, label: kindWords[value] }))}
      />
      <p className="help">
        CSV, JSON Lines or Excel (.xlsx), up to 4 GB. The file is read and looked at first; nothing is
        imported until you say so.
      </p>
      {sent ? (
        <div className="w-full max-w-md" role="status">
          <span className="cut block">
            {sent.share < 1 ? `Sending ${sent.name}` : `Looking at ${sent.name}`}
          </span>
          <span className="prog mt-1">
            <i style={{ width: `${Math.round(sent.share * 100)}%` }} />
          </span>
        </div>
      ) : (
        <div className="row">
          <Button kind="primary" icon="up" onClick={() => input.current?.click()}>
            Choose a file
          </Button>
          <span className="muted">or drop it here</span>
        </div>
      )}
      <input
        ref={input}
        type="file"
        className="vh"
        tabIndex={-1}
        aria-label="File to import"
        accept=".csv,.tsv,.txt,.jsonl,.ndjson,.json,.xlsx"
        onChange={(event) => void send(event.target.files?.[0])}
      />
    </section>
  )
}
