import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { holdBackTurn, takeTurn } from '#platform/db/turn.ts'
import { mergesTurn } from '#prioritize/requests/commands/merges.ts'
import { requestVoted } from '#prioritize/requests/events.ts'
import { requestMissing } from '#prioritize/requests/load.ts'

/** Who votes: a contact as they are now (what they were merged into), or the key of a browser. */
export interface Voter {
  id: string
  isVisitor: boolean
}

/** The votes of a voter for a request: also those for what was merged into it, and those of people they were merged with. */
const castBy = (ctx: Ctx, root: string, voter: Voter) => sql`
  v.workspace_id = ${ctx.workspaceId}
  and v.request_id in (select id from requests where workspace_id = ${ctx.workspaceId} and (id = ${root} or merged_into_id = ${root}))
  and v.voter_id in (select ${voter.id}::uuid
    union all select id from contacts where workspace_id = ${ctx.workspaceId} and merged_into_id = ${voter.id} and not ${voter.isVisitor})`

/** One after another for each voter, before any request is locked: a vote and signing in may come at the same moment. */
async function takeTurns(ctx: Ctx, ids: readonly string[]): Promise<void> {
  for (const id of [...ids].sort()) await takeTurn(ctx, `vote ${id}`)
}

/**
 * The request that votes for this one count for, locked, so that its votes are counted one after another. Merges wait:
 * a lock on what turns out to be merged meanwhile would be kept, out of the order of all others.
 */
async function holdRoot(ctx: Ctx, requestId: string): Promise<string> {
  await holdBackTurn(ctx, mergesTurn)
  const row = await ctx.db.maybe<{ id: string }>(sql`
    select id from requests where workspace_id = ${ctx.workspaceId} and id = (
      select root_id(merged_into_id, id) from requests where workspace_id = ${ctx.workspaceId} and id = ${requestId})
    for no key update`)
  if (!row) throw requestMissing()
  return row.id
}

/** Votes, or says anew how much it matters: whoever voted already counts once all the same. Answers what it counts for. */
export async function castVote(
  ctx: Ctx,
  { requestId, voter, importance }: { requestId: string; voter: Voter; importance: number },
): Promise<string> {
  await takeTurns(ctx, [voter.id])
  const root = await holdRoot(ctx, requestId)
  const known = await ctx.db.run(
    sql`update request_votes v set importance = ${importance} where ${castBy(ctx, root, voter)}`,
  )
  if (known === 0) {
    const added = await ctx.db.run(sql`
      insert into request_votes (workspace_id, request_id, voter_id, is_visitor, importance, voted_at)
      values (${ctx.workspaceId}, ${root}, ${voter.id}, ${voter.isVisitor}, ${importance}, ${ctx.now()})
      on conflict (workspace_id, request_id, voter_id) do nothing`)
    if (added > 0) await addVoters(ctx, root, 1)
  }
  await announce(ctx, root, voter, true)
  return root
}

/** Takes a vote back, wherever it was cast. Answers what it counted for. */
export async function withdrawVote(
  ctx: Ctx,
  { requestId, voter }: { requestId: string; voter: Voter },
): Promise<string> {
  await takeTurns(ctx, [voter.id])
  const root = await holdRoot(ctx, requestId)
  const gone = await ctx.db.run(sql`delete from request_votes v where ${castBy(ctx, root, voter)}`)
  if (gone > 0) {
    await addVoters(ctx, root, -1)
    await announce(ctx, root, voter, false)
  }
  return root
}

/**
 * What a browser voted for belongs to the person who proves to be at it; what both voted for counts once. It locks no
 * request, as it is about many at once: who voted is counted afresh just after it.
 */
export async function joinVotes(ctx: Ctx, visitorId: string, contactId: string): Promise<void> {
  const ws = ctx.workspaceId
  await takeTurns(ctx, [visitorId, contactId])
  // In the order in which requests are locked everywhere.
  await ctx.db.run(sql`
    insert into request_votes (workspace_id, request_id, voter_id, is_visitor, importance, voted_at)
    select workspace_id, request_id, ${contactId}::uuid, false, importance, voted_at from request_votes
    where workspace_id = ${ws} and voter_id = ${visitorId} and is_visitor order by request_id
    on conflict (workspace_id, request_id, voter_id) do nothing`)
  const joined = await ctx.db.many<{ request_id: string }>(sql`
    delete from request_votes where workspace_id = ${ws} and voter_id = ${visitorId} and is_visitor returning request_id`)
  await ctx.emitAll(
    requestVoted,
    joined.map(({ request_id: requestId }) => ({
      subjectId: requestId,
      payload: { requestId, voterId: contactId, isVisitor: false, isFor: true },
    })),
  )
}

const addVoters = (ctx: Ctx, root: string, by: number) =>
  ctx.db.run(
    sql`update requests set voters = voters + ${by}::integer where workspace_id = ${ctx.workspaceId} and id = ${root}`,
  )

function announce(ctx: Ctx, requestId: string, voter: Voter, isFor: boolean) {
  return ctx.emit(requestVoted, {
    subjectId: requestId,
    payload: { requestId, voterId: voter.id, isVisitor: voter.isVisitor, isFor },
  })
}
