import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { listPresences, showPresence } from '#organize/presence/contract.ts'
import { repeatSeconds, replyingWords } from '#organize/presence/rules.ts'
import { call } from '#platform/web/api.ts'
import { useSlug } from '#platform/web/go.tsx'

/** For an item: "Ana is replying", or undefined. Asked again every ten seconds while the page is in sight. */
export function useReplying(): (feedbackId: string) => string | undefined {
  const slug = useSlug()
  const { data } = useQuery({
    queryKey: ['replying', slug],
    queryFn: () => call(listPresences, {}),
    refetchInterval: 10_000,
    staleTime: 5_000,
  })
  return (feedbackId) =>
    replyingWords(
      (data?.data ?? []).filter((one) => one.feedbackId === feedbackId).map((one) => one.member.name),
    )
}

/** Shows the others that this member is replying, for as long as `isWriting`. A failure is no matter: it runs out. */
export function useShowReplying(feedbackId: string, isWriting: boolean) {
  useEffect(() => {
    if (!isWriting) return
    const say = (isReplying: boolean) => void call(showPresence, { feedbackId, isReplying }).catch(() => {})
    say(true)
    const timer = setInterval(() => say(true), repeatSeconds * 1000)
    return () => {
      clearInterval(timer)
      say(false)
    }
  }, [feedbackId, isWriting])
}
