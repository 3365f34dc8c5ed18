import { isLate } from '#act/playbooks/rules.ts'
import type * as contract from '#act/today/contract.ts'
import type { TodayStep } from '#act/today/contract.ts'
import { workingCalendar } from '#platform/calendar/commands.ts'
import { closedReason, openings } from '#platform/calendar/openings.ts'
import { localDate, shiftDate, startOfDate, weekday } from '#platform/calendar/zones.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { encodeId } from '#platform/ids.ts'

interface Row {
  id: string
  case_id: string
  title: string
  action: string
  contact_name: string | null
  account_name: string | null
  mrr_cents: number | null
  currency: string | null
  playbook_key: string
  rule: string
  score: number | null
  counted_from_at: Date | null
  latest_at: Date | null
  no_clock: string | null
  needs_decision: boolean
}

/** Whose day it is, and where it ends. */
interface Day {
  me: string | null
  team: boolean
  now: Date
  /** until when what falls due needs somebody today */
  soon: Date
  nextWeek: Date
  morning: Date
}

/** What needs the asking member now, or everybody with `team`. */
export async function getToday(
  ctx: Ctx,
  input: Input<typeof contract.getToday>,
): Promise<Answer<typeof contract.getToday>> {
  const now = ctx.now()
  const me = actorMember(ctx)
  const calendar = await workingCalendar(ctx)
  const today = localDate(calendar.zone, now.getTime())
  const tomorrow = new Date(startOfDate(calendar.zone, shiftDate(today, 1)))
  const nextWeek = new Date(startOfDate(calendar.zone, shiftDate(today, 8 - weekday(today))))
  const morning = new Date(startOfDate(calendar.zone, today))
  // What falls due within a day needs somebody today, also when midnight lies in between.
  const soon = new Date(Math.max(tomorrow.getTime(), now.getTime() + 86_400_000))
  const hours = [...openings(calendar, morning.getTime(), tomorrow.getTime())]
  const day = { me, team: input.team ?? false, now, soon, nextWeek, morning }
  const [steps, counts, given, replied, finished] = await Promise.all([
    daySteps(ctx, day),
    dueCounts(ctx, day),
    items(ctx, day),
    replies(ctx, day),
    done(ctx, day),
  ])
  const show = (row: Row) => showStep(row, now)
  return {
    zone: calendar.zone,
    now: now.toISOString(),
    opensAt: hours[0] ? new Date(hours[0].from).toISOString() : null,
    closesAt: hours.at(-1) ? new Date(hours.at(-1)!.to).toISOString() : null,
    closed: closedReason(calendar, today) ?? null,
    steps: steps.today.map(show).sort(byStake),
    week: steps.week.map(show),
    items: given,
    replies: replied,
    done: finished,
    counts,
  }
}

/** Late first, then what is due first; among equals the account that pays most. */
function byStake(a: TodayStep, b: TodayStep): number {
  if (a.isLate !== b.isLate) return a.isLate ? -1 : 1
  const due = (step: TodayStep) => (step.latestAt ? Date.parse(step.latestAt) : Number.POSITIVE_INFINITY)
  return due(a) - due(b) || (b.account?.mrrCents ?? 0) - (a.account?.mrrCents ?? 0)
}

const isMine = (day: Day, column: Sql) =>
  day.team ? sql`and ${column} is not null` : sql`and ${column} = ${day.me}`

const isAwake = (ctx: Ctx, day: Day) => sql`not exists (
  select 1 from step_snoozes z
  where z.workspace_id = ${ctx.workspaceId} and z.member_id = ${day.me} and z.step_id = s.id and z.until > ${day.now})`

