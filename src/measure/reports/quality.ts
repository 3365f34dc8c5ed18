import { readChecks } from '#measure/quality/queries.ts'
import type { QualityFigure } from '#measure/reports/figures.ts'
import { before } from '#measure/reports/rules.ts'
import type { Span } from '#measure/reports/span.ts'
import { missesTarget } from '#measure/reports/words.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { share, shareChange } from '#platform/statistics/intervals.ts'

/** The checks that are watched, over what came due in the period, against the period before. */
export async function countQuality(ctx: Ctx, { kind, days, hasEnded }: Span): Promise<QualityFigure[]> {
  const watched = (await readChecks(ctx)).filter((check) => check.isOn && !check.isArchived)
  const since = before(kind, days).from
  const rows = await ctx.db.many<{ check_key: string; now: boolean; met: number; missed: number }>(sql`
    select s.check_key, s.day >= ${days.from}::date as now, sum(s.met) as met, sum(s.missed) as missed
    from unnest(${watched.map(({ key }) => key)}::text[]) as w (key)
    join quality_sums s on s.workspace_id = ${ctx.workspaceId} and s.check_key = w.key
      and s.day >= ${since}::date and s.day <= ${days.to}::date
    group by 1, 2`)
  const rateOf = (key: string, now: boolean) => {
    const row = rows.find((one) => one.check_key === key && one.now === now)
    return row ? share(row.met, row.met + row.missed) : null
  }
  const figures = watched.flatMap(({ key, name, target }): QualityFigure[] => {
    const rate = rateOf(key, true)
    if (!rate) return []
    const was = hasEnded ? rateOf(key, false) : null
    return [
      {
        key,
        name,
        target,
        met: rate.n,
        missed: rate.of - rate.n,
        share: rate,
        before: was,
        couldBeChance: !was || shareChange(was, rate).couldBeChance,
      },
    ]
  })
  return [...figures.filter(missesTarget), ...figures.filter((one) => !missesTarget(one))]
}
