import { useState } from 'react'
import type { Case } from '#act/cases/contract.ts'
import { addCaseNote } from '#act/watchers/contract.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { said } from '#platform/web/format.ts'
import { toast, toastError } from '#platform/web/toast.tsx'

/** What is written for the steps of a case, by step and name. */
export type Typed = Readonly<Record<string, Readonly<Record<string, string>>>>

/** Somebody else was done with a step while one wrote on it: who, when, and what one wrote. Nothing is lost. */
export function TypedBefore({
  one,
  typed,
  onForget,
}: {
  one: Case
  typed: Typed
  onForget(stepId: string): void
}) {
  const [isBusy, setBusy] = useState(false)
  const left = one.steps.flatMap((step) => {
    if (step.state === 'open') return []
    const texts = Object.entries(typed[step.id] ?? {}).filter(
      ([name, text]) => text.trim() && step.evidence.find((each) => each.name === name)?.text !== text,
    )
    return texts.length > 0 ? [{ step, texts }] : []
  })
  if (left.length === 0) return null
  const keep = async (stepId: string, text: string) => {
    setBusy(true)
    try {
      await call(addCaseNote, { caseId: one.id, text, mentionIds: [] })
      onForget(stepId)
      toast({ message: 'Kept as a note.' })
    } catch (error) {
      toastError(error, 'The note was not kept')
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      {left.map(({ step, texts }) => {
        const all = texts.map(([name, text]) => `${name}: ${text}`).join('\n')
        return (
          <section key={step.id} className="comp" aria-label="What you wrote">
            <div className="body" role="status">
              <h2 className="sec">
                {step.doneBy?.name ?? 'Somebody'} {step.state === 'done' ? 'completed' : 'changed'} “
                {step.title}” while you wrote
              </h2>
              <p className="help mt-1">
                {step.doneAt && `${said(step.doneAt)}. `}What you wrote is still here.
              </p>
              <p className="mt-2 whitespace-pre-wrap">{all}</p>
            </div>
            <div className="cf">
              <span className="grow" />
              <Button onClick={() => onForget(step.id)}>Throw it away</Button>
              <Button
                kind="primary"
                busy={isBusy}
                onClick={() => void keep(step.id, `On “${step.title}”, ${all}`)}
              >
                Keep as a note
              </Button>
            </div>
          </section>
        )
      })}
    </>
  )
}
