import { checkCalendar } from '#platform/calendar/commands.ts'
import { baseUrl } from '#platform/config.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import type * as contract from '#platform/identity/contract.ts'
import {
  apiKeyCreated,
  apiKeyRevoked,
  joinLinkCreated,
  joinLinkRevoked,
  memberChanged,
  memberRemoved,
  resetLinkCreated,
  workspaceRenamed,
} from '#platform/identity/events.ts'
import {
  checkMember,
  getWorkspace,
  type KeyRow,
  keyColumns,
  type MemberRow,
  memberColumns,
  showApiKey,
  showJoinLink,
  showMember,
} from '#platform/identity/queries.ts'
import { newId } from '#platform/ids.ts'
import { isAtLeast, permissions } from '#platform/policy/rules.ts'
import { mintToken, revokeTokens } from '#platform/tokens/tokens.ts'

const dayMs = 24 * 3600 * 1000

async function memberForChange(ctx: Ctx, id: string): Promise<MemberRow> {
  const row = await ctx.db.maybe<MemberRow>(sql`
    select ${memberColumns} from members
    where workspace_id = ${ctx.workspaceId} and id = ${id} and removed_at is null for update`)
  if (!row)
    throw new AppError(
      'not_found',
      'member.not_found',
      'There is no such member. They may have been removed.',
    )
  return row
}

/** Nobody changes somebody above them, and the last owner stays. */
async function checkRank(ctx: Ctx, member: MemberRow, to: MemberRow['role'] | undefined) {
  const own = ctx.actor.kind === 'member' ? ctx.actor.role : 'admin'
  if (!isAtLeast(own, member.role) || (to && !isAtLeast(own, to))) {
    throw new AppError('forbidden', 'member.above_you', 'Only an owner may change an owner or make one.')
  }
  if (member.role !== 'owner' || to === 'owner') return
  const others = await ctx.db.many(sql`
    select id from members
    where workspace_id = ${ctx.workspaceId} and role = 'owner' and removed_at is null and id <> ${member.id} for update`)
  if (others.length === 0)
    throw new AppError(
      'conflict',
      'member.last_owner',
      'A workspace keeps at least one owner. Make somebody else an owner first.',
    )
}

/** Changes what is given of a member. Throws `member.position_is_team`: playbooks name positions and teams alike. */
export async function changeMember(ctx: Ctx, input: Input<typeof contract.changeMember>) {
  const member = await memberForChange(ctx, input.id)
  if (input.role && input.role !== member.role) await checkRank(ctx, member, input.role)
  if (input.positions) await checkPositions(ctx, input.positions)
  if (input.calendar) await checkCalendar(input.calendar, ctx.now(), 'calendar.')
  const calendar = input.calendar === undefined ? member.calendar : input.calendar
  const row = await ctx.db.one<MemberRow>(sql`
    update members set role = ${input.role ?? member.role}, positions = ${input.positions ?? member.positions},
      skills = ${[...new Set(input.skills ?? member.skills)]}, calendar = ${calendar && JSON.stringify(calendar)}
    where workspace_id = ${ctx.workspaceId} and id = ${input.id} returning ${memberColumns}`)
  const fields = (['role', 'positions', 'skills', 'calendar'] as const).filter(
    (field) => input[field] !== undefined,
  )
  await ctx.emit(memberChanged, { subjectId: input.id, payload: { role: row.role, fields } })
  return showMember(row)
}

async function checkPositions(ctx: Ctx, positions: readonly string[]): Promise<void> {
  const team = await ctx.db.maybe<{ key: string }>(sql`
    select key from teams where workspace_id = ${ctx.workspaceId} and key = any(${[...positions]}) limit 1`)
  if (team)
    throw new AppError(
      'conflict',
      'member.position_is_team',
      `“${team.key}” is a team. Put the member into it in Settings, Teams, or name the position otherwise.`,
    )
}

/** Takes a member out; what they did stays theirs, what they hold goes to `to` in the same transaction. */
export async function removeMember(ctx: Ctx, input: Input<typeof contract.removeMember>) {
  const member = await memberForChange(ctx, input.id)
  await checkRank(ctx, member, undefined)
  if (input.to === input.id)
    throw new AppError(
      'invalid',
      'member.own_successor',
      'Somebody who leaves cannot take over. Choose another.',
    )
  if (input.to) await checkMember(ctx, input.to)
  await ctx.db.run(
    sql`update members set removed_at = ${ctx.now()} where workspace_id = ${ctx.workspaceId} and id = ${input.id}`,
  )
  await ctx.emit(memberRemoved, { subjectId: input.id, payload: { toMemberId: input.to ?? null } })
  return undefined
}