/** The steps of today and of the rest of the week: first which, then what is shown of them, as both plans are kept. */
async function daySteps(ctx: Ctx, day: Day): Promise<{ today: Row[]; week: Row[] }> {
  const ws = ctx.workspaceId
  // Each part walks an index of its own and stops at what a day can show.
  const some = (condition: Sql) => sql`(
    select s.id, s.latest_at from case_steps s
    where s.workspace_id = ${ws} and ${condition} ${day.team ? sql.empty : sql`and ${isAwake(ctx, day)}`}
    order by s.latest_at, s.id limit 50)`
  const led = sql`exists (
    select 1 from cases k where k.workspace_id = ${ws} and k.id = s.case_id and k.lead_member_id = ${day.me})`
  const open = (when: Sql) =>
    day.team
      ? [some(sql`s.state = 'open' and ${when}`)]
      : [
          some(sql`s.state = 'open' and s.assignee_member_id = ${day.me} and ${when}`),
          // A step that nobody is named for waits for the lead of its case.
          some(sql`s.state = 'open' and s.assignee_member_id is null and ${when} and ${led}`),
        ]
  const few = (parts: readonly Sql[], isWeek: boolean) => sql`(
    select id, ${isWeek ? sql`true` : sql`false`} as is_week from (${sql.join(parts, ' union all ')}) part
    order by latest_at nulls last, id limit 50)`
  const today = [
    ...open(sql`s.latest_at <= ${day.soon}`),
    ...open(sql`s.latest_at is null`),
    some(sql`s.needs_decision and s.state = 'ahead' ${day.team ? sql.empty : sql`and ${led}`}`),
  ]
  const week = open(sql`s.latest_at > ${day.soon} and s.latest_at < ${day.nextWeek}`)
  const found = await ctx.db.many<{ id: string; is_week: boolean }>(
    sql.kept(sql`${few(today, false)} union all ${few(week, true)}`),
  )
  const rows = await stepRows(
    ctx,
    found.map(({ id }) => id),
  )
  const inWeek = new Set(found.filter((one) => one.is_week).map(({ id }) => id))
  return { today: rows.filter(({ id }) => !inWeek.has(id)), week: rows.filter(({ id }) => inWeek.has(id)) }
}

async function stepRows(ctx: Ctx, ids: readonly string[]): Promise<Row[]> {
  const ws = ctx.workspaceId
  if (ids.length === 0) return []
  return ctx.db.many<Row>(sql`
    select s.id, s.case_id, s.title, s.action, coalesce(c.name, c.email) as contact_name, a.name as account_name,
      a.mrr_cents, a.currency, k.playbook_key, s.rule, r.score, s.counted_from_at, s.latest_at, s.no_clock, s.needs_decision
    from case_steps s
    join cases k on k.workspace_id = ${ws} and k.id = s.case_id and k.status = 'open'
    left join contacts c0 on c0.workspace_id = ${ws} and c0.id = k.contact_id
    left join contacts c on c.workspace_id = ${ws} and c.id = root_id(c0.merged_into_id, c0.id)
    left join accounts a0 on a0.workspace_id = ${ws} and a0.id = k.account_id
    left join accounts a on a.workspace_id = ${ws} and a.id = root_id(a0.merged_into_id, a0.id)
    left join responses r on r.workspace_id = ${ws} and r.id = k.response_id
    where s.workspace_id = ${ws} and s.id = any(${ids}::uuid[])
    order by s.latest_at nulls last, s.id`)
}

/** How many steps need the member today, and how many need anybody. */
async function dueCounts(ctx: Ctx, day: Day): Promise<{ mine: number; team: number }> {
  return ctx.db.one(
    sql.kept(sql`
    select count(*) filter (where assignee_member_id = ${day.me} and awake) as mine, count(*) as team from (
      select s.assignee_member_id, s.assignee_member_id is distinct from ${day.me} or ${isAwake(ctx, day)} as awake
      from case_steps s
      where s.workspace_id = ${ctx.workspaceId} and s.state = 'open' and s.latest_at <= ${day.soon} limit 10000) few`),
  )
}

function showStep(row: Row, now: Date): TodayStep {
  return {
    id: encodeId('step', row.id),
    caseId: encodeId('case', row.case_id),
    title: row.title,
    action: row.action,
    contact: row.contact_name,
    account: row.account_name
      ? { name: row.account_name, mrrCents: row.mrr_cents, currency: row.currency ?? 'USD' }
      : null,
    playbook: row.playbook_key,
    rule: row.rule,
    score: row.score,
    countedFromAt: row.counted_from_at?.toISOString() ?? null,
    latestAt: row.latest_at?.toISOString() ?? null,
    noClock: row.no_clock,
    isLate: isLate(row.latest_at, now),
    needsDecision: row.needs_decision,
  }
}

