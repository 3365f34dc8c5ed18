import type { Timeline } from '#measure/timelines/contract.ts'
import { shortDate } from '#platform/web/format.ts'

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
