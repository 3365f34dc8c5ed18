import { useState } from 'react'
import { type Case, getCase } from '#act/cases/contract.ts'
import { useCaseChange } from '#act/cases/web/use-cases.ts'
import { type Outcome, type OutcomeGiven, putOutcome, type Score } from '#act/outcomes/contract.ts'
import { confirmationWords, scoreWords } from '#act/outcomes/rules.ts'
import { givenOf, OutcomeFields } from '#act/outcomes/web/outcome-fields.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { said } from '#platform/web/format.ts'
import { toast } from '#platform/web/toast.tsx'

/** "3 of 10 → 9 of 10": the answer that opened a case and the one after it. */
export function ScoreChange({ before, after }: { before: Score | null; after: Score | null }) {
  return (
    <span className="num nowrap">
      <span className="vh">Score before and after: </span>
      {scoreWords(before, after)}
    </span>
  )
}

/** What caused a case, whether its customer confirmed how it ended, and the score before and after. */
export function CaseOutcome({ one, canWrite }: { one: Case; canWrite: boolean }) {
  const [isOpen, setOpen] = useState(false)
  const { outcome } = one
  if (isOpen) return <Change one={one} onClose={() => setOpen(false)} />
  return (
    <>
      <dl className="kv mt-2">
        <dt>Cause</dt>
        <dd>{[outcome.cause, outcome.causeWords].filter(Boolean).join(': ') || 'nobody has said yet'}</dd>
        <dt>Customer</dt>
        <dd>{confirmed(one, outcome)}</dd>
        {(outcome.before || outcome.after) && (
          <>
            <dt>Score</dt>
            <dd>
              <ScoreChange before={outcome.before} after={outcome.after} />
              {outcome.after ? (
                <span className="muted">
                  {' '}
                  {outcome.after.survey}, {said(outcome.after.at)}
                </span>
              ) : (
                <span className="muted"> before; no answer after yet</span>
              )}
            </dd>
          </>
        )}
      </dl>
      {canWrite && (
        <Button kind="ghost" className="mt-1" onClick={() => setOpen(true)}>
          {outcome.cause || outcome.confirmation ? 'Change' : 'Say how it ended'}
        </Button>
      )}
    </>
  )
}

function confirmed(one: Case, { confirmation, touchpointId }: Outcome): string {
  if (!confirmation) return 'nobody has said whether they confirmed it'
  const touch = one.touchpoints.find(({ id }) => id === touchpointId)
  return confirmationWords[confirmation] + (touch ? ` ${said(touch.at)}` : '')
}

function Change({ one, onClose }: { one: Case; onClose(): void }) {
  const change = useCaseChange(one.id)
  const [given, setGiven] = useState<OutcomeGiven>(() => givenOf(one))
  const save = () =>
    change.mutate(
      {
        run: async () => {
          await call(putOutcome, { caseId: one.id, ...given })
          return call(getCase, { caseId: one.id })
        },
        failed: 'Nothing was changed',
      },
      {
        onSuccess: () => {
          toast({ message: 'Kept on the case.' })
          onClose()
        },
      },
    )
  return (
    <>
      <OutcomeFields one={one} given={given} onChange={setGiven} />
      <div className="row mt-2">
        <Button kind="primary" busy={change.isPending} onClick={save}>
          Keep
        </Button>
        <Button onClick={onClose}>Keep as it is</Button>
      </div>
    </>
  )
}
