import type * as contract from '#collect/check-ins/contract.ts'
import { ofWhom } from '#collect/check-ins/queries.ts'
import { type CheckInState, periodsAhead } from '#collect/check-ins/rules.ts'
import { plannedAccounts, rhythmsFor, startOf, termsOf, whyNot } from '#collect/check-ins/schedule.ts'
import { localDate, shiftDate, startOfDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { encodeId } from '#platform/ids.ts'

/** What one month shows at most, of each kind. */
const most = 500

/**
 * The check-ins of a month: held ones on their day, due ones on the day that was agreed or else their last, missed ones
 * on their last, and those that will open on their first.
 */
export async function checkInCalendar(
  ctx: Ctx,
  input: Input<typeof contract.checkInCalendar>,
): Promise<Answer<typeof contract.checkInCalendar>> {
  const terms = await termsOf(ctx)
  const first = `${input.month}-01`
  const next = `${shiftDate(first, 31).slice(0, 7)}-01`
  const [from, until] = [startOfDate(terms.zone, first), startOfDate(terms.zone, next)].map(
    (at) => new Date(at),
  )
  const ws = ctx.workspaceId
  const mine = ofWhom(ctx, input.who, sql`c.holder_member_id`)
  const part = (condition: ReturnType<typeof sql>, order: ReturnType<typeof sql>) => sql`(
    select c.id, c.account_id, c.state, c.due_on, c.planned_at, c.held_at from check_ins c
    where c.workspace_id = ${ws} ${mine} and ${condition} order by ${order} limit ${most})`
  const rows = await ctx.db.many<{
    id: string
    account_id: string
    name: string
    state: CheckInState
    due_on: string | null
    planned_at: Date | null
    held_at: Date | null
  }>(sql`
    select c.id, a.id as account_id, a.name, c.state, c.due_on, c.planned_at, c.held_at from (
      ${part(sql`c.state = 'due' and (c.due_on >= ${first} and c.due_on < ${next} or c.planned_at >= ${from} and c.planned_at < ${until})`, sql`c.due_on, c.id`)}
      union all ${part(sql`c.state = 'missed' and c.due_on >= ${first} and c.due_on < ${next}`, sql`c.due_on desc, c.id desc`)}
      union all ${part(sql`c.state = 'held' and c.held_at >= ${from} and c.held_at < ${until}`, sql`c.held_at desc, c.id desc`)}
    ) c
    join accounts a0 on a0.workspace_id = ${ws} and a0.id = c.account_id
    join accounts a on a.workspace_id = ${ws} and a.id = root_id(a0.merged_into_id, a0.id)`)
  const dayOf = (at: Date) => localDate(terms.zone, at.getTime())
  const data: Answer<typeof contract.checkInCalendar>['data'] = rows
    .map((row) => ({
      on: row.held_at
        ? dayOf(row.held_at)
        : row.state === 'due' && row.planned_at
          ? dayOf(row.planned_at)
          : row.due_on!,
      id: encodeId('chk', row.id),
      account: { id: encodeId('acct', row.account_id), name: row.name },
      state: row.state,
      plannedAt: row.planned_at?.toISOString() ?? null,
    }))
    .filter((one) => one.on >= first && one.on < next)
  const ahead = await opening(ctx, input.who, next, terms.today)
  for (const account of ahead) {
    if (whyNot(account, terms)) continue
    const periods = periodsAhead(startOf(account, terms), rhythmsFor(account, terms), account.next_on!, next)
    for (const { opensOn } of periods)
      if (opensOn >= first)
        data.push({
          on: opensOn,
          id: null,
          account: { id: encodeId('acct', account.account_id), name: account.name },
          state: 'ahead',
          plannedAt: null,
        })
  }
  data.sort((a, b) => (a.on === b.on ? a.account.name.localeCompare(b.account.name) : a.on < b.on ? -1 : 1))
  const isCut = rows.length >= most || ahead.length >= most || data.length > 2000
  return { data: data.slice(0, 2000), isCut }
}

/** Accounts whose next period opens before a day. */
async function opening(ctx: Ctx, who: string, until: string, today: string) {
  if (until <= today) return []
  const rows = await plannedAccounts(
    ctx,
    sql`and p.next_on < ${until} ${ofWhom(ctx, who, sql`a.owner_member_id`)}`,
    most,
  )
  const names = new Map(
    (
      await ctx.db.many<{ id: string; name: string }>(sql`
        select id, name from accounts where workspace_id = ${ctx.workspaceId} and id = any(${rows.map((row) => row.account_id)}::uuid[])`)
    ).map((row) => [row.id, row.name]),
  )
  return rows.map((row) => ({ ...row, name: names.get(row.account_id)! }))
}
