import { useQuery } from '@tanstack/react-query'
import { getSurvey } from '#collect/surveys/contract.ts'
import { getSurveyResults } from '#collect/surveys/results/contract.ts'
import { QuestionResults } from '#collect/surveys/results/web/question-results.tsx'
import { ResultChannels } from '#collect/surveys/results/web/result-channels.tsx'
import { ResultGroups } from '#collect/surveys/results/web/result-groups.tsx'
import { ResultTrend } from '#collect/surveys/results/web/result-trend.tsx'
import { SurveyTabs } from '#collect/surveys/web/survey-tabs.tsx'
import { call } from '#platform/web/api.ts'
import { useParam, useSlug } from '#platform/web/go.tsx'
import { Content, TopBar } from '#platform/web/page.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'

/** The results of one survey over all its waves. */
export default function SurveyResultsScreen() {
  const slug = useSlug()
  const surveyId = useParam('surveyId')
  const survey = useQuery({
    queryKey: ['survey', slug, surveyId],
    queryFn: () => call(getSurvey, { surveyId }),
  })
  const results = useQuery({
    queryKey: ['survey-results', slug, surveyId],
    queryFn: () => call(getSurveyResults, { surveyId }),
  })
  const to = (search: string) => `surveys/${surveyId}/answers${search && `?${search}`}`
  return (
    <>
      <TopBar
        title={survey.data?.name ?? 'Survey'}
        crumbs={[{ label: 'Surveys', to: 'surveys' }]}
        tabs={<SurveyTabs surveyId={surveyId} current="results" />}
      />
      <Content padded>
        {results.error ? (
          <Failed
            error={results.error}
            title="The results could not be read"
            onRetry={() => void results.refetch()}
          />
        ) : !results.data ? (
          <LoadingRows />
        ) : results.data.answers === 0 ? (
          <Empty title="Nobody has answered yet">Answers appear as people press Send on their page.</Empty>
        ) : (
          <div className="grid max-w-[72rem] gap-10">
            <div className="grid gap-8 wide:grid-cols-2">
              <ResultTrend results={results.data} to={to} />
              <ResultChannels surveyId={surveyId} results={results.data} to={to} />
            </div>
            <QuestionResults surveyId={surveyId} results={results.data} to={to} />
            <ResultGroups results={results.data} to={to} />
          </div>
        )}
      </Content>
    </>
  )
}
