import { z } from 'zod'
import { calendarSetting } from '#platform/calendar/commands.ts'
import { localDate } from '#platform/calendar/zones.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'
import { readActionItems } from '#prioritize/reviews/action-items.ts'
import type * as contract from '#prioritize/reviews/contract.ts'
import type { ActionItem, Review, ReviewMinutes, ReviewRow } from '#prioritize/reviews/contract.ts'
import { readItems } from '#prioritize/reviews/items.ts'
import { readReview } from '#prioritize/reviews/load.ts'
import type { Kind, Section, Standing, State } from '#prioritize/reviews/rules.ts'
import { countSummary } from '#prioritize/reviews/summary.ts'
import type { ReviewSummary } from '#prioritize/reviews/summary-shape.ts'

interface Row {
  id: string
  kind: Kind
  occasion: string | null
  state: State
  starts_at: Date
  starts_place: string
  scheduled_on: string | null
  period_from: string
  period_to: string
  positions: string[]
  started_at: Date | null
  held_at: Date | null
  version: number
  part: number | null
  paused_at: Date | null
  led_by_member_id: string | null
  leader: string | null
  minutes: ReviewMinutes | null
  expected: number
  here: number
  decided: number
  actions: number
  actions_done: number
}

/** Reviews as they are shown; `condition` begins with `and` and speaks of `r`. */
function reviewRows(
  ctx: Ctx,
  condition: Sql,
  order: Sql,
  limit: number,
  withMinutes = false,
): Promise<Row[]> {
  const ws = ctx.workspaceId
  return ctx.db.many<Row>(sql`
    select r.id, r.kind, r.occasion, r.state, r.starts_at, r.starts_at::text as starts_place, r.scheduled_on::text as scheduled_on,
      r.period_from::text as period_from, r.period_to::text as period_to, r.positions, r.started_at, r.held_at, r.version, r.part,
      r.paused_at, r.led_by_member_id, m.name as leader, ${withMinutes ? sql`r.minutes` : sql`null::jsonb`} as minutes,
      a.expected, a.here, i.decided, t.actions, t.actions_done
    from (select * from reviews r where r.workspace_id = ${ws} ${condition} order by ${order} limit ${limit}) r
    left join members m on m.workspace_id = ${ws} and m.id = r.led_by_member_id
    cross join lateral (
      select count(*) as expected, count(*) filter (where standing = 'here') as here from review_attendees a
      where a.workspace_id = ${ws} and a.review_id = r.id) a
    cross join lateral (
      select count(*) as decided from review_items i
      where i.workspace_id = ${ws} and i.review_id = r.id and i.move is not null) i
    cross join lateral (
      select count(*) as actions, count(*) filter (where state = 'done') as actions_done from action_items t
      where t.workspace_id = ${ws} and t.review_id = r.id) t
    order by ${order}`)
}

function showRow(row: Row, zone: string): ReviewRow {
  const day = localDate(zone, row.starts_at.getTime())
  return {
    id: encodeId('rvw', row.id),
    kind: row.kind,
    occasion: row.occasion,
    state: row.state,
    startsAt: row.starts_at.toISOString(),
    movedFrom: row.scheduled_on !== null && row.scheduled_on !== day ? row.scheduled_on : null,
    periodFrom: row.period_from,
    periodTo: row.period_to,
    startedAt: row.started_at?.toISOString() ?? null,
    heldAt: row.held_at?.toISOString() ?? null,
    expected: row.expected,
    here: row.here,
    decided: row.decided,
    actions: row.actions,
    actionsDone: row.actions_done,
  }
}

const zoneOf = async (ctx: Ctx) => (await getSetting(ctx, calendarSetting)).zone

/** Reviews that are planned and under way, the soonest first, or those that are over, the latest first. */
export async function listReviews(
  ctx: Ctx,
  input: Input<typeof contract.listReviews>,
): Promise<Answer<typeof contract.listReviews>> {
  const isOpen = input.state === 'open'
  const place = input.cursor ? decodeCursor(input.cursor, z.tuple([z.string(), z.uuid()])) : undefined
  const conditions = [
    isOpen && sql`and r.state in ('planned', 'running')`,
    input.state === 'over' && sql`and r.state in ('held', 'missed', 'cancelled')`,
    input.state === 'held' && sql`and r.state = 'held'`,
    input.kind && sql`and r.kind = ${input.kind}`,
    input.mine &&
      sql`and exists (select 1 from review_attendees x where x.workspace_id = ${ctx.workspaceId} and x.review_id = r.id
        and x.member_id = ${actorMember(ctx)} and x.standing <> 'excused')`,
    place && isOpen && sql`and (r.starts_at, r.id) > (${place[0]}::timestamptz, ${place[1]}::uuid)`,
    place && !isOpen && sql`and (r.starts_at, r.id) < (${place[0]}::timestamptz, ${place[1]}::uuid)`,
  ].filter((one): one is Sql => one instanceof Object)
  const order = isOpen ? sql`r.starts_at, r.id` : sql`r.starts_at desc, r.id desc`
  const [rows, zone] = await Promise.all([
    reviewRows(ctx, sql.join(conditions, ' '), order, input.limit + 1),
    zoneOf(ctx),
  ])
  return toPage(
    rows,
    input.limit,
    (row) => showRow(row, zone),
    (row) => [row.starts_place, row.id],
  )
}

