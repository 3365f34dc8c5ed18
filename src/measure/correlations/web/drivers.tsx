import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { points } from '#collect/surveys/results/scores.ts'
import { type Driver, listDrivers } from '#measure/correlations/contract.ts'
import { costText } from '#measure/correlations/driver-text.ts'
import type { WindowKey } from '#measure/correlations/rules.ts'
import { driverFinding } from '#measure/correlations/web/findings.ts'
import { pathTo } from '#measure/dashboards/web/links.ts'
import { call } from '#platform/web/api.ts'
import { Figure } from '#platform/web/figure.tsx'
import { count, dateOn, plural } from '#platform/web/format.ts'
import { Door, useSlug } from '#platform/web/go.tsx'
import { intervalChart } from '#platform/web/interval-chart.ts'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'

type Props = { days: WindowKey; segment?: string }

const drawn = 12

/** What each theme takes from the NPS or adds to it, with its interval. */
export function DriverFigures({ days, segment }: Props) {
  const slug = useSlug()
  const query = useQuery({
    queryKey: ['drivers', slug, days, segment],
    queryFn: ({ signal }) =>
      call(listDrivers, { days, ...(segment !== undefined && { segment }) }, { signal }),
    placeholderData: keepPreviousData,
  })
  const found = query.data
  if (query.error && !found)
    return (
      <Failed
        error={query.error}
        title="The drivers could not be read"
        onRetry={() => void query.refetch()}
      />
    )
  if (!found) return <LoadingBlock height={420} label="Loading the drivers" />
  const compared = found.data.filter(({ cost }) => cost)
  const rest = found.data.filter(({ cost }) => !cost)
  const behind = (theme?: string, group?: string) =>
    pathTo('correlations/answers', { theme, days, segment, group })
  return (
    <>
      <Figure
        title={driverFinding(found)}
        sub={
          <>
            {found.isWhole ? '' : 'The newest '}
            <Door to={behind()}>{count(found.answers)}</Door> NPS answers with words, {dateOn(found.from, 0)}{' '}
            to {dateOn(found.to, 0)}
            {found.nps !== null && `: NPS ${points(found.nps)}`}. Points each theme costs, with the 95 %
            interval; left of the line it adds. Hollow: could be chance.
          </>
        }
        {...(compared.length > 0 && {
          draw: (width: number) =>
            intervalChart({
              width,
              none: { value: 0, label: 'costs nothing' },
              show: costText,
              head: ['Theme', 'NPS points it costs', '95 % interval'],
              rows: compared.slice(0, drawn).flatMap((one) => {
                const { cost } = one
                if (!cost) return []
                return [
                  {
                    label: one.label,
                    value: cost.points,
                    low: cost.low,
                    high: cost.high,
                    isFaint: !one.difference?.holds,
                    link: { to: behind(one.themeId), says: one.text },
                  },
                ]
              }),
            }),
        })}
      >
        {compared.length === 0 && (
          <p className="help max-w-[66ch]">
            A theme is compared when five answers speak of it and five do not.
          </p>
        )}
      </Figure>
      {compared.length > 0 && (
        <ul className="mt-6 max-w-[80ch]" aria-label="Findings">
          {compared.map((one) => (
            <DriverFinding key={one.themeId} one={one} behind={behind} />
          ))}
        </ul>
      )}
      {rest.length > 0 && (
        <p className="help mt-4 max-w-[80ch]">
          Not enough answers to compare:{' '}
          {rest
            .slice(0, 20)
            .map((one) => one.label)
            .join(', ')}
          {rest.length > 20 && ` and ${plural(rest.length - 20, 'other')}`}.
        </p>
      )}
    </>
  )
}

function DriverFinding({ one, behind }: { one: Driver; behind: (theme: string, group?: string) => string }) {
  const { promoters, passives, detractors } = one.with
  return (
    <li className="border-b border-line py-3">
      <p className={one.difference?.holds ? 'med' : ''}>{one.text}</p>
      <p className="help mt-1">
        <Door to={behind(one.themeId, 'detractor')}>{count(detractors)}</Door> detractors,{' '}
        <Door to={behind(one.themeId, 'passive')}>{count(passives)}</Door> passives,{' '}
        <Door to={behind(one.themeId, 'promoter')}>{count(promoters)}</Door> promoters.{' '}
        <Door to={`themes/${one.themeId}`}>The theme</Door>
      </p>
    </li>
  )
}
