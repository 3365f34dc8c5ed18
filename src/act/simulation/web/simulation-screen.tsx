import '#act/simulation/web/simulation.css'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { getPlaybook } from '#act/playbooks/contract.ts'
import { useDraft } from '#act/playbooks/web/draft.ts'
import { CaseTable } from '#act/simulation/web/case-table.tsx'
import { type Change, ChangeForm } from '#act/simulation/web/change-form.tsx'
import { Sides, StepTable } from '#act/simulation/web/outcome.tsx'
import { SimulatedCasePanel } from '#act/simulation/web/simulated-case.tsx'
import { findingOf, periodOf, positionsOf } from '#act/simulation/web/simulation-words.ts'
import { useSimulation } from '#act/simulation/web/use-simulation.ts'
import { workloadChart } from '#act/simulation/web/workload.ts'
import { useCalendar } from '#platform/calendar/web/use-calendar.ts'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Figure } from '#platform/web/figure.tsx'
import { count } from '#platform/web/format.ts'
import { useAddress, useParam, useSlug } from '#platform/web/go.tsx'
import { Content, Split, TopBar } from '#platform/web/page.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'

/** Past months replayed through a playbook as it is and as it is changed. */
export default function SimulationScreen() {
  const key = useParam('key')
  const slug = useSlug()
  const [address, setAddress] = useAddress()
  const [draft] = useDraft(slug, key)
  const playbook = useQuery({
    queryKey: ['playbook', slug, key, undefined],
    queryFn: () => call(getPlaybook, { key }),
  })
  const calendar = useCalendar()
  const start = draft === undefined ? (address.version ?? 'same') : 'draft'
  const [change, setChange] = useState<Change>({
    against: start,
    months: 12,
    seed: 1,
    staff: [],
    staffNow: [],
  })
  const [asked, setAsked] = useState(change)
  const { against, ...rest } = asked
  const run = useSimulation(key, {
    ...rest,
    ...(against === 'draft' && { text: draft }),
    ...(/^\d+$/.test(against) && { version: Number(against) }),
  })
  const one = run.data
  const title = playbook.data?.title ?? key
  const chosen = one?.cases.find((each) => each.id === address.case)
  const isAsked = JSON.stringify(change) === JSON.stringify(asked)
  const texts = [
    ...(draft === undefined ? [] : [{ value: 'draft', label: 'The draft being written' }]),
    { value: 'same', label: 'As it is' },
    ...(playbook.data?.versions ?? []).map(({ version }) => ({
      value: String(version),
      label: `Version ${version}${version === playbook.data?.currentVersion ? ', in effect' : ''}`,
    })),
  ]
  const list = (
    <Content padded>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          setAsked(change)
        }}
      >
        <ChangeForm
          change={change}
          onChange={(part) => setChange({ ...change, ...part })}
          texts={texts}
          positions={
            one
              ? positionsOf(one).map(({ name, before, after }) => ({
                  name,
                  people: (before ?? after)!.people,
                }))
              : []
          }
          calendar={calendar.data}
          wrong={fieldErrors(run.error)}
        />
        <div className="row pb-4">
          <Button kind="primary" type="submit" busy={run.isFetching} disabled={isAsked && !run.isError}>
            Simulate
          </Button>
          <p className="help" aria-live="polite">
            {run.isFetching
              ? 'Replaying the past. Leaving this page stops it.'
              : isAsked
                ? 'Nothing is sent and nothing is changed by it.'
                : 'Changed since the figures below.'}
          </p>
        </div>
      </form>
      {run.isError ? (
        <Failed error={run.error} title="It could not be simulated" onRetry={() => void run.refetch()} />
      ) : !one ? (
        <LoadingBlock height={420} label="Replaying the past" />
      ) : (
        <Outcome one={one} current={address.case} onOpen={(id) => setAddress({ case: id }, { push: true })} />
      )}
    </Content>
  )
  return (
    <>
      <TopBar
        title="Simulate"
        crumbs={[
          { label: 'Playbooks', to: 'playbooks' },
          { label: title, to: `playbooks/${key}` },
        ]}
      />
      <Split
        label="Simulation"
        list={list}
        panel={chosen && <SimulatedCasePanel one={chosen} onClose={() => setAddress({ case: undefined })} />}
      />
    </>
  )
}

/** What came out, from the finding to the single case. */
function Outcome({
  one,
  current,
  onOpen,
}: {
  one: NonNullable<ReturnType<typeof useSimulation>['data']>
  current: string | undefined
  onOpen(id: string): void
}) {
  return (
    <div className="simout">
      <section>
        <h2 className="simfinding">{findingOf(one)}</h2>
        <p className="help mt-1">{periodOf(one)}</p>
        <p className="help">
          {one.changes.length > 0
            ? `${one.changes.join('. ')}.`
            : 'Nothing is changed: both sides are the same.'}
        </p>
        <Sides one={one} />
      </section>
      {one.causes.fitting > 0 && (
        <>
          <Figure
            title="Hours of work by position and week"
            sub="Before above after, one scale for all. A red mark is a week in which steps that were late fell due."
            draw={(width) => workloadChart(one, width)}
            height={200}
          />
          <section>
            <h2 className="sec">Steps</h2>
            <StepTable one={one} />
          </section>
          <Rests lines={one.assumptions} />
          <section>
            <h2 className="sec">Cases</h2>
            <p className="help">
              {one.casesInAll > one.cases.length
                ? `${count(one.cases.length)} of ${count(one.casesInAll)}, those that differ first.`
                : 'Those that differ first.'}
            </p>
            <CaseTable cases={one.cases} current={current} onOpen={onOpen} />
          </section>
        </>
      )}
    </div>
  )
}

function Rests({ lines }: { lines: readonly string[] }) {
  return (
    <section>
      <h2 className="sec">What this rests on</h2>
      <ul className="simassumed">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  )
}
