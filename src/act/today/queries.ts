import { isLate } from '#act/playbooks/rules.ts'
import type * as contract from '#act/today/contract.ts'
import type { TodayStep } from '#act/today/contract.ts'
import { workingCalendar } from '#platform/calendar/commands.ts'
import { closedReason, openings } from '#platform/calendar/openings.ts'
import { localDate, shiftDate, startOfDate, weekday } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
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

/** What needs the asking member now, or everybody with `team`. */
export async function getToday(
  ctx: Ctx,
  input: Input<typeof contract.getToday>,
): Promise<Answer<typeof contract.getToday>> {
  const now = ctx.now()
  const me = ctx.actor.kind === 'member' ? ctx.actor.id : null
  const calendar = await workingCalendar(ctx)
  const today = localDate(calendar.zone, now.getTime())
  const tomorrow = new Date(startOfDate(calendar.zone, shiftDate(today, 1)))
  const nextWeek = new Date(startOfDate(calendar.zone, shiftDate(today, 8 - weekday(today))))
  const morning = new Date(startOfDate(calendar.zone, today))
  // What falls due within a day needs somebody today, also when midnight lies in between.
  const soon = new Date(Math.max(tomorrow.getTime(), now.getTime() + 86_400_000))
  const hours = [...openings(calendar, morning.getTime(), tomorrow.getTime())]
  const mine = (column: Sql) => (input.team ? sql`and ${column} is not null` : sql`and ${column} = ${me}`)
  const awake = sql`not exists (
    select 1 from step_snoozes z
    where z.workspace_id = ${ctx.workspaceId} and z.member_id = ${me} and z.step_id = s.id and z.until > ${now})`
  const ws = ctx.workspaceId
  // Each part walks an index of its own and stops at what a day can show.
  const some = (condition: Sql) => sql`(
    select s.id from case_steps s
    where s.workspace_id = ${ws} and ${condition} ${input.team ? sql.empty : sql`and ${awake}`}
    order by s.latest_at, s.id limit 50)`
  const open = (when: Sql) => {
    if (input.team) return [some(sql`s.state = 'open' and ${when}`)]
    // A step that nobody is named for waits for the lead of its case.
    return [
      some(sql`s.state = 'open' and s.assignee_member_id = ${me} and ${when}`),
      some(sql`s.state = 'open' and s.assignee_member_id is null and ${when} and ${led}`),
    ]
  }
  const led = sql`exists (
    select 1 from cases k where k.workspace_id = ${ws} and k.id = s.case_id and k.lead_member_id = ${me})`
  const steps = await stepRows(ctx, [
    ...open(sql`s.latest_at <= ${soon}`),
    ...open(sql`s.latest_at is null`),
    some(sql`s.needs_decision and s.state = 'ahead' ${input.team ? sql.empty : sql`and ${led}`}`),
  ])
  const week = await stepRows(ctx, open(sql`s.latest_at > ${soon} and s.latest_at < ${nextWeek}`))
  const counts = await ctx.db.one<{ mine: number; team: number }>(sql`
    select count(*) filter (where assignee_member_id = ${me} and awake) as mine, count(*) as team from (
      select s.assignee_member_id, s.assignee_member_id is distinct from ${me} or ${awake} as awake from case_steps s
      where s.workspace_id = ${ctx.workspaceId} and s.state = 'open' and s.latest_at <= ${soon} limit 10000) few`)
  const show = (row: Row) => showStep(row, now)
  return {
    zone: calendar.zone,
    now: now.toISOString(),
    opensAt: hours[0] ? new Date(hours[0].from).toISOString() : null,
    closesAt: hours.at(-1) ? new Date(hours.at(-1)!.to).toISOString() : null,
    closed: closedReason(calendar, today) ?? null,
    steps: steps.map(show).sort(byStake),
    week: week.map(show),
    items: await items(ctx, mine(sql`i.assignee_member_id`), now),
    replies: await replies(ctx, mine(sql`k.lead_member_id`)),
    done: await done(ctx, mine(sql`s.done_by_member_id`), morning),
    counts,
  }
}

/** Late first, then what is due first; among equals the account that pays most. */
function byStake(a: TodayStep, b: TodayStep): number {
  if (a.isLate !== b.isLate) return a.isLate ? -1 : 1
  const due = (step: TodayStep) => (step.latestAt ? Date.parse(step.latestAt) : Number.POSITIVE_INFINITY)
  return due(a) - due(b) || (b.account?.mrrCents ?? 0) - (a.account?.mrrCents ?? 0)
}

