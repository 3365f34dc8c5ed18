import { useEffect } from 'react'

const listeners = new Map<string, () => void>()
let waiting: string | undefined

/**
 * The button stands at the foot of the panel, the composer inside it: this carries the wish from one to the other, also
 * to a composer that is still loading.
 */
export function askToReply(feedbackId: string) {
  const open = listeners.get(feedbackId)
  if (open) open()
  else waiting = feedbackId
}

/** Calls `open` when somebody wants to answer this item. */
export function useReplyWish(feedbackId: string, open: () => void) {
  useEffect(() => {
    listeners.set(feedbackId, open)
    if (waiting === feedbackId) open()
    waiting = undefined
    return () => {
      listeners.delete(feedbackId)
    }
  }, [feedbackId, open])
}
