import '#measure/quality/web/quality.css'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type CheckFigures, getQuality } from '#measure/quality/contract.ts'
import { stateWords, type Unit, units } from '#measure/quality/rules.ts'
import { EvidenceButton } from '#measure/quality/web/evidence-button.tsx'
import { ofWords, Ticks, valueWords } from '#measure/quality/web/ticks.tsx'
import { call } from '#platform/web/api.ts'
import { dateTime, plural } from '#platform/web/format.ts'
import { Door, Go, useAddress, useSlug } from '#platform/web/go.tsx'
import { Content, TopBar } from '#platform/web/page.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'
import { Tabs } from '#platform/web/tabs.tsx'

const names: Record<Unit, string> = { week: 'Weeks', month: 'Months', quarter: 'Quarters' }

/** The quality checks of the procedure: how each stands, its past periods, and the evidence behind every number. */
export default function QualityScreen() {
  const slug = useSlug()
  const [search] = useAddress()
  const by = units.find((unit) => unit === search.by) ?? 'week'
  const query = useQuery({
    queryKey: ['quality', slug, by],
    queryFn: ({ signal }) => call(getQuality, { by }, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })
  const tabs = (
    <Tabs
      label="Periods"
      current={by}
      tabs={units.map((unit) => ({
        key: unit,
        label: names[unit],
        to: 'quality',
        search: { by: unit === 'week' ? undefined : unit },
      }))}
    />
  )
  return (
    <>
      <TopBar
        title="Quality"
        note={
          query.data?.isCounting ? (
            <span className="max-rail:hidden">being counted, as of {dateTime(query.data.asOf)}</span>
          ) : undefined
        }
        tabs={<div className="max-phone:hidden">{tabs}</div>}
      >
        {query.data && <EvidenceButton today={query.data.asOf} />}
      </TopBar>
      <div className="border-b border-line px-3 py-1 phone:hidden">{tabs}</div>
      <Content padded>
        {query.error && !query.data ? (
          <Failed
            error={query.error}
            title="The checks could not be read"
            onRetry={() => void query.refetch()}
          />
        ) : query.data ? (
          <Scorecard checks={query.data.checks} by={by} />
        ) : (
          <LoadingRows rows={12} label="Loading the checks" />
        )}
      </Content>
    </>
  )
}

/** "9 met, 3 missed" */
function finding(checks: readonly CheckFigures[]): string {
  const of = (state: CheckFigures['state']) => checks.filter((check) => check.state === state).length
  const judged = [of('met') > 0 && `${of('met')} met`, of('missed') > 0 && `${of('missed')} missed`].filter(
    Boolean,
  )
  return judged.length === 0 ? 'Nothing has come due yet' : `Quality checks: ${judged.join(', ')}`
}

const periodWords: Record<Unit, string> = {
  week: 'the last 13 weeks',
  month: 'the last 12 months',
  quarter: 'the last 8 quarters',
}

function Scorecard({ checks, by }: { checks: readonly CheckFigures[]; by: Unit }) {
  const watched = checks.filter((check) => check.isOn)
  const left = checks.length - watched.length
  return (
    <>
      <h2 className="text-lg font-semibold">{finding(watched)}</h2>
      <p className="help">
        Share in time in {periodWords[by]}, a tick each: filled met, hollow missed, low not due yet. Checks
        that come due less often show their own. Every tick opens its evidence.
      </p>
      <ul className="mt-3 border-t border-line">
        {watched.map((check) => (
          <li key={check.key} className={`qc ${check.state}`}>
            <div className="min-w-0">
              <Go to={`quality/${check.key}`} className="med">
                {check.name}
              </Go>
              <div className="help cut max-phone:hidden">{check.isOwn ? check.counts : check.due}</div>
            </div>
            <span className="value num">
              {check.share === null ? (
                <span className="muted">–</span>
              ) : (
                <Door to={`quality/${check.key}`} search={{ show: 'met' }}>
                  {valueWords(check)}
                </Door>
              )}
            </span>
            <span className="of xs text-ink-2">
              {check.missed > 0 ? (
                <Door to={`quality/${check.key}`}>{check.missed} missed</Door>
              ) : (
                ofWords(check)
              )}
              {check.missed > 0 && check.met + check.missed >= 10 && ` of ${check.met + check.missed}`}
            </span>
            <Ticks check={check} />
            <span className="state xs text-ink-2">
              {stateWords[check.state]}
              <span className="block font-normal text-ink-3">target {check.target}&nbsp;%</span>
            </span>
          </li>
        ))}
      </ul>
      <p className="help mt-3">
        {left > 0 && `${plural(left, 'check is', 'checks are')} not watched. `}
        <Go to="settings/quality" className="link">
          Targets and checks of your own
        </Go>
      </p>
    </>
  )
}
