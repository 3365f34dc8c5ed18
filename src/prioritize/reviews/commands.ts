import { calendarSetting } from '#platform/calendar/commands.ts'
import { localDate } from '#platform/calendar/zones.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { checkMember } from '#platform/identity/queries.ts'
import { newId } from '#platform/ids.ts'
import { linkTo, notify } from '#platform/notices/commands.ts'
import { getSetting } from '#platform/settings/settings.ts'
import type * as contract from '#prioritize/reviews/contract.ts'
import type { Review } from '#prioritize/reviews/contract.ts'
import {
  reviewAdvanced,
  reviewAttended,
  reviewCancelled,
  reviewHeld,
  reviewMoved,
  reviewNoted,
  reviewStarted,
} from '#prioritize/reviews/events.ts'
import { candidates } from '#prioritize/reviews/items.ts'
import { type Held, holdReview, mustBe, readReview, touch } from '#prioritize/reviews/load.ts'
import { mailMinutes, takeMinutes } from '#prioritize/reviews/minutes.ts'
import { getReview } from '#prioritize/reviews/queries.ts'
import { kindWords, type Standing } from '#prioritize/reviews/rules.ts'
import { makeReview, scheduleFor } from '#prioritize/reviews/schedules.ts'

type One = { reviewId: string }

const about = ({ id, kind }: Held) => ({ reviewId: id, kind })

/** Plans a review besides the schedule: with the agenda of its kind, and who is needed for it. */
export async function planReview(ctx: Ctx, input: Input<typeof contract.planReview>): Promise<Review> {
  checkAhead(ctx, input.startsAt)
  const { zone } = await getSetting(ctx, calendarSetting)
  const id = await makeReview(ctx, {
    kind: input.kind,
    schedule: await scheduleFor(ctx, input.kind),
    startsAt: input.startsAt,
    day: localDate(zone, input.startsAt.getTime()),
    scheduledOn: null,
    occasion: input.occasion ?? null,
  })
  return getReview(ctx, { reviewId: id! })
}

/** A review begins at the earliest today, and within a year. */
function checkAhead(ctx: Ctx, at: Date): void {
  const ms = at.getTime() - ctx.now().getTime()
  if (ms > -86_400_000 && ms < 366 * 86_400_000) return
  const message = 'Choose a time from now on and within a year.'
  throw new AppError('invalid', 'review.time_wrong', message, { fields: [{ field: 'startsAt', message }] })
}

/** Gives a planned review another time; what it looks back on stays. */
export async function moveReview(
  ctx: Ctx,
  { reviewId, startsAt }: One & { startsAt: Date },
): Promise<Review> {
  checkAhead(ctx, startsAt)
  const review = await holdReview(ctx, reviewId)
  mustBe(review, 'planned')
  await ctx.db.run(sql`
    update reviews set starts_at = ${startsAt} where workspace_id = ${ctx.workspaceId} and id = ${reviewId}`)
  await touch(ctx, reviewId)
  await ctx.emit(reviewMoved, {
    subjectId: reviewId,
    payload: { ...about(review), startsAt: startsAt.toISOString() },
  })
  return getReview(ctx, { reviewId })
}

/** Calls off a planned review. */
export async function cancelReview(ctx: Ctx, { reviewId }: One): Promise<Review> {
  const review = await holdReview(ctx, reviewId)
  mustBe(review, 'planned')
  await ctx.db.run(sql`
    update reviews set state = 'cancelled' where workspace_id = ${ctx.workspaceId} and id = ${reviewId}`)
  await touch(ctx, reviewId)
  await ctx.emit(reviewCancelled, { subjectId: reviewId, payload: about(review) })
  return getReview(ctx, { reviewId })
}

/**
 * Begins a review: its first part runs, what is to be decided is fixed, and who is expected is told. Who begins it leads
 * it and is here. One that nobody held in time may still be begun.
 */
