import { useQuery } from '@tanstack/react-query'
import { listContacts } from '#customers/contacts/contract.ts'
import { contactLabel } from '#customers/contacts/rules.ts'
import { mailWords } from '#customers/contacts/web/contacts-screen.tsx'
import { call } from '#platform/web/api.ts'
import { count, date } from '#platform/web/format.ts'
import { Go, useSlug } from '#platform/web/go.tsx'
import { Avatar } from '#platform/web/marks.tsx'

/** The people of an account, with when they were last heard. */
export function AccountContacts({ accountId, total }: { accountId: string; total: number }) {
  const slug = useSlug()
  const contacts = useQuery({
    queryKey: ['contacts', slug, 'of', accountId],
    queryFn: () => call(listContacts, { account: accountId, limit: 100 }),
  })
  return (
    <section aria-label="Contacts">
      <div className="row">
        <h2 className="sec grow">Contacts</h2>
        <span className="help num">{count(total)}</span>
      </div>
      {contacts.data?.data.length === 0 && <p className="help mt-1">Nobody is known here yet.</p>}
      <ul className="mt-1">
        {contacts.data?.data.map((contact) => (
          <li key={contact.id} className="row py-1">
            <Avatar name={contactLabel(contact)} />
            <span className="grow min-w-0">
              <Go to={`contacts/${contact.id}`} className="cut block">
                {contactLabel(contact)}
              </Go>
              <span className="help cut block">
                {mailWords(contact) === 'may get mail'
                  ? (contact.title ?? contact.roles.join(', '))
                  : mailWords(contact)}
              </span>
            </span>
            <span className="help nowrap num">{contact.lastSeenAt ? date(contact.lastSeenAt) : 'never'}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
