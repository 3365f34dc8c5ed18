import { z } from 'zod'
import type * as contract from '#act/touchpoints/contract.ts'
import type { TouchKind, Touchpoint } from '#act/touchpoints/contract.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { encodeId } from '#platform/ids.ts'

interface Row {
  id: string
  kind: TouchKind
  direction: 'in' | 'out' | 'inside'
  at: Date
  summary: string
  duration_minutes: number | null
  cost_cents: number | null
  currency: string | null
  by_member_id: string | null
  by_name: string | null
  contact_id: string | null
  contact_name: string | null
  case_id: string | null
  update_id: string | null
}

const show = (row: Row): Touchpoint => ({
  id: encodeId('touch', row.id),
  kind: row.kind,
  direction: row.direction,
  at: row.at.toISOString(),
  summary: row.summary,
  durationMinutes: row.duration_minutes,
  costCents: row.cost_cents,
  currency: row.currency,
  by: row.by_member_id ? { id: encodeId('mem', row.by_member_id), name: row.by_name ?? '' } : null,
  contact: row.contact_id ? { id: encodeId('ct', row.contact_id), name: row.contact_name ?? '' } : null,
  caseId: row.case_id ? encodeId('case', row.case_id) : null,
  updateId: row.update_id ? encodeId('upd', row.update_id) : null,
})

/** Touchpoints that fit a condition, newest first. */
export async function touchpointRows(ctx: Ctx, condition: Sql, limit: number): Promise<Row[]> {
  return ctx.db.many<Row>(sql`
    select t.id, t.kind, t.direction, t.at, t.summary, t.duration_minutes, t.cost_cents, t.currency, t.by_member_id,
      m.name as by_name, t.contact_id, coalesce(c.name, c.email) as contact_name, t.case_id, t.update_id
    from touchpoints t
    left join members m on m.workspace_id = ${ctx.workspaceId} and m.id = t.by_member_id
    left join contacts c on c.workspace_id = ${ctx.workspaceId} and c.id = t.contact_id
    where t.workspace_id = ${ctx.workspaceId} ${condition} order by t.at desc, t.id desc limit ${limit}`)
}

/** One touchpoint as it is answered. */
export async function getTouchpoint(ctx: Ctx, touchpointId: string): Promise<Touchpoint> {
  const [row] = await touchpointRows(ctx, sql`and t.id = ${touchpointId}`, 1)
  return show(row!)
}

/** The touchpoints of a case, at most 100, newest first. */
export async function touchpointsOfCase(ctx: Ctx, caseId: string): Promise<Touchpoint[]> {
  return (await touchpointRows(ctx, sql`and t.case_id = ${caseId}`, 100)).map(show)
}

/** Touchpoints of whom they are asked for. */
export async function listTouchpoints(
  ctx: Ctx,
  input: Input<typeof contract.listTouchpoints>,
): Promise<Answer<typeof contract.listTouchpoints>> {
  const ws = ctx.workspaceId
  const conditions = [
    input.case && sql`and t.case_id = ${input.case}`,
    input.contact &&
      sql`and t.contact_id in (select id from contacts where workspace_id = ${ws} and (id = ${input.contact} or merged_into_id = ${input.contact}))`,
    input.account &&
      sql`and t.account_id in (select id from accounts where workspace_id = ${ws} and (id = ${input.account} or merged_into_id = ${input.account}))`,
    input.feedback && sql`and t.feedback_id = ${input.feedback}`,
  ].filter((one): one is Sql => !!one)
  const after = input.cursor
    ? decodeCursor(input.cursor, z.object({ at: z.iso.datetime(), id: z.uuid() }))
    : undefined
  if (after) conditions.push(sql`and (t.at, t.id) < (${new Date(after.at)}, ${after.id}::uuid)`)
  const rows = await touchpointRows(ctx, sql.join(conditions, ' '), input.limit + 1)
  return toPage(rows, input.limit, show, (row) => ({ at: row.at.toISOString(), id: row.id }))
}