export async function startReview(ctx: Ctx, { reviewId }: One): Promise<Review> {
  const ws = ctx.workspaceId
  const seen = await readReview(ctx, reviewId)
  mustBe(seen, 'planned', 'missed')
  // Requests come before reviews, so that deciding elsewhere at this moment waits for nobody in a circle.
  const items = await candidates(ctx, seen.kind)
  await ctx.db.run(sql`
    insert into review_items (workspace_id, review_id, request_id, why, position)
    select ${ws}::uuid, ${reviewId}::uuid, i.id, i.why, i.position
    from unnest(${items.map((one) => one.id)}::uuid[], ${items.map((one) => one.why)}::text[]) with ordinality as i (id, why, position)
    order by i.id on conflict (workspace_id, review_id, request_id) do nothing`)
  const review = await holdReview(ctx, reviewId)
  mustBe(review, 'planned', 'missed')
  const me = actorMember(ctx)
  await ctx.db.run(sql`
    insert into review_attendees (workspace_id, review_id, member_id)
    select ${ws}::uuid, ${reviewId}::uuid, m.id from members m
    where m.workspace_id = ${ws} and m.removed_at is null and m.positions && ${review.positions}::text[]
    on conflict do nothing`)
  await ctx.db.run(sql`
    update reviews set state = 'running', started_at = ${ctx.now()}, led_by_member_id = ${me}, part = 0
    where workspace_id = ${ws} and id = ${reviewId}`)
  await ctx.db.run(sql`
    update review_parts set started_at = ${ctx.now()} where workspace_id = ${ws} and review_id = ${reviewId} and position = 0`)
  if (me) await stand(ctx, reviewId, me, 'here')
  await touch(ctx, reviewId)
  await ctx.emit(reviewStarted, { subjectId: reviewId, payload: about(review) })
  await tellExpected(ctx, review)
  return getReview(ctx, { reviewId })
}

async function tellExpected(ctx: Ctx, review: Held): Promise<void> {
  const rows = await ctx.db.many<{ member_id: string }>(sql`
    select member_id from review_attendees
    where workspace_id = ${ctx.workspaceId} and review_id = ${review.id} and standing = 'expected'`)
  for (const { member_id } of rows)
    await notify(ctx, {
      memberId: member_id,
      kind: 'review.started',
      subjectId: review.id,
      text: `The ${kindWords[review.kind]} has begun: join it`,
      link: linkTo('reviews', 'rvw', review.id),
    })
}

/** Goes on to the next part. Whoever saw an earlier part changes nothing. */
export async function nextReviewPart(ctx: Ctx, { reviewId, part }: One & { part: number }): Promise<Review> {
  const ws = ctx.workspaceId
  const review = await holdReview(ctx, reviewId)
  mustBe(review, 'running')
  if (review.part !== part) return getReview(ctx, { reviewId })
  await resume(ctx, review)
  const begun = await ctx.db.run(sql`
    update review_parts set started_at = ${ctx.now()}
    where workspace_id = ${ws} and review_id = ${reviewId} and position = ${part + 1}`)
  if (begun === 0)
    throw new AppError('conflict', 'review.last_part', 'This is the last part. End the review.')
  await ctx.db.run(sql`
    update review_parts set ended_at = ${ctx.now()} where workspace_id = ${ws} and review_id = ${reviewId} and position = ${part}`)
  await ctx.db.run(sql`update reviews set part = ${part + 1} where workspace_id = ${ws} and id = ${reviewId}`)
  await touch(ctx, reviewId)
  await ctx.emit(reviewAdvanced, {
    subjectId: reviewId,
    payload: { ...about(review), part: part + 1, isPaused: false },
  })
  return getReview(ctx, { reviewId })
}

/** Lets the timer stand still, or run again. */
export async function pauseReview(
  ctx: Ctx,
  { reviewId, isPaused }: One & { isPaused: boolean },
): Promise<Review> {
  const review = await holdReview(ctx, reviewId)
  mustBe(review, 'running')
  if (isPaused === (review.paused_at !== null)) return getReview(ctx, { reviewId })
  if (isPaused)
    await ctx.db.run(sql`
      update reviews set paused_at = ${ctx.now()} where workspace_id = ${ctx.workspaceId} and id = ${reviewId}`)
  else await resume(ctx, review)
  await touch(ctx, reviewId)
  await ctx.emit(reviewAdvanced, {
    subjectId: reviewId,
    payload: { ...about(review), part: review.part!, isPaused },
  })
  return getReview(ctx, { reviewId })
}

/** The time a pause took does not count for the part it was in. */
async function resume(ctx: Ctx, review: Held): Promise<void> {
  if (!review.paused_at) return
  const ws = ctx.workspaceId
  await ctx.db.run(sql`
    update review_parts set paused_ms = paused_ms + ${ctx.now().getTime() - review.paused_at.getTime()}
    where workspace_id = ${ws} and review_id = ${review.id} and position = ${review.part}`)
  await ctx.db.run(sql`update reviews set paused_at = null where workspace_id = ${ws} and id = ${review.id}`)
}

