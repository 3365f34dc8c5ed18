import { z } from 'zod'
import type * as contract from '#act/cases/contract.ts'
import type { CaseRow } from '#act/cases/contract.ts'
import type { Unreachable } from '#act/cases/rules.ts'
import type { Confirmation } from '#act/outcomes/contract.ts'
import { onScale, scoredAs } from '#act/outcomes/queries.ts'
import { isLate } from '#act/playbooks/rules.ts'
import { shiftDate } from '#platform/calendar/zones.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { encodeId } from '#platform/ids.ts'

interface Row {
  id: string
  title: string
  playbook_key: string
  status: 'open' | 'resolved' | 'cancelled'
  contact_id: string | null
  contact_name: string | null
  account_id: string | null
  account_name: string | null
  mrr_cents: number | null
  currency: string | null
  lead_member_id: string | null
  lead_name: string | null
  lead_rule: string
  score: number | null
  kind: string | null
  after: number | null
  after_kind: string | null
  cause: string | null
  opened_at: Date
  first_contact_at: Date | null
  escalated_at: Date | null
  resolved_at: Date | null
  confirmation: Confirmation | null
  unreachable: Unreachable | null
  is_dissatisfied: boolean
  next_due_at: Date | null
  due_place: string
  step_id: string | null
  step_key: string | null
  step_title: string | null
  action: string | null
  assignee_member_id: string | null
  assignee_name: string | null
  counted_from_at: Date | null
  latest_at: Date | null
  rule: string | null
  no_clock: string | null
}

/** An instant as the API writes it. */
export const iso = (at: Date | null) => at?.toISOString() ?? null
/** A member as the API shows them. */
export const person = (id: string | null, name: string | null) =>
  id ? { id: encodeId('mem', id), name: name ?? '' } : null

/** A case as a line of the list. */
export function showRow(row: Row, now: Date): CaseRow {
  return {
    id: encodeId('case', row.id),
    title: row.title,
    playbook: row.playbook_key,
    status: row.status,
    contact: row.contact_id ? { id: encodeId('ct', row.contact_id), name: row.contact_name ?? '' } : null,
    account: row.account_id
      ? {
          id: encodeId('acct', row.account_id),
          name: row.account_name ?? '',
          mrrCents: row.mrr_cents,
          currency: row.currency ?? 'USD',
        }
      : null,
    lead: person(row.lead_member_id, row.lead_name),
    leadRule: row.lead_rule,
    score: row.score,
    openedAt: row.opened_at.toISOString(),
    firstContactAt: iso(row.first_contact_at),
    escalatedAt: iso(row.escalated_at),
    resolvedAt: iso(row.resolved_at),
    confirmation: row.confirmation,
    unreachable: row.unreachable,
    isDissatisfied: row.is_dissatisfied,
    cause: row.cause,
    before: onScale(row.score, row.kind),
    after: onScale(row.after, row.after_kind),
    dueAt: iso(row.next_due_at),
    isLate: row.status === 'open' && isLate(row.next_due_at, now),
    nextStep: row.step_id
      ? {
          id: encodeId('step', row.step_id),
          key: row.step_key!,
          title: row.step_title!,
          action: row.action!,
          assignee: person(row.assignee_member_id, row.assignee_name),
          countedFromAt: iso(row.counted_from_at),
          latestAt: iso(row.latest_at),
          rule: row.rule!,
          noClock: row.no_clock,
        }
      : null,
  }
}

const dueOrder = sql`coalesce(k.next_due_at, 'infinity'::timestamptz)`

/** Cases with everything a line of the list shows; `condition` begins with `and`, both speak of `k`. */
export async function caseRows(ctx: Ctx, condition: Sql, order: Sql, limit: number): Promise<Row[]> {
  const ws = ctx.workspaceId
  return ctx.db.many<Row>(sql`
    select k.*, c.id as contact_id, coalesce(c.name, c.email) as contact_name, a.id as account_id, a.name as account_name,
      a.mrr_cents, a.currency, f.confirmation, m.name as lead_name, r.score, v.kind, ra.score as after, va.kind as after_kind, k.due_place, s.id as step_id, s.step_key,
      s.title as step_title, s.action, s.assignee_member_id, sm.name as assignee_name, s.counted_from_at, s.latest_at, s.rule, s.no_clock
    from (
      select k.id, k.title, k.playbook_key, k.status, k.contact_id as own_contact_id, k.account_id as own_account_id,
        k.lead_member_id, k.lead_rule, k.response_id, k.opened_at, k.first_contact_at, k.escalated_at, k.resolved_at,
        k.unreachable, k.is_dissatisfied, k.cause, k.next_due_at, ${dueOrder}::text as due_place
      from cases k where k.workspace_id = ${ws} ${condition} order by ${order} limit ${limit}
    ) k
    left join contacts c0 on c0.workspace_id = ${ws} and c0.id = k.own_contact_id
    left join contacts c on c.workspace_id = ${ws} and c.id = root_id(c0.merged_into_id, c0.id)
    left join accounts a0 on a0.workspace_id = ${ws} and a0.id = k.own_account_id
    left join accounts a on a.workspace_id = ${ws} and a.id = root_id(a0.merged_into_id, a0.id)
    left join members m on m.workspace_id = ${ws} and m.id = k.lead_member_id
    left join responses r on r.workspace_id = ${ws} and r.id = k.response_id
    left join surveys v on v.workspace_id = ${ws} and v.id = r.survey_id
    left join case_confirmations f on f.workspace_id = ${ws} and f.case_id = k.id
    left join responses ra on ra.workspace_id = ${ws} and ra.id = f.response_id
    left join surveys va on va.workspace_id = ${ws} and va.id = ra.survey_id
    left join lateral (
      select * from case_steps s where s.workspace_id = ${ws} and s.case_id = k.id and s.state = 'open'
      order by s.latest_at nulls last, s.position, s.round limit 1
    ) s on true
    left join members sm on sm.workspace_id = ${ws} and sm.id = s.assignee_member_id
    order by ${order}`)
}

