import type { ScoredKind } from '#collect/surveys/kinds.ts'
import type {
  QuestionResult,
  ResultGrouping,
  Scored,
  SurveyResults,
} from '#collect/surveys/results/contract.ts'
import { partOf, points } from '#collect/surveys/results/scores.ts'
import { fewest } from '#collect/surveys/rules.ts'
import { count, plural } from '#platform/web/format.ts'
import { Door, Go } from '#platform/web/go.tsx'

const titles: Record<ResultGrouping['by'], string> = {
  segment: 'By segment',
  plan: 'By plan',
  owner: 'By owner',
  language: 'By language',
}

/** The answers by who gave them: for each group how they are spread, and the score with its interval on one scale. */
export function ResultGroups({ results, to }: { results: SurveyResults; to(search: string): string }) {
  const scored = results.questions.find((one) => one.key === results.scoredQuestion)
  const isNps = scored?.kind === 'nps'
  const parts = scored ? partsOf(scored) : []
  const shown = results.groupings.filter(({ groups }) => groups.some(({ key }) => key !== ''))
  if (shown.length === 0) return null
  return (
    <div className="grid gap-8 wide:grid-cols-2">
      {shown.map((grouping) => (
        <section key={grouping.by} aria-label={titles[grouping.by]} className="min-w-0">
          <h2 className="font-semibold">{titles[grouping.by]}</h2>
          <p className="help mb-2">
            {isNps ? 'NPS from −100 to 100' : 'good answers, 0 to 100 %'}, the line is the 95 % interval
          </p>
          <ul className="grid gap-3">
            {grouping.groups.map((group) => (
              <li key={group.key} className="grid gap-1">
                <div className="row gap-2">
                  <Door
                    to={to(`${grouping.by}=${encodeURIComponent(group.key)}`)}
                    className="cut grow"
                    aria-label={`${group.label}, ${plural(group.n, 'answer')}`}
                  >
                    {group.label}
                  </Door>
                  <span className="help num">n = {count(group.n)}</span>
                  <b className="num w-12 text-end">{scoreText(group, isNps)}</b>
                </div>
                <SpreadBar
                  scored={group}
                  parts={parts}
                  who={group.label}
                  to={(search) => to(`${grouping.by}=${encodeURIComponent(group.key)}&${search}`)}
                />
                <Whisker scored={group} isNps={isNps} />
              </li>
            ))}
          </ul>
          {grouping.hidden.groups > 0 && (
            <p className="help mt-2">
              {plural(grouping.hidden.groups, 'group')} with fewer than {fewest} answers{' '}
              {grouping.hidden.groups === 1 ? 'is' : 'are'} not shown.
            </p>
          )}
        </section>
      ))}
    </div>
  )
}

function scoreText({ score }: Scored, isNps: boolean): string {
  if (!score) return '–'
  return isNps ? points(score.value) : `${points(score.value)} %`
}

interface Part {
  name: 'negative' | 'neutral' | 'good'
  word: string
  colour: string
  /** finds its answers */
  search: string
}

const looks = {
  negative: { word: 'negative', colour: 'bg-sent-negative' },
  neutral: { word: 'neither', colour: 'bg-sent-neutral' },
  good: { word: 'good', colour: 'bg-sent-positive' },
}

/** The numbers of a scale that are negative, neither and good, each as a search for its answers. */
function partsOf({ key, kind, bars }: QuestionResult): Part[] {
  return (['negative', 'neutral', 'good'] as const).flatMap((name) => {
    const numbers = bars.flatMap(({ number, isNegative }) =>
      number !== null && partOf(kind as ScoredKind, number, isNegative) === name ? [number] : [],
    )
    if (numbers.length === 0) return []
    const search = `question=${key}&numberFrom=${Math.min(...numbers)}&numberTo=${Math.max(...numbers)}`
    return [{ name, ...looks[name], search }]
  })
}

/** Negative, neither, good: one bar of the whole width, each part opens its answers. */
function SpreadBar({
  scored: { n, spread },
  parts,
  who,
  to,
}: {
  scored: Scored
  parts: readonly Part[]
  who: string
  to(search: string): string
}) {
  return (
    <div className="flex gap-px overflow-hidden rounded-1">
      {parts
        .filter(({ name }) => spread[name] > 0)
        .map(({ name, word, colour, search }) => (
          <Go
            key={name}
            to={to(search)}
            className={`block h-6 min-w-1 bg-clip-content py-1.5 hover:opacity-80 ${colour}`}
            style={{ width: `${(spread[name] / n) * 100}%` }}
            title={`${spread[name]} ${word}`}
            aria-label={`${who}: ${spread[name]} ${word}`}
          />
        ))}
    </div>
  )
}

/** The interval of a score as a line on the scale of its kind, the score as a point. */
function Whisker({ scored: { score }, isNps }: { scored: Scored; isNps: boolean }) {
  if (!score) return null
  const [from, to] = isNps ? [-100, 100] : [0, 100]
  const place = (value: number) => `${((value - from) / (to - from)) * 100}%`
  const unit = isNps ? '' : ' %'
  return (
    <div
      role="img"
      className="relative h-3"
      aria-label={`${points(score.low)} to ${points(score.high)}${unit} with 95 % confidence`}
    >
      <span className="absolute inset-x-0 top-1/2 border-t border-line" />
      {isNps && <span className="absolute inset-y-0 border-s border-line-2" style={{ left: '50%' }} />}
      <span
        className="absolute top-1/2 h-0.5 -translate-y-1/2 rounded-full bg-ink-3"
        style={{ left: place(score.low), right: `calc(100% - ${place(score.high)})` }}
      />
      <span
        className="absolute top-1/2 size-2 -translate-1/2 rounded-full bg-ink"
        style={{ left: place(score.value) }}
      />
    </div>
  )
}
