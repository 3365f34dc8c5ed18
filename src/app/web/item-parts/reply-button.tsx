import { askToReply } from '#app/web/item-parts/reply-wish.ts'
import { Button } from '#platform/web/button.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { useCan } from '#platform/web/session.tsx'
import type { Slots } from '#platform/web/slots.tsx'

/** "Reply" and its key: opens the composer that stands below the item. */
export default function ReplyButton({ feedbackId, contactId }: Slots['inbox.actions']) {
  const canWrite = useCan('updates:write')
  useKeys(
    { r: { run: () => askToReply(feedbackId), label: 'Reply', group: 'Item' } },
    { enabled: canWrite && contactId !== null },
  )
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
