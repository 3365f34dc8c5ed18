import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import {
  type Participant,
  putParticipant,
  removeParticipant,
  type Session,
} from '#collect/sessions/contract.ts'
import { type Consent, consents, consentWords, hows, howWords } from '#collect/sessions/rules.ts'
import { useSessionChange } from '#collect/sessions/web/use-sessions.ts'
import { listContacts } from '#customers/contacts/contract.ts'
import { contactLabel } from '#customers/contacts/rules.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Picker } from '#platform/web/combobox.tsx'
import { Select } from '#platform/web/form.tsx'
import { dateTime } from '#platform/web/format.ts'
import { Go, useSlug } from '#platform/web/go.tsx'

type How = (typeof hows)[number]

/** Who takes part, and what each of them agreed to. */
export function Participants({ session, canWrite }: { session: Session; canWrite: boolean }) {
  const slug = useSlug()
  const [search, setSearch] = useState('')
  const found = useQuery({
    queryKey: ['contacts', slug, 'pick', search],
    queryFn: ({ signal }) => call(listContacts, { limit: 20, ...(search && { search }) }, { signal }),
    placeholderData: (before) => before,
    enabled: canWrite,
  })
  const add = useSessionChange(
    (contactId: string) => call(putParticipant, { sessionId: session.id, contactId }),
    { failed: 'The participant was not added' },
  )
  return (
    <section aria-label="Participants">
      <div className="row">
        <h2 className="sec grow">Participants</h2>
        {canWrite && (
          <Picker
            trigger={<Button icon="plus">Add</Button>}
            label="A contact"
            options={(found.data?.data ?? []).map((one) => ({
              value: one.id,
              label: contactLabel(one),
              ...(one.accountName && { hint: one.accountName }),
            }))}
            onSearch={setSearch}
            onPick={(contactId) => add.mutate(contactId)}
            empty="Nobody is called that"
          />
        )}
      </div>
      {session.participants.length === 0 && <p className="help mt-1">Nobody yet.</p>}
      <ul>
        {session.participants.map((one) => (
          <Line key={one.contact.id} sessionId={session.id} one={one} canWrite={canWrite} />
        ))}
      </ul>
    </section>
  )
}

function Line({ sessionId, one, canWrite }: { sessionId: string; one: Participant; canWrite: boolean }) {
  const [how, setHow] = useState<How>(one.consentHow ?? 'spoken')
  const contactId = one.contact.id
  const isAnswer = (consent: Consent) => consent === 'given' || consent === 'refused'
  const write = useSessionChange(
    (said: { consent: Consent; how: How }) =>
      call(putParticipant, {
        sessionId,
        contactId,
        consent: said.consent,
        how: isAnswer(said.consent) ? said.how : null,
      }),
    { failed: 'The consent was not written down' },
  )
  const remove = useSessionChange(() => call(removeParticipant, { sessionId, contactId }), {
    failed: 'The participant was not taken out',
  })
  const known = [
    one.consentHow && howWords[one.consentHow],
    one.consentAt && dateTime(one.consentAt),
    one.consentBy && `written down by ${one.consentBy.name}`,
  ].filter(Boolean)
  return (
    <li className="border-b border-line py-2">
      <div className="row">
        <Go to={`contacts/${contactId}`} className="grow cut">
          {one.contact.name}
        </Go>
        {canWrite && (
          <Button
            size="sm"
            kind="ghost"
            icon="close"
            aria-label={`Take ${one.contact.name} out`}
            onClick={() => remove.mutate(undefined)}
          />
        )}
      </div>
      {one.account && <span className="help block">{one.account.name}</span>}
      <div className="row mt-1.5 gap-2">
        <Select
          aria-label={`Consent of ${one.contact.name}`}
          value={one.consent}
          disabled={!canWrite || write.isPending}
          onChange={(event) => write.mutate({ consent: event.target.value as Consent, how })}
          options={consents.map((value) => ({ value, label: consentWords[value] }))}
        />
        <Select
          aria-label={`How ${one.contact.name} answered`}
          value={how}
          disabled={!canWrite || write.isPending}
          onChange={(event) => {
            const next = event.target.value as How
            setHow(next)
            if (isAnswer(one.consent)) write.mutate({ consent: one.consent, how: next })
          }}
          options={hows.map((value) => ({ value, label: howWords[value] }))}
        />
      </div>
      {known.length > 0 && <span className="help block pt-1">{known.join(', ')}</span>}
    </li>
  )
}
