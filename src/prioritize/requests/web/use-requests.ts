import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Call } from '#platform/endpoint.ts'
import { call } from '#platform/web/api.ts'
import { useSlug } from '#platform/web/go.tsx'
import { toastError } from '#platform/web/toast.tsx'
import { usePages } from '#platform/web/use-pages.ts'
import {
  countRequests,
  getItemRequests,
  getRequest,
  getRequestSettings,
  listEvidence,
  listRequestAccounts,
  listRequestContacts,
  listRequestFollowers,
  listRequests,
  type Request,
} from '#prioritize/requests/contract.ts'

type Filter<E extends Parameters<typeof call>[0]> = Omit<Call<E>, 'limit' | 'cursor'>

/** The requests of a filter, page by page. */
export const useRequests = (filter: Filter<typeof listRequests>, enabled = true) =>
  usePages(
    ['requests', filter],
    (from, options) => call(listRequests, { ...filter, limit: 50, ...from }, options),
    { refetchInterval: 60_000, enabled },
  )

/** How many requests there are of each status. */
export function useRequestCounts() {
  const slug = useSlug()
  return useQuery({
    queryKey: ['request-counts', slug],
    queryFn: () => call(countRequests, {}),
    refetchInterval: 60_000,
  })
}

/** One request whole. */
export function useRequest(requestId: string) {
  const slug = useSlug()
  return useQuery({
    queryKey: ['request', slug, requestId],
    queryFn: ({ signal }) => call(getRequest, { requestId }, { signal }),
    refetchInterval: 60_000,
  })
}

/** What customers said for a request. */
export const useEvidence = (requestId: string) =>
  usePages(['request-evidence', requestId], (from, options) =>
    call(listEvidence, { requestId, limit: 20, ...from }, options),
  )

/** The accounts behind a request. */
export const useRequestAccounts = (filter: Filter<typeof listRequestAccounts>) =>
  usePages(['request-accounts', filter], (from, options) =>
    call(listRequestAccounts, { ...filter, limit: 50, ...from }, options),
  )

/** The contacts behind a request. */
export const useRequestContacts = (requestId: string) =>
  usePages(['request-contacts', requestId], (from, options) =>
    call(listRequestContacts, { requestId, limit: 50, ...from }, options),
  )

/** The contacts who follow a request. */
export const useRequestFollowers = (requestId: string) =>
  usePages(['request-followers', requestId], (from, options) =>
    call(listRequestFollowers, { requestId, limit: 50, ...from }, options),
  )

/** The requests of an item, and those like it. */
export function useItemRequests(feedbackId: string, enabled: boolean) {
  const slug = useSlug()
  return useQuery({
    queryKey: ['item-requests', slug, feedbackId],
    queryFn: ({ signal }) => call(getItemRequests, { feedbackId }, { signal }),
    enabled,
  })
}

/** What effort is estimated in. */
export function useEffortUnit(): string {
  const slug = useSlug()
  const settings = useQuery({
    queryKey: ['request-settings', slug],
    queryFn: () => call(getRequestSettings, {}),
  })
  return settings.data?.effortUnit ?? 'sprints'
}

/** A change of a request: its page shows what came back, and everything with it is read again. */
export function useRequestChange<T = void>(
  change: (input: T) => Promise<Request>,
  done?: (request: Request) => void,
) {
  const queries = useQueryClient()
  const slug = useSlug()
  return useMutation({
    mutationFn: change,
    onSuccess: (request) => {
      queries.setQueryData(['request', slug, request.id], request)
      for (const key of [
        'requests',
        'request-counts',
        'request-evidence',
        'request-accounts',
        'request-contacts',
        'request-followers',
        'item-requests',
        'waiting',
        'score',
        'ranking',
        'matrix',
        'roadmap',
      ])
        void queries.invalidateQueries({ queryKey: [key, slug] })
      done?.(request)
    },
    onError: (error) => toastError(error, 'Nothing was changed'),
  })
}
