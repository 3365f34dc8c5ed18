import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { isDemo, type Verdict } from '#platform/mail/gate.ts'

export interface GatedSms {
  id: string
  topic: string
  contactId: string | null
  number: string
  /** When it would leave. */
  dueAt: Date
}

/**
 * Says which of these text messages must not leave, or not yet, and why. Asked when one is queued and again when it is
 * about to leave. Registered by the module that knows consent.
 */
export type SmsGate = (ctx: Ctx, messages: readonly GatedSms[]) => Promise<ReadonlyMap<string, Verdict>>

const gates = new Set<SmsGate>()

/** Adds a gate for the life of the process. */
export function addSmsGate(gate: SmsGate): void {
  gates.add(gate)
}

/** What keeps each of these messages back, by id: for good where `until` is null. A number that stopped gets nothing. */
export async function keptBackSms(ctx: Ctx, messages: readonly GatedSms[]): Promise<Map<string, Verdict>> {
  if (await isDemo(ctx)) return new Map(messages.map(({ id }) => [id, { reason: 'demo', until: null }]))
  const kept = new Map<string, Verdict>()
  for (const gate of gates)
    for (const [id, verdict] of await gate(ctx, messages))
      if (kept.get(id)?.until !== null) kept.set(id, verdict)
  const stops = await ctx.db.many<{ number: string }>(sql`
    select number from sms_stops where workspace_id = ${ctx.workspaceId} and lifted_at is null
      and number = any(${messages.map(({ number }) => number)})`)
  const stopped = new Set(stops.map(({ number }) => number))
  for (const { id, number } of messages)
    if (stopped.has(number)) kept.set(id, { reason: 'stopped', until: null })
  return kept
}
