import '#prioritize/scoring/web/scoring.css'
import { useState } from 'react'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { count, percent, plural } from '#platform/web/format.ts'
import { Go, useAddress } from '#platform/web/go.tsx'
import { TopBar, WithRail } from '#platform/web/page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { Tabs } from '#platform/web/tabs.tsx'
import { useSettled } from '#platform/web/use-settled.ts'
import { putScoring, type ScoreModel, type ScoreTerm } from '#prioritize/scoring/contract.ts'
import { NewModel } from '#prioritize/scoring/web/new-model.tsx'
import { scoreText } from '#prioritize/scoring/web/score-parts.tsx'
import {
  useComparison,
  useModels,
  useScoringChange,
  useSensitivity,
} from '#prioritize/scoring/web/use-scoring.ts'
import { HighEffort, Versions, WeightsEditor } from '#prioritize/scoring/web/weights-editor.tsx'

/** Models and their weights: what if they were others, and which ranks survive that. */
export default function WeightsScreen() {
  const [address] = useAddress()
  const canManage = useCan('requests:manage')
  const [isMaking, setMaking] = useState(false)
  const query = useModels()
  const models = query.data?.data ?? []
  const model =
    models.find((one) => one.id === address.model) ?? models.find((one) => one.isCurrent) ?? models[0]
  return (
    <>
      <TopBar
        title="Weights"
        tabs={
          <Tabs
            label="Models"
            current={model?.id ?? ''}
            tabs={models.map((one) => ({
              key: one.id,
              label: one.name,
              to: 'weights',
              search: { model: one.id },
            }))}
          />
        }
      >
        <Go to="matrix" className="btn">
          Matrix
        </Go>
        {canManage && (
          <Button kind="primary" icon="plus" onClick={() => setMaking(true)}>
            Model
          </Button>
        )}
      </TopBar>
      {model && query.data ? (
        <Model
          key={`${model.id} ${model.version}`}
          model={model}
          highEffort={query.data.highEffort}
          effortUnit={query.data.effortUnit}
        />
      ) : query.isError ? (
        <Failed
          error={query.error}
          title="The models could not be read"
          onRetry={() => void query.refetch()}
        />
      ) : (
        <LoadingBlock height={420} label="Loading the models" />
      )}
      {isMaking && <NewModel onClose={() => setMaking(false)} />}
    </>
  )
}

const same = (a: readonly ScoreTerm[], b: readonly ScoreTerm[]) => JSON.stringify(a) === JSON.stringify(b)

function Model({
  model,
  highEffort,
  effortUnit,
}: {
  model: ScoreModel
  highEffort: number
  effortUnit: string
}) {
  const canManage = useCan('requests:manage')
  const [address, setAddress] = useAddress()
  const [terms, setTerms] = useState<ScoreTerm[]>(model.terms)
  const settled = useSettled(terms)
  const isChanged = !same(terms, model.terms)
  const other = model.versions.find(
    (one) => String(one.number) === address.from && one.number !== model.version,
  )
  const use = useScoringChange(() => call(putScoring, { modelId: model.id }))
  const ref = { modelId: model.id, version: model.version }
  return (
    <WithRail
      label="The weights"
      rail={
        <>
          <section>
            <div className="row">
              <h2 className="sec grow">{model.kind === 'rice' ? 'Built in' : `Version ${model.version}`}</h2>
              {model.isCurrent ? (
                <span className="help">requests are scored by it</span>
              ) : (
                canManage && (
                  <Button size="sm" busy={use.isPending} onClick={() => use.mutate(undefined)}>
                    Score by it
                  </Button>
                )
              )}
            </div>
            {model.kind === 'rice' ? (
              <p className="mt-2">
                Reach × impact × confidence ÷ effort. Reach is the accounts behind a request, impact 10 counts
                3, and confidence that nobody has rated counts 50 %. To weigh otherwise, make a model.
              </p>
            ) : (
              <WeightsEditor {...{ model, terms, setTerms, isChanged, canManage }} />
            )}
          </section>
          {model.versions.length > 1 && (
            <Versions
              model={model}
              from={other?.number}
              onCompare={(number) => setAddress({ from: number === undefined ? undefined : String(number) })}
            />
          )}
          {canManage && <HighEffort key={highEffort} highEffort={highEffort} effortUnit={effortUnit} />}
        </>
      }
    >
      {isChanged ? (
        <Moves
          title="If these weights counted"
          input={{ from: ref, to: { terms: settled } }}
          isPossible={terms.some((one) => one.weight > 0)}
        />
      ) : other ? (
        <Moves
          title={`From version ${other.number} to version ${model.version}`}
          input={{ from: { modelId: model.id, version: other.number }, to: ref }}
          isPossible
        />
      ) : !model.isCurrent ? (
        <Moves title={`If requests were scored by ${model.name}`} input={{ to: ref }} isPossible />
      ) : null}
      <Sensitive model={model} />
    </WithRail>
  )
}

