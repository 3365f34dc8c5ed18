import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Survey } from '#collect/surveys/contract.ts'
import { useSlug } from '#platform/web/go.tsx'
import { toastError } from '#platform/web/toast.tsx'

/** One change of a survey at a time; what the server answers is shown at once. */
export function useSurveyChange<T>(change: (input: T) => Promise<Survey>, failed: string) {
  const queries = useQueryClient()
  const slug = useSlug()
  return useMutation({
    mutationFn: change,
    onSuccess: async (survey) => {
      queries.setQueryData(['survey', slug, survey.id], survey)
      await queries.invalidateQueries({ queryKey: ['surveys', slug] })
    },
    onError: (error) => toastError(error, failed),
  })
}
