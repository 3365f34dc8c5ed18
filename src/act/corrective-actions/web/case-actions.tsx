import { useState } from 'react'
import type { Case, CaseStep } from '#act/cases/contract.ts'
import { type About, LogAction } from '#act/corrective-actions/web/action-form.tsx'
import { nextWord, stateWord } from '#act/corrective-actions/web/action-words.ts'
import { useActions } from '#act/corrective-actions/web/use-actions.ts'
import { Button } from '#platform/web/button.tsx'
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
      {isLogging && <LogAction about={aboutOf(one)} onClose={() => setLogging(false)} />}
    </section>
  )
}

/** Beside a step that may lead to a corrective action, or needs them done. */
export function StepActions({ one, step }: { one: Case; step: CaseStep }) {
  const canWrite = useCan('cases:write')
  const [isLogging, setLogging] = useState(false)
  const needs = step.action === 'corrective-actions'
  const { rows } = useActions({ case: one.id, state: 'all' })
  if (!canWrite || !(needs || step.may.includes('log-corrective-action'))) return null
  const open = rows.filter((row) => row.state === 'open').length
  return (
    <div className="mt-2.5">
      {needs && (
        <p className="mb-1.5 text-ink-2">
          {rows.length === 0
            ? 'Log what puts it right; the step is done when every action is.'
            : open > 0
              ? `${open} of ${rows.length} ${rows.length === 1 ? 'action is' : 'actions are'} open.`
              : 'Every action of this case is done.'}
        </p>
      )}
      <Button icon="plus" onClick={() => setLogging(true)}>
        Log an action
      </Button>
      {isLogging && <LogAction about={aboutOf(one)} onClose={() => setLogging(false)} />}
    </div>
  )
}
