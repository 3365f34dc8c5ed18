import { useCallback, useRef, useState } from 'react'
import { Replies } from '#act/replies/web/replies.tsx'
import { WritingTo } from '#app/web/case-parts/writing-to.tsx'
import { useReplyWish } from '#app/web/item-parts/reply-wish.ts'
import { SentUpdates } from '#close/updates/web/sent-updates.tsx'
import { UpdateComposer } from '#close/updates/web/update-composer.tsx'
import { useShowReplying } from '#organize/presence/web/use-presence.ts'
import { Button } from '#platform/web/button.tsx'
import { useCan } from '#platform/web/session.tsx'
import type { Slots } from '#platform/web/slots.tsx'

const kinds = [{ value: 'mail', label: 'Mail', icon: 'mail' }] as const

/** Answering an item without a case: a reply mail, and the one that is held with its way back. */
export default function ItemReply({ feedbackId, contactId }: Slots['inbox.below']) {
  const canWrite = useCan('updates:write')
  const [open, setOpen] = useState(false)
  const place = useRef<HTMLElement>(null)
  const show = useCallback(() => {
    if (!canWrite) return
    setOpen(true)
    setTimeout(() => place.current?.scrollIntoView({ block: 'nearest' }), 50)
  }, [canWrite])
  useReplyWish(feedbackId, show)
  useShowReplying(feedbackId, canWrite && open)
  if (!contactId) return null
  return (
    <section ref={place} className="mt-5" aria-label="Reply">
      <SentUpdates about={{ feedback: feedbackId }} only="waiting" />
      <Replies about={{ feedback: feedbackId }} />
      {canWrite && open && (
        <div className="mt-2">
          <WritingTo contactId={contactId} />
          <UpdateComposer
            key={feedbackId}
            about={{ feedbackId }}
            kinds={kinds}
            kind="mail"
            onKind={() => {}}
            onSent={() => setOpen(false)}
          />
          <Button kind="ghost" className="mt-1" onClick={() => setOpen(false)}>
            Close
          </Button>
        </div>
      )}
    </section>
  )
}
