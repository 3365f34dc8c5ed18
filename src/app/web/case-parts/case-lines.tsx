import { Away } from '#act/absences/web/away.tsx'
import type { Case } from '#act/cases/contract.ts'
import { currentStep } from '#act/cases/web/next-step.tsx'
import { skippedWords } from '#act/cases/web/skipped-words.ts'
import { StepDue } from '#act/cases/web/step-due.tsx'
import { CaseOutcome } from '#act/outcomes/web/case-outcome.tsx'
import { AskedAgain } from '#close/follow-ups/web/asked-again.tsx'
import { date, money, said } from '#platform/web/format.ts'
import { Go } from '#platform/web/go.tsx'

/** "Reach out in person: Petra Lindqvist" */
export function nextWords(one: Case, title: string): string {
  return one.contact ? `${title}: ${one.contact.name}` : title
}

/** Who leads the case, and by which rule; when the next step is due, and why it was given to whoever has it. */
export function LeadLine({ one }: { one: Case }) {
  const step = currentStep(one)
  return (
    <>
      {step?.state === 'open' && <StepDue step={step} />}
      <p className="help">
        {one.lead ? (
          <>
            Lead: {one.lead.name}. Rule: {one.leadRule}. <Away memberId={one.lead.id} />
          </>
        ) : (
          <b className="font-medium text-sla-late">
            Nobody leads it: {one.leadRule.replace('vacant: ', '')}.
          </b>
        )}
      </p>
    </>
  )
}

/** Whose case it is: person, account, what it is worth. */
export function AccountLine({ one }: { one: Case }) {
  return (
    <p className="help row flex-wrap gap-x-2">
      {one.contact && (
        <Go to={`contacts/${one.contact.id}`} className="n">
          {one.contact.name}
        </Go>
      )}
      {one.account && (
        <Go to={`accounts/${one.account.id}`} className="n">
          {one.account.name}
        </Go>
      )}
      {one.account?.mrrCents != null && (
        <span className="num">{money(one.account.mrrCents, one.account.currency)} MRR</span>
      )}
      {one.isDissatisfied && <span className="tag">Still dissatisfied</span>}
      {one.escalatedAt && <span className="tag">Escalated {date(one.escalatedAt)}</span>}
    </p>
  )
}

/** How a closed case ended: what was done, why it was needed, what the customer says of it. */
export function HowItEnded({ one, canWrite }: { one: Case; canWrite: boolean }) {
  return (
    <>
      <p className="mt-1 whitespace-pre-wrap">{one.resolution ?? one.cancelReason}</p>
      <p className="help mt-1">
        {one.status === 'resolved' ? 'Resolved' : 'Dropped'}
        {one.resolvedAt && ` ${said(one.resolvedAt)}`}
        {one.resolvedBy && `, ${one.resolvedBy.name}`}
      </p>
      {one.status === 'resolved' && <CaseOutcome one={one} canWrite={canWrite} />}
      <AskedAgain caseId={one.id} />
    </>
  )
}

/** Why steps were skipped, with the values they were asked with. */
export function Skipped({ one }: { one: Case }) {
  const skipped = one.steps.filter((step) => step.state === 'skipped' && step.reason)
  if (skipped.length === 0) return null
  return (
    <ul className="text-xs text-ink-2">
      {skipped.map((step) => (
        <li key={step.id} title={step.condition ? `Only if ${step.condition}` : undefined}>
          <span className="med">{step.title}</span> was skipped:{' '}
          {skippedWords(step.reason!, one.steps, one.account?.currency)}
        </li>
      ))}
    </ul>
  )
}
