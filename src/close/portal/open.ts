import { createHash, createHmac, randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import { boardRows, portalPath } from '#close/portal/queries/settings.ts'
import { type Area, type Board, visibleTo } from '#close/portal/rules.ts'
import { type PortalSettings, portalSetting } from '#close/portal/settings.ts'
import { languageChosen, type PortalTexts, textsOf } from '#close/portal/texts.ts'
import type { Actor, Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Door } from '#platform/door.ts'
import { derivedKey } from '#platform/secrets.ts'
import { getSetting } from '#platform/settings/settings.ts'
import { hashToken, workspaceOfToken } from '#platform/tokens/tokens.ts'

export const stranger: Actor = { kind: 'anonymous' }
/** Names of the cookies; each is kept for the portal's own path. */
export const cookies = {
  session: 'hb_portal',
  visitor: 'hb_visitor',
  link: 'hb_portal_link',
  language: 'hb_language',
} as const

/** A customer who signed in. */
export interface Viewer {
  id: string
  /** all contacts that are this person */
  ids: string[]
  name: string | null
  email: string | null
  account: string | null
  segment: string | null
}

/** A portal as one visit sees it. */
export interface Open {
  ctx: Ctx
  slug: string
  /** the path of the portal, without a slash at its end */
  base: string
  settings: PortalSettings
  brand: string
  language: string
  texts: PortalTexts
  viewer: Viewer | undefined
  /** the voter that this browser is, where nobody signed in */
  visitorId: string | undefined
  boards: (Board & { name: string; areaIds: string[] })[]
  hiddenAreaIds: string[]
  /** areas by id, for their names */
  areas: ReadonlyMap<string, string>
  /** what it asks for before it shows anything */
  lock: null | 'link' | 'signed_in'
}

const slugs = new WeakMap<Door, Map<string, string>>()

/** The workspace of a portal's address; addresses of workspaces stay. */
export async function workspaceAt(door: Door, slug: string): Promise<string | undefined> {
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(slug)) return undefined
  const known = slugs.get(door) ?? new Map<string, string>()
  slugs.set(door, known)
  const held = known.get(slug)
  if (held) return held
  const row = await door.outside((db) =>
    db.maybe<{ id: string | null }>(sql`select workspace_by_slug(${slug}) as id`),
  )
  if (!row?.id) return undefined
  if (known.size > 10_000) known.clear()
  known.set(slug, row.id)
  return row.id
}

/** Opens the portal for a visit: who looks, and what they may see. Undefined where it is closed. */
export async function openPortal(ctx: Ctx, c: Context, slug: string): Promise<Open | undefined> {
  const token = getCookie(c, cookies.session)
  const [settings, workspace, viewer, boards, areas] = await Promise.all([
    getSetting(ctx, portalSetting),
    ctx.db.one<{ name: string }>(sql`select name from workspaces where id = ${ctx.workspaceId}`),
    token ? findViewer(ctx, token) : undefined,
    boardRows(ctx),
    ctx.db.many<Area>(
      sql`select id, parent_id, name from product_areas where workspace_id = ${ctx.workspaceId}`,
    ),
  ])
  if (settings.access === 'off') return undefined
  const language = languageChosen(
    c.req.query('lang') ?? getCookie(c, cookies.language),
    c.req.header('accept-language'),
  )
  const seen = visibleTo(viewer?.segment ?? null, boards, areas)
  const given = c.req.query('k') ?? getCookie(c, cookies.link)
  const isLocked =
    settings.access === 'signed_in' ||
    (settings.access === 'link' && (!given || !isSame(given, settings.linkKey)))
  return {
    ctx: viewer ? { ...ctx, actor: { kind: 'contact', id: viewer.id } } : ctx,
    slug,
    base: portalPath(slug),
    settings,
    brand: settings.name || workspace.name,
    language,
    texts: textsOf(language),
    viewer,
    visitorId: !viewer && settings.anonymousVotes ? visitorOf(ctx, c) : undefined,
    ...seen,
    areas: new Map(areas.map((area) => [area.id, area.name])),
    lock: isLocked && !viewer ? (settings.access as 'link' | 'signed_in') : null,
  }
}

const isSame = (given: string, kept: string) =>
  kept !== '' &&
  createHash('sha256').update(given).digest().equals(createHash('sha256').update(kept).digest())

const seal = (ctx: Ctx, key: string) =>
  createHmac('sha256', derivedKey(ctx.config, 'portal visitor')).update(key).digest('base64url').slice(0, 22)

/** A key for a browser that has none. Sealed, so that nobody makes up browsers beyond those that were counted. */
export function newVisitorKey(ctx: Ctx): string {
  const key = randomBytes(16).toString('base64url')
  return `${key}.${seal(ctx, key)}`
}

/** The voter that this browser is; undefined where it has no key of ours. */
export function visitorOf(ctx: Ctx, c: Context): string | undefined {
  const given = getCookie(c, cookies.visitor)
  const key = given?.slice(0, 22) ?? ''
  return given !== undefined && isSame(given, `${key}.${seal(ctx, key)}`)
    ? visitorIdOf(ctx, given)
    : undefined
}

/** The voter that a browser's key stands for: the key itself is kept nowhere. */
export function visitorIdOf(ctx: Pick<Ctx, 'workspaceId'>, key: string): string {
  const hex = createHash('sha256').update(`portal visitor ${ctx.workspaceId} ${key}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** Whose session it is; undefined where it is over, taken back, or of another workspace. */
async function findViewer(ctx: Ctx, token: string): Promise<Viewer | undefined> {
  const ws = ctx.workspaceId
  if (workspaceOfToken(token) !== ws) return undefined
  const row = await ctx.db.maybe<Viewer>(sql`
    select k.id, k.name, k.email, t.name as account, t.segment,
      array(select k.id union all select id from contacts where workspace_id = ${ws} and merged_into_id = k.id) as ids
    from tokens s
    join contacts c on c.workspace_id = ${ws} and c.id = s.subject_id
    join contacts k on k.workspace_id = ${ws} and k.id = root_id(c.merged_into_id, c.id)
    left join accounts a on a.workspace_id = ${ws} and a.id = k.account_id
    left join accounts t on t.workspace_id = ${ws} and t.id = root_id(a.merged_into_id, a.id)
    where s.workspace_id = ${ws} and s.hash = ${hashToken(token)} and s.purpose = 'portal-session'
      and s.revoked_at is null and s.expires_at > ${ctx.now()}`)
  return row
}
