import { readThemes, rootsOf } from '#analyze/themes/known.ts'
import { nobody } from '#analyze/themes/place.ts'
import { nameOf } from '#analyze/themes/rules.ts'
import { type Outcome, renewalGraceDays, studyDays, type Window } from '#measure/correlations/rules.ts'
import { addDays } from '#measure/dashboards/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'

/**
 * A cohort seen from one day (landmark analysis; Anderson, Cain and Gelber, Journal of Clinical Oncology 1 (1983)
 * 710–719): accounts as they stood on that day, what they said before it, what came of them from it on. So nothing that
 * was said after the outcome counts, and nobody counts as silent because they left before they could speak.
 */
export interface Study {
  outcome: Outcome
  days: Window
  segment: string | undefined
  from: string
  /** the day everything is seen from */
  at: string
  to: string
}

export function studyOf(
  ctx: Ctx,
  { outcome, days, segment }: Pick<Study, 'outcome' | 'days'> & { segment?: string | undefined },
): Study {
  return { outcome, days, segment, ...studyDays(ctx.now(), days) }
}

const start = (day: string) => sql`${`${day}T00:00:00Z`}::timestamptz`

/** `cohort` (id, segment, hit_on): the accounts asked about, as they stood on the day, and the day of the outcome. */
export function cohortSql(ctx: Ctx, study: Study): Sql {
  const ws = ctx.workspaceId
  const [at, end] = [start(study.at), start(addDays(study.to, 1))]
  const { hits, base } = {
    churn: { hits: leftSql(ws, at, end), base: sql`true` },
    renewal: {
      hits: leftSql(ws, at, end),
      base: sql`c.renewal_on between ${study.at}::date and ${addDays(study.to, -renewalGraceDays)}::date`,
    },
    nps: {
      hits: sql`select id, day from last_answers where score <= 6`,
      base: sql`c.id in (select id from last_answers)`,
    },
    usage: {
      hits: sql`select r.id, min(t.fired_on) as day from signal_alerts t
        join accounts m on m.workspace_id = ${ws} and m.id = t.account_id
        join accounts r on r.workspace_id = ${ws} and r.id = root_id(m.merged_into_id, m.id)
        where t.workspace_id = ${ws} and t.fired_on between ${study.at}::date and ${study.to}::date group by r.id`,
      base: sql`c.id in (select root_id(m.merged_into_id, m.id) from signal_subjects s
        join accounts m on m.workspace_id = ${ws} and m.id = s.account_id
        where s.workspace_id = ${ws} and s.account_id is not null)`,
    },
  }[study.outcome]
  return sql`
    stood as materialized (${stoodSql(ws, at)}),
    ${study.outcome === 'nps' ? sql`last_answers as materialized (${lastAnswersSql(ws, at, end)}),` : sql.empty}
    hits as materialized (${hits}),
    cohort as materialized (
      select c.id, c.segment, x.day as hit_on
      from stood c
      join accounts a on a.workspace_id = ${ws} and a.id = c.id and a.merged_into_id is null
      left join hits x on x.id = c.id
        ${study.outcome === 'renewal' ? sql`and x.day <= c.renewal_on + ${renewalGraceDays}::integer` : sql.empty}
      where c.lifecycle = 'active' and ${base}
        ${study.segment === undefined ? sql.empty : sql`and c.segment = ${study.segment}`}
    )`
}

/** Every account as it stood at a moment; merged ones too. */
export const stoodSql = (ws: string, at: Sql) => sql`
  select distinct on (account_id) account_id as id, lifecycle, coalesce(segment, '') as segment, renewal_on, mrr_cents
  from account_history where workspace_id = ${ws} and valid_at < ${at}
  order by account_id, valid_at desc, id desc`

const leftSql = (ws: string, at: Sql, end: Sql) => sql`
  select account_id as id, min(valid_at at time zone 'UTC')::date as day from account_history
  where workspace_id = ${ws} and lifecycle = 'churned' and valid_at >= ${at} and valid_at < ${end} group by account_id`

const lastAnswersSql = (ws: string, at: Sql, end: Sql) => sql`
  select distinct on (r.id) r.id, x.score, (x.submitted_at at time zone 'UTC')::date as day
  from responses x
  join accounts m on m.workspace_id = ${ws} and m.id = x.account_id
  join accounts r on r.workspace_id = ${ws} and r.id = root_id(m.merged_into_id, m.id)
  where x.workspace_id = ${ws} and not x.is_provisional and x.submitted_at >= ${at} and x.submitted_at < ${end}
    and x.survey_id in (select id from surveys where workspace_id = ${ws} and kind = 'nps')
  order by r.id, x.submitted_at desc, x.id desc`

/** Themes as they are counted: each with the one it is counted with, and the name of that. */
export interface CountedThemes {
  ids: string[]
  roots: string[]
  names: ReadonlyMap<string, string>
}

/** Themes that stand for themselves or behind another; hidden ones are left out, what no theme took is `nobody`. */
export async function countedThemes(ctx: Ctx): Promise<CountedThemes> {
  const rows = await readThemes(ctx)
  const roots = rootsOf(rows)
  const byId = new Map(rows.map((row) => [row.id, row]))
  const shown = rows.filter((row) => !byId.get(roots.get(row.id)!)?.is_hidden)
  return {
    ids: shown.map(({ id }) => id),
    roots: shown.map(({ id }) => roots.get(id)!),
    names: new Map(rows.map((row) => [row.id, nameOf(row)])),
  }
}

/** `exposures` (kind, key, id, times): what each account of the cohort did before the day. Needs `cohort`. */
export function exposuresSql(ctx: Ctx, study: Study, themes: CountedThemes): Sql {
  const ws = ctx.workspaceId
  return sql`
    spoke as materialized (
      select d.theme_id, root_id(m.merged_into_id, m.id) as id, d.n
      from (
        select theme_id, account_id, sum(mentions) as n from theme_days
        where workspace_id = ${ws} and day >= ${study.from}::date and day < ${study.at}::date
          and mentions > 0 and account_id <> ${nobody}
        group by 1, 2
      ) d
      join accounts m on m.workspace_id = ${ws} and m.id = d.account_id
    ),
    exposures as materialized (
      select 'theme' as kind, m.root_id::text as key, s.id, sum(s.n)::integer as times
      from unnest(${themes.ids}::uuid[], ${themes.roots}::uuid[]) as m (theme_id, root_id)
      join spoke s on s.theme_id = m.theme_id
      group by m.root_id, s.id
      union all
      select 'signal', t.rule_id, root_id(m.merged_into_id, m.id), count(*)::integer
      from signal_alerts t join accounts m on m.workspace_id = ${ws} and m.id = t.account_id
      where t.workspace_id = ${ws} and t.fired_on >= ${study.from}::date and t.fired_on < ${study.at}::date
      group by t.rule_id, root_id(m.merged_into_id, m.id)
      union all
      select 'silence', '', c.id, 0 from cohort c where not exists (select from spoke s where s.id = c.id)
    )`
}
