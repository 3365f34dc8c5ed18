import { useState } from 'react'
import { type Case, type CaseStep, completeStep } from '#act/cases/contract.ts'
import { useCaseChange } from '#act/cases/web/use-cases.ts'
import type { ActionRow } from '#act/corrective-actions/contract.ts'
import { type About, LogAction } from '#act/corrective-actions/web/action-form.tsx'
import { nextWord, stateWord } from '#act/corrective-actions/web/action-words.ts'
import { useActions } from '#act/corrective-actions/web/use-actions.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { count } from '#platform/web/format.ts'
import { Go } from '#platform/web/go.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { useCan } from '#platform/web/session.tsx'

const aboutOf = (one: Case): About => ({
  caseId: one.id,
  ...(one.feedbackId && { feedbackId: one.feedbackId }),
  ...(one.account && { currency: one.account.currency }),
})

/** The corrective actions of a case, and the way to log one. */
export function CaseActions({ one }: { one: Case }) {
  const canWrite = useCan('cases:write')
  const [isLogging, setLogging] = useState(false)
  const { rows } = useActions({ case: one.id, state: 'all' })
  useKeys(
    { l: { run: () => setLogging(true), label: 'Log a corrective action', group: 'Case' } },
    { enabled: canWrite && !isLogging },
  )
  return (
    <section>
      <div className="row">
        <h2 className="sec grow">Corrective actions</h2>
        {canWrite && (
          <Button kind="ghost" size="sm" icon="plus" keys="l" onClick={() => setLogging(true)}>
            Log an action
          </Button>
        )}
      </div>
      {rows.length === 0 && <p className="help mt-1">None was logged for this case.</p>}
      <ul className="mt-1 grid gap-2">
        {rows.map((row) => (
          <li key={row.id}>
            <Go to={`actions/${row.id}`} className="n">
              CAPA {row.number}
            </Go>{' '}
            {row.finding}
            <p className={row.isOverdue ? 'help text-sla-late' : 'help'}>
              {[stateWord(row), row.owner?.name ?? 'nobody owns it', nextWord(row)]
                .filter(Boolean)
                .join(', ')}
            </p>
          </li>
        ))}
      </ul>
      <StepOfActions one={one} rows={rows} />
      {isLogging && <LogAction about={aboutOf(one)} onClose={() => setLogging(false)} />}
    </section>
  )
}

/** Completes the step that waits for the actions, also while another one is the next; says what it waits for. */
function StepOfActions({ one, rows }: { one: Case; rows: readonly ActionRow[] }) {
  const change = useCaseChange(one.id)
  const canWrite = useCan('cases:write')
  const step = one.steps.find((each) => each.action === 'corrective-actions' && each.state === 'open')
  if (!step || one.status !== 'open') return null
  const open = rows.filter((row) => row.state === 'open').length
  if (rows.length === 0 || open > 0)
    return (
      <p className="help mt-2">
        “{step.title}” is done when every action is{open > 0 ? `: ${count(open)} open` : ''}.
      </p>
    )
  if (!canWrite) return null
  return (
    <Button
      className="mt-2"
      icon="check"
      busy={change.isPending}
      onClick={() =>
        change.mutate({
          run: () => call(completeStep, { caseId: one.id, stepId: step.id }),
          failed: 'The step is still open',
        })
      }
    >
      Complete “{step.title}”
    </Button>
  )
}

/** Beside a step that may lead to a corrective action, or needs them done. */
export function StepActions({ one, step }: { one: Case; step: CaseStep }) {
  const canWrite = useCan('cases:write')
  const [isLogging, setLogging] = useState(false)
  const offers = step.action === 'corrective-actions' || step.may.includes('log-corrective-action')
  if (!canWrite || !offers) return null
  return (
    <div className="mt-2.5">
      <Button icon="plus" onClick={() => setLogging(true)}>
        Log an action
      </Button>
      {isLogging && <LogAction about={aboutOf(one)} onClose={() => setLogging(false)} />}
    </div>
  )
}
