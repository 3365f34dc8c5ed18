import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { type Emitted, projection } from '#platform/events/event.ts'

/** Keeps the target date of a request beside those it had, where it is another one now. */
async function keepDate(ctx: Ctx, event: Emitted<{ requestId: string }>): Promise<void> {
  const ws = ctx.workspaceId
  const { requestId } = event.payload
  await ctx.db.run(sql`
    insert into request_target_dates (workspace_id, request_id, number, target_on, actor_kind, actor_id, at)
    select ${ws}, r.id, coalesce(d.number, 0) + 1, r.target_on, ${event.actor.kind}, ${event.actor.id}::uuid, ${event.at}
    from requests r
    left join lateral (
      select number, target_on from request_target_dates
      where workspace_id = ${ws} and request_id = r.id order by number desc limit 1) d on true
    where r.workspace_id = ${ws} and r.id = ${requestId} and r.target_on is distinct from d.target_on`)
}

export const projections = [
  projection('request.created', keepDate),
  projection('request.changed', keepDate),
  projection('request.decided', keepDate),
]
