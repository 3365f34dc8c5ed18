import type { Health } from '#measure/dashboards/contract.ts'
import { addDays, waitText } from '#measure/dashboards/rules.ts'
import {
  answersFinding,
  loopFinding,
  npsFinding,
  npsSub,
  plus,
  signed,
  stopWords,
  volumeFinding,
} from '#measure/dashboards/web/findings.ts'
import { doors, pathTo } from '#measure/dashboards/web/links.ts'
import { barChart, columns, dotRangeChart, shareBar } from '#platform/web/charts.ts'
import { DrawingSvg } from '#platform/web/drawing-svg.tsx'
import { Figure, useWidth } from '#platform/web/figure.tsx'
import { count, dateOn, percent, words } from '#platform/web/format.ts'
import { Door } from '#platform/web/go.tsx'
import { lineChart } from '#platform/web/line-chart.ts'

type Props = { health: Health }

/** NPS by quarter with its interval, the band it lies in, and the three groups of the latest quarter. */
export function NpsFigure({ health }: Props) {
  const { nps } = health
  const to = doors(health)
  const latest = nps.latest
  const [ref, width] = useWidth<HTMLDivElement>()
  const known = nps.quarters.slice(
    Math.max(
      0,
      nps.quarters.findIndex((quarter) => quarter.n > 0),
    ),
  )
  const total = nps.quarters.reduce((sum, quarter) => sum + quarter.n, 0)
  return (
    <Figure
      title={npsFinding(nps)}
      sub={
        <>
          {npsSub(nps)}{' '}
          {latest && latest.quarter.delivered > 0 && (
            <>
              <Door to={to.nps(latest.quarter)}>{count(latest.quarter.answered)}</Door> of{' '}
              {count(latest.quarter.delivered)} asked answered,{' '}
              {percent(latest.quarter.answered / latest.quarter.delivered)}.{' '}
            </>
          )}
          {latest && !health.segment && (
            <Door
              to={pathTo('explorer', {
                metric: 'nps',
                weight: 'segment',
                from: latest.quarter.from,
                to: latest.quarter.to,
              })}
            >
              Weighted to our base
            </Door>
          )}
        </>
      }
      tooFew={latest ? undefined : { n: total }}
      draw={(size) =>
        lineChart({
          width: size,
          height: 262,
          unit: 'NPS',
          show: signed,
          points: known.map((quarter) => ({
            label: quarter.name,
            value: quarter.score,
            ...(quarter.low !== null && quarter.high !== null && { low: quarter.low, high: quarter.high }),
            n: quarter.n,
            link: { to: to.nps(quarter), says: `${quarter.name}: ${quarter.n} answers` },
          })),
          ...(latest && {
            band: {
              from: Math.max(latest.bandFrom, -100),
              to: latest.bandTo,
              label: `${latest.band} band, ${signed(latest.bandFrom)} to ${latest.bandTo}`,
            },
          }),
          domain: npsDomain(known, latest),
        })
      }
    >
      {latest && (
        <div ref={ref} className="mt-2">
          {width > 0 && (
            <DrawingSvg
              label={`Groups of ${latest.quarter.name}`}
              drawing={shareBar({
                width,
                parts: [
                  {
                    label: 'detractors',
                    value: latest.quarter.detractors,
                    ink: 'nps-detractor',
                    link: {
                      to: to.nps(latest.quarter, 'detractor'),
                      says: `${latest.quarter.detractors} detractors`,
                    },
                  },
                  {
                    label: 'passives',
                    value: latest.quarter.passives,
                    ink: 'nps-passive',
                    link: {
                      to: to.nps(latest.quarter, 'passive'),
                      says: `${latest.quarter.passives} passives`,
                    },
                  },
                  {
                    label: 'promoters',
                    value: latest.quarter.promoters,
                    ink: 'nps-promoter',
                    link: {
                      to: to.nps(latest.quarter, 'promoter'),
                      says: `${latest.quarter.promoters} promoters`,
                    },
                  },
                ],
              })}
            />
          )}
        </div>
      )}
    </Figure>
  )
}

function npsDomain(quarters: Health['nps']['quarters'], latest: Health['nps']['latest']): [number, number] {
  const ends = quarters
    .flatMap((quarter) => [quarter.low, quarter.high])
    .filter((value): value is number => value !== null)
  const top = Math.max(...ends, latest ? Math.min(latest.bandTo, 60) : 0, 20)
  return [Math.min(0, ...ends), Math.min(100, top)]
}

