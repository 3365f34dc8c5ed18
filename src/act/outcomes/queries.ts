import { Causes, type Confirmation, type Outcome, type Score } from '#act/outcomes/contract.ts'
import { scaleOf } from '#collect/surveys/kinds.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting, setting } from '#platform/settings/settings.ts'

export const causeSetting = setting('case-causes', Causes)

/** The causes that people choose from. */
export async function getCauses(ctx: Ctx) {
  return getSetting(ctx, causeSetting)
}

/** A score with the ends of its scale. */
export function onScale(score: number | null, kind: string | null): Score | null {
  return score === null ? null : { score, ...scaleOf(kind ?? 'custom') }
}

/** A score as a share of its scale, like `shareOfScale`. */
export const onShare = (score: Sql, kind: Sql) => sql`
  case ${kind} when 'nps' then ${score} / 10.0 when 'ces' then (${score} - 1) / 6.0 when 'helpfulness' then (${score} - 1) / 3.0
    when 'rating' then (${score} - 1) / 9.0 else (${score} - 1) / 4.0 end`

/** The condition on cases `k` that have a score before and one after that compares to it as asked. */
export function scoredAs(ctx: Ctx, as: 'any' | 'better' | 'same' | 'worse'): Sql {
  const ws = ctx.workspaceId
  const [after, before] = [onShare(sql`a.score`, sql`s.kind`), onShare(sql`b.score`, sql`bs.kind`)]
  const fits = {
    any: sql.empty,
    better: sql`and ${after} > ${before}`,
    same: sql`and ${after} = ${before}`,
    worse: sql`and ${after} < ${before}`,
  }
  return sql`and k.status = 'resolved' and exists (
    select 1 from case_confirmations f
    join responses a on a.workspace_id = ${ws} and a.id = f.response_id
    join surveys s on s.workspace_id = ${ws} and s.id = a.survey_id
    join responses b on b.workspace_id = ${ws} and b.id = k.response_id
    join surveys bs on bs.workspace_id = ${ws} and bs.id = b.survey_id
    where f.workspace_id = ${ws} and f.case_id = k.id ${fits[as]})`
}

/** How a case ended, as far as anybody said. */
export async function outcomeOf(ctx: Ctx, caseId: string): Promise<Outcome> {
  const ws = ctx.workspaceId
  const row = await ctx.db.one<{
    cause: string | null
    cause_words: string | null
    confirmation: Confirmation | null
    touchpoint_id: string | null
    before: number | null
    before_kind: string | null
    after: number | null
    after_kind: string | null
    after_survey: string | null
    after_at: Date | null
    after_negative: boolean | null
  }>(sql`
    select k.cause, k.cause_words, f.confirmation, f.touchpoint_id, b.score as before, bs.kind as before_kind,
      a.score as after, s.kind as after_kind, s.name as after_survey, a.submitted_at as after_at, a.is_negative as after_negative
    from cases k
    left join case_confirmations f on f.workspace_id = ${ws} and f.case_id = k.id
    left join responses b on b.workspace_id = ${ws} and b.id = k.response_id
    left join surveys bs on bs.workspace_id = ${ws} and bs.id = b.survey_id
    left join responses a on a.workspace_id = ${ws} and a.id = f.response_id
    left join surveys s on s.workspace_id = ${ws} and s.id = a.survey_id
    where k.workspace_id = ${ws} and k.id = ${caseId}`)
  const after = onScale(row.after, row.after_kind)
  return {
    cause: row.cause,
    causeWords: row.cause_words,
    confirmation: row.confirmation,
    touchpointId: row.touchpoint_id ? encodeId('touch', row.touchpoint_id) : null,
    before: onScale(row.before, row.before_kind),
    after: after && {
      ...after,
      survey: row.after_survey!,
      at: row.after_at!.toISOString(),
      isNegative: row.after_negative!,
    },
  }
}
