import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Checkbox, Field, Select, TextInput } from '#platform/web/form.tsx'
import { date } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { Icon } from '#platform/web/icons.tsx'
import { putRequestSettings } from '#prioritize/requests/contract.ts'
import { addModelVersion, putScoring, type ScoreModel, type ScoreTerm } from '#prioritize/scoring/contract.ts'
import { mostTerms } from '#prioritize/scoring/rules.ts'
import { NewFactor } from '#prioritize/scoring/web/new-factor.tsx'
import { useFactors, useScoringChange } from '#prioritize/scoring/web/use-scoring.ts'

/** The factors of a model with their weights; a change is a what-if until it is saved as the next version. */
export function WeightsEditor({
  model,
  terms,
  setTerms,
  isChanged,
  canManage,
}: {
  model: ScoreModel
  terms: readonly ScoreTerm[]
  setTerms(terms: ScoreTerm[]): void
  isChanged: boolean
  canManage: boolean
}) {
  const [note, setNote] = useState('')
  const save = useScoringChange(() =>
    call(addModelVersion, {
      modelId: model.id,
      terms: [...terms],
      lastVersion: model.version,
      ...(note.trim() && { note }),
    }),
  )
  return (
    <>
      <TermList terms={terms} setTerms={setTerms} />
      {isChanged && (
        <div className="mt-3 grid gap-2">
          {canManage && (
            <Field label="Why" optional help="It stands with the version.">
              <TextInput value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
            </Field>
          )}
          <span className="row">
            {canManage && (
              <Button
                kind="primary"
                size="sm"
                busy={save.isPending}
                disabled={!terms.some((one) => one.weight > 0)}
                onClick={() => save.mutate(undefined)}
              >
                Save as version {model.version + 1}
              </Button>
            )}
            <Button size="sm" onClick={() => setTerms(model.terms)}>
              Back to version {model.version}
            </Button>
          </span>
        </div>
      )}
    </>
  )
}

/** Terms with their weights, and the choice of one more. */
export function TermList({
  terms,
  setTerms,
}: {
  terms: readonly ScoreTerm[]
  setTerms(terms: ScoreTerm[]): void
}) {
  const factors = useFactors().data?.data ?? []
  const [isMaking, setMaking] = useState(false)
  const put = (factor: string, change: Partial<ScoreTerm>) =>
    setTerms(terms.map((one) => (one.factor === factor ? { ...one, ...change } : one)))
  const add = (factor: string) =>
    setTerms([...terms, { factor, weight: 1, lowerIsBetter: factor === 'effort' }])
  const sum = terms.reduce((all, one) => all + one.weight, 0)
  return (
    <>
      <ul className="weights">
        {terms.map((term) => (
          <Weight
            key={term.factor}
            term={term}
            name={factors.find((one) => one.key === term.factor)?.name ?? 'A factor that is used no more'}
            share={sum > 0 ? term.weight / sum : 0}
            onPut={(change) => put(term.factor, change)}
            onRemove={() => setTerms(terms.filter((one) => one !== term))}
          />
        ))}
      </ul>
      {terms.length < mostTerms && (
        <Select
          aria-label="Add a factor"
          className="mt-2"
          value=""
          onChange={(event) => (event.target.value === 'own' ? setMaking(true) : add(event.target.value))}
          options={[
            { value: '', label: 'Add a factor' },
            ...factors
              .filter((one) => !terms.some((term) => term.factor === one.key))
              .map((one) => ({ value: one.key, label: one.name })),
            { value: 'own', label: 'A factor of our own …' },
          ]}
        />
      )}
      {isMaking && <NewFactor onClose={() => setMaking(false)} onMade={({ key }) => add(key)} />}
    </>
  )
}

