import { summaryOf } from '#collect/feedback/rules.ts'
import type { Figures } from '#measure/reports/figures.ts'
import type { Span } from '#measure/reports/span.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

/** Who needs follow-up: as it stands when a report is made, whenever it began. */

export interface Waiting {
  contactId: string | null
  feedbackId: string | null
  caseId: string | null
  who: string
  about: string
  owner: string | null
  dueAt: Date | null
}

const mostRows = 8
const answerHours = 24

interface Row {
  contact_id: string | null
  feedback_id: string | null
  case_id: string | null
  name: string | null
  account: string | null
  about: string
  owner: string | null
  due_at: Date | null
}

/** Open cases by what is due next, and unhappy items of the period that nobody answered and no case is about. */
export async function findWaiting(
  ctx: Ctx,
  span: Span,
): Promise<{ rows: Waiting[]; counts: Figures['waiting'] }> {
  const ws = ctx.workspaceId
  const now = ctx.now()
  const unanswered = sql`
    i.workspace_id = ${ws} and i.received_at >= ${span.from} and i.received_at < ${span.to}
    and i.status in ('open', 'snoozed') and i.is_negative and not i.is_history
    and (i.first_response_at is null or i.first_response_at >= ${now})
    and not exists (select from cases k where k.workspace_id = ${ws} and k.feedback_id = i.id)`
  const open = sql`
    k.workspace_id = ${ws} and k.opened_at < ${now} and coalesce(k.resolved_at, k.cancelled_at, 'infinity') >= ${now}`
  const [cases, items, caseCounts, itemCounts] = await Promise.all([
    ctx.db.many<Row>(sql`
      select k.contact_id, null::uuid as feedback_id, k.id as case_id, c.name, a.name as account, k.title as about,
        m.name as owner, k.next_due_at as due_at
      from cases k
      left join contacts c on c.workspace_id = ${ws} and c.id = k.contact_id
      left join accounts a on a.workspace_id = ${ws} and a.id = k.account_id
      left join members m on m.workspace_id = ${ws} and m.id = k.lead_member_id
      where ${open} order by coalesce(k.next_due_at, 'infinity'), k.id limit ${mostRows}`),
    ctx.db.many<Row>(sql`
      select i.contact_id, i.id as feedback_id, null::uuid as case_id, c.name, a.name as account, f.verbatim as about,
        m.name as owner, i.received_at + make_interval(hours => ${answerHours}) as due_at
      from inbox_items i
      join feedback_items f on f.workspace_id = ${ws} and f.id = i.id
      left join contacts c on c.workspace_id = ${ws} and c.id = i.contact_id
      left join accounts a on a.workspace_id = ${ws} and a.id = i.account_id
      left join members m on m.workspace_id = ${ws} and m.id = i.assignee_member_id
      where ${unanswered} order by i.received_at, i.id limit ${mostRows}`),
    ctx.db.one<{ n: number; late: number }>(sql`
      select count(*) as n, count(*) filter (where k.next_due_at < ${now}) as late from cases k where ${open}`),
    ctx.db.one<{ n: number; late: number }>(sql`
      select count(*) as n, count(*) filter (where i.received_at < ${new Date(now.getTime() - answerHours * 3_600_000)}) as late
      from inbox_items i where ${unanswered}`),
  ])
  const due = (row: Row) => row.due_at?.getTime() ?? Number.POSITIVE_INFINITY
  const rows = [...cases, ...items].sort((a, b) => due(a) - due(b)).slice(0, mostRows)
  return {
    rows: rows.map((row) => ({
      contactId: row.contact_id,
      feedbackId: row.feedback_id,
      caseId: row.case_id,
      who: [row.name, row.account].filter((name) => name !== null).join(', ') || 'Somebody without a name',
      about: row.case_id ? row.about : summaryOf(null, row.about),
      owner: row.owner,
      dueAt: row.due_at,
    })),
    counts: { cases: caseCounts.n, items: itemCounts.n, late: caseCounts.late + itemCounts.late },
  }
}

/** People behind finished work who were not told. */
export function countUntold(ctx: Ctx): Promise<Figures['untold']> {
  const ws = ctx.workspaceId
  return ctx.db.one<Figures['untold']>(sql`
    select count(*) as items, count(distinct coalesce(i.contact_id, i.id)) as people
    from loop_positions p join inbox_items i on i.workspace_id = ${ws} and i.id = p.id
    where p.workspace_id = ${ws} and p.missing = 'told'`)
}
