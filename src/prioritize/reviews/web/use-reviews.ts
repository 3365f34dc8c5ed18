import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Call } from '#platform/endpoint.ts'
import { call } from '#platform/web/api.ts'
import { useSlug } from '#platform/web/go.tsx'
import { toastError } from '#platform/web/toast.tsx'
import { usePages } from '#platform/web/use-pages.ts'
import {
  getReview,
  getReviewSummary,
  getReviewVersion,
  listActionItems,
  listReviewSchedules,
  listReviews,
  type Review,
} from '#prioritize/reviews/contract.ts'

/** How often a room under way asks whether something changed, and one that is ahead. */
const runningMs = 1000
const aheadMs = 10_000

/** One review, as others change it: its version is asked for each second, all of it only after a change. */
export function useReview(reviewId: string) {
  const slug = useSlug()
  const room = useQuery({
    queryKey: ['review', slug, reviewId],
    queryFn: ({ signal }) => call(getReview, { reviewId }, { signal }),
  })
  const state = room.data?.state
  const isOpen = state === 'running' || state === 'planned'
  const version = useQuery({
    queryKey: ['review-version', slug, reviewId],
    queryFn: ({ signal }) => call(getReviewVersion, { reviewId }, { signal }),
    enabled: isOpen,
    refetchInterval: state === 'running' ? runningMs : aheadMs,
    staleTime: 0,
  })
  const seen = room.data?.version
  const now = version.data?.version
  const askedAt = version.dataUpdatedAt
  const { refetch } = room
  // also when the room could not be read after the last question; a slow read is not begun anew by the next one
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer is one more occasion
  useEffect(() => {
    if (seen !== undefined && now !== undefined && now > seen) void refetch({ cancelRefetch: false })
  }, [seen, now, askedAt, refetch])
  return room
}

/** What the period brought; while it runs it is counted anew each minute. */
export function useSummary(reviewId: string) {
  const slug = useSlug()
  return useQuery({
    queryKey: ['review-summary', slug, reviewId],
    queryFn: ({ signal }) => call(getReviewSummary, { reviewId }, { signal }),
    refetchInterval: 60_000,
  })
}

type Filter<E extends Parameters<typeof call>[0]> = Omit<Call<E>, 'limit' | 'cursor'>

/** Reviews of a filter, page by page. */
export const useReviews = (filter: Filter<typeof listReviews>, enabled = true) =>
  usePages(
    ['reviews', filter],
    (from, options) => call(listReviews, { ...filter, limit: 30, ...from }, options),
    { refetchInterval: 60_000, enabled },
  )

/** Open action items of a filter. */
export const useActionItems = (filter: Filter<typeof listActionItems>, enabled = true) =>
  usePages(
    ['action-items', filter],
    (from, options) => call(listActionItems, { ...filter, limit: 50, ...from }, options),
    { refetchInterval: 60_000, enabled },
  )

/** When reviews of each kind take place. */
export function useSchedules() {
  const slug = useSlug()
  return useQuery({
    queryKey: ['review-schedules', slug],
    queryFn: () => call(listReviewSchedules, {}),
  })
}

/** A change in a room or of its action items; the room shows what came back, and lists are read again. */
export function useRoomChange<T = void, A = unknown>(
  change: (input: T) => Promise<A>,
  options: { done?(answer: A): void; quiet?: boolean } = {},
) {
  const queries = useQueryClient()
  const slug = useSlug()
  return useMutation({
    mutationFn: change,
    // what one person presses is done in that order: a review that has ended refuses to go on to its last part
    scope: { id: 'review' },
    onSuccess: (answer) => {
      const review = answer as Partial<Review>
      if (review.parts && review.id) queries.setQueryData(['review', slug, review.id], answer)
      else void queries.invalidateQueries({ queryKey: ['review', slug] })
      for (const key of ['reviews', 'action-items', 'review-schedules', 'request', 'requests', 'waiting'])
        void queries.invalidateQueries({ queryKey: [key, slug] })
      options.done?.(answer)
    },
    onError: (error) => {
      // whoever was refused sees at once how it stands
      void queries.invalidateQueries({ queryKey: ['review', slug] })
      if (!options.quiet) toastError(error, 'Nothing was changed')
    },
  })
}
