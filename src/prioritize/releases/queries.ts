import { z } from 'zod'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'
import type * as contract from '#prioritize/releases/contract.ts'
import type { Release } from '#prioritize/releases/contract.ts'
import { barOf } from '#prioritize/releases/rules.ts'
import { rootOf } from '#prioritize/requests/load.ts'
import type { Status } from '#prioritize/requests/rules.ts'

/** Throws this where there is no such release. */
export const releaseMissing = () =>
  new AppError('not_found', 'release.not_found', 'There is no such release. Check the id.')

interface Row {
  id: string
  name: string
  product_area_id: string | null
  area: string | null
  planned_on: string | null
  shipped_at: Date | null
  is_public: boolean
}

const facts = (row: Row) => ({
  id: encodeId('rel', row.id),
  name: row.name,
  state: row.shipped_at ? ('shipped' as const) : ('coming' as const),
  area: row.product_area_id ? { id: encodeId('area', row.product_area_id), name: row.area ?? '' } : null,
  plannedOn: row.planned_on,
  shippedAt: row.shipped_at?.toISOString() ?? null,
  isPublic: row.is_public,
})

const Place = z.tuple([z.string(), z.uuid()])

/** Releases: what comes, the next first, or what shipped, the latest first. */
export async function listReleases(
  ctx: Ctx,
  { state, limit, cursor }: Input<typeof contract.listReleases>,
): Promise<Answer<typeof contract.listReleases>> {
  const ws = ctx.workspaceId
  const place = cursor ? decodeCursor(cursor, Place) : undefined
  const day = sql`coalesce(r.planned_on, 'infinity'::date)`
  const these =
    state === 'coming'
      ? sql`r.shipped_at is null ${place ? sql`and (${day}, r.id) > (${place[0]}::date, ${place[1]}::uuid)` : sql.empty}
          order by ${day}, r.id`
      : sql`r.shipped_at is not null ${place ? sql`and (r.shipped_at, r.id) < (${place[0]}::timestamptz, ${place[1]}::uuid)` : sql.empty}
          order by r.shipped_at desc, r.id desc`
  const rows = await ctx.db.many<Row & { place: string; requests: number; titles: string[] }>(sql`
    select r.id, r.name, r.product_area_id, a.name as area, r.planned_on::text as planned_on, r.shipped_at, r.is_public,
      ${state === 'coming' ? sql`${day}::text` : sql`r.shipped_at::text`} as place, n.requests, n.titles
    from releases r
    left join product_areas a on a.workspace_id = ${ws} and a.id = r.product_area_id
    cross join lateral (
      select count(*)::integer as requests, (coalesce(array_agg(q.title order by q.demand_cents desc, q.id), '{}'))[1:3] as titles
      from requests q where q.workspace_id = ${ws} and q.id in (${requestsOf(ctx, sql`r.id`)})
    ) n
    where r.workspace_id = ${ws} and ${these} limit ${limit + 1}`)
  return toPage(
    rows,
    limit,
    (row) => ({ ...facts(row), requests: row.requests, titles: row.titles }),
    (row) => [row.place, row.id],
  )
}

/** The requests of a release, each as what it was merged into. */
export const requestsOf = ({ workspaceId: ws }: Ctx, releaseId: ReturnType<typeof sql>) => sql`
  select root_id(m.merged_into_id, m.id) from release_requests x
  join requests m on m.workspace_id = ${ws} and m.id = x.request_id
  where x.workspace_id = ${ws} and x.release_id = ${releaseId}`

/** One release with its requests. */
export async function getRelease(ctx: Ctx, { releaseId }: { releaseId: string }): Promise<Release> {
  const ws = ctx.workspaceId
  const [row, requests] = await Promise.all([
    ctx.db.maybe<
      Row & {
        notes: string | null
        published_at: Date | null
        created_by: string | null
        created_at: Date
        updated_at: Date
      }
    >(sql`
      select r.id, r.name, r.notes, r.product_area_id, a.name as area, r.planned_on::text as planned_on, r.shipped_at,
        r.is_public, r.published_at, coalesce(b.name, k.name) as created_by, r.created_at, r.updated_at
      from releases r
      left join product_areas a on a.workspace_id = ${ws} and a.id = r.product_area_id
      left join members b on b.workspace_id = ${ws} and b.id = r.actor_id and r.actor_kind = 'member'
      left join api_keys k on k.workspace_id = ${ws} and k.id = r.actor_id and r.actor_kind = 'key'
      where r.workspace_id = ${ws} and r.id = ${releaseId}`),
    ctx.db.many<{ id: string; title: string; status: Status; accounts: number; contacts: number }>(sql`
      select q.id, q.title, q.status, q.accounts, q.contacts from requests q
      where q.workspace_id = ${ws} and q.id in (${requestsOf(ctx, sql`${releaseId}`)})
      order by q.demand_cents desc, q.accounts desc, q.id`),
  ])
  if (!row) throw releaseMissing()
  return {
    ...facts(row),
    notes: row.notes,
    publishedAt: row.published_at?.toISOString() ?? null,
    requests: requests.map((one) => ({
      id: encodeId('req', one.id),
      title: one.title,
      status: one.status,
      accounts: one.accounts,
      contacts: one.contacts,
      bar: barOf(one.status),
    })),
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}

/** The release that a request ships with: its own, else that of one merged into it. */
export async function getRequestRelease(
  ctx: Ctx,
  { requestId }: { requestId: string },
): Promise<Answer<typeof contract.getRequestRelease>> {
  const ws = ctx.workspaceId
  const root = await rootOf(ctx, requestId)
  const row = await ctx.db.maybe<{ id: string; name: string; shipped_at: Date | null }>(sql`
    select l.id, l.name, l.shipped_at from requests q
    join release_requests x on x.workspace_id = ${ws} and x.request_id = q.id
    join releases l on l.workspace_id = ${ws} and l.id = x.release_id
    where q.workspace_id = ${ws} and (q.id = ${root} or q.merged_into_id = ${root})
    order by q.id <> ${root}, x.added_at desc limit 1`)
  return {
    release: row
      ? { id: encodeId('rel', row.id), name: row.name, state: row.shipped_at ? 'shipped' : 'coming' }
      : null,
  }
}
