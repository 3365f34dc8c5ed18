import { askToReply } from '#app/web/item-parts/reply-wish.ts'
import { Button } from '#platform/web/button.tsx'
import { useCan } from '#platform/web/session.tsx'
import type { Slots } from '#platform/web/slots.tsx'

/** "Reply": opens the composer that stands below the item. */
export default function ReplyButton({ feedbackId, contactId }: Slots['inbox.actions']) {
  const canWrite = useCan('updates:write')
  if (!canWrite) return null
  return (
    <Button
      kind="primary"
      icon="reply"
      keys="r"
      disabled={!contactId}
      title={contactId ? undefined : 'Nobody can be answered: this item has no contact.'}
      onClick={() => askToReply(feedbackId)}
    >
      Reply
    </Button>
  )
}
