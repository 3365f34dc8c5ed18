import { quotableTexts } from '#analyze/questions/quotable.ts'
import { isSaid, longestQuote, onOneLine } from '#analyze/questions/rules.ts'
import { submitFeedback } from '#collect/feedback/commands.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { actorId } from '#platform/events/emit.ts'
import { decodeId, newId } from '#platform/ids.ts'
import type * as contract from '#prioritize/requests/contract.ts'
import type { Request } from '#prioritize/requests/contract.ts'
import { recountChanged } from '#prioritize/requests/demand.ts'
import { getRequest } from '#prioritize/requests/detail.ts'
import { requestEvidenceChanged, requestLinked, requestUnlinked } from '#prioritize/requests/events.ts'
import { type Held, holdRequest } from '#prioritize/requests/load.ts'

interface Words {
  feedbackId: string
  quote: string
  importance: number
}

/** Links the words of an item to a request. */
export async function linkEvidence(ctx: Ctx, input: Input<typeof contract.linkEvidence>): Promise<Request> {
  const request = await holdRequest(ctx, input.requestId)
  await link(ctx, request, input)
  return getRequest(ctx, { requestId: request.id })
}

/** Links to a request that this transaction holds, and counts it. */
export async function link(ctx: Ctx, request: Pick<Held, 'id' | 'items'>, words: Words): Promise<void> {
  const { feedbackId, importance } = words
  const quote = await quoteOf(ctx, feedbackId, words.quote)
  const id = newId()
  const put = await ctx.db.run(sql`
    insert into request_evidence (workspace_id, id, request_id, feedback_id, quote, importance, actor_kind, actor_id, created_at)
    values (${ctx.workspaceId}, ${id}, ${request.id}, ${feedbackId}, ${quote}, ${importance}, ${ctx.actor.kind}, ${actorId(ctx.actor)}, ${ctx.now()})
    on conflict (workspace_id, request_id, feedback_id) do nothing`)
  if (put === 0)
    throw new AppError(
      'conflict',
      'request.linked',
      'This item stands behind the request already. Change its words or importance there.',
    )
  await changed(ctx, request)
  await ctx.emit(requestLinked, {
    subjectId: request.id,
    payload: { requestId: request.id, evidenceId: id, feedbackId },
  })
}

/** The quote on one line; throws where the item does not say it. */
async function quoteOf(ctx: Ctx, feedbackId: string, quote: string): Promise<string> {
  if (!isSaid(await quotableTexts(ctx, feedbackId), quote))
    throw new AppError(
      'invalid',
      'evidence.not_said',
      'The item does not say this. Quote its own words exactly, from one place.',
    )
  return onOneLine(quote)
}

async function changed(ctx: Ctx, request: Pick<Held, 'id' | 'items'>): Promise<void> {
  await ctx.db.run(sql`
    update requests set updated_at = ${ctx.now()} where workspace_id = ${ctx.workspaceId} and id = ${request.id}`)
  await recountChanged(ctx, request.id, request.items)
}

/** Records what a customer said, on their behalf, and links it: a call, a meeting, a mail pasted in. */
export async function recordEvidence(
  ctx: Ctx,
  input: Input<typeof contract.recordEvidence>,
): Promise<Request> {
  const { requestId, importance, ...said } = input
  const request = await holdRequest(ctx, requestId)
  const item = await submitFeedback(ctx, said)
  const feedbackId = decodeId('fb', item.id)!
  const [text] = await quotableTexts(ctx, feedbackId)
  await link(ctx, request, { feedbackId, quote: onOneLine(text!).slice(0, longestQuote), importance })
  return getRequest(ctx, { requestId })
}

/**
 * A piece of evidence with the request it counts for, both locked. It may have been linked to a request that was merged
 * into the named one.
 */
async function holdPiece(ctx: Ctx, requestId: string, evidenceId: string) {
  const request = await holdRequest(ctx, requestId)
  const piece = await ctx.db.maybe<{ feedback_id: string }>(sql`
    select e.feedback_id from request_evidence e
    join requests r on r.workspace_id = ${ctx.workspaceId} and r.id = e.request_id
    where e.workspace_id = ${ctx.workspaceId} and e.id = ${evidenceId} and root_id(r.merged_into_id, r.id) = ${request.id}
    for update of e`)
  if (!piece)
    throw new AppError(
      'not_found',
      'evidence.not_found',
      'There is no such evidence. Somebody may have unlinked it.',
    )
  const payload = { requestId: request.id, evidenceId, feedbackId: piece.feedback_id }
  return { request, piece, event: { subjectId: request.id, payload } }
}

/** Says anew how much it matters to who said it, or quotes other words of the item. */
export async function changeEvidence(
  ctx: Ctx,
  input: Input<typeof contract.changeEvidence>,
): Promise<Request> {
  const { requestId, evidenceId, importance, quote } = input
  const { request, piece, event } = await holdPiece(ctx, requestId, evidenceId)
  const words = quote === undefined ? null : await quoteOf(ctx, piece.feedback_id, quote)
  await ctx.db.run(sql`
    update request_evidence set importance = coalesce(${importance ?? null}, importance), quote = coalesce(${words}, quote)
    where workspace_id = ${ctx.workspaceId} and id = ${evidenceId}`)
  await changed(ctx, request)
  await ctx.emit(requestEvidenceChanged, event)
  return getRequest(ctx, { requestId })
}

/** Unlinks an item from a request; the item stays. */
export async function unlinkEvidence(
  ctx: Ctx,
  input: Input<typeof contract.unlinkEvidence>,
): Promise<Request> {
  const { requestId, evidenceId } = input
  const { request, event } = await holdPiece(ctx, requestId, evidenceId)
  await ctx.db.run(
    sql`delete from request_evidence where workspace_id = ${ctx.workspaceId} and id = ${evidenceId}`,
  )
  await changed(ctx, request)
  await ctx.emit(requestUnlinked, event)
  return getRequest(ctx, { requestId })
}
