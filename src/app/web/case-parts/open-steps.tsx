import type { Case, CaseStep } from '#act/cases/contract.ts'
import { currentStep } from '#act/cases/web/next-step.tsx'
import { Clock } from '#platform/web/clock.tsx'
import { useAddress } from '#platform/web/go.tsx'
import { useKeys } from '#platform/web/keys.tsx'

/** The steps that can be worked on now, and the one that is: the one of the address, else what is due first. */
export function useWorkedStep(one: Case) {
  const [address, setAddress] = useAddress()
  const workable =
    one.status === 'open' ? one.steps.filter((step) => step.state === 'open' || step.needsDecision) : []
  const step = workable.find((each) => each.id === address.step) ?? currentStep(one)
  return { step, workable, pick: (stepId: string) => setAddress({ step: stepId }) }
}

/** Several open steps: each can be chosen and worked on, in any order. Nothing while there is one. */
export function OpenSteps({
  step,
  workable,
  onPick,
}: {
  step: CaseStep | undefined
  workable: readonly CaseStep[]
  onPick(stepId: string): void
}) {
  const at = workable.findIndex((each) => each.id === step?.id)
  const go = (by: number) => {
    const next = workable[(at + by + workable.length) % workable.length]
    if (next) onPick(next.id)
  }
  useKeys(
    {
      '[': { run: () => go(-1), label: 'Open step before', group: 'Case' },
      ']': { run: () => go(1), label: 'Next open step', group: 'Case' },
    },
    { enabled: workable.length > 1 },
  )
  if (workable.length < 2) return null
  return (
    <ul className="mb-2.5 border-b border-line" aria-label="Open steps">
      {workable.map((each) => (
        <li key={each.id}>
          <button
            type="button"
            className="flex w-full items-baseline gap-2 rounded-2 px-1.5 py-1 text-start hover:bg-hover aria-[current]:bg-active"
            aria-current={each.id === step?.id ? 'step' : undefined}
            onClick={() => onPick(each.id)}
          >
            <span className="grow min-w-0 cut">
              <span className="med">{each.title}</span>
              <span className="help"> {each.assignee?.name ?? 'nobody has it'}</span>
            </span>
            {each.latestAt && each.state === 'open' ? (
              <Clock due={each.latestAt} start={each.countedFromAt ?? undefined} rule={each.rule} />
            ) : (
              <span className="help">{each.needsDecision ? 'decide' : 'no clock'}</span>
            )}
          </button>
        </li>
      ))}
    </ul>
  )
}
