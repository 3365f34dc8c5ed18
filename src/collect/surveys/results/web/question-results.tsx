import { isScored, kindWords } from '#collect/surveys/kinds.ts'
import type { QuestionResult, SurveyResults } from '#collect/surveys/results/contract.ts'
import { partOf, points, scoreWords } from '#collect/surveys/results/scores.ts'
import { fewest } from '#collect/surveys/rules.ts'
import { count, plural } from '#platform/web/format.ts'
import { Door } from '#platform/web/go.tsx'
import { Slot } from '#platform/web/slots.tsx'

/** What was answered, question by question; each bar opens its answers. `to` makes the address of answers with a search. */
export function QuestionResults({
  surveyId,
  waveId,
  results,
  to,
}: {
  surveyId: string
  /** of this wave alone */
  waveId?: string
  results: SurveyResults
  to(search: string): string
}) {
  return (
    <div className="grid max-w-[56rem] gap-8">
      <p className="text-ink-2">
        <Door to={to('')} className="num">
          {plural(results.answers, 'answer')}
        </Door>
        , of which{' '}
        <Door to={to('negative=true')} className="num">
          {count(results.negative)}
        </Door>{' '}
        negative.
      </p>
      {results.questions.map((question) => (
        <Result key={question.key} surveyId={surveyId} waveId={waveId} question={question} to={to} />
      ))}
    </div>
  )
}

function Result({
  surveyId,
  waveId,
  question,
  to,
}: {
  surveyId: string
  waveId: string | undefined
  question: QuestionResult
  to(search: string): string
}) {
  const most = Math.max(1, ...question.bars.map((bar) => bar.count))
  const hasLabels = question.bars.some((bar) => bar.label !== String(bar.number))
  return (
    <section aria-label={question.wording}>
      <h2 className="font-semibold">{question.wording}</h2>
      <p className="help">
        {kindWords[question.kind].name}, answered by{' '}
        <Door to={to(`question=${question.key}`)} className="num">
          {count(question.answered)}
        </Door>
      </p>
      <Score question={question} />
      {question.kind === 'text' && question.answered > 0 && (
        <Slot name="survey.words" surveyId={surveyId} question={question.key} waveId={waveId} />
      )}
      {question.bars.length > 0 && (
        <ul className="mt-2 grid gap-1">
          {question.bars.map((bar) => (
            <li
              key={bar.choice ?? bar.number}
              className={`grid items-center gap-3 ${hasLabels ? 'grid-cols-[minmax(5rem,14rem)_3rem_minmax(0,1fr)] max-phone:grid-cols-[10rem_1.75rem_minmax(0,1fr)]' : 'grid-cols-[1.5rem_2rem_minmax(0,1fr)]'}`}
            >
              <span className="cut max-phone:whitespace-normal">
                {bar.label}
                {bar.isNegative && <span className="vh">, negative</span>}
              </span>
              <Door
                to={to(
                  `question=${question.key}&${bar.choice === null ? `number=${bar.number}` : `choice=${bar.choice}`}`,
                )}
                className="num text-end"
                aria-label={`${bar.count} answered ${bar.label}`}
              >
                {count(bar.count)}
              </Door>
              <span
                aria-hidden="true"
                className={`block h-3 rounded-1 ${colourOf(question, bar)}`}
                style={{ width: `${(bar.count / most) * 100}%` }}
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

const colours = { negative: 'bg-sent-negative', good: 'bg-sent-positive', neutral: 'bg-sent-neutral' }

/** As the score counts it; a choice is negative or neither. */
function colourOf({ kind }: QuestionResult, { number, isNegative }: QuestionResult['bars'][number]): string {
  if (isScored(kind)) return colours[partOf(kind, number!, isNegative)]
  return colours[isNegative ? 'negative' : 'neutral']
}

function Score({ question }: { question: QuestionResult }) {
  const { nps, share, mean, kind } = question
  if (!isScored(kind)) return null
  if (!nps && !share) return <p className="help">A score is shown from {fewest} answers.</p>
  const percent = (value: number) => `${points(value)} %`
  return (
    <p className="mt-1 flex flex-wrap items-baseline gap-x-3">
      {nps && (
        <>
          <b className="num text-2xl font-semibold">{points(nps.value)}</b>
          <span className="help">
            NPS, {points(nps.low)} to {points(nps.high)} with 95 % confidence,{' '}
            {`n\u00a0=\u00a0${count(nps.n)}`}
          </span>
        </>
      )}
      {share && (
        <>
          <b className="num text-2xl font-semibold">{percent(share.value)}</b>
          <span className="help">
            {scoreWords[kind].name}, {points(share.low)} to {percent(share.high)} with 95 % confidence,{' '}
            {`n\u00a0=\u00a0${count(share.n)}`}
          </span>
        </>
      )}
      {mean && (
        <span className="help">
          mean {mean.value.toFixed(1)}, {mean.low.toFixed(1)} to {mean.high.toFixed(1)}
        </span>
      )}
    </p>
  )
}
