import { createTag } from '#organize/tags/commands.ts'
import { tagKey } from '#organize/tags/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Emitted } from '#platform/events/event.ts'

/** New tags that one batch of an import may add; a column with more values is no column of tags. */
const newTagsMax = 200

/**
 * Imported rows bring their tags as words (`context.tags`: the file's own and the one of the run). They become tags of
 * the items, in two statements for a whole batch; told twice, the second time changes nothing.
 */
export async function tagImported(
  ctx: Ctx,
  events: readonly Emitted<{ ids: string[]; importRunId?: string | null }>[],
): Promise<void> {
  const ids = events.flatMap(({ payload }) => (payload.importRunId ? payload.ids : []))
  if (ids.length === 0) return
  const rows = await ctx.db.many<{ id: string; name: string }>(sql`
    select f.id, t.name
    from feedback_items f cross join lateral jsonb_array_elements_text(f.context -> 'tags') as t (name)
    where f.workspace_id = ${ctx.workspaceId} and f.id = any (${ids}::uuid[]) and jsonb_typeof(f.context -> 'tags') = 'array'`)
  const names = new Map(
    rows.filter((row) => tagKey(row.name) !== '').map((row) => [tagKey(row.name), row.name]),
  )
  if (names.size === 0) return
  const known = await ctx.db.many<{ key: string }>(sql`
    select key from tags where workspace_id = ${ctx.workspaceId} and key = any (${[...names.keys()]}::text[])`)
  for (const { key } of known) names.delete(key)
  for (const name of [...names.values()].slice(0, newTagsMax)) await createTag(ctx, { name, group: 'topic' })
  await ctx.db.run(sql`
    insert into item_tags (workspace_id, feedback_id, tag_id, received_at, added_at)
    select distinct on (r.id, t.id) ${ctx.workspaceId}::uuid, r.id, t.id, i.received_at, ${ctx.now()}::timestamptz
    from unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => tagKey(row.name))}::text[]) as r (id, key)
    join tags t on t.workspace_id = ${ctx.workspaceId} and t.key = r.key
    join inbox_items i on i.workspace_id = ${ctx.workspaceId} and i.id = r.id
    on conflict (workspace_id, feedback_id, tag_id) do nothing`)
}
