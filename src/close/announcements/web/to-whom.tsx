import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Kind } from '#close/announcements/rules.ts'
import { useRecipients } from '#close/announcements/web/use-announcements.ts'
import { getContact } from '#customers/contacts/contract.ts'
import { contactLabel } from '#customers/contacts/rules.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Picker } from '#platform/web/combobox.tsx'
import { useSlug } from '#platform/web/go.tsx'
import { useSettled } from '#platform/web/use-settled.ts'

const everybody = 'everybody who asked or follows'

/** Everybody, or one of those who would get it, found by name, address or account. */
export function ToWhom({
  requestId,
  kind,
  value,
  onChange,
}: {
  requestId: string
  kind: Kind
  value: string
  onChange(contactId: string): void
}) {
  const slug = useSlug()
  const [typed, setTyped] = useState('')
  const search = useSettled(typed.trim())
  const found = useRecipients({ requestId, kind, ...(search && { search }) }).rows
  const chosen = useQuery({
    queryKey: ['contact', slug, value, 'label'],
    queryFn: ({ signal }) => call(getContact, { contactId: value }, { signal }),
    enabled: value !== '',
  })
  return (
    <div>
      <Picker
        trigger={
          <Button icon="search">
            To: {value === '' ? everybody : chosen.data ? contactLabel(chosen.data) : '…'}
          </Button>
        }
        label="Who gets it, by name or account"
        value={[value]}
        options={[
          ...(search ? [] : [{ value: '', label: `To ${everybody}` }]),
          ...found.map((one) => ({
            value: one.contactId,
            label: one.name ?? one.address ?? 'Unnamed',
            ...(one.account && { hint: one.account }),
          })),
        ]}
        onSearch={setTyped}
        onPick={onChange}
        empty="Nobody of that name would get it."
      />
    </div>
  )
}
