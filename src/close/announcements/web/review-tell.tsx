import { useState } from 'react'
import { ComposeAnnouncement } from '#close/announcements/web/compose-announcement.tsx'
import { standing } from '#close/announcements/web/told.tsx'
import { useAnnouncements } from '#close/announcements/web/use-announcements.ts'
import { Button } from '#platform/web/button.tsx'
import { useCan } from '#platform/web/session.tsx'

/** In a review, beside a decision: what customers were told since, and the mail to them, written without leaving the room. */
export default function ReviewTell({
  requestId,
  title,
  since,
}: {
  requestId: string
  title: string
  since: string
}) {
  const about = { requestId }
  const list = useAnnouncements(about)
  const canWrite = useCan('updates:write')
  const [isWriting, write] = useState(false)
  const told = list.data?.data.find(
    (one) => one.createdAt >= since && one.state !== 'recalled' && one.contactId === null,
  )
  return (
    <>
      <span className="help">{told ? standing(told) : list.data ? 'Customers were not told yet' : ''}</span>
      {canWrite && (
        <Button size="sm" icon="mail" onClick={() => write(true)}>
          {told ? 'Tell them more' : 'Tell the customers'}
          <span className="vh"> of {title}</span>
        </Button>
      )}
      {isWriting && <ComposeAnnouncement about={about} onClose={() => write(false)} />}
    </>
  )
}