/** One review whole: the room while it is ahead and under way, its minutes once it was held. */
export async function getReview(ctx: Ctx, { reviewId }: { reviewId: string }): Promise<Review> {
  const ws = ctx.workspaceId
  const seen = await readReview(ctx, reviewId)
  const [rows, zone, parts, people, items, notes, agreed, before] = await Promise.all([
    reviewRows(ctx, sql`and r.id = ${reviewId}`, sql`r.id`, 1, true),
    zoneOf(ctx),
    partsOf(ctx, reviewId),
    attendeesOf(ctx, reviewId),
    readItems(ctx, seen),
    ctx.db.many<{ id: string; part: number; text: string; by: string | null; at: Date }>(sql`
      select n.id, n.part, n.text, m.name as by, n.at from review_notes n
      left join members m on m.workspace_id = ${ws} and m.id = n.member_id
      where n.workspace_id = ${ws} and n.review_id = ${reviewId} order by n.id`),
    readActionItems(ctx, sql`and a.review_id = ${reviewId}`, sql`a.id`, 200),
    readBefore(ctx, seen),
  ])
  const row = rows[0]!
  return {
    ...showRow(row, zone),
    version: row.version,
    now: ctx.now().toISOString(),
    ledBy: row.led_by_member_id
      ? { id: encodeId('mem', row.led_by_member_id), name: row.leader ?? '' }
      : null,
    part: row.part,
    pausedAt: row.paused_at?.toISOString() ?? null,
    parts: parts.map((one) => ({
      position: one.position,
      title: one.title,
      shows: one.shows,
      minutes: one.minutes,
      startedAt: one.started_at?.toISOString() ?? null,
      endedAt: one.ended_at?.toISOString() ?? null,
      pausedMs: one.paused_ms,
    })),
    attendees: people.map((one) => ({
      member: { id: encodeId('mem', one.id), name: one.name },
      positions: one.positions.filter((position) => row.positions.includes(position)),
      standing: one.standing,
      at: one.at?.toISOString() ?? null,
    })),
    vacant: vacantOf(row.positions, people),
    items,
    notes: notes.map((note) => ({ ...note, id: encodeId('rnot', note.id), at: note.at.toISOString() })),
    agreed: agreed.map(({ shown }) => shown),
    before,
    minutes: row.minutes,
  }
}

/** Positions that are needed and that nobody of these holds. */
export const vacantOf = (positions: readonly string[], people: readonly { positions: string[] }[]) =>
  positions.filter((position) => !people.some((one) => one.positions.includes(position)))

/** The agenda of a review in its order. */
export const partsOf = (ctx: Ctx, reviewId: string) =>
  ctx.db.many<{
    position: number
    title: string
    shows: Section
    minutes: number
    started_at: Date | null
    ended_at: Date | null
    paused_ms: number
  }>(sql`
    select position, title, shows, minutes, started_at, ended_at, paused_ms from review_parts
    where workspace_id = ${ctx.workspaceId} and review_id = ${reviewId} order by position`)

/** Who attends a review, by name. */
export const attendeesOf = (ctx: Ctx, reviewId: string) =>
  ctx.db.many<{
    id: string
    name: string
    email: string
    positions: string[]
    standing: Standing
    at: Date | null
  }>(sql`
    select m.id, m.name, m.email, m.positions, a.standing, a.at from review_attendees a
    join members m on m.workspace_id = ${ctx.workspaceId} and m.id = a.member_id and m.removed_at is null
    where a.workspace_id = ${ctx.workspaceId} and a.review_id = ${reviewId} order by m.name, m.id`)

/** The last review of the kind that was held before, and what became of what was agreed there, or was open since then. */
export async function readBefore(
  ctx: Ctx,
  review: { id: string; kind: Kind; starts_at: Date },
): Promise<{ review: { id: string; heldAt: string } | null; actions: ActionItem[] }> {
  const ws = ctx.workspaceId
  const last = await ctx.db.maybe<{ id: string; held_at: Date; started_at: Date }>(sql`
    select id, held_at, started_at from reviews
    where workspace_id = ${ws} and kind = ${review.kind} and state = 'held' and starts_at < ${review.starts_at} and id <> ${review.id}
    order by starts_at desc, id desc limit 1`)
  if (!last) return { review: null, actions: [] }
  const actions = await readActionItems(
    ctx,
    sql`and a.kind = ${review.kind} and a.review_id <> ${review.id}
      and (a.closed_at is null or a.closed_at >= ${last.started_at} or a.review_id = ${last.id}) and a.created_at <= ${last.held_at}`,
    sql`a.due_on, a.id`,
    100,
  )
  return {
    review: { id: encodeId('rvw', last.id), heldAt: last.held_at.toISOString() },
    actions: actions.map(({ shown }) => shown),
  }
}

/** The number of the last change in the room. */
export async function getReviewVersion(
  ctx: Ctx,
  { reviewId }: { reviewId: string },
): Promise<{ version: number }> {
  const row = await ctx.db.maybe<{ version: number }>(sql`
    select version from reviews where workspace_id = ${ctx.workspaceId} and id = ${reviewId}`)
  if (row) return row
  throw new AppError('not_found', 'review.not_found', 'There is no such review. Check the id.')
}

/** What the period brought: counted now, or as it was when the review was held. */
export async function getReviewSummary(ctx: Ctx, { reviewId }: { reviewId: string }): Promise<ReviewSummary> {
  const review = await readReview(ctx, reviewId)
  if (review.state === 'held') {
    const { minutes } = await ctx.db.one<{ minutes: ReviewMinutes }>(sql`
      select minutes from reviews where workspace_id = ${ctx.workspaceId} and id = ${reviewId}`)
    return minutes.summary
  }
  const parts = await partsOf(ctx, reviewId)
  return countSummary(
    ctx,
    review,
    parts.map((part) => part.shows),
  )
}
