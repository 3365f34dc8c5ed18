import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { pathTo } from '#measure/dashboards/web/links.ts'
import { valueText } from '#measure/explorer/web/words.ts'
import { getWeightedMetric } from '#measure/segments/contract.ts'
import type { WeightedBy, weightedMetrics } from '#measure/segments/rules.ts'
import { groupWords, weightedText } from '#measure/segments/web/words.ts'
import { call } from '#platform/web/api.ts'
import { count, percent } from '#platform/web/format.ts'
import { Door, useSlug } from '#platform/web/go.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'

interface Props {
  metric: (typeof weightedMetrics)[number]
  by: WeightedBy
  span: { from: string; to: string }
  survey?: string | undefined
  channel?: string | undefined
}

/** The metric as it would be if answers came in the shares of our accounts, with the weights. */
export function WeightedSection({ metric: key, by, span, survey, channel }: Props) {
  const slug = useSlug()
  const narrowed = { ...(survey !== undefined && { survey }), ...(channel !== undefined && { channel }) }
  const input = { key, by, ...span, ...narrowed }
  const query = useQuery({
    queryKey: ['weighted-metric', slug, input],
    queryFn: ({ signal }) => call(getWeightedMetric, input, { signal }),
    placeholderData: keepPreviousData,
  })
  const found = query.data
  if (query.error && !found)
    return (
      <Failed
        error={query.error}
        title="The weights could not be read"
        onRetry={() => void query.refetch()}
      />
    )
  if (!found) return <LoadingBlock height={160} label="Loading the weights" />
  const { metric, plain, weighted, groups } = found
  const show = (value: number) => valueText(metric.unit, value)
  const { text } = groupWords[by]
  return (
    <section className="mt-6 border-t border-line pt-5" aria-label="Weighted to our base">
      <h2 className="font-semibold">Weighted to our base, by {text}</h2>
      {weighted ? (
        <p className="mt-1 max-w-[80ch]">
          {metric.name} {weightedText(show, weighted)}; as they answered{' '}
          {plain.value === null ? 'too few to say' : show(plain.value)}, n {count(plain.n)}.
        </p>
      ) : (
        <p className="help mt-1 max-w-[80ch]">
          Nobody answered whose {text} is known, so there is nothing to weigh.
        </p>
      )}
      <p className="help mt-1 max-w-[80ch]">
        Each answer counts the share of its {text} in our active accounts over its share in the answers.
        {weighted &&
          weighted.leftOut > 0 &&
          ` ${count(weighted.leftOut)} answers of no known ${text} are left out.`}
      </p>
      {groups.length > 0 && (
        <div className="mt-3 max-w-[46rem] overflow-x-auto">
          <table className="tb">
            <caption className="vh">Weights</caption>
            <thead>
              <tr>
                <th scope="col">{groupWords[by].one}</th>
                {['Answers', 'Of the answers', 'Of our accounts', 'Each counts'].map((head) => (
                  <th key={head} scope="col" className="rt">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {groups.map((group) => (
                <tr key={group.key}>
                  <th scope="row" className="font-normal">
                    {group.label}
                  </th>
                  <td className="rt num">
                    <Door
                      to={pathTo('explorer/records', { metric: key, [by]: group.key, ...narrowed, ...span })}
                    >
                      {count(group.n)}
                    </Door>
                  </td>
                  <td className="rt num">{percent(group.ofAnswers)}</td>
                  <td className="rt num">{percent(group.ofBase)}</td>
                  <td className="rt num">
                    {group.weight === null ? (
                      <span className="muted">nobody answered</span>
                    ) : (
                      group.weight.toFixed(2)
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
