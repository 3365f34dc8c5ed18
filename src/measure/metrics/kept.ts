import { type KeptFact, mrrBands } from '#measure/metrics/definitions.ts'
import { calendarSetting } from '#platform/calendar/commands.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { takeTurn } from '#platform/db/turn.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** The records whose facts are kept, and which facts each has. */
export const keptOf = {
  items: ['item', 'answered', 'triaged', 'acted'],
  responses: ['answer'],
  invitations: ['invitation'],
} as const satisfies Record<string, readonly KeptFact[]>
export type Kept = keyof typeof keptOf

/** What stands where a record has no product area, survey or playbook. */
export const none = '00000000-0000-0000-0000-000000000000'
/** The same in SQL. */
export const noneSql = sql`'00000000-0000-0000-0000-000000000000'::uuid`

/** The zone whose days figures are counted in. */
export async function metricZone(ctx: Ctx): Promise<string> {
  return (await getSetting(ctx, calendarSetting)).zone
}

/** The key of the band that an MRR lies in; '' where it is not known. */
export function mrrBandSql(cents: Sql): Sql {
  const bands = [...mrrBands]
    .reverse()
    .map(({ key, from }) => sql`when ${cents} >= ${from}::bigint then ${key}::text`)
  return sql`case ${sql.join(bands, ' ')} else '' end`
}

/**
 * Segment and MRR of an account, whatever it was merged into, as it was last known at a time; before anything was known, as
 * it first became known. Joins `of_then (segment, mrr)`.
 */
export function accountThen({ workspaceId: ws }: Ctx, accountId: Sql, at: Sql): Sql {
  const first = (column: Sql) => sql`
    (array_agg(${column} order by (h.valid_at <= ${at}) desc, case when h.valid_at <= ${at} then h.valid_at end desc, h.valid_at, h.id desc)
      filter (where ${column} is not null))[1]`
  return sql`
    left join accounts own_account on own_account.workspace_id = ${ws} and own_account.id = ${accountId}
    left join lateral (
      select coalesce(segment, '') as segment, ${mrrBandSql(sql`mrr_cents`)} as mrr from (
        select ${first(sql`h.segment`)} as segment, ${first(sql`h.mrr_cents`)} as mrr_cents from account_history h
        where h.workspace_id = ${ws} and h.account_id = root_id(own_account.merged_into_id, own_account.id)
      ) known
    ) of_then on true`
}

/** These records as they should be counted now, in the columns of `metric_facts`. */
export function countedNow(ctx: Ctx, kept: Kept, zone: string, which: Sql): Sql {
  const facts = { items, responses, invitations }[kept](ctx, which)
  return sql`
    select id, fact, at, (at at time zone ${zone})::date as day, channel, type, priority, product, segment, mrr, part, value, flag, is_late
    from (${facts}) of_kept`
}

function items(ctx: Ctx, which: Sql): Sql {
  const { workspaceId: ws } = ctx
  return sql`
    select x.fact, i.id, x.at, i.channel, coalesce(i.type, '') as type, coalesce(i.priority, '') as priority,
      coalesce(i.product_area_id, ${noneSql}) as product, coalesce(of_then.segment, '') as segment, coalesce(of_then.mrr, '') as mrr,
      ${noneSql} as part, x.value, x.flag, x.is_late
    from inbox_items i
    ${accountThen(ctx, sql`i.account_id`, sql`i.occurred_at`)}
    cross join lateral (
      select 'item' as fact, i.occurred_at as at, 0 as value, false as flag, i.received_at > i.occurred_at + interval '1 day' as is_late
      union all select 'triaged', i.received_at, case when i.type is null or i.triaged_at is null then -1 else metric_wait(i.triaged_at - i.received_at) end, false, false
        where not i.is_history
      union all select 'answered', i.received_at, coalesce(metric_wait(i.first_response_at - i.received_at), -1), false, false
        where not i.is_history and (i.contact_id is not null or i.had_contact) and (i.channel <> 'survey' or exists (
          select 1 from cases k where k.workspace_id = ${ws} and k.feedback_id = i.id and k.status <> 'cancelled'))
      union all select 'acted', i.received_at, coalesce(metric_wait(least(i.first_response_at, (
          select min(s.done_at) from cases k join case_steps s on s.workspace_id = ${ws} and s.case_id = k.id and s.state = 'done'
          where k.workspace_id = ${ws} and k.feedback_id = i.id and k.status <> 'cancelled')) - i.received_at), -1), false, false
        where not i.is_history and i.priority = 'critical'
    ) x
    where i.workspace_id = ${ws} and i.status not in ('spam', 'merged') and ${which}`
}

