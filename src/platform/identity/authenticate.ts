import type { Actor, Role } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Door } from '#platform/door.ts'
import { AppError } from '#platform/errors.ts'
import type { Caller } from '#platform/http/on.ts'
import type { SignIn } from '#platform/identity/auth.ts'
import { findToken, workspaceOfToken } from '#platform/tokens/tokens.ts'

export type Authenticate = (
  request: Request,
  slug: string | undefined,
  keyAsUser?: boolean,
) => Promise<Pick<Caller, 'workspaceId' | 'actor' | 'userId' | 'sessionToken'>>

export interface MembershipRow {
  workspace_id: string
  slug: string
  workspace_name: string
  is_demo: boolean
  member_id: string
  role: Role
}

/** The workspaces a person belongs to. */
export function membershipsOf(door: Door, userId: string): Promise<MembershipRow[]> {
  return door.outside((db) => db.many<MembershipRow>(sql`select * from memberships_of(${userId})`))
}

const nobody = {
  workspaceId: undefined,
  actor: { kind: 'anonymous' } as Actor,
  userId: undefined,
  sessionToken: undefined,
}
const keyCacheMs = 5_000
const lastUsedMs = 60_000

/** Finds out who calls: an API key knows its workspace, a session finds it in the address. */
export function createAuthenticate(door: Door, signIn: SignIn): Authenticate & { forgetKeys(): void } {
  const keys = new Map<string, { until: number; workspaceId: string; actor: Actor }>()
  const lastUsed = new Map<string, number>()

  const byKey = async (token: string) => {
    const nowMs = Date.now()
    let known = keys.get(token)
    if (!known || known.until < nowMs) {
      const workspaceId = workspaceOfToken(token)
      const actor = workspaceId === undefined ? undefined : await findKey(door, workspaceId, token)
      if (workspaceId === undefined || !actor) {
        throw new AppError(
          'unauthenticated',
          'key.unknown',
          'This API key is unknown, revoked or expired. Make a new one in Settings, API keys.',
        )
      }
      known = { until: nowMs + keyCacheMs, workspaceId, actor }
      if (keys.size > 10_000) keys.clear()
      keys.set(token, known)
    }
    const { workspaceId, actor } = known
    if (actor.kind === 'key' && (lastUsed.get(actor.id) ?? 0) < nowMs - lastUsedMs) {
      lastUsed.set(actor.id, nowMs)
      void door
        .inWorkspace(workspaceId, actor, (ctx) =>
          ctx.db.run(
            sql`update api_keys set last_used_at = ${ctx.now()} where workspace_id = ${workspaceId} and id = ${actor.id}`,
          ),
        )
        .catch(() => lastUsed.delete(actor.id))
    }
    return { workspaceId, actor, userId: undefined, sessionToken: undefined }
  }

  const authenticate: Authenticate = async (request, slug, keyAsUser) => {
    const header = request.headers.get('authorization')
    if (header !== null) {
      const token = /^Bearer\s+(\S+)$/i.exec(header)?.[1] ?? (keyAsUser ? basicUser(header) : undefined)
      if (token?.startsWith('hb_')) return byKey(token)
      throw new AppError(
        'unauthenticated',
        'key.malformed',
        'Authorization must be "Bearer " and an API key that starts with hb_.',
      )
    }
    const session = await signIn.session(request.headers)
    if (!session) return nobody
    const member =
      slug === undefined
        ? undefined
        : (await membershipsOf(door, session.userId)).find((one) => one.slug === slug)
    return {
      workspaceId: member?.workspace_id,
      actor: member
        ? { kind: 'member', id: member.member_id, userId: session.userId, role: member.role }
        : { kind: 'anonymous' },
      userId: session.userId,
      sessionToken: session.token,
    }
  }
  return Object.assign(authenticate, { forgetKeys: () => keys.clear() })
}

/** The user name of Basic authentication, whatever the password. */
function basicUser(header: string): string | undefined {
  const encoded = /^Basic\s+([A-Za-z0-9+/=]{1,500})$/i.exec(header)?.[1]
  return encoded && Buffer.from(encoded, 'base64').toString('utf8').split(':')[0]
}

async function findKey(door: Door, workspaceId: string, token: string): Promise<Actor | undefined> {
  return door.inWorkspace(workspaceId, { kind: 'anonymous' }, async (ctx) => {
    const found = await findToken(ctx.db, workspaceId, 'api-key', token, ctx.now())
    if (!found || found.isExpired || found.isRevoked) return undefined
    const key = await ctx.db.maybe<{ id: string; scopes: string[] }>(sql`
      select id, scopes from api_keys where workspace_id = ${workspaceId} and id = ${found.subjectId} and revoked_at is null`)
    return key && { kind: 'key', id: key.id, scopes: key.scopes }
  })
}
