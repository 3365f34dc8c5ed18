import { useQuery } from '@tanstack/react-query'
import { Builder } from '#collect/surveys/builder/web/builder.tsx'
import { getSurvey } from '#collect/surveys/contract.ts'
import { Recipients } from '#collect/surveys/waves/web/recipients.tsx'
import { SendTest } from '#collect/surveys/web/send-test.tsx'
import { SurveyMenu } from '#collect/surveys/web/survey-menu.tsx'
import { SurveyTabs } from '#collect/surveys/web/survey-tabs.tsx'
import { call } from '#platform/web/api.ts'
import { date } from '#platform/web/format.ts'
import { useParam, useSlug } from '#platform/web/go.tsx'
import { TopBar, WithRail } from '#platform/web/page.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'

/** One survey: its questions and mail, who would get it now, and the press that sends it. */
export default function SurveyScreen() {
  const slug = useSlug()
  const surveyId = useParam('surveyId')
  const survey = useQuery({
    queryKey: ['survey', slug, surveyId],
    queryFn: () => call(getSurvey, { surveyId }),
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
        {one && <SurveyMenu survey={one} />}
        <SendTest surveyId={surveyId} className="max-phone:hidden" />
      </TopBar>
      {one ? (
        <WithRail label="Recipients" rail={<Recipients survey={one} />}>
          <Builder survey={one} />
        </WithRail>
      ) : (
        <LoadingBlock height={500} />
      )}
    </>
  )
}
