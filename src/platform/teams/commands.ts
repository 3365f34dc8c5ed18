import { checkCalendar } from '#platform/calendar/commands.ts'
import type { CalendarSetting } from '#platform/calendar/contract.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import type * as contract from '#platform/teams/contract.ts'
import { teamChanged, teamCreated, teamRemoved } from '#platform/teams/events.ts'
import { getTeam } from '#platform/teams/queries.ts'

/** Words of playbooks that mean somebody else. */
const reserved = ['lead', 'management', 'who']

/** Makes a team. Throws `team.key_taken` where its key is another team's, or a position's that somebody holds. */
export async function createTeam(
  ctx: Ctx,
  input: Input<typeof contract.createTeam>,
): Promise<Answer<typeof contract.createTeam>> {
  const key = input.key ?? keyOf(input.name)
  const held = await ctx.db.maybe(sql`
    select id from members
    where workspace_id = ${ctx.workspaceId} and removed_at is null and ${key} = any(positions) limit 1`)
  if (held || reserved.includes(key))
    throw taken(
      `“${key}” means ${held ? 'a position that members hold' : 'somebody else in playbooks'} already.`,
    )
  if (input.calendar) await checkCalendar(input.calendar, ctx.now(), 'calendar.')
  const teamId = newId()
  const made = await ctx.db.run(sql`
    insert into teams (workspace_id, id, key, name, areas, calendar, created_at)
    values (${ctx.workspaceId}, ${teamId}, ${key}, ${input.name}, ${[...new Set(input.areas)]}, ${stored(input.calendar)},
      ${ctx.now()})
    on conflict (workspace_id, key) do nothing`)
  if (made === 0) throw taken(`There is a team “${key}” already.`)
  if (input.memberIds) await setMembers(ctx, teamId, input.memberIds)
  await ctx.emit(teamCreated, { subjectId: teamId, payload: { key } })
  return getTeam(ctx, teamId)
}

function taken(what: string): AppError {
  return new AppError('conflict', 'team.key_taken', `${what} Give the team another name or key.`)
}

/** “Customer care, EMEA” becomes `customer-care-emea`. Throws `team.key_missing` when nothing is left of the name. */
function keyOf(name: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .match(/[a-z0-9]+/g)
  const key = words?.join('-').replace(/^[0-9-]+/, '') ?? ''
  if (key) return key.slice(0, 60).replace(/-$/, '')
  throw new AppError(
    'invalid',
    'team.key_missing',
    `No key can be made from “${name}”. Give the team a key in small Latin letters, such as care-tokyo.`,
  )
}

const stored = (calendar: CalendarSetting | null | undefined) => (calendar ? JSON.stringify(calendar) : null)

/** Changes what is given of a team. Due times already given stay as they are. */
export async function changeTeam(
  ctx: Ctx,
  input: Input<typeof contract.changeTeam>,
): Promise<Answer<typeof contract.changeTeam>> {
  const before = await getTeam(ctx, input.teamId)
  if (input.calendar) await checkCalendar(input.calendar, ctx.now(), 'calendar.')
  await ctx.db.run(sql`
    update teams set name = ${input.name ?? before.name}, areas = ${[...new Set(input.areas ?? before.areas)]},
      calendar = ${stored(input.calendar === undefined ? before.calendar : input.calendar)}
    where workspace_id = ${ctx.workspaceId} and id = ${input.teamId}`)
  if (input.memberIds) await setMembers(ctx, input.teamId, input.memberIds)
  const fields = (['name', 'areas', 'memberIds', 'calendar'] as const).filter(
    (field) => input[field] !== undefined,
  )
  await ctx.emit(teamChanged, { subjectId: input.teamId, payload: { key: before.key, fields } })
  return getTeam(ctx, input.teamId)
}

/** Puts exactly these members into a team. Throws `member.not_found` when one is not here. */
async function setMembers(ctx: Ctx, teamId: string, memberIds: readonly string[]): Promise<void> {
  const ids = [...new Set(memberIds)]
  await ctx.db.run(sql`
    delete from team_members
    where workspace_id = ${ctx.workspaceId} and team_id = ${teamId} and member_id <> all(${ids}::uuid[])`)
  await ctx.db.run(sql`
    insert into team_members (workspace_id, team_id, member_id)
    select ${ctx.workspaceId}, ${teamId}, m.id from members m
    where m.workspace_id = ${ctx.workspaceId} and m.id = any(${ids}::uuid[]) and m.removed_at is null
    on conflict do nothing`)
  const { here } = await ctx.db.one<{ here: number }>(sql`
    select count(*) as here from members
    where workspace_id = ${ctx.workspaceId} and id = any(${ids}::uuid[]) and removed_at is null`)
  if (here < ids.length)
    throw new AppError(
      'not_found',
      'member.not_found',
      'One of the members is not here any more. Load the page again.',
    )
}

/** Removes a team. Playbooks that name it find nobody there and say so on the case. */
export async function removeTeam(ctx: Ctx, input: Input<typeof contract.removeTeam>) {
  const { key } = await getTeam(ctx, input.teamId)
  await ctx.db.run(sql`delete from teams where workspace_id = ${ctx.workspaceId} and id = ${input.teamId}`)
  await ctx.emit(teamRemoved, { subjectId: input.teamId, payload: { key } })
  return undefined
}
