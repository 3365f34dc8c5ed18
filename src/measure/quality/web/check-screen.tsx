import '#measure/quality/web/quality.css'
import { useQuery } from '@tanstack/react-query'
import { type CheckFigures, getCheck, listOccurrences, type Occurrence } from '#measure/quality/contract.ts'
import { stateWords, type Verdict, verdicts } from '#measure/quality/rules.ts'
import { ofWords, periodName } from '#measure/quality/web/ticks.tsx'
import { call } from '#platform/web/api.ts'
import { count, dateOn, dateTime, duration, percent } from '#platform/web/format.ts'
import { Door, Go, useAddress, useGo, useParam, useSlug } from '#platform/web/go.tsx'
import { HintBar, TopBar } from '#platform/web/page.tsx'
import { PagedList } from '#platform/web/paged-list.tsx'
import { Empty, Failed } from '#platform/web/states.tsx'
import { Tabs } from '#platform/web/tabs.tsx'
import { usePages } from '#platform/web/use-pages.ts'

const labels: Record<Verdict, string> = {
  missed: 'Missed',
  pending: 'Not yet due',
  met: 'Met',
  not_due: 'Not owed',
}
const shown: readonly Verdict[] = ['missed', 'pending', 'met', 'not_due']
const none: Record<Verdict, { title: string; text: string }> = {
  missed: { title: 'Nothing was missed', text: 'Whatever came due in this time was done in time.' },
  pending: { title: 'Nothing is waiting', text: 'Nothing of this check is open with time left.' },
  met: { title: 'Nothing was met yet', text: 'What is done in time stands here, as evidence.' },
  not_due: {
    title: 'Everything was owed',
    text: 'What was skipped, exempt or out of reach stands here with the reason.',
  },
}

/** One check: what failed first, then what was met, and what the check rests on. */
export default function CheckScreen() {
  const key = useParam('checkKey')
  const slug = useSlug()
  const go = useGo()
  const [search] = useAddress()
  const verdict = verdicts.find((one) => one === search.show) ?? 'missed'
  const period = { ...(search.from && { from: search.from }), ...(search.to && { to: search.to }) }
  const query = useQuery({
    queryKey: ['quality', slug, 'check', key],
    queryFn: ({ signal }) => call(getCheck, { key }, { signal }),
    refetchInterval: 60_000,
  })
  const list = usePages(
    ['quality-occurrences', key, verdict, period],
    (from, options) => call(listOccurrences, { key, verdict, ...period, limit: 30, ...from }, options),
    { refetchInterval: 60_000 },
  )
  const check = query.data
  const rows = list.rows.map((row, i) => ({ ...row, id: String(i) }))
  const sums = search.from ? check?.ticks.find((tick) => tick.from === search.from) : check
  const counts: Partial<Record<Verdict, number>> = sums
    ? { missed: sums.missed, pending: sums.pending, met: sums.met, not_due: sums.notDue }
    : {}
  return (
    <>
      <TopBar
        title={check?.name ?? 'Quality check'}
        crumbs={[{ label: 'Quality', to: 'quality' }]}
        note={
          search.from && (
            <>
              due {dateOn(search.from, 0)}
              {search.to && ` to ${dateOn(search.to, 0)}`}{' '}
              <Go to={`quality/${key}`} search={{ show: search.show }} className="link">
                all
              </Go>
            </>
          )
        }
      />
      <div className="border-b border-line px-3 py-1">
        <Tabs
          label="Verdict"
          current={verdict}
          tabs={shown.map((one) => ({
            key: one,
            label: labels[one],
            ...(counts[one] ? { count: counts[one] } : {}),
            to: `quality/${key}`,
            search: { ...period, show: one === 'missed' ? undefined : one },
          }))}
        />
      </div>
      {query.error && !check ? (
        <Failed
          error={query.error}
          title="The check could not be read"
          onRetry={() => void query.refetch()}
        />
      ) : (
        <div className="withrail stacks" style={{ '--rail-w': '22rem' } as React.CSSProperties}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
          <div className="scroll" tabIndex={0}>
            <PagedList
              label={labels[verdict]}
              noun="evidence"
              query={{ ...list, rows }}
              empty={<Empty title={none[verdict].title}>{none[verdict].text}</Empty>}
              onOpen={(id) => {
                const { to } = rows[Number(id)]!
                if (to) go(to)
              }}
              nameOf={(row) => row.title}
              render={(row) => <Row one={row} />}
            />
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
          <aside className="rail overflow-auto px-4 py-3" aria-label="The check" tabIndex={0}>
            {check && <About check={check} />}
          </aside>
        </div>
      )}
      <HintBar
        keys={[
          [['j', 'k'], 'move'],
          [['↵'], 'open'],
          [['?'], 'all keys'],
        ]}
      />
    </>
  )
}

/** What came of it, in words: how late, or when it was done. */
function outcome({ verdict, due, met, from, reason }: Occurrence): string {
  if (verdict === 'not_due') return reason ?? ''
  if (verdict === 'pending') return `due ${dateTime(due)}`
  if (verdict === 'met') return `done ${dateTime(met!)}`
  if (met === null) return `due ${dateTime(due)}, not done`
  const late = Date.parse(met) - Date.parse(due)
  return late > 0 ? `${duration(late)} late` : `counted from ${dateTime(from)}`
}

function Row({ one }: { one: Occurrence }) {
  const who = [one.contact?.name, one.account?.name].filter(Boolean).join(', ')
  return (
    <div className="grow min-w-0">
      <div className="l1">
        <span className="t med cut">{one.title}</span>
        <span
          className={`xs num ms-auto flex-none ps-3 ${one.verdict === 'missed' ? 'text-sla-late' : 'text-ink-2'}`}
        >
          {one.verdict === 'not_due' ? '' : outcome(one)}
        </span>
      </div>
      <div className="l2 cut">
        {one.verdict === 'not_due'
          ? `${outcome(one)}${who && ` ${who}`}`
          : [who, `from ${dateTime(one.from)}, due ${dateTime(one.due)}`].filter(Boolean).join(' · ')}
      </div>
    </div>
  )
}

function About({ check }: { check: CheckFigures }) {
  const lines = [
    ['Counts', check.counts],
    ['Due', check.due],
    ['Ends with', check.ends],
    ['Rests on', check.source],
  ] as const
  return (
    <>
      <h2 className="sec">
        {check.share === null ? 'Nothing was judged yet' : `${percent(check.share)} in time`}
      </h2>
      <p className="help">
        {check.share === null
          ? `Target ${check.target} %.`
          : `${ofWords(check)}, target ${check.target} %. 95 % interval ${percent(check.low!)} to ${percent(check.high!)}.`}
      </p>
      <dl className="mt-4 flex flex-col gap-2">
        {lines.map(([name, text]) => (
          <div key={name}>
            <dt className="help">{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <h2 className="sec mt-5">Periods</h2>
      <ul className="qperiods mt-1">
        {[...check.ticks].reverse().map((tick) => (
          <li key={tick.from}>
            <span className="cut">{periodName(check.unit, tick.from)}</span>
            <Door
              to={`quality/${check.key}`}
              search={{
                from: tick.from,
                to: tick.to,
                ...(tick.missed === 0 && { show: tick.met ? 'met' : 'pending' }),
              }}
            >
              {tick.met + tick.missed > 0 ? `${count(tick.met)} of ${count(tick.met + tick.missed)}` : '–'}
            </Door>
            <span className={tick.state === 'missed' ? 'text-sla-late' : 'muted'}>
              {stateWords[tick.state]}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
