import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getQuestion, listQuestions, type Question } from '#analyze/questions/contract.ts'
import { call } from '#platform/web/api.ts'
import { useSlug } from '#platform/web/go.tsx'
import { toastError } from '#platform/web/toast.tsx'
import { usePages } from '#platform/web/use-pages.ts'

export interface QuestionFilter {
  answered?: 'true' | 'false'
  owner?: string
}

/** Questions, page by page. */
export function useQuestions(filter: QuestionFilter) {
  return usePages(['questions', filter], (from, options) =>
    call(listQuestions, { ...filter, limit: 50, ...from }, options),
  )
}

export function useQuestion(questionId: string) {
  const slug = useSlug()
  return useQuery({
    queryKey: ['question', slug, questionId],
    queryFn: ({ signal }) => call(getQuestion, { questionId }, { signal }),
    refetchInterval: 60_000,
  })
}

/** A change of a question: its page shows what came back, and every list with it is read again. */
export function useQuestionChange<T>(
  change: (input: T) => Promise<Question>,
  done?: (question: Question, input: T) => void,
) {
  const queries = useQueryClient()
  const slug = useSlug()
  return useMutation({
    mutationFn: change,
    onSuccess: (question, input) => {
      queries.setQueryData(['question', slug, question.id], question)
      for (const key of ['questions', 'quotable']) void queries.invalidateQueries({ queryKey: [key] })
      done?.(question, input)
    },
    onError: (error) => toastError(error, 'Nothing was changed'),
  })
}
