import { z } from 'zod'
import { shiftDate } from '#platform/calendar/zones.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { violatedConstraint } from '#platform/db/pool.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { actorId } from '#platform/events/emit.ts'
import { checkMember } from '#platform/identity/queries.ts'
import { encodeId, newId } from '#platform/ids.ts'
import { linkTo, notify } from '#platform/notices/commands.ts'
import { todayOf } from '#prioritize/requests/load.ts'
import type * as contract from '#prioritize/reviews/contract.ts'
import type { ActionItem } from '#prioritize/reviews/contract.ts'
import { actionItemChanged, actionItemClosed, actionItemGiven } from '#prioritize/reviews/events.ts'
import { holdReview, mustBe, touch } from '#prioritize/reviews/load.ts'
import type { ActionState, Kind } from '#prioritize/reviews/rules.ts'

/** Who does what by when: agreed in a review, kept open until its owner says what came of it. */

interface Row {
  id: string
  review_id: string
  kind: Kind
  text: string
  owner_member_id: string | null
  owner: string | null
  due_on: string
  state: ActionState
  outcome: string | null
  closed_at: Date | null
  request_id: string | null
  request: string | null
}

/** Action items as they are shown; `condition` begins with `and` and speaks of `a`. */
export async function readActionItems(ctx: Ctx, condition: Sql, order: Sql, limit: number) {
  const ws = ctx.workspaceId
  const today = await todayOf(ctx)
  const rows = await ctx.db.many<Row>(sql`
    select a.id, a.review_id, a.kind, a.text, a.owner_member_id, m.name as owner, a.due_on::text as due_on, a.state,
      a.outcome, a.closed_at, t.id as request_id, t.title as request
    from (
      select * from action_items a where a.workspace_id = ${ws} ${condition} order by ${order} limit ${limit}
    ) a
    left join members m on m.workspace_id = ${ws} and m.id = a.owner_member_id
    left join requests q on q.workspace_id = ${ws} and q.id = a.request_id
    left join requests t on t.workspace_id = ${ws} and t.id = root_id(q.merged_into_id, q.id)
    order by ${order}`)
  return rows.map((row) => ({ row, shown: show(row, today) }))
}

const show = (row: Row, today: string): ActionItem => ({
  id: encodeId('ract', row.id),
  reviewId: encodeId('rvw', row.review_id),
  kind: row.kind,
  text: row.text,
  owner: row.owner_member_id ? { id: encodeId('mem', row.owner_member_id), name: row.owner ?? '' } : null,
  dueOn: row.due_on,
  isOverdue: row.state === 'open' && row.due_on < today,
  state: row.state,
  outcome: row.outcome,
  closedAt: row.closed_at?.toISOString() ?? null,
  request: row.request_id ? { id: encodeId('req', row.request_id), title: row.request ?? '' } : null,
})

/** What was agreed in reviews and is open, what is due first. */
export async function listActionItems(
  ctx: Ctx,
  input: Input<typeof contract.listActionItems>,
): Promise<Answer<typeof contract.listActionItems>> {
  const place = input.cursor ? decodeCursor(input.cursor, z.tuple([z.iso.date(), z.uuid()])) : undefined
  const conditions = [
    sql`and a.state = 'open'`,
    input.owner === 'me' && sql`and a.owner_member_id = ${actorMember(ctx)}`,
    input.owner === 'none' && sql`and a.owner_member_id is null`,
    input.owner &&
      input.owner !== 'me' &&
      input.owner !== 'none' &&
      sql`and a.owner_member_id = ${input.owner}`,
    input.until && sql`and a.due_on <= ${input.until}`,
    place && sql`and (a.due_on, a.id) > (${place[0]}::date, ${place[1]}::uuid)`,
  ].filter((one): one is Sql => one instanceof Object)
  const rows = await readActionItems(ctx, sql.join(conditions, ' '), sql`a.due_on, a.id`, input.limit + 1)
  return toPage(
    rows,
    input.limit,
    ({ shown }) => shown,
    ({ row }) => [row.due_on, row.id],
  )
}

async function getActionItem(ctx: Ctx, id: string): Promise<ActionItem> {
  const [found] = await readActionItems(ctx, sql`and a.id = ${id}`, sql`a.id`, 1)
  if (found) return found.shown
  throw missing()
}

const missing = () =>
  new AppError('not_found', 'action_item.not_found', 'There is no such action item. Check the id.')

/** A day on which something is due: today or within a year. */
async function checkDue(ctx: Ctx, day: string): Promise<void> {
  const today = await todayOf(ctx)
  const last = shiftDate(today, 366)
  if (day >= today && day <= last) return
  const message = `${day} is ${day < today ? 'past' : 'too far away'}. Choose a day from ${today} until ${last}.`
  throw new AppError('invalid', 'action_item.day_wrong', message, { fields: [{ field: 'dueOn', message }] })
}

