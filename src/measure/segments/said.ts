import { type CountedThemes, countedThemes } from '#measure/correlations/study.ts'
import type { Span } from '#measure/dashboards/rules.ts'
import { columnOf } from '#measure/metrics/rows.ts'
import type { ComparedBy } from '#measure/segments/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { joiningMany } from '#platform/db/joining-many.ts'
import { type Sql, sql } from '#platform/db/sql.ts'

/**
 * Items of a time with their group as it was then, and its speaker: an account, whatever it was merged into, or a
 * person without one. Columns id, day, at, grp, speaker, has_account, theme_id.
 */
export function saidSql(ctx: Ctx, by: ComparedBy, span: Span): Sql {
  const ws = ctx.workspaceId
  return sql`
    select f.id, f.day, f.at, f.segment, f.${columnOf[by]}::text as grp, r.account_id is not null as has_account,
      coalesce(r.account_id, root_id(c.merged_into_id, c.id), f.id) as speaker, t.theme_id
    from metric_facts f
    join inbox_items i on i.workspace_id = ${ws} and i.id = f.id
    left join accounts a on a.workspace_id = ${ws} and a.id = i.account_id
    left join contacts c on c.workspace_id = ${ws} and c.id = i.contact_id
    left join theme_items t on t.workspace_id = ${ws} and t.feedback_id = f.id
    cross join lateral (select root_id(a.merged_into_id, a.id) as account_id) r
    where f.workspace_id = ${ws} and f.fact = 'item' and f.day between ${span.from}::date and ${span.to}::date`
}

export interface Said {
  /** by group: speakers, and of those with an account the items and their squares */
  groups: Map<string, { speakers: number; ofAccounts: number; squares: number }>
  /** by theme after merges, then by group: speakers */
  themes: Map<string, Map<string, number>>
  names: CountedThemes['names']
}

/** How many spoke in each group, how unevenly, and how many of them of each theme. */
export async function readSaid(ctx: Ctx, by: ComparedBy, span: Span): Promise<Said> {
  const themes = await countedThemes(ctx)
  const rows = await joiningMany(ctx, () =>
    ctx.db.many<{ grp: string; theme: string | null; speakers: number; items: number; squares: number }>(sql`
      with said as materialized (
        select grp, speaker, has_account, theme_id, count(*) as n from (${saidSql(ctx, by, span)}) s group by 1, 2, 3, 4
      )
      select grp, null as theme, count(*) as speakers, coalesce(sum(n) filter (where has_account), 0)::double precision as items,
        coalesce(sum(n * n) filter (where has_account), 0)::double precision as squares
      from (select grp, speaker, has_account, sum(n) as n from said group by 1, 2, 3) v group by grp
      union all
      select s.grp, m.root_id::text, count(distinct s.speaker), 0, 0
      from unnest(${themes.ids}::uuid[], ${themes.roots}::uuid[]) as m (theme_id, root_id)
      join said s on s.theme_id = m.theme_id group by 1, 2`),
  )
  const said: Said = { groups: new Map(), themes: new Map(), names: themes.names }
  for (const { grp, theme, speakers, items, squares } of rows)
    if (theme === null) said.groups.set(grp, { speakers, ofAccounts: items, squares })
    else {
      const of = said.themes.get(theme) ?? new Map<string, number>()
      said.themes.set(theme, of.set(grp, speakers))
    }
  return said
}
