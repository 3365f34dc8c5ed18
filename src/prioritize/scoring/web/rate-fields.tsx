import { type FormEvent, useId, useState } from 'react'
import { Button } from '#platform/web/button.tsx'
import { Select, TextInput } from '#platform/web/form.tsx'
import type { ScoreFactor } from '#prioritize/scoring/contract.ts'
import { fibonacci, kindWords } from '#prioritize/scoring/rules.ts'
import { useRate } from '#prioritize/scoring/web/use-scoring.ts'

type Said = ScoreFactor & { value: number | null; isInModel: boolean }

const asText = ({ kind, value }: Said) =>
  value === null ? '' : String(kind === 'money' ? value / 100 : value)
const asValue = (kind: Said['kind'], text: string) =>
  text === '' ? null : kind === 'money' ? Math.round(Number(text) * 100) : Number(text)

/** What people say of a request: those values the model reads first, the others on demand. */
export function RateFields({ requestId, said }: { requestId: string; said: readonly Said[] }) {
  const [isAll, setAll] = useState(false)
  const shown = said.filter((one) => isAll || one.isInModel || one.value !== null || one.key === 'impact')
  const [draft, setDraft] = useState<Record<string, string>>({})
  const rate = useRate()
  const changed = shown.filter((one) => draft[one.key] !== undefined && draft[one.key] !== asText(one))
  const save = (event: FormEvent) => {
    event.preventDefault()
    const values = changed.map((one) => ({ factor: one.key, value: asValue(one.kind, draft[one.key]!) }))
    rate.mutate({ requestId, values, message: 'Rated.' }, { onSuccess: () => setDraft({}) })
  }
  return (
    <form onSubmit={save} className="grid gap-2">
      {shown.map((one) => (
        <Value
          key={one.key}
          factor={one}
          value={draft[one.key] ?? asText(one)}
          onChange={(text) => setDraft({ ...draft, [one.key]: text })}
        />
      ))}
      <span className="row">
        {shown.length < said.length && (
          <button type="button" className="link xs" onClick={() => setAll(true)}>
            Other factors
          </button>
        )}
        <span className="grow" />
        {changed.length > 0 && (
          <Button size="sm" kind="primary" type="submit" busy={rate.isPending}>
            Save
          </Button>
        )}
      </span>
    </form>
  )
}

function Value({ factor, value, onChange }: { factor: Said; value: string; onChange(text: string): void }) {
  const id = useId()
  const options =
    factor.kind === 'fibonacci' ? fibonacci.map(String) : factor.kind === 'checkbox' ? ['1', '0'] : undefined
  return (
    <div className="row">
      <label htmlFor={id} className="grow xs text-ink-2">
        {factor.name}
      </label>
      {options ? (
        <Select
          id={id}
          className="w-24"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          options={[
            { value: '', label: 'not rated' },
            ...options.map((one) => ({
              value: one,
              label: factor.kind === 'checkbox' ? (one === '1' ? 'yes' : 'no') : one,
            })),
          ]}
        />
      ) : (
        <TextInput
          id={id}
          type="number"
          className="w-24 num"
          min={0}
          max={factor.kind === 'scale' ? 10 : factor.kind === 'percentage' ? 100 : undefined}
          step="any"
          placeholder={factor.kind === 'scale' ? '0–10' : factor.kind === 'percentage' ? '%' : ''}
          title={kindWords[factor.kind]}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </div>
  )
}