async function items(ctx: Ctx, day: Day) {
  const ws = ctx.workspaceId
  const dayAgo = new Date(day.now.getTime() - 86_400_000)
  const open = sql`i.workspace_id = ${ws} and i.status = 'open' and not i.is_history ${isMine(day, sql`i.assignee_member_id`)}`
  const row = await ctx.db.one<{
    count: number
    unanswered: number
    id: string | null
    summary: string
    received_at: Date
  }>(
    sql.kept(sql`
    select counted.*, oldest.* from (
      select count(*) as count, count(*) filter (where first_response_at is null and received_at < ${dayAgo}) as unanswered
      from (select i.first_response_at, i.received_at from inbox_items i where ${open} limit 1000) few
    ) counted
    left join lateral (
      select i.id, i.received_at, coalesce(f.title, left(f.verbatim, 200)) as summary
      from inbox_items i join feedback_items f on f.workspace_id = ${ws} and f.id = i.id
      where ${open} order by i.received_at, i.id limit 1
    ) oldest on true`),
  )
  return {
    count: row.count,
    unanswered: row.unanswered,
    oldest: row.id
      ? { id: encodeId('fb', row.id), summary: row.summary, receivedAt: row.received_at.toISOString() }
      : null,
  }
}

/**
 * Answers that joined an open case, or came by mail, after we last wrote to the person. Many cases are open and few were
 * answered, so the answers are looked up for all of them at once.
 */
async function replies(ctx: Ctx, day: Day) {
  const ws = ctx.workspaceId
  const rows = await ctx.db.many<{
    case_id: string
    feedback_id: string | null
    contact: string | null
    verbatim: string | null
    at: Date
  }>(
    sql.kept(sql`
    with open as materialized (
      select k.id, k.opened_at, k.contact_id from cases k
      where k.workspace_id = ${ws} and k.status = 'open' ${isMine(day, sql`k.lead_member_id`)}
    ), said as (
      select x.case_id, x.response_id, x.feedback_id, x.joined_at as at, null as words, false as is_mail, x.id from case_answers x
      where x.workspace_id = ${ws} and x.case_id = any(array(select id from open))
      union all
      select m.about_id, null, null, m.received_at, m.words, true, m.id from inbound_mails m
      where m.workspace_id = ${ws} and m.about_id = any(array(select id from open)) and m.state = 'case'
    ), latest as (
      select distinct on (open.id) open.id as case_id, open.contact_id, said.response_id, said.feedback_id, said.at, said.words
      from said join open on open.id = said.case_id and (said.at > open.opened_at or said.is_mail)
      order by open.id, said.at desc, said.id desc
    ), shown as (
      select * from latest x where not exists (
        select 1 from touchpoints t
        where t.workspace_id = ${ws} and t.case_id = x.case_id and t.direction = 'out' and t.at > x.at)
      order by x.at desc limit 20
    )
    select x.case_id, f.id as feedback_id, coalesce(c.name, c.email) as contact, coalesce(f.verbatim, x.words) as verbatim, x.at
    from shown x
    left join contacts c on c.workspace_id = ${ws} and c.id = x.contact_id
    left join lateral (
      (select id, verbatim from feedback_items where workspace_id = ${ws} and response_id = x.response_id order by id desc limit 1)
      union all
      (select id, verbatim from feedback_items where workspace_id = ${ws} and x.response_id is null and id = x.feedback_id)
    ) f on true
    order by x.at desc`),
  )
  return rows.map((row) => ({
    caseId: encodeId('case', row.case_id),
    feedbackId: row.feedback_id ? encodeId('fb', row.feedback_id) : null,
    contact: row.contact ?? 'Somebody',
    verbatim: row.verbatim,
    at: row.at.toISOString(),
  }))
}

async function done(ctx: Ctx, day: Day) {
  const rows = await ctx.db.many<{ case_id: string; title: string; case_title: string; done_at: Date }>(
    sql.kept(sql`
    select s.case_id, s.title, k.title as case_title, s.done_at from case_steps s
    join cases k on k.workspace_id = ${ctx.workspaceId} and k.id = s.case_id
    where s.workspace_id = ${ctx.workspaceId} and s.state = 'done' and s.done_at >= ${day.morning} ${isMine(day, sql`s.done_by_member_id`)}
    order by s.done_at desc limit 20`),
  )
  return rows.map((row) => ({
    caseId: encodeId('case', row.case_id),
    title: `${row.title}: ${row.case_title}`,
    at: row.done_at.toISOString(),
  }))
}
