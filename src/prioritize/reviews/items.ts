import { actorMember, type Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { actorId } from '#platform/events/emit.ts'
import { encodeId } from '#platform/ids.ts'
import {
  changeRequest,
  checkLastMove,
  checkReason,
  decideRequest,
} from '#prioritize/requests/commands/requests.ts'
import { holdRequest, type Held as RequestHeld } from '#prioritize/requests/load.ts'
import { type Row, readFrame, rowsSql, showRow } from '#prioritize/requests/rows.ts'
import { groups, movesFrom, type Status } from '#prioritize/requests/rules.ts'
import type * as contract from '#prioritize/reviews/contract.ts'
import type { Review, ReviewItem } from '#prioritize/reviews/contract.ts'
import { reviewDecided, reviewItemAdded, reviewItemRemoved } from '#prioritize/reviews/events.ts'
import { holdReview, mustBe, readReview, touch } from '#prioritize/reviews/load.ts'
import { getReview } from '#prioritize/reviews/queries.ts'
import { decides, type Kind, type State } from '#prioritize/reviews/rules.ts'

type Why = ReviewItem['why']

/**
 * What a kind of review decides on by itself now. First, however many they are, what came back on its day, and in the
 * quarterly one what customers were told is looked at again each quarter; then the others by demand.
 */
export async function candidates(ctx: Ctx, kind: Kind): Promise<{ id: string; why: Why }[]> {
  const { why, most } = decides[kind]
  if (why === null) return []
  const ws = ctx.workspaceId
  const which: Record<typeof why, Sql> = {
    under_review: sql`r.status = 'under_review'`,
    open: sql`r.status = any(${[...groups.undecided]})`,
    parked: sql`r.status = 'parked' and r.parked_until is null`,
  }
  // a promise is made and settled by a later stage; here its row is only read
  const first =
    why === 'parked'
      ? sql`
          select r.id from promises p
          join requests q on q.workspace_id = ${ws} and q.id = p.request_id
          join requests r on r.workspace_id = ${ws} and r.id = root_id(q.merged_into_id, q.id) and r.status = 'declined'
          where p.workspace_id = ${ws} and p.state = 'open' and p.kind = 'quarterly'`
      : sql`
          select r.id from requests r
          join request_moves m on m.workspace_id = ${ws} and m.request_id = r.id and m.number = r.move
          where r.workspace_id = ${ws} and r.merged_into_id is null and r.status = 'under_review'
            and m.from_status = 'parked' and m.actor_kind = 'job'`
  const rows = await ctx.db.many<{ id: string; status: Status; is_first: boolean }>(sql`
    with first as materialized (${first}), most as materialized (
      select r.id from requests r where r.workspace_id = ${ws} and r.merged_into_id is null and ${which[why]}
      order by r.demand_cents desc, r.accounts desc, r.id desc limit ${most})
    select r.id, r.status, r.id in (select id from first) as is_first
    from requests r where r.workspace_id = ${ws} and r.id in (select id from first union select id from most)
    order by is_first desc, r.demand_cents desc, r.accounts desc, r.id desc`)
  return rows
    .filter((row, at) => row.is_first || at < most)
    .map(({ id, status, is_first }) => ({
      id,
      why: is_first
        ? why === 'parked'
          ? 'promised'
          : 'returned'
        : why === 'open' && status === 'under_review'
          ? 'under_review'
          : why,
    }))
}

interface ItemRow {
  request_id: string
  root_id: string
  title: string
  why: Why
  added_by: string | null
  move: number | null
  from_status: Status
  status: Status
  reason: string | null
  parked_until: string | null
  decided_by: string | null
  decided_at: Date
  is_kept: boolean
  kept_reason: string | null
  kept_by: string | null
}

/**
 * What is to be decided. A request that was merged stands here as the one it was merged into, once. Before the review
 * begins, what would be on the table by itself stands behind what was added.
 */
export async function readItems(
  ctx: Ctx,
  review: { id: string; kind: Kind; state: State },
): Promise<ReviewItem[]> {
  const ws = ctx.workspaceId
  const rows = await ctx.db.many<ItemRow>(sql`
    select i.request_id, root_id(q.merged_into_id, q.id) as root_id, q.title, i.why, a.name as added_by, i.move,
      v.from_status, v.status, v.reason, v.parked_until::text as parked_until, coalesce(b.name, k.name) as decided_by, i.decided_at,
      i.kept_by_kind is not null as is_kept, i.kept_reason, coalesce(kb.name, kk.name) as kept_by
    from review_items i
    join requests q on q.workspace_id = ${ws} and q.id = i.request_id
    left join members a on a.workspace_id = ${ws} and a.id = i.added_by_member_id
    left join request_moves v on v.workspace_id = ${ws} and v.request_id = i.request_id and v.number = i.move
    left join members b on b.workspace_id = ${ws} and b.id = v.actor_id and v.actor_kind = 'member'
    left join api_keys k on k.workspace_id = ${ws} and k.id = v.actor_id and v.actor_kind = 'key'
    left join members kb on kb.workspace_id = ${ws} and kb.id = i.kept_by_id and i.kept_by_kind = 'member'
    left join api_keys kk on kk.workspace_id = ${ws} and kk.id = i.kept_by_id and i.kept_by_kind = 'key'
    where i.workspace_id = ${ws} and i.review_id = ${review.id} order by i.position, i.request_id`)
  const ahead = review.state === 'planned' ? await candidates(ctx, review.kind) : []
  const whys = new Map(ahead.map((one) => [one.id, one.why]))
  const byRoot = new Map<string, ItemRow[]>()
  for (const row of rows) byRoot.set(row.root_id, [...(byRoot.get(row.root_id) ?? []), row])
  const ids = [...new Set([...byRoot.keys(), ...whys.keys()])]
  if (ids.length === 0) return []
  const [requests, frame] = await Promise.all([
    ctx.db.many<Row & { move: number }>(rowsSql(ctx, sql`and r.id = any(${ids}::uuid[])`, sql`, r.move`)),
    readFrame(ctx),
  ])
  const byId = new Map(requests.map((row) => [row.id, row]))
  return ids.flatMap((id) => {
    const request = byId.get(id)
    if (!request) return []
    const mine = byRoot.get(id) ?? []
    const itself = mine.find((row) => row.request_id === id)
    const first = itself ?? mine[0]
    const decided = itself?.move ? itself : undefined
    return [
      {
        why: first?.why ?? whys.get(id)!,
        addedBy: first?.added_by ?? null,
        request: showRow(request, frame),
        move: request.move,
        mayMoveTo: [...movesFrom[request.status]],
        mergedFrom: mine
          .filter((row) => row.request_id !== id)
          .map((row) => ({ id: encodeId('req', row.request_id), title: row.title })),
        decision: decided
          ? {
              from: decided.is_kept ? decided.status : decided.from_status,
              to: decided.status,
              reason: decided.is_kept ? decided.kept_reason : decided.reason,
              parkedUntil: decided.parked_until,
              by: decided.is_kept ? decided.kept_by : decided.decided_by,
              at: decided.decided_at.toISOString(),
            }
          : null,
        isDecidedSince: decided !== undefined && decided.move !== request.move,
      },
    ]
  })
}

type Asked = { reviewId: string; requestId: string }

/** Puts a request on the table. */
export async function addReviewItem(ctx: Ctx, { reviewId, requestId }: Asked): Promise<Review> {
  await holdRequest(ctx, requestId)
  const review = await holdReview(ctx, reviewId)
  mustBe(review, 'planned', 'running')
  if (await put(ctx, reviewId, requestId)) {
    await touch(ctx, reviewId)
    await ctx.emit(reviewItemAdded, {
      subjectId: reviewId,
      payload: { reviewId, kind: review.kind, requestId },
    })
  }
  return getReview(ctx, { reviewId })
}

async function put(ctx: Ctx, reviewId: string, requestId: string): Promise<boolean> {
  const ws = ctx.workspaceId
  const added = await ctx.db.run(sql`
    insert into review_items (workspace_id, review_id, request_id, why, position, added_by_member_id)
    select ${ws}::uuid, ${reviewId}::uuid, ${requestId}::uuid, 'added', coalesce(max(position), 0) + 1, ${actorMember(ctx)}::uuid
    from review_items where workspace_id = ${ws} and review_id = ${reviewId}
    on conflict (workspace_id, review_id, request_id) do nothing`)
  return added > 0
}

/** Takes a request off the table; one that was decided on here stays in the minutes. */
export async function removeReviewItem(ctx: Ctx, { reviewId, requestId }: Asked): Promise<Review> {
  const ws = ctx.workspaceId
  const review = await holdReview(ctx, reviewId)
  mustBe(review, 'planned', 'running')
  // what stands here may be what others were merged into: they go together
  const rows = await ctx.db.many<{ request_id: string; move: number | null }>(sql`
    select i.request_id, i.move from review_items i
    join requests q on q.workspace_id = ${ws} and q.id = i.request_id and root_id(q.merged_into_id, q.id) = ${requestId}
    where i.workspace_id = ${ws} and i.review_id = ${reviewId}`)
  const isDecided = rows.some((row) => row.move !== null)
  const gone = isDecided
    ? 0
    : await ctx.db.run(sql`
        delete from review_items
        where workspace_id = ${ws} and review_id = ${reviewId} and request_id = any(${rows.map((row) => row.request_id)}::uuid[])`)
  if (gone === 0)
    throw new AppError(
      'conflict',
      'review.item_stays',
      'That request is not on the table, or was decided on here: then it stays in the minutes.',
    )
  await touch(ctx, reviewId)
  await ctx.emit(reviewItemRemoved, {
    subjectId: reviewId,
    payload: { reviewId, kind: review.kind, requestId },
  })
  return getReview(ctx, { reviewId })
}

/**
 * Decides on a request in a review: the decision is the request's own, and the review notes which it was. The status it
 * has may stay, with another date or owner. Of two who decide at once the second is refused with how it stands now; on
 * one that was merged, with where it is now.
 */
export async function decideInReview(
  ctx: Ctx,
  input: Input<typeof contract.decideInReview>,
): Promise<Review> {
  const { reviewId, requestId, ownerId, seen, ...decision } = input
  const { status, targetOn, lastMove } = decision
  mustBe(await readReview(ctx, reviewId), 'running')
  const before = await holdRequest(ctx, requestId)
  checkLastMove(before, lastMove)
  checkSeen(before, seen)
  const isKept = status === before.status && !movesFrom[status].includes(status)
  if (isKept) {
    checkReason(before, decision)
    await changeRequest(ctx, {
      requestId,
      ...(ownerId !== undefined && ownerId !== before.owner_member_id && { ownerId }),
      ...(targetOn !== undefined && targetOn !== before.target_on && { targetOn }),
    })
  } else {
    await decideRequest(ctx, { requestId, ...decision })
    if (ownerId !== undefined && ownerId !== before.owner_member_id)
      await changeRequest(ctx, { requestId, ownerId })
  }
  const move = isKept ? before.move : before.move + 1
  const review = await holdReview(ctx, reviewId)
  mustBe(review, 'running')
  await put(ctx, reviewId, requestId)
  await ctx.db.run(sql`
    update review_items set move = ${move}, decided_at = ${ctx.now()},
      kept_reason = ${isKept ? (decision.reason ?? null) : null}, kept_by_kind = ${isKept ? ctx.actor.kind : null},
      kept_by_id = ${isKept ? actorId(ctx.actor) : null}
    where workspace_id = ${ctx.workspaceId} and review_id = ${reviewId} and request_id = ${requestId}`)
  await touch(ctx, reviewId)
  await ctx.emit(reviewDecided, {
    subjectId: reviewId,
    payload: { reviewId, kind: review.kind, requestId, move, from: before.status, to: status },
  })
  return getReview(ctx, { reviewId })
}

/** Refuses whoever saw another date or owner: a change without a move leaves no number to go by. */
function checkSeen(
  { owner_member_id: ownerId, target_on: targetOn }: RequestHeld,
  seen: Input<typeof contract.decideInReview>['seen'],
): void {
  if (!seen || (seen.ownerId === ownerId && seen.targetOn === targetOn)) return
  throw new AppError(
    'conflict',
    'request.changed_meanwhile',
    'Somebody gave this request another date or owner since. Look at it again.',
    { targetOn, ownerId: ownerId && encodeId('mem', ownerId) },
  )
}

/** Says to running reviews that a request on their table stands otherwise now. */
export async function touchReviewsOf(ctx: Ctx, requestIds: readonly string[]): Promise<void> {
  const ws = ctx.workspaceId
  await ctx.db.run(sql`
    update reviews set version = version + 1
    where workspace_id = ${ws} and state = 'running' and id in (
      select review_id from review_items where workspace_id = ${ws} and request_id = any(${[...requestIds]}::uuid[]))`)
}
