import { type FormEvent, useState } from 'react'
import { Button } from '#platform/web/button.tsx'
import { Field, TextInput } from '#platform/web/form.tsx'
import { plural } from '#platform/web/format.ts'
import { Go } from '#platform/web/go.tsx'
import type { Place } from '#prioritize/scoring/contract.ts'
import { beginOf, quadrantOf, quadrants } from '#prioritize/scoring/rules.ts'
import {
  RankBar,
  rangeText,
  rankSentence,
  ScoreTerms,
  togetherText,
} from '#prioritize/scoring/web/score-parts.tsx'
import { useScore } from '#prioritize/scoring/web/use-scoring.ts'

const mostRows = 12

/** Ranks with how sure they are. */
export function Ranks({
  placed,
  of,
  current,
  onSelect,
}: {
  placed: readonly Place[]
  of: number
  current: string | undefined
  onSelect(id: string): void
}) {
  const ranked = placed.filter((one) => one.rank !== null)
  const shown = ranked.slice(0, mostRows)
  if (shown.length === 0) return null
  return (
    <section>
      <div className="row mb-1">
        <h2 className="sec grow">Rank and how sure it is</h2>
        <span className="help num">of {of}</span>
      </div>
      <ol className="ranks">
        {shown.map((one) => (
          <li key={one.id}>
            <button type="button" aria-pressed={one.id === current} onClick={() => onSelect(one.id)}>
              <b className="num font-semibold">{one.rank}</b>
              <span className="cut">{one.title}</span>
              <RankBar {...one} of={of} isCurrent={one.id === current} />
              <span className="help num nowrap">{rangeText(one)}</span>
            </button>
          </li>
        ))}
      </ol>
      <p className="help mt-1">{togetherText(shown)}</p>
    </section>
  )
}

/** The chosen request: where it stands, why, and its place as fields. */
export function Chosen({
  place,
  highEffort,
  effortUnit,
  canWrite,
  isBusy,
  onPut,
}: {
  place: Place
  highEffort: number
  effortUnit: string
  canWrite: boolean
  isBusy: boolean
  onPut(put: { impact: number; effort: { low: number; high: number } }): void
}) {
  const score = useScore(place.id).data
  const { effort, quadrant } = place
  const ends =
    effort && place.impact !== null
      ? [beginOf(effort.low, effort.high), effort.high].map((one) =>
          quadrantOf(place.impact!, one, highEffort),
        )
      : []
  return (
    <section aria-label="The chosen request">
      <h2 className="text-md font-semibold">
        <Go to={`requests/${place.id}`} className="hover:underline">
          {place.title}
        </Go>
      </h2>
      <p className="help">
        {quadrant ? quadrants[quadrant].name : 'Not placed yet'}
        {ends.length > 0 && ends[0] !== ends[1] && ', though its range of effort crosses the line'}
        {place.rank !== null && `. ${rankSentence({ ...place, of: score?.of ?? place.rank })}`}
      </p>
      {place.caution && <p className="text-[var(--mix-ink)] font-medium xs mt-1">{place.caution}</p>}
      {score && score.terms.length > 0 && <ScoreTerms score={score} />}
      {canWrite && <PlaceFields key={place.id} {...{ place, effortUnit, isBusy, onPut }} />}
      <p className="help mt-2">{plural(place.accounts, 'account')} behind it</p>
    </section>
  )
}

function PlaceFields({
  place,
  effortUnit,
  isBusy,
  onPut,
}: {
  place: Place
  effortUnit: string
  isBusy: boolean
  onPut(put: { impact: number; effort: { low: number; high: number } }): void
}) {
  // what is typed stays while what stood there is read anew
  const [typed, setTyped] = useState<{ impact?: string; low?: string; high?: string }>({})
  const {
    impact = place.impact === null ? '' : String(place.impact),
    low = place.effort ? String(place.effort.low) : '',
    high = place.effort ? String(place.effort.high) : '',
  } = typed
  const effort = { low: Number(low || high), high: Number(high || low) }
  const isWhole = impact !== '' && (low !== '' || high !== '') && effort.high > 0
  const put = (event: FormEvent) => {
    event.preventDefault()
    if (!isWhole) return
    onPut({ impact: Number(impact), effort })
    setTyped({})
  }
  const zero = (low !== '' || high !== '') && effort.high <= 0
  const amount = { type: 'number', step: 'any', min: 0, className: 'num' } as const
  return (
    <form onSubmit={put} className="mt-2 grid grid-cols-3 gap-2 items-end">
      <Field label="Impact">
        <TextInput
          {...amount}
          max={10}
          value={impact}
          onChange={(event) => setTyped({ ...typed, impact: event.target.value })}
        />
      </Field>
      <Field label="Effort from">
        <TextInput
          {...amount}
          value={low}
          onChange={(event) => setTyped({ ...typed, low: event.target.value })}
        />
      </Field>
      <Field label={`to, ${effortUnit}`}>
        <TextInput
          {...amount}
          value={high}
          onChange={(event) => setTyped({ ...typed, high: event.target.value })}
        />
      </Field>
      {zero && <p className="help col-span-3">Effort above 0: nothing takes no time at all.</p>}
      <Button
        type="submit"
        size="sm"
        className="col-span-3 justify-self-start"
        disabled={!isWhole}
        busy={isBusy}
      >
        Place
      </Button>
    </form>
  )
}
