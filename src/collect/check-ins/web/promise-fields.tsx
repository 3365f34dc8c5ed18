import { Button } from '#platform/web/button.tsx'
import { DateInput, TextInput } from '#platform/web/form.tsx'

interface Draft {
  words: string
  dueOn: string
}

const inAWeek = () => new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10)

/** What we said we would do, and by when. */
export function PromiseFields({ list, onChange }: { list: readonly Draft[]; onChange(list: Draft[]): void }) {
  const set = (at: number, more: Partial<Draft>) =>
    onChange(list.map((one, i) => (i === at ? { ...one, ...more } : one)))
  return (
    <fieldset className="grid gap-2">
      <legend className="med mb-1">Promises</legend>
      {list.length === 0 && (
        <p className="help">What we said we would do. It stays in sight until it is kept.</p>
      )}
      {list.map((one, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the order is what they are
        <div key={i} className="grid grid-cols-[minmax(0,1fr)_9rem] gap-2">
          <TextInput
            aria-label={`Promise ${i + 1}`}
            maxLength={500}
            value={one.words}
            onChange={(event) => set(i, { words: event.target.value })}
          />
          <DateInput
            aria-label={`Promise ${i + 1} by`}
            value={one.dueOn}
            onChange={(event) => set(i, { dueOn: event.target.value })}
          />
        </div>
      ))}
      <div>
        <Button
          type="button"
          icon="plus"
          onClick={() => onChange([...list, { words: '', dueOn: inAWeek() }])}
        >
          Add a promise
        </Button>
      </div>
    </fieldset>
  )
}
