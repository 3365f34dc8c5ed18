import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { settle } from '#platform/outbox/moves.ts'
import { smsStopChanged } from '#platform/sms/events.ts'
import { texts } from '#platform/sms/outbox.ts'

/**
 * Keeps that a number stopped, and takes back what waits for it. Told twice, done once. The contacts who have the number
 * are named in the event; it counts for who gets it later, too.
 */
export async function stopNumber(ctx: Ctx, number: string, via: 'reply' | 'provider'): Promise<void> {
  const changed = await ctx.db.run(sql`
    insert into sms_stops (workspace_id, number, via, stopped_at) values (${ctx.workspaceId}, ${number}, ${via}, ${ctx.now()})
    on conflict (workspace_id, number) do update set via = excluded.via, stopped_at = excluded.stopped_at, lifted_at = null
      where sms_stops.lifted_at is not null`)
  if (changed === 0) return
  const waiting = await ctx.db.many<{ id: string }>(sql`
    select id from sms_messages where workspace_id = ${ctx.workspaceId} and to_number = ${number} and state in ('queued', 'deferred')`)
  await settle(ctx, texts, 'cancel', 'suppressed', { ids: waiting.map(({ id }) => id), reason: 'stopped' })
  await tell(ctx, number, true, via)
}

/** The owner of a number takes their STOP back: a yes to text messages. */
export async function startNumber(ctx: Ctx, number: string): Promise<void> {
  await ctx.db.run(sql`
    update sms_stops set lifted_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and number = ${number} and lifted_at is null`)
  await tell(ctx, number, false, 'reply')
}

async function tell(ctx: Ctx, number: string, isStopped: boolean, via: 'reply' | 'provider'): Promise<void> {
  const people = await ctx.db.many<{ id: string }>(sql`
    select distinct root_id(c.merged_into_id, c.id) as id from contacts c
    where c.workspace_id = ${ctx.workspaceId} and c.phone_e164 = ${number}`)
  const contactIds = people.map(({ id }) => id)
  await ctx.emit(smsStopChanged, {
    subjectId: contactIds[0] ?? ctx.workspaceId,
    payload: { contactIds, isStopped, via },
  })
}
