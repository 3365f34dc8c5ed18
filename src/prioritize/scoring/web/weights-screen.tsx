import '#prioritize/scoring/web/scoring.css'
import { useState } from 'react'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Go, useAddress } from '#platform/web/go.tsx'
import { TopBar, WithRail } from '#platform/web/page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { Tabs } from '#platform/web/tabs.tsx'
import { useSettled } from '#platform/web/use-settled.ts'
import { putScoring, type ScoreModel, type ScoreTerm } from '#prioritize/scoring/contract.ts'
import { Moves } from '#prioritize/scoring/web/moves.tsx'
import { Names } from '#prioritize/scoring/web/names.tsx'
import { NewModel } from '#prioritize/scoring/web/new-model.tsx'
import { SegmentImportance } from '#prioritize/scoring/web/segment-importance.tsx'
import { Sensitive } from '#prioritize/scoring/web/sensitive.tsx'
import { useModels, useScoringChange } from '#prioritize/scoring/web/use-scoring.ts'
import { EffortUnit, HighEffort, Versions, WeightsEditor } from '#prioritize/scoring/web/weights-editor.tsx'

/** Models and their weights: what if they were others, and which ranks survive that. */
export default function WeightsScreen() {
  const [address] = useAddress()
  const canManage = useCan('requests:manage')
  const [isMaking, setMaking] = useState(false)
  const [isNaming, setNaming] = useState(false)
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
        {canManage && model && <Button onClick={() => setNaming(true)}>Names</Button>}
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
          segments={query.data.segments}
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
      {isNaming && model && <Names model={model} onClose={() => setNaming(false)} />}
    </>
  )
}

const same = (a: readonly ScoreTerm[], b: readonly ScoreTerm[]) => JSON.stringify(a) === JSON.stringify(b)

function Model({
  model,
  highEffort,
  effortUnit,
  segments,
}: {
  model: ScoreModel
  highEffort: number
  effortUnit: string
  segments: Readonly<Record<string, number>>
}) {
  const canManage = useCan('requests:manage')
  const canSet = useCan('settings:write')
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
          {canManage && <SegmentImportance importance={segments} />}
          {canSet && <EffortUnit key={effortUnit} effortUnit={effortUnit} />}
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
