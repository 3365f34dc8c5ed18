import { storedCalendar } from '#platform/calendar/commands.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Answer } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'
import type * as contract from '#platform/teams/contract.ts'

interface Row {
  id: string
  key: string
  name: string
  areas: string[]
  calendar: unknown
  created_at: Date
  members: { id: string; name: string }[]
}

async function teams(ctx: Ctx, condition: Sql): Promise<contract.Team[]> {
  const rows = await ctx.db.many<Row>(sql`
    select t.id, t.key, t.name, t.areas, t.calendar, t.created_at, coalesce((
      select jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name) order by m.name, m.id)
      from team_members x
      join members m on m.workspace_id = ${ctx.workspaceId} and m.id = x.member_id and m.removed_at is null
      where x.workspace_id = ${ctx.workspaceId} and x.team_id = t.id), '[]'::jsonb) as members
    from teams t where t.workspace_id = ${ctx.workspaceId} and ${condition} order by t.name, t.id limit 500`)
  return rows.map((row) => ({
    id: encodeId('team', row.id),
    key: row.key,
    name: row.name,
    areas: row.areas,
    members: row.members.map((one) => ({ id: encodeId('mem', one.id), name: one.name })),
    calendar: storedCalendar(row.calendar),
    createdAt: row.created_at.toISOString(),
  }))
}

/** The teams of this workspace, by name. */
export async function listTeams(ctx: Ctx): Promise<Answer<typeof contract.listTeams>> {
  return { data: await teams(ctx, sql`true`) }
}

/** One team whole. Throws `team.not_found`. */
export async function getTeam(ctx: Ctx, teamId: string): Promise<contract.Team> {
  const [team] = await teams(ctx, sql`t.id = ${teamId}`)
  if (!team) throw new AppError('not_found', 'team.not_found', 'There is no such team. Load the page again.')
  return team
}

/** The calendar of the first team by name, among those of a member, that has one, with the team's name; else null. */
export function teamCalendarOf(ctx: Ctx, memberId: Sql): Sql {
  return sql`(
    select jsonb_build_object('name', t.name, 'calendar', t.calendar) from team_members x
    join teams t on t.workspace_id = ${ctx.workspaceId} and t.id = x.team_id and t.calendar is not null
    where x.workspace_id = ${ctx.workspaceId} and x.member_id = ${memberId} order by t.name, t.id limit 1)`
}

/** The key of each team, and how many of its members are here. */
export async function teamSizes(ctx: Ctx): Promise<Map<string, number>> {
  const rows = await ctx.db.many<{ key: string; size: number }>(sql`
    select t.key, count(m.id) as size from teams t
    left join team_members x on x.workspace_id = ${ctx.workspaceId} and x.team_id = t.id
    left join members m on m.workspace_id = ${ctx.workspaceId} and m.id = x.member_id and m.removed_at is null
    where t.workspace_id = ${ctx.workspaceId} group by t.key`)
  return new Map(rows.map((row) => [row.key, row.size]))
}
