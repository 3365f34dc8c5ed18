import { count, percent, plural } from '#platform/web/format.ts'
import { Door } from '#platform/web/go.tsx'
import type { ReviewSummary } from '#prioritize/reviews/summary-shape.ts'
import { Head } from '#prioritize/reviews/web/review-parts.tsx'

/** What the period brought: totals by type, bugs by severity, top themes, who waits; answers; negative trends. */
export function SummaryView({ summary }: { summary: ReviewSummary }) {
  const { feedback, answers, trends } = summary
  return (
    <>
      {feedback && <Feedback summary={summary} feedback={feedback} />}
      {answers && <Answers summary={summary} answers={answers} />}
      {trends && <Trends trends={trends} />}
    </>
  )
}

const usualText = ({ low, high }: { low: number; high: number }) =>
  `${Math.round(low)} to ${Math.round(high)}`

/** How many are usual, said beside the number; nothing before there was a week to tell by. */
function standing(n: number, { low, high }: { low: number; high: number }): string {
  if (Math.round(high) === 0) return ''
  const range = usualText({ low, high })
  if (n > high) return `, above the usual ${range}`
  return n < low ? `, below the usual ${range}` : `, inside the usual ${range}`
}

const inboxOf = (summary: ReviewSummary, more: Record<string, string>) => ({
  view: 'everything',
  history: 'false',
  status: 'open,snoozed,done',
  receivedFrom: summary.from,
  receivedTo: summary.to,
  ...more,
})

function Feedback({
  summary,
  feedback,
}: {
  summary: ReviewSummary
  feedback: NonNullable<ReviewSummary['feedback']>
}) {
  const most = Math.max(1, feedback.untriaged, ...feedback.types.map((type) => type.items))
  const { critical, minor } = feedback.bugs
  return (
    <>
      <section className="room-part fig">
        <h2>
          <Door to="inbox" search={inboxOf(summary, {})}>
            {plural(feedback.items, 'item')}
          </Door>
          {standing(feedback.items, feedback.usual)}
        </h2>
        <ul className="room-types">
          {feedback.types.map((type) => (
            <li key={type.code}>
              <span>{type.label}</span>
              <span className="bar">
                {type.code === 'bug_report' && critical > 0 && (
                  <i className="critical" style={{ inlineSize: `${(100 * critical) / most}%` }} />
                )}
                <i
                  style={{
                    inlineSize: `${(100 * (type.code === 'bug_report' ? minor : type.items)) / most}%`,
                  }}
                />
              </span>
              <Door to="inbox" search={inboxOf(summary, { type: type.code })} className="num">
                {count(type.items)}
              </Door>
              {type.code === 'bug_report' && (
                <span className="help">
                  {critical} critical, {minor} minor
                </span>
              )}
              {type.code === 'usability_issue' && <span className="help">for UX review</span>}
            </li>
          ))}
          {feedback.untriaged > 0 && (
            <li>
              <span className="text-ink-3">Not triaged</span>
              <span className="bar">
                <i style={{ inlineSize: `${(100 * feedback.untriaged) / most}%` }} />
              </span>
              <Door to="inbox" search={inboxOf(summary, { type: 'none' })} className="num">
                {count(feedback.untriaged)}
              </Door>
            </li>
          )}
        </ul>
      </section>
      <section className="room-part">
        <Head title="Top themes">mentions</Head>
        {feedback.themes.length === 0 && <p className="help mt-1">No theme was named in this time.</p>}
        <ol className="room-themes">
          {feedback.themes.map((theme, i) => (
            <li key={theme.id}>
              <b className="num font-semibold">{i + 1}</b>
              <span className="grow min-w-0">
                <span className="block">{theme.name}</span>
                <span className="help">
                  {theme.isNew
                    ? 'new'
                    : `${theme.mentions > theme.usual.high ? 'rising, ' : ''}usual is ${usualText(theme.usual)}`}
                </span>
              </span>
              <Door to={`themes/${theme.id}`} className="num">
                {count(theme.mentions)}
              </Door>
            </li>
          ))}
        </ol>
      </section>
      <section className="room-part">
        <h2 className="sec">Who needs follow-up</h2>
        <ul className="room-figures">
          <li>
            <Door
              to="inbox"
              search={inboxOf(summary, { status: 'open,snoozed', negative: 'true' })}
              className="num"
            >
              {count(feedback.negativeUnanswered)}
            </Door>
            negative and not answered
          </li>
          <li>
            <b className="num font-semibold">{count(feedback.unanswered)}</b> not answered in all
          </li>
        </ul>
        <h2 className="sec mt-3">What updates to share</h2>
        <ul className="room-figures">
          <Decided n={feedback.planned} group="coming" words="planned or begun" />
          <Decided n={feedback.shipped} group="shipped" words="shipped" />
          <Decided n={feedback.declined} group="declined" words="declined or parked" />
        </ul>
      </section>
    </>
  )
}

