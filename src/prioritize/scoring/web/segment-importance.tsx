import { type FormEvent, useState } from 'react'
import { useSegments } from '#customers/accounts/web/use-accounts.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { TextInput } from '#platform/web/form.tsx'
import { putScoring } from '#prioritize/scoring/contract.ts'
import { usualImportance } from '#prioritize/scoring/rules.ts'
import { useScoringChange } from '#prioritize/scoring/web/use-scoring.ts'

/** How much each segment matters; what was changed alone is saved. */
export function SegmentImportance({ importance }: { importance: Readonly<Record<string, number>> }) {
  const segments = useSegments().data?.data ?? []
  const [changed, setChanged] = useState<Record<string, string>>({})
  const save = useScoringChange(
    () =>
      call(putScoring, {
        segments: Object.fromEntries(Object.entries(changed).map(([key, value]) => [key, Number(value)])),
      }),
    () => setChanged({}),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(undefined)
  }
  if (segments.length === 0) return null
  return (
    <section>
      <h2 className="sec mb-1" id="segments-matter">
        How much segments matter
      </h2>
      <p className="help" id="segments-matter-help">
        0 to 10. “Segment importance” counts each account behind a request by it.
      </p>
      <form onSubmit={submit} aria-labelledby="segments-matter" aria-describedby="segments-matter-help">
        <ul>
          {segments.map(({ key, name }) => (
            <li key={key} className="row py-0.5">
              <label htmlFor={`matters-${key}`} className="grow cut">
                {name}
              </label>
              <TextInput
                id={`matters-${key}`}
                type="number"
                min={0}
                max={10}
                step={0.5}
                required
                className="num w-20"
                value={changed[key] ?? String(importance[key] ?? usualImportance)}
                onChange={(event) => setChanged({ ...changed, [key]: event.target.value })}
              />
            </li>
          ))}
        </ul>
        {Object.keys(changed).length > 0 && (
          <Button type="submit" size="sm" className="mt-2" busy={save.isPending}>
            Save
          </Button>
        )}
      </form>
    </section>
  )
}
