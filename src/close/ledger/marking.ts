import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'

// Which items an event is about, directly or round a corner: each answers a query of ids.

/** The ids that payloads name, each once. */
export const given = (ids: readonly unknown[]) =>
  sql`select unnest(${[...new Set(ids.filter((id) => typeof id === 'string'))]}::uuid[]) as id`

/** Items that these cases are about, by themselves or by the answers behind them. */
export const itemsOfCases = ({ workspaceId: ws }: Ctx, cases: Sql) => sql`
  select * from (
    with asked (id) as materialized (${cases})
    select k.feedback_id as id from asked join cases k on k.workspace_id = ${ws} and k.id = asked.id
    union all
    select x.feedback_id from asked join case_answers x on x.workspace_id = ${ws} and x.case_id = asked.id
    union all
    select f.id from asked join case_answers x on x.workspace_id = ${ws} and x.case_id = asked.id
    join feedback_items f on f.workspace_id = ${ws} and f.response_id = x.response_id
  ) of_cases`

/** Items quoted by these requests and by those merged with them. */
export function itemsOfRequests({ workspaceId: ws }: Ctx, ids: readonly unknown[]): Sql {
  return sql`
    with asked as (${given(ids)}), root as (
      select root_id(r.merged_into_id, r.id) as id from asked join requests r on r.workspace_id = ${ws} and r.id = asked.id
    ), whole as (
      select id from root union select r.id from root join requests r on r.workspace_id = ${ws} and r.merged_into_id = root.id
    )
    select e.feedback_id from whole join request_evidence e on e.workspace_id = ${ws} and e.request_id = whole.id`
}

/** Items of these contacts under any name they were merged from, and of whom they were merged into. */
export const itemsOfContacts = ({ workspaceId: ws }: Ctx, contacts: Sql) => sql`
  select * from (
    with asked as materialized (
      select root_id(c.merged_into_id, c.id) as id from (${contacts}) as given (id)
      join contacts c on c.workspace_id = ${ws} and c.id = given.id
    ), who as (
      select id from asked union
      select c.id from asked join contacts c on c.workspace_id = ${ws} and c.merged_into_id = asked.id
    ) select i.id from who join inbox_items i on i.workspace_id = ${ws} and i.contact_id = who.id
  ) of_contacts`

/** Items of these accounts, also under a name that was merged into them. */
export const itemsOfAccounts = ({ workspaceId: ws }: Ctx, accounts: Sql) => sql`
  select * from (
    with asked as materialized (${accounts}), which as (
      select id from asked union
      select a.id from asked join accounts a on a.workspace_id = ${ws} and a.merged_into_id = asked.id
    ) select i.id from which join inbox_items i on i.workspace_id = ${ws} and i.account_id = which.id
  ) of_accounts`
