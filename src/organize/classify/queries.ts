import type { z } from 'zod'
import type { Accuracy, AutoAccept } from '#organize/classify/contract.ts'
import { autoAcceptSettings } from '#organize/classify/settings.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** How often people agreed with suggestions: of those for a value how many stayed, and how often it was missed. */
export async function getAccuracy(ctx: Ctx): Promise<{ data: z.output<typeof Accuracy>[] }> {
  const rows = await ctx.db.many<z.output<typeof Accuracy>>(sql`
    with recent as (
      select field, suggested, chosen from suggestion_decisions
      where workspace_id = ${ctx.workspaceId} and actor_kind in ('member', 'key')
      order by decided_at desc, id desc limit 5000
    )
    select r.field, v.value, count(*) filter (where r.suggested = v.value) as suggested,
      count(*) filter (where r.suggested = v.value and r.chosen = v.value) as agreed,
      count(*) filter (where r.chosen = v.value and r.suggested is distinct from v.value) as missed
    from recent r
    cross join lateral (select distinct x.value from (values (r.suggested), (r.chosen)) as x (value) where x.value is not null) v
    group by r.field, v.value order by r.field, suggested desc, v.value`)
  return {
    data: rows.map((row) => (row.field === 'area' ? { ...row, value: encodeId('area', row.value) } : row)),
  }
}

export async function getAutoAccept(ctx: Ctx): Promise<AutoAccept> {
  return getSetting(ctx, autoAcceptSettings)
}
