import '#measure/reports/web/report.css'
import { makeReport, type Report } from '#measure/reports/contract.ts'
import { unitOf } from '#measure/reports/rules.ts'
import { ReportRail } from '#measure/reports/web/report-rail.tsx'
import { ReportSheet } from '#measure/reports/web/report-sheet.tsx'
import { useLanguageAsked, useReport, useReportChange } from '#measure/reports/web/use-reports.ts'
import { periodTitle, textsOf } from '#measure/reports/words.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { dateTime } from '#platform/web/format.ts'
import { useGo, useParam, useSlug } from '#platform/web/go.tsx'
import { Content, TopBar } from '#platform/web/page.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { toast } from '#platform/web/toast.tsx'

/** A report as it was made, on a sheet that prints to A4. */
export default function ReportScreen() {
  const id = useParam('reportId')
  const asked = useLanguageAsked()
  const query = useReport(id, asked)
  const slug = useSlug()
  const report = query.data
  const file = (form: string) => `/w/${slug}/api/v1/reports/${id}/${form}${asked ? `?language=${asked}` : ''}`
  return (
    <>
      <TopBar
        title={report ? periodTitle(textsOf(report.language), report) : 'Report'}
        crumbs={[{ label: 'Reports', to: `reports?kind=${report?.kind ?? 'weekly'}` }]}
        note={report && `${report.kind}, made ${dateTime(report.madeAt)}`}
      >
        <a className="btn ghost" href={file('csv')} download>
          CSV
        </a>
        <a className="btn" href={file('pdf')} target="_blank" rel="noreferrer">
          PDF
        </a>
        <span className="max-phone:hidden">
          <Button kind="primary" icon="print" onClick={() => window.print()}>
            Print
          </Button>
        </span>
      </TopBar>
      {report ? (
        <div className="report-page">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard */}
          <section className="report-desk scroll" tabIndex={0} aria-label="Report">
            <ReportSheet report={report} />
          </section>
          <Rail report={report} />
        </div>
      ) : (
        <Content padded>
          {query.isError ? (
            <Failed
              error={query.error}
              title="The report could not be read"
              onRetry={() => void query.refetch()}
            />
          ) : (
            <LoadingBlock height={640} label="Loading the report" />
          )}
        </Content>
      )}
    </>
  )
}

function Rail({ report }: { report: Report }) {
  const go = useGo()
  const again = useReportChange(
    () => call(makeReport, { kind: report.kind, on: report.fromOn }),
    ({ id, number }) => {
      toast({
        message: `It is made again, as number ${number} of its ${unitOf[report.kind]}. The old one stays.`,
      })
      go(`reports/${id}`)
    },
  )
  return <ReportRail report={report} isMaking={again.isPending} onAgain={() => again.mutate(undefined)} />
}
