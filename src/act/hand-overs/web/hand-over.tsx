import { type FormEvent, useState } from 'react'
import { useAway } from '#act/absences/web/use-absences.ts'
import type { Case } from '#act/cases/contract.ts'
import { useCaseChange } from '#act/cases/web/use-cases.ts'
import { handOver } from '#act/hand-overs/contract.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Checkbox, Select, TextArea } from '#platform/web/form.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { useSession } from '#platform/web/session.tsx'
import { toast } from '#platform/web/toast.tsx'

/** Hands a case over: to whom, with which open steps, and what they need to know. */
export function HandOver({ one, onClose }: { one: Case; onClose(): void }) {
  const { members } = useSession()
  const away = useAway()
  const change = useCaseChange(one.id)
  const open = one.steps.filter((step) => step.state === 'open')
  const [to, setTo] = useState('')
  const [note, setNote] = useState('')
  const [steps, setSteps] = useState<ReadonlySet<string>>(
    () =>
      new Set(
        open.filter((step) => !step.assignee || step.assignee.id === one.lead?.id).map((step) => step.id),
      ),
  )
  useKeys({ Escape: onClose })
  const toggle = (stepId: string) => {
    const next = new Set(steps)
    if (!next.delete(stepId)) next.add(stepId)
    setSteps(next)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate(
      {
        run: () =>
          call(handOver, {
            caseId: one.id,
            toId: to,
            stepIds: open.filter((step) => steps.has(step.id)).map((step) => step.id),
            note,
          }),
        failed: 'Nothing was handed over, the note is still here',
      },
      {
        onSuccess: (now) => {
          toast({ message: `Handed over to ${now.lead?.name}, who is told.` })
          onClose()
        },
      },
    )
  }
  return (
    <form className="comp" aria-label="Hand over" onSubmit={submit}>
      <div className="body">
        <h2 className="sec">Hand over</h2>
        <div className="form-row mt-2 max-w-80">
          <label htmlFor="hand-over-to">To whom</label>
          <Select
            id="hand-over-to"
            autoFocus
            value={to}
            options={[
              { value: '', label: 'Choose a person' },
              ...members
                .filter((each) => each.role !== 'viewer' && !away(each.id))
                .map((each) => ({ value: each.id, label: each.name })),
            ]}
            onChange={(event) => setTo(event.target.value)}
          />
        </div>
        {open.length > 0 && (
          <fieldset className="mt-3">
            <legend className="med">Open steps that go along</legend>
            {open.map((step) => (
              <Checkbox
                key={step.id}
                label={`${step.title}${step.assignee ? `, ${step.assignee.name}` : ''}`}
                checked={steps.has(step.id)}
                onChange={() => toggle(step.id)}
              />
            ))}
          </fieldset>
        )}
        <div className="form-row mt-3">
          <label htmlFor="hand-over-note">What they need to know</label>
          <TextArea
            id="hand-over-note"
            rows={3}
            maxLength={2000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </div>
      </div>
      <div className="cf">
        <span className="grow xs text-ink-2" aria-live="polite">
          {to ? (note.trim() ? '' : 'Write what they need to know.') : 'Choose who takes it over.'}
        </span>
        <Button onClick={onClose}>Keep as it is</Button>
        <Button type="submit" kind="primary" busy={change.isPending} disabled={!to || !note.trim()}>
          Hand over
        </Button>
      </div>
    </form>
  )
}
