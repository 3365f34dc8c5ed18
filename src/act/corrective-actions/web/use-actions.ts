import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Action, countActions, getAction, listActions } from '#act/corrective-actions/contract.ts'
import type { Call } from '#platform/endpoint.ts'
import { call } from '#platform/web/api.ts'
import { useSlug } from '#platform/web/go.tsx'
import { toastError } from '#platform/web/toast.tsx'
import { usePages } from '#platform/web/use-pages.ts'

/** The corrective actions of a filter, page by page. */
export function useActions(filter: Omit<Call<typeof listActions>, 'limit' | 'cursor'>) {
  return usePages(
    ['actions', filter],
    (from, options) => call(listActions, { ...filter, limit: 50, ...from }, options),
    { refetchInterval: 60_000 },
  )
}

/** How many actions wait. */
export function useActionCounts() {
  const slug = useSlug()
  return useQuery({
    queryKey: ['action-counts', slug],
    queryFn: () => call(countActions, {}),
    refetchInterval: 60_000,
  })
}

/** One action whole. */
export function useAction(actionId: string) {
  const slug = useSlug()
  return useQuery({
    queryKey: ['action', slug, actionId],
    queryFn: ({ signal }) => call(getAction, { actionId }, { signal }),
    refetchInterval: 60_000,
  })
}

/** A change of an action: its page shows what came back, every list with it is read again. */
export function useActionChange<T>(
  change: (input: T) => Promise<Action>,
  { failed, done }: { failed: string; done?: (action: Action) => void },
) {
  const queries = useQueryClient()
  const slug = useSlug()
  return useMutation({
    mutationFn: change,
    onSuccess: (action) => {
      queries.setQueryData(['action', slug, action.id], action)
      // a compensation is a touchpoint of its case
      for (const key of ['actions', 'action-counts', 'waiting', 'case'])
        void queries.invalidateQueries({ queryKey: [key, slug] })
      done?.(action)
    },
    onError: (error) => toastError(error, failed),
  })
}
