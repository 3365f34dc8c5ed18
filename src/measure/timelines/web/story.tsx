import type { Timeline } from '#measure/timelines/contract.ts'
import { accountFinding, type Silence, silences } from '#measure/timelines/rules.ts'
import { storyChart } from '#measure/timelines/web/story-chart.ts'
import { TimelineList } from '#measure/timelines/web/timeline-list.tsx'
import { Figure } from '#platform/web/figure.tsx'
import { Sentiment } from '#platform/web/marks.tsx'

interface Props {
  timeline: Timeline
  mrr: readonly { at: string; cents: number | null; label: string }[]
  show: 'all' | 'they' | 'we'
  now: number
}

/** The silences of a story. */
export function quietOf(timeline: Timeline, now: number): Silence[] {
  const said = timeline.entries.filter((entry) => entry.side === 'they').map((entry) => entry.at)
  const oldest = timeline.since && Date.parse(timeline.since) < now ? timeline.since : null
  // A list that was cut does not reach back to the start: nothing is said about the time before it.
  return silences(
    said,
    said.length >= 250 ? null : oldest && said.length > 0 && oldest > said.at(-1)! ? null : oldest,
    new Date(now),
  )
}

/** The picture over the story, and the story itself. */
export function Story({ timeline, mrr, show, now }: Props) {
  const quiet = quietOf(timeline, now)
  const said = timeline.entries.filter((entry) => entry.side === 'they').length
  const oldest = Math.min(
    ...timeline.entries.map((entry) => Date.parse(entry.at)),
    ...(timeline.since ? [Date.parse(timeline.since)] : []),
    now - 90 * 86_400_000,
  )
  const from = Math.max(oldest, now - 400 * 86_400_000)
  const seen = quiet.filter((one) => Date.parse(one.to) > from)
  return (
    <>
      <Figure
        title={accountFinding(said, seen)}
        sub={
          <span className="flex flex-wrap gap-x-3">
            Above the line what they said, below what we did.
            <Sentiment value="negative" />
            <Sentiment value="neutral" />
            <Sentiment value="positive" />
            {timeline.entries.some((entry) => entry.sentiment === 'mixed') && <Sentiment value="mixed" />}
          </span>
        }
        draw={
          timeline.entries.length === 0
            ? undefined
            : (width) => storyChart({ width, entries: timeline.entries, quiet: seen, mrr, from, now })
        }
      />
      {timeline.entries.length === 0 ? (
        <p className="mt-3 text-ink-2">
          Nothing was said and nothing was done yet. What they say, in any channel, and what we do about it
          stands here.
        </p>
      ) : (
        <TimelineList timeline={timeline} quiet={quiet} show={show} />
      )}
    </>
  )
}
