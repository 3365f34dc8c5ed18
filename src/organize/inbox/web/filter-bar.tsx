import { useState } from 'react'
import { type FilterName, type FilterText, parseChoice, type Sort, sorts } from '#organize/inbox/rules.ts'
import {
  describe,
  type FilterData,
  filterFields,
  isChoice,
  optionsOf,
  toggleValue,
  turnAround,
} from '#organize/inbox/web/filters.ts'
import { Button } from '#platform/web/button.tsx'
import { AddFilter } from '#platform/web/chips.tsx'
import { Picker } from '#platform/web/combobox.tsx'
import { Icon } from '#platform/web/icons.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { Menu } from '#platform/web/menu.tsx'
import { Toolbar } from '#platform/web/page.tsx'
import { SearchField } from '#platform/web/search-field.tsx'

const sortLabels: Record<Sort, string> = {
  newest: 'Received, newest first',
  oldest: 'Received, oldest first',
  said_newest: 'Said, newest first',
  said_oldest: 'Said, oldest first',
  relevance: 'Best match',
}

interface Props {
  /** Filters in the address. */
  filter: FilterText
  data: FilterData
  sort: Sort
  /** The list of what waits is in the order of its due times. */
  isTriage: boolean
  onChange(change: Partial<Record<FilterName, string | undefined>>): void
  onSort(sort: Sort): void
}

/** Chips of the filters in the address, "+ Filter", and the order. */
export function FilterBar({ filter, data, sort, isTriage, onChange, onSort }: Props) {
  const [adding, setAdding] = useState(false)
  const [field, setField] = useState<FilterName>()
  const given = (Object.keys(filter) as FilterName[]).filter((name) => filter[name] && name !== 'q')
  const clear = () => onChange(Object.fromEntries(given.map((name) => [name, undefined])))
  useKeys({
    f: { run: () => setAdding(true), label: 'Filter', group: 'Inbox' },
    ...(given.length > 0 && { 'Shift+f': { run: clear, label: 'Clear all filters', group: 'Inbox' } }),
  })
  const fields = filterFields
    .filter((one) => !filter[one.name] && one.name !== 'q')
    .map((one) => ({ value: one.name, label: one.label }))
  return (
    <Toolbar>
      <SearchField
        id="inbox-search"
        label="Search feedback"
        value={filter.q ?? ''}
        onChange={(q) => onChange({ q: q || undefined })}
        hasKey
        maxLength={300}
        className="w-56 max-phone:w-44"
      />
      <div className="flex min-w-0 items-center gap-1.5 overflow-x-auto py-1 [scrollbar-width:none]">
        {given.map((name) => (
          <Chip
            key={name}
            name={name}
            text={filter[name]!}
            data={data}
            onChange={(text) => onChange({ [name]: text })}
          />
        ))}
        {field && <span className="chip px-2">{filterFields.find((one) => one.name === field)?.label}</span>}
        {field && (
          <Picker
            key={field}
            onOpenChange={(open) => !open && setField(undefined)}
            label={`${filterFields.find((one) => one.name === field)?.label} is`}
            options={optionsOf(field, data)}
            value={valuesOf(filter[field])}
            onPick={(value) => {
              onChange({ [field]: isChoice(field) ? toggleValue(filter[field], value) : value })
              setField(undefined)
            }}
          />
        )}
        <AddFilter
          fields={fields}
          open={adding}
          onOpenChange={setAdding}
          // the first picker closes and gives its focus back before the second opens
          onPick={(name) => setTimeout(() => setField(name as FilterName), 20)}
        />
        {given.length > 1 && (
          <Button kind="ghost" size="sm" onClick={clear}>
            Clear all
          </Button>
        )}
      </div>
      <span className="grow" />
      <Menu
        label="Order"
        trigger={
          <button type="button" className="nowrap max-phone:hidden">
            {isTriage && sort === 'oldest' ? 'Triage due, soonest first' : sortLabels[sort]}
          </button>
        }
        items={sorts
          .filter((one) => one !== 'relevance' || filter.q)
          .map((one) => ({
            label: isTriage && one === 'oldest' ? 'Triage due, soonest first' : sortLabels[one],
            checked: one === sort,
            onSelect: () => onSort(one),
          }))}
      />
    </Toolbar>
  )
}

const valuesOf = (text: string | undefined) => {
  const choice = parseChoice(text ?? '')
  return choice.hasNone ? [...choice.values, 'none'] : choice.values
}

function Chip({
  name,
  text,
  data,
  onChange,
}: {
  name: FilterName
  text: string
  data: FilterData
  onChange(text: string | undefined): void
}) {
  const { label, operator, value, wrong } = describe(name, text, data)
  const many = isChoice(name)
  const options = optionsOf(name, data)
  const spoken = `${label} ${operator ?? (many ? 'is' : '')} ${value}`.replace(/ +/g, ' ')
  return (
    <span className={`chip flex-none${wrong ? ' text-sla-late' : ''}`} title={wrong}>
      {many ? (
        <button
          type="button"
          onClick={() => onChange(turnAround(text))}
          aria-label={`${spoken}: turn around`}
        >
          {operator ? `${label} ${operator}` : label}
        </button>
      ) : (
        <span>{label}</span>
      )}
      {options.length > 0 ? (
        <Picker
          label={`${label} is`}
          options={options}
          many={many}
          value={valuesOf(text)}
          onPick={(one) => onChange(many ? toggleValue(text, one) : one)}
          trigger={
            <button type="button" aria-label={`${spoken}: choose`}>
              <b className={wrong ? 'text-inherit!' : ''}>{value}</b>
            </button>
          }
        />
      ) : (
        <b>{value}</b>
      )}
      <button
        type="button"
        className="x"
        aria-label={`Remove filter ${spoken}`}
        onClick={() => onChange(undefined)}
      >
        <Icon name="close" small />
      </button>
    </span>
  )
}
