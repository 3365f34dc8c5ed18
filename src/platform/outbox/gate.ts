import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

/** Must not leave at all, or not before a time; `reason` is a code that the outbox has words for. */
export type Verdict = { reason: string; until: Date | null }

/**
 * Says which of these messages must not leave, or not yet, and why. Asked when one is queued and again when it is about to
 * leave, because people unsubscribe in between. Registered by the module that knows consent.
 */
export type Gate<T> = (ctx: Ctx, messages: readonly T[]) => Promise<ReadonlyMap<string, Verdict>>

/** The gates of an outbox, for the life of the process. */
export class Gates<T extends { id: string }> {
  readonly #gates = new Set<Gate<T>>()

  add(gate: Gate<T>): void {
    this.#gates.add(gate)
  }

  /** What keeps each of these messages back, by id: for good where `until` is null, else the latest. A demo lets none go. */
  async keptBack(ctx: Ctx, messages: readonly T[]): Promise<Map<string, Verdict>> {
    if (await isDemo(ctx)) return new Map(messages.map(({ id }) => [id, { reason: 'demo', until: null }]))
    const kept = new Map<string, Verdict>()
    for (const gate of this.#gates)
      for (const [id, verdict] of await gate(ctx, messages))
        if (isStronger(verdict, kept.get(id))) kept.set(id, verdict)
    return kept
  }
}

function isStronger(verdict: Verdict, before: Verdict | undefined): boolean {
  if (!before) return true
  if (before.until === null) return false
  return verdict.until === null || verdict.until > before.until
}

/** Nothing of a demo workspace ever leaves the outbox. */
export async function isDemo(ctx: Ctx): Promise<boolean> {
  const row = await ctx.db.maybe<{ is_demo: boolean }>(
    sql`select is_demo from workspaces where id = ${ctx.workspaceId}`,
  )
  return row?.is_demo ?? false
}
