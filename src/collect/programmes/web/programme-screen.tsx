import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { getProgramme, type Programme } from '#collect/programmes/contract.ts'
import { triggerWords } from '#collect/programmes/rules.ts'
import { OccasionList } from '#collect/programmes/web/occasion-list.tsx'
import { ProgrammeForm } from '#collect/programmes/web/programme-form.tsx'
import { ProgrammePreview } from '#collect/programmes/web/programme-preview.tsx'
import { ProgrammeRuns } from '#collect/programmes/web/programme-runs.tsx'
import { audienceWords, howWords, nextWords, whenWords } from '#collect/programmes/web/programme-words.ts'
import { OnOff } from '#collect/programmes/web/programmes-screen.tsx'
import { useSegmentWords } from '#collect/surveys/waves/web/audience.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Go, useAddress, useParam, useSlug } from '#platform/web/go.tsx'
import { Content, TopBar, WithRail } from '#platform/web/page.tsx'
import { useCan, useSession } from '#platform/web/session.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { Tabs } from '#platform/web/tabs.tsx'

const tabs = ['setup', 'runs', 'occasions'] as const

/** One programme: what it does, whom it would ask, what came of it. */
export default function ProgrammeScreen() {
  const slug = useSlug()
  const programmeId = useParam('programmeId')
  const canManage = useCan('surveys:manage')
  const [search] = useAddress()
  const [editing, setEditing] = useState(false)
  const tab = tabs.find((one) => one === search.tab) ?? 'setup'
  const query = useQuery({
    queryKey: ['programme', slug, programmeId],
    queryFn: () => call(getProgramme, { programmeId }),
  })
  if (query.error)
    return (
      <Failed
        error={query.error}
        title="The programme could not be read"
        onRetry={() => void query.refetch()}
      />
    )
  const one = query.data
  const to = `programmes/${programmeId}`
  return (
    <>
      <TopBar
        title={one?.name ?? 'Programme'}
        crumbs={[{ label: 'Programmes', to: 'programmes' }]}
        tabs={
          <Tabs
            label="Programme"
            current={tab}
            tabs={[
              { key: 'setup', label: 'What it does', to },
              { key: 'runs', label: 'Runs', to, search: { tab: 'runs' } },
              { key: 'occasions', label: 'Occasions', to, search: { tab: 'occasions' } },
            ]}
          />
        }
      >
        {one && <OnOff programme={one} canManage={canManage} />}
        {one && canManage && <Button onClick={() => setEditing(true)}>Change</Button>}
      </TopBar>
      {!one ? (
        <LoadingBlock height={400} />
      ) : tab === 'setup' ? (
        <WithRail label="Recipients" rail={<ProgrammePreview programme={one} />}>
          <Facts programme={one} />
        </WithRail>
      ) : (
        <Content padded>
          {tab === 'runs' ? <ProgrammeRuns programme={one} /> : <OccasionList programmeId={programmeId} />}
        </Content>
      )}
      {editing && one && (
        <ProgrammeForm
          programme={one}
          onClose={() => setEditing(false)}
          onSaved={() => void query.refetch()}
        />
      )}
    </>
  )
}

function Facts({ programme }: { programme: Programme }) {
  const segmentWords = useSegmentWords()
  const { members } = useSession()
  const isCalling = programme.channel === 'phone' || programme.phoneFrom !== null
  const caller = isCalling && members.find(({ id }) => id === programme.callerId)
  return (
    <section aria-label="What it does" className="max-w-3xl">
      <p className="mb-3">{triggerWords[programme.trigger].help}</p>
      <dl className="kv">
        <dt>Survey</dt>
        <dd>
          <Go to={`surveys/${programme.surveyId}`} className="link">
            {programme.surveyName}
          </Go>
        </dd>
        <dt>When</dt>
        <dd>{whenWords(programme)}</dd>
        <dt>Goes by</dt>
        <dd>{howWords(programme)}</dd>
        {caller && (
          <>
            <dt>Who calls</dt>
            <dd>{caller.name}</dd>
          </>
        )}
        <dt>Asks next</dt>
        <dd>{nextWords(programme)}</dd>
        <dt>Audience</dt>
        <dd>{audienceWords(programme, segmentWords)}</dd>
        <dt>Sample</dt>
        <dd>
          {programme.samplePercent === 100
            ? 'everybody'
            : `${programme.samplePercent} percent, others each time`}
        </dd>
        <dt>Reminder</dt>
        <dd>{programme.reminderDays === null ? 'none' : `once, after ${programme.reminderDays} days`}</dd>
      </dl>
    </section>
  )
}
