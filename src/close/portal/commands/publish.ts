import type * as contract from '#close/portal/contract.ts'
import type { PublicFace } from '#close/portal/contract.ts'
import { getPublicFace } from '#close/portal/queries/moderation.ts'
import { cleanLine, cleanText, longest } from '#close/portal/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { requestPublished } from '#prioritize/requests/events.ts'
import { holdRequest } from '#prioritize/requests/load.ts'
import { wordsOf } from '#prioritize/requests/similar.ts'

type Face = Omit<Input<typeof contract.putPublicFace>, 'requestId'>

/** Shows a request on the portal in words of its own, or no longer. */
export async function putPublicFace(
  ctx: Ctx,
  input: Input<typeof contract.putPublicFace>,
): Promise<PublicFace> {
  const { requestId, ...face } = input
  const request = await holdRequest(ctx, requestId)
  await writeFace(ctx, request.id, face)
  return getPublicFace(ctx, { requestId })
}

/** Writes what the portal shows of a request that this transaction holds. */
export async function writeFace(ctx: Ctx, requestId: string, face: Face): Promise<void> {
  const title = cleanLine(face.title, longest.title)
  const text = cleanText(face.text, longest.text) || null
  await ctx.db.run(sql`
    update requests set is_public = ${face.isPublic}, public_title = ${title}, public_text = ${text},
      public_note = ${cleanText(face.note, 1000) || null}, public_when = ${cleanLine(face.when, 40) || null},
      public_at = case when ${face.isPublic} then coalesce(public_at, ${ctx.now()}) else public_at end,
      public_words = ${wordsOf({ title, problem: text }).words}
    where workspace_id = ${ctx.workspaceId} and id = ${requestId}`)
  await ctx.emit(requestPublished, { subjectId: requestId, payload: { requestId, isPublic: face.isPublic } })
}
