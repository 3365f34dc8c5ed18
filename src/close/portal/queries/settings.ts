import type { Portal } from '#close/portal/contract.ts'
import { cleanCss } from '#close/portal/css.ts'
import { type PortalSettings, portalSetting } from '#close/portal/settings.ts'
import { baseUrl } from '#platform/config.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'

export interface BoardRow {
  id: string
  product_area_id: string
  segments: string[]
}

/** The boards, in their order. */
export function boardRows(ctx: Ctx): Promise<BoardRow[]> {
  return ctx.db.many<BoardRow>(sql`
    select id, product_area_id, segments from portal_boards where workspace_id = ${ctx.workspaceId} order by position, id`)
}

/** Where a workspace's portal lies on this server. */
export const portalPath = (slug: string) => `/p/${slug}`

/** The address of the portal; with its key where it opens by link, unless asked without. */
export function portalUrl(
  ctx: Ctx,
  slug: string,
  settings: Pick<PortalSettings, 'access' | 'linkKey'>,
): string {
  return `${baseUrl(ctx.config)}${portalPath(slug)}${settings.access === 'link' ? `?k=${settings.linkKey}` : ''}`
}

/** How the portal is set up, with what can be chosen. */
export async function getPortal(ctx: Ctx): Promise<Portal> {
  const ws = ctx.workspaceId
  const [settings, boards, areas, keys, workspace] = await Promise.all([
    getSetting(ctx, portalSetting),
    boardRows(ctx),
    ctx.db.many<{ id: string; path: string; name: string; is_archived: boolean }>(sql`
      with recursive tree as (
        select id, name::text as path, name, is_archived from product_areas where workspace_id = ${ws} and parent_id is null
        union all
        select a.id, t.path || ' › ' || a.name, a.name, a.is_archived from tree t
        join product_areas a on a.workspace_id = ${ws} and a.parent_id = t.id
      ) select id, path, name, is_archived from tree order by path`),
    ctx.db.many<{ id: string; product: string }>(sql`
      select id, product from widget_keys where workspace_id = ${ws} and is_active order by created_at, id`),
    ctx.db.one<{ slug: string }>(sql`select slug from workspaces where id = ${ws}`),
  ])
  const { logoFileId, widgetKeyId, linkKey, cleanCss: _, ...rest } = settings
  const nameOf = new Map(areas.map((area) => [area.id, area.name]))
  return {
    ...rest,
    url: portalUrl(ctx, workspace.slug, { access: settings.access, linkKey }),
    logoFileId: logoFileId && encodeId('file', logoFileId),
    widgetKeyId: widgetKeyId && encodeId('wkey', widgetKeyId),
    cssFaults: cleanCss(settings.css).faults,
    boards: boards.map((board) => ({
      id: encodeId('brd', board.id),
      areaId: encodeId('area', board.product_area_id),
      name: nameOf.get(board.product_area_id) ?? '',
      segments: board.segments,
    })),
    areas: areas
      .filter((area) => !area.is_archived)
      .map(({ id, path }) => ({ id: encodeId('area', id), path })),
    widgetKeys: keys.map((key) => ({ id: encodeId('wkey', key.id), product: key.product })),
  }
}
