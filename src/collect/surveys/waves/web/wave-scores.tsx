import { useQuery } from '@tanstack/react-query'
import { getSurveyResults } from '#collect/surveys/results/contract.ts'
import { points } from '#collect/surveys/results/scores.ts'
import { QuestionResults } from '#collect/surveys/results/web/question-results.tsx'
import { fewest, npsGroup } from '#collect/surveys/rules.ts'
import type { WaveResult } from '#collect/surveys/waves/contract.ts'
import { call } from '#platform/web/api.ts'
import { count, plural } from '#platform/web/format.ts'
import { Door, useSlug } from '#platform/web/go.tsx'
import { Slot } from '#platform/web/slots.tsx'

function useWaveResults(wave: WaveResult) {
  const slug = useSlug()
  return useQuery({
    queryKey: ['survey-results', slug, wave.surveyId, wave.id, wave.answered],
    queryFn: () => call(getSurveyResults, { surveyId: wave.surveyId, wave: wave.id }),
  })
}

/** The answers of a wave of a survey that asks for no recommendation, question by question. */
function OtherScores({ wave }: { wave: WaveResult }) {
  const results = useWaveResults(wave)
  return (
    <div className="grid gap-6">
      <p>
        <b className="num text-2xl font-semibold">
          {wave.responseRate === null ? '–' : `${wave.responseRate} %`}
        </b>{' '}
        <span className="help">
          {wave.delivered === 0
            ? 'nothing was delivered yet'
            : `answered, ${count(wave.answered)} of ${count(wave.delivered)} delivered`}
        </span>
      </p>
      {results.data && (
        <QuestionResults
          surveyId={wave.surveyId}
          waveId={wave.id}
          results={results.data}
          to={(search) => `surveys/${wave.surveyId}/answers?wave=${wave.id}${search && `&${search}`}`}
        />
      )}
    </div>
  )
}

/** What people wrote, question by question. */
function Words({ wave }: { wave: WaveResult }) {
  const results = useWaveResults(wave)
  const questions = results.data?.questions ?? []
  return questions
    .filter((one) => one.kind === 'text' && one.answered > 0)
    .map((one) => (
      <section key={one.key} aria-label={one.wording}>
        <h2 className="font-semibold">{one.wording}</h2>
        <p className="help">
          answered in words by{' '}
          <Door to={`surveys/${wave.surveyId}/answers?wave=${wave.id}&question=${one.key}`} className="num">
            {count(one.answered)}
          </Door>
        </p>
        <Slot name="survey.words" surveyId={wave.surveyId} question={one.key} waveId={wave.id} />
      </section>
    ))
}

/** How the answers of a wave are spread; each bar opens its answers. */
export function WaveScores({ wave }: { wave: WaveResult }) {
  const answers = (search: string) => `surveys/${wave.surveyId}/answers?wave=${wave.id}${search}`
  const most = Math.max(1, ...wave.scores)
  if (wave.surveyKind !== 'nps') return <OtherScores wave={wave} />
  return (
    <div className="grid max-w-4xl gap-8">
      <section aria-label="Score" className="flex flex-wrap items-end gap-x-10 gap-y-4">
        <div>
          <h2 className="font-semibold">NPS</h2>
          <p className="num text-3xl font-semibold">{wave.nps === null ? '–' : points(wave.nps)}</p>
          <p className="help">
            {wave.nps === null
              ? `${plural(wave.answered, 'answer')}, shown from ${fewest}`
              : `of ${plural(wave.answered, 'answer')}`}
          </p>
        </div>
        <div>
          <h2 className="font-semibold">Answered</h2>
          <p className="num text-3xl font-semibold">
            {wave.responseRate === null ? '–' : `${wave.responseRate} %`}
          </p>
          <p className="help">
            {wave.delivered === 0
              ? 'nothing was delivered yet'
              : `${count(wave.answered)} of ${count(wave.delivered)} delivered`}
          </p>
        </div>
        <ul className="grid gap-0.5">
          {(
            [
              ['promoters', 'promoter', wave.promoters],
              ['passives', 'passive', wave.passives],
              ['detractors', 'detractor', wave.detractors],
            ] as const
          ).map(([label, group, n]) => (
            <li key={group} className="row gap-2">
              <i
                className="size-2 rounded-full"
                style={{ background: `var(--nps-${group})` }}
                aria-hidden="true"
              />
              <Door to={answers(`&group=${group}`)} className="num w-10 text-end">
                {count(n)}
              </Door>
              {label}
            </li>
          ))}
        </ul>
      </section>
      <section aria-label="Answers by score">
        <h2 className="font-semibold">Answers by score</h2>
        <p className="help mb-3">number of people, n = {count(wave.answered)}</p>
        <ul className="grid h-44 grid-cols-11 items-end gap-1">
          {wave.scores.map((n, score) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the numbers from 0 to 10
            <li key={score} className="flex h-full flex-col justify-end text-center">
              <Door to={answers(`&score=${score}`)} className="num text-xs" aria-label={`${n} gave ${score}`}>
                {n}
              </Door>
              <span
                aria-hidden="true"
                className="mt-1 block w-full rounded-t-1"
                style={{ height: `${(n / most) * 72}%`, background: `var(--nps-${npsGroup(score)})` }}
              />
              <span className="num mt-1 border-t border-line pt-1 text-xs text-ink-2" aria-hidden="true">
                {score}
              </span>
            </li>
          ))}
        </ul>
      </section>
      {wave.reasons.length > 0 && (
        <section aria-label="Reasons">
          <h2 className="font-semibold">Main reasons</h2>
          <p className="help mb-2">answers that named one</p>
          <ul>
            {wave.reasons.map((reason) => (
              <li key={reason.key} className="row gap-3 py-0.5">
                <span className="num w-10 text-end">{count(reason.count)}</span>
                {reason.label}
              </li>
            ))}
          </ul>
        </section>
      )}
      <Words wave={wave} />
      {wave.provisional > 0 && (
        <p className="text-ink-2">
          <Door to={answers('&group=provisional')} className="num">
            {count(wave.provisional)}
          </Door>{' '}
          more show signs of a machine and are not counted.
        </p>
      )}
    </div>
  )
}
