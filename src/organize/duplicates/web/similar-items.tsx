import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { findSimilar } from '#organize/duplicates/contract.ts'
import { call } from '#platform/web/api.ts'
import { plural } from '#platform/web/format.ts'
import { Go, useSlug } from '#platform/web/go.tsx'
import { Sure } from '#platform/web/suggestion.tsx'
import { useSettled } from '#platform/web/use-settled.ts'

/** Below this many characters there is nothing to compare. */
const leastTyped = 12

/** What was said before that looks like what is being typed. */
export function SimilarItems({ verbatim, title }: { verbatim: string; title: string }) {
  const slug = useSlug()
  const typed = useSettled({ verbatim: verbatim.trim(), title: title.trim() })
  const similar = useQuery({
    queryKey: ['pairs', slug, 'typed', typed],
    queryFn: ({ signal }) =>
      call(findSimilar, { verbatim: typed.verbatim, title: typed.title || null, limit: 3 }, { signal }),
    enabled: typed.verbatim.length >= leastTyped,
    placeholderData: keepPreviousData,
  })
  const found = typed.verbatim.length >= leastTyped ? (similar.data?.data ?? []) : []
  return (
    <div role="status" className="min-w-0">
      {found.length > 0 && (
        <section aria-label="Looks like these" className="rounded-2 border border-line px-3 py-2">
          <h3 className="sec">Looks like these</h3>
          <ul>
            {found.map((item) => (
              <li key={item.id} className="row min-h-10 flex-wrap">
                <Go
                  to={`inbox/${item.id}`}
                  target="_blank"
                  className="link min-w-0 grow basis-48 cut"
                  dir="auto"
                >
                  {item.summary}
                </Go>
                <span className="help">
                  {[item.account?.name ?? item.contact?.name, item.voices > 1 && plural(item.voices, 'voice')]
                    .filter(Boolean)
                    .join(', ')}
                </span>
                <Sure confidence={item.score} />
              </li>
            ))}
          </ul>
          <p className="help">Record it all the same when another customer says it: each voice counts.</p>
        </section>
      )}
    </div>
  )
}
