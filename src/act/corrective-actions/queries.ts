import { z } from 'zod'
import type * as contract from '#act/corrective-actions/contract.ts'
import type { ActionRow, Entry } from '#act/corrective-actions/contract.ts'
import { todayOf } from '#act/corrective-actions/load.ts'
import type { ActionKind, ActionState, Result } from '#act/corrective-actions/rules.ts'
import { mentionsByDay } from '#analyze/themes/mentions.ts'
import { nameOf } from '#analyze/themes/rules.ts'
import { localDate, shiftDate } from '#platform/calendar/zones.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'

interface Row {
  id: string
  number: number
  kind: ActionKind
  finding: string
  state: ActionState
  whys: string[]
  cause: string | null
  correction: string | null
  prevention: string | null
  owner_member_id: string | null
  owner: string | null
  due_on: string
  done_at: Date | null
  check_on: string | null
  watch_until: string | null
  reopened_count: number
  case_id: string | null
  case_title: string | null
  theme_id: string | null
  theme_name: string | null
  theme_phrases: string[] | null
  theme_rules: string[] | null
  feedback_id: string | null
  cost_cents: number | null
  currency: string | null
  created_at: Date
}

function showRow(row: Row, today: string): ActionRow {
  return {
    id: encodeId('capa', row.id),
    number: row.number,
    kind: row.kind,
    finding: row.finding,
    state: row.state,
    owner: row.owner_member_id ? { id: encodeId('mem', row.owner_member_id), name: row.owner ?? '' } : null,
    dueOn: row.due_on,
    isOverdue: row.state === 'open' && row.due_on < today,
    doneAt: row.done_at?.toISOString() ?? null,
    checkOn: row.check_on,
    isToCheck: row.state === 'done' && row.check_on! <= today,
    watchUntil: row.watch_until,
    reopenedCount: row.reopened_count,
    case: row.case_id ? { id: encodeId('case', row.case_id), title: row.case_title ?? '' } : null,
    theme: row.theme_id
      ? {
          id: encodeId('th', row.theme_id),
          name: nameOf({
            name: row.theme_name,
            phrases: row.theme_phrases ?? [],
            rules: row.theme_rules ?? [],
          }),
        }
      : null,
    feedbackId: row.feedback_id ? encodeId('fb', row.feedback_id) : null,
    costCents: row.cost_cents,
    currency: row.currency,
    createdAt: row.created_at.toISOString(),
  }
}

/** Actions as lists and pages show them; `condition` begins with `and`, both speak of `a`. */
function actionRows(ctx: Ctx, condition: Sql, order: Sql, limit: number): Promise<Row[]> {
  const ws = ctx.workspaceId
  return ctx.db.many<Row>(sql`
    select a.id, a.number, a.kind, a.finding, a.state, a.whys, a.cause, a.correction, a.prevention, a.owner_member_id,
      m.name as owner, a.due_on::text as due_on, a.done_at, a.check_on::text as check_on, a.watch_until::text as watch_until,
      a.reopened_count, a.case_id, k.title as case_title, a.theme_id, t.name as theme_name, t.phrases as theme_phrases,
      t.rules as theme_rules, a.feedback_id, a.cost_cents, a.currency, a.created_at
    from (
      select * from corrective_actions a where a.workspace_id = ${ws} ${condition} order by ${order} limit ${limit}
    ) a
    left join members m on m.workspace_id = ${ws} and m.id = a.owner_member_id
    left join cases k on k.workspace_id = ${ws} and k.id = a.case_id
    left join themes t on t.workspace_id = ${ws} and t.id = a.theme_id
    order by ${order}`)
}

/** Actions that fit a filter: open ones by due date, others newest first. */
export async function listActions(
  ctx: Ctx,
  input: Input<typeof contract.listActions>,
): Promise<Answer<typeof contract.listActions>> {
  const today = await todayOf(ctx)
  const byDue = input.state === 'open'
  const after = input.cursor
    ? decodeCursor(input.cursor, z.object({ due: z.iso.date(), number: z.number().int() }))
    : undefined
  const conditions = [
    input.state !== 'all' && sql`and a.state = ${input.state}`,
    input.owner === 'me' && sql`and a.owner_member_id = ${actorMember(ctx)}`,
    input.owner === 'none' && sql`and a.owner_member_id is null`,
    input.owner &&
      input.owner !== 'me' &&
      input.owner !== 'none' &&
      sql`and a.owner_member_id = ${input.owner}`,
    input.kind && sql`and a.kind = ${input.kind}`,
    input.case && sql`and a.case_id = ${input.case}`,
    input.theme && sql`and a.theme_id = ${input.theme}`,
    input.overdue === true && sql`and a.state = 'open' and a.due_on < ${today}`,
    input.overdue === false && sql`and (a.state <> 'open' or a.due_on >= ${today})`,
    input.toCheck === true && sql`and a.state = 'done' and a.check_on <= ${today}`,
    input.toCheck === false && sql`and (a.state <> 'done' or a.check_on > ${today})`,
    after && byDue && sql`and (a.due_on, a.number) > (${after.due}::date, ${after.number}::integer)`,
    after && !byDue && sql`and a.number < ${after.number}`,
  ].filter((one): one is Sql => one instanceof Object)
  const order = byDue ? sql`a.due_on, a.number` : sql`a.number desc`
  const rows = await actionRows(ctx, sql.join(conditions, ' '), order, input.limit + 1)
  return toPage(
    rows,
    input.limit,
    (row) => showRow(row, today),
    (row) => ({ due: row.due_on, number: row.number }),
  )
}

