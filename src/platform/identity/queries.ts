import { storedCalendar } from '#platform/calendar/commands.ts'
import type { Ctx, Role } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'

export interface MemberRow {
  id: string
  user_id: string
  name: string
  email: string
  role: Role
  positions: string[]
  skills: string[]
  calendar: unknown
  created_at: Date
}

export const memberColumns = sql`id, user_id, name, email, role, positions, skills, calendar, created_at`

/** A member as the API shows it. */
export function showMember(row: MemberRow) {
  return {
    id: encodeId('mem', row.id),
    name: row.name,
    email: row.email,
    role: row.role,
    positions: row.positions,
    skills: row.skills,
    calendar: storedCalendar(row.calendar),
    createdAt: row.created_at.toISOString(),
  }
}

/** Throws `member.not_found` unless the member is here. */
export async function checkMember(ctx: Ctx, memberId: string): Promise<void> {
  const found = await ctx.db.maybe(sql`
    select id from members where workspace_id = ${ctx.workspaceId} and id = ${memberId} and removed_at is null`)
  if (!found)
    throw new AppError('not_found', 'member.not_found', 'There is no such member here. Choose somebody else.')
}

/** The people of this workspace, by name. */
export async function listMembers(ctx: Ctx) {
  const rows = await ctx.db.many<MemberRow>(sql`
    select ${memberColumns} from members
    where workspace_id = ${ctx.workspaceId} and removed_at is null order by name, id limit 1000`)
  return { data: rows.map(showMember) }
}

interface JoinLinkRow {
  id: string
  role: 'admin' | 'manager' | 'agent' | 'viewer'
  email: string | null
  created_at: Date
  expires_at: Date
}

/** A join link as the API shows it: never its secret. */
export function showJoinLink(row: JoinLinkRow) {
  return {
    id: encodeId('join', row.id),
    role: row.role,
    email: row.email,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
  }
}

/** Join links that still work. */
export async function listJoinLinks(ctx: Ctx) {
  const rows = await ctx.db.many<JoinLinkRow>(sql`
    select id, role, email, created_at, expires_at from join_links
    where workspace_id = ${ctx.workspaceId} and used_at is null and revoked_at is null and expires_at > ${ctx.now()}
    order by created_at desc limit 200`)
  return { data: rows.map(showJoinLink) }
}

export interface KeyRow {
  id: string
  name: string
  scopes: string[]
  start: string
  created_at: Date
  expires_at: Date | null
  last_used_at: Date | null
}

export const keyColumns = sql`id, name, scopes, start, created_at, expires_at, last_used_at`

/** An API key as the API shows it: its last four letters, never the secret. */
export function showApiKey(row: KeyRow) {
  return {
    id: encodeId('key', row.id),
    name: row.name,
    scopes: row.scopes,
    start: `hb_…${row.start}`,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
  }
}

/** The keys that are not revoked. */
export async function listApiKeys(ctx: Ctx) {
  const rows = await ctx.db.many<KeyRow>(sql`
    select ${keyColumns} from api_keys where workspace_id = ${ctx.workspaceId} and revoked_at is null order by created_at desc limit 500`)
  return { data: rows.map(showApiKey) }
}

/** This workspace. */
export async function getWorkspace(ctx: Ctx) {
  const row = await ctx.db.one<{ slug: string; name: string; is_demo: boolean }>(sql`
    select slug, name, is_demo from workspaces where id = ${ctx.workspaceId}`)
  return { slug: row.slug, name: row.name, isDemo: row.is_demo }
}
