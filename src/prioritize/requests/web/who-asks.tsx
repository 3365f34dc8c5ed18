import { useSegmentName } from '#customers/accounts/web/use-accounts.ts'
import { SidePanel } from '#platform/web/dialog.tsx'
import { money, plural } from '#platform/web/format.ts'
import { Go } from '#platform/web/go.tsx'
import type { Request } from '#prioritize/requests/contract.ts'
import { Followers } from '#prioritize/requests/web/followers.tsx'
import { importanceText, Whole } from '#prioritize/requests/web/request-parts.tsx'
import { useRequestAccounts, useRequestContacts } from '#prioritize/requests/web/use-requests.ts'

/** What a number of the demand opens. */
export const records = {
  all: 'Accounts behind it',
  customers: 'Customers behind it',
  blocked: 'Prospects who wait for it',
  contacts: 'Contacts behind it',
  followers: 'Who follows it',
} as const
export type Records = keyof typeof records

/** The very records behind a number. */
export function WhoAsks({
  request,
  of,
  segment,
  onClose,
}: {
  request: Request
  of: Records
  segment?: string
  onClose(): void
}) {
  return (
    <SidePanel open onClose={onClose} title={records[of]}>
      {of === 'contacts' ? (
        <Contacts requestId={request.id} />
      ) : of === 'followers' ? (
        <Followers request={request} />
      ) : (
        <Accounts requestId={request.id} of={of} {...(segment !== undefined && { segment })} />
      )}
    </SidePanel>
  )
}

function Accounts({
  requestId,
  of,
  segment,
}: {
  requestId: string
  of: Exclude<Records, 'contacts' | 'followers'>
  segment?: string
}) {
  const segmentName = useSegmentName()
  const query = useRequestAccounts({ requestId, of, ...(segment !== undefined && { segment }) })
  return (
    <Whole query={query}>
      {query.rows.map((row) => (
        <li key={row.id} className="row items-baseline border-b border-line py-2">
          <span className="grow min-w-0">
            <Go to={`accounts/${row.id}`} className="med hover:underline">
              {row.name}
            </Go>
            <span className="help block">
              {[
                row.segment && segmentName(row.segment),
                row.lifecycle !== 'active' && row.lifecycle,
                plural(row.items, 'item'),
              ]
                .filter(Boolean)
                .join(', ')}
              ; {importanceText(row.importance)}
            </span>
          </span>
          <span className="num nowrap">
            {row.mrrCents === null ? (
              <span className="muted">not known</span>
            ) : (
              money(row.mrrCents, row.currency)
            )}
          </span>
        </li>
      ))}
    </Whole>
  )
}

function Contacts({ requestId }: { requestId: string }) {
  const query = useRequestContacts(requestId)
  return (
    <Whole query={query}>
      {query.rows.map((row) => (
        <li key={row.id} className="border-b border-line py-2">
          <Go to={`contacts/${row.id}`} className="med hover:underline">
            {row.name ?? 'Without a name'}
          </Go>
          <span className="help block">
            {[row.account?.name, plural(row.items, 'item')].filter(Boolean).join(', ')};{' '}
            {importanceText(row.importance)}
          </span>
        </li>
      ))}
    </Whole>
  )
}
