import { useQuery } from '@tanstack/react-query'
import { tenths } from '#collect/surveys/results/scores.ts'
import { pathTo } from '#measure/dashboards/web/links.ts'
import { getReleaseImpact, getRequestImpact, type Impact, type Measure } from '#measure/impact/contract.ts'
import { verdictWords } from '#measure/impact/rules.ts'
import { nextLook } from '#measure/impact/web/next-look.ts'
import { call } from '#platform/web/api.ts'
import { count, plural } from '#platform/web/format.ts'
import { Door, Go, useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'

type Given = { requestId: string } | { releaseId: string }

/** At the end of what shipped: whether it worked, before and after of those who asked, against comparable accounts. */
export default function ImpactSection(given: Given) {
  const slug = useSlug()
  const id = 'requestId' in given ? given.requestId : given.releaseId
  const canRead = useCan('metrics:read')
  const query = useQuery({
    queryKey: ['impact', slug, id],
    queryFn: ({ signal }) =>
      'requestId' in given
        ? call(getRequestImpact, { requestId: id }, { signal })
        : call(getReleaseImpact, { releaseId: id }, { signal }),
    enabled: canRead,
  })
  if (!canRead) return null
  const impact = query.data?.impact
  if (query.data && !impact) return null
  return (
    <section className="mt-6" aria-labelledby="impact">
      <h2 className="sec" id="impact">
        Did it work?
      </h2>
      {query.error ? (
        <Failed
          error={query.error}
          title="The impact could not be read"
          onRetry={() => void query.refetch()}
        />
      ) : impact ? (
        <Known impact={impact} />
      ) : (
        <LoadingBlock height={160} label="Loading the impact" />
      )}
    </section>
  )
}

function Known({ impact }: { impact: Impact }) {
  const { verdict, days, askers, others, nextLookOn, checks, action } = impact
  return (
    <>
      <p className="mt-1">
        <strong>{verdictWords[verdict]}</strong>
        {impact.isBack && ', and it was taken back since'}
        {action && (
          <>
            {': '}
            <Go to={`actions/${action.id}`} className="link">
              CAPA {action.number}
            </Go>{' '}
            was logged
          </>
        )}
        .
      </p>
      <p className="help mt-1 max-w-[66ch]">
        {plural(askers, 'account')} that asked before it shipped, against {count(others)} of the same segments
        and MRR bands that did not; {plural(days, 'day')} after it shipped against up to 90 before.{' '}
        {nextLookOn && `It is ${nextLook(nextLookOn)}.`}
      </p>
      <MeasureTable impactId={impact.id} measures={impact.measures} />
      {checks.length > 0 && (
        <p className="help mt-2">
          Looked at before:{' '}
          {checks.map((one) => `day ${one.days}: ${verdictWords[one.verdict].toLowerCase()}`).join(', ')}.
        </p>
      )}
    </>
  )
}

const results = {
  better: '▲ better',
  worse: '▼ worse',
  same: 'could be chance',
  not_enough: 'not enough data',
} as const

/** The measures of a look, each before and after on both sides, with the difference and its interval. */
function MeasureTable({ impactId, measures }: { impactId: string; measures: readonly Measure[] }) {
  return (
    <table className="tb mt-2">
      <caption className="vh">Before and after, by measure</caption>
      <thead>
        <tr>
          <th scope="col">Measure</th>
          <th scope="col" className="rt">
            Asked
          </th>
          <th scope="col" className="rt">
            Comparable
          </th>
          <th scope="col" className="rt max-phone:hidden">
            Difference
          </th>
          <th scope="col">Found</th>
        </tr>
      </thead>
      <tbody>
        {measures.map((one) => (
          <tr key={one.key}>
            <td>
              {one.name}
              <span className="muted xs block">{one.unit}</span>
            </td>
            <Side impactId={impactId} measure={one} side="askers" />
            <Side impactId={impactId} measure={one} side="others" />
            <td className="rt num max-phone:hidden">
              {one.difference ? (
                <>
                  {tenths(one.difference.points)}
                  <span className="muted xs block nowrap">
                    {tenths(one.difference.low)} to {tenths(one.difference.high)}
                  </span>
                </>
              ) : (
                'none'
              )}
            </td>
            <td className={one.result === 'worse' ? 'strong' : ''}>
              {results[one.result]}
              <span className="muted xs block nowrap">
                {count(one.askers.n)} and {count(one.others.n)}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** How one side moved; it opens its accounts. */
function Side({
  impactId,
  measure,
  side,
}: {
  impactId: string
  measure: Measure
  side: 'askers' | 'others'
}) {
  const text = moved(measure[side])
  return (
    <td className="rt num">
      {measure[side].n === 0 ? (
        text
      ) : (
        <Door to={pathTo(`impacts/${impactId}`, { measure: measure.key, side })}>{text}</Door>
      )}
    </td>
  )
}

const moved = ({ n, before, after }: Measure['askers']) =>
  n === 0 ? 'none' : `${tenths(before)} → ${tenths(after)}`