/** A join link that works for seven days, once. */
export async function createJoinLink(ctx: Ctx, input: Input<typeof contract.createJoinLink>) {
  if (ctx.actor.kind !== 'member')
    throw new AppError(
      'forbidden',
      'join_link.member_only',
      'Join links are made by people, not by API keys.',
    )
  const id = newId()
  const expiresAt = new Date(ctx.now().getTime() + 7 * dayMs)
  await ctx.db.run(sql`
    insert into join_links (workspace_id, id, role, email, created_by, created_at, expires_at)
    values (${ctx.workspaceId}, ${id}, ${input.role}, ${input.email ?? null}, ${ctx.actor.id}, ${ctx.now()}, ${expiresAt})`)
  const token = await mintToken(ctx, 'join', id, { expiresAt })
  await ctx.emit(joinLinkCreated, { subjectId: id, payload: { role: input.role } })
  const row = {
    id,
    role: input.role,
    email: input.email ?? null,
    created_at: ctx.now(),
    expires_at: expiresAt,
  }
  return { ...showJoinLink(row), url: `${baseUrl(ctx.config)}/join?token=${token}` }
}

/** Makes a join link useless. */
export async function revokeJoinLink(ctx: Ctx, input: Input<typeof contract.revokeJoinLink>) {
  const changed = await ctx.db.run(sql`
    update join_links set revoked_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${input.id} and revoked_at is null and used_at is null`)
  if (changed === 0)
    throw new AppError(
      'not_found',
      'join_link.not_found',
      'There is no such join link, or it was used or revoked before.',
    )
  await revokeTokens(ctx, 'join', input.id)
  await ctx.emit(joinLinkRevoked, { subjectId: input.id, payload: {} })
  return undefined
}

/** A link by which a member without a working password comes back in; needs no mail server. */
export async function createResetLink(ctx: Ctx, input: Input<typeof contract.createResetLink>) {
  const member = await memberForChange(ctx, input.id)
  const own = ctx.actor.kind === 'member' ? ctx.actor.role : 'admin'
  if (!isAtLeast(own, member.role))
    throw new AppError('forbidden', 'member.above_you', 'Only an owner may reset the password of an owner.')
  await revokeTokens(ctx, 'reset-password', input.id)
  const token = await mintToken(ctx, 'reset-password', input.id, {
    expiresAt: new Date(ctx.now().getTime() + dayMs),
  })
  await ctx.emit(resetLinkCreated, { subjectId: input.id, payload: {} })
  return { url: `${baseUrl(ctx.config)}/reset?token=${token}` }
}

/** Makes an API key. The secret is in the answer and nowhere else. */
export async function createApiKey(ctx: Ctx, input: Input<typeof contract.createApiKey>) {
  const unknown = input.scopes.filter((scope) => !(permissions as readonly string[]).includes(scope))
  if (unknown.length > 0) {
    throw new AppError(
      'invalid',
      'key.scope_unknown',
      `There is no scope ${unknown.join(', ')}. The scopes are ${permissions.join(', ')}.`,
    )
  }
  const id = newId()
  const secret = await mintToken(ctx, 'api-key', id, {
    expiresAt: input.expiresAt ? new Date(input.expiresAt) : undefined,
  })
  const row = await ctx.db.one<KeyRow>(sql`
    insert into api_keys (workspace_id, id, name, scopes, start, created_by, created_at, expires_at)
    values (${ctx.workspaceId}, ${id}, ${input.name}, ${[...new Set(input.scopes)]}, ${secret.slice(-4)},
      ${actorMember(ctx)}, ${ctx.now()}, ${input.expiresAt ?? null})
    returning ${keyColumns}`)
  await ctx.emit(apiKeyCreated, { subjectId: id, payload: { scopes: input.scopes } })
  return { ...showApiKey(row), secret }
}

/** Makes an API key useless. */
export async function revokeApiKey(ctx: Ctx, input: Input<typeof contract.revokeApiKey>) {
  const changed = await ctx.db.run(sql`
    update api_keys set revoked_at = ${ctx.now()} where workspace_id = ${ctx.workspaceId} and id = ${input.id} and revoked_at is null`)
  if (changed === 0)
    throw new AppError('not_found', 'key.not_found', 'There is no such key, or it was revoked before.')
  await revokeTokens(ctx, 'api-key', input.id)
  await ctx.emit(apiKeyRevoked, { subjectId: input.id, payload: {} })
  return undefined
}

/** Gives the workspace another name; its address stays. */
export async function renameWorkspace(ctx: Ctx, input: Input<typeof contract.renameWorkspace>) {
  await ctx.db.run(sql`update workspaces set name = ${input.name} where id = ${ctx.workspaceId}`)
  await ctx.emit(workspaceRenamed, { subjectId: ctx.workspaceId, payload: {} })
  return getWorkspace(ctx)
}