function Weight({
  term,
  name,
  share,
  onPut,
  onRemove,
}: {
  term: ScoreTerm
  name: string
  share: number
  onPut(change: Partial<ScoreTerm>): void
  onRemove(): void
}) {
  const id = useId()
  const weigh = (text: string) => onPut({ weight: Math.min(1000, Math.max(0, Number(text) || 0)) })
  return (
    <li>
      <label htmlFor={id} className="med cut">
        {name} <span className="muted num font-normal">{Math.round(100 * share)} %</span>
      </label>
      <TextInput
        id={id}
        type="number"
        min={0}
        max={1000}
        step="any"
        className="num"
        value={term.weight}
        onChange={(event) => weigh(event.target.value)}
      />
      <button type="button" className="btn ghost icon" aria-label={`Take ${name} out`} onClick={onRemove}>
        <Icon name="close" />
      </button>
      <input
        type="range"
        min={0}
        max={Math.max(10, term.weight)}
        step={0.5}
        aria-label={`Weight of ${name}`}
        value={term.weight}
        onChange={(event) => weigh(event.target.value)}
      />
      <span className="xs">
        <Checkbox
          label="Less is better"
          checked={term.lowerIsBetter}
          onChange={(event) => onPut({ lowerIsBetter: event.target.checked })}
        />
      </span>
    </li>
  )
}

/** Versions of a model, each to be compared with the one that counts. */
export function Versions({
  model,
  from,
  onCompare,
}: {
  model: ScoreModel
  from: number | undefined
  onCompare(number: number | undefined): void
}) {
  return (
    <section>
      <h2 className="sec mb-1">Versions</h2>
      <ol className="moves">
        {model.versions.map((one) => (
          <li key={one.number}>
            <span className="row">
              <span className="med grow">Version {one.number}</span>
              {one.number !== model.version && (
                <button
                  type="button"
                  className="link xs"
                  aria-pressed={one.number === from}
                  onClick={() => onCompare(one.number === from ? undefined : one.number)}
                >
                  {one.number === from ? 'Compare no longer' : 'Compare'}
                </button>
              )}
            </span>
            {one.note && <p className="text-ink-2">{one.note}</p>}
            <p className="help">
              {date(one.at)}, {one.by ?? 'by itself'}
            </p>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** What effort is estimated in. */
export function EffortUnit({ effortUnit }: { effortUnit: string }) {
  const [value, setValue] = useState(effortUnit)
  const queries = useQueryClient()
  const slug = useSlug()
  const save = useScoringChange(
    () => call(putRequestSettings, { effortUnit: value.trim() }),
    () => void queries.invalidateQueries({ queryKey: ['request-settings', slug] }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(undefined)
  }
  return (
    <section>
      <h2 className="sec mb-1">The unit of effort</h2>
      <form onSubmit={submit} className="row items-end">
        <Field label="Effort is estimated in">
          <TextInput
            className="w-36"
            maxLength={30}
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
        </Field>
        {value.trim() !== effortUnit && value.trim() !== '' && (
          <Button type="submit" size="sm" busy={save.isPending}>
            Save
          </Button>
        )}
      </form>
      <p className="help mt-1">Estimates keep their numbers.</p>
    </section>
  )
}

/** From which effort on effort is high in the matrix. */
export function HighEffort({ highEffort, effortUnit }: { highEffort: number; effortUnit: string }) {
  const [value, setValue] = useState(String(highEffort))
  const save = useScoringChange(() => call(putScoring, { highEffort: Number(value) }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(undefined)
  }
  return (
    <section>
      <h2 className="sec mb-1">The line in the matrix</h2>
      <form onSubmit={submit} className="row items-end">
        <Field label={`Effort is high above, in ${effortUnit}`}>
          <TextInput
            type="number"
            step="any"
            min={0.1}
            className="num w-24"
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
        </Field>
        {value !== String(highEffort) && Number(value) > 0 && (
          <Button type="submit" size="sm" busy={save.isPending}>
            Save
          </Button>
        )}
      </form>
    </section>
  )
}
