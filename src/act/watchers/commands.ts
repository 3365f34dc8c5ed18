import { recordTouchpoint } from '#act/touchpoints/commands.ts'
import { getTouchpoint } from '#act/touchpoints/queries.ts'
import type * as contract from '#act/watchers/contract.ts'
import { caseNoted, caseWatched } from '#act/watchers/events.ts'
import { caseNamed, listWatchers } from '#act/watchers/queries.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { linkTo, notify } from '#platform/notices/commands.ts'

/** Lets the asking member follow a case, or no longer. */
export async function watchCase(
  ctx: Ctx,
  { caseId, isWatching }: Input<typeof contract.watchCase>,
): Promise<Answer<typeof contract.watchCase>> {
  if (ctx.actor.kind !== 'member')
    throw new AppError('forbidden', 'watcher.member_only', 'Only a signed-in member follows a case.')
  await caseNamed(ctx, caseId)
  const changed = isWatching
    ? await follow(ctx, caseId, [ctx.actor.id])
    : await ctx.db.run(sql`
        delete from case_watchers
        where workspace_id = ${ctx.workspaceId} and case_id = ${caseId} and member_id = ${ctx.actor.id}`)
  if (changed > 0) await ctx.emit(caseWatched, { subjectId: caseId, payload: { caseId, isWatching } })
  return listWatchers(ctx, { caseId })
}

async function follow(ctx: Ctx, caseId: string, memberIds: readonly string[]): Promise<number> {
  return ctx.db.run(sql`
    insert into case_watchers (workspace_id, case_id, member_id, since)
    select ${ctx.workspaceId}::uuid, ${caseId}::uuid, id, ${ctx.now()}::timestamptz from unnest(${memberIds}::uuid[]) as id
    on conflict do nothing`)
}

/** Writes a note on a case. Who is mentioned is told its words and follows the case from then on. */
export async function addCaseNote(
  ctx: Ctx,
  input: Input<typeof contract.addCaseNote>,
): Promise<Answer<typeof contract.addCaseNote>> {
  const about = await caseNamed(ctx, input.caseId)
  const mentionIds = [...new Set(input.mentionIds)]
  const known = await ctx.db.many(sql`
    select id from members
    where workspace_id = ${ctx.workspaceId} and id = any(${mentionIds}::uuid[]) and removed_at is null`)
  if (known.length < mentionIds.length)
    throw new AppError(
      'not_found',
      'member.not_found',
      'Somebody you mention is not here any more. Take the mention out, or choose somebody else.',
    )
  const text = input.text.trim()
  const touchpointId = await recordTouchpoint(ctx, {
    kind: 'note',
    direction: 'inside',
    at: ctx.now(),
    summary: text,
    caseId: about.id,
    contactId: about.contact_id,
    accountId: about.account_id,
  })
  if (mentionIds.length > 0) await follow(ctx, about.id, mentionIds)
  await ctx.emit(caseNoted, {
    subjectId: about.id,
    payload: { caseId: about.id, touchpointId: touchpointId!, mentionIds },
  })
  const note = await getTouchpoint(ctx, touchpointId!)
  for (const memberId of mentionIds) {
    if (ctx.actor.kind === 'member' && ctx.actor.id === memberId) continue
    await notify(ctx, {
      memberId,
      kind: 'case.mentioned',
      subjectId: about.id,
      text: `${note.by?.name ?? 'Somebody'} mentioned you (${about.title}): ${text.slice(0, 300)}`,
      link: linkTo('cases', 'case', about.id),
      urgency: 'urgent',
      dedupeKey: `mentioned ${touchpointId}`,
    })
  }
  return note
}
