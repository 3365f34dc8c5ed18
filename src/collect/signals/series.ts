import { addDays, daysBetween, type Series } from '#collect/signals/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

export interface Observed {
  id: string
  name: string
  segment: string | null
}

/** The accounts whose use is known and who are customers still; merged ones count as those they stand behind. */
export function observedAccounts(ctx: Ctx): Promise<Observed[]> {
  return ctx.db.many<Observed>(sql`
    select a.id, a.name, a.segment from accounts a
    where a.workspace_id = ${ctx.workspaceId} and a.lifecycle <> 'churned' and a.id in (
      select root_id(m.merged_into_id, m.id) from signal_subjects s
      join accounts m on m.workspace_id = s.workspace_id and m.id = s.account_id
      where s.workspace_id = ${ctx.workspaceId} and s.account_id is not null)
    order by a.id`)
}

/** The use of accounts by day, from a day to another, of some features or all. */
export async function seriesOf(
  ctx: Ctx,
  accountIds: readonly string[],
  { from, to, features }: { from: string; to: string; features: readonly string[] },
): Promise<Map<string, Series>> {
  const ws = ctx.workspaceId
  const rows = await ctx.db.many<{ id: string; day: string; events: number; errors: number }>(sql`
    select x.id, d.day, sum(d.events)::bigint as events, sum(d.errors)::bigint as errors
    from (
      select root_id(m.merged_into_id, m.id) as id, s.id as subject_id
      from accounts m join signal_subjects s on s.workspace_id = ${ws} and s.account_id = m.id
      where m.workspace_id = ${ws} and (m.id = any (${accountIds}::uuid[]) or m.merged_into_id = any (${accountIds}::uuid[]))
    ) x
    join signal_days d on d.workspace_id = ${ws} and d.subject_id = x.subject_id and d.day between ${from} and ${to}
    ${features.length > 0 ? sql`and d.feature_id in (select id from signal_features where workspace_id = ${ws} and name = any (${features}::text[]))` : sql``}
    group by x.id, d.day`)
  const length = daysBetween(from, to) + 1
  const found = new Map<string, { events: number[]; errors: number[] }>()
  for (const id of accountIds)
    found.set(id, { events: Array<number>(length).fill(0), errors: Array<number>(length).fill(0) })
  for (const { id, day, events, errors } of rows) {
    const one = found.get(id)
    const at = daysBetween(from, day)
    if (!one) continue
    one.events[at] = events
    one.errors[at] = errors
  }
  return found
}

/** The first day of a series of so many days that ends on `to`. */
export const startOf = (to: string, length: number) => addDays(to, 1 - length)