const Decided = ({ n, group, words }: { n: number; group: string; words: string }) => (
  <li>
    <Door to="requests" search={{ view: group }} className="num">
      {count(n)}
    </Door>
    {words}
  </li>
)

function Answers({
  summary,
  answers,
}: {
  summary: ReviewSummary
  answers: NonNullable<ReviewSummary['answers']>
}) {
  const { inTime, late, waiting } = answers
  return (
    <>
      <section className="room-part fig">
        <h2>
          {plural(answers.answers, 'answer')}, {answers.negative} negative
        </h2>
        <ul className="room-themes mt-1">
          {answers.surveys.map((survey) => (
            <li key={survey.id}>
              <span className="grow min-w-0">
                <span className="block">{survey.name}</span>
                <span className="help">
                  {survey.negative} negative
                  {survey.nps && `, NPS ${survey.nps.value} (${survey.nps.low} to ${survey.nps.high})`}
                </span>
              </span>
              <Door to={`surveys/${survey.id}/answers`} className="num">
                {count(survey.answers)}
              </Door>
            </li>
          ))}
        </ul>
      </section>
      <section className="room-part">
        <h2 className="sec">Negative answers</h2>
        <ul className="room-figures">
          <li>
            <b className="num font-semibold">{count(inTime)}</b> answered within 24 hours
            {inTime + late + waiting > 0 && `, ${percent(inTime / (inTime + late + waiting))}`}
          </li>
          <li>
            <b className="num font-semibold">{count(late)}</b> answered later
          </li>
          <li>
            <Door to="inbox" search={inboxOf(summary, { negative: 'true' })} className="num">
              {count(waiting)}
            </Door>
            not answered yet
          </li>
        </ul>
      </section>
    </>
  )
}

function Trends({ trends }: { trends: NonNullable<ReviewSummary['trends']> }) {
  return (
    <>
      <section className="room-part">
        <Head title="Said most often in negative words">12 weeks</Head>
        {trends.themes.length === 0 && <p className="help mt-1">No theme has negative mentions.</p>}
        <ol className="room-themes">
          {trends.themes.map((theme, i) => (
            <li key={theme.id}>
              <b className="num font-semibold">{i + 1}</b>
              <span className="grow min-w-0">
                <span className="block">{theme.name}</span>
                <span className="help">
                  {theme.mentions} mentions after {theme.before}
                  {theme.chance < 0.05
                    ? theme.mentions > theme.before
                      ? ', rising'
                      : ', falling'
                    : ', could be chance'}
                </span>
              </span>
              <Door to={`themes/${theme.id}`} className="num">
                {count(theme.negative)}
              </Door>
            </li>
          ))}
        </ol>
      </section>
      <section className="room-part">
        <Head title="Complaints by type">12 weeks, before</Head>
        <ul className="room-figures">
          {trends.types.map((type) => (
            <li key={type.key}>
              <Door to="trends" className="num">
                {count(type.items)}
              </Door>
              <span className="grow">{type.label}</span>
              <span className="muted num xs">{count(type.before)}</span>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}
