import { calendarSetting } from '#platform/calendar/commands.ts'
import { localDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'
import type { Status } from '#prioritize/requests/rules.ts'

/**
 * What a change of a request begins with: the request, for this transaction alone. Several are locked in the order of
 * their ids, and `for no key update`, as rows that only point to a request must not wait for its change.
 */

export interface Held {
  id: string
  title: string
  problem: string | null
  status: Status
  move: number
  items: number
  owner_member_id: string | null
  target_on: string | null
  merged_into_id: string | null
}

export const requestMissing = () =>
  new AppError('not_found', 'request.not_found', 'There is no such request. Check the id.')

/** The request that an id leads to: the one it was merged into, else itself; throws not-found. */
export async function rootOf(ctx: Ctx, requestId: string): Promise<string> {
  const row = await ctx.db.maybe<{ id: string }>(sql`
    select root_id(merged_into_id, id) as id from requests where workspace_id = ${ctx.workspaceId} and id = ${requestId}`)
  if (row) return row.id
  throw requestMissing()
}

/** The ids of a request that stands for itself and of all that was merged into it. */
export const familyOf = ({ workspaceId }: Ctx, root: string): Sql => sql`
  select id from requests where workspace_id = ${workspaceId} and (id = ${root} or merged_into_id = ${root})`

/** A request, locked, merged or not; throws not-found. */
export async function holdAny(ctx: Ctx, requestId: string): Promise<Held> {
  const row = await ctx.db.maybe<Held>(sql`
    select id, title, problem, status, move, items, owner_member_id, target_on::text as target_on, merged_into_id from requests
    where workspace_id = ${ctx.workspaceId} and id = ${requestId} for no key update`)
  if (row) return row
  throw requestMissing()
}

/** A request that stands for itself, locked: what was merged a second ago is decided on where it is now. */
export async function holdRequest(ctx: Ctx, requestId: string): Promise<Held> {
  const request = await holdAny(ctx, requestId)
  if (request.merged_into_id === null) return request
  throw new AppError(
    'conflict',
    'request.merged',
    'This request was merged into another one. Change that one, or take the merge apart first.',
    { mergedIntoId: encodeId('req', request.merged_into_id) },
  )
}

/** Today in the workspace's calendar. */
export async function todayOf(ctx: Ctx): Promise<string> {
  const { zone } = await getSetting(ctx, calendarSetting)
  return localDate(zone, ctx.now().getTime())
}
