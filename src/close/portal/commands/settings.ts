import { randomBytes } from 'node:crypto'
import type * as contract from '#close/portal/contract.ts'
import type { Portal } from '#close/portal/contract.ts'
import { cleanCss } from '#close/portal/css.ts'
import { portalSaved } from '#close/portal/events.ts'
import { getPortal } from '#close/portal/queries/settings.ts'
import { type PortalSettings, portalSetting } from '#close/portal/settings.ts'
import { getKey } from '#collect/widget/queries.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { attachFile, saveFile } from '#platform/files/commands.ts'
import { receiveFile } from '#platform/files/store.ts'
import type { Visit } from '#platform/http/on.ts'
import { newId } from '#platform/ids.ts'
import { getSetting, putSetting } from '#platform/settings/settings.ts'

const newLinkKey = () => randomBytes(16).toString('base64url')
export const logoTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/gif']
const logoMaxBytes = 300 * 1024

/** Opens, closes or changes the portal. */
export async function changePortal(ctx: Ctx, input: Input<typeof contract.changePortal>): Promise<Portal> {
  const { boards, ...change } = input
  const before = await getSetting(ctx, portalSetting)
  if (change.widgetKeyId) await getKey(ctx, change.widgetKeyId)
  if (boards) await putBoards(ctx, boards)
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const after: PortalSettings = { ...before, ...given }
  if (change.css !== undefined) after.cleanCss = cleanCss(change.css).css
  if (after.access === 'link' && after.linkKey === '') after.linkKey = newLinkKey()
  await save(ctx, after, [...Object.keys(given), ...(boards ? ['boards'] : [])])
  return getPortal(ctx)
}

async function save(ctx: Ctx, settings: PortalSettings, changed: string[]): Promise<void> {
  await putSetting(ctx, portalSetting, settings)
  await ctx.emit(portalSaved, {
    subjectId: ctx.workspaceId,
    payload: { access: settings.access, fields: changed },
  })
}

async function putBoards(ctx: Ctx, boards: NonNullable<Input<typeof contract.changePortal>['boards']>) {
  const ws = ctx.workspaceId
  const areaIds = boards.map((board) => board.areaId)
  if (new Set(areaIds).size < areaIds.length)
    throw new AppError(
      'invalid',
      'portal.board_twice',
      'A product area is a board once. Take the second one out.',
    )
  const found = await ctx.db.run(
    sql`select 1 from product_areas where workspace_id = ${ws} and id = any(${areaIds}::uuid[])`,
  )
  if (found < areaIds.length)
    throw new AppError(
      'invalid',
      'portal.no_area',
      'There is no such product area. Choose one that is there.',
    )
  await ctx.db.run(
    sql`delete from portal_boards where workspace_id = ${ws} and not product_area_id = any(${areaIds}::uuid[])`,
  )
  for (const [position, { areaId, segments }] of boards.entries())
    await ctx.db.run(sql`
      insert into portal_boards (workspace_id, id, product_area_id, segments, position)
      values (${ws}, ${newId()}, ${areaId}, ${segments}, ${position})
      on conflict (workspace_id, product_area_id) do update set segments = excluded.segments, position = excluded.position`)
}

/** Gives the portal a new link; the old one opens nothing any more. */
export async function renewPortalLink(ctx: Ctx): Promise<Portal> {
  const settings = await getSetting(ctx, portalSetting)
  await save(ctx, { ...settings, linkKey: newLinkKey() }, ['linkKey'])
  return getPortal(ctx)
}

/** Takes the logo in, instead of the one before. */
export async function uploadPortalLogo(
  { door, caller }: Visit,
  input: Input<typeof contract.uploadPortalLogo> & { request: Request },
): Promise<Portal> {
  if (caller.workspaceId === undefined)
    throw new AppError(
      'not_found',
      'workspace.not_found',
      'There is no such workspace, or you are not a member of it.',
    )
  const received = await receiveFile(door.config, input.request.body, {
    types: logoTypes,
    maxBytes: logoMaxBytes,
  })
  return door.inWorkspace(caller.workspaceId, caller.actor, async (ctx) => {
    const file = await saveFile(ctx, { name: input.name, purpose: 'portal-logo', received })
    await attachFile(ctx, file.id)
    const settings = await getSetting(ctx, portalSetting)
    await save(ctx, { ...settings, logoFileId: file.id }, ['logoFileId'])
    return getPortal(ctx)
  })
}
