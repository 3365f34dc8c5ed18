import { useQuery } from '@tanstack/react-query'
import { getSurvey } from '#collect/surveys/contract.ts'
import { WavePeople } from '#collect/surveys/waves/web/wave-people.tsx'
import { SurveyTabs } from '#collect/surveys/web/survey-tabs.tsx'
import { call } from '#platform/web/api.ts'
import { useParam, useSlug } from '#platform/web/go.tsx'
import { TopBar } from '#platform/web/page.tsx'

/** Whom all waves of a survey asked: the people behind its response rates. */
export default function SurveyAsked() {
  const slug = useSlug()
  const surveyId = useParam('surveyId')
  const survey = useQuery({
    queryKey: ['survey', slug, surveyId],
    queryFn: () => call(getSurvey, { surveyId }),
  })
  return (
    <>
      <TopBar
        title={survey.data?.name ?? 'Survey'}
        crumbs={[{ label: 'Surveys', to: 'surveys' }]}
        tabs={<SurveyTabs surveyId={surveyId} current="results" />}
      />
      <WavePeople of={{ survey: surveyId }} place={`surveys/${surveyId}/asked`} show="asked" />
    </>
  )
}
