import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { Gates, type Verdict } from '#platform/outbox/gate.ts'

export interface GatedSms {
  id: string
  topic: string
  contactId: string | null
  number: string
  /** When it would leave. */
  dueAt: Date
}

export const smsGates = new Gates<GatedSms>()

// A number that stopped gets nothing, whoever has it.
smsGates.add(async (ctx: Ctx, messages: readonly GatedSms[]) => {
  const stops = await ctx.db.many<{ number: string }>(sql`
    select number from sms_stops where workspace_id = ${ctx.workspaceId} and lifted_at is null
      and number = any(${messages.map(({ number }) => number)})`)
  const stopped = new Set(stops.map(({ number }) => number))
  return new Map(
    messages.flatMap(({ id, number }): [string, Verdict][] =>
      stopped.has(number) ? [[id, { reason: 'stopped', until: null }]] : [],
    ),
  )
})