/** Ends a review: its minutes are kept as they are now, and go to who was to attend by mail. */
export async function endReview(ctx: Ctx, { reviewId }: One): Promise<Review> {
  const review = await holdReview(ctx, reviewId)
  mustBe(review, 'running')
  await closeReview(ctx, review)
  await mailMinutes(ctx, reviewId)
  return getReview(ctx, { reviewId })
}

/** Keeps the minutes of a review under way; nobody is mailed. */
export async function closeReview(ctx: Ctx, review: Held): Promise<void> {
  const ws = ctx.workspaceId
  await resume(ctx, review)
  await ctx.db.run(sql`
    update review_parts set ended_at = ${ctx.now()}
    where workspace_id = ${ws} and review_id = ${review.id} and started_at is not null and ended_at is null`)
  const minutes = await takeMinutes(ctx, review)
  await ctx.db.run(sql`
    update reviews set state = 'held', held_at = ${ctx.now()}, part = null, paused_at = null, minutes = ${JSON.stringify(minutes)}
    where workspace_id = ${ws} and id = ${review.id}`)
  await touch(ctx, review.id)
  await ctx.emit(reviewHeld, {
    subjectId: review.id,
    payload: {
      ...about(review),
      here: minutes.attendees.filter((one) => one.standing === 'here').length,
      decided: minutes.decisions.length,
    },
  })
}

/** Says that a member is expected, here or excused, or takes them off the list. */
export async function attendReview(ctx: Ctx, input: Input<typeof contract.attendReview>): Promise<Review> {
  const { reviewId, standing } = input
  const review = await holdReview(ctx, reviewId)
  mustBe(review, 'planned', 'running')
  const memberId = input.memberId === 'me' ? actorMember(ctx) : input.memberId
  if (!memberId)
    throw new AppError('forbidden', 'review.member_only', 'Only a signed-in member attends a review.')
  await checkMember(ctx, memberId)
  if (standing) await stand(ctx, reviewId, memberId, standing)
  else
    await ctx.db.run(sql`
      delete from review_attendees
      where workspace_id = ${ctx.workspaceId} and review_id = ${reviewId} and member_id = ${memberId}`)
  await touch(ctx, reviewId)
  await ctx.emit(reviewAttended, {
    subjectId: reviewId,
    payload: { ...about(review), memberId, standing: standing ?? 'off' },
  })
  return getReview(ctx, { reviewId })
}

async function stand(ctx: Ctx, reviewId: string, memberId: string, standing: Standing): Promise<void> {
  await ctx.db.run(sql`
    insert into review_attendees (workspace_id, review_id, member_id, standing, at)
    values (${ctx.workspaceId}, ${reviewId}, ${memberId}, ${standing}, ${ctx.now()})
    on conflict (workspace_id, review_id, member_id) do update set standing = excluded.standing, at = excluded.at`)
}

/** Writes down what was said, under the part of the agenda that runs. */
export async function addReviewNote(
  ctx: Ctx,
  { reviewId, text, part }: One & { text: string; part?: number | undefined },
): Promise<Review> {
  const review = await holdReview(ctx, reviewId)
  mustBe(review, 'running')
  const at = Math.min(part ?? review.part!, review.part!)
  const id = newId()
  await ctx.db.run(sql`
    insert into review_notes (workspace_id, id, review_id, part, text, member_id, at)
    values (${ctx.workspaceId}, ${id}, ${reviewId}, ${at}, ${text}, ${actorMember(ctx)}, ${ctx.now()})`)
  await touch(ctx, reviewId)
  await ctx.emit(reviewNoted, {
    subjectId: reviewId,
    payload: { ...about(review), noteId: id, isRemoved: false },
  })
  return getReview(ctx, { reviewId })
}

/** Takes a note back before it is in the minutes. */
export async function removeReviewNote(
  ctx: Ctx,
  { reviewId, noteId }: One & { noteId: string },
): Promise<Review> {
  const review = await holdReview(ctx, reviewId)
  mustBe(review, 'running')
  const gone = await ctx.db.run(sql`
    delete from review_notes where workspace_id = ${ctx.workspaceId} and review_id = ${reviewId} and id = ${noteId}`)
  if (gone === 0)
    throw new AppError('not_found', 'note.not_found', 'There is no such note here. Look at the review again.')
  await touch(ctx, reviewId)
  await ctx.emit(reviewNoted, { subjectId: reviewId, payload: { ...about(review), noteId, isRemoved: true } })
  return getReview(ctx, { reviewId })
}
