import { useEffect, useState } from 'react'
import { useShowWriting, useWriting } from '#organize/presence/web/use-presence.ts'

/** How long a sign of writing outlives the last key. */
const idleMs = 60_000

/** Says who else is writing to this customer, and shows the others while one writes oneself. */
export function useWritingTo(contactId: string | undefined) {
  const [touched, setTouched] = useState<number>()
  useShowWriting(contactId, touched !== undefined)
  useEffect(() => {
    if (touched === undefined) return
    const timer = setTimeout(() => setTouched(undefined), idleMs)
    return () => clearTimeout(timer)
  }, [touched])
  return { onInput: () => setTouched(Date.now()), onDone: () => setTouched(undefined) }
}

/** "Ana is writing to this customer"; nothing while nobody else is. */
export function WritingTo({ contactId }: { contactId: string | undefined }) {
  const words = useWriting()(contactId)
  return (
    <p role="status" className={words ? 'mb-2 font-medium text-sla-soon' : 'vh'}>
      {words}
    </p>
  )
}
