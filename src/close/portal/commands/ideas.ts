import { quotableTexts } from '#analyze/questions/quotable.ts'
import { longestQuote, onOneLine } from '#analyze/questions/rules.ts'
import { writeFace } from '#close/portal/commands/publish.ts'
import { isSilent, tellAuthor, wholeIdea } from '#close/portal/commands/tell.ts'
import type * as contract from '#close/portal/contract.ts'
import type { PostedIdea } from '#close/portal/contract.ts'
import { ideaDecided, ideaPosted } from '#close/portal/events.ts'
import { showPostedIdea } from '#close/portal/queries/moderation.ts'
import { cleanLine, cleanText, longest } from '#close/portal/rules.ts'
import { submitFeedback } from '#collect/feedback/commands.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { decodeId, newId } from '#platform/ids.ts'
import { link } from '#prioritize/requests/commands/evidence.ts'
import { putContactFollowing } from '#prioritize/requests/commands/follow.ts'
import { createRequest } from '#prioritize/requests/commands/requests.ts'
import { castVote } from '#prioritize/requests/commands/votes.ts'
import { holdRequest } from '#prioritize/requests/load.ts'

export interface NewIdea {
  contactId: string
  title: string
  text: string
  areaId: string | null
  importance: number
  language: string
  /** the same page sent twice is one idea */
  once: string
}

/**
 * Takes an idea in: it is an item like everything customers say, and stands on the portal at once where the workspace lets
 * it. Answers the request it became; null while it waits for a member.
 */
export async function postIdea(
  ctx: Ctx,
  given: NewIdea,
  ideasHeld: 'all' | 'none',
): Promise<{ requestId: string | null }> {
  const title = cleanLine(given.title, longest.title)
  const text = cleanText(given.text, longest.text)
  const item = await submitFeedback(ctx, {
    channel: 'portal',
    kind: 'feature',
    title,
    verbatim: text || title,
    externalId: `portal:${given.once}`,
    contactId: given.contactId,
    context: { identity: 'verified', pageLanguage: given.language },
  })
  const feedbackId = decodeId('fb', item.id)!
  const known = await ctx.db.maybe<{ request_id: string | null }>(sql`
    select request_id from portal_ideas where workspace_id = ${ctx.workspaceId} and feedback_id = ${feedbackId}`)
  if (known) return { requestId: known.request_id }
  const id = newId()
  await ctx.db.run(sql`
    insert into portal_ideas (workspace_id, id, feedback_id, contact_id, product_area_id, title, text, importance, state, created_at)
    values (${ctx.workspaceId}, ${id}, ${feedbackId}, ${given.contactId}, ${given.areaId}, ${title}, ${text || null},
      ${given.importance}, 'held', ${ctx.now()})`)
  const isHeld = ideasHeld === 'all'
  await ctx.emit(ideaPosted, {
    subjectId: id,
    payload: { ideaId: id, feedbackId, contactId: given.contactId, isHeld },
  })
  if (isHeld) return { requestId: null }
  return { requestId: await publish(ctx, await holdIdea(ctx, id), { title, text: text || null }) }
}

interface HeldIdea {
  id: string
  feedback_id: string
  contact_id: string
  product_area_id: string | null
  title: string
  text: string | null
  importance: number
  state: string
}

async function holdIdea(ctx: Ctx, ideaId: string): Promise<HeldIdea> {
  const row = await ctx.db.maybe<HeldIdea>(sql`
    select i.id, i.feedback_id, root_id(c.merged_into_id, c.id) as contact_id, i.product_area_id, i.title, i.text, i.importance, i.state
    from portal_ideas i join contacts c on c.workspace_id = ${ctx.workspaceId} and c.id = i.contact_id
    where i.workspace_id = ${ctx.workspaceId} and i.id = ${ideaId} for update of i`)
  if (!row) throw new AppError('not_found', 'idea.not_found', 'There is no such idea. Check the id.')
  if (row.state === 'published')
    throw new AppError(
      'conflict',
      'idea.published',
      'This idea is published already. Change its request instead.',
    )
  return row
}

