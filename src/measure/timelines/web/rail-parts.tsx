import type { Timeline } from '#measure/timelines/contract.ts'
import { Clock } from '#platform/web/clock.tsx'
import { count, date, shortDate } from '#platform/web/format.ts'
import { Door, Go } from '#platform/web/go.tsx'
import { type LinkState, links, MiniLedger } from '#platform/web/ledger.tsx'

/** Items whose wire is open, those with a case first. */
export function OpenLoops({ timeline, all }: { timeline: Timeline; all: string }) {
  return (
    <section aria-label="Open loops">
      <div className="row">
        <h2 className="sec grow">Open loops</h2>
        {timeline.openLoops > 0 && (
          <Door to={all} className="help num">
            {count(timeline.openLoops)}
          </Door>
        )}
      </div>
      {timeline.loops.length === 0 && <p className="help mt-1">Everything they said was answered.</p>}
      <ul>
        {timeline.loops.map((loop) => (
          <li key={loop.feedbackId} className="border-b border-line py-2 last:border-0">
            <Go to={loop.caseId ? `cases/${loop.caseId}` : `inbox/${loop.feedbackId}`} className="med block">
              {loop.summary}
            </Go>
            <span className="row mt-0.5">
              <MiniLedger links={links.map((key, i) => ({ key, state: stateOf(i, loop.stage) }))} />
              {loop.dueAt ? (
                <Clock due={loop.dueAt} {...(loop.startedAt && { start: loop.startedAt })} show="due" />
              ) : (
                <span className="help">heard {date(loop.at)}</span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function stateOf(index: number, stage: number): LinkState {
  return index < stage ? 'done' : index === stage ? 'open' : 'ahead'
}

/** Survey answers, and the times nobody answered. */
export function Feelings({ timeline }: { timeline: Timeline }) {
  const answered = timeline.feelings.filter((one) => one.score !== null).length
  return (
    <section aria-label="How they feel">
      <div className="row">
        <h2 className="sec grow">How they feel</h2>
        {answered > 0 && answered < 5 && (
          <span className="help">
            {answered === 1 ? '1 answer' : `${answered} answers`}, too few to average
          </span>
        )}
      </div>
      {timeline.feelings.length === 0 && <p className="help mt-1">Nobody was asked yet.</p>}
      <ul className="mt-1 num">
        {timeline.feelings.map((one) => (
          <li
            key={`${one.at}${one.who}${one.survey}`}
            className="grid grid-cols-[minmax(0,1.1fr)_4.5rem_minmax(0,1fr)] gap-1.5 leading-6"
          >
            <span className="cut">
              {one.survey}, {shortDate(one.at)}
            </span>
            {one.score === null ? (
              <span className="muted">no answer</span>
            ) : (
              <b className={`font-semibold ${one.isNegative ? 'text-sent-negative-ink' : ''}`}>
                {one.score} of {one.scoreMax}
              </b>
            )}
            <span className="help cut text-end leading-6">{one.who ?? `${one.asked} asked`}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
