import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { mailSettled } from '#platform/mail/events.ts'
import { type MailState, type MailStep, statesBefore } from '#platform/mail/rules.ts'

interface Changed {
  id: string
  topic: string
  contact_id: string | null
}

type Final = 'accepted' | 'failed' | 'uncertain' | 'suppressed'

/** Ends mails in a final state, if the step is allowed from where they stand, and tells who listens. */
export async function settle(
  ctx: Ctx,
  step: Extract<MailStep, 'accept' | 'refuse' | 'lose' | 'suppress' | 'cancel' | 'lease_out'>,
  state: Final,
  options: { ids: readonly string[]; fence?: number; reason: string | null; reply?: string | null },
): Promise<string[]> {
  if (options.ids.length === 0) return []
  const rows = await ctx.db.many<Changed>(sql`
    update mails set state = ${state}, reason = ${options.reason}, hold = null, settled_at = ${ctx.now()},
      lease_until = null, smtp_reply = coalesce(${options.reply ?? null}, smtp_reply)
    where workspace_id = ${ctx.workspaceId} and id = any(${options.ids}) and state = any(${statesBefore(step)})
      ${options.fence === undefined ? sql.empty : sql`and fence = ${options.fence}`}
    returning id, topic, contact_id`)
  await tellSettled(ctx, rows, state, options.reason)
  return rows.map((row) => row.id)
}

/** Mails that the server took, each with its own answer, in one statement. */
export async function accept(
  ctx: Ctx,
  mails: readonly { id: string; fence: number; reply: string }[],
): Promise<void> {
  const rows = await ctx.db.many<Changed>(sql`
    update mails m set state = 'accepted', reason = null, hold = null, settled_at = ${ctx.now()}, lease_until = null,
      smtp_reply = taken.reply
    from unnest(${mails.map((mail) => mail.id)}::uuid[], ${mails.map((mail) => mail.fence)}::integer[],
      ${mails.map((mail) => mail.reply)}::text[]) taken (id, fence, reply)
    where m.workspace_id = ${ctx.workspaceId} and m.id = taken.id and m.fence = taken.fence
      and m.state = any(${statesBefore('accept')})
    returning m.id, m.topic, m.contact_id`)
  await tellSettled(ctx, rows, 'accepted', null)
}

async function tellSettled(
  ctx: Ctx,
  rows: readonly Changed[],
  state: Final,
  reason: string | null,
): Promise<void> {
  if (rows.length === 0) return
  await ctx.emitAll(
    mailSettled,
    rows.map((row) => ({
      subjectId: row.id,
      payload: { mailId: row.id, topic: row.topic, state, reason, contactId: row.contact_id },
    })),
  )
}

/** Puts a mail off until `dueAt`. */
export async function defer(
  ctx: Ctx,
  options: {
    id: string
    fence: number
    reason: string
    reply: string
    dueAt: Date
    from: readonly MailState[]
  },
): Promise<void> {
  await ctx.db.run(sql`
    update mails set state = 'deferred', reason = ${options.reason}, due_at = ${options.dueAt}, lease_until = null,
      smtp_reply = ${options.reply}
    where workspace_id = ${ctx.workspaceId} and id = ${options.id} and fence = ${options.fence}
      and state = any(${options.from})`)
}

/** A mail that was only claimed goes back until a time: it was not tried, and does not count as sent in that minute. */
export async function putBack(ctx: Ctx, options: { id: string; reason: string; dueAt: Date }): Promise<void> {
  await ctx.db.run(sql`
    update mails set state = 'queued', reason = ${options.reason}, due_at = ${options.dueAt}, lease_until = null,
      claimed_at = null, attempts = attempts - 1
    where workspace_id = ${ctx.workspaceId} and id = ${options.id} and state = any(${statesBefore('put_back')})`)
}
