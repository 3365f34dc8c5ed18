import { useState } from 'react'
import type { previewAnnouncement } from '#close/announcements/contract.ts'
import type { Kind, Reason } from '#close/announcements/rules.ts'
import { People } from '#close/announcements/web/announcement-people.tsx'
import { type About, useRecipients } from '#close/announcements/web/use-announcements.ts'
import type { Answer } from '#platform/endpoint.ts'
import { Select } from '#platform/web/form.tsx'
import { count, languageName, plural } from '#platform/web/format.ts'
import { Pager } from '#platform/web/pager.tsx'

type Preview = Answer<typeof previewAnnouncement>

/** Exactly who gets it and who does not and why, and the very mail of one of them. */
export function WhoGetsIt({
  about,
  kind,
  contactId,
  preview,
  onReader,
}: {
  about: About
  kind: Kind
  contactId?: string
  preview: Preview
  onReader(contactId: string | undefined): void
}) {
  const [shown, show] = useState<Reason>()
  const filter = { ...about, kind, ...(contactId && { contactId }) }
  const readers = useRecipients(filter).rows
  const { mail } = preview
  const languages = preview.languages
    .map((one) => `${count(one.people)} in ${languageName(one.language)}`)
    .join(', ')
  return (
    <section aria-label="Who gets it">
      <h3 className="sec">Who gets it</h3>
      <p className="mt-1 num">
        {preview.people === 0
          ? 'Nobody would get it.'
          : `${plural(preview.people, 'person', 'people')} of ${count(preview.considered)}${preview.languages.length > 1 ? `: ${languages}` : ''}.`}
      </p>
      <ul className="mt-1">
        {preview.reasons.map((one) => (
          <li key={one.reason} className="row py-0.5">
            <span className="grow" title={one.why}>
              {one.label}
            </span>
            <button
              type="button"
              className="n num"
              aria-expanded={shown === one.reason}
              onClick={() => show(shown === one.reason ? undefined : one.reason)}
            >
              {count(one.people)}
              <span className="vh"> left out</span>
            </button>
          </li>
        ))}
      </ul>
      {shown && <LeftOut filter={{ ...filter, reason: shown }} />}
      {mail && (
        <>
          <Select
            aria-label="Whose mail is shown"
            className="mt-3 w-full"
            value={mail.contactId}
            onChange={(event) => onReader(event.target.value)}
            options={[
              { value: mail.contactId, label: `The mail to ${mail.name ?? mail.address}` },
              ...readers
                .filter((one) => one.contactId !== mail.contactId)
                .map((one) => ({ value: one.contactId, label: `The mail to ${one.name ?? one.address}` })),
            ]}
          />
          <article className="mt-2 rounded border border-line p-3" lang={mail.language} dir="auto">
            <p className="med">{mail.subject}</p>
            <p className="mt-2 whitespace-pre-wrap text-ink-2">{mail.text}</p>
          </article>
        </>
      )}
    </section>
  )
}

function LeftOut({ filter }: { filter: Parameters<typeof useRecipients>[0] }) {
  const query = useRecipients(filter)
  return (
    <>
      <People rows={query.rows} />
      <Pager
        hasMore={query.hasNextPage}
        loading={query.isFetchingNextPage}
        onMore={() => void query.fetchNextPage()}
      />
    </>
  )
}
