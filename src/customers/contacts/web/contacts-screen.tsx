import { useState } from 'react'
import { type Contact, listContacts } from '#customers/contacts/contract.ts'
import { contactLabel } from '#customers/contacts/rules.ts'
import { ContactForm } from '#customers/contacts/web/contact-form.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { ClearFilters } from '#platform/web/chips.tsx'
import { Select } from '#platform/web/form.tsx'
import { date } from '#platform/web/format.ts'
import { Go, useAddress, useGo } from '#platform/web/go.tsx'
import { Avatar } from '#platform/web/marks.tsx'
import { Content, Toolbar, TopBar } from '#platform/web/page.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { SearchField } from '#platform/web/search-field.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { Tabs } from '#platform/web/tabs.tsx'
import { usePages } from '#platform/web/use-pages.ts'

const states = ['reachable', 'unsubscribed', 'bounced', 'internal'] as const
const stateWords = {
  reachable: 'May get mail',
  unsubscribed: 'Refused mail',
  bounced: 'Mail came back',
  internal: 'Our own people',
}

/** All contacts. */
export default function ContactsScreen() {
  const go = useGo()
  const [search, setSearch] = useAddress()
  const canWrite = useCan('contacts:write')
  const [creating, setCreating] = useState(false)
  const state = states.find((one) => one === search.state)
  const sort = search.sort === 'seen' ? ('seen' as const) : ('name' as const)
  const query = usePages(['contacts', search.q, state, sort], (from, options) =>
    call(
      listContacts,
      {
        sort,
        limit: 50,
        ...(search.q && { search: search.q }),
        ...(state && { state }),
        ...from,
      },
      options,
    ),
  )
  const { rows } = query
  return (
    <>
      <TopBar title="Contacts">
        <Tabs
          label="Customers"
          current="contacts"
          tabs={[
            { key: 'accounts', label: 'Accounts', to: 'accounts' },
            { key: 'contacts', label: 'Contacts', to: 'contacts' },
            {
              key: 'duplicates',
              label: 'Duplicates',
              to: 'accounts/duplicates',
              search: { kind: 'contact' },
            },
          ]}
        />
        {canWrite && (
          <Button kind="primary" icon="plus" onClick={() => setCreating(true)}>
            New contact
          </Button>
        )}
      </TopBar>
      <Toolbar>
        <SearchField
          id="contact-search"
          label="Search name or address"
          value={search.q ?? ''}
          onChange={(q) => setSearch({ q: q || undefined })}
        />
        <Select
          aria-label="Mail"
          className="max-w-44"
          value={state ?? ''}
          onChange={(event) => setSearch({ state: event.target.value || undefined })}
          options={[
            { value: '', label: 'All contacts' },
            ...states.map((value) => ({ value, label: stateWords[value] })),
          ]}
        />
        <Select
          aria-label="Order"
          className="max-w-44 max-phone:hidden"
          value={sort}
          onChange={(event) => setSearch({ sort: event.target.value === 'seen' ? 'seen' : undefined })}
          options={[
            { value: 'name', label: 'By name' },
            { value: 'seen', label: 'Last heard first' },
          ]}
        />
        {(search.q || state) && (
          <ClearFilters onClear={() => setSearch({ q: undefined, state: undefined })} />
        )}
      </Toolbar>
      <Content>
        {query.error ? (
          <Failed
            error={query.error}
            title="The contacts could not be read"
            onRetry={() => void query.refetch()}
          />
        ) : query.isPending ? (
          <LoadingRows rows={10} />
        ) : rows.length === 0 ? (
          <Empty title={search.q || state ? 'No contact fits' : 'No contacts yet'}>
            {search.q || state
              ? 'Nothing matches what you searched and filtered by.'
              : 'Contacts come with the first feedback that names one, from a file, or by hand.'}
          </Empty>
        ) : (
          <table className="tb">
            <caption className="vh">Contacts</caption>
            <thead>
              <tr>
                <th scope="col" className="ps-5">
                  Contact
                </th>
                <th scope="col" className="max-phone:hidden">
                  Account
                </th>
                <th scope="col" className="w-44 max-rail:hidden">
                  Role
                </th>
                <th scope="col" className="w-40 max-rail:hidden">
                  Mail
                </th>
                <th scope="col" className="w-32">
                  Last heard
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <td className="ps-5">
                    <span className="row">
                      <Avatar name={contactLabel(row)} />
                      <span className="min-w-0">
                        <Go to={`contacts/${row.id}`} className="med cut block">
                          {contactLabel(row)}
                        </Go>
                        {row.name && row.email && <span className="help cut block">{row.email}</span>}
                      </span>
                    </span>
                  </td>
                  <td className="cut max-phone:hidden">
                    {row.accountId ? (
                      <Go to={`accounts/${row.accountId}`}>{row.accountName}</Go>
                    ) : (
                      <span className="muted">none</span>
                    )}
                  </td>
                  <td className="cut max-rail:hidden">{row.title ?? row.roles.join(', ')}</td>
                  <td className="max-rail:hidden">{mailWords(row)}</td>
                  <td className="num nowrap">
                    {row.lastSeenAt ? date(row.lastSeenAt) : <span className="muted">never</span>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <Pager
          hasMore={!!query.hasNextPage}
          loading={query.isFetchingNextPage}
          onMore={() => void query.fetchNextPage()}
        />
      </Content>
      {creating && (
        <ContactForm onClose={() => setCreating(false)} onSaved={(contact) => go(`contacts/${contact.id}`)} />
      )}
    </>
  )
}

/** Whether and what mail may reach a contact, in a few words. */
export function mailWords(
  contact: Pick<
    Contact,
    'email' | 'emailState' | 'unsubscribedAt' | 'unsubscribedTopics' | 'isInternal' | 'isOfOwnDomain'
  >,
): string {
  if (contact.isInternal) return 'our own people'
  if (contact.isOfOwnDomain) return 'our own people, by their mail domain'
  if (!contact.email) return 'no address'
  if (contact.emailState === 'bounced') return 'came back'
  if (contact.unsubscribedAt) return 'no mail, by their wish'
  if (contact.unsubscribedTopics.length > 0)
    return `no ${contact.unsubscribedTopics.join(', no ')}, by their wish`
  return 'may get mail'
}