/** How many actions wait, each counted up to 10,000. */
export async function countActions(ctx: Ctx): Promise<Answer<typeof contract.countActions>> {
  const today = await todayOf(ctx)
  const some = (condition: Sql) => sql`
    (select count(*) from (select 1 from corrective_actions where workspace_id = ${ctx.workspaceId} and ${condition} limit 10000) x)`
  const open = sql`state = 'open'`
  const mine = sql`${open} and owner_member_id = ${actorMember(ctx)}`
  return ctx.db.one(sql`
    select ${some(open)} as open, ${some(sql`${open} and due_on < ${today}`)} as overdue, ${some(mine)} as mine,
      ${some(sql`${mine} and due_on < ${today}`)} as "mineOverdue",
      ${some(sql`state = 'done' and check_on <= ${today}`)} as "toCheck"`)
}

/** One action whole. */
export async function getAction(
  ctx: Ctx,
  { actionId }: { actionId: string },
): Promise<Answer<typeof contract.getAction>> {
  const [row] = await actionRows(ctx, sql`and a.id = ${actionId}`, sql`a.id`, 1)
  if (!row)
    throw new AppError('not_found', 'action.not_found', 'There is no such corrective action. Check the id.')
  const today = await todayOf(ctx)
  return {
    ...showRow(row, today),
    whys: row.whys,
    cause: row.cause,
    correction: row.correction,
    prevention: row.prevention,
    weeks: row.theme_id ? await weeksOf(ctx, row.theme_id, row.done_at, today) : [],
    entries: await entriesOf(ctx, actionId),
  }
}

const weeksBefore = 8
const weeksAfterMost = 16

/** Whole weeks around the day it was done; before it is done, the last twelve. */
async function weeksOf(ctx: Ctx, themeId: string, doneAt: Date | null, today: string) {
  const doneOn = doneAt && localDate('UTC', doneAt.getTime())
  const before = doneOn ? weeksBefore : weeksBefore + 4
  const middle = doneOn ?? today
  const passed = doneOn ? Math.floor((Date.parse(today) - Date.parse(doneOn)) / (7 * 86_400_000)) : 0
  const after = Math.min(weeksAfterMost, Math.max(0, passed))
  const from = shiftDate(middle, -7 * before)
  // the day it was done belongs to neither side
  const starts = Array.from({ length: before + after }, (_, week) =>
    shiftDate(from, 7 * week + (week >= before ? 1 : 0)),
  )
  const days = await mentionsByDay(ctx, themeId, { from, to: shiftDate(starts.at(-1)!, 6) })
  return starts.map((start, week) => ({
    from: start,
    isAfter: week >= before,
    mentions: Array.from({ length: 7 }, (_, day) => days.get(shiftDate(start, day)) ?? 0).reduce(
      (sum, n) => sum + n,
      0,
    ),
  }))
}

interface EntryRow {
  id: string
  kind: Entry['kind']
  at: Date
  by: string | null
  note: string | null
  fields: string[]
  result: Entry['result']
  before_mentions: number | null
  before_days: number | null
  after_mentions: number | null
  after_days: number | null
  chance: number | null
}

async function entriesOf(ctx: Ctx, actionId: string): Promise<Entry[]> {
  const ws = ctx.workspaceId
  const rows = await ctx.db.many<EntryRow>(sql`
    select e.id, e.kind, e.at, coalesce(m.name, k.name) as by, e.note, e.fields, e.result, e.before_mentions,
      e.before_days, e.after_mentions, e.after_days, e.chance
    from corrective_action_entries e
    left join members m on m.workspace_id = ${ws} and m.id = e.actor_id and e.actor_kind = 'member'
    left join api_keys k on k.workspace_id = ${ws} and k.id = e.actor_id and e.actor_kind = 'key'
    where e.workspace_id = ${ws} and e.action_id = ${actionId} order by e.at desc, e.id desc limit 100`)
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    at: row.at.toISOString(),
    by: row.by,
    note: row.note,
    fields: row.fields,
    result: row.result,
    before: row.before_mentions === null ? null : { mentions: row.before_mentions, days: row.before_days! },
    after: row.after_mentions === null ? null : { mentions: row.after_mentions, days: row.after_days! },
    chance: row.chance,
  }))
}

/** A corrective action that was done, as a review of effects asks of it. */
export interface PastAction {
  id: string
  number: number
  finding: string
  state: 'open' | 'done' | 'effective'
  done_at: Date | null
  check_on: string | null
  watch_until: string | null
  reopened_count: number
  result: Result | null
  /** why it was last opened again */
  again: string | null
}

/** What was done and whether it helped: first what opened again, then what is to be judged, then what helped, the latest first. */
export function pastActions(ctx: Ctx, limit: number): Promise<PastAction[]> {
  const ws = ctx.workspaceId
  // what was checked before it was done again says nothing of it now
  const noted = (kind: 'checked' | 'reopened') => sql`
    select e.result, e.note from corrective_action_entries e
    where e.workspace_id = ${ws} and e.action_id = a.id and e.kind = ${kind} and (a.done_at is null or e.at >= a.done_at)
    order by e.at desc, e.id desc limit 1`
  return ctx.db.many<PastAction>(sql`
    select a.id, a.number, a.finding, a.state, a.done_at, a.check_on::text as check_on, a.watch_until::text as watch_until,
      a.reopened_count, c.result, r.note as again
    from corrective_actions a
    left join lateral (${noted('checked')}) c on true
    left join lateral (${noted('reopened')}) r on a.reopened_count > 0
    where a.workspace_id = ${ws} and (a.state in ('done', 'effective') or a.state = 'open' and a.reopened_count > 0)
    order by array_position(array['open', 'done', 'effective'], a.state), a.number desc limit ${limit}`)
}
