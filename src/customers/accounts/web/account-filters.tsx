import { useSegments } from '#customers/accounts/web/use-accounts.ts'
import { AddFilter, ClearFilters, FilterChip } from '#platform/web/chips.tsx'
import { words } from '#platform/web/format.ts'
import { useAddress } from '#platform/web/go.tsx'
import { Toolbar } from '#platform/web/page.tsx'
import { SearchField } from '#platform/web/search-field.tsx'
import { useSession } from '#platform/web/session.tsx'

/** Search and filters of the accounts, as they stand in the address. */
export function AccountFilters({
  adding,
  onAdding,
}: {
  adding: string | undefined
  onAdding(field: string | undefined): void
}) {
  const [search, setSearch] = useAddress()
  const { members } = useSession()
  const segments = useSegments()
  const options: Record<string, { label: string; values: { value: string; label: string }[] }> = {
    segment: {
      label: 'Segment',
      values: (segments.data?.data ?? []).map((one) => ({ value: one.key, label: one.name })),
    },
    lifecycle: {
      label: 'Stage',
      values: ['prospect', 'active', 'churned'].map((value) => ({ value, label: words(value) })),
    },
    owner: {
      label: 'Lead',
      values: [
        { value: 'none', label: 'Nobody' },
        ...members.map((one) => ({ value: one.id, label: one.name })),
      ],
    },
  }
  const set = Object.keys(options).filter((name) => search[name])
  return (
    <Toolbar>
      <SearchField
        id="account-search"
        label="Search name or domain"
        value={search.q ?? ''}
        onChange={(q) => setSearch({ q: q || undefined })}
      />
      {set.map((name) => (
        <FilterChip
          key={name}
          field={options[name]!.label}
          value={options[name]!.values.find((one) => one.value === search[name])?.label ?? search[name]!}
          wrong={
            options[name]!.values.length > 0 &&
            !options[name]!.values.some((one) => one.value === search[name])
              ? 'There is nothing of this name.'
              : undefined
          }
          onRemove={() => setSearch({ [name]: undefined })}
          choose={{
            options: options[name]!.values,
            value: [search[name]!],
            onPick: (value) => setSearch({ [name]: value }),
          }}
        />
      ))}
      {adding && adding in options ? (
        <FilterValue
          key={adding}
          label={options[adding]!.label}
          values={options[adding]!.values}
          onPick={(value) => {
            setSearch({ [adding]: value })
            onAdding(undefined)
          }}
          onClose={() => onAdding(undefined)}
        />
      ) : (
        <AddFilter
          fields={Object.entries(options).map(([value, one]) => ({ value, label: one.label }))}
          open={adding === ''}
          onOpenChange={(open) => onAdding(open ? '' : undefined)}
          onPick={(field) => setTimeout(() => onAdding(field))}
        />
      )}
      {isFiltered(search) && <ClearFilters onClear={() => setSearch(noFilter)} />}
    </Toolbar>
  )
}

/** Clears every filter of the accounts. */
export const noFilter = { q: undefined, segment: undefined, lifecycle: undefined, owner: undefined }

/** Whether the address narrows the accounts. */
export const isFiltered = (search: Readonly<Record<string, string | undefined>>) =>
  !!(search.q || search.segment || search.lifecycle || search.owner)

function FilterValue({
  label,
  values,
  onPick,
  onClose,
}: {
  label: string
  values: { value: string; label: string }[]
  onPick(value: string): void
  onClose(): void
}) {
  return (
    <span className="chip">
      <span>{label}</span>
      <select
        // biome-ignore lint/a11y/noAutofocus: the person has just asked for this filter
        autoFocus
        aria-label={`${label} is`}
        className="bg-transparent"
        defaultValue=""
        onChange={(event) => onPick(event.target.value)}
        onBlur={onClose}
      >
        <option value="" disabled>
          choose
        </option>
        {values.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
    </span>
  )
}
