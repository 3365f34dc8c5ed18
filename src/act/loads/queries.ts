import { z } from 'zod'
import { absenceRows } from '#act/absences/queries.ts'
import type * as contract from '#act/loads/contract.ts'
import type { Load, TeamStep } from '#act/loads/contract.ts'
import { workingCalendar } from '#platform/calendar/commands.ts'
import { openTime, type WorkingCalendar } from '#platform/calendar/rules.ts'
import { localDate, shiftDate, startOfDate, weekday } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { encodeId } from '#platform/ids.ts'

const hourMs = 3_600_000

/** The ends of today and of this week in the workspace's zone. */
function edges(calendar: WorkingCalendar, now: Date) {
  const today = localDate(calendar.zone, now.getTime())
  const start = (date: string) => new Date(startOfDate(calendar.zone, date))
  return {
    tomorrow: start(shiftDate(today, 1)),
    nextWeek: start(shiftDate(today, 8 - weekday(today))),
  }
}

/** The load of every member and of nobody, whoever has most that is late first. */
export async function getTeam(ctx: Ctx): Promise<Answer<typeof contract.getTeam>> {
  const ws = ctx.workspaceId
  const now = ctx.now()
  const calendar = await workingCalendar(ctx)
  const { tomorrow, nextWeek } = edges(calendar, now)
  const rows = await ctx.db.many<{
    id: string | null
    name: string | null
    cases: number
    late: number
    today: number
    week: number
    later: number
  }>(sql`
    with people as (
      select id, name from members where workspace_id = ${ws} and removed_at is null and role <> 'viewer'
    ), led as (
      select lead_member_id as id, count(*) as cases from cases
      where workspace_id = ${ws} and status = 'open' group by lead_member_id
    ), owed as (
      select assignee_member_id as id, count(*) filter (where latest_at < ${now}) as late,
        count(*) filter (where latest_at >= ${now} and latest_at < ${tomorrow}) as today,
        count(*) filter (where latest_at >= ${tomorrow} and latest_at < ${nextWeek}) as week,
        count(*) filter (where latest_at is null or latest_at >= ${nextWeek}) as later
      from case_steps where workspace_id = ${ws} and state = 'open' group by assignee_member_id
    ), everybody as (select id, name from people union all select null, null)
    select p.id, p.name, coalesce(l.cases, 0) as cases, coalesce(o.late, 0) as late, coalesce(o.today, 0) as today,
      coalesce(o.week, 0) as week, coalesce(o.later, 0) as later
    from everybody p
    left join led l on l.id is not distinct from p.id
    left join owed o on o.id is not distinct from p.id
    order by p.id is not null, 4 desc, 5 desc, 6 desc, p.name limit 500`)
  const absences = await absenceRows(ctx, sql`and a.starts_at < ${nextWeek}`)
  const hours = (from: number, to: number) =>
    to > from ? Math.round((openTime(calendar, from, to) / hourMs) * 10) / 10 : 0
  const data = rows
    .filter((row) => row.id || row.cases + row.late + row.today + row.week + row.later > 0)
    .map((row): Load => {
      const own = row.id ? absences.filter((one) => one.member.id === encodeId('mem', row.id!)) : []
      const running = own.find((one) => one.isRunning)
      return {
        member: row.id ? { id: encodeId('mem', row.id), name: row.name! } : null,
        openCases: row.cases,
        late: row.late,
        today: row.today,
        week: row.week,
        later: row.later,
        away: running ? { until: running.until, cover: running.cover } : null,
        hoursAway: own.reduce(
          (sum, one) =>
            sum +
            hours(
              Math.max(now.getTime(), Date.parse(one.startsAt)),
              Math.min(nextWeek.getTime(), Date.parse(one.endsAt)),
            ),
          0,
        ),
      }
    })
  return { data, hoursLeft: hours(now.getTime(), nextWeek.getTime()) }
}

interface Row {
  id: string
  case_id: string
  title: string
  action: string
  case_title: string
  contact: string | null
  account_name: string | null
  mrr_cents: number | null
  currency: string | null
  assignee_member_id: string | null
  assignee: string | null
  counted_from_at: Date | null
  latest_at: Date | null
  rule: string
  no_clock: string | null
  escalated_at: Date | null
  place: string
  stake: string
}

