import { makeReport, type ReportBrief } from '#measure/reports/contract.ts'
import { kinds, kindWords, unitOf } from '#measure/reports/rules.ts'
import { useReportChange, useReportSettings, useReports } from '#measure/reports/web/use-reports.ts'
import { periodTitle, textsOf } from '#measure/reports/words.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { count, dateTime, plural } from '#platform/web/format.ts'
import { Go, useAddress, useGo } from '#platform/web/go.tsx'
import { Content, TopBar } from '#platform/web/page.tsx'
import { Paged } from '#platform/web/paged-list.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Empty } from '#platform/web/states.tsx'
import { Tabs } from '#platform/web/tabs.tsx'

/** The reports that were made, by how long their period is. */
export default function ReportsScreen() {
  const [search] = useAddress()
  const kind = kinds.find((one) => one === search.kind) ?? 'weekly'
  const canMake = useCan('reports:manage')
  const go = useGo()
  const settings = useReportSettings().data
  const next = settings?.next.find((one) => one.kind === kind)?.at
  const query = useReports(kind)
  const make = useReportChange(
    () => call(makeReport, { kind }),
    ({ id }) => go(`reports/${id}`),
  )
  return (
    <>
      <TopBar
        title="Reports"
        note={settings && (next ? `next ${dateTime(next)}` : `none is made by itself`)}
        tabs={
          <Tabs
            label="Periods"
            current={kind}
            tabs={kinds.map((key) => ({ key, label: kindWords[key], to: `reports?kind=${key}` }))}
          />
        }
      >
        <Go to="reports/settings" className="btn ghost">
          Settings
        </Go>
        {canMake && (
          <Button kind="primary" busy={make.isPending} onClick={() => make.mutate(undefined)}>
            Make the last {unitOf[kind]}
          </Button>
        )}
      </TopBar>
      <Content>
        <Paged
          noun="reports"
          query={query}
          empty={
            <Empty title="None was made yet">
              {next
                ? `The first comes ${dateTime(next)}, when its ${unitOf[kind]} has ended.`
                : 'Settings say which are made by themselves.'}
            </Empty>
          }
        >
          <table className="tb full">
            <caption className="vh">{kindWords[kind]}</caption>
            <thead>
              <tr>
                <th scope="col">Report</th>
                <th scope="col" className="w-20 rt">
                  Items
                </th>
                <th scope="col" className="w-44 max-phone:hidden">
                  Made
                </th>
                <th scope="col" className="w-32 max-phone:hidden">
                  Mailed
                </th>
              </tr>
            </thead>
            <tbody>
              {query.rows.map((one) => (
                <Row key={one.id} one={one} />
              ))}
            </tbody>
          </table>
        </Paged>
      </Content>
    </>
  )
}

function Row({ one }: { one: ReportBrief }) {
  return (
    <tr>
      <td className="min-w-0">
        <Go to={`reports/${one.id}`} className={`cut block ${one.isLatest ? 'med' : ''}`} dir="auto">
          {one.headline}
        </Go>
        <span className="help cut block">
          {periodTitle(textsOf(one.language), one)}
          {!one.isLatest && ', made again since'}
        </span>
      </td>
      <td className="rt num">{count(one.items)}</td>
      <td className="num max-phone:hidden">{dateTime(one.madeAt)}</td>
      <td className="num max-phone:hidden">
        {one.mailed > 0 ? plural(one.mailed, 'member') : <span className="muted">–</span>}
      </td>
    </tr>
  )
}
