import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type CustomerPromise, countPromises, listPromises, scorePromises } from '#close/promises/contract.ts'
import type { Call } from '#platform/endpoint.ts'
import { call } from '#platform/web/api.ts'
import { useSlug } from '#platform/web/go.tsx'
import { toastError } from '#platform/web/toast.tsx'
import { usePages } from '#platform/web/use-pages.ts'

/** Promises of a view. */
export const usePromises = (filter: Omit<Call<typeof listPromises>, 'limit' | 'cursor'>) =>
  usePages(['promises', filter], (from, options) =>
    call(listPromises, { ...filter, limit: 50, ...from }, options),
  )

/** How many are open, due soon and late. */
export function usePromiseCounts() {
  const slug = useSlug()
  return useQuery({ queryKey: ['promises', slug, 'counts'], queryFn: () => call(countPromises, {}) })
}

/** Who keeps them. */
export function usePromiseScores(by: 'owner' | 'area') {
  const slug = useSlug()
  return useQuery({
    queryKey: ['promises', slug, 'scores', by],
    queryFn: () => call(scorePromises, { by }),
  })
}

/** A change of a promise: all that is shown of them is read again. */
export function usePromiseChange<T = void>(change: (input: T) => Promise<CustomerPromise>) {
  const queries = useQueryClient()
  const slug = useSlug()
  return useMutation({
    mutationFn: change,
    onSuccess: () => {
      for (const key of ['promises', 'waiting']) void queries.invalidateQueries({ queryKey: [key, slug] })
    },
    onError: (error) => toastError(error, 'Nothing was changed'),
  })
}
