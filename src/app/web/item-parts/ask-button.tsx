import { useState } from 'react'
import { AskAfter } from '#collect/programmes/web/ask-after.tsx'
import { Button } from '#platform/web/button.tsx'
import { useCan } from '#platform/web/session.tsx'
import type { Slots } from '#platform/web/slots.tsx'

/** "Ask after …": tells a programme that what an item is about was resolved or released. */
export default function AskButton({ feedbackId, contactId }: Slots['inbox.actions']) {
  const canAsk = useCan('surveys:write')
  const [open, setOpen] = useState(false)
  if (!canAsk || !contactId) return null
  return (
    <>
      <Button className="max-phone:hidden" onClick={() => setOpen(true)}>
        Ask after …
      </Button>
      {open && (
        <AskAfter
          to={{ contactIds: [contactId] }}
          about={{ aboutFeedbackId: feedbackId }}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}
