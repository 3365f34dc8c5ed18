import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { listSegments } from '#customers/segments/contract.ts'
import { getHealth, type Health } from '#measure/dashboards/contract.ts'
import { type Period, periods, weeksOf } from '#measure/dashboards/rules.ts'
import { AnswersFigure, LoopFigure, NpsFigure, VolumeFigure } from '#measure/dashboards/web/figures.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Picker } from '#platform/web/combobox.tsx'
import { count, dateOn, dateTime } from '#platform/web/format.ts'
import { Door, Go, useAddress, useSlug } from '#platform/web/go.tsx'
import { Content, TopBar } from '#platform/web/page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Empty, Failed, LoadingBlock } from '#platform/web/states.tsx'
import { Tabs } from '#platform/web/tabs.tsx'

const names: Record<Period, string> = { '4w': '4 weeks', '13w': '13 weeks', year: 'Year' }

/** Feedback health: NPS, response times, volume, the loop; every number opens its records. */
export default function HealthScreen() {
  const slug = useSlug()
  const [search, setSearch] = useAddress()
  const period: Period = periods.find((one) => one === search.period) ?? '13w'
  const segment = search.segment
  const query = useQuery({
    queryKey: ['health', slug, period, segment],
    queryFn: ({ signal }) => call(getHealth, { period, ...(segment && { segment }) }, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })
  const segments = useQuery({
    queryKey: ['segments', slug],
    queryFn: () => call(listSegments, {}),
    staleTime: 300_000,
  })
  const chosen = segments.data?.data.find((one) => one.key === segment)
  const health = query.data
  const stale = health && Date.now() - Date.parse(health.asOf) > 120_000
  return (
    <>
      <TopBar
        title="Feedback health"
        note={
          health && (
            <span className="max-rail:hidden">
              {`${dateOn(health.span.from, `${health.span.to}T00:00:00Z`)} to ${dateOn(health.span.to, 0)}${stale ? `, as of ${dateTime(health.asOf)}` : ''}`}
            </span>
          )
        }
      >
        <div className="max-phone:hidden">
          <Periods period={period} segment={segment} />
        </div>
        <Picker
          label="Segment"
          value={[segment ?? '']}
          options={[
            { value: '', label: 'All segments' },
            ...(segments.data?.data ?? []).map((one) => ({
              value: one.key,
              label: one.name,
              hint: `${count(one.accountCount)} accounts`,
            })),
          ]}
          onPick={(value) => setSearch({ segment: value || undefined })}
          trigger={<Button kind="ghost">{`Segment: ${segment ? (chosen?.name ?? segment) : 'all'}`}</Button>}
        />
      </TopBar>
      <div className="border-b border-line px-3 py-1 phone:hidden">
        <Periods period={period} segment={segment} />
      </div>
      <Content padded>
        {query.error && !health ? (
          <Failed
            error={query.error}
            title="The figures could not be read"
            onRetry={() => void query.refetch()}
          />
        ) : !health ? (
          <LoadingBlock height={480} label="Loading the figures" />
        ) : !health.hasAnything ? (
          <NothingYet />
        ) : (
          <Figures health={health} period={period} />
        )}
      </Content>
    </>
  )
}

function Periods({ period, segment }: { period: Period; segment: string | undefined }) {
  return (
    <Tabs
      label="Period"
      current={period}
      tabs={periods.map((one) => ({
        key: one,
        label: names[one],
        to: 'health',
        search: { period: one === '13w' ? undefined : one, segment },
      }))}
    />
  )
}

function Figures({ health, period }: { health: Health; period: Period }) {
  return (
    <>
      <NowLine now={health.now} />
      <div className="mt-4 grid gap-x-11 gap-y-6 border-b border-line pb-6 wide:grid-cols-[minmax(0,1.42fr)_minmax(0,1fr)]">
        <NpsFigure health={health} />
        <AnswersFigure health={health} />
      </div>
      <div className="grid gap-x-11 gap-y-6 pt-6 wide:grid-cols-[minmax(0,1.42fr)_minmax(0,1fr)]">
        <VolumeFigure health={health} weeks={weeksOf[period]} />
        <LoopFigure health={health} weeks={weeksOf[period]} />
      </div>
    </>
  )
}

/** What stands open at this moment, in all segments. */
function NowLine({ now }: { now: Health['now'] }) {
  const cases = useCan('cases:read')
  return (
    <p className="flex flex-wrap gap-x-5 gap-y-1 text-ink-2">
      <span className="muted">Open now, all segments</span>
      <span>
        <Door
          to="inbox?view=all&late=true&status=!spam"
          className={now.lateTriage > 0 ? 'font-semibold text-sla-late' : 'font-semibold'}
        >
          {count(now.lateTriage)}
        </Door>{' '}
        {now.lateTriage === 1 ? 'item' : 'items'} late for triage
      </span>
      {cases && (
        <>
          <span>
            <Door to="cases" className="font-semibold">
              {count(now.openCases)}
            </Door>{' '}
            open {now.openCases === 1 ? 'case' : 'cases'}
          </span>
          <span>
            <Door
              to="cases?late=true"
              className={now.lateCases > 0 ? 'font-semibold text-sla-late' : 'font-semibold'}
            >
              {count(now.lateCases)}
            </Door>{' '}
            late {now.lateCases === 1 ? 'case' : 'cases'}
          </span>
        </>
      )}
    </p>
  )
}

function NothingYet() {
  return (
    <Empty
      title="Nothing to measure yet"
      actions={
        <Go to="imports" className="btn primary">
          Import feedback
        </Go>
      }
    >
      Figures appear with the first item or answer. Import what you have, put the widget on a page, or send
      the NPS survey.
    </Empty>
  )
}
