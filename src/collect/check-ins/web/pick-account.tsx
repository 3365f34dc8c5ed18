import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { listAccounts } from '#customers/accounts/contract.ts'
import { call } from '#platform/web/api.ts'
import { Dialog } from '#platform/web/dialog.tsx'
import { Field, TextInput } from '#platform/web/form.tsx'
import { useGo, useSlug } from '#platform/web/go.tsx'

/** Chooses the account a talk was held with. */
export function PickAccount({ onClose }: { onClose(): void }) {
  const slug = useSlug()
  const go = useGo()
  const [search, setSearch] = useState('')
  const found = useQuery({
    queryKey: ['accounts', slug, 'pick', search],
    queryFn: ({ signal }) =>
      call(listAccounts, { lifecycle: 'active', limit: 8, ...(search && { search }) }, { signal }),
    placeholderData: (before) => before,
  })
  return (
    <Dialog open onClose={onClose} title="With which account?">
      <div className="grid gap-3">
        <Field label="Account">
          <TextInput
            autoFocus
            value={search}
            placeholder="Its name or domain"
            onChange={(event) => setSearch(event.target.value)}
          />
        </Field>
        <ul>
          {found.data?.data.map((account) => (
            <li key={account.id} className="border-b border-line">
              <button
                type="button"
                className="row w-full min-h-9 text-start"
                onClick={() => go('check-ins/note', { search: { account: account.id } })}
              >
                <span className="grow cut">{account.name}</span>
                <span className="help">{account.ownerName ?? 'no owner'}</span>
              </button>
            </li>
          ))}
          {found.data?.data.length === 0 && <li className="help py-2">No active account is called that.</li>}
        </ul>
      </div>
    </Dialog>
  )
}
