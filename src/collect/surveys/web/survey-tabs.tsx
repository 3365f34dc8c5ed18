import { Tabs } from '#platform/web/tabs.tsx'

/** Building a survey, and what came of it. */
export function SurveyTabs({
  surveyId,
  current,
}: {
  surveyId: string
  current: 'build' | 'waves' | 'answers'
}) {
  return (
    <Tabs
      label="Survey"
      current={current}
      tabs={[
        { key: 'build', label: 'Build and send', to: `surveys/${surveyId}` },
        { key: 'waves', label: 'Waves', to: `surveys/${surveyId}/waves` },
        { key: 'answers', label: 'Answers', to: `surveys/${surveyId}/answers` },
      ]}
    />
  )
}
