import { Tabs } from '#platform/web/tabs.tsx'

/** Building a survey, and what came of it. */
export function SurveyTabs({
  surveyId,
  current,
}: {
  surveyId: string
  current: 'build' | 'links' | 'waves' | 'results' | 'answers'
}) {
  return (
    <Tabs
      label="Survey"
      current={current}
      tabs={[
        { key: 'build', label: 'Build and send', to: `surveys/${surveyId}` },
        { key: 'links', label: 'Links', to: `surveys/${surveyId}/links` },
        { key: 'waves', label: 'Waves', to: `surveys/${surveyId}/waves` },
        { key: 'results', label: 'Results', to: `surveys/${surveyId}/results` },
        { key: 'answers', label: 'Answers', to: `surveys/${surveyId}/answers` },
      ]}
    />
  )
}
