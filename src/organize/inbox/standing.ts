import type { Source, Standing } from '#organize/inbox/triage.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'

export interface Stood {
  id: string
  version: number
  standing: Standing
  source: Source
}

/** An item that moves from one standing to another. */
export interface Moved {
  id: string
  before: Standing
  after: Standing
}

interface Row {
  id: string
  version: number
  type: string | null
  priority: string | null
  product_area_id: string | null
  assignee_member_id: string | null
  queue: Standing['queue']
  is_queue_set: boolean
  status: Standing['status']
  snoozed_until: Date | null
  sentiment: string | null
  urgency: string | null
  is_negative: boolean
  triaged_at: Date | null
  kind: string | null
  channel: string
  product: string | null
  rating: number | null
  rating_max: number | null
  tag_ids: string[]
}

/** Where these items stand, locked until the transaction ends, in the order of their ids. */
export async function lockStandings(ctx: Ctx, ids: readonly string[]): Promise<Stood[]> {
  const rows = await ctx.db.many<Row>(sql`
    select i.id, i.version, i.type, i.priority, i.product_area_id, i.assignee_member_id, i.queue, i.is_queue_set,
      i.status, i.snoozed_until, i.sentiment, i.urgency, i.is_negative, i.triaged_at, i.kind, i.channel, f.product, f.rating, f.rating_max,
      array(select t.tag_id from item_tags t where t.workspace_id = ${ctx.workspaceId} and t.feedback_id = i.id order by t.tag_id) as tag_ids
    from inbox_items i
    join feedback_items f on f.workspace_id = ${ctx.workspaceId} and f.id = i.id
    where i.workspace_id = ${ctx.workspaceId} and i.id = any (${ids}::uuid[])
    order by i.id for update of i`)
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    standing: {
      type: row.type,
      priority: row.priority,
      areaId: row.product_area_id,
      assigneeId: row.assignee_member_id,
      queue: row.queue,
      isQueueSet: row.is_queue_set,
      status: row.status,
      snoozedUntil: row.snoozed_until?.toISOString() ?? null,
      sentiment: row.sentiment,
      urgency: row.urgency,
      isNegative: row.is_negative,
      triagedAt: row.triaged_at?.toISOString() ?? null,
      tagIds: row.tag_ids,
    },
    source: {
      kind: row.kind,
      channel: row.channel,
      product: row.product,
      rating: row.rating,
      ratingMax: row.rating_max,
    },
  }))
}

/** An update of inbox_items (alias i), answering the ids; it makes sure that the piles the items now lie in are known. */
export function keepingPiles(update: Sql): Sql {
  return sql`
    with moved as (
      ${update}
      returning i.id, i.workspace_id, i.pile, i.status, i.type, i.channel, i.kind, i.queue, i.priority, i.is_history,
        i.assignee_member_id, i.is_negative
    ), piles as (
      insert into inbox_piles (workspace_id, pile, status, type, channel, kind, queue, priority, is_history, is_assigned, is_negative)
      select distinct workspace_id, pile, status, type, channel, kind, queue, priority, is_history, assignee_member_id is not null,
        is_negative from moved
      order by pile
      on conflict (workspace_id, pile) do nothing
    )
    select id from moved`
}

/** Writes new standings in one statement. */
export function writeStandings(ctx: Ctx, items: readonly Moved[]): void {
  if (items.length === 0) return
  const rows = items.map(({ id, after }) => ({ id, ...after }))
  ctx.db.later(
    keepingPiles(sql`
      update inbox_items i set type = r.type, priority = r.priority, product_area_id = r."areaId", assignee_member_id = r."assigneeId",
        queue = r.queue, is_queue_set = r."isQueueSet", status = r.status, snoozed_until = r."snoozedUntil", sentiment = r.sentiment,
        urgency = r.urgency, is_negative = r."isNegative", triaged_at = r."triagedAt", version = i.version + 1
      from json_to_recordset(${JSON.stringify(rows)}::json) as r (id uuid, type text, priority text, "areaId" uuid, "assigneeId" uuid,
        queue text, "isQueueSet" boolean, status text, "snoozedUntil" timestamptz, sentiment text, urgency text, "isNegative" boolean, "triagedAt" timestamptz)
      where i.workspace_id = ${ctx.workspaceId} and i.id = r.id`),
  )
  writeTags(ctx, items)
}

function writeTags(ctx: Ctx, items: readonly Moved[]): void {
  const added = items.flatMap(({ id, before, after }) =>
    after.tagIds.filter((tag) => !before.tagIds.includes(tag)).map((tag) => ({ id, tag })),
  )
  const removed = items.flatMap(({ id, before, after }) =>
    before.tagIds.filter((tag) => !after.tagIds.includes(tag)).map((tag) => ({ id, tag })),
  )
  if (added.length > 0) {
    ctx.db.later(sql`
      insert into item_tags (workspace_id, feedback_id, tag_id, received_at, added_at)
      select ${ctx.workspaceId}::uuid, i.id, r.tag, i.received_at, ${ctx.now()}::timestamptz
      from json_to_recordset(${JSON.stringify(added)}::json) as r (id uuid, tag uuid)
      join inbox_items i on i.workspace_id = ${ctx.workspaceId} and i.id = r.id
      on conflict do nothing`)
  }
  if (removed.length > 0) {
    ctx.db.later(sql`
      delete from item_tags t using json_to_recordset(${JSON.stringify(removed)}::json) as r (id uuid, tag uuid)
      where t.workspace_id = ${ctx.workspaceId} and t.feedback_id = r.id and t.tag_id = r.tag`)
  }
}
