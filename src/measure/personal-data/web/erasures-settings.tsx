import { type Erasure, listErasures } from '#measure/personal-data/contract.ts'
import { groundWords } from '#measure/personal-data/rules.ts'
import { CountsTable } from '#measure/personal-data/web/counts-table.tsx'
import { call } from '#platform/web/api.ts'
import { date, dateTime } from '#platform/web/format.ts'
import { Go, useSlug } from '#platform/web/go.tsx'
import { Paged } from '#platform/web/paged-list.tsx'
import { Empty } from '#platform/web/states.tsx'
import { usePages } from '#platform/web/use-pages.ts'

/** The certificates of people who were erased. */
export default function Erasures() {
  const query = usePages(['erasures'], (from, options) => call(listErasures, { limit: 20, ...from }, options))
  return (
    <div className="max-w-4xl py-4">
      <p className="mb-4 text-ink-2">
        One certificate for each person who was erased. It names nobody: the person stands in it as the ids
        they had. People are erased, and their data exported, on their page under{' '}
        <Go to="contacts" className="link">
          Contacts
        </Go>
        .
      </p>
      <Paged
        noun="certificates"
        query={query}
        empty={<Empty title="Nobody was erased yet">Certificates are kept here for good.</Empty>}
      >
        <ul>
          {query.rows.map((one) => (
            <Certificate key={one.id} one={one} />
          ))}
        </ul>
      </Paged>
    </div>
  )
}

function Certificate({ one }: { one: Erasure }) {
  const slug = useSlug()
  const file = `/w/${slug}/api/v1/erasures/${one.id}/certificate`
  const notes = [
    groundWords[one.ground],
    one.requestedOn && `asked on ${date(one.requestedOn)}`,
    one.reference,
    one.casesCancelled > 0 &&
      `${one.casesCancelled} ${one.casesCancelled === 1 ? 'case' : 'cases'} cancelled`,
    one.messagesStopped > 0 &&
      `${one.messagesStopped} ${one.messagesStopped === 1 ? 'message' : 'messages'} stopped`,
    `${one.addressesKeptOut} ${one.addressesKeptOut === 1 ? 'address' : 'addresses'} never written to again`,
  ].filter(Boolean)
  return (
    <li className="border-t border-line py-3">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h2 className="med nowrap grow">Certificate {one.number}</h2>
        <span className="help num">
          {dateTime(one.erasedAt)}, by {one.by ?? 'a program'}
        </span>
        <a className="link" href={file} download>
          PDF
        </a>
        <a className="link" href={`${file}?format=json`} download>
          JSON
        </a>
      </div>
      <p className="mt-1 text-ink-2">{notes.join(', ')}</p>
      <details className="mt-1">
        <summary className="link">What went, and the checksum</summary>
        <CountsTable counts={one.counts} />
        <p className="help mt-2 break-all">
          {[one.contactId, ...one.mergedIds].join(', ')}
          <br />
          SHA-256 of the JSON file: {one.sha256}
        </p>
      </details>
    </li>
  )
}
