import { useQuery } from '@tanstack/react-query'
import { type ActionRow, listActions } from '#act/corrective-actions/contract.ts'
import { call } from '#platform/web/api.ts'
import { date, dateOn } from '#platform/web/format.ts'
import { Go, useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'

const most = 8

/** In a review of trends: which corrective actions helped, which wait to be checked, and which are being watched. */
export default function ReviewEffects() {
  const slug = useSlug()
  const canRead = useCan('cases:read')
  const { data } = useQuery({
    queryKey: ['actions', slug, 'review-effects'],
    queryFn: async () => {
      const [effective, done] = await Promise.all([
        call(listActions, { state: 'effective', limit: most }),
        call(listActions, { state: 'done', limit: most }),
      ])
      return [...done.data, ...effective.data]
    },
    enabled: canRead,
  })
  if (!canRead) return null
  return (
    <section className="room-part" aria-label="Effect of past actions">
      <h2 className="sec">Effect of past actions</h2>
      {data?.length === 0 && <p className="help mt-1">No corrective action is done yet.</p>}
      <ul className="room-themes">
        {data?.map((action) => (
          <li key={action.id}>
            <span className="grow min-w-0">
              <Go to={`actions/${action.id}`} className="cut block hover:underline">
                CAPA {action.number}: {action.finding}
              </Go>
              <span className="help block">{effectText(action)}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function effectText(action: ActionRow): string {
  if (action.state === 'effective')
    return `effective${action.doneAt ? `, done ${date(action.doneAt)}` : ''}${action.watchUntil ? `, watched until ${dateOn(action.watchUntil)}` : ''}`
  const again = action.reopenedCount > 0 ? `, opened again ${action.reopenedCount} times` : ''
  return action.isToCheck
    ? `to be checked: did it help?${again}`
    : `done, checked on ${dateOn(action.checkOn ?? action.dueOn)}${again}`
}
