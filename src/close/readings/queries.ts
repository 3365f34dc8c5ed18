import { ReadingRule, type ReadingToDo } from '#close/readings/contract.ts'
import { type Because, whyRead } from '#close/readings/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting, setting } from '#platform/settings/settings.ts'

export const readingRule = setting('reading-rule', ReadingRule)

/** When updates are read by a second person here. */
export async function getReadingRule(ctx: Ctx): Promise<ReadingRule> {
  return getSetting(ctx, readingRule)
}

/** Why the rule of the workspace wants updates of this case read first; undefined where it does not. */
export async function whyNeeded(
  ctx: Ctx,
  rule: ReadingRule,
  caseId: string | null,
): Promise<Exclude<Because, 'asked'> | undefined> {
  if (rule.when !== 'always' || !caseId) return undefined
  const ws = ctx.workspaceId
  const about = await ctx.db.maybe<{ mrr_cents: number | null; escalated_at: Date | null }>(sql`
    select a.mrr_cents, k.escalated_at from cases k
    left join accounts a0 on a0.workspace_id = ${ws} and a0.id = k.account_id
    left join accounts a on a.workspace_id = ${ws} and a.id = root_id(a0.merged_into_id, a0.id)
    where k.workspace_id = ${ws} and k.id = ${caseId}`)
  return about && whyRead(rule, { mrrCents: about.mrr_cents, isEscalated: about.escalated_at !== null })
}

/** Whether the reader `r` of a query is not here: left, or away now. */
export const isGone = (ctx: Ctx): Sql => sql`(r.removed_at is not null or exists (
  select 1 from absences ab where ab.workspace_id = ${ctx.workspaceId} and ab.member_id = r.id
    and ab.starts_at <= ${ctx.now()} and ab.ends_at > ${ctx.now()}))`

interface Row {
  kind: ReadingToDo['kind']
  id: string
  case_id: string | null
  feedback_id: string | null
  subject: string
  to_name: string
  to_address: string
  other: string
  at: Date
}

/** What the asking member has to do about readings, what waits longest first. */
export async function listReadings(ctx: Ctx): Promise<{ data: ReadingToDo[] }> {
  if (ctx.actor.kind !== 'member') return { data: [] }
  const [ws, me] = [ctx.workspaceId, ctx.actor.id]
  const columns = sql`u.id, u.case_id, u.feedback_id, u.subject, u.to_name, u.to_address`
  const rows = await ctx.db.many<Row>(sql`
    select * from (
      (select 'read' as kind, ${columns}, w.name as other, d.asked_at as at
        from update_readings d
        join updates u on u.workspace_id = ${ws} and u.id = d.update_id
        join members w on w.workspace_id = ${ws} and w.id = d.writer_member_id
        where d.workspace_id = ${ws} and d.reader_member_id = ${me} and d.verdict is null
        order by d.asked_at limit 200)
      union all
      (select 'choose', ${columns}, r.name, d.asked_at
        from update_readings d
        join updates u on u.workspace_id = ${ws} and u.id = d.update_id
        join members r on r.workspace_id = ${ws} and r.id = d.reader_member_id
        where d.workspace_id = ${ws} and d.writer_member_id = ${me} and d.verdict is null and ${isGone(ctx)}
        order by d.asked_at limit 200)
      union all
      (select 'returned', ${columns}, r.name, d.ended_at
        from updates u
        join update_readings d on d.workspace_id = ${ws} and d.id = u.reading_id and d.verdict = 'return'
        join members r on r.workspace_id = ${ws} and r.id = d.reader_member_id
        where u.workspace_id = ${ws} and u.created_by_member_id = ${me} and u.state = 'draft' and u.reading_id is not null
        order by d.ended_at limit 200)
    ) todo order by at, id limit 200`)
  return {
    data: rows.map((row) => ({
      kind: row.kind,
      updateId: encodeId('upd', row.id),
      caseId: row.case_id ? encodeId('case', row.case_id) : null,
      feedbackId: row.feedback_id ? encodeId('fb', row.feedback_id) : null,
      subject: row.subject,
      to: row.to_name || row.to_address,
      other: row.other,
      at: row.at.toISOString(),
    })),
  }
}