const Place = z.object({ at: z.string().max(40), id: z.uuid() })
type Place = z.output<typeof Place>
const newest = (column: Sql) => ({
  by: sql`${column} desc, k.id desc`,
  after: ({ at, id }: Place) => sql`and (${column}, k.id) < (${at}::timestamptz, ${id}::uuid)`,
})
/** The orders of the list, each on an index of its own. */
const orders = {
  due: {
    by: sql`${dueOrder}, k.id`,
    after: ({ at, id }: Place) => sql`and (${dueOrder}, k.id) > (${at}::timestamptz, ${id}::uuid)`,
  },
  newest: newest(sql`k.opened_at`),
  ended: newest(sql`k.resolved_at`),
}

/** Written out, because an index of one status serves no plan in which the status is a parameter. */
const statuses = {
  open: sql`and k.status = 'open'`,
  resolved: sql`and k.status = 'resolved'`,
  cancelled: sql`and k.status = 'cancelled'`,
}

/** Cases that fit a filter. Open ones come by due time, resolved ones by their end, unless asked otherwise. */
export async function listCases(
  ctx: Ctx,
  input: Input<typeof contract.listCases>,
): Promise<Answer<typeof contract.listCases>> {
  const ws = ctx.workspaceId
  const me = actorMember(ctx)
  const byEnd = { open: 'due', resolved: 'ended', cancelled: 'newest', all: 'newest' } as const
  const sort = input.sort ?? byEnd[input.status]
  const order = orders[sort]
  const after = input.cursor ? decodeCursor(input.cursor, Place) : undefined
  const conditions = [
    input.status !== 'all' && statuses[input.status],
    input.lead === 'me' && sql`and k.lead_member_id = ${me}`,
    input.lead === 'none' && sql`and k.lead_member_id is null`,
    input.lead && input.lead !== 'me' && input.lead !== 'none' && sql`and k.lead_member_id = ${input.lead}`,
    input.late === true && sql`and k.status = 'open' and k.next_due_at < ${ctx.now()}`,
    input.late === false && sql`and (k.next_due_at is null or k.next_due_at >= ${ctx.now()})`,
    input.contact &&
      sql`and k.contact_id in (select id from contacts where workspace_id = ${ws} and (id = ${input.contact} or merged_into_id = ${input.contact}))`,
    input.account &&
      sql`and k.account_id in (select id from accounts where workspace_id = ${ws} and (id = ${input.account} or merged_into_id = ${input.account}))`,
    input.feedback && sql`and k.feedback_id = ${input.feedback}`,
    input.playbook && sql`and k.playbook_key = ${input.playbook}`,
    input.cause && sql`and k.cause = ${input.cause}`,
    sort === 'ended' && input.status !== 'resolved' && sql`and k.status = 'resolved'`,
    input.resolvedFrom && sql`and k.resolved_at >= ${`${input.resolvedFrom}T00:00:00Z`}::timestamptz`,
    input.resolvedTo &&
      sql`and k.resolved_at < ${`${shiftDate(input.resolvedTo, 1)}T00:00:00Z`}::timestamptz`,
    input.onTime !== undefined && sql`and k.is_on_time is ${input.onTime ? sql`true` : sql`false`}`,
    input.scored && scoredAs(ctx, input.scored),
    after && order.after(after),
  ].filter((one): one is Sql => one instanceof Object)
  const rows = await caseRows(ctx, sql.join(conditions, ' '), order.by, input.limit + 1)
  const now = ctx.now()
  return toPage(
    rows,
    input.limit,
    (row) => showRow(row, now),
    (row) => ({
      at:
        sort === 'due' ? row.due_place : (sort === 'ended' ? row.resolved_at! : row.opened_at).toISOString(),
      id: row.id,
    }),
  )
}

/** How many cases wait, each counted up to 10,000. */
export async function countCases(ctx: Ctx): Promise<Answer<typeof contract.countCases>> {
  const ws = ctx.workspaceId
  const me = actorMember(ctx)
  const some = (condition: Sql) =>
    sql`(select count(*) from (select 1 from cases where workspace_id = ${ws} and status = 'open' ${condition} limit 10000) x)`
  const late = sql`and coalesce(next_due_at, 'infinity'::timestamptz) < ${ctx.now()}`
  return ctx.db.one(sql`
    select ${some(sql.empty)} as open, ${some(late)} as late, ${some(sql`and lead_member_id = ${me}`)} as mine,
      ${some(sql`and lead_member_id = ${me} ${late}`)} as "mineLate", ${some(sql`and lead_member_id is null`)} as vacant`)
}
