import { useState } from 'react'
import {
  type Case,
  cancelCase,
  changeCase,
  escalateCase,
  pauseCase,
  reopenCase,
  resolveCase,
} from '#act/cases/contract.ts'
import { useCaseChange } from '#act/cases/web/use-cases.ts'
import type { OutcomeGiven } from '#act/outcomes/contract.ts'
import { givenOf, OutcomeFields } from '#act/outcomes/web/outcome-fields.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { TextArea } from '#platform/web/form.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { toast } from '#platform/web/toast.tsx'

export type Act = 'escalate' | 'pause' | 'resolve' | 'cancel' | 'reopen'

const acts: Record<Act, { title: string; label: string; help: string; button: string; done: string }> = {
  escalate: {
    title: 'Bring it to management',
    label: 'Why',
    help: 'Management is told at once. The customer is not told of it by this.',
    button: 'Escalate',
    done: 'Escalated. Management is told.',
  },
  pause: {
    title: 'Wait for the customer',
    label: 'What you wait for',
    help: 'Clocks in working time stand still until you go on. Limits by the wall clock, such as 24 hours, go on.',
    button: 'Pause',
    done: 'Paused.',
  },
  resolve: {
    title: 'Resolve the case',
    label: 'What was done',
    help: 'Open steps end and clocks stop. It can be reopened.',
    button: 'Resolve',
    done: 'Resolved.',
  },
  cancel: {
    title: 'Drop the case',
    label: 'Why it should not have been opened',
    help: 'Open steps end and clocks stop. It can be reopened.',
    button: 'Drop the case',
    done: 'Dropped.',
  },
  reopen: {
    title: 'Take it up again',
    label: 'Why',
    help: 'Steps go on with the due times they had.',
    button: 'Reopen',
    done: 'Open again.',
  },
}

/** A reason or resolution, asked for on the page and not in a dialog: the text stays until it is kept. */
export function ActForm({ one, act, onClose }: { one: Case; act: Act; onClose(): void }) {
  const change = useCaseChange(one.id)
  const [text, setText] = useState('')
  const [outcome, setOutcome] = useState<OutcomeGiven>(() => givenOf(one))
  const words = acts[act]
  useKeys({ Escape: onClose })
  const run = () => {
    const caseId = one.id
    if (act === 'resolve') return call(resolveCase, { caseId, resolution: text, ...outcome })
    if (act === 'escalate') return call(escalateCase, { caseId, reason: text })
    if (act === 'pause') return call(pauseCase, { caseId, reason: text })
    if (act === 'cancel') return call(cancelCase, { caseId, reason: text })
    return call(reopenCase, { caseId, reason: text })
  }
  const submit = () =>
    change.mutate(
      { run, failed: 'Nothing was changed, the text is still here' },
      {
        onSuccess: () => {
          toast({ message: words.done })
          onClose()
        },
      },
    )
  return (
    <section className="comp" aria-label={words.title}>
      <div className="body">
        <h2 className="sec">{words.title}</h2>
        <div className="form-row mt-2">
          <label htmlFor="act-text">{words.label}</label>
          <TextArea
            id="act-text"
            rows={3}
            autoFocus
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <p className="help">{words.help}</p>
        </div>
        {act === 'resolve' && <OutcomeFields one={one} given={outcome} onChange={setOutcome} />}
      </div>
      <div className="cf">
        <span className="grow" />
        <Button onClick={onClose}>Keep as it is</Button>
        <Button kind="primary" busy={change.isPending} disabled={!text.trim()} onClick={submit}>
          {words.button}
        </Button>
      </div>
    </section>
  )
}

/** Gives a case another lead or notes that the customer is still dissatisfied. */
export function useCaseFacts(one: Case | undefined) {
  const change = useCaseChange(one?.id ?? '')
  return {
    lead: (leadId: string | null) =>
      one &&
      change.mutate(
        { run: () => call(changeCase, { caseId: one.id, leadId }), failed: 'The case has the lead it had' },
        {
          onSuccess: (now) =>
            toast({ message: now.lead ? `${now.lead.name} leads this case.` : 'The case has no lead.' }),
        },
      ),
    dissatisfied: (isDissatisfied: boolean) =>
      one &&
      change.mutate({
        run: () => call(changeCase, { caseId: one.id, isDissatisfied }),
        failed: 'Nothing was changed',
      }),
  }
}