async function stepRows(ctx: Ctx, parts: readonly Sql[]): Promise<Row[]> {
  const ws = ctx.workspaceId
  return ctx.db.many<Row>(sql`
    select s.id, s.case_id, s.title, s.action, coalesce(c.name, c.email) as contact_name, a.name as account_name,
      a.mrr_cents, a.currency, k.playbook_key, s.rule, r.score, s.counted_from_at, s.latest_at, s.no_clock, s.needs_decision
    from (${sql.join(parts, ' union all ')}) mine
    join case_steps s on s.workspace_id = ${ws} and s.id = mine.id
    join cases k on k.workspace_id = ${ws} and k.id = s.case_id and k.status = 'open'
    left join contacts c0 on c0.workspace_id = ${ws} and c0.id = k.contact_id
    left join contacts c on c.workspace_id = ${ws} and c.id = root_id(c0.merged_into_id, c0.id)
    left join accounts a0 on a0.workspace_id = ${ws} and a0.id = k.account_id
    left join accounts a on a.workspace_id = ${ws} and a.id = root_id(a0.merged_into_id, a0.id)
    left join responses r on r.workspace_id = ${ws} and r.id = k.response_id
    order by s.latest_at nulls last, s.id limit 50`)
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

async function items(ctx: Ctx, mine: Sql, now: Date) {
  const day = new Date(now.getTime() - 86_400_000)
  const open = sql`i.workspace_id = ${ctx.workspaceId} and i.status = 'open' and not i.is_history ${mine}`
  const counted = await ctx.db.one<{ count: number; unanswered: number }>(sql`
    select count(*) as count, count(*) filter (where first_response_at is null and received_at < ${day}) as unanswered
    from (select i.first_response_at, i.received_at from inbox_items i where ${open} limit 1000) few`)
  const oldest = await ctx.db.maybe<{
    id: string
    received_at: Date
    title: string | null
    verbatim: string
  }>(sql`
    select i.id, i.received_at, f.title, left(f.verbatim, 200) as verbatim
    from inbox_items i join feedback_items f on f.workspace_id = ${ctx.workspaceId} and f.id = i.id
    where ${open} order by i.received_at, i.id limit 1`)
  return {
    ...counted,
    oldest: oldest
      ? {
          id: encodeId('fb', oldest.id),
          summary: oldest.title ?? oldest.verbatim,
          receivedAt: oldest.received_at.toISOString(),
        }
      : null,
  }
}

/** Answers that joined an open case, or came by mail, after we last wrote to the person. */
async function replies(ctx: Ctx, mine: Sql) {
  const ws = ctx.workspaceId
  const rows = await ctx.db.many<{
    case_id: string
    feedback_id: string | null
    contact: string | null
    verbatim: string | null
    at: Date
  }>(sql`
    select k.id as case_id, f.id as feedback_id, coalesce(c.name, c.email) as contact,
      coalesce(f.verbatim, x.words) as verbatim, x.joined_at as at
    from cases k
    join lateral (
      (select response_id, feedback_id, joined_at, null as words from case_answers x
        where x.workspace_id = ${ws} and x.case_id = k.id and x.joined_at > k.opened_at
        order by x.joined_at desc limit 1)
      union all
      (select null, null, m.received_at, m.words from inbound_mails m
        where m.workspace_id = ${ws} and m.about_id = k.id and m.state = 'case' order by m.id desc limit 1)
      order by joined_at desc limit 1
    ) x on true
    left join contacts c on c.workspace_id = ${ws} and c.id = k.contact_id
    left join lateral (
      select id, verbatim from feedback_items where workspace_id = ${ws} and (response_id = x.response_id or x.response_id is null and id = x.feedback_id) order by id desc limit 1
    ) f on true
    where k.workspace_id = ${ws} and k.status = 'open' ${mine} and not exists (
      select 1 from touchpoints t
      where t.workspace_id = ${ws} and t.case_id = k.id and t.direction = 'out' and t.at > x.joined_at)
    order by x.joined_at desc limit 20`)
  return rows.map((row) => ({
    caseId: encodeId('case', row.case_id),
    feedbackId: row.feedback_id ? encodeId('fb', row.feedback_id) : null,
    contact: row.contact ?? 'Somebody',
    verbatim: row.verbatim,
    at: row.at.toISOString(),
  }))
}

async function done(ctx: Ctx, mine: Sql, morning: Date) {
  const rows = await ctx.db.many<{ case_id: string; title: string; case_title: string; done_at: Date }>(sql`
    select s.case_id, s.title, k.title as case_title, s.done_at from case_steps s
    join cases k on k.workspace_id = ${ctx.workspaceId} and k.id = s.case_id
    where s.workspace_id = ${ctx.workspaceId} and s.state = 'done' and s.done_at >= ${morning} ${mine}
    order by s.done_at desc limit 20`)
  return rows.map((row) => ({
    caseId: encodeId('case', row.case_id),
    title: `${row.title}: ${row.case_title}`,
    at: row.done_at.toISOString(),
  }))
}
