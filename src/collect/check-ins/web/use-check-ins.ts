import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  countCheckIns,
  getCheckIn,
  getCheckInPlan,
  listAccountCheckIns,
  listCheckIns,
  listPromises,
} from '#collect/check-ins/contract.ts'
import type { Call } from '#platform/endpoint.ts'
import { call } from '#platform/web/api.ts'
import { useSlug } from '#platform/web/go.tsx'
import { toastError } from '#platform/web/toast.tsx'
import { usePages } from '#platform/web/use-pages.ts'

type Filter = Omit<Call<typeof listCheckIns>, 'limit' | 'cursor'>

/** The check-ins of a filter, page by page. */
export function useCheckIns(filter: Filter, enabled = true) {
  return usePages(
    ['check-ins', filter],
    (from, options) => call(listCheckIns, { ...filter, limit: 50, ...from }, options),
    { refetchInterval: 60_000, enabled },
  )
}

/** How many wait, of me or of everybody. */
export function useCheckInCounts(who: 'me' | 'all') {
  const slug = useSlug()
  return useQuery({
    queryKey: ['check-ins', slug, 'counts', who],
    queryFn: () => call(countCheckIns, { who }),
    refetchInterval: 60_000,
  })
}

/** One check-in whole. */
export function useCheckIn(checkInId: string) {
  const slug = useSlug()
  return useQuery({
    queryKey: ['check-ins', slug, checkInId],
    queryFn: ({ signal }) => call(getCheckIn, { checkInId }, { signal }),
  })
}

/** How often an account is talked to, and its last talks. */
export function useAccountCheckIns(accountId: string) {
  const slug = useSlug()
  const plan = useQuery({
    queryKey: ['check-ins', slug, 'plan', accountId],
    queryFn: () => call(getCheckInPlan, { accountId }),
  })
  const list = useQuery({
    queryKey: ['check-ins', slug, 'of', accountId],
    queryFn: () => call(listAccountCheckIns, { accountId, limit: 4 }),
  })
  return { plan, list }
}

/** Promises that are not kept, of me or of everybody, page by page. */
export function usePromisePages(who: 'me' | 'all') {
  return usePages(['check-ins', 'promises', who], (from, options) =>
    call(listPromises, { who, limit: 50, ...from }, options),
  )
}

/** Promises to an account that are not kept. */
export function usePromises(filter: { account: string }) {
  const slug = useSlug()
  return useQuery({
    queryKey: ['check-ins', slug, 'promises', filter],
    queryFn: () => call(listPromises, { ...filter, limit: 100 }),
  })
}

/** A change of a check-in, a plan or a promise: whatever shows one is read again. */
export function useCheckInChange<I, O>(
  change: (input: I) => Promise<O>,
  { failed, done }: { failed: string; done?: (answer: O) => void },
) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: async (answer) => {
      await Promise.all(
        ['check-ins', 'waiting', 'timeline', 'feedback'].map((key) =>
          queries.invalidateQueries({ queryKey: [key] }),
        ),
      )
      done?.(answer)
    },
    onError: (error) => toastError(error, failed),
  })
}
