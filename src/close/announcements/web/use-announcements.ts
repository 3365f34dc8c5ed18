import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  type Announcement,
  composeAnnouncement,
  getAnnouncementDue,
  listAnnouncementPeople,
  listAnnouncementRecipients,
  listAnnouncements,
  listRequestReplies,
  previewAnnouncement,
} from '#close/announcements/contract.ts'
import type { Call } from '#platform/endpoint.ts'
import { call } from '#platform/web/api.ts'
import { useSlug } from '#platform/web/go.tsx'
import { toastError } from '#platform/web/toast.tsx'
import { usePages } from '#platform/web/use-pages.ts'

/** A request, or a release: what an announcement is about. */
export type About = { requestId: string } | { releaseId: string }

const filterOf = (about: About) =>
  'requestId' in about ? { request: about.requestId } : { release: about.releaseId }

const isMoving = (one: Announcement) =>
  one.state === 'held' || one.state === 'sending' || one.state === 'stopping' || one.mails.waiting > 0

/** What customers were told; asked often while something is on its way. */
export function useAnnouncements(about: About) {
  const slug = useSlug()
  return useQuery({
    queryKey: ['announcements', slug, about],
    queryFn: () => call(listAnnouncements, { ...filterOf(about), limit: 20 }),
    refetchInterval: ({ state: { data } }) => (data?.data.some(isMoving) ? 4000 : 60_000),
  })
}

/** Whether they are to be told; asked anew when it stands otherwise. */
export function useAnnouncementDue(about: About, stands: string) {
  const slug = useSlug()
  return useQuery({
    queryKey: ['announcement-due', slug, about, stands],
    queryFn: () => call(getAnnouncementDue, about),
    placeholderData: (last) => last,
  })
}

/** What is needed to write one. */
export function useAnnouncementComposer(about: About) {
  const slug = useSlug()
  return useQuery({
    queryKey: ['announcement-composer', slug, about],
    queryFn: () => call(composeAnnouncement, about),
    // each opening finds the draft as it stands
    gcTime: 0,
  })
}

/** Who would get it, and the very mail; what was shown last stays while one types. */
export function useAnnouncementPreview(input: Call<typeof previewAnnouncement>) {
  const slug = useSlug()
  return useQuery({
    queryKey: ['announcement-preview', slug, input],
    queryFn: ({ signal }) => call(previewAnnouncement, input, { signal }),
    placeholderData: (last) => last,
  })
}

/** The people who would get it, or would be left out for a reason. */
export const useRecipients = (filter: Call<typeof listAnnouncementRecipients>) =>
  usePages(['announcement-recipients', filter], (from, options) =>
    call(listAnnouncementRecipients, { ...filter, limit: 20, ...from }, options),
  )

/** The people of an announcement that left. */
export const useAnnouncementPeople = (filter: Call<typeof listAnnouncementPeople>) =>
  usePages(['announcement-people', filter], (from, options) =>
    call(listAnnouncementPeople, { ...filter, limit: 50, ...from }, options),
  )

/** What people answered to what they were told. */
export const useRequestReplies = (requestId: string) =>
  usePages(['request-replies', requestId], (from, options) =>
    call(listRequestReplies, { requestId, limit: 10, ...from }, options),
  )

/** A change of announcements: what is shown of them is read again. */
export function useAnnouncementChange<T = void>(
  change: (input: T) => Promise<Announcement>,
  done?: (announcement: Announcement) => void,
) {
  const queries = useQueryClient()
  const slug = useSlug()
  return useMutation({
    mutationFn: change,
    onSuccess: (announcement) => {
      for (const key of ['announcements', 'announcement-due', 'announcement-preview', 'promises'])
        void queries.invalidateQueries({ queryKey: [key, slug] })
      done?.(announcement)
    },
    onError: (error) => toastError(error, 'Nothing was sent'),
  })
}
