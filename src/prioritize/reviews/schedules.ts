import { calendarSetting, workingCalendar } from '#platform/calendar/commands.ts'
import { closedReason } from '#platform/calendar/openings.ts'
import { localDate, readInstant, shiftDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { takeTurn } from '#platform/db/turn.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { actorId } from '#platform/events/emit.ts'
import { encodeId, newId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'
import type * as contract from '#prioritize/reviews/contract.ts'
import {
  reviewMissed,
  reviewMoved,
  reviewPlanned,
  reviewScheduleChanged,
} from '#prioritize/reviews/events.ts'
import {
  daysAhead,
  defaults,
  type Kind,
  kinds,
  nextDay,
  openDay,
  periodOf,
  type Schedule,
} from '#prioritize/reviews/rules.ts'

interface Row {
  kind: Kind
  is_on: boolean
  weekday: number
  nth: number
  at: string
  agenda: Schedule['agenda']
  positions: string[]
  next_on: string
}

const scheduleOf = ({ is_on, weekday, nth, at, agenda, positions }: Row): Schedule => ({
  isOn: is_on,
  weekday,
  nth,
  at,
  agenda,
  positions,
})

const rowsOf = (ctx: Ctx) =>
  ctx.db.many<Row>(sql`
    select kind, is_on, weekday, nth, at, agenda, positions, next_on::text as next_on from review_schedules
    where workspace_id = ${ctx.workspaceId}`)

/** The schedule of a kind: the workspace's own, else what a workspace begins with. */
export async function scheduleFor(ctx: Ctx, kind: Kind): Promise<Schedule> {
  const row = (await rowsOf(ctx)).find((one) => one.kind === kind)
  return row ? scheduleOf(row) : defaults[kind]
}

/** The schedules of all kinds, with who holds the positions now. */
export async function listReviewSchedules(ctx: Ctx): Promise<Answer<typeof contract.listReviewSchedules>> {
  const rows = await rowsOf(ctx)
  const schedules = kinds.map((kind) => {
    const row = rows.find((one) => one.kind === kind)
    return { kind, ...(row ? scheduleOf(row) : defaults[kind]) }
  })
  const holders = await holdersOf(ctx, [...new Set(schedules.flatMap((one) => one.positions))])
  return {
    data: schedules.map((one) => ({
      ...one,
      holders: one.positions.map((position) => ({
        position,
        members: holders
          .filter((member) => member.positions.includes(position))
          .map(({ id, name }) => ({ id: encodeId('mem', id), name })),
      })),
    })),
  }
}

/** The members who hold one of these positions. */
export function holdersOf(ctx: Ctx, positions: readonly string[]) {
  return ctx.db.many<{ id: string; name: string; positions: string[] }>(sql`
    select id, name, positions from members
    where workspace_id = ${ctx.workspaceId} and removed_at is null and positions && ${[...positions]}::text[]
    order by name, id`)
}

async function todayOf(ctx: Ctx): Promise<string> {
  const { zone } = await getSetting(ctx, calendarSetting)
  return localDate(zone, ctx.now().getTime())
}

async function keep(ctx: Ctx, kind: Kind, schedule: Schedule, nextOn: string): Promise<void> {
  await ctx.db.run(sql`
    insert into review_schedules (workspace_id, kind, is_on, weekday, nth, at, agenda, positions, next_on, make_on)
    values (${ctx.workspaceId}, ${kind}, ${schedule.isOn}, ${schedule.weekday}, ${schedule.nth}, ${schedule.at},
      ${JSON.stringify(schedule.agenda)}, ${schedule.positions}, ${nextOn}, ${shiftDate(nextOn, -daysAhead[kind])})
    on conflict (workspace_id, kind) do update set is_on = excluded.is_on, weekday = excluded.weekday, nth = excluded.nth,
      at = excluded.at, agenda = excluded.agenda, positions = excluded.positions, next_on = excluded.next_on, make_on = excluded.make_on`)
}

/** Makes the reviews whose turn it is, and notes those that nobody held before the next of their kind. */
export async function planReviews(ctx: Ctx): Promise<void> {
  // one planner at a time in a workspace
  await takeTurn(ctx, 'reviews')
  const [rows, today] = await Promise.all([rowsOf(ctx), todayOf(ctx)])
  for (const kind of kinds) {
    const row = rows.find((one) => one.kind === kind)
    const schedule = row ? scheduleOf(row) : defaults[kind]
    let nextOn = row?.next_on ?? nextDay(kind, schedule, shiftDate(today, -1))
    // after a long stand-still there is nothing to make up for
    if (nextOn < today) nextOn = nextDay(kind, schedule, shiftDate(today, -1))
    while (schedule.isOn && shiftDate(nextOn, -daysAhead[kind]) <= today) {
      await makeScheduled(ctx, kind, schedule, nextOn)
      nextOn = nextDay(kind, schedule, nextOn)
    }
    if (!row || row.next_on !== nextOn) await keep(ctx, kind, schedule, nextOn)
  }
}

/** Notes planned reviews as missed: the next one of their kind has come. */
export async function noteMissed(ctx: Ctx): Promise<void> {
  const missed = await ctx.db.many<{ id: string; kind: Kind }>(sql`
    update reviews r set state = 'missed', version = version + 1, updated_at = ${ctx.now()}
    where r.workspace_id = ${ctx.workspaceId} and r.state = 'planned' and r.starts_at < ${ctx.now()} and exists (
      select 1 from reviews n where n.workspace_id = ${ctx.workspaceId} and n.kind = r.kind
        and n.state in ('planned', 'running', 'held') and n.starts_at > r.starts_at and n.starts_at <= ${ctx.now()})
    returning r.id, r.kind`)
  await ctx.emitAll(
    reviewMissed,
    missed.map(({ id, kind }) => ({ subjectId: id, payload: { reviewId: id, kind } })),
  )
}

/** When a scheduled day begins: on the next open day where the office is closed, at the wall time of the schedule. */
async function startOf(ctx: Ctx, schedule: Schedule, day: string): Promise<Date> {
  const calendar = await workingCalendar(ctx)
  const on = openDay((date) => closedReason(calendar, date) !== undefined, day)
  return readInstant(`${on}T${schedule.at}`, calendar.zone)!
}

async function makeScheduled(ctx: Ctx, kind: Kind, schedule: Schedule, day: string): Promise<void> {
  const startsAt = await startOf(ctx, schedule, day)
  await makeReview(ctx, { kind, schedule, startsAt, day, scheduledOn: day, occasion: null })
}

/** Writes a review down with its agenda and who is expected; undefined where that day has one already. */
export async function makeReview(
  ctx: Ctx,
  plan: {
    kind: Kind
    schedule: Schedule
    startsAt: Date
    /** the day whose period it looks back on */
    day: string
    scheduledOn: string | null
    occasion: string | null
  },
): Promise<string | undefined> {
  const ws = ctx.workspaceId
  const { kind, schedule, startsAt } = plan
  const id = newId()
  const { from, to } = periodOf(kind, plan.day)
  const made = await ctx.db.run(sql`
    insert into reviews (workspace_id, id, kind, occasion, starts_at, scheduled_on, period_from, period_to, positions,
      actor_kind, actor_id, created_at, updated_at)
    values (${ws}, ${id}, ${kind}, ${plan.occasion}, ${startsAt}, ${plan.scheduledOn}, ${from}, ${to}, ${schedule.positions},
      ${ctx.actor.kind}, ${actorId(ctx.actor)}, ${ctx.now()}, ${ctx.now()})
    on conflict (workspace_id, kind, scheduled_on) do nothing`)
  if (made === 0) return undefined
  await putAgenda(ctx, id, schedule)
  await ctx.emit(reviewPlanned, {
    subjectId: id,
    payload: {
      reviewId: id,
      kind,
      startsAt: startsAt.toISOString(),
      by: plan.scheduledOn ? 'schedule' : 'person',
    },
  })
  return id
}

/** The agenda of a review that has not begun, and who is expected: everybody who holds a position that is needed. */
async function putAgenda(ctx: Ctx, reviewId: string, { agenda, positions }: Schedule): Promise<void> {
  const ws = ctx.workspaceId
  await ctx.db.run(sql`delete from review_parts where workspace_id = ${ws} and review_id = ${reviewId}`)
  await ctx.db.run(sql`
    insert into review_parts (workspace_id, review_id, position, title, shows, minutes)
    select ${ws}::uuid, ${reviewId}::uuid, p.position - 1, p.title, p.shows, p.minutes
    from unnest(${agenda.map((one) => one.title)}::text[], ${agenda.map((one) => one.shows)}::text[],
      ${agenda.map((one) => one.minutes)}::integer[]) with ordinality as p (title, shows, minutes, position)`)
  await ctx.db.run(sql`
    insert into review_attendees (workspace_id, review_id, member_id)
    select ${ws}::uuid, ${reviewId}::uuid, m.id from members m
    where m.workspace_id = ${ws} and m.removed_at is null and m.positions && ${positions}::text[]
    on conflict do nothing`)
}

/** Sets when reviews of a kind take place. Those of the schedule that have not come yet follow it. */
export async function putReviewSchedule(
  ctx: Ctx,
  { kind, ...schedule }: Input<typeof contract.putReviewSchedule>,
): Promise<Answer<typeof contract.putReviewSchedule>> {
  const ws = ctx.workspaceId
  await takeTurn(ctx, 'reviews')
  const today = await todayOf(ctx)
  // their days are free for the new order of things; what was turned off is not made up for, and comes back with it
  const planned = await ctx.db.many<{ id: string }>(sql`
    update reviews set scheduled_on = null, state = ${schedule.isOn ? 'planned' : 'cancelled'}, version = version + 1, updated_at = ${ctx.now()}
    where workspace_id = ${ws} and kind = ${kind} and state = 'planned' and scheduled_on is not null and starts_at > ${ctx.now()}
    returning id`)
  const taken = await ctx.db.many<{ day: string }>(sql`
    select scheduled_on::text as day from reviews
    where workspace_id = ${ws} and kind = ${kind} and scheduled_on >= ${today}`)
  const next = (after: string): string => {
    const day = nextDay(kind, schedule, after)
    return taken.some((one) => one.day === day) ? next(day) : day
  }
  let day = next(shiftDate(today, -1))
  if (schedule.isOn)
    for (const { id } of planned.sort((a, b) => (a.id < b.id ? -1 : 1))) {
      await putOn(ctx, id, kind, schedule, day)
      day = next(day)
    }
  await keep(ctx, kind, schedule, day)
  await ctx.emit(reviewScheduleChanged, { subjectId: ws, payload: { kind } })
  if (schedule.isOn) await planReviews(ctx)
  return (await listReviewSchedules(ctx)).data.find((one) => one.kind === kind)!
}

async function putOn(ctx: Ctx, id: string, kind: Kind, schedule: Schedule, day: string): Promise<void> {
  const ws = ctx.workspaceId
  const startsAt = await startOf(ctx, schedule, day)
  const { from, to } = periodOf(kind, day)
  await ctx.db.run(sql`
    update reviews set starts_at = ${startsAt}, scheduled_on = ${day}, period_from = ${from}, period_to = ${to}, positions = ${schedule.positions}
    where workspace_id = ${ws} and id = ${id}`)
  await ctx.db.run(sql`
    delete from review_attendees where workspace_id = ${ws} and review_id = ${id} and standing = 'expected'`)
  await putAgenda(ctx, id, schedule)
  await ctx.emit(reviewMoved, {
    subjectId: id,
    payload: { reviewId: id, kind, startsAt: startsAt.toISOString() },
  })
}

/** The working calendar changed: scheduled reviews ahead keep their wall time, and move off days that are closed now. */
export async function followCalendar(ctx: Ctx): Promise<void> {
  const rows = await rowsOf(ctx)
  const planned = await ctx.db.many<{ id: string; kind: Kind; scheduled_on: string; starts_at: Date }>(sql`
    select id, kind, scheduled_on::text as scheduled_on, starts_at from reviews
    where workspace_id = ${ctx.workspaceId} and state = 'planned' and scheduled_on is not null and starts_at > ${ctx.now()}`)
  for (const { id, kind, scheduled_on, starts_at } of planned) {
    const row = rows.find((one) => one.kind === kind)
    if (!row) continue
    const startsAt = await startOf(ctx, scheduleOf(row), scheduled_on)
    if (startsAt.getTime() === starts_at.getTime()) continue
    await ctx.db.run(sql`
      update reviews set starts_at = ${startsAt}, version = version + 1, updated_at = ${ctx.now()}
      where workspace_id = ${ctx.workspaceId} and id = ${id} and state = 'planned'`)
    await ctx.emit(reviewMoved, {
      subjectId: id,
      payload: { reviewId: id, kind, startsAt: startsAt.toISOString() },
    })
  }
}
