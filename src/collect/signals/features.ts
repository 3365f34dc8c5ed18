import { featuresMax } from '#collect/signals/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { newId } from '#platform/ids.ts'

/** The ids of features by name; new ones are made while there is room. Names without an id found none. */
export async function featureIds(ctx: Ctx, names: readonly string[]): Promise<Map<string, string>> {
  if (names.length === 0) return new Map()
  const find = async () =>
    new Map(
      (
        await ctx.db.many<{ id: string; name: string }>(sql`
          select id, name from signal_features where workspace_id = ${ctx.workspaceId} and name = any (${names}::text[])`)
      ).map(({ id, name }) => [name, id]),
    )
  const known = await find()
  const missing = names.filter((name) => !known.has(name)).sort()
  if (missing.length === 0) return known
  await ctx.db.run(sql`
    insert into signal_features (workspace_id, id, name, created_at)
    select ${ctx.workspaceId}::uuid, id, name, ${ctx.now()}::timestamptz
    from unnest(${missing.map(() => newId())}::uuid[], ${missing}::text[]) as asked (id, name)
    limit greatest(0, ${featuresMax}::int - (select count(*) from signal_features where workspace_id = ${ctx.workspaceId})::int)
    on conflict (workspace_id, name) do nothing`)
  return find()
}
