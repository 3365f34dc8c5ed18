import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type Correlation, type Correlations, listCorrelations } from '#measure/correlations/contract.ts'
import {
  exposureText,
  type Outcome,
  outcomeWords,
  times,
  type WindowKey,
} from '#measure/correlations/rules.ts'
import { correlationFinding } from '#measure/correlations/web/findings.ts'
import { pathTo } from '#measure/dashboards/web/links.ts'
import { call } from '#platform/web/api.ts'
import { Figure } from '#platform/web/figure.tsx'
import { count, dateOn, percent, plural } from '#platform/web/format.ts'
import { Door, useSlug } from '#platform/web/go.tsx'
import { intervalChart } from '#platform/web/interval-chart.ts'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'

type Props = { outcome: Outcome; days: WindowKey; segment?: string }

/** Rows that are drawn; all stand below in words. */
const drawn = 12

/** What accounts did before, against what came of them: ratios with their intervals, and each in words. */
export function Associations({ outcome, days, segment }: Props) {
  const slug = useSlug()
  const query = useQuery({
    queryKey: ['correlations', slug, outcome, days, segment],
    queryFn: ({ signal }) =>
      call(listCorrelations, { outcome, days, ...(segment !== undefined && { segment }) }, { signal }),
    placeholderData: keepPreviousData,
  })
  const found = query.data
  if (query.error && !found)
    return (
      <Failed
        error={query.error}
        title="The comparison could not be read"
        onRetry={() => void query.refetch()}
      />
    )
  if (!found) return <LoadingBlock height={420} label="Loading the comparison" />
  const behind = behindOf(found)
  const compared = found.data.filter(({ ratio }) => ratio)
  const rest = found.data.filter(({ ratio }) => !ratio)
  const { hit, base, to } = outcomeWords[found.outcome]
  return (
    <>
      <Figure
        title={correlationFinding(found)}
        sub={
          <>
            <Door to={behind({})}>{count(found.accounts)}</Door> {base}, {dateOn(found.at, 0)};{' '}
            <Door to={behind({ hit: 'true' })}>{count(found.hits)}</Door> {hit} by {dateOn(found.to, 0)}
            {found.accounts > 0 && `, ${percent(found.hits / found.accounts)}`}. What they did from{' '}
            {dateOn(found.from, 0)} until then. How many times as likely to {to}, with the 95 % interval;
            hollow: could be chance.
          </>
        }
        {...(compared.length > 0 && {
          draw: (width: number) =>
            intervalChart({
              width,
              isRatio: true,
              none: { value: 1, label: 'no difference' },
              show: (value) => `${times(value)}×`,
              head: ['Before', 'Risk ratio', '95 % interval'],
              rows: compared.slice(0, drawn).flatMap((one) => {
                const { ratio } = one
                if (!ratio) return []
                return [
                  {
                    label: one.label,
                    value: ratio.ratio ?? 16,
                    low: ratio.low,
                    high: ratio.high,
                    isFaint: !ratio.holds,
                    link: { to: behind({ exposure: one.exposure, exposed: 'true' }), says: one.text },
                  },
                ]
              }),
            }),
        })}
      >
        {compared.length === 0 && (
          <p className="help max-w-[66ch]">
            A comparison is made from five accounts that {hit} and five that did something before. Look at a
            longer time, or come back when more is known.
          </p>
        )}
      </Figure>
      {compared.length > 0 && (
        <ul className="mt-6 max-w-[80ch]" aria-label="Findings">
          {compared.map((one) => (
            <Finding key={one.exposure} one={one} found={found} behind={behind} />
          ))}
        </ul>
      )}
      {rest.length > 0 && (
        <p className="help mt-4 max-w-[80ch]">
          Not enough data to compare:{' '}
          {rest
            .slice(0, 20)
            .map((one) => `${one.label} (${count(one.hits)} of ${count(one.accounts)})`)
            .join(', ')}
          {rest.length > 20 && ` and ${plural(rest.length - 20, 'other')}`}.
        </p>
      )}
    </>
  )
}

type Behind = (more: Record<string, string>) => string

/** Where the accounts behind a number stand. */
function behindOf({ outcome, days, segment }: Correlations): Behind {
  return (more) =>
    pathTo('correlations/accounts', {
      outcome,
      days: String(days),
      ...(segment !== null && { segment }),
      ...more,
    })
}

function Finding({ one, found, behind }: { one: Correlation; found: Correlations; behind: Behind }) {
  const { exposure } = one
  const { hit, other } = outcomeWords[found.outcome]
  return (
    <li className="border-b border-line py-3">
      <p className={one.ratio?.holds ? 'med' : ''}>{one.text}</p>
      <p className="help mt-1">
        <Door to={behind({ exposure, exposed: 'true', hit: 'true' })}>{count(one.hits)}</Door> of{' '}
        {count(found.hits)} that {hit}, and{' '}
        <Door to={behind({ exposure, exposed: 'true', hit: 'false' })}>{count(one.accounts - one.hits)}</Door>{' '}
        of {count(found.accounts - found.hits)} that {other}, {exposureText(one)}.
        {exposure.startsWith('theme:') && (
          <>
            {' '}
            <Door to={`themes/${exposure.slice('theme:'.length)}`}>The theme</Door>
          </>
        )}
      </p>
    </li>
  )
}
