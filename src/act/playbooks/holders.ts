import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'

export interface Held {
  id: string
  name: string
}

/** Whether the member `m` of a query is away now. */
const isAway = (ctx: Ctx) => sql`exists (
  select 1 from absences a where a.workspace_id = ${ctx.workspaceId} and a.member_id = m.id
    and a.starts_at <= ${ctx.now()} and a.ends_at > ${ctx.now()})`

/** Members that fit and are not away, in the order they came. Who of several takes something is for routing to say. */
export async function members(ctx: Ctx, condition: Sql): Promise<Held[]> {
  return ctx.db.many<Held>(sql`
    select m.id, m.name from members m
    where m.workspace_id = ${ctx.workspaceId} and m.removed_at is null and not ${isAway(ctx)} and ${condition}
    order by m.id`)
}

/** Whether the member `m` of a query holds this position or is in the team of that name. */
export function fills(ctx: Ctx, name: string): Sql {
  return sql`(${name} = any(m.positions) or m.id in (
    select x.member_id from teams t join team_members x on x.workspace_id = ${ctx.workspaceId} and x.team_id = t.id
    where t.workspace_id = ${ctx.workspaceId} and t.key = ${name}))`
}

/**
 * Who holds a position, or is in the team of that name. Management is never vacant in a working workspace: where nobody holds it, it
 * is the managers, else the admins, else the owners.
 */
export async function holders(ctx: Ctx, name: string): Promise<Held[]> {
  const named = await members(ctx, fills(ctx, name))
  if (named.length > 0 || name !== 'management') return named
  for (const role of ['manager', 'admin', 'owner']) {
    const found = await members(ctx, sql`m.role = ${role}`)
    if (found.length > 0) return found
  }
  // Everybody who could is away: it waits for an owner all the same.
  return ctx.db.many<Held>(sql`
    select m.id, m.name from members m
    where m.workspace_id = ${ctx.workspaceId} and m.removed_at is null and m.role = 'owner' order by m.id`)
}

export interface StandIn extends Held {
  /** the absence they stand in for; null when it is the member themselves */
  absence: { id: string; name: string } | null
}

/** Who acts for members, of those that fit: they themselves while they are here, else who covers their absence. */
export async function standIns(ctx: Ctx, condition: Sql): Promise<StandIn[]> {
  const here = await members(ctx, condition)
  if (here.length > 0) return here.map((one) => ({ ...one, absence: null }))
  const covers = await ctx.db.many<{ absence_id: string; away: string; cover_member_id: string }>(sql`
    select a.id as absence_id, m.name as away, a.cover_member_id from absences a
    join members m on m.workspace_id = ${ctx.workspaceId} and m.id = a.member_id and m.removed_at is null
    where a.workspace_id = ${ctx.workspaceId} and a.starts_at <= ${ctx.now()} and a.ends_at > ${ctx.now()}
      and a.cover_member_id is not null and ${condition}
    order by a.starts_at, a.id`)
  if (covers.length === 0) return []
  const present = await members(ctx, sql`m.id = any(${covers.map((one) => one.cover_member_id)}::uuid[])`)
  return covers.flatMap(({ absence_id, away, cover_member_id }) =>
    present
      .filter(({ id }) => id === cover_member_id)
      .map((one) => ({ ...one, absence: { id: absence_id, name: away } })),
  )
}

/** The members who hold a position or are in a team, or management where nobody is. */
export async function holdersOrManagement(ctx: Ctx, name: string): Promise<string[]> {
  const held = await holders(ctx, name)
  return (held.length > 0 ? held : await holders(ctx, 'management')).map(({ id }) => id)
}

/** This member alone, who covers for them, or management where there is neither. */
export async function memberOrManagement(ctx: Ctx, memberId: string | null | undefined): Promise<string[]> {
  const here = memberId ? await standIns(ctx, sql`m.id = ${memberId}`) : []
  return here.length > 0 ? here.map(({ id }) => id) : holdersOrManagement(ctx, 'management')
}

/** The members who may agree where a playbook asks for it; management where nobody else can. */
export async function approversOf(
  ctx: Ctx,
  who: string,
  record?: { lead_member_id: string | null; owner_member_id: string | null },
): Promise<string[]> {
  if (who === 'lead') return memberOrManagement(ctx, record?.lead_member_id)
  if (who === 'account.owner') return memberOrManagement(ctx, record?.owner_member_id)
  return holdersOrManagement(ctx, who)
}

/** Whether the asking member may say that a playbook needs no change: who keeps it, who approves it, or who may write it. */
export async function mayReview(
  ctx: Ctx,
  playbook: { owner?: string | undefined; approver?: string | undefined },
): Promise<boolean> {
  if (ctx.actor.kind !== 'member') return false
  const who = [playbook.owner, playbook.approver].filter((one) => one !== undefined)
  if (who.length === 0) who.push('management')
  for (const one of who) if ((await approversOf(ctx, one)).includes(ctx.actor.id)) return true
  return false
}
