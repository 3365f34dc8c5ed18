import {
  cancelThemeRun,
  resumeThemeRun,
  type Theme,
  type ThemeBias,
  type ThemeRun,
} from '#analyze/themes/contract.ts'
import { useThemeChange } from '#analyze/themes/web/use-themes.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { count, percent, plural, words } from '#platform/web/format.ts'
import { Icon } from '#platform/web/icons.tsx'
import { useCan } from '#platform/web/session.tsx'

const width = 78
const height = 26

/** Twelve weeks as a line over the band of what is usual; the last point has its number, weeks that stand out a dot. */
export function Sparkline({ theme }: { theme: Pick<Theme, 'weeks' | 'usual' | 'spikes' | 'change'> }) {
  const { weeks, usual, spikes, change } = theme
  const top = Math.max(...weeks, usual.high, 1)
  const x = (week: number) => 2 + (week * width) / (weeks.length - 1)
  const y = (n: number) => height - 3 - (n * (height - 7)) / top
  const now = weeks.at(-1)!
  const isRising = (change.holds && change.now > change.before) || spikes.includes(weeks.length - 1)
  const words = [
    `${plural(weeks.length, 'week')}, ${count(now)} this week, ${count(change.before)} the week before`,
    spikes.length > 0 && plural(spikes.length, 'week stands out', 'weeks stand out'),
  ].filter(Boolean)
  return (
    <svg className="sparkline" width="106" height={height} role="img" aria-label={words.join(', ')}>
      <rect
        x="2"
        y={y(usual.high)}
        width={width}
        height={Math.max(1, y(usual.low) - y(usual.high))}
        fill="var(--active)"
      />
      <polyline
        points={weeks.map((n, week) => `${x(week).toFixed(1)},${y(n).toFixed(1)}`).join(' ')}
        fill="none"
        stroke="var(--ink-2)"
        strokeWidth="1.25"
      />
      {spikes.map((week) => (
        <circle key={week} cx={x(week)} cy={y(weeks[week]!)} r="2.5" fill="var(--accent)" />
      ))}
      <circle
        cx={x(weeks.length - 1)}
        cy={y(now)}
        r={isRising ? 3.5 : 2.25}
        fill={isRising ? 'var(--accent)' : 'var(--surface)'}
        stroke={isRising ? 'var(--accent)' : 'var(--ink-2)'}
        strokeWidth="1.25"
      />
      <text x={width + 10} y={y(now) + 4} className={isRising ? 'd' : undefined}>
        {count(now)}
      </text>
    </svg>
  )
}

const feelings = ['negative', 'neutral', 'mixed', 'positive'] as const

/** How the mentions feel, as parts of a bar. */
export function SentimentBar({ sentiment }: { sentiment: Theme['sentiment'] }) {
  const all = feelings.reduce((sum, one) => sum + sentiment[one], 0)
  if (all === 0) return <span className="muted xs">nobody</span>
  const said = feelings.filter((one) => sentiment[one] > 0)
  const label = said.map((one) => `${percent(sentiment[one] / all)} ${one}`).join(', ')
  return (
    <span className="sent-bar" role="img" aria-label={label} title={label}>
      {said.map((one) => (
        <i key={one} className={one} style={{ width: `${(100 * sentiment[one]) / all}%` }} />
      ))}
    </span>
  )
}

/** In a few words who says it. */
export function biasText(bias: ThemeBias, segmentName: (key: string) => string): string {
  if (bias.kind === 'few') return 'too few to say'
  if (bias.kind === 'spread') return 'spread out'
  if (bias.kind === 'accounts')
    return `${bias.accounts} of ${plural(bias.of, 'account')}: ${percent(bias.share)}`
  if (bias.kind === 'segment') return `${percent(bias.share)} ${segmentName(bias.name)}`
  return `${percent(bias.share)} from ${words(bias.name).toLowerCase()}`
}

/** Whether it is said by few accounts, one segment or one channel. */
export const restsOnFew = (bias: ThemeBias) => bias.kind !== 'few' && bias.kind !== 'spread'

const numbers = ['No', 'One', 'Two']

/** The same as a sentence, where it rests on few; else nothing. */
export function biasSentence(
  bias: ThemeBias,
  segmentName: (key: string) => string,
  channelName: (name: string) => string = words,
): string {
  if (bias.kind === 'accounts')
    return `${numbers[bias.accounts]} ${bias.accounts === 1 ? 'account gives' : 'accounts give'} ${percent(bias.share)} of the mentions.`
  if (bias.kind === 'segment')
    return `${percent(bias.share)} come from one segment, ${segmentName(bias.name)}.`
  if (bias.kind === 'channel')
    return `${percent(bias.share)} come from one channel, ${channelName(bias.name)}.`
  return ''
}

export function BiasMark({ bias, segmentName }: { bias: ThemeBias; segmentName: (key: string) => string }) {
  const text = biasText(bias, segmentName)
  if (!restsOnFew(bias)) return <span className="muted xs">{text}</span>
  return (
    <span className="bias">
      <Icon name="chart" small />
      {text}
    </span>
  )
}

const phases = {
  reading: 'Reading items',
  finding: 'Looking for themes',
  placing: 'Putting items into themes',
}
const reasons = {
  first: 'for the first time',
  growth: 'because much came since',
  drift: 'because something new is said',
  asked: 'as asked',
  edit: 'after a change',
}

/** How far a search is, and what can be done about it. */
export function RunLine({ run }: { run: ThemeRun }) {
  const canWrite = useCan('themes:write')
  const cancel = useThemeChange(() => call(cancelThemeRun, { runId: run.id }))
  const resume = useThemeChange(() => call(resumeThemeRun, { runId: run.id }))
  const isUnderWay = run.state === 'queued' || run.state === 'running'
  const now = Math.round(run.share * 100)
  return (
    <div className="row border-b border-line bg-sunken px-5 py-2 xs" role="status">
      {isUnderWay ? (
        <>
          <span className="nowrap">
            {run.state === 'queued' ? 'Waiting to look for themes' : phases[run.phase]}, {reasons[run.reason]}
          </span>
          <span
            className="prog grow"
            role="progressbar"
            aria-label="Search for themes"
            aria-valuenow={now}
            aria-valuemin={0}
            aria-valuemax={100}
          >
            <i style={{ width: `${now}%` }} />
          </span>
          <span className="num">{now} %</span>
          {canWrite && (
            <Button size="sm" busy={cancel.isPending} onClick={() => cancel.mutate(undefined)}>
              Stop
            </Button>
          )}
        </>
      ) : (
        <>
          <span className="grow">
            {run.state === 'failed'
              ? `The search for themes failed. ${run.failure ?? ''}`
              : `The search for themes was stopped at ${now} %. Items placed so far stay where they are.`}
          </span>
          {canWrite && (
            <Button size="sm" busy={resume.isPending} onClick={() => resume.mutate(undefined)}>
              Go on
            </Button>
          )}
        </>
      )}
    </div>
  )
}