const stake = sql`coalesce(a.mrr_cents, 0)`

/** Open steps that fit, by their due time, or by the MRR of the account and then by their due time. */
export async function listTeamSteps(
  ctx: Ctx,
  input: Input<typeof contract.listTeamSteps>,
): Promise<Answer<typeof contract.listTeamSteps>> {
  const ws = ctx.workspaceId
  const now = ctx.now()
  const { tomorrow, nextWeek } = edges(await workingCalendar(ctx), now)
  const after = input.cursor
    ? decodeCursor(
        input.cursor,
        z.object({ due: z.string(), stake: z.string().regex(/^\d+$/), id: z.uuid() }),
      )
    : undefined
  // where every step has a due time the index gives the order
  const isDated = input.when !== 'all' && input.when !== 'later'
  const due = isDated ? sql`s.latest_at` : sql`coalesce(s.latest_at, 'infinity'::timestamptz)`
  const behind = after && sql`(${due}, s.id) > (${after.due}::timestamptz, ${after.id}::uuid)`
  const conditions = [
    input.assignee === 'none' && sql`and s.assignee_member_id is null`,
    input.assignee && input.assignee !== 'none' && sql`and s.assignee_member_id = ${input.assignee}`,
    input.when === 'late' && sql`and s.latest_at < ${now}`,
    input.when === 'today' && sql`and s.latest_at >= ${now} and s.latest_at < ${tomorrow}`,
    input.when === 'week' && sql`and s.latest_at >= ${tomorrow} and s.latest_at < ${nextWeek}`,
    input.when === 'later' && sql`and (s.latest_at is null or s.latest_at >= ${nextWeek})`,
    after && input.sort === 'due' && sql`and ${behind!}`,
    after &&
      input.sort === 'stake' &&
      sql`and (${stake} < ${after.stake}::bigint or (${stake} = ${after.stake}::bigint and ${behind!}))`,
  ].filter((one): one is Sql => one instanceof Object)
  const order = input.sort === 'due' ? sql`${due}, s.id` : sql`${stake} desc, ${due}, s.id`
  const rows = await ctx.db.many<Row>(sql`
    select s.id, s.case_id, s.title, s.action, k.title as case_title, coalesce(c.name, c.email) as contact,
      a.name as account_name, a.mrr_cents, a.currency, s.assignee_member_id, m.name as assignee, s.counted_from_at,
      s.latest_at, s.rule, s.no_clock, k.escalated_at, ${due}::text as place, ${stake}::text as stake
    from case_steps s
    join cases k on k.workspace_id = ${ws} and k.id = s.case_id
    left join contacts c0 on c0.workspace_id = ${ws} and c0.id = k.contact_id
    left join contacts c on c.workspace_id = ${ws} and c.id = root_id(c0.merged_into_id, c0.id)
    left join accounts a0 on a0.workspace_id = ${ws} and a0.id = k.account_id
    left join accounts a on a.workspace_id = ${ws} and a.id = root_id(a0.merged_into_id, a0.id)
    left join members m on m.workspace_id = ${ws} and m.id = s.assignee_member_id
    where s.workspace_id = ${ws} and s.state = 'open' ${sql.join(conditions, ' ')}
    order by ${order} limit ${input.limit + 1}`)
  return toPage(rows, input.limit, showStep, (row) => ({ due: row.place, stake: row.stake, id: row.id }))
}

function showStep(row: Row): TeamStep {
  return {
    id: encodeId('step', row.id),
    caseId: encodeId('case', row.case_id),
    title: row.title,
    action: row.action,
    caseTitle: row.case_title,
    contact: row.contact,
    account: row.account_name
      ? { name: row.account_name, mrrCents: row.mrr_cents, currency: row.currency ?? 'USD' }
      : null,
    assignee: row.assignee_member_id
      ? { id: encodeId('mem', row.assignee_member_id), name: row.assignee ?? '' }
      : null,
    countedFromAt: row.counted_from_at?.toISOString() ?? null,
    latestAt: row.latest_at?.toISOString() ?? null,
    rule: row.rule,
    noClock: row.no_clock,
    isEscalated: row.escalated_at !== null,
  }
}
