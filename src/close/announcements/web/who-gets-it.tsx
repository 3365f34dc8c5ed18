import { useState } from 'react'
import type { previewAnnouncement } from '#close/announcements/contract.ts'
import type { Kind, Reason } from '#close/announcements/rules.ts'
import { People } from '#close/announcements/web/announcement-people.tsx'
import { type About, useRecipients } from '#close/announcements/web/use-announcements.ts'
import type { Answer } from '#platform/endpoint.ts'
import { count, languageName, plural } from '#platform/web/format.ts'
import { Pager } from '#platform/web/pager.tsx'
import { SearchField } from '#platform/web/search-field.tsx'

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
  const [isChoosing, setChoosing] = useState(false)
  const filter = { ...about, kind, ...(contactId && { contactId }) }
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
          <div className="row mt-3">
            <span className="med cut grow">The mail to {mail.name ?? mail.address}</span>
            <button
              type="button"
              className="link"
              aria-expanded={isChoosing}
              onClick={() => setChoosing(!isChoosing)}
            >
              Everybody who gets it
            </button>
          </div>
          {isChoosing && <Readers filter={filter} value={mail.contactId} onPick={onReader} />}
          <article className="mt-2 rounded border border-line p-3" lang={mail.language} dir="auto">
            <p className="med">{mail.subject}</p>
            <p className="mt-2 whitespace-pre-wrap text-ink-2">{mail.text}</p>
          </article>
        </>
      )}
    </section>
  )
}

/** All who get it, found by name or address; pressing one shows their mail. */
function Readers({
  filter,
  value,
  onPick,
}: {
  filter: Parameters<typeof useRecipients>[0]
  value: string
  onPick(contactId: string): void
}) {
  const [search, setSearch] = useState('')
  const query = useRecipients({ ...filter, ...(search && { search }) })
  return (
    <>
      <SearchField
        id="find-reader"
        label="Find a name or an address"
        value={search}
        onChange={setSearch}
        className="mt-2 w-full"
      />
      {query.data && query.rows.length === 0 && <p className="help mt-1">Nobody of that name gets it.</p>}
      <ul aria-label="Who gets it, by name" className="mt-1 max-h-64 overflow-y-auto">
        {query.rows.map((one) => (
          <li key={one.contactId} className="border-b border-line">
            <button
              type="button"
              className="row w-full py-1.5 text-start"
              aria-pressed={one.contactId === value}
              onClick={() => onPick(one.contactId)}
            >
              <span className={`cut ${one.contactId === value ? 'med' : ''}`}>{one.name ?? one.address}</span>
              <span className="help cut ms-auto">
                {[one.account, one.address].filter(Boolean).join(', ')}
              </span>
            </button>
          </li>
        ))}
        {query.hasNextPage && (
          <li>
            <Pager hasMore loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
          </li>
        )}
      </ul>
    </>
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
