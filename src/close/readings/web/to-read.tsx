import { useQuery } from '@tanstack/react-query'
import { listReadings, type ReadingToDo } from '#close/readings/contract.ts'
import { call } from '#platform/web/api.ts'
import { said } from '#platform/web/format.ts'
import { Go, useSlug } from '#platform/web/go.tsx'
import { Icon, type IconName } from '#platform/web/icons.tsx'
import { useCan } from '#platform/web/session.tsx'

const kinds: Record<ReadingToDo['kind'], { icon: IconName; says(one: ReadingToDo): string }> = {
  read: { icon: 'mail', says: (one) => `${one.other} wrote it; read it before it leaves` },
  returned: { icon: 'reply', says: (one) => `${one.other} returned it with words` },
  choose: { icon: 'warning', says: (one) => `${one.other} cannot read it now; choose somebody else` },
}

/** Mails that I read before they leave, and mine that came back; nothing while there are none. */
export default function ToRead() {
  const slug = useSlug()
  const canRead = useCan('updates:write')
  const { data } = useQuery({
    queryKey: ['today', slug, 'readings'],
    queryFn: () => call(listReadings, {}),
    refetchInterval: 60_000,
    enabled: canRead,
  })
  const list = data?.data ?? []
  if (list.length === 0) return null
  return (
    <section className="mb-5" aria-label="To read before it leaves">
      <div className="flex items-baseline gap-2 border-b border-line pb-2">
        <h2 className="sec">To read before it leaves</h2>
        <span className="muted num xs">{list.length}</span>
      </div>
      <ol>
        {list.map((one) => (
          <li key={one.updateId} className="flex items-start gap-2.5 border-b border-line py-2">
            <Icon name={kinds[one.kind].icon} className="mt-0.5 text-ink-3" />
            <Go to={one.caseId ? `cases/${one.caseId}` : `inbox/${one.feedbackId}`} className="grow min-w-0">
              <span className="cut block">
                {one.subject || 'No subject'}: {one.to}
              </span>
              <span className="help cut block">{kinds[one.kind].says(one)}</span>
            </Go>
            <span className="muted num xs flex-none pt-0.5">{said(one.at)}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
