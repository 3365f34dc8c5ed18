import type { FoundRow, InboxRow } from '#organize/inbox/contract.ts'
import { Clock } from '#platform/web/clock.tsx'
import { date, dateTime, money } from '#platform/web/format.ts'
import { channelIcon, Icon } from '#platform/web/icons.tsx'
import { Avatar, Marked, Priority, Sentiment, Tag } from '#platform/web/marks.tsx'
import { Slot } from '#platform/web/slots.tsx'

/** One line of the inbox: what, who, where it is in the loop, by when. */
export function InboxRowView({
  row,
  typeLabel,
  replying,
}: {
  row: FoundRow
  typeLabel(code: string): string
  /** "Ana is replying" */
  replying: string | undefined
}) {
  const who = [row.contact?.name, row.account?.name].filter(Boolean).join(', ') || 'anonymous, not matched'
  return (
    <>
      <span className="lead" title={row.channelLabel}>
        <Icon name={channelIcon(row.channel)} />
        <span className="vh">{row.channelLabel}</span>
      </span>
      <span className="grow">
        <span className="l1">
          <span className="cut t" dir="auto">
            {row.match ? <Marked text={row.match.text} spans={row.match.marks} /> : row.summary}
          </span>
        </span>
        <span className="l2">
          {replying && (
            <span className="row nowrap text-accent-ink">
              <Icon name="reply" small />
              {replying}
            </span>
          )}
          <span className="cut">{who}</span>
          {row.account?.mrrCents != null && row.account.mrrCents > 0 && (
            <span className="num nowrap">{money(row.account.mrrCents, row.account.currency)}</span>
          )}
          {row.type ? (
            <Tag>{typeLabel(row.type)}</Tag>
          ) : (
            row.suggestedType &&
            row.suggestedType.confidence >= 0.6 && <Tag suggested>{row.suggestedType.label}</Tag>
          )}
          {row.isNegative && <Sentiment value="negative" />}
          {row.rating !== null && (
            <span className="num nowrap">
              rated {row.rating} of {row.ratingMax ?? 5}
            </span>
          )}
        </span>
      </span>
      <span className="end">
        <Waits row={row} />
        <span className="end2">
          {row.assignee && <Avatar name={row.assignee.name} size="sm" />}
          <Slot name="inbox.row" feedbackId={row.id} version={row.version} />
          <Priority value={row.priority ?? row.suggestedPriority?.value ?? null} />
        </span>
      </span>
    </>
  )
}

function Waits({ row }: { row: InboxRow }) {
  if (row.status === 'snoozed' && row.snoozedUntil)
    return <span className="clock">until {dateTime(row.snoozedUntil)}</span>
  if (['done', 'spam', 'merged'].includes(row.status)) return <span className="clock">{row.status}</span>
  if (row.triageDueAt)
    return <Clock due={row.triageDueAt} start={row.receivedAt} rule="24 hours to give it a type" />
  return <span className="clock">{date(row.isHistory ? row.occurredAt : row.receivedAt)}</span>
}
