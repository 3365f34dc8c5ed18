import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { NewSurvey } from '#collect/surveys/builder/web/new-survey.tsx'
import { listSurveys } from '#collect/surveys/contract.ts'
import { EnterAnswer } from '#collect/surveys/responses/web/enter-answer.tsx'
import { listWaves } from '#collect/surveys/waves/contract.ts'
import { WaveTable } from '#collect/surveys/waves/web/wave-table.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { Segments } from '#platform/web/form.tsx'
import { count, date } from '#platform/web/format.ts'
import { Door, Go, useAddress, useSlug } from '#platform/web/go.tsx'
import { Content, Toolbar, TopBar } from '#platform/web/page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'

/** The surveys of the workspace and what was sent last. */
export default function SurveysScreen() {
  const slug = useSlug()
  const canWrite = useCan('surveys:write')
  const canManage = useCan('surveys:manage')
  const [entering, setEntering] = useState(false)
  const [making, setMaking] = useState(false)
  const [search, setSearch] = useAddress()
  const isAway = search.archived === 'true'
  const surveys = useQuery({
    queryKey: ['surveys', slug, isAway],
    queryFn: () => call(listSurveys, { limit: 100, ...(isAway && { archived: 'true' }) }),
  })
  const waves = useQuery({ queryKey: ['waves', slug], queryFn: () => call(listWaves, { limit: 20 }) })
  return (
    <>
      <TopBar title="Surveys">
        <Go to="calls" className="btn ghost max-phone:hidden">
          Calls
        </Go>
        {canWrite && (
          <Button kind="ghost" icon="phone" onClick={() => setEntering(true)}>
            Record an answer
          </Button>
        )}
        {canManage && (
          <Button icon="plus" onClick={() => setMaking(true)}>
            New survey
          </Button>
        )}
      </TopBar>
      <Toolbar>
        <Segments<'asked' | 'archived'>
          label="Which surveys"
          value={isAway ? 'archived' : 'asked'}
          options={[
            { value: 'asked', label: 'In use' },
            { value: 'archived', label: 'Archived' },
          ]}
          onChange={(next) => setSearch({ archived: next === 'archived' ? 'true' : undefined })}
        />
      </Toolbar>
      <Content padded>
        {surveys.error ? (
          <Failed
            error={surveys.error}
            title="The surveys could not be read"
            onRetry={() => void surveys.refetch()}
          />
        ) : !surveys.data ? (
          <LoadingRows rows={2} />
        ) : surveys.data.data.length === 0 ? (
          <Empty title={isAway ? 'No survey is archived' : 'No surveys'}>
            {isAway
              ? 'A survey that is put away stands here, with its answers, and can be restored.'
              : 'Make one from the library.'}
          </Empty>
        ) : (
          <table className="tb max-w-5xl">
            <caption className="vh">Surveys</caption>
            <thead>
              <tr>
                <th scope="col">Survey</th>
                <th scope="col" className="w-20 rt">
                  Waves
                </th>
                <th scope="col" className="w-24 rt">
                  Answers
                </th>
                <th scope="col" className="w-36 max-phone:hidden">
                  Last sent
                </th>
              </tr>
            </thead>
            <tbody>
              {surveys.data.data.map((survey) => (
                <tr key={survey.id}>
                  <td>
                    <Go to={`surveys/${survey.id}`} className="med hover:underline">
                      {survey.name}
                    </Go>
                  </td>
                  <td className="rt num">{count(survey.waves)}</td>
                  <td className="rt">
                    <Door to={`surveys/${survey.id}/answers`} className="num">
                      {count(survey.answers)}
                    </Door>
                  </td>
                  <td className="text-ink-2 max-phone:hidden">
                    {survey.lastSentAt ? date(survey.lastSentAt) : 'not sent yet'}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <h2 className="mt-8 mb-1 text-md font-semibold">Waves</h2>
        {waves.error ? (
          <Failed
            error={waves.error}
            title="The waves could not be read"
            onRetry={() => void waves.refetch()}
          />
        ) : waves.data?.data.length === 0 ? (
          <Empty title="Nothing was sent yet">
            A wave is one sending of a survey to an audience. Open a survey to see who would get it and to
            send it.
          </Empty>
        ) : (
          waves.data && <WaveTable waves={waves.data.data} />
        )}
      </Content>
      <SidePanel open={entering} onClose={() => setEntering(false)} title="Record an answer">
        <EnterAnswer onDone={() => setEntering(false)} />
      </SidePanel>
      <SidePanel open={making} onClose={() => setMaking(false)} title="New survey from the library">
        <NewSurvey />
      </SidePanel>
    </>
  )
}