/** The request that an idea becomes, public in these words, with what was said as its evidence. */
async function publish(
  ctx: Ctx,
  idea: HeldIdea,
  words: { title: string; text: string | null },
): Promise<string> {
  const made = await createRequest(ctx, {
    title: words.title,
    problem: words.text ?? undefined,
    areaId: idea.product_area_id ?? undefined,
    competitors: [],
    links: [],
    importance: idea.importance,
  })
  const requestId = decodeId('req', made.id)!
  await writeFace(ctx, requestId, { isPublic: true, ...words })
  await standBehind(ctx, idea, requestId)
  return requestId
}

/** What was said becomes evidence; whoever said it votes for it and hears what becomes of it. */
async function standBehind(ctx: Ctx, idea: HeldIdea, requestId: string): Promise<void> {
  // first, as a vote holds merges back before it locks the request
  await castVote(ctx, {
    requestId,
    voter: { id: idea.contact_id, isVisitor: false },
    importance: idea.importance,
  })
  const request = await holdRequest(ctx, requestId)
  const [text] = await quotableTexts(ctx, idea.feedback_id)
  const isLinked = await ctx.db.run(sql`
    select 1 from request_evidence where workspace_id = ${ctx.workspaceId} and request_id = ${requestId} and feedback_id = ${idea.feedback_id}`)
  if (isLinked === 0 && text)
    await link(ctx, request, {
      feedbackId: idea.feedback_id,
      quote: onOneLine(text).slice(0, longestQuote),
      importance: idea.importance,
    })
  if (!(await isSilent(ctx, idea.contact_id, [idea.feedback_id])))
    await putContactFollowing(ctx, {
      requestId,
      contactId: idea.contact_id,
      isFollowing: true,
      via: 'portal',
    })
  await decided(ctx, idea.id, 'published', requestId)
}

async function decided(ctx: Ctx, ideaId: string, state: 'published' | 'refused', requestId: string | null) {
  await ctx.db.run(sql`
    update portal_ideas set state = ${state}, request_id = ${requestId}, decided_by_member_id = ${actorMember(ctx)}, decided_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${ideaId}`)
  await ctx.emit(ideaDecided, { subjectId: ideaId, payload: { ideaId, state, requestId } })
}

/** Publishes an idea as a new request, or as a voice for one that asks for the same. */
export async function publishIdea(ctx: Ctx, input: Input<typeof contract.publishIdea>): Promise<PostedIdea> {
  const idea = await holdIdea(ctx, input.ideaId)
  let requestId = input.requestId
  if (requestId) await standBehind(ctx, idea, requestId)
  else
    requestId = await publish(ctx, idea, {
      title: cleanLine(input.title ?? idea.title, longest.title),
      text: cleanText(input.text === undefined ? idea.text : input.text, longest.text) || null,
    })
  const { isPublic, title } = await wholeIdea(ctx, requestId)
  if (!(await isSilent(ctx, idea.contact_id, [idea.feedback_id])))
    await tellAuthor(ctx, idea.contact_id, {
      told: input.requestId ? 'idea_joined' : 'idea_published',
      key: `idea ${idea.id} published`,
      aboutId: requestId,
      title: isPublic ? title : idea.title,
      requestId: isPublic ? requestId : null,
    })
  return showPostedIdea(ctx, idea.id)
}

/** Does not show an idea; the item stays in the inbox. */
export async function refuseIdea(ctx: Ctx, { ideaId }: { ideaId: string }): Promise<PostedIdea> {
  const idea = await holdIdea(ctx, ideaId)
  if (idea.state !== 'refused') {
    await decided(ctx, ideaId, 'refused', null)
    await tellAuthor(ctx, idea.contact_id, {
      told: 'idea_refused',
      key: `idea ${ideaId} refused`,
      aboutId: idea.feedback_id,
      title: idea.title,
      requestId: null,
    })
  }
  return showPostedIdea(ctx, ideaId)
}
