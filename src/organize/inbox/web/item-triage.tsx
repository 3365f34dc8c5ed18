import type { ReactNode } from 'react'
import type { SuggestedField } from '#organize/classify/contract.ts'
import { Why } from '#organize/classify/web/why.tsx'
import type { InboxItem } from '#organize/inbox/contract.ts'
import type { useTriage } from '#organize/inbox/web/triage.ts'
import type { PickKind } from '#organize/inbox/web/triage-picker.tsx'
import type { Categories } from '#organize/tags/contract.ts'
import { Button } from '#platform/web/button.tsx'
import { words } from '#platform/web/format.ts'
import { Priority, Sentiment } from '#platform/web/marks.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Suggestion } from '#platform/web/suggestion.tsx'

interface Props {
  item: InboxItem
  categories: Categories | undefined
  triage: ReturnType<typeof useTriage>
  onPick(kind: PickKind, anchor: Element | null): void
}

type Row = Exclude<SuggestedField, 'negative'>

const rows: readonly { field: Row; label: string; pick?: PickKind }[] = [
  { field: 'type', label: 'Type', pick: 'type' },
  { field: 'priority', label: 'Priority', pick: 'priority' },
  { field: 'area', label: 'Area', pick: 'area' },
  { field: 'sentiment', label: 'Sentiment', pick: 'sentiment' },
  { field: 'urgency', label: 'Urgency', pick: 'urgency' },
]
const urgencies: Record<string, string> = { now: 'Now', soon: 'Soon', later: 'Later' }

/** The suggestions that one press takes: open, at least likely, and nothing set yet. */
export function acceptable(item: InboxItem): SuggestedField[] {
  return item.suggestions
    .filter(
      (one) =>
        one.state === 'open' && one.confidence >= 0.6 && one.field !== 'negative' && !isSet(item, one.field),
    )
    .map((one) => one.field)
}

function isSet(item: InboxItem, field: Row): boolean {
  return item[field] !== null
}

/** Type, priority, area, sentiment and urgency: what is set, or what is suggested and why; and whether the answer is negative. */
export function ItemTriage({ item, categories, triage, onPick }: Props) {
  const canWrite = useCan('feedback:write')
  const open = acceptable(item)
  return (
    <section aria-label="Triage">
      <div className="shd">
        <h2 className="sec">{open.length > 0 ? 'Suggested' : 'Triage'}</h2>
        <span className="muted xs">
          {open.length > 0 ? 'from the words and what you decided before' : item.type ? '' : 'needs a type'}
        </span>
        <span className="grow" />
        {open.length > 0 && canWrite && (
          <Button size="sm" kind="primary" keys="↵" onClick={() => void triage.accept(item, open)}>
            Accept {open.length}
          </Button>
        )}
      </div>
      {rows.map(({ field, label, pick }) => {
        const suggestion = item.suggestions.find((one) => one.field === field && one.state === 'open')
        const choose = pick && canWrite && (
          <Button
            size="sm"
            onClick={(event) => onPick(pick, event.currentTarget)}
            aria-label={`Choose ${label.toLowerCase()}`}
          >
            {isSet(item, field) ? 'Change' : 'Choose'}
          </Button>
        )
        if (isSet(item, field))
          return <Fixed key={field} label={label} value={setValue(item, field, categories)} action={choose} />
        if (suggestion) {
          return (
            <Suggestion
              key={field}
              label={label}
              value={suggestion.label}
              confidence={suggestion.confidence}
              reason={suggestion.reason}
              disabled={!canWrite}
              why={
                <Why
                  label={label}
                  suggestion={suggestion}
                  refuse={
                    canWrite
                      ? { label: 'Not this', run: () => void triage.refuse(item, suggestion) }
                      : undefined
                  }
                />
              }
              onAccept={() => void triage.accept(item, [field])}
              choose={choose}
            />
          )
        }
        return field === 'type' || field === 'priority' || field === 'area' ? (
          <Fixed key={field} label={label} value={<span className="muted">not set</span>} action={choose} />
        ) : null
      })}
      {item.isNegative && <Negative item={item} triage={triage} canWrite={canWrite} />}
    </section>
  )
}

/** The mark of a negative answer, which is set on arrival: why, and the way to take it off. */
function Negative({ item, triage, canWrite }: Pick<Props, 'item' | 'triage'> & { canWrite: boolean }) {
  const suggestion = item.suggestions.find((one) => one.field === 'negative')
  return (
    <Fixed
      label="Answer"
      value={
        <span className="row">
          <Sentiment value="negative" />
          {suggestion && <Why label="Answer" suggestion={suggestion} />}
        </span>
      }
      action={
        canWrite && (
          <Button
            size="sm"
            onClick={() =>
              void triage.apply(
                [item.id],
                { isNegative: false },
                { text: 'no longer a negative answer', shown: { isNegative: false } },
              )
            }
          >
            Not negative
          </Button>
        )
      }
    />
  )
}

function Fixed({ label, value, action }: { label: string; value: ReactNode; action: ReactNode }) {
  return (
    <div className="sug items-center!">
      <div className="sk">{label}</div>
      <div className="grow med">{value}</div>
      {action}
    </div>
  )
}

function setValue(item: InboxItem, field: Row, categories: Categories | undefined): ReactNode {
  if (field === 'type')
    return categories?.types.find((one) => one.code === item.type)?.label ?? words(item.type ?? '')
  if (field === 'priority') return <Priority value={item.priority} label />
  if (field === 'area') return item.area?.path.join(' › ')
  if (field === 'sentiment') return item.sentiment && <Sentiment value={item.sentiment} />
  return urgencies[item.urgency ?? '']
}
