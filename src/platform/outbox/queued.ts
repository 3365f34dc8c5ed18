import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { type Ended, type Outbox, tellEnded, wakeFor } from '#platform/outbox/outbox.ts'

interface Queued extends Ended {
  dedupe_key: string
  state: string
  reason: string | null
  due_at: Date
}

/** After messages were written: those kept back for good are told, the others are sent when they are due. */
export async function announce(ctx: Ctx, box: Outbox, fresh: readonly Queued[]): Promise<void> {
  const byReason = new Map<string | null, Queued[]>()
  for (const row of fresh)
    if (row.state === 'suppressed') byReason.set(row.reason, [...(byReason.get(row.reason) ?? []), row])
  for (const [reason, rows] of byReason) await tellEnded(ctx, box, rows, { state: 'suppressed', reason })
  const dues = fresh.filter(({ state }) => state === 'queued').map((row) => row.due_at)
  await wakeFor(ctx, box, dues)
}

/** The ids of messages in order; one whose key was there before is the one that was. */
export async function idsOf(
  ctx: Ctx,
  box: Outbox,
  rows: readonly Pick<Queued, 'id' | 'dedupe_key'>[],
  isNew: ReadonlySet<string>,
): Promise<string[]> {
  if (isNew.size === rows.length) return rows.map((row) => row.id)
  const known = await ctx.db.many<{ id: string; dedupe_key: string }>(sql`
    select id, dedupe_key from ${sql.id(box.table)}
    where workspace_id = ${ctx.workspaceId} and dedupe_key = any(${rows.map((row) => row.dedupe_key)})`)
  const byKey = new Map(known.map((row) => [row.dedupe_key, row.id]))
  return rows.map((row) => byKey.get(row.dedupe_key)!)
}