/** Waiting times for a first answer by channel, against the target. */
export function AnswersFigure({ health }: Props) {
  const { all, channels, targetHours } = health.answers
  const to = doors(health)
  const rows = channels.filter((one) => one.median !== null)
  const judged = all.inside + all.late
  return (
    <Figure
      title={answersFinding(all, rows, targetHours)}
      sub={
        judged === 0 ? (
          `No item of this period is owed a first answer, or they wait less than ${targetHours} h.`
        ) : (
          <>
            Dot: median. Bar end: nine of ten answered by then.{' '}
            <Door to={to.answers('inside')}>{percent(all.inside / judged)}</Door> inside {targetHours} h,{' '}
            <Door to={to.answers('late')}>{count(all.late)}</Door> late,{' '}
            <Door to={to.answers('waiting')}>{count(all.waiting)}</Door> still waiting. Automatic
            acknowledgements are no answer.
          </>
        )
      }
      draw={
        rows.length === 0
          ? undefined
          : (width) =>
              dotRangeChart({
                width,
                target: { value: targetHours, label: `target ${targetHours} h` },
                show: (hours) => waitText(Math.round(hours * 60)),
                axis: (hours) => `${hours} h`,
                rows: rows.map((one) => ({
                  label: one.label,
                  value: (one.median ?? 0) / 60,
                  end: (one.nineOfTen ?? 0) / 60,
                  link: {
                    to: to.answers('answered', one.channel),
                    says: `${one.label}: ${one.answered} answered, median ${waitText(one.median ?? 0)}`,
                  },
                })),
              })
      }
    />
  )
}

/** Items a week by channel, all on one scale. */
export function VolumeFigure({ health, weeks }: Props & { weeks: number }) {
  const { volume, span } = health
  const to = doors(health)
  const most = Math.max(1, ...volume.channels.flatMap((channel) => channel.weeks))
  return (
    <Figure
      title={volumeFinding(volume)}
      sub={
        <>
          <Door to={to.volume()}>{count(volume.items)}</Door> {volume.items === 1 ? 'item' : 'items'} by the
          week they were said, history included; one scale for all. Change against the {weeks} weeks before.
        </>
      }
    >
      <ul className="grid grid-cols-2 gap-x-5 gap-y-3 phone:grid-cols-4">
        {volume.channels.map((channel) => (
          <li key={channel.channel} className="min-w-0">
            <div className="flex justify-between gap-2 text-xs">
              <span className="cut">{channel.label}</span>
              <span className="nowrap num">
                <Door to={to.volume(channel.channel)} className="font-semibold">
                  {count(channel.items)}
                </Door>{' '}
                <span className="muted">{plus(channel.items - channel.before)}</span>
              </span>
            </div>
            <WeekBars
              label={channel.label}
              weeks={channel.weeks}
              most={most}
              from={span.from}
              link={(from, until) => to.volume(channel.channel, from, until)}
            />
          </li>
        ))}
      </ul>
    </Figure>
  )
}

function WeekBars({
  label,
  weeks,
  most,
  from,
  link,
}: {
  label: string
  weeks: number[]
  most: number
  from: string
  link(from: string, to: string): string
}) {
  const [ref, width] = useWidth<HTMLDivElement>()
  const starts = weeks.map((_, i) => addDays(from, 7 * i))
  return (
    <div ref={ref} className="mt-1" style={{ minHeight: 50 }}>
      {width > 0 && (
        <DrawingSvg
          label={`${label}, items a week`}
          drawing={columns({
            width,
            values: weeks,
            most,
            labels: starts.map((start) => dateOn(start, 0)),
            links: weeks.map((items, i) => ({
              to: link(starts[i]!, addDays(starts[i]!, 6)),
              says: `${label}, week from ${dateOn(starts[i]!, 0)}: ${items}`,
            })),
          })}
        />
      )}
    </div>
  )
}

/** How far the items of the period came round the loop, and where they stopped. */
export function LoopFigure({ health, weeks }: Props & { weeks: number }) {
  const { loop } = health
  const to = doors(health)
  return (
    <Figure
      title={loopFinding(loop)}
      sub={`How far what was heard in these ${weeks} weeks came round the loop.`}
      draw={(width) =>
        barChart({
          width,
          bars: loop.map((one) => {
            const isOwed = one.stage === 'acted' && one.stopped > 0
            return {
              label: words(one.stage),
              value: one.reached,
              link: { to: to.reached(one.stage), says: `${words(one.stage)}: ${one.reached}` },
              ...(one.stopped > 0 &&
                one.stage !== 'confirmed' && {
                  note: stopWords[one.stage](one.stopped),
                  noteLink: { to: to.stopped(one.stage), says: stopWords[one.stage](one.stopped) },
                  isLate: isOwed,
                }),
            }
          }),
        })
      }
    />
  )
}
