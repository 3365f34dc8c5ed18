import { useQuery } from '@tanstack/react-query'
import { listApprovals } from '#act/approvals/contract.ts'
import { call } from '#platform/web/api.ts'
import { said } from '#platform/web/format.ts'
import { Go, useSlug } from '#platform/web/go.tsx'
import { Icon } from '#platform/web/icons.tsx'

/** Steps and playbook versions that wait for my agreement; nothing while there are none. */
export function WaitingForMe() {
  const slug = useSlug()
  const { data } = useQuery({
    queryKey: ['today', slug, 'approvals'],
    queryFn: () => call(listApprovals, {}),
    refetchInterval: 60_000,
  })
  const list = data?.data ?? []
  if (list.length === 0) return null
  return (
    <section className="mb-5" aria-label="Waits for your agreement">
      <div className="flex items-baseline gap-2 border-b border-line pb-2">
        <h2 className="sec">Waits for your agreement</h2>
        <span className="muted num xs">{list.length}</span>
      </div>
      <ol>
        {list.map((one) => (
          <li
            key={one.kind === 'step' ? one.stepId : one.playbook}
            className="flex items-start gap-2.5 border-b border-line py-2"
          >
            <Icon name={one.kind === 'step' ? 'case' : 'note'} className="mt-0.5 text-ink-3" />
            <Go
              to={one.kind === 'step' ? `cases/${one.caseId}` : `playbooks/${one.playbook}`}
              {...(one.kind === 'playbook' && { search: { version: String(one.version) } })}
              className="grow min-w-0"
            >
              <span className="cut block">{one.title}</span>
              <span className="help cut block">
                {one.kind === 'step'
                  ? one.about
                  : `Version ${one.version} of the playbook${one.by ? `, saved by ${one.by}` : ''}`}
              </span>
            </Go>
            <span className="muted num xs flex-none pt-0.5">asked {said(one.askedAt)}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