/** Which ranks change, and by how much. */
function Moves({
  title,
  input,
  isPossible,
}: {
  title: string
  input: Parameters<typeof useComparison>[0]
  isPossible: boolean
}) {
  const query = useComparison({ ...input, limit: 20 }, isPossible)
  const result = query.data
  return (
    <section aria-label={title} className="mb-6" aria-live="polite">
      <h2 className="text-md font-semibold">{title}</h2>
      {!isPossible ? (
        <p className="help">
          The weights sum to nothing, so every score would be the same. Give one factor a weight.
        </p>
      ) : query.isError ? (
        <Failed
          error={query.error}
          title="The ranks could not be compared"
          onRetry={() => void query.refetch()}
        />
      ) : !result ? (
        <LoadingBlock height={300} />
      ) : (
        <>
          <p className="help">
            {result.moved === 0
              ? 'No rank changes.'
              : `${plural(result.moved, 'rank')} of ${count(result.of)} ${result.moved === 1 ? 'changes' : 'change'}; ${
                  result.kept === result.top
                    ? `the first ${result.top} remain the first ${result.top}.`
                    : `${plural(result.top - result.kept, 'request leaves', 'requests leave')} the first ${result.top}.`
                }`}
          </p>
          <table className="tb mt-2">
            <caption className="vh">{title}</caption>
            <thead>
              <tr>
                <th scope="col" className="w-12">
                  Rank
                </th>
                <th scope="col" className="w-24">
                  Before
                </th>
                <th scope="col">Request</th>
                <th scope="col" className="w-20 rt max-phone:hidden">
                  Score
                </th>
              </tr>
            </thead>
            <tbody>
              {result.data.map((row) => (
                <tr key={row.id}>
                  <td className="num font-semibold">{row.rank ?? ''}</td>
                  <td>
                    <Move rank={row.rank} was={row.was} />
                  </td>
                  <td className="min-w-0">
                    <Go to={`requests/${row.id}`} className="cut block">
                      {row.title}
                    </Go>
                  </td>
                  <td className="rt num max-phone:hidden">
                    {row.score === null ? '' : scoreText(row.score)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  )
}

function Move({ rank, was }: { rank: number | null; was: number | null }) {
  if (rank === was) return <span className="muted">same</span>
  if (rank === null || was === null)
    return <span className="muted">{was === null ? 'no rank' : count(was)}</span>
  return (
    <span className={`move ${rank < was ? 'up' : 'down'}`}>
      <span aria-hidden="true">{rank < was ? '▲' : '▼'} </span>
      {count(was)}
      <span className="vh">{rank < was ? ', goes up' : ', goes down'}</span>
    </span>
  )
}

/** Which ranks survive other weights. */
function Sensitive({ model }: { model: ScoreModel }) {
  const query = useSensitivity({ model: model.id }, true)
  const result = query.data
  if (query.isError)
    return (
      <Failed
        error={query.error}
        title="The sensitivity could not be reckoned"
        onRetry={() => void query.refetch()}
      />
    )
  if (!result) return <LoadingBlock height={300} />
  const first = Math.min(result.top, result.data.length)
  const title =
    result.topKept >= 0.8
      ? `The first ${first} hold under other weights`
      : result.topKept >= 0.3
        ? `The first ${first} hang on the weights in part`
        : `The first ${first} hang on the weights`
  if (result.data.length === 0)
    return (
      <p className="help">Nothing is ranked by this model yet: rate requests, or place them in the matrix.</p>
    )
  return (
    <section aria-label="Which ranks survive other weights">
      <h2 className="text-md font-semibold">{title}</h2>
      <p className="help">
        In {percent(result.topKept)} of {result.weightings} chance weightings, each{' '}
        {model.kind === 'rice' ? 'exponent' : 'weight'} between half and double, the same {first} come first.{' '}
        {result.doubled
          .filter((one) => one.leave > 0)
          .map((one) => `If ${one.name.toLowerCase()} counted double, ${one.leave} would leave.`)
          .join(' ')}
      </p>
      <table className="tb mt-2">
        <caption className="vh">Which ranks survive other weights</caption>
        <thead>
          <tr>
            <th scope="col" className="w-12">
              Rank
            </th>
            <th scope="col">Request</th>
            <th scope="col" className="w-32">
              Among the first {first}
            </th>
            <th scope="col" className="w-24 max-phone:hidden">
              Ranks
            </th>
            <th scope="col" className="w-24 rt max-phone:hidden">
              Same rank
            </th>
          </tr>
        </thead>
        <tbody>
          {result.data.map((row) => (
            <tr key={row.id}>
              <td className="num font-semibold">{row.rank}</td>
              <td className="min-w-0">
                <Go to={`requests/${row.id}`} className="cut block">
                  {row.title}
                </Go>
              </td>
              <td className="num">
                <span className="row gap-2">
                  <span className="survives" aria-hidden="true">
                    <i style={{ width: `${100 * row.inTop}%` }} />
                  </span>
                  {percent(row.inTop)}
                </span>
              </td>
              <td className="num max-phone:hidden">
                {row.rankLow === row.rankHigh ? row.rankLow : `${row.rankLow}–${row.rankHigh}`}
              </td>
              <td className="rt num max-phone:hidden">{percent(row.sameRank)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
