import type { CaseStep } from '#act/cases/contract.ts'

/** When a step is due in the calendar it is reckoned by, and why it was given to whoever has it. */
export function StepDue({ step }: { step: CaseStep }) {
  if (!step.dueWords && !step.assigneeBecause) return null
  return (
    <p className="help">
      {step.dueWords && (
        <span className="num text-ink-2">
          {step.dueWords}
          {step.calendarFrom && ` (hours of ${step.calendarFrom})`}.{' '}
        </span>
      )}
      {step.assignee && step.assigneeBecause && (
        <>
          {step.assignee.name} does it: {step.assigneeBecause}.
        </>
      )}
    </p>
  )
}
