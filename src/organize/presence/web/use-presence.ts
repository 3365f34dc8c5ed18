import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { listPresences, type Presence, showPresence, showWriting } from '#organize/presence/contract.ts'
import { repeatSeconds, replyingWords } from '#organize/presence/rules.ts'
import { call } from '#platform/web/api.ts'
import { useSlug } from '#platform/web/go.tsx'

/** Asked again every ten seconds while the page is in sight. */
function usePresences(): readonly Presence[] {
  const slug = useSlug()
  const { data } = useQuery({
    queryKey: ['replying', slug],
    queryFn: () => call(listPresences, {}),
    refetchInterval: 10_000,
    staleTime: 5_000,
  })
  return data?.data ?? []
}

/** For an item: "Ana is replying", or undefined. */
export function useReplying(): (feedbackId: string) => string | undefined {
  const list = usePresences()
  return (feedbackId) =>
    replyingWords(list.filter((one) => one.feedbackId === feedbackId).map((one) => one.member.name))
}

/** For a person: "Ana is writing to this customer", from wherever, or undefined. */
export function useWriting(): (contactId: string | undefined) => string | undefined {
  const list = usePresences()
  return (contactId) =>
    replyingWords(
      [...new Set(list.filter((one) => one.contactId === contactId).map((one) => one.member.name))],
      'writing to this customer',
    )
}

/** Says `say(true)` now and again while `isOn`, and `say(false)` at its end. A failure is no matter: it runs out. */
function useSign(isOn: boolean, about: string | undefined, say: (isOn: boolean) => Promise<unknown>) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is said depends on whom it is about alone
  useEffect(() => {
    if (!isOn || !about) return
    const tell = (on: boolean) => void say(on).catch(() => {})
    tell(true)
    const timer = setInterval(() => tell(true), repeatSeconds * 1000)
    return () => {
      clearInterval(timer)
      tell(false)
    }
  }, [about, isOn])
}

/** Shows the others that this member is replying to an item, for as long as `isWriting`. */
export function useShowReplying(feedbackId: string, isWriting: boolean) {
  useSign(isWriting, feedbackId, (isReplying) => call(showPresence, { feedbackId, isReplying }))
}

/** Shows the others that this member is writing to a person, for as long as `isWriting`. */
export function useShowWriting(contactId: string | undefined, isWriting: boolean) {
  useSign(isWriting, contactId, (isOn) => call(showWriting, { contactId: contactId ?? '', isWriting: isOn }))
}
