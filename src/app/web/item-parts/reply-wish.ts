import { useEffect } from 'react'

const listeners = new Set<(feedbackId: string) => void>()

/** The button stands at the foot of the panel, the composer inside it: this carries the wish from one to the other. */
export function askToReply(feedbackId: string) {
  for (const listener of listeners) listener(feedbackId)
}

/** Calls `open` when somebody wants to answer this item. */
export function useReplyWish(feedbackId: string, open: () => void) {
  useEffect(() => {
    const listener = (wanted: string) => wanted === feedbackId && open()
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }, [feedbackId, open])
}
