import { useState } from 'react'
import { endReportLinks, type Report, shareReport } from '#measure/reports/contract.ts'
import { unitOf } from '#measure/reports/rules.ts'
import { useReportChange, useReportChanges, useReports } from '#measure/reports/web/use-reports.ts'
import { languageNames, periodTitle, reportLanguages, textsOf } from '#measure/reports/words.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { CopyLine } from '#platform/web/copy.tsx'
import { Select } from '#platform/web/form.tsx'
import { count, date, plural } from '#platform/web/format.ts'
import { Go, useGo } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'

/** Beside the sheet: who got it, what changed since, a link for others, other periods. */
export function ReportRail({
  report,
  isMaking,
  onAgain,
}: {
  report: Report
  isMaking: boolean
  onAgain(): void
}) {
  const canManage = useCan('reports:manage')
  const go = useGo()
  const unit = unitOf[report.kind]
  const changes = useReportChanges(report.id).data
  const others = useReports(report.kind).rows.filter((one) => one.id !== report.id)
  return (
    <aside className="report-rail scroll" aria-label="About this report">
      <section>
        <h2 className="sec">Goes to</h2>
        <p>{report.mailed > 0 ? `${plural(report.mailed, 'member')} by mail` : 'Nobody by mail.'}</p>
        {report.kind === 'weekly' && <p className="help">The weekly review counts the same week.</p>}
        <Go to="reports/settings" className="link">
          Who gets reports
        </Go>
      </section>
      <section>
        <h2 className="sec">Language</h2>
        <Select
          aria-label="Language of the report"
          value={report.language}
          onChange={({ target }) => go(`reports/${report.id}?language=${target.value}`)}
          options={reportLanguages.map((value) => ({ value, label: languageNames[value] }))}
        />
        <p className="help">PDF, CSV and links are in it too.</p>
      </section>
      {canManage && <Links report={report} open={changes?.links ?? 0} />}
      {changes && (
        <section>
          <h2 className="sec">Changed since it was made</h2>
          {changes.changes.length === 0 ? (
            <p className="text-ink-2">Nothing: its totals would be the same now.</p>
          ) : (
            <>
              <p className="text-ink-2">
                Items came, were triaged, merged or erased later. Now it would say:
              </p>
              <ul className="rail-rows">
                {changes.changes.map(({ label, was, now }) => (
                  <li key={label}>
                    <span>{label}</span>
                    <span className="num">
                      <span className="muted">{count(was)} then,</span> {count(now)}
                    </span>
                  </li>
                ))}
              </ul>
            </>
          )}
          {!report.isLatest && <p className="help">It was made again since; that one holds.</p>}
          {canManage && (
            <Button size="sm" className="mt-2" busy={isMaking} onClick={onAgain}>
              Make it again, keep the old one
            </Button>
          )}
        </section>
      )}
      <section>
        <h2 className="sec">Other {unit}s</h2>
        {others.length === 0 && <p className="help">This is the only one so far.</p>}
        <ul className="rail-rows">
          {others.slice(0, 8).map((one) => (
            <li key={one.id}>
              <Go to={`reports/${one.id}`} className="n">
                {periodTitle(textsOf(one.language), one).replace('Week of ', '')}
              </Go>
              <span className="help num nowrap">
                {one.isLatest ? plural(one.items, 'item') : 'made again'}
              </span>
            </li>
          ))}
        </ul>
      </section>
    </aside>
  )
}

function Links({ report, open }: { report: Report; open: number }) {
  const [made, setMade] = useState<{ url: string; expiresAt: string }>()
  const share = useReportChange(
    () => call(shareReport, { reportId: report.id, language: report.language }),
    setMade,
  )
  const end = useReportChange(
    () => call(endReportLinks, { reportId: report.id }),
    () => setMade(undefined),
  )
  return (
    <section>
      <h2 className="sec">For somebody without an account</h2>
      {made ? (
        <>
          <CopyLine label="Link" text={made.url} />
          <p className="help">Opens the PDF until {date(made.expiresAt)}. It is shown this once.</p>
        </>
      ) : (
        <Button size="sm" busy={share.isPending} onClick={() => share.mutate(undefined)}>
          Make a link for 14 days
        </Button>
      )}
      {open > 0 && (
        <p className="mt-1">
          {plural(open, 'link')} {open === 1 ? 'is' : 'are'} open.{' '}
          <Button size="sm" kind="ghost" busy={end.isPending} onClick={() => end.mutate(undefined)}>
            End {open === 1 ? 'it' : 'them'}
          </Button>
        </p>
      )}
    </section>
  )
}
