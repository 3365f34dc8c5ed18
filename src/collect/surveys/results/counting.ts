import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { takeTurn } from '#platform/db/turn.ts'

/** How many `promoters`, `passives` and `detractors` gave a score, as nps() takes them: the groups of npsGroup(). */
export const npsCountsSql = (score: Sql): Sql => sql`
  count(*) filter (where ${score} >= 9) as promoters,
  count(*) filter (where ${score} between 7 and 8) as passives,
  count(*) filter (where ${score} <= 6) as detractors`

/** By what the answers are told apart: how they came in, and who gave them. */
export const cuts = ['channel', 'segment', 'plan', 'owner', 'language'] as const
export type Cut = (typeof cuts)[number]

/** Responses as they should be counted now; provisional ones are not. Account and contact as they are today, merges followed. */
export function countedNow({ workspaceId: ws }: Ctx, which: Sql): Sql {
  return sql`
    select r.id, r.survey_id, r.submitted_at, r.wave_id, r.channel, coalesce(own.segment, '') as segment, coalesce(own.plan, '') as plan,
      coalesce(own.owner_member_id::text, '') as owner, coalesce(lower(split_part(replace(root.locale, '_', '-'), '-', 1)), '') as language,
      r.is_negative, coalesce(x.questions, '{}') as questions, coalesce(x.said, '{}') as said
    from responses r
    left join accounts a on a.workspace_id = ${ws} and a.id = r.account_id
    left join accounts own on own.workspace_id = ${ws} and own.id = root_id(a.merged_into_id, a.id)
    left join contacts c on c.workspace_id = ${ws} and c.id = r.contact_id
    left join contacts root on root.workspace_id = ${ws} and root.id = root_id(c.merged_into_id, c.id)
    left join lateral (
      select array_agg(a.question_id order by a.question_id, said) as questions, array_agg(said order by a.question_id, said) as said
      from answers a
      cross join lateral unnest(case
        when a.number is not null then array[a.number::text]
        when a.words is not null or a.choice is not null or a.choices is not null
          then array[''] || coalesce(a.choices, array_remove(array[a.choice], null)) end) as said
      where a.workspace_id = ${ws} and a.response_id = r.id
    ) x on true
    where r.workspace_id = ${ws} and not r.is_provisional and ${which}`
}

/** What these counted responses add to the sums, line by line; `n` is 1, or −1 to take them out. */
export function linesOf(rows: Sql, n: 1 | -1): Sql {
  return sql`
    select r.survey_id, x.cut, x.part, x.question_id, date_trunc('month', r.submitted_at at time zone 'UTC')::date as month, r.wave_id,
      x.answer, ${n}::integer as n
    from ${rows} r cross join lateral (
      select 'channel' as cut, r.channel as part, null::uuid as question_id, '' as answer
      union all select 'channel', r.channel, null, 'negative' where r.is_negative
      union all select 'channel', r.channel, s.question_id, s.answer from unnest(r.questions, r.said) s (question_id, answer)
      union all select by.cut, by.part, s.question_id, s.answer
        from (values ('segment', r.segment), ('plan', r.plan), ('owner', r.owner), ('language', r.language)) by (cut, part)
        cross join unnest(r.questions, r.said) s (question_id, answer) where s.answer ~ '^[0-9]+$'
    ) x`
}

const chunk = 5000

/** Sums of one workspace are moved by one transaction at a time. */
export async function lockSums(ctx: Ctx): Promise<void> {
  await takeTurn(ctx, 'results')
}

/**
 * Counts these responses as they stand now and moves the sums by the difference to where they were counted before. Done
 * twice, the second time moves nothing; one that is gone or in doubt is taken out. What was anonymised stays as it was.
 */
export async function recount(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const ws = ctx.workspaceId
  await lockSums(ctx)
  for (let start = 0; start < ids.length; start += chunk) {
    const some = await ctx.db
      .many<{ id: string }>(sql`
      select id from unnest(${ids.slice(start, start + chunk)}::uuid[]) as g (id) where not exists (
        select from responses r where r.workspace_id = ${ws} and r.id = g.id and r.anonymised_at is not null)`)
      .then((rows) => rows.map(({ id }) => id))
    await ctx.db.run(sql`
      with now as materialized (${countedNow(ctx, sql`r.id = any(${some}::uuid[])`)}),
      old as materialized (select * from counted_responses where workspace_id = ${ws} and id = any(${some}::uuid[])),
      gone as (
        delete from counted_responses c using old o
        where c.workspace_id = ${ws} and c.id = o.id and not exists (select 1 from now n where n.id = o.id)
      ),
      put as (
        insert into counted_responses (workspace_id, id, survey_id, submitted_at, wave_id, channel, segment, plan, owner, language,
          is_negative, questions, said)
        select ${ws}, id, survey_id, submitted_at, wave_id, channel, segment, plan, owner, language, is_negative, questions, said from now
        on conflict (workspace_id, id) do update set submitted_at = excluded.submitted_at, wave_id = excluded.wave_id,
          channel = excluded.channel, segment = excluded.segment, plan = excluded.plan, owner = excluded.owner,
          language = excluded.language, is_negative = excluded.is_negative, questions = excluded.questions, said = excluded.said
        where (counted_responses.submitted_at, counted_responses.wave_id, counted_responses.channel, counted_responses.segment,
            counted_responses.plan, counted_responses.owner, counted_responses.language, counted_responses.is_negative,
            counted_responses.questions, counted_responses.said)
          is distinct from (excluded.submitted_at, excluded.wave_id, excluded.channel, excluded.segment, excluded.plan, excluded.owner,
            excluded.language, excluded.is_negative, excluded.questions, excluded.said)
      )
      insert into result_sums as s (workspace_id, survey_id, cut, part, question_id, month, wave_id, answer, count)
      select ${ws}, l.survey_id, l.cut, l.part, l.question_id, l.month, l.wave_id, l.answer, sum(l.n)
      from (${linesOf(sql`now`, 1)} union all ${linesOf(sql`old`, -1)}) l
      group by 2, 3, 4, 5, 6, 7, 8 having sum(l.n) <> 0
      on conflict on constraint result_sums_once do update set count = s.count + excluded.count`)
  }
}
