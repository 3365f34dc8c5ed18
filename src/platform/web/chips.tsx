import { Button, Kbd } from '#platform/web/button.tsx'
import { type Option, Picker } from '#platform/web/combobox.tsx'
import { Icon } from '#platform/web/icons.tsx'

interface ChipProps {
  field: string
  operator?: string
  value: string
  onRemove(): void
  /** Press on the value: choose another. */
  choose?: {
    options: readonly Option[]
    value: readonly string[]
    onPick(value: string): void
    many?: boolean
  }
  /** Why the value means nothing here; the chip turns red. */
  wrong?: string
}

/** One filter: field, operator, value, remove. */
export function FilterChip({ field, operator, value, onRemove, choose, wrong }: ChipProps) {
  const name = operator ? `${field} ${operator}` : field
  const shown = (
    <button type="button" className={wrong ? 'text-sla-late' : ''}>
      <b style={wrong ? { color: 'inherit' } : undefined}>{value}</b>
    </button>
  )
  return (
    <span className="chip" title={wrong} data-wrong={wrong ? '' : undefined}>
      <span>{name}</span>
      {choose ? <Picker trigger={shown} label={`${field} is`} {...choose} /> : <b>{value}</b>}
      <button type="button" className="x" aria-label={`Remove filter ${name} ${value}`} onClick={onRemove}>
        <Icon name="close" small />
      </button>
    </span>
  )
}

/** "+ Filter f": chooses the field first, then its value. */
export function AddFilter({
  fields,
  open,
  onOpenChange,
  onPick,
}: {
  fields: readonly Option[]
  open: boolean
  onOpenChange(open: boolean): void
  onPick(field: string): void
}) {
  return (
    <Picker
      label="Filter by"
      options={fields}
      open={open}
      onOpenChange={onOpenChange}
      onPick={onPick}
      trigger={
        <button type="button" className="chip add">
          <Icon name="plus" small />
          Filter <Kbd>f</Kbd>
        </button>
      }
    />
  )
}

/** Takes all filters off. */
export function ClearFilters({ onClear }: { onClear(): void }) {
  return (
    <Button kind="ghost" size="sm" onClick={onClear}>
      Clear all
    </Button>
  )
}
