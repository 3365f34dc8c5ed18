import { getClosure } from '#close/ledger/closure.ts'
import { npsCountsSql } from '#collect/surveys/results/counting.ts'
import { nps, npsChange } from '#collect/surveys/results/scores.ts'
import type { Figures } from '#measure/reports/figures.ts'
import type { Span } from '#measure/reports/span.ts'
import { localDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { share } from '#platform/statistics/intervals.ts'

/** NPS, response and closure rates, and how cases ended: of a month and longer, each against the period before. */
export async function countScores(ctx: Ctx, span: Span): Promise<NonNullable<Figures['scores']>> {
  const ws = ctx.workspaceId
  const since = span.bounds.at(-3)!
  const [answers, asked, cases, closure] = await Promise.all([
    ctx.db.many<{ now: boolean; promoters: number; passives: number; detractors: number }>(sql`
      select x.submitted_at >= ${span.from} as now, ${npsCountsSql(sql`x.score`)}
      from responses x join surveys s on s.workspace_id = ${ws} and s.id = x.survey_id and s.kind = 'nps'
      where x.workspace_id = ${ws} and not x.is_provisional and x.submitted_at >= ${since} and x.submitted_at < ${span.to}
      group by 1`),
    ctx.db.many<{ now: boolean; delivered: number; answered: number }>(sql`
      select v.invited_at >= ${span.from} as now, count(*) as delivered, count(v.answered_at) as answered
      from invitations v
      where v.workspace_id = ${ws} and v.delivered_at is not null and v.invited_at >= ${since} and v.invited_at < ${span.to}
      group by 1`),
    ctx.db.many<{ now: boolean; n: number; on_time: number }>(sql`
      select k.resolved_at >= ${span.from} as now, count(*) as n, count(*) filter (where k.is_on_time) as on_time from cases k
      where k.workspace_id = ${ws} and k.status = 'resolved' and k.is_on_time is not null
        and k.resolved_at >= ${since} and k.resolved_at < ${span.to}
      group by 1`),
    getClosure(ctx, { from: span.days.from, to: localDate(span.zone, span.to.getTime() - 1) }),
  ])
  const half = <T extends { now: boolean }>(rows: readonly T[], now: boolean) =>
    rows.find((row) => row.now === now)
  const groups = (now: boolean) => half(answers, now) ?? { promoters: 0, passives: 0, detractors: 0 }
  const rate = (now: boolean) => {
    const row = half(asked, now)
    return row ? share(row.answered, row.delivered) : null
  }
  const onTime = (now: boolean) => {
    const row = half(cases, now)
    return row ? share(row.on_time, row.n) : null
  }
  return {
    nps: nps(groups(true)),
    npsBefore: nps(groups(false)),
    change: npsChange(groups(false), groups(true)) ?? null,
    response: rate(true),
    responseBefore: rate(false),
    closure: share(closure.all.closed, closure.all.n),
    onTime: onTime(true),
    onTimeBefore: onTime(false),
  }
}
