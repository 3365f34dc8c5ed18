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
  const isThrownAway = useRef(false)
  const put = useMutation({
    // one after the other, each from the version that the former made
    scope: { id: 'announcement-draft' },
    // without a network it fails at once: the form must close all the same
    networkMode: 'always',
    mutationFn: async (next: string) => {
      if (isThrownAway.current || next === kept.current) return
      const answer = await call(putAnnouncementDraft, { ...JSON.parse(next), version: version.current })
      version.current = answer.version
      kept.current = next
    },
  })
  const { mutate, mutateAsync, error } = put
  // what was typed last; a failure stands in `error`
  const flush = () => mutateAsync(text).catch(() => {})
  const settled = useSettled(text, 700)
  useEffect(() => {
    if (!error && settled !== kept.current) mutate(settled)
  }, [settled, mutate, error])
  return {
    /** somebody else wrote on it, or it could not be kept */
    error,
    isKept: version.current !== null && !error,
    /** before it closes or is sent: after that nothing of it is on its way any more */
    flush,
    drop: async () => {
      isThrownAway.current = true
      await flush()
      await call(dropAnnouncementDraft, about)
    },
  }
}
