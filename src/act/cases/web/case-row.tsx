import type { CaseRow } from '#act/cases/contract.ts'
import { ledgerOfRow } from '#act/cases/web/case-ledger.ts'
import { ScoreChange } from '#act/outcomes/web/case-outcome.tsx'
import { Clock, useNow } from '#platform/web/clock.tsx'
import { date, money } from '#platform/web/format.ts'
import { MiniLedger } from '#platform/web/ledger.tsx'
import { Avatar } from '#platform/web/marks.tsx'

/** One case in a list: who, what is owed next and by when, where it stands. */
export function CaseLine({ row }: { row: CaseRow }) {
  const now = useNow()
  const step = row.nextStep
  const who = [
    row.account?.name,
    row.account?.mrrCents != null && money(row.account.mrrCents, row.account.currency),
  ]
    .filter(Boolean)
    .join(', ')
  return (
    <>
      <span className="lead">
        <Avatar name={row.lead?.name} />
      </span>
      <div className="grow min-w-0">
        <div className="l1">
          <span className="t med cut">{row.title}</span>
          {row.escalatedAt && <span className="tag">Escalated</span>}
        </div>
        <div className="l2">
          <span className="cut">
            {row.status === 'open'
              ? step
                ? step.title
                : 'Waits for a decision'
              : row.status === 'resolved'
                ? `Resolved${row.cause ? `: ${row.cause}` : ''}`
                : 'Dropped'}
            {who ? ` · ${who}` : ''}
            {row.lead ? ` · ${row.lead.name}` : ' · nobody leads it'}
          </span>
        </div>
      </div>
      <div className="end">
        {row.status !== 'open' ? (
          <span className="muted num xs whitespace-nowrap">
            {row.after && (
              <span className="text-ink-2 pr-3">
                <ScoreChange before={row.before} after={row.after} />
              </span>
            )}
            {date(row.resolvedAt ?? row.openedAt, now)}
          </span>
        ) : step?.latestAt ? (
          <Clock due={step.latestAt} start={step.countedFromAt ?? row.openedAt} rule={step.rule} />
        ) : (
          <span className="muted xs">{step?.noClock ? 'no clock' : ''}</span>
        )}
        <span className="end2">
          <MiniLedger links={ledgerOfRow(row, now)} />
        </span>
      </div>
    </>
  )
}
