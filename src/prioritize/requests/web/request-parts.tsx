import type { ReactNode } from 'react'
import { count, dateOn, money, plural } from '#platform/web/format.ts'
import { Priority } from '#platform/web/marks.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'
import type { RequestRow } from '#prioritize/requests/contract.ts'
import {
  type Importance,
  importanceWords,
  percent,
  type Status,
  statusWords,
} from '#prioritize/requests/rules.ts'
import type {
  useRequestAccounts,
  useRequestContacts,
  useRequestFollowers,
} from '#prioritize/requests/web/use-requests.ts'

/** A ring for what is open, a dot in it under review, half and full for what comes and is there, a bar for a no. */
export function StatusMark({ status }: { status: Status }) {
  return (
    <span className="row gap-2">
      <svg
        viewBox="0 0 14 14"
        width="12"
        height="12"
        aria-hidden="true"
        className="flex-none text-accent-ink"
      >
        {status === 'declined' ? (
          <path d="M3 7h8" stroke="var(--ink-2)" strokeWidth="1.6" />
        ) : status === 'parked' ? (
          <path d="M5 3.5v7M9 3.5v7" stroke="var(--ink-2)" strokeWidth="1.6" />
        ) : (
          <circle
            cx="7"
            cy="7"
            r="5.2"
            fill={status === 'shipped' ? 'currentColor' : 'none'}
            stroke={status === 'open' ? 'var(--ink-3)' : 'currentColor'}
            strokeWidth="1.6"
            strokeDasharray={status === 'planned' ? '2 1.6' : undefined}
          />
        )}
        {status === 'under_review' && <circle cx="7" cy="7" r="2.2" fill="currentColor" />}
        {status === 'in_progress' && <path d="M7 1.8a5.2 5.2 0 0 0 0 10.4z" fill="currentColor" />}
        {status === 'shipped' && (
          <path d="M4.4 7.2 6.3 9l3.4-3.8" stroke="var(--surface)" strokeWidth="1.5" fill="none" />
        )}
      </svg>
      <span>{statusWords[status]}</span>
    </span>
  )
}

/** The priority from demand; nothing stands where nobody asks. */
export const LevelMark = ({ level, label }: { level: RequestRow['priority']['level']; label?: boolean }) => (
  <Priority value={level === 'none' ? null : level} label={label} />
)

/** "again Tue 12 Jan" for what is parked, else the target date. */
export const whenText = (row: Pick<RequestRow, 'status' | 'parkedUntil' | 'targetOn'>) =>
  row.parkedUntil
    ? `again ${dateOn(row.parkedUntil)}`
    : row.status === 'parked'
      ? 'each quarter'
      : row.targetOn
        ? dateOn(row.targetOn)
        : 'no date'

/** "3–8 sprints, 60 % sure" */
export function effortText(effort: RequestRow['effort']): string {
  if (!effort) return 'not estimated'
  const { low, high, confidence, unit } = effort
  const range = low === high ? count(low) : `${count(low)}–${count(high)}`
  return `${range} ${unit}${confidence ? `, ${confidence} % sure` : ''}`
}

/** "2, $49,500 a month" */
export const blockedText = ({ blocked, blockedCents, currency }: RequestRow['demand']) =>
  blocked === 0
    ? 'none'
    : `${plural(blocked, 'prospect')}${blockedCents > 0 ? `, ${money(blockedCents, currency)} a month` : ''}`

export const shareText = (demand: RequestRow['demand']) => `${percent(demand.shareOfBase)} of the base`

export const importanceText = (importance: number) => importanceWords[importance as Importance]

type Query = ReturnType<typeof useRequestAccounts | typeof useRequestContacts | typeof useRequestFollowers>

/** All pages of a list, and what stands there while or where there is none. */
export function Whole({ query, children }: { query: Query; children: ReactNode }) {
  if (query.isPending) return <LoadingRows rows={4} />
  if (query.isError && query.rows.length === 0)
    return <Failed error={query.error} title="They could not be read" onRetry={() => void query.refetch()} />
  if (query.rows.length === 0) return <p className="help">Nobody stands here now.</p>
  return (
    <>
      <ul>{children}</ul>
      <Pager
        hasMore={query.hasNextPage}
        loading={query.isFetchingNextPage}
        onMore={() => void query.fetchNextPage()}
      />
    </>
  )
}