function responses(ctx: Ctx, which: Sql): Sql {
  return sql`
    select 'answer' as fact, r.id, r.submitted_at as at, r.channel, '' as type, '' as priority, ${noneSql} as product,
      coalesce(of_then.segment, '') as segment, coalesce(of_then.mrr, '') as mrr, r.survey_id as part, r.score::integer as value,
      r.is_negative as flag, r.channel = 'import' as is_late
    from responses r
    ${accountThen(ctx, sql`r.account_id`, sql`r.submitted_at`)}
    where r.workspace_id = ${ctx.workspaceId} and not r.is_provisional and r.score is not null and ${which}`
}

/** Somebody who answered was reached, whatever the mail server said (collect/surveys/results/rates.ts). */
function invitations(ctx: Ctx, which: Sql): Sql {
  return sql`
    select 'invitation' as fact, i.id, coalesce(i.delivered_at, i.answered_at) as at, i.channel, '' as type, '' as priority, ${noneSql} as product,
      coalesce(of_then.segment, '') as segment, coalesce(of_then.mrr, '') as mrr, i.survey_id as part, 0 as value,
      i.answered_at is not null as flag, false as is_late
    from invitations i
    ${accountThen(ctx, sql`i.account_id`, sql`i.invited_at`)}
    where i.workspace_id = ${ctx.workspaceId} and (i.delivered_at is not null or i.answered_at is not null) and ${which}`
}

const chunk = 2000
/** What a fact has. */
export const columns = sql`id, fact, at, day, channel, type, priority, product, segment, mrr, part, value, flag, is_late`
/** What its sums are told apart by. */
export const keys = sql`fact, day, channel, type, priority, product, segment, mrr, part, value, flag, is_late`

/** Facts of one workspace are moved by one transaction at a time. */
export async function lockFacts(ctx: Ctx): Promise<void> {
  await takeTurn(ctx, 'metrics')
}

/** Writes these facts, whether there are older ones of the same records or not. */
export function putFacts({ workspaceId }: Ctx, facts: Sql): Sql {
  return sql`
    insert into metric_facts (workspace_id, ${columns})
    select ${workspaceId}::uuid, ${columns} from (${facts}) changed
    on conflict (workspace_id, fact, id) do update set at = excluded.at, day = excluded.day, channel = excluded.channel,
      type = excluded.type, priority = excluded.priority, product = excluded.product, segment = excluded.segment,
      mrr = excluded.mrr, part = excluded.part, value = excluded.value, flag = excluded.flag, is_late = excluded.is_late`
}

/**
 * Counts these records as they stand now and moves the sums of their days by the difference to how they were counted
 * before. Done twice, the second time moves nothing; what is gone is taken out. What still waits is in no sum: it turns
 * late by the clock alone, so it is read one by one (rows.ts).
 */
export async function recount(ctx: Ctx, kept: Kept, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const ws = ctx.workspaceId
  const zone = await metricZone(ctx)
  await lockFacts(ctx)
  const of = { items: sql`i.id`, responses: sql`r.id`, invitations: sql`i.id` }[kept]
  for (let start = 0; start < ids.length; start += chunk) {
    const some = ids.slice(start, start + chunk)
    await ctx.db.run(sql`
      with now as materialized (${countedNow(ctx, kept, zone, sql`${of} = any(${some}::uuid[])`)}),
      old as materialized (
        select ${columns} from metric_facts
        where workspace_id = ${ws} and fact = any(${[...keptOf[kept]]}::text[]) and id = any(${some}::uuid[])
      ),
      gone as (
        delete from metric_facts m using old o
        where m.workspace_id = ${ws} and m.fact = o.fact and m.id = o.id
          and not exists (select 1 from now n where n.fact = o.fact and n.id = o.id)
      ),
      put as (${putFacts(ctx, sql`select ${columns} from now except select ${columns} from old`)})
      insert into metric_sums as s (workspace_id, ${keys}, n)
      select ${ws}, ${keys}, sum(d.n)
      from (select ${keys}, 1 as n from now union all select ${keys}, -1 from old) d
      where value >= 0 group by ${keys} having sum(d.n) <> 0
      order by ${keys}
      on conflict (workspace_id, fact, day, part, channel, type, priority, product, segment, mrr, value, flag, is_late)
        do update set n = s.n + excluded.n`)
  }
}
