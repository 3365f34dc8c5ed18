import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Emitted } from '#platform/events/event.ts'

/**
 * Gives new feedback items their rows in the inbox, in the transaction that received them, without waiting: one
 * statement for one item or a thousand. History is done from the start: nobody owes it anything.
 * A workspace without routing rules of its own is routed by the `case`, which says what `defaultRouting` says.
 */
export function projectReceived(ctx: Ctx, events: Emitted<{ ids: string[] }>[]): void {
  const ids = events.flatMap((event) => event.payload.ids)
  ctx.db.later(sql`
    with routing as (
      select (select value -> 'rules' from settings where workspace_id = ${ctx.workspaceId} and key = 'inbox.routing') as rules
    ), made as (
      insert into inbox_items (workspace_id, id, received_at, occurred_at, channel, kind, is_history, contact_id, account_id,
        queue, status, product_area_id)
      select f.workspace_id, f.id, f.received_at, f.occurred_at, f.channel, f.kind, f.is_history, f.contact_id, f.account_id,
        case
          when r.rules is not null then inbox_queue(r.rules, f.kind, f.channel, f.product, null, f.rating, f.rating_max)
          when f.kind = 'bug' then 'support' when f.kind = 'feature' then 'product'
          when f.rating / coalesce(nullif(f.rating_max, 0), 5) >= 0.9 then 'success' else 'general' end,
        case when f.is_history then 'done' else 'open' end,
        (select a.id from product_areas a where a.workspace_id = ${ctx.workspaceId} and a.code = f.product and not a.is_archived)
      from feedback_items f cross join routing r
      where f.workspace_id = ${ctx.workspaceId} and f.id = any (${ids}::uuid[])
      on conflict (workspace_id, id) do nothing
      returning workspace_id, pile, status, type, channel, kind, queue, priority, is_history
    )
    insert into inbox_piles (workspace_id, pile, status, type, channel, kind, queue, priority, is_history, is_assigned, is_negative)
    select distinct workspace_id, pile, status, type, channel, kind, queue, priority, is_history, false, false from made
    order by pile
    on conflict (workspace_id, pile) do nothing`)
}
