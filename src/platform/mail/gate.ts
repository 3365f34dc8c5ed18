import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

export interface GatedMail {
  id: string
  topic: string
  contactId: string | null
  address: string
}

/**
 * Says which of these mails must not leave, and why (a reason code of `mailStanding`). Asked when a mail is queued and
 * again when it is about to leave, because people unsubscribe in between. Registered by the module that knows consent.
 */
export type MailGate = (ctx: Ctx, mails: readonly GatedMail[]) => Promise<ReadonlyMap<string, string>>

const gates = new Set<MailGate>()

/** Adds a gate for the life of the process. */
export function addMailGate(gate: MailGate): void {
  gates.add(gate)
}

/** The reason each stopped mail is stopped for, by mail id. */
export async function stoppedMails(ctx: Ctx, mails: readonly GatedMail[]): Promise<Map<string, string>> {
  const stopped = new Map<string, string>()
  const demo = await isDemo(ctx)
  if (demo) for (const mail of mails) stopped.set(mail.id, 'demo')
  if (demo) return stopped
  for (const gate of gates) {
    for (const [id, reason] of await gate(ctx, mails)) if (!stopped.has(id)) stopped.set(id, reason)
  }
  return stopped
}

/** Nothing of a demo workspace ever leaves the outbox. */
export async function isDemo(ctx: Ctx): Promise<boolean> {
  const row = await ctx.db.maybe<{ is_demo: boolean }>(
    sql`select is_demo from workspaces where id = ${ctx.workspaceId}`,
  )
  return row?.is_demo ?? false
}
