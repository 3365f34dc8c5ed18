import { useState } from 'react'
import { approveStep, type Case, type CaseStep } from '#act/cases/contract.ts'
import { useCaseChange } from '#act/cases/web/use-cases.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { TextArea } from '#platform/web/form.tsx'
import { said } from '#platform/web/format.ts'
import { toast } from '#platform/web/toast.tsx'

/** What the playbook advises in this case, whom it brings in, and who has to agree. */
export function StepPeople({ one, step }: { one: Case; step: CaseStep }) {
  return (
    <>
      {step.advice && <p className="mt-2">{step.advice}.</p>}
      {step.invited.length > 0 && (
        <p className="mt-2 text-ink-2">
          Invited:{' '}
          {step.invited.map(({ position, member }, i) => (
            <span key={position}>
              {i > 0 && ', '}
              {member ? (
                <>
                  <span className="med">{member.name}</span> ({positionWords(position)})
                </>
              ) : (
                <b className="font-medium text-sla-late">nobody holds {positionWords(position)}</b>
              )}
            </span>
          ))}
          .
        </p>
      )}
      {step.approve && <Approval one={one} step={step} />}
    </>
  )
}

const positionWords = (position: string) => position.replaceAll('-', ' ')

function Approval({ one, step }: { one: Case; step: CaseStep }) {
  const change = useCaseChange(one.id)
  const [reason, setReason] = useState('')
  const who = positionWords(step.approve!)
  if (step.approvedAt)
    return (
      <p className="mt-2 text-ink-2">
        Agreed {said(step.approvedAt)}
        {step.approvedBy && `, ${step.approvedBy.name}`}.{step.tells && ' Now tell the customer.'}
      </p>
    )
  if (!step.approvalAskedAt) return <p className="mt-2 text-ink-2">Needs the agreement of {who}.</p>
  if (!step.mayApprove)
    return (
      <p className="mt-2 text-ink-2">
        Waits for the agreement of {who}, asked {said(step.approvalAskedAt)}.
      </p>
    )
  const decide = (decision: 'approve' | 'return') =>
    change.mutate(
      {
        run: () =>
          call(approveStep, {
            caseId: one.id,
            stepId: step.id,
            decision,
            ...(decision === 'return' && { reason }),
          }),
        failed: 'Nothing was decided',
      },
      { onSuccess: () => toast({ message: decision === 'approve' ? 'Agreed.' : 'Sent back.' }) },
    )
  const id = `return-${step.id}`
  return (
    <div className="mt-2">
      <p className="text-ink-2">Your agreement was asked for {said(step.approvalAskedAt)}.</p>
      <div className="form-row mt-2">
        <label htmlFor={id}>What is missing, if you send it back</label>
        <TextArea id={id} rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />
      </div>
      <div className="row mt-2">
        <Button kind="primary" busy={change.isPending} onClick={() => decide('approve')}>
          Agree
        </Button>
        <Button busy={change.isPending} disabled={!reason.trim()} onClick={() => decide('return')}>
          Send back
        </Button>
      </div>
    </div>
  )
}
