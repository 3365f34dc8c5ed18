import { type ReactNode, useSyncExternalStore } from 'react'
import type { Case, CaseStep } from '#act/cases/contract.ts'
import { WhatTheySaid } from '#act/cases/web/case-rail.tsx'
import { Decision } from '#act/cases/web/next-step.tsx'
import { labelOf } from '#act/cases/web/timeline-rules.ts'
import { AccountLine, HowItEnded, LeadLine, nextWords } from '#app/web/case-parts/case-lines.tsx'
import { useNow } from '#platform/web/clock.tsx'
import { useCan } from '#platform/web/session.tsx'

/** A case on a phone: what is owed first, then the words, then the steps as an upright wire. */
export function CaseOnPhone({
  one,
  step,
  steps,
  clock,
  open,
  work,
}: {
  one: Case
  /** The step that is worked on. */
  step: CaseStep | undefined
  steps: readonly CaseStep[]
  clock: ReactNode
  /** All open steps, to choose from. */
  open: ReactNode
  /** The next step's questions and evidence. */
  work: ReactNode
}) {
  const now = useNow()
  const canWrite = useCan('cases:write')
  const isOpen = one.status === 'open'
  const owed = step && isOpen ? nextWords(one, step.title) : undefined
  return (
    <div>
      <div className="row justify-between">
        {clock || <span className="muted">{one.status}</span>}
        <span className="help num">{one.id.slice(0, 5) + one.id.slice(-4)}</span>
      </div>
      <div className="mt-2">{open}</div>
      <h2 className="nx mt-2">{owed ?? (isOpen ? 'Nothing is owed now' : 'How it ended')}</h2>
      <AccountLine one={one} />
      {isOpen ? <LeadLine one={one} /> : <HowItEnded one={one} canWrite={canWrite} />}
      <div className="my-3">
        <WhatTheySaid one={one} />
      </div>
      {step?.noClock && <p className="text-ink-2">{step.noClock}</p>}
      {step?.needsDecision && canWrite && <Decision one={one} step={step} />}
      {work}
      <h3 className="sec mt-3.5 mb-2.5">
        Steps <span className="help font-normal">version {one.playbookVersion}</span>
      </h3>
      <ol className="ledger up" aria-label="Steps">
        {steps.map((each) => (
          <li key={each.id} className={uprightClass(each.state, each.isLate)}>
            <i aria-hidden="true" />
            <div className="k">{each.title}</div>
            <div className="v">{labelOf(each, now)}</div>
          </li>
        ))}
      </ol>
    </div>
  )
}

const uprightClass = (state: string, isLate: boolean) =>
  state === 'done'
    ? 'done'
    : state === 'open'
      ? `gap ${isLate ? '' : 'open'}`
      : state === 'skipped'
        ? 'none'
        : 'todo'

const phone = window.matchMedia('(max-width: 640px)')
const hearPhone = (tell: () => void) => {
  phone.addEventListener('change', tell)
  return () => phone.removeEventListener('change', tell)
}

/** On a phone the next step comes first and the steps stand upright: another order, so another tree. */
export function usePhone(): boolean {
  return useSyncExternalStore(hearPhone, () => phone.matches)
}
