import { onScale } from '#act/outcomes/queries.ts'
import { shareOfScale } from '#act/outcomes/rules.ts'
import { fewest } from '#collect/surveys/rules.ts'
import { addDays, dayOf } from '#measure/dashboards/rules.ts'
import { lastQuarters, quarterName } from '#measure/metrics/rules.ts'
import type { OutcomeFigures, Quarter, Trend } from '#measure/outcomes/contract.ts'
import { latestChange } from '#measure/outcomes/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'
import { pairedChange } from '#platform/statistics/differences.ts'
import { share } from '#platform/statistics/intervals.ts'

/** Two years of quarters: a year and the one to set it against. */
const quarters = 8
/** The survey that the runbook's figures are about (document 004, "KPIs for Success"). */
const runbookSurvey = 'post-implementation'

/** How cases end, as the runbook's figures: each counts what the list behind it shows. */
export async function getOutcomeFigures(
  ctx: Ctx,
  input: { survey?: string | undefined; playbook?: string | undefined },
): Promise<OutcomeFigures> {
  const starts = lastQuarters(ctx.now(), quarters)
  const since = starts[0]!
  const [surveys, playbooks, onTime, scores, causes] = await Promise.all([
    answeredSurveys(ctx, since),
    ctx.db.many<{ key: string; title: string }>(
      sql`select key, title from playbooks where workspace_id = ${ctx.workspaceId} order by title, key`,
    ),
    casesOnTime(ctx, starts, input.playbook),
    scorePairs(ctx, since, input.playbook),
    causesSince(ctx, since, input.playbook),
  ])
  const wanted = input.survey ?? runbookSurvey
  const survey =
    surveys.find(({ key }) => key === wanted) ?? (input.survey === undefined ? surveys[0] : undefined)
  return {
    since,
    until: dayOf(ctx.now()),
    surveys: surveys.map(({ id, key, name }) => ({ id: encodeId('srv', id), key, name })),
    playbooks,
    negative: survey
      ? {
          surveyId: encodeId('srv', survey.id),
          surveyKey: survey.key,
          survey: survey.name,
          ...(await negativeAnswers(ctx, starts, survey.id)),
        }
      : null,
    onTime,
    scores,
    causes,
  }
}

/** Surveys with an answer since a day, by name. */
function answeredSurveys(ctx: Ctx, since: string) {
  return ctx.db.many<{ id: string; key: string; name: string }>(sql`
    select s.id, s.key, s.name from surveys s
    where s.workspace_id = ${ctx.workspaceId} and exists (
      select 1 from responses r where r.workspace_id = ${ctx.workspaceId} and r.survey_id = s.id
        and not r.is_provisional and r.submitted_at >= ${`${since}T00:00:00Z`}::timestamptz)
    order by s.name, s.key`)
}

interface Counted {
  quarter: string
  n: number
  of: number
}

function trend(starts: readonly string[], rows: readonly Counted[]): Trend {
  const list: Quarter[] = starts.map((from, i) => {
    const row = rows.find(({ quarter }) => quarter === from)
    const next =
      starts[i + 1] ?? lastQuarters(new Date(Date.parse(`${from}T00:00:00Z`) + 100 * 86_400_000), 1)[0]!
    return {
      name: quarterName(from),
      from,
      to: addDays(next, -1),
      share: row ? share(row.n, row.of) : null,
    }
  })
  return { quarters: list, change: latestChange(list) }
}

async function negativeAnswers(ctx: Ctx, starts: readonly string[], surveyId: string): Promise<Trend> {
  const rows = await ctx.db.many<Counted>(sql`
    select date_trunc('quarter', submitted_at at time zone 'UTC')::date as quarter,
      count(*) filter (where is_negative) as n, count(*) as of
    from responses
    where workspace_id = ${ctx.workspaceId} and survey_id = ${surveyId} and not is_provisional
      and submitted_at >= ${`${starts[0]}T00:00:00Z`}::timestamptz
    group by 1`)
  return trend(starts, rows)
}

async function casesOnTime(
  ctx: Ctx,
  starts: readonly string[],
  playbook: string | undefined,
): Promise<Trend> {
  const rows = await ctx.db.many<Counted>(sql`
    select date_trunc('quarter', resolved_at at time zone 'UTC')::date as quarter,
      count(*) filter (where is_on_time) as n, count(*) as of
    from cases
    where workspace_id = ${ctx.workspaceId} and status = 'resolved' and is_on_time is not null
      and resolved_at >= ${`${starts[0]}T00:00:00Z`}::timestamptz
      ${playbook === undefined ? sql.empty : sql`and playbook_key = ${playbook}`}
    group by 1`)
  return trend(starts, rows)
}

async function scorePairs(
  ctx: Ctx,
  since: string,
  playbook: string | undefined,
): Promise<OutcomeFigures['scores']> {
  const ws = ctx.workspaceId
  const rows = await ctx.db.many<{
    before: number
    before_kind: string
    after: number
    after_kind: string
    cases: number
  }>(sql`
    select b.score as before, bs.kind as before_kind, a.score as after, s.kind as after_kind, count(*) as cases
    from case_confirmations f
    join cases k on k.workspace_id = ${ws} and k.id = f.case_id and k.status = 'resolved'
    join responses a on a.workspace_id = ${ws} and a.id = f.response_id
    join surveys s on s.workspace_id = ${ws} and s.id = a.survey_id
    join responses b on b.workspace_id = ${ws} and b.id = k.response_id
    join surveys bs on bs.workspace_id = ${ws} and bs.id = b.survey_id
    where f.workspace_id = ${ws} and f.response_id is not null and a.score is not null and b.score is not null
      and k.resolved_at >= ${`${since}T00:00:00Z`}::timestamptz
      ${playbook === undefined ? sql.empty : sql`and k.playbook_key = ${playbook}`}
    group by 1, 2, 3, 4`)
  const pairs = rows.flatMap((row) => {
    const before = shareOfScale(onScale(row.before, row.before_kind)!)
    const after = shareOfScale(onScale(row.after, row.after_kind)!)
    return Array.from({ length: row.cases }, () => ({ before, after }))
  })
  const change = pairedChange(pairs, fewest)
  const where = (fits: (difference: number) => boolean) =>
    pairs.filter(({ before, after }) => fits(after - before)).length
  return {
    pairs: pairs.length,
    better: where((difference) => difference > 0),
    same: where((difference) => difference === 0),
    worse: where((difference) => difference < 0),
    change: change
      ? {
          before: change.before,
          after: change.after,
          points: change.points,
          low: change.low,
          high: change.high,
          couldBeChance: change.couldBeChance,
        }
      : null,
  }
}

async function causesSince(ctx: Ctx, since: string, playbook: string | undefined) {
  return ctx.db.many<{ cause: string; cases: number }>(sql`
    select cause, count(*) as cases from cases
    where workspace_id = ${ctx.workspaceId} and status = 'resolved' and cause is not null
      and resolved_at >= ${`${since}T00:00:00Z`}::timestamptz
      ${playbook === undefined ? sql.empty : sql`and playbook_key = ${playbook}`}
    group by cause order by cases desc, cause limit 12`)
}
