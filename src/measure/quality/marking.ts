import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'

// Which things an event may have changed the verdict of: each answers a query of ids.

/** Items with all that stand in one group with them: a case or step of one counts for each. */
export const withVoices = ({ workspaceId: ws }: Ctx, items: Sql) => sql`
  select * from (
    with asked as materialized (select distinct root_id(i.merged_into_id, i.id) as id from (${items}) as g (id)
      join inbox_items i on i.workspace_id = ${ws} and i.id = g.id)
    select id from asked union all
    select i.id from asked join inbox_items i on i.workspace_id = ${ws} and i.merged_into_id = asked.id
  ) whole`

/** These contacts under every name of theirs. */
export const people = ({ workspaceId: ws }: Ctx, contacts: Sql) => sql`
  select * from (
    with asked as materialized (select distinct root_id(c.merged_into_id, c.id) as id from (${contacts}) as g (id)
      join contacts c on c.workspace_id = ${ws} and c.id = g.id)
    select id from asked union all
    select c.id from asked join contacts c on c.workspace_id = ${ws} and c.merged_into_id = asked.id
  ) people`

/** Negative answers of these people. */
export const answersOf = (ctx: Ctx, contacts: Sql) => sql`
  select r.id from (${people(ctx, contacts)}) p join responses r on r.workspace_id = ${ctx.workspaceId} and r.contact_id = p.id and r.is_negative`
/** What shipped and they stand behind, as it is kept: where it is not kept yet, its own mark is under way. */
export const requestsOf = (ctx: Ctx, contacts: Sql) => sql`
  select o.subject_id from (${people(ctx, contacts)}) p
  join quality_occurrences o on o.workspace_id = ${ctx.workspaceId} and o.contact_id = p.id and o.check_key = 'told_shipped'`
/** Everything that shipped. */
export const shipped = ({ workspaceId: ws }: Ctx) => sql`
  select id from requests where workspace_id = ${ws} and status = 'shipped' and merged_into_id is null`
const criticalOf = (ctx: Ctx, contacts: Sql) => sql`
  select i.id from (${people(ctx, contacts)}) p
  join inbox_items i on i.workspace_id = ${ctx.workspaceId} and i.contact_id = p.id and i.priority = 'critical'`

/** A word to these people: detractors and the unhappy are answered by any, requests and critical items by one about them. */
export const toldPeople = (ctx: Ctx, contacts: Sql) => ({
  answer: answersOf(ctx, contacts),
  request: requestsOf(ctx, contacts),
  item: criticalOf(ctx, contacts),
})

/** Everything of these people, once they are others than before. */
export const wholePeople = (ctx: Ctx, contacts: Sql) => ({
  ...toldPeople(ctx, contacts),
  item: sql`select i.id from (${people(ctx, contacts)}) p
    join inbox_items i on i.workspace_id = ${ctx.workspaceId} and i.contact_id = p.id`,
  case: sql`select k.id from (${people(ctx, contacts)}) p
    join cases k on k.workspace_id = ${ctx.workspaceId} and k.contact_id = p.id`,
  invitation: sql`select i.id from (${people(ctx, contacts)}) p
    join invitations i on i.workspace_id = ${ctx.workspaceId} and i.contact_id = p.id`,
})
