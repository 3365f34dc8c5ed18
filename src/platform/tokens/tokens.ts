import { createHash, createHmac, randomBytes } from 'node:crypto'
import type { Ctx } from '#platform/context.ts'
import type { Db } from '#platform/db/db.ts'
import { sql } from '#platform/db/sql.ts'
import { encodeId, newId } from '#platform/ids.ts'
import { derivedKey } from '#platform/secrets.ts'

/** What a token opens; a token of one purpose is nothing anywhere else. */
export type Purpose =
  | 'api-key'
  | 'join'
  | 'survey'
  | 'survey-answer'
  | 'unsubscribe'
  | 'widget-session'
  | 'file'
  | 'reply'
  | 'reset-password'
  | 'portal-confirm'
  | 'portal-session'
  | 'report'

const form = /^hb_([A-Za-z0-9_-]{54})$/

/**
 * Makes a secret string: the workspace's id and 192 random bits, so that it can be looked up before anything else
 * is known. Only its SHA-256 is stored; the string itself is shown once.
 */
export async function mintToken(
  ctx: Ctx,
  purpose: Purpose,
  subjectId: string,
  options: { expiresAt?: Date } = {},
): Promise<string> {
  const { token, row } = prepareToken(ctx.workspaceId)
  ctx.db.later(sql`
    insert into tokens (workspace_id, id, purpose, hash, subject_id, expires_at, created_at)
    values (${ctx.workspaceId}, ${row.id}, ${purpose}, ${row.hash}, ${subjectId}, ${options.expiresAt ?? null}, ${ctx.now()})`)
  return token
}

/**
 * A token for a mail address: short, and without capitals, which mail programs lose. 128 bits worked out from the
 * installation's secret, so that a subject keeps one address for good. Stored hashed like every other; it names no
 * workspace.
 */
export async function addressToken(ctx: Ctx, purpose: Purpose, subjectId: string): Promise<string> {
  const bits = createHmac('sha256', derivedKey(ctx.config, 'address token'))
    .update(`${ctx.workspaceId} ${purpose} ${subjectId}`)
    .digest('hex')
  const token = encodeId('', bits.slice(0, 32)).slice(1)
  await ctx.db.run(sql`
    insert into tokens (workspace_id, id, purpose, hash, subject_id, created_at)
    values (${ctx.workspaceId}, ${newId()}, ${purpose}, ${hashToken(token)}, ${subjectId}, ${ctx.now()})
    on conflict (workspace_id, hash) do nothing`)
  return token
}

/** A token and the row to insert for it, for those who make many in one statement. */
export function prepareToken(workspaceId: string): { token: string; row: { id: string; hash: Buffer } } {
  const bytes = Buffer.concat([Buffer.from(workspaceId.replaceAll('-', ''), 'hex'), randomBytes(24)])
  // 40 bytes are 53.3 base64 letters: the last one is padded, so that every token has one spelling.
  const token = `hb_${bytes.toString('base64url')}`
  return { token, row: { id: newId(), hash: hashToken(token) } }
}

/** SHA-256 of a token; enough for 192 random bits. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** The workspace a token names, or undefined when it is no token at all. Proves nothing yet. */
export function workspaceOfToken(token: string): string | undefined {
  const body = form.exec(token)?.[1]
  if (!body) return undefined
  const bytes = Buffer.from(body, 'base64url')
  if (bytes.toString('base64url') !== body) return undefined
  const hex = bytes.subarray(0, 16).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

export interface FoundToken {
  id: string
  subjectId: string
  isExpired: boolean
  isRevoked: boolean
}

/**
 * Looks a token up inside its workspace. Undefined when there is none of this purpose; an expired or revoked one
 * is returned as such, so that a page can say which. Checks must ask for both.
 */
export async function findToken(
  db: Db,
  workspaceId: string,
  purpose: Purpose,
  token: string,
  now: Date,
): Promise<FoundToken | undefined> {
  const row = await db.maybe<{
    id: string
    subject_id: string
    expires_at: Date | null
    revoked_at: Date | null
  }>(sql`
    select id, subject_id, expires_at, revoked_at from tokens
    where workspace_id = ${workspaceId} and hash = ${hashToken(token)} and purpose = ${purpose}`)
  if (!row) return undefined
  return {
    id: row.id,
    subjectId: row.subject_id,
    isExpired: row.expires_at !== null && row.expires_at <= now,
    isRevoked: row.revoked_at !== null,
  }
}

/** How many tokens of a subject and purpose still open something. */
export async function countOpenTokens(ctx: Ctx, purpose: Purpose, subjectId: string): Promise<number> {
  const { n } = await ctx.db.one<{ n: number }>(sql`
    select count(*) as n from tokens
    where workspace_id = ${ctx.workspaceId} and subject_id = ${subjectId} and purpose = ${purpose} and revoked_at is null
      and (expires_at is null or expires_at > ${ctx.now()})`)
  return n
}

/** Makes every token of a subject and purpose useless at once. */
export async function revokeTokens(ctx: Ctx, purpose: Purpose, subjectId: string): Promise<void> {
  await ctx.db.run(sql`
    update tokens set revoked_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and subject_id = ${subjectId} and purpose = ${purpose} and revoked_at is null`)
}

/** Makes this one token useless at once. */
export async function revokeToken(ctx: Ctx, purpose: Purpose, token: string): Promise<void> {
  await ctx.db.run(sql`
    update tokens set revoked_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and hash = ${hashToken(token)} and purpose = ${purpose} and revoked_at is null`)
}
