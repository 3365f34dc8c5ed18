import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { listContacts } from '#customers/contacts/contract.ts'
import { contactLabel } from '#customers/contacts/rules.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Picker } from '#platform/web/combobox.tsx'
import { date } from '#platform/web/format.ts'
import { Go, useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { toast } from '#platform/web/toast.tsx'
import { putRequestFollower, type Request } from '#prioritize/requests/contract.ts'
import { Whole } from '#prioritize/requests/web/request-parts.tsx'
import { useRequestChange, useRequestFollowers } from '#prioritize/requests/web/use-requests.ts'

/** Members and contacts who hear what becomes of a request; a member notes that a contact does, or no longer. */
export function Followers({ request }: { request: Request }) {
  const requestId = request.id
  const slug = useSlug()
  const canWrite = useCan('requests:write')
  const [search, setSearch] = useState('')
  const query = useRequestFollowers(requestId)
  const found = useQuery({
    queryKey: ['contacts', slug, 'pick', search],
    queryFn: ({ signal }) => call(listContacts, { limit: 20, ...(search && { search }) }, { signal }),
    placeholderData: (before) => before,
    enabled: canWrite,
  })
  const note = useRequestChange((one: { contactId: string; isFollowing: boolean }) =>
    call(putRequestFollower, { requestId, ...one }),
  )
  const takeOut = (contactId: string, name: string) =>
    note.mutate(
      { contactId, isFollowing: false },
      {
        onSuccess: () =>
          toast({
            message: `${name} follows it no longer.`,
            undo: () => note.mutateAsync({ contactId, isFollowing: true }),
          }),
      },
    )
  return (
    <>
      <section aria-label="Members">
        <h3 className="sec">Members</h3>
        <p className="mt-1">
          {request.followers.map((one) => one.name).join(', ') || 'No member follows it.'}
        </p>
      </section>
      <section className="mt-5" aria-label="Contacts">
        <div className="row">
          <h3 className="sec grow">Contacts</h3>
          {canWrite && (
            <Picker
              trigger={
                <Button size="sm" icon="plus">
                  Add
                </Button>
              }
              label="A contact"
              options={(found.data?.data ?? []).map((one) => ({
                value: one.id,
                label: contactLabel(one),
                ...(one.accountName && { hint: one.accountName }),
              }))}
              onSearch={setSearch}
              onPick={(contactId) => note.mutate({ contactId, isFollowing: true })}
              empty="Nobody is called that"
            />
          )}
        </div>
        <p className="help mt-1">They hear by mail what becomes of it, unless they want no updates.</p>
        <Whole query={query}>
          {query.rows.map((row) => {
            const name = row.name ?? 'Without a name'
            return (
              <li key={row.id} className="row items-baseline border-b border-line py-2">
                <span className="grow min-w-0">
                  <Go to={`contacts/${row.id}`} className="med hover:underline">
                    {name}
                  </Go>
                  <span className="help block">
                    {[
                      row.account?.name,
                      row.via === 'portal' ? 'on the portal themselves' : 'noted by a member',
                      date(row.since),
                    ]
                      .filter(Boolean)
                      .join(', ')}
                  </span>
                </span>
                {canWrite && (
                  <button type="button" className="link xs" onClick={() => takeOut(row.id, name)}>
                    Take out<span className="vh"> {name}</span>
                  </button>
                )}
              </li>
            )
          })}
        </Whole>
      </section>
    </>
  )
}
