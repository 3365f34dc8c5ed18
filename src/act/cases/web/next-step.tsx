import { useState } from 'react'
import { type Case, type CaseStep, decideStep, tickChecklist } from '#act/cases/contract.ts'
import { useCaseChange } from '#act/cases/web/use-cases.ts'
import { EvidenceRecord } from '#act/evidence/web/evidence-record.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { TextArea } from '#platform/web/form.tsx'
import { useCan } from '#platform/web/session.tsx'

/** The open step a case waits for; the one a person must decide about when none is open. */
export function currentStep(one: Case): CaseStep | undefined {
  const key = one.nextStep?.id
  return (
    one.steps.find((step) => step.id === key) ??
    one.steps.find((step) => step.needsDecision && one.status === 'open')
  )
}

/** What was written in the fields of this step, empty ones left out. */
export function notesOf(step: CaseStep, notes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    step.evidence.flatMap(({ name, kind }) =>
      kind === 'note' && notes[name]?.trim() ? [[name, notes[name]]] : [],
    ),
  )
}

/** The checklist, the evidence still to write down, and what the step asks. */
export function StepWork({
  one,
  step,
  answers,
  onAnswer,
  notes,
  onNote,
}: {
  one: Case
  step: CaseStep
  answers: Record<string, boolean>
  onAnswer(key: string, value: boolean): void
  notes: Readonly<Record<string, string>>
  onNote(name: string, text: string): void
}) {
  const [ticked, setTicked] = useState<Record<string, boolean>>({})
  const change = useCaseChange(one.id)
  const canWrite = useCan('cases:write')
  const tick = (text: string, isDone: boolean) => {
    setTicked({ ...ticked, [text]: isDone })
    change.mutate({
      run: () => call(tickChecklist, { caseId: one.id, stepId: step.id, checklist: { [text]: isDone } }),
      failed: 'The line was not ticked',
    })
  }
  return (
    <>
      {step.checklist.length > 0 && (
        <ul className="checks mt-2.5" aria-label="Checklist">
          {step.checklist.map((line) => (
            <li key={line.text}>
              <label className="choice">
                <input
                  type="checkbox"
                  className="box"
                  checked={ticked[line.text] ?? line.isDone}
                  disabled={!canWrite}
                  onChange={() => tick(line.text, !(ticked[line.text] ?? line.isDone))}
                />
                <span>{line.text}</span>
              </label>
            </li>
          ))}
        </ul>
      )}
      {step.evidence
        .filter(({ kind }) => kind !== 'note')
        .map((asked) => (
          <EvidenceRecord key={asked.name} one={one} step={step} asked={asked} canWrite={canWrite} />
        ))}
      {step.evidence
        .filter(({ kind }) => kind === 'note')
        .map((note) => (
          <Evidence
            key={`${step.id} ${note.name}`}
            caseId={one.id}
            stepId={step.id}
            name={note.name}
            text={note.text ?? ''}
            value={notes[note.name] ?? note.text ?? ''}
            onChange={(text) => onNote(note.name, text)}
            disabled={!canWrite}
          />
        ))}
      {step.asks.map((ask) => (
        <fieldset key={ask.key} className="mt-3">
          <legend className="med">Is the customer {ask.key.replaceAll('-', ' ')}?</legend>
          <div className="row mt-1 gap-3">
            {[true, false].map((value) => (
              <label key={String(value)} className="choice">
                <input
                  type="radio"
                  className="dot"
                  name={`${step.id} ${ask.key}`}
                  checked={answers[ask.key] === value}
                  onChange={() => onAnswer(ask.key, value)}
                />
                <span>{value ? 'Yes' : 'No'}</span>
              </label>
            ))}
          </div>
        </fieldset>
      ))}
    </>
  )
}

/** A note the step cannot be done without; kept when the field is left. */
function Evidence({
  caseId,
  stepId,
  name,
  text,
  value,
  onChange,
  disabled,
}: {
  caseId: string
  stepId: string
  name: string
  text: string
  value: string
  onChange(text: string): void
  disabled: boolean
}) {
  const change = useCaseChange(caseId)
  const id = `evidence-${stepId}-${name.replaceAll(' ', '-')}`
  return (
    <div className="form-row mt-3">
      <label htmlFor={id}>{name.charAt(0).toUpperCase() + name.slice(1)}</label>
      <TextArea
        id={id}
        rows={3}
        value={value}
        disabled={disabled}
        data-evidence={name}
        onChange={(event) => onChange(event.target.value)}
        onBlur={() =>
          value !== text &&
          change.mutate({
            run: () => call(tickChecklist, { caseId, stepId, evidence: { [name]: value } }),
            failed: 'The note was not kept',
          })
        }
      />
      <p className="help">The step cannot be completed without it.</p>
    </div>
  )
}

/** A step whose condition could not be answered: a person opens or skips it. */
export function Decision({ one, step }: { one: Case; step: CaseStep }) {
  const change = useCaseChange(one.id)
  const [reason, setReason] = useState('')
  const decide = (decision: 'open' | 'skip') =>
    change.mutate({
      run: () =>
        call(decideStep, {
          caseId: one.id,
          stepId: step.id,
          decision,
          ...(decision === 'skip' && { reason }),
        }),
      failed: 'The step was not decided',
    })
  return (
    <div className="mt-2">
      <p className="text-ink-2">Decide by hand: {step.reason}.</p>
      <div className="form-row mt-2">
        <label htmlFor={`why-${step.id}`}>Why it is skipped</label>
        <TextArea
          id={`why-${step.id}`}
          rows={2}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </div>
      <div className="row mt-2">
        <Button kind="primary" busy={change.isPending} onClick={() => decide('open')}>
          Open it
        </Button>
        <Button busy={change.isPending} disabled={!reason.trim()} onClick={() => decide('skip')}>
          Skip it
        </Button>
      </div>
    </div>
  )
}
