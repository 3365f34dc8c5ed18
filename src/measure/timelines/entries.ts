import type { TimelineEntry } from '#measure/timelines/contract.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'

/** A feedback item as the timeline reads it. */
export interface Said {
  id: string
  at: Date
  channel: string
  verbatim: string
  rating: number | null
  rating_max: number | null
  sentiment: TimelineEntry['sentiment']
  who: string | null
}

/** One thing a contact said. */
export function saidEntry(row: Said, channel: string): TimelineEntry {
  const rating = row.rating === null ? '' : `, ${row.rating} of ${row.rating_max ?? 5}`
  return {
    key: `f${row.id}`,
    side: 'they',
    kind: 'feedback',
    at: row.at.toISOString(),
    title: `${row.who ?? 'Somebody'}, ${channel.toLowerCase()}${rating}`,
    verbatim: row.verbatim,
    detail: null,
    channel: row.channel,
    sentiment: row.sentiment,
    to: `inbox/${encodeId('fb', row.id)}`,
  }
}

/** A touchpoint as the timeline reads it. */
export interface Touch {
  id: string
  at: Date
  kind: string
  direction: string
  summary: string
  duration_minutes: number | null
  case_id: string | null
  feedback_id: string | null
  by_name: string | null
}

const touchWords: Record<string, string> = {
  mail: 'Mail',
  sms: 'Text message',
  call: 'Call',
  meeting: 'Meeting',
  note: 'Note',
  gesture: 'Goodwill gesture',
}

/** One contact with the customer, by whoever began it. */
export function touchEntry(row: Touch): TimelineEntry {
  const name = touchWords[row.kind] ?? row.kind
  return {
    key: `t${row.id}`,
    side: row.direction === 'in' ? 'they' : 'we',
    kind: 'touchpoint',
    at: row.at.toISOString(),
    title: row.duration_minutes
      ? `${name}, ${row.duration_minutes} min`
      : row.direction === 'in'
        ? `${name} from them`
        : name,
    verbatim: null,
    detail: [row.summary, row.by_name].filter(Boolean).join(' · '),
    channel: row.kind === 'mail' ? 'email' : row.kind,
    sentiment: null,
    to: row.case_id
      ? `cases/${encodeId('case', row.case_id)}`
      : row.feedback_id
        ? `inbox/${encodeId('fb', row.feedback_id)}`
        : null,
  }
}

/** A case as the timeline reads it. */
export interface CaseRow {
  id: string
  title: string
  status: string
  opened_at: Date
  resolved_at: Date | null
  resolution: string | null
  lead: string | null
}

/** The opening of a case, and its end when it has one. */
export function caseEntries(row: CaseRow): TimelineEntry[] {
  const base = {
    side: 'we' as const,
    verbatim: null,
    channel: null,
    sentiment: null,
    to: `cases/${encodeId('case', row.id)}`,
  }
  return [
    {
      ...base,
      key: `o${row.id}`,
      kind: 'case_opened',
      at: row.opened_at.toISOString(),
      title: `Case opened: ${row.title}`,
      detail: row.lead && `Led by ${row.lead}`,
    },
    ...(row.resolved_at
      ? [
          {
            ...base,
            key: `r${row.id}`,
            kind: 'case_resolved' as const,
            at: row.resolved_at.toISOString(),
            title: `Case resolved: ${row.title}`,
            detail: row.resolution,
          },
        ]
      : []),
  ]
}

/** One sending of a survey as the timeline reads it. */
export interface Asked {
  wave_id: string
  name: string
  survey: string
  kind: string
  at: Date
  asked: number
  answered: number
}

/** A survey that was sent to people of the account. */
export function askedEntry(row: Asked): TimelineEntry {
  const people = row.asked === 1 ? '1 person' : `${row.asked} people`
  return {
    key: `v${row.wave_id}`,
    side: 'we',
    kind: 'survey',
    at: row.at.toISOString(),
    title: `${row.survey} sent to ${people}`,
    verbatim: null,
    detail: `${row.name}: ${row.answered === 0 ? 'no answer' : row.answered === 1 ? '1 answer' : `${row.answered} answers`}`,
    channel: 'survey',
    sentiment: null,
    to: null,
  }
}

/** What changed about the account: MRR and lifecycle, oldest first. */
export async function accountChanges(ctx: Ctx, root: string): Promise<TimelineEntry[]> {
  const rows = await ctx.db.many<{
    id: string
    mrr_cents: number | null
    currency: string
    lifecycle: string
    valid_at: Date
  }>(sql`
    select id, mrr_cents, currency, lifecycle, valid_at from account_history
    where workspace_id = ${ctx.workspaceId} and account_id = ${root} order by valid_at, id limit 200`)
  return rows.flatMap((row, i) => {
    const before = rows[i - 1]
    if (!before) return []
    const texts = [
      before.mrr_cents !== row.mrr_cents &&
        row.mrr_cents !== null &&
        `MRR ${before.mrr_cents === null ? 'is' : `${amount(before)} to`} ${amount(row)}`,
      before.lifecycle !== row.lifecycle && `Now ${row.lifecycle}, was ${before.lifecycle}`,
    ].filter(Boolean)
    if (texts.length === 0) return []
    return [
      {
        key: `h${row.id}`,
        side: 'we' as const,
        kind: 'change' as const,
        at: row.valid_at.toISOString(),
        title: texts.join('. '),
        verbatim: null,
        detail: null,
        channel: null,
        sentiment: null,
        to: null,
      },
    ]
  })
}

function amount(row: { mrr_cents: number | null; currency: string }): string {
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency: row.currency,
    maximumFractionDigits: 0,
  }).format((row.mrr_cents ?? 0) / 100)
}
