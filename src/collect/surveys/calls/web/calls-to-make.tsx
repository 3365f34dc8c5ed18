import { useQuery } from '@tanstack/react-query'
import { listCalls } from '#collect/surveys/calls/contract.ts'
import { call } from '#platform/web/api.ts'
import { plural } from '#platform/web/format.ts'
import { Go, useSlug } from '#platform/web/go.tsx'
import { Icon } from '#platform/web/icons.tsx'
import { useCan } from '#platform/web/session.tsx'

/** People I am to call and ask, whose time has come; nothing while there are none. */
export default function CallsToMake() {
  const slug = useSlug()
  const { data } = useQuery({
    queryKey: ['today', slug, 'survey-calls'],
    queryFn: () => call(listCalls, { mine: 'true', due: 'true', limit: 20 }),
    refetchInterval: 60_000,
    enabled: useCan('surveys:write'),
  })
  const calls = data?.data ?? []
  if (calls.length === 0) return null
  return (
    <section className="mb-5" aria-label="Call and ask">
      <div className="flex items-baseline gap-2 border-b border-line pb-2">
        <h2 className="sec">Call and ask</h2>
        <span className="muted num xs grow">
          {data?.nextCursor ? `the next ${calls.length}` : calls.length}
        </span>
        <Go to="calls" className="link xs">
          All calls
        </Go>
      </div>
      <ol>
        {calls.map((one) => (
          <li key={one.id} className="flex items-start gap-2.5 border-b border-line py-2">
            <Icon name="phone" className="mt-0.5 text-ink-3" />
            <Go to={`calls/${one.id}`} className="grow min-w-0">
              <span className="cut block">Call {one.name ?? 'the contact'} and ask</span>
              <span className="help cut block">
                {[
                  one.surveyName,
                  one.accountName,
                  one.standsInFor && `for ${one.standsInFor}`,
                  one.tries > 0 && plural(one.tries, 'try', 'tries'),
                ]
                  .filter(Boolean)
                  .join(', ')}
              </span>
            </Go>
            <span className="muted num xs flex-none pt-0.5">{one.phone ?? 'no number'}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
