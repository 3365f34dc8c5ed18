import { useState } from 'react'
import type { Announcement, AnnouncementPerson } from '#close/announcements/contract.ts'
import { type Reason, reasons, reasonWords } from '#close/announcements/rules.ts'
import { useAnnouncementPeople } from '#close/announcements/web/use-announcements.ts'
import { SidePanel } from '#platform/web/dialog.tsx'
import { Select } from '#platform/web/form.tsx'
import { Go } from '#platform/web/go.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'

/** Who was told, with where each mail stands, and who was left out and why. */
export function AnnouncementPeople({
  announcement,
  onClose,
}: {
  announcement: Announcement
  onClose(): void
}) {
  const [reason, setReason] = useState<Reason>()
  const query = useAnnouncementPeople({ announcementId: announcement.id, ...(reason && { reason }) })
  return (
    <SidePanel open onClose={onClose} title={announcement.subject}>
      <Select
        aria-label="Show"
        className="mb-3 w-full"
        value={reason ?? ''}
        onChange={(event) => setReason((event.target.value || undefined) as Reason | undefined)}
        options={[
          { value: '', label: 'Who was told' },
          ...reasons.map((one) => ({ value: one, label: `Left out: ${reasonWords[one].label}` })),
        ]}
      />
      {query.isPending ? (
        <LoadingRows rows={4} />
      ) : query.isError && query.rows.length === 0 ? (
        <Failed error={query.error} title="They could not be read" onRetry={() => void query.refetch()} />
      ) : query.rows.length === 0 ? (
        <p className="help">Nobody stands here.</p>
      ) : (
        <>
          <People rows={query.rows} />
          <Pager
            hasMore={query.hasNextPage}
            loading={query.isFetchingNextPage}
            onMore={() => void query.fetchNextPage()}
          />
        </>
      )}
    </SidePanel>
  )
}

/** People with their mail, or why they are left out. */
export function People({ rows }: { rows: readonly AnnouncementPerson[] }) {
  const canSeeMail = useCan('mail:read')
  return (
    <ul>
      {rows.map((one) => (
        <li key={one.contactId} className="border-b border-line py-2">
          <Go to={`contacts/${one.contactId}`} className="n">
            {one.name ?? one.address ?? 'Nobody knows the name'}
          </Go>
          <span className="help block">
            {[one.account, one.address, one.why].filter(Boolean).join(', ')}
            {one.mail && (
              <>
                {one.account || one.address ? ': ' : ''}
                {canSeeMail ? (
                  <Go to="outbox" search={{ mail: one.mail.id }} className="link">
                    {one.mail.says}
                  </Go>
                ) : (
                  one.mail.says
                )}
                {one.mail.why && `. ${one.mail.why}`}
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}
