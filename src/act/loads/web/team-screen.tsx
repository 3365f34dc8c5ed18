import { useState } from 'react'
import { useAway } from '#act/absences/web/use-absences.ts'
import type { Load } from '#act/loads/contract.ts'
import { keyOf, People } from '#act/loads/web/people.tsx'
import { TeamStepLine } from '#act/loads/web/step-line.tsx'
import { useGive, useTeam, useTeamSteps } from '#act/loads/web/use-team.ts'
import { Button } from '#platform/web/button.tsx'
import { Picker } from '#platform/web/combobox.tsx'
import { Segments } from '#platform/web/form.tsx'
import { plural } from '#platform/web/format.ts'
import { useAddress, useGo } from '#platform/web/go.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { List, useSelection } from '#platform/web/list.tsx'
import { Content, HintBar, TopBar } from '#platform/web/page.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { useCan, useSession } from '#platform/web/session.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { Tabs } from '#platform/web/tabs.tsx'

/** Who has how much to do, and everything that is late; steps are given on by key, by their menu or by dragging them onto a person. */
export default function TeamScreen() {
  const [address] = useAddress()
  const isLate = address.view === 'late'
  const team = useTeam()
  const late = team.data?.data.reduce((sum, one) => sum + one.late, 0)
  return (
    <>
      <TopBar
        title="Team"
        note={team.data && `${team.data.hoursLeft} working hours left this week`}
        tabs={
          <Tabs
            label="Views"
            current={isLate ? 'late' : 'load'}
            tabs={[
              { key: 'load', label: 'Load', to: 'team' },
              {
                key: 'late',
                label: 'Late',
                to: 'team',
                search: { view: 'late' },
                ...(late ? { count: late } : {}),
              },
            ]}
          />
        }
      />
      {team.isError && !team.data ? (
        <Failed error={team.error} title="The team could not be loaded" onRetry={() => void team.refetch()} />
      ) : isLate ? (
        <LateList />
      ) : team.data ? (
        <Board team={team.data.data} />
      ) : (
        <LoadingRows />
      )}
      <HintBar
        keys={[
          [['j', 'k'], 'move'],
          [['x'], 'select'],
          [['a'], 'give to somebody'],
          ...(isLate ? [] : [[['[', ']'], 'person'] as [string[], string]]),
          [['?'], 'all keys'],
        ]}
      />
    </>
  )
}

function Board({ team }: { team: readonly Load[] }) {
  const [address, setAddress] = useAddress()
  const canWrite = useCan('cases:write')
  const give = useGive()
  const at = Math.max(
    0,
    team.findIndex((one) => keyOf(one) === address.person),
  )
  const load = team[at]
  const go = (to: number) => {
    const next = team[(to + team.length) % team.length]
    if (next) setAddress({ person: keyOf(next) })
  }
  useKeys({
    '[': { run: () => go(at - 1), label: 'Person before', group: 'Team' },
    ']': { run: () => go(at + 1), label: 'Next person', group: 'Team' },
  })
  if (!load) return <Empty title="Nobody is here yet">Invite colleagues in the settings.</Empty>
  return (
    <Content padded>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-x-8 gap-y-6 wide:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
        <section aria-label="People" className="min-w-0">
          <People
            team={team}
            current={keyOf(load)}
            onCurrent={(person) => setAddress({ person })}
            onDrop={
              canWrite
                ? (stepId, { member }) => member && give.mutate({ stepIds: [stepId], to: member })
                : undefined
            }
          />
        </section>
        <section aria-label="Steps" className="min-w-0">
          <h2 className="sec border-b border-line pb-2">
            {load.member ? `Open steps of ${load.member.name}` : 'Open steps that nobody has'}
          </h2>
          <Steps
            key={keyOf(load)}
            filter={{ assignee: keyOf(load) }}
            empty={
              <p className="help py-2">
                {load.member
                  ? `${load.member.name} has nothing to do on a case.`
                  : 'Every step is somebody’s.'}
              </p>
            }
          />
        </section>
      </div>
    </Content>
  )
}

function LateList() {
  const [address, setAddress] = useAddress()
  const sort = address.sort === 'stake' ? 'stake' : 'due'
  return (
    <Content>
      <div className="tools">
        <Segments
          label="Sort"
          value={sort}
          options={[
            { value: 'due', label: 'By how late' },
            { value: 'stake', label: 'By what is at stake' },
          ]}
          onChange={(next) => setAddress({ sort: next === 'stake' ? 'stake' : undefined })}
        />
      </div>
      <Steps
        filter={{ when: 'late', sort }}
        empty={<Empty title="Nothing is late">Every open step of the workspace is within its time.</Empty>}
      />
    </Content>
  )
}

/** Open steps that are selected and given on by key. */
function Steps({ filter, empty }: { filter: Parameters<typeof useTeamSteps>[0]; empty: React.ReactNode }) {
  const { members } = useSession()
  const away = useAway()
  const canWrite = useCan('cases:write')
  const go = useGo()
  const query = useTeamSteps(filter)
  const give = useGive()
  const [current, setCurrent] = useState<string>()
  const [isPicking, setPicking] = useState(false)
  const selection = useSelection(query.rows.map((one) => one.id))
  const chosen = selection.ids.size > 0 ? [...selection.ids] : current ? [current] : []
  useKeys(
    { a: { run: () => chosen.length > 0 && setPicking(true), label: 'Give to somebody', group: 'Team' } },
    { enabled: canWrite },
  )
  if (query.isPending) return <LoadingRows />
  if (query.isError && query.rows.length === 0)
    return (
      <Failed
        error={query.error}
        title="The steps could not be loaded"
        onRetry={() => void query.refetch()}
      />
    )
  if (query.rows.length === 0) return empty
  const people = members
    .filter((one) => one.role !== 'viewer' && !away(one.id))
    .map((one) => ({ value: one.id, label: one.name, hint: one.role }))
  const giveTo = (stepIds: string[], memberId: string) => {
    const to = members.find((one) => one.id === memberId)
    if (to) give.mutate({ stepIds, to }, { onSuccess: () => selection.clear() })
  }
  return (
    <>
      {canWrite && (
        <div className={`row min-h-9 ${filter.when === 'late' ? 'px-5' : ''}`}>
          <Picker
            open={isPicking}
            onOpenChange={setPicking}
            label="Give to"
            options={people}
            onPick={(id) => giveTo(chosen.slice(0, 100), id)}
            trigger={
              <Button icon="person" keys="a" disabled={chosen.length === 0} busy={give.isPending}>
                {selection.ids.size > 0 ? `Give ${plural(selection.ids.size, 'step')}` : 'Give to somebody'}
              </Button>
            }
          />
        </div>
      )}
      <List
        label="Steps"
        items={query.rows}
        current={current}
        onCurrent={setCurrent}
        onOpen={(id) => {
          const step = query.rows.find((one) => one.id === id)
          if (step) go(`cases/${step.caseId}`)
        }}
        {...(canWrite && { selection })}
        nameOf={(step) => step.title}
        onEnd={() => query.hasNextPage && void query.fetchNextPage()}
        render={(step) => (
          <TeamStepLine
            step={step}
            people={people}
            onGive={canWrite ? (memberId) => giveTo([step.id], memberId) : undefined}
          />
        )}
      />
      <Pager
        hasMore={query.hasNextPage}
        loading={query.isFetchingNextPage}
        onMore={() => void query.fetchNextPage()}
      />
    </>
  )
}
