import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { createSurvey, listSurveyLibrary } from '#collect/surveys/builder/contract.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { plural } from '#platform/web/format.ts'
import { useGo, useSlug } from '#platform/web/go.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'
import { toastError } from '#platform/web/toast.tsx'

/** What a new survey can be made from. */
export function NewSurvey() {
  const slug = useSlug()
  const go = useGo()
  const queries = useQueryClient()
  const library = useQuery({ queryKey: ['survey-library', slug], queryFn: () => call(listSurveyLibrary, {}) })
  const create = useMutation({
    mutationFn: (from: string) => call(createSurvey, { from }),
    onSuccess: async (survey) => {
      await queries.invalidateQueries({ queryKey: ['surveys', slug] })
      go(`surveys/${survey.id}`)
    },
    onError: (error) => toastError(error, 'The survey was not made'),
  })
  if (library.error)
    return (
      <Failed
        error={library.error}
        title="The library could not be read"
        onRetry={() => void library.refetch()}
      />
    )
  if (!library.data) return <LoadingRows rows={5} />
  return (
    <ul aria-label="Library of surveys">
      {library.data.data.map((survey) => (
        <li key={survey.key} className="border-b border-line py-3">
          <div className="row gap-3">
            <div className="min-w-0 grow">
              <p className="med">{survey.name}</p>
              <p className="help">{survey.about}</p>
              {survey.questions.length > 0 && (
                <p className="help">
                  {plural(survey.questions.length, 'question')}, {plural(survey.languages.length, 'language')}
                </p>
              )}
            </div>
            <Button
              busy={create.isPending && create.variables === survey.key}
              onClick={() => create.mutate(survey.key)}
              aria-label={`Make a survey from ${survey.name}`}
            >
              Use
            </Button>
          </div>
        </li>
      ))}
    </ul>
  )
}
