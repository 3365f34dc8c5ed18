import { kindLabels, kinds } from '#collect/feedback/rules.ts'
import { Button } from '#platform/web/button.tsx'
import { Select, TextArea } from '#platform/web/form.tsx'

export interface DraftHighlight {
  verbatim: string
  kind: string
  contactId: string
}

export const noHighlight: DraftHighlight = { verbatim: '', kind: '', contactId: '' }

/** The highlights that hold words, as they are sent. */
export function sentHighlights(list: readonly DraftHighlight[]) {
  return list
    .filter((one) => one.verbatim.trim())
    .map((one) => ({
      verbatim: one.verbatim,
      kind: (kinds.find((kind) => kind === one.kind) ?? null) as (typeof kinds)[number] | null,
      contactId: one.contactId || null,
    }))
}

/** What they said, one thing each: every one becomes a feedback item. */
export function HighlightFields({
  list,
  people,
  onChange,
}: {
  list: readonly DraftHighlight[]
  people: readonly { id: string; name: string }[]
  onChange(list: DraftHighlight[]): void
}) {
  const set = (at: number, more: Partial<DraftHighlight>) =>
    onChange(list.map((one, i) => (i === at ? { ...one, ...more } : one)))
  return (
    <fieldset className="grid gap-3">
      <legend className="med mb-1">Highlights</legend>
      <p className="help">What they said, one thing each. Every one becomes a feedback item.</p>
      {list.map((one, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the order is what they are
        <div key={i} className="grid gap-1.5">
          <TextArea
            rows={2}
            aria-label={`Highlight ${i + 1}`}
            placeholder="Their own words, as near as you can"
            maxLength={50_000}
            value={one.verbatim}
            onChange={(event) => set(i, { verbatim: event.target.value })}
          />
          <div className="grid grid-cols-2 gap-2">
            <Select
              aria-label={`Who said highlight ${i + 1}`}
              value={one.contactId}
              onChange={(event) => set(i, { contactId: event.target.value })}
              options={[
                { value: '', label: 'Nobody in particular' },
                ...people.map((person) => ({ value: person.id, label: person.name })),
              ]}
            />
            <Select
              aria-label={`What highlight ${i + 1} is`}
              value={one.kind}
              onChange={(event) => set(i, { kind: event.target.value })}
              options={[
                { value: '', label: 'Not sure' },
                ...kinds.map((kind) => ({ value: kind, label: kindLabels[kind] })),
              ]}
            />
          </div>
        </div>
      ))}
      <div>
        <Button type="button" icon="plus" onClick={() => onChange([...list, noHighlight])}>
          Add a highlight
        </Button>
      </div>
    </fieldset>
  )
}
