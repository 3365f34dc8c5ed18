import { useRef } from 'react'
import { type Case, type CaseStep, getCase } from '#act/cases/contract.ts'
import { useCaseChange } from '#act/cases/web/use-cases.ts'
import { attachEvidence } from '#act/evidence/contract.ts'
import { howToBring } from '#act/evidence/rules.ts'
import { downloadFile } from '#platform/files/contract.ts'
import { addressOf, call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { useSlug } from '#platform/web/go.tsx'
import { Icon } from '#platform/web/icons.tsx'

type Asked = CaseStep['evidence'][number]

/** Evidence that nobody writes: a file to attach, or a record that the case bears by itself. */
export function EvidenceRecord({
  one,
  step,
  asked,
  canWrite,
}: {
  one: Case
  step: CaseStep
  asked: Asked
  canWrite: boolean
}) {
  const title = asked.name.charAt(0).toUpperCase() + asked.name.slice(1)
  return (
    <div className="mt-3">
      <p className="row flex-wrap gap-x-2">
        <Icon name={asked.text ? 'check' : 'warning'} />
        <span className="med">{title}</span>
        <span className={asked.text ? 'text-ink-2' : 'muted'}>
          {asked.kind === 'file' ? <FileLine asked={asked} /> : asked.text ? 'is on the case' : 'is missing'}
        </span>
        {asked.kind === 'file' && canWrite && <Attach one={one} step={step} asked={asked} />}
      </p>
      {!asked.text && (
        <p className="help">The step cannot be completed without it: {howToBring[asked.kind]}.</p>
      )}
    </div>
  )
}

function FileLine({ asked }: { asked: Asked }) {
  const slug = useSlug()
  if (!asked.text) return 'no file yet'
  return (
    <a className="link" href={addressOf(downloadFile, { fileId: asked.text }, slug)} download>
      {asked.fileName ?? 'the file'}
    </a>
  )
}

function Attach({ one, step, asked }: { one: Case; step: CaseStep; asked: Asked }) {
  const change = useCaseChange(one.id)
  const field = useRef<HTMLInputElement>(null)
  const send = (file: File) =>
    change.mutate({
      run: async () => {
        await call(
          attachEvidence,
          { caseId: one.id, stepId: step.id, evidence: asked.name, name: file.name },
          { content: file, headers: { 'content-type': 'application/octet-stream' } },
        )
        return call(getCase, { caseId: one.id })
      },
      failed: 'The file was not attached',
    })
  return (
    <>
      <input
        ref={field}
        type="file"
        className="vh"
        aria-label={`File: ${asked.name}`}
        tabIndex={-1}
        onChange={(event) => {
          const file = event.target.files?.[0]
          event.target.value = ''
          if (file) send(file)
        }}
      />
      <Button data-evidence={asked.name} busy={change.isPending} onClick={() => field.current?.click()}>
        {asked.text ? 'Another file' : 'Attach a file'}
      </Button>
    </>
  )
}
