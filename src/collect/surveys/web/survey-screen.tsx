import { useMutation, useQuery } from '@tanstack/react-query'
import { getSurvey, sendTestSurvey } from '#collect/surveys/contract.ts'
import { Recipients } from '#collect/surveys/web/recipients.tsx'
import { SurveyTabs } from '#collect/surveys/web/survey-tabs.tsx'
import { Wording } from '#collect/surveys/web/wording.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { date } from '#platform/web/format.ts'
import { useGo, useParam, useSlug } from '#platform/web/go.tsx'
import { TopBar, WithRail } from '#platform/web/page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

/** One survey: its questions and mail, who would get it now, and the press that sends it. */
export default function SurveyScreen() {
  const slug = useSlug()
  const go = useGo()
  const surveyId = useParam('surveyId')
  const canTest = useCan('surveys:write')
  const survey = useQuery({
    queryKey: ['survey', slug, surveyId],
    queryFn: () => call(getSurvey, { surveyId }),
  })
  const test = useMutation({
    mutationFn: () => call(sendTestSurvey, { surveyId }),
    onSuccess: ({ mailId }) =>
      toast({
        message: 'The survey mail to you is queued.',
        actions: [{ label: 'Read it', run: () => go('outbox', { search: { mail: mailId } }) }],
      }),
    onError: (error) => toastError(error, 'No test was queued'),
  })
  if (survey.error)
    return (
      <Failed
        error={survey.error}
        title="The survey could not be read"
        onRetry={() => void survey.refetch()}
      />
    )
  const one = survey.data
  return (
    <>
      <TopBar
        title={one?.name ?? 'Survey'}
        crumbs={[{ label: 'Surveys', to: 'surveys' }]}
        note={
          one &&
          `version ${one.version}${one.lastSentAt ? `, last sent ${date(one.lastSentAt)}` : ', not sent yet'}`
        }
        tabs={<SurveyTabs surveyId={surveyId} current="build" />}
      >
        {canTest && (
          <Button className="max-phone:hidden" busy={test.isPending} onClick={() => test.mutate()}>
            Send me a test
          </Button>
        )}
      </TopBar>
      {one ? (
        <WithRail label="Recipients" rail={<Recipients survey={one} />}>
          <Wording key={one.version} survey={one} />
        </WithRail>
      ) : (
        <LoadingBlock height={500} />
      )}
    </>
  )
}
