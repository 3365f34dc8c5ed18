import { useQueryClient } from '@tanstack/react-query'
import { type DragEvent, useRef, useState } from 'react'
import { type ImportKind, importKinds, kindWords } from '#collect/imports/map/fields.ts'
import { sendFile } from '#collect/imports/web/use-imports.ts'
import { Button } from '#platform/web/button.tsx'
import { Segments } from '#platform/web/form.tsx'
import { useGo, useSlug } from '#platform/web/go.tsx'
import { toastError } from '#platform/web/toast.tsx'
import '#collect/imports/web/imports.css'

/** Takes a file, by choice or dropped, and opens its import. */
export function DropFile() {
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