/** Agrees who does what by when, in a review under way or until the next of its kind. */
export async function addActionItem(
  ctx: Ctx,
  input: Input<typeof contract.addActionItem>,
): Promise<ActionItem> {
  const { reviewId, text, ownerId, dueOn, requestId } = input
  await checkDue(ctx, dueOn)
  await checkMember(ctx, ownerId)
  const review = await holdReview(ctx, reviewId)
  mustBe(review, 'running')
  const id = newId()
  try {
    await ctx.db.run(sql`
      insert into action_items (workspace_id, id, review_id, kind, text, owner_member_id, due_on, request_id, actor_kind, actor_id, created_at)
      values (${ctx.workspaceId}, ${id}, ${reviewId}, ${review.kind}, ${text}, ${ownerId}, ${dueOn}, ${requestId ?? null},
        ${ctx.actor.kind}, ${actorId(ctx.actor)}, ${ctx.now()})`)
  } catch (error) {
    if (violatedConstraint(error) !== 'action_items_request_fkey') throw error
    throw new AppError('not_found', 'request.not_found', 'There is no such request. Check the id.')
  }
  await touch(ctx, reviewId)
  await ctx.emit(actionItemGiven, { subjectId: id, payload: { actionItemId: id, reviewId, ownerId } })
  await tellOwner(ctx, { id, review_id: reviewId, text }, ownerId)
  return getActionItem(ctx, id)
}

async function tellOwner(
  ctx: Ctx,
  item: { id: string; review_id: string; text: string },
  ownerId: string,
): Promise<void> {
  if (actorMember(ctx) === ownerId) return
  await notify(ctx, {
    memberId: ownerId,
    kind: 'action_item.given',
    subjectId: item.id,
    text: `Agreed in a review, and yours: ${item.text}`,
    link: linkTo('reviews', 'rvw', item.review_id),
    dedupeKey: `action item ${item.id} ${ctx.now().toISOString()}`,
  })
}

interface HeldItem {
  id: string
  review_id: string
  kind: Kind
  text: string
  owner_member_id: string | null
  state: ActionState
}

async function holdItem(ctx: Ctx, id: string): Promise<HeldItem> {
  const row = await ctx.db.maybe<HeldItem>(sql`
    select id, review_id, kind, text, owner_member_id, state from action_items
    where workspace_id = ${ctx.workspaceId} and id = ${id} for update`)
  if (row) return row
  throw missing()
}

/** Reviews of the kind that are under way show it: they read it again. */
async function touchRooms(ctx: Ctx, kind: Kind): Promise<void> {
  await ctx.db.run(sql`
    update reviews set version = version + 1 where workspace_id = ${ctx.workspaceId} and kind = ${kind} and state = 'running'`)
}

/** Gives an open action item another text, owner or day. */
export async function changeActionItem(
  ctx: Ctx,
  input: Input<typeof contract.changeActionItem>,
): Promise<ActionItem> {
  const { actionItemId, ...change } = input
  const item = await holdItem(ctx, actionItemId)
  if (item.state !== 'open')
    throw new AppError('conflict', 'action_item.closed', `It is ${item.state}. Open it again to change it.`)
  const fields = Object.keys(change).filter((name) => change[name as keyof typeof change] !== undefined)
  if (fields.length === 0) return getActionItem(ctx, actionItemId)
  if (change.dueOn) await checkDue(ctx, change.dueOn)
  if (change.ownerId) await checkMember(ctx, change.ownerId)
  const ownerId = change.ownerId ?? item.owner_member_id
  const text = change.text ?? item.text
  await ctx.db.run(sql`
    update action_items set text = ${text}, owner_member_id = ${ownerId} ${change.dueOn ? sql`, due_on = ${change.dueOn}` : sql.empty}
    where workspace_id = ${ctx.workspaceId} and id = ${actionItemId}`)
  await touchRooms(ctx, item.kind)
  await ctx.emit(actionItemChanged, {
    subjectId: actionItemId,
    payload: { actionItemId, reviewId: item.review_id, fields },
  })
  if (ownerId && ownerId !== item.owner_member_id) await tellOwner(ctx, { ...item, text }, ownerId)
  return getActionItem(ctx, actionItemId)
}

/** Says that an action item is done, dropped and why, or open again. */
export async function closeActionItem(
  ctx: Ctx,
  { actionItemId, state, outcome }: Input<typeof contract.closeActionItem>,
): Promise<ActionItem> {
  const item = await holdItem(ctx, actionItemId)
  if (state === 'dropped' && !outcome) {
    const message = 'Say why it is dropped: the next review asks.'
    throw new AppError('invalid', 'action_item.reason_missing', message, {
      fields: [{ field: 'outcome', message }],
    })
  }
  await ctx.db.run(sql`
    update action_items set state = ${state}, outcome = ${state === 'open' ? null : (outcome ?? null)},
      closed_at = ${state === 'open' ? null : ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${actionItemId}`)
  await touchRooms(ctx, item.kind)
  await ctx.emit(actionItemClosed, {
    subjectId: actionItemId,
    payload: { actionItemId, reviewId: item.review_id, state },
  })
  return getActionItem(ctx, actionItemId)
}
