import { useMutation, useQueryClient } from '@tanstack/react-query'
import { archiveSurvey, copySurvey, restoreSurvey } from '#collect/surveys/builder/contract.ts'
import type { Survey } from '#collect/surveys/contract.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { useGo } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

/** Copying a survey, and putting it away. */
export function SurveyMenu({ survey }: { survey: Survey }) {
  const go = useGo()
  const queries = useQueryClient()
  const refresh = () =>
    queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('survey') })
  const copy = useMutation({
    mutationFn: () => call(copySurvey, { surveyId: survey.id }),
    onSuccess: async (made) => {
      await refresh()
      go(`surveys/${made.id}`)
    },
    onError: (error) => toastError(error, 'The survey was not copied'),
  })
  const shelve = useMutation({
    mutationFn: () => call(survey.archivedAt ? restoreSurvey : archiveSurvey, { surveyId: survey.id }),
    onSuccess: async (now) => {
      await refresh()
      toast({
        message: now.archivedAt
          ? 'The survey is archived: nobody is asked any more, its answers stay.'
          : 'The survey is back.',
      })
    },
    onError: (error) => toastError(error, 'Nothing was changed'),
  })
  if (!useCan('surveys:manage')) return null
  return (
    <>
      <Button kind="ghost" className="max-phone:hidden" busy={copy.isPending} onClick={() => copy.mutate()}>
        Copy
      </Button>
      <Button
        kind="ghost"
        className="max-phone:hidden"
        busy={shelve.isPending}
        onClick={() => shelve.mutate()}
      >
        {survey.archivedAt ? 'Restore' : 'Archive'}
      </Button>
    </>
  )
}
