import { shiftDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { violatedConstraint } from '#platform/db/pool.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { actorId } from '#platform/events/emit.ts'
import { checkMember } from '#platform/identity/queries.ts'
import { newId } from '#platform/ids.ts'
import { linkTo, notify } from '#platform/notices/commands.ts'
import { putSetting } from '#platform/settings/settings.ts'
import { link } from '#prioritize/requests/commands/evidence.ts'
import type * as contract from '#prioritize/requests/contract.ts'
import type { Request } from '#prioritize/requests/contract.ts'
import { getRequest } from '#prioritize/requests/detail.ts'
import {
  requestChanged,
  requestCreated,
  requestDecided,
  requestShipped,
} from '#prioritize/requests/events.ts'
import { familyOf, type Held, holdRequest, todayOf } from '#prioritize/requests/load.ts'
import { movesFrom, needsReason, type Status, statusWords } from '#prioritize/requests/rules.ts'
import { requestSettings } from '#prioritize/requests/settings.ts'
import { wordsOf } from '#prioritize/requests/similar.ts'

type Links = Input<typeof contract.createRequest>['links']

/** Writes down a request, by hand or from the words of an item; its owner is nobody until somebody is named. */
export async function createRequest(ctx: Ctx, input: Input<typeof contract.createRequest>): Promise<Request> {
  const ws = ctx.workspaceId
  if (input.ownerId) await checkMember(ctx, input.ownerId)
  if (input.targetOn) await checkDay(ctx, 'targetOn', input.targetOn)
  const id = newId()
  const now = ctx.now()
  const { words, searchText } = wordsOf(input)
  await checkingArea(
    // Both at once: a request stands where its first move led.
    ctx.db.run(sql`
      with made as (
        insert into requests (workspace_id, id, title, problem, business_value, product_area_id, competitors, competitive_note,
          effort_low, effort_high, effort_confidence, target_on, owner_member_id, words, search_text, actor_kind, actor_id, created_at, updated_at)
        values (${ws}, ${id}, ${input.title}, ${input.problem ?? null}, ${input.businessValue ?? null}, ${input.areaId ?? null},
          ${input.competitors}, ${input.competitiveNote ?? null}, ${input.effort?.low ?? null}, ${input.effort?.high ?? null},
          ${input.effort?.confidence ?? null}, ${input.targetOn ?? null}, ${input.ownerId ?? null}, ${words}, ${searchText},
          ${ctx.actor.kind}, ${actorId(ctx.actor)}, ${now}, ${now})
      )
      insert into request_moves (workspace_id, request_id, number, status, actor_kind, actor_id, at)
      values (${ws}, ${id}, 1, 'open', ${ctx.actor.kind}, ${actorId(ctx.actor)}, ${now})`),
  )
  await putLinks(ctx, id, input.links)
  await ctx.emit(requestCreated, { subjectId: id, payload: { requestId: id } })
  if (input.ownerId) await tellOwner(ctx, id, input.ownerId, input.title)
  const { feedbackId, quote, importance } = input
  if (feedbackId && quote) await link(ctx, { id, items: 0 }, { feedbackId, quote, importance })
  return getRequest(ctx, { requestId: id })
}

/** Changes what is written about a request; how it stands is decided with `decideRequest`. */
export async function changeRequest(ctx: Ctx, input: Input<typeof contract.changeRequest>): Promise<Request> {
  const { requestId, ...change } = input
  const request = await holdRequest(ctx, requestId)
  const fields = Object.keys(change).filter((name) => change[name as keyof typeof change] !== undefined)
  if (fields.length === 0) return getRequest(ctx, { requestId })
  if (change.ownerId) await checkMember(ctx, change.ownerId)
  if (change.targetOn) await checkDay(ctx, 'targetOn', change.targetOn)
  const title = change.title ?? request.title
  const problem = change.problem === undefined ? request.problem : change.problem
  const { words, searchText } = wordsOf({ title, problem })
  const set = [
    sql`title = ${title}, problem = ${problem}, words = ${words}, search_text = ${searchText}`,
    change.businessValue !== undefined && sql`business_value = ${change.businessValue}`,
    change.areaId !== undefined && sql`product_area_id = ${change.areaId}`,
    change.ownerId !== undefined && sql`owner_member_id = ${change.ownerId}`,
    change.targetOn !== undefined && sql`target_on = ${change.targetOn}`,
    change.competitors !== undefined && sql`competitors = ${change.competitors}`,
    change.competitiveNote !== undefined && sql`competitive_note = ${change.competitiveNote}`,
    change.effort !== undefined &&
      sql`effort_low = ${change.effort?.low ?? null}, effort_high = ${change.effort?.high ?? null}, effort_confidence = ${change.effort?.confidence ?? null}`,
    sql`updated_at = ${ctx.now()}`,
  ].filter((one): one is Sql => one instanceof Object)
  await checkingArea(
    ctx.db.run(
      sql`update requests set ${sql.join(set)} where workspace_id = ${ctx.workspaceId} and id = ${requestId}`,
    ),
  )
  if (change.links) await putLinks(ctx, requestId, change.links)
  await ctx.emit(requestChanged, { subjectId: requestId, payload: { requestId, fields } })
  if (change.ownerId && change.ownerId !== request.owner_member_id)
    await tellOwner(ctx, requestId, change.ownerId, title)
  return getRequest(ctx, { requestId })
}

async function checkingArea(write: Promise<unknown>): Promise<void> {
  try {
    await write
  } catch (error) {
    if (violatedConstraint(error) !== 'requests_area_fkey') throw error
    throw new AppError('not_found', 'area.not_found', 'There is no such product area. Choose another one.')
  }
}

/** Refuses a day that is over, or further than five years away. */
async function checkDay(ctx: Ctx, field: string, day: string): Promise<void> {
  const today = await todayOf(ctx)
  const last = shiftDate(today, 5 * 366)
  if (day >= today && day <= last) return
  const message = `${day} is ${day < today ? 'past' : 'too far away'}. Choose a day from ${today} until ${last}.`
  throw new AppError('invalid', 'request.day_wrong', message, { fields: [{ field, message }] })
}

/** Replaces the links; one that stays without a label given keeps the one it had. */
async function putLinks(ctx: Ctx, requestId: string, links: Links): Promise<void> {
  const ws = ctx.workspaceId
  const gone = await ctx.db.many<{ url: string; label: string }>(sql`
    delete from request_links where workspace_id = ${ws} and request_id = ${requestId} returning url, label`)
  const had = new Map(gone.map((one) => [one.url, one.label]))
  const labels = links.map(({ url, label }) => label ?? had.get(url) ?? labelOf(url))
  await ctx.db.run(sql`
    insert into request_links (workspace_id, id, request_id, url, label)
    select ${ws}::uuid, l.id, ${requestId}::uuid, l.url, l.label
    from unnest(${links.map(newId)}::uuid[], ${links.map((one) => one.url)}::text[], ${labels}::text[]) as l (id, url, label)
    on conflict (workspace_id, request_id, url) do nothing`)
}

/** "LARK-2214" of an address that ends so, else its host. */
function labelOf(url: string): string {
  const { pathname, host } = new URL(url)
  return (pathname.split('/').filter(Boolean).at(-1) ?? host).slice(0, 100)
}

/** Tells a member that a request is theirs, unless they took it themselves. */
async function tellOwner(ctx: Ctx, requestId: string, ownerId: string, title: string): Promise<void> {
  if (ctx.actor.kind === 'member' && ctx.actor.id === ownerId) return
  await notify(ctx, {
    memberId: ownerId,
    kind: 'request.given',
    subjectId: requestId,
    text: `A request is yours: ${title}`,
    link: linkTo('requests', 'req', requestId),
    dedupeKey: `request given ${requestId} ${ctx.now().toISOString()}`,
  })
}

/** Decides how a request goes on. Whoever saw an older state is refused, so that two decisions never overwrite each other. */
export async function decideRequest(ctx: Ctx, input: Input<typeof contract.decideRequest>): Promise<Request> {
  const { requestId, status, reason, parkedUntil, targetOn, lastMove } = input
  const request = await holdRequest(ctx, requestId)
  checkLastMove(request, lastMove)
  if (!movesFrom[request.status].includes(status))
    throw new AppError(
      'conflict',
      'request.no_way',
      `A request that is ${statusWords[request.status].toLowerCase()} cannot become ${statusWords[status].toLowerCase()}. It can become ${movesFrom[
        request.status
      ]
        .map((one) => statusWords[one].toLowerCase())
        .join(', ')}.`,
    )
  checkReason(request, { status, reason })
  if (status !== 'parked' && parkedUntil !== undefined)
    throw wrong('parkedUntil', 'request.parked_until', 'A day to come back belongs to parked alone.')
  if (parkedUntil) {
    await checkDay(ctx, 'parkedUntil', parkedUntil)
    if (parkedUntil === (await todayOf(ctx)))
      throw wrong('parkedUntil', 'request.day_wrong', 'Park it until tomorrow or a later day.')
  }
  if (targetOn) await checkDay(ctx, 'targetOn', targetOn)
  await move(ctx, request, { status, reason, parkedUntil, by: 'person', targetOn })
  return getRequest(ctx, { requestId })
}

const wrong = (field: string, code: string, message: string) =>
  new AppError('invalid', code, message, { fields: [{ field, message }] })

/** Refuses whoever saw an older state than that of the last move. */
export function checkLastMove(request: Held, lastMove: number | undefined): void {
  if (lastMove === undefined || lastMove === request.move) return
  throw new AppError(
    'conflict',
    'request.decided_meanwhile',
    `Somebody decided on this request since: it is ${statusWords[request.status].toLowerCase()} now. Look at it again.`,
    { move: request.move, status: request.status },
  )
}

/** Refuses a no without its reason, and taking one back without it. */
export function checkReason(
  request: Held,
  { status, reason }: { status: Status; reason?: string | undefined },
): void {
  if (needsReason(request.status, status) && !reason)
    throw wrong('reason', 'request.reason_missing', 'Say why: whoever asks for it will want to know.')
}

/** One step of a request from status to status, written down with its reason. */
export async function move(
  ctx: Ctx,
  request: Held,
  to: {
    status: Status
    by: 'person' | 'clock'
    reason?: string | undefined
    parkedUntil?: string | undefined
    targetOn?: string | null | undefined
  },
): Promise<void> {
  const ws = ctx.workspaceId
  const number = request.move + 1
  await ctx.db.run(sql`
    insert into request_moves (workspace_id, request_id, number, from_status, status, parked_until, reason, actor_kind, actor_id, at)
    values (${ws}, ${request.id}, ${number}, ${request.status}, ${to.status}, ${to.parkedUntil ?? null}, ${to.reason ?? null},
      ${ctx.actor.kind}, ${actorId(ctx.actor)}, ${ctx.now()})`)
  await ctx.db.run(sql`
    update requests set status = ${to.status}, move = ${number}, parked_until = ${to.parkedUntil ?? null}, updated_at = ${ctx.now()}
      ${to.targetOn === undefined ? sql.empty : sql`, target_on = ${to.targetOn}`}
    where workspace_id = ${ws} and id = ${request.id}`)
  await ctx.emit(requestDecided, {
    subjectId: request.id,
    payload: { requestId: request.id, from: request.status, to: to.status, move: number, by: to.by },
  })
  if (to.status === 'shipped')
    await ctx.emit(requestShipped, { subjectId: request.id, payload: { requestId: request.id } })
  await tellFollowers(ctx, request, number, statusWords[to.status].toLowerCase(), to.by)
}

async function tellFollowers(ctx: Ctx, request: Held, number: number, word: string, by: 'person' | 'clock') {
  const followers = await ctx.db.many<{ id: string }>(sql`
    select distinct f.member_id as id from request_followers f
    join members m on m.workspace_id = ${ctx.workspaceId} and m.id = f.member_id and m.removed_at is null
    where f.workspace_id = ${ctx.workspaceId} and f.request_id in (${familyOf(ctx, request.id)})`)
  const owner = request.owner_member_id
  const told = new Set([...followers.map((row) => row.id), ...(owner ? [owner] : [])])
  if (ctx.actor.kind === 'member') told.delete(ctx.actor.id)
  for (const memberId of told)
    await notify(ctx, {
      memberId,
      kind: 'request.decided',
      subjectId: request.id,
      text:
        by === 'clock' && request.status === 'parked'
          ? `Its day has come, it is ${word} again: ${request.title}`
          : `It is ${word} now: ${request.title}`,
      link: linkTo('requests', 'req', request.id),
      dedupeKey: `request decided ${request.id} ${number}`,
    })
}

/** Sets the unit that effort is estimated in. */
export function putRequestSettings(ctx: Ctx, input: { effortUnit: string }) {
  return putSetting(ctx, requestSettings, input)
}
