import type { Timeline, TimelineEntry } from '#measure/timelines/contract.ts'
import type { Silence } from '#measure/timelines/rules.ts'
import { Clock } from '#platform/web/clock.tsx'
import { date, dateOn } from '#platform/web/format.ts'
import { Go } from '#platform/web/go.tsx'
import { channelIcon, Icon, type IconName } from '#platform/web/icons.tsx'
import { Sentiment, Verbatim } from '#platform/web/marks.tsx'
import '#measure/timelines/web/timeline.css'

const kindIcons: Record<TimelineEntry['kind'], IconName> = {
  feedback: 'chat',
  touchpoint: 'note',
  case_opened: 'case',
  case_resolved: 'check',
  survey: 'survey',
  answer: 'survey',
  change: 'flag',
  update: 'send',
}

/** The story as an upright wire: what is owed next, then everything, with silence as a break in the wire. */
export function TimelineList({
  timeline,
  quiet,
  show,
}: {
  timeline: Timeline
  quiet: readonly Silence[]
  show: 'all' | 'they' | 'we'
}) {
  const entries = timeline.entries.filter((entry) => show === 'all' || entry.side === show)
  const rows: ({ entry: TimelineEntry } | { silence: Silence })[] = entries.map((entry) => ({ entry }))
  if (show === 'all') {
    for (const silence of quiet) {
      const place = rows.findIndex((row) => 'entry' in row && row.entry.at < silence.to)
      rows.splice(place === -1 ? rows.length : place, 0, { silence })
    }
  }
  return (
    <ol className="story" aria-label="Story, newest first">
      {show !== 'they' &&
        timeline.next.map((next) => (
          <li key={next.caseId + next.step} className="we next">
            <span className="dt num">{next.dueAt ? date(next.dueAt) : 'next'}</span>
            <span className="nd">
              <Icon name="case" />
            </span>
            <div>
              <div className="eh">
                <Go to={`cases/${next.caseId}`} className="strong">
                  {next.step}
                </Go>
                {next.dueAt && (
                  <Clock
                    due={next.dueAt}
                    {...(next.openedAt && { start: next.openedAt })}
                    rule={next.rule}
                    show="due"
                  />
                )}
              </div>
              <p className="help">{[next.title, next.assignee ?? 'nobody yet'].join(', ')}</p>
            </div>
          </li>
        ))}
      {rows.map((row) =>
        'silence' in row ? (
          <li key={`s${row.silence.from}`} className="gap">
            <span className="dt" />
            <span className="nd" />
            <div className="b">
              <b>
                {row.silence.days} days of silence, {dateOn(row.silence.from.slice(0, 10))}{' '}
                {row.silence.isNow ? 'until today' : `to ${dateOn(row.silence.to.slice(0, 10))}`}.
              </b>
            </div>
          </li>
        ) : (
          <Entry key={row.entry.key} entry={row.entry} />
        ),
      )}
    </ol>
  )
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const icon =
    entry.kind === 'feedback' || entry.kind === 'touchpoint'
      ? channelIcon(entry.channel ?? '')
      : kindIcons[entry.kind]
  return (
    <li className={entry.side}>
      <time className="dt num" dateTime={entry.at}>
        {date(entry.at)}
      </time>
      <span className="nd">
        <Icon name={entry.channel === 'note' ? 'note' : icon} />
      </span>
      <div className="min-w-0">
        <div className="eh">
          {entry.to ? (
            <Go to={entry.to} className={entry.side === 'they' ? 'strong' : ''}>
              {entry.title}
            </Go>
          ) : (
            <span className={entry.side === 'they' ? 'strong' : ''}>{entry.title}</span>
          )}
          {entry.sentiment && entry.sentiment !== 'neutral' && <Sentiment value={entry.sentiment} />}
        </div>
        {entry.verbatim && (
          <div className="mt-1 mb-1">
            <Verbatim text={entry.verbatim} />
          </div>
        )}
        {entry.detail && <p className="help">{entry.detail}</p>}
      </div>
    </li>
  )
}
