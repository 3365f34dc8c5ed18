import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { call } from '#platform/web/api.ts'
import { plural } from '#platform/web/format.ts'
import { Go, useSlug } from '#platform/web/go.tsx'
import { Sure } from '#platform/web/suggestion.tsx'
import { useSettled } from '#platform/web/use-settled.ts'
import { findSimilarRequests, type SimilarRequest } from '#prioritize/requests/contract.ts'
import { statusWords } from '#prioritize/requests/rules.ts'

/** Below this many characters there is nothing to compare. */
const leastTyped = 5

/** Requests that ask for what is being typed; `onPick` takes one in place of writing it down again. */
export function SimilarRequests({
  title,
  problem,
  except,
  pick,
  onPick,
}: {
  title: string
  problem?: string
  except?: string
  pick?: string
  onPick?(request: SimilarRequest): void
}) {
  const slug = useSlug()
  const typed = useSettled({ title: title.trim(), problem: problem?.trim() ?? '' })
  const isAsked = typed.title.length >= leastTyped
  const similar = useQuery({
    queryKey: ['requests', slug, 'typed', typed, except],
    queryFn: ({ signal }) =>
      call(findSimilarRequests, { ...typed, ...(except && { except }), limit: 4 }, { signal }),
    enabled: isAsked,
    placeholderData: keepPreviousData,
  })
  const found = isAsked ? (similar.data?.data ?? []) : []
  return (
    <div role="status" className="min-w-0">
      {found.length > 0 && (
        <section aria-label="Asks for the same" className="rounded-2 border border-line px-3 py-2">
          <h3 className="sec">These may ask for the same</h3>
          <ul>
            {found.map((one) => (
              <li key={one.id} className="row min-h-10 flex-wrap">
                <Go
                  to={`requests/${one.id}`}
                  target="_blank"
                  className="link min-w-0 grow basis-48 cut"
                  dir="auto"
                >
                  {one.title}
                </Go>
                <span className="help">
                  {statusWords[one.status]}, {plural(one.accounts, 'account')}
                </span>
                <Sure confidence={one.score} />
                {onPick && (
                  <button type="button" className="btn sm" onClick={() => onPick(one)}>
                    {pick}
                    <span className="vh"> {one.title}</span>
                  </button>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
