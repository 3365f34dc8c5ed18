import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { type MailStep, statesBefore } from '#platform/mail/rules.ts'
import { smsSettled } from '#platform/sms/events.ts'

type Final = 'accepted' | 'failed' | 'uncertain' | 'suppressed'

/** The provider's words and id of a message, as far as they are known. */
interface Said {
  reply?: string | null
  code?: number | null
  providerId?: string | null
}

/** Ends text messages in a final state, if the step is allowed from where they stand, and tells who listens. */
export async function settle(
  ctx: Ctx,
  step: Extract<MailStep, 'accept' | 'refuse' | 'lose' | 'suppress' | 'cancel' | 'lease_out'>,
  state: Final,
  options: Said & { ids: readonly string[]; fence?: number; reason: string | null },
): Promise<string[]> {
  if (options.ids.length === 0) return []
  const rows = await ctx.db.many<{ id: string; topic: string; contact_id: string | null }>(sql`
    update sms_messages set state = ${state}, reason = ${options.reason}, hold = null, settled_at = ${ctx.now()}, lease_until = null,
      provider_reply = coalesce(${options.reply ?? null}, provider_reply), provider_code = ${options.code ?? null},
      provider_id = coalesce(${options.providerId ?? null}, provider_id)
    where workspace_id = ${ctx.workspaceId} and id = any(${options.ids}) and state = any(${statesBefore(step)})
      ${options.fence === undefined ? sql.empty : sql`and fence = ${options.fence}`}
    returning id, topic, contact_id`)
  for (const row of rows)
    await ctx.emit(smsSettled, {
      subjectId: row.id,
      payload: { smsId: row.id, topic: row.topic, state, reason: options.reason, contactId: row.contact_id },
    })
  return rows.map((row) => row.id)
}

/** Puts a message off until `dueAt`. */
export async function defer(
  ctx: Ctx,
  options: Said & { id: string; fence: number; reason: string; dueAt: Date },
): Promise<void> {
  await ctx.db.run(sql`
    update sms_messages set state = 'deferred', reason = ${options.reason}, due_at = ${options.dueAt}, lease_until = null,
      provider_reply = ${options.reply ?? null}, provider_code = ${options.code ?? null}
    where workspace_id = ${ctx.workspaceId} and id = ${options.id} and fence = ${options.fence}
      and state = any(${statesBefore('defer')})`)
}

/** A message that was only claimed goes back until a time; it was not tried. */
export async function putBack(ctx: Ctx, options: { id: string; reason: string; dueAt: Date }): Promise<void> {
  await ctx.db.run(sql`
    update sms_messages set state = 'queued', reason = ${options.reason}, due_at = ${options.dueAt}, lease_until = null,
      claimed_at = null, attempts = attempts - 1
    where workspace_id = ${ctx.workspaceId} and id = ${options.id} and state = any(${statesBefore('put_back')})`)
}
