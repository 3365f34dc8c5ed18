import { useQuery } from '@tanstack/react-query'
import { getSurvey } from '#collect/surveys/contract.ts'
import { listWaves } from '#collect/surveys/waves/contract.ts'
import { WaveTable } from '#collect/surveys/waves/web/wave-table.tsx'
import { SurveyTabs } from '#collect/surveys/web/survey-tabs.tsx'
import { call } from '#platform/web/api.ts'
import { useParam, useSlug } from '#platform/web/go.tsx'
import { Content, TopBar } from '#platform/web/page.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'

/** What was sent of one survey. */
export default function SurveyWaves() {
  const slug = useSlug()
  const surveyId = useParam('surveyId')
  const survey = useQuery({
    queryKey: ['survey', slug, surveyId],
    queryFn: () => call(getSurvey, { surveyId }),
  })
  const waves = useQuery({
    queryKey: ['waves', slug, surveyId],
    queryFn: () => call(listWaves, { survey: surveyId, limit: 100 }),
  })
  return (
    <>
      <TopBar
        title={survey.data?.name ?? 'Survey'}
        crumbs={[{ label: 'Surveys', to: 'surveys' }]}
        tabs={<SurveyTabs surveyId={surveyId} current="waves" />}
      />
      <Content padded>
        {waves.error ? (
          <Failed
            error={waves.error}
            title="The waves could not be read"
            onRetry={() => void waves.refetch()}
          />
        ) : !waves.data ? (
          <LoadingRows />
        ) : waves.data.data.length === 0 ? (
          <Empty title="Nothing was sent yet">Under “Build and send” you see who would get it.</Empty>
        ) : (
          <WaveTable waves={waves.data.data} />
        )}
      </Content>
    </>
  )
}
