import type { Audience } from '#collect/surveys/contract.ts'
import { restDays } from '#collect/surveys/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'

export interface Asked {
  audience: Audience
  /** People asked in the last 30 days are asked again. */
  override: boolean
}

/**
 * The contacts an audience speaks of, each with the reason for leaving them out (null: they get it). The one place that
 * decides; the preview and the sending both read it. Merged contacts count as the one that survives.
 */
export function judged(ctx: Ctx, { audience, override }: Asked): Sql {
  const ws = ctx.workspaceId
  const cutoff = new Date(ctx.now().getTime() - restDays * 86_400_000)
  const chosen = [
    ...(audience.accountIds ? [sql`coalesce(up.id, own.id) = any(${audience.accountIds}::uuid[])`] : []),
    ...(audience.contactIds ? [sql`c.id = any(${audience.contactIds}::uuid[])`] : []),
    ...(audience.segments
      ? [sql`coalesce(up.segment, own.segment) = any(${audience.segments}::text[])`]
      : []),
  ]
  // The latest of each, so that one look at an index by contact is enough however the planner guesses.
  const asked = (contact: Sql) => sql`
    (select max(i.invited_at) from invitations i
      where i.workspace_id = ${ws} and i.contact_id = ${contact} and i.not_sent_reason is null) > ${cutoff}
    or (select max(r.submitted_at) from responses r where r.workspace_id = ${ws} and r.contact_id = ${contact}) > ${cutoff}`
  const recently = sql`
    when ${asked(sql`c.id`)} or exists (select 1 from contacts m where m.workspace_id = ${ws} and m.merged_into_id = c.id
      and (${asked(sql`m.id`)})) then 'asked_recently'`
  return sql`
    select c.id, c.name, c.email, c.locale, coalesce(up.id, own.id) as account_id, coalesce(up.name, own.name) as account_name,
      case
        when c.is_internal then 'internal'
        when c.email is null then 'no_address'
        when c.email_state = 'bounced' then 'bounced'
        when c.unsubscribed_at is not null or 'surveys' = any(c.unsubscribed_topics) then 'unsubscribed'
        when exists (select 1 from contacts twin where twin.workspace_id = ${ws} and twin.email = c.email
          and twin.merged_into_id is null and twin.id < c.id) then 'same_address'
        when coalesce(up.lifecycle, own.lifecycle) = 'churned' then 'account_churned'
        when coalesce(up.lifecycle, own.lifecycle) = 'prospect' then 'account_prospect'
        ${override ? sql.empty : recently}
      end as reason
    from contacts c
    left join accounts own on own.workspace_id = ${ws} and own.id = c.account_id
    left join accounts up on up.workspace_id = ${ws} and up.id = own.merged_into_id
    where c.workspace_id = ${ws} and c.merged_into_id is null ${chosen.length === 0 ? sql.empty : sql`and ${sql.join(chosen, ' and ')}`}`
}

/** A contact as `judged` answers it. */
export interface Judged {
  id: string
  name: string | null
  email: string | null
  locale: string | null
  account_id: string | null
  account_name: string | null
  reason: string | null
}
