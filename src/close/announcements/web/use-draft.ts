import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { dropAnnouncementDraft, putAnnouncementDraft } from '#close/announcements/contract.ts'
import type { About } from '#close/announcements/web/use-announcements.ts'
import type { Call } from '#platform/endpoint.ts'
import { call } from '#platform/web/api.ts'
import { useSettled } from '#platform/web/use-settled.ts'

type Written = Omit<Call<typeof putAnnouncementDraft>, 'version'>

/** Keeps what is written as it is written, for whoever opens it next; what is typed last is kept when it closes. */
export function useDraft(about: About, written: Written, began: number | null) {
  const version = useRef(began)
  const text = JSON.stringify(written)
  // what stands in the draft; at first what the form began with, so that opening it writes nothing
  const kept = useRef(text)
  const isOver = useRef(false)
  const put = useMutation({
    // one after the other, each from the version that the former made
    scope: { id: 'announcement-draft' },
    mutationFn: async (next: string) => {
      if (isOver.current || next === kept.current) return
      const answer = await call(putAnnouncementDraft, { ...JSON.parse(next), version: version.current })
      version.current = answer.version
      kept.current = next
    },
  })
  const { mutate, mutateAsync, error } = put
  const settled = useSettled(text, 700)
  useEffect(() => {
    if (!error && settled !== kept.current) mutate(settled)
  }, [settled, mutate, error])
  return {
    /** somebody else wrote on it, or it could not be kept */
    error,
    isKept: version.current !== null && !error,
    /** what was typed last; a failure stands in `error`, and the form that closes has said it before */
    flush: () => mutateAsync(text).catch(() => {}),
    /** it was sent: nothing is written any more */
    end: () => {
      isOver.current = true
    },
    drop: async () => {
      isOver.current = true
      await call(dropAnnouncementDraft, about)
    },
  }
}
