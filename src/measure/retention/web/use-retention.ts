import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRetention, listLegalHolds, listRetentionRuns } from '#measure/retention/contract.ts'
import { call } from '#platform/web/api.ts'
import { useSlug } from '#platform/web/go.tsx'
import { toastError } from '#platform/web/toast.tsx'
import { usePages } from '#platform/web/use-pages.ts'

/** Every kind with its period and runs; read again each second while one runs. */
export function useRetention() {
  const slug = useSlug()
  return useQuery({
    queryKey: ['retention', slug],
    queryFn: () => call(getRetention, {}),
    refetchInterval: (query) =>
      query.state.data?.kinds.some(({ last }) => last?.state === 'running') ? 1000 : false,
  })
}

/** The log, the newest first. */
export const useRuns = () =>
  usePages(['retention', 'runs'], (from, options) => call(listRetentionRuns, { limit: 20, ...from }, options))

/** Holds that stand. */
export const useHolds = () =>
  usePages(['retention', 'holds'], (from, options) => call(listLegalHolds, { limit: 20, ...from }, options))

/** A change: what is shown of retention is read again. */
export function useRetentionChange<In, Out>(change: (input: In) => Promise<Out>, done?: (came: Out) => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: (came) => {
      void queries.invalidateQueries({ queryKey: ['retention'] })
      done?.(came)
    },
    onError: (error) => toastError(error, 'Nothing was changed'),
  })
}
