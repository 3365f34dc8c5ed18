import { useState } from 'react'
import { rhythmWords } from '#collect/check-ins/rules.ts'
import { Promises, whenWords } from '#collect/check-ins/web/check-in-line.tsx'
import { PlanForm } from '#collect/check-ins/web/plan-form.tsx'
import { useAccountCheckIns, usePromises } from '#collect/check-ins/web/use-check-ins.ts'
import { Button } from '#platform/web/button.tsx'
import { dateOn } from '#platform/web/format.ts'
import { Go, useGo } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'

/** The talks with an account: how often, the last ones, what was promised. */
export function AccountCheckIns({ accountId }: { accountId: string }) {
  const go = useGo()
  const canWrite = useCan('feedback:write')
  const canPlan = useCan('accounts:write')
  const [isPlanning, setPlanning] = useState(false)
  const { plan, list } = useAccountCheckIns(accountId)
  const promises = usePromises({ account: accountId })
  if (!plan.data || !list.data) return null
  const due = list.data.data.find((one) => one.state === 'due')
  return (
    <section aria-label="Check-ins">
      <div className="row">
        <h2 className="sec grow">Check-ins</h2>
        {canPlan && (
          <Button size="sm" kind="ghost" onClick={() => setPlanning(true)}>
            Change
          </Button>
        )}
        {canWrite && (
          <Button size="sm" onClick={() => go('check-ins/note', { search: { account: accountId } })}>
            Note down
          </Button>
        )}
      </div>
      <p className="help mt-1">
        {plan.data.why ??
          [
            `${rhythmWords[plan.data.rhythm].charAt(0).toUpperCase()}${rhythmWords[plan.data.rhythm].slice(1)}`,
            !due && plan.data.nextOn && `the next from ${dateOn(plan.data.nextOn)} on`,
          ]
            .filter(Boolean)
            .join(', ')}
      </p>
      <ul className="mt-1">
        {list.data.data.map((one) => (
          <li key={one.id} className="row min-h-7">
            <Go to={`check-ins/${one.id}`} className="grow cut">
              {one.holder?.name ?? 'Nobody'}
            </Go>
            <span className={`num xs nowrap ${one.state === 'missed' ? 'text-sla-late' : 'muted'}`}>
              {whenWords(one)}
            </span>
          </li>
        ))}
      </ul>
      {promises.data && promises.data.data.length > 0 && (
        <>
          <h3 className="med mt-3">Promised</h3>
          <Promises list={promises.data.data} />
        </>
      )}
      {isPlanning && <PlanForm accountId={accountId} plan={plan.data} onClose={() => setPlanning(false)} />}
    </section>
  )
}
