import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

export interface GatedMail {
  id: string
  topic: string
  contactId: string | null
  address: string
  /** When it would leave. */
  dueAt: Date
  /** About to leave now; false while it is queued. */
  isLeaving: boolean
}

/** Must not leave at all, or not before a time; `reason` is a code of `mailStanding`. */
export type Verdict = { reason: string; until: Date | null }

/**
 * Says which of these mails must not leave, or not yet, and why. Asked when a mail is queued and again when it is about
 * to leave, because people unsubscribe in between. Registered by the module that knows consent.
 */
export type MailGate = (ctx: Ctx, mails: readonly GatedMail[]) => Promise<ReadonlyMap<string, Verdict>>

const gates = new Set<MailGate>()

/** Adds a gate for the life of the process. */
export function addMailGate(gate: MailGate): void {
  gates.add(gate)
}

/** What keeps each of these mails back, by mail id: for good where `until` is null. */
export async function keptBack(ctx: Ctx, mails: readonly GatedMail[]): Promise<Map<string, Verdict>> {
  if (await isDemo(ctx)) return new Map(mails.map((mail) => [mail.id, { reason: 'demo', until: null }]))
  const kept = new Map<string, Verdict>()
  for (const gate of gates) {
    for (const [id, verdict] of await gate(ctx, mails)) {
      const before = kept.get(id)
      const isStronger = verdict.until === null || (before?.until && verdict.until > before.until)
      if (!before || (before.until !== null && isStronger)) kept.set(id, verdict)
    }
  }
  return kept
}

/** Nothing of a demo workspace ever leaves the outbox. */
export async function isDemo(ctx: Ctx): Promise<boolean> {
  const row = await ctx.db.maybe<{ is_demo: boolean }>(
    sql`select is_demo from workspaces where id = ${ctx.workspaceId}`,
  )
  return row?.is_demo ?? false
}
