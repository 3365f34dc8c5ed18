import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Case, countCases, getCase, listCases } from '#act/cases/contract.ts'
import type { Call } from '#platform/endpoint.ts'
import { call } from '#platform/web/api.ts'
import { useSlug } from '#platform/web/go.tsx'
import { toastError } from '#platform/web/toast.tsx'
import { usePages } from '#platform/web/use-pages.ts'

/** The cases of a filter, page by page. */
export function useCaseRows(filter: Omit<Call<typeof listCases>, 'limit' | 'cursor'>) {
  return usePages(
    ['cases', filter],
    (from, options) => call(listCases, { ...filter, limit: 50, ...from }, options),
    { refetchInterval: 60_000 },
  )
}

/** How many cases wait. */
export function useCaseCounts() {
  const slug = useSlug()
  return useQuery({
    queryKey: ['case-counts', slug],
    queryFn: () => call(countCases, {}),
    refetchInterval: 60_000,
  })
}

/** One case whole. */
export function useCase(caseId: string) {
  const slug = useSlug()
  return useQuery({
    queryKey: ['case', slug, caseId],
    queryFn: () => call(getCase, { caseId }),
    refetchInterval: 60_000,
  })
}

/** Runs a change of a case; what it answers is the case from then on. */
export function useCaseChange(caseId: string) {
  const slug = useSlug()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (change: { run: () => Promise<Case>; failed: string }) => change.run(),
    onSuccess: (changed) => {
      queries.setQueryData(['case', slug, caseId], changed)
      for (const key of ['cases', 'case-counts', 'today', 'waiting', 'updates'])
        void queries.invalidateQueries({ queryKey: [key, slug] })
    },
    onError: (error, change) => toastError(error, change.failed),
  })
}
