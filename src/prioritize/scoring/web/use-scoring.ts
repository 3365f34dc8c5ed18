import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Call, Endpoint } from '#platform/endpoint.ts'
import { call } from '#platform/web/api.ts'
import { useSlug } from '#platform/web/go.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'
import { usePages } from '#platform/web/use-pages.ts'
import {
  compareModels,
  getMatrix,
  getScore,
  getSensitivity,
  listFactors,
  listModels,
  rankRequests,
  rateRequest,
} from '#prioritize/scoring/contract.ts'

type Filter = Omit<Call<typeof rankRequests>, 'limit' | 'cursor'>

/** Requests by score, page by page. */
export const useRanking = (filter: Filter) =>
  usePages(['ranking', filter], (from, options) =>
    call(rankRequests, { ...filter, limit: 50, ...from }, options),
  )

/** One query of scoring; what is shown stays while another is read. */
function useScoring<E extends Endpoint>(name: string, endpoint: E, input: Call<E>, enabled = true) {
  const slug = useSlug()
  return useQuery({
    queryKey: [name, slug, input],
    queryFn: ({ signal }) => call(endpoint, input, { signal }),
    placeholderData: keepPreviousData,
    enabled,
  })
}

export const useScore = (requestId: string) => useScoring('score', getScore, { requestId })
export const useMatrix = (filter: Call<typeof getMatrix>) => useScoring('matrix', getMatrix, filter)
export const useModels = () => useScoring('score-models', listModels, {})
export const useFactors = () => useScoring('score-factors', listFactors, {})
export const useComparison = (input: Call<typeof compareModels>, enabled: boolean) =>
  useScoring('score-comparison', compareModels, input, enabled)
export const useSensitivity = (input: Call<typeof getSensitivity>) =>
  useScoring('sensitivity', getSensitivity, input)

const readAgain = [
  ...['ranking', 'score', 'matrix', 'score-models', 'score-factors', 'score-comparison', 'sensitivity'],
  ...['request', 'requests', 'roadmap'],
]

/** Reads everything anew that hangs on scores. */
function useReadAgain() {
  const queries = useQueryClient()
  const slug = useSlug()
  return () => Promise.all(readAgain.map((key) => queries.invalidateQueries({ queryKey: [key, slug] })))
}

/** A change of models or factors. */
export function useScoringChange<T, R>(change: (input: T) => Promise<R>, done?: (result: R) => void) {
  const again = useReadAgain()
  return useMutation({
    mutationFn: change,
    onSuccess: (result) => {
      void again()
      done?.(result)
    },
    onError: (error) => toastError(error, 'Nothing was changed'),
  })
}

type Rate = Call<typeof rateRequest>

/** Says values and effort of a request; what stood before comes back by one undo. */
export function useRate() {
  const again = useReadAgain()
  return useMutation({
    mutationFn: ({ message: _, ...input }: Rate & { message: string }) => call(rateRequest, input),
    onSuccess: async ({ before }, { requestId, message }) => {
      toast({
        message,
        undo: async () => {
          await call(rateRequest, { requestId, ...before } as Rate)
          await again()
        },
      })
      await again()
    },
    onError: (error) => toastError(error, 'Nothing was changed'),
  })
}
