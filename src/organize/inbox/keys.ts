import { z } from 'zod'
import { searchAmong } from '#collect/search/queries.ts'
import { itemAlias, type Listing } from '#organize/inbox/listing.ts'
import type { TimeSort } from '#organize/inbox/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, encodeCursor } from '#platform/cursor.ts'
import { type Sql, sql } from '#platform/db/sql.ts'

/** Which ids a list holds, in which order, and how many there are. */

const pileAlias = sql`p`

export const Place = z.strictObject({
  at: z
    .string()
    .regex(/^-?\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d){0,2}$/)
    .refine((at) => !Number.isNaN(timeOf(at))),
  id: z.uuid(),
  sort: z.string(),
})
export type Place = z.output<typeof Place>

/** Reads the cursor of a list with this order. */
export function placeOf(cursor: string | undefined, sort: TimeSort): Place | undefined {
  return cursor === undefined
    ? undefined
    : decodeCursor(
        cursor,
        Place.refine((given) => given.sort === sort),
      )
}

/** A time as the database writes it, to the millisecond; NaN for one that no calendar has. */
export function timeOf(at: string): number {
  return Date.parse(at.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'))
}

export function cursorOf(place: Place): string {
  return encodeCursor(place)
}

export interface Key {
  id: string
  at: string
  /** how well it fits common words */
  relevance?: number | undefined
}

function and(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql.empty : sql` and ${sql.join(conditions, ' and ')}`
}

/** The parts of a key statement that depend on the order and the place. */
function walk(listing: Listing, sort: TimeSort, place: Place | undefined) {
  const time = sort.startsWith('said') ? sql`i.occurred_at` : sql`i.received_at`
  const isDown = sort === 'newest' || sort === 'said_newest'
  const order = isDown ? sql`desc` : sql`asc`
  const after = place
    ? sql` and (${time}, i.id) ${isDown ? sql`<` : sql`>`} (${place.at}::timestamptz, ${place.id}::uuid)`
    : sql.empty
  const onItems = and([
    ...listing.shared.map((condition) => condition(itemAlias)),
    ...listing.range,
    ...listing.single,
  ])
  return {
    time,
    order,
    after,
    onItems,
    columns: sql`select i.id, ${time} as at`,
    end: sql`order by ${time} ${order}, i.id ${order}`,
  }
}

/** The statement that finds the keys of the next `limit` rows after `place`, however rare they are. */
export function keysSql(
  ctx: Ctx,
  listing: Listing,
  sort: TimeSort,
  limit: number,
  place: Place | undefined,
): Sql {
  const ws = ctx.workspaceId
  const { order, after, onItems, columns, end } = walk(listing, sort, place)
  const outer = (inner: Sql) =>
    sql`select k.id, k.at::text as at from (${inner}) k order by k.at ${order}, k.id ${order} limit ${limit}`
  const { by, among } = listing
  if (among) {
    const byIds = by ? sql` and i.${sql.id(by.column)} = any (${by.ids}::uuid[])` : sql.empty
    return outer(sql`${columns} from unnest(${among}::uuid[]) as g (id)
      join inbox_items i on i.workspace_id = ${ws} and i.id = g.id where true${byIds}${onItems}${after} ${end} limit ${limit}`)
  }
  if (by && (by.column === 'contact_id' || by.column === 'account_id')) {
    return outer(sql`select k.* from unnest(${by.ids}::uuid[]) as b (id) cross join lateral (
      ${columns} from inbox_items i where i.workspace_id = ${ws} and i.${sql.id(by.column)} = b.id${onItems}${after} ${end} limit ${limit}) k`)
  }
  if (!by && listing.shared.length === 0 && !sort.startsWith('said')) {
    return outer(
      sql`${columns} from inbox_items i where i.workspace_id = ${ws}${onItems}${after} ${end} limit ${limit}`,
    )
  }
  // A rare combination costs one look into the index per pile that fits: the first of each pile is found, and only the
  // piles with the first `limit` of those can hold the page.
  const given = by ? sql` cross join unnest(${by.ids}::uuid[]) as b (id)` : sql.empty
  const byOne = by ? sql` and i.${sql.id(by.column)} = b.id` : sql.empty
  const byFirst = by ? sql` and i.${sql.id(by.column)} = f.by_id` : sql.empty
  const rest = and([...listing.range, ...listing.single])
  return outer(sql`
    with f as materialized (
      select p.pile${by ? sql`, b.id as by_id` : sql.empty} from inbox_piles p${given} cross join lateral (
        ${columns} from inbox_items i where i.workspace_id = ${ws} and i.pile = p.pile${byOne}${rest}${after} ${end} limit 1) k
      where p.workspace_id = ${ws}${and(listing.shared.map((condition) => condition(pileAlias)))}
      order by k.at ${order}, k.id ${order} limit ${limit}
    )
    select k.* from f cross join lateral (
      ${columns} from inbox_items i where i.workspace_id = ${ws} and i.pile = f.pile${byFirst}${rest}${after} ${end} limit ${limit}) k`)
}

/** Rows looked at in plain order before the piles are asked: common combinations end here. */
const glance = 300

/** The keys among the next `glance` rows in plain order, and whether there can be more behind them. */
function glanceSql(
  ctx: Ctx,
  listing: Listing,
  sort: TimeSort,
  limit: number,
  place: Place | undefined,
): Sql | undefined {
  const { by } = listing
  if (listing.among || sort.startsWith('said') || (!by && listing.shared.length === 0)) return undefined
  if (by && (by.ids.length > 1 || by.column === 'contact_id' || by.column === 'account_id')) return undefined
  const { order, after, onItems, end } = walk(listing, sort, place)
  const byOne = by ? sql` and i.${sql.id(by.column)} = ${by.ids[0]}::uuid` : sql.empty
  return sql`
    with i as materialized (
      select * from inbox_items i where i.workspace_id = ${ctx.workspaceId}${byOne}${after} ${end} limit ${glance}
    )
    select n.looked, k.id, k.at::text as at from (select count(*) as looked from i) n
    left join lateral (select i.id, i.received_at as at from i where true${onItems} ${end} limit ${limit}) k on true
    order by k.at ${order}, k.id ${order}`
}

async function findKeys(
  ctx: Ctx,
  listing: Listing,
  sort: TimeSort,
  limit: number,
  place: Place | undefined,
): Promise<Key[]> {
  const first = glanceSql(ctx, listing, sort, limit, place)
  if (first) {
    const rows = await ctx.db.many<Key & { looked: number; id: string | null }>(first)
    const keys = rows.filter((row) => row.id !== null)
    if (keys.length >= limit || rows[0]!.looked < glance) return keys.map(({ id, at }) => ({ id, at }))
  }
  return ctx.db.many<Key>(keysSql(ctx, listing, sort, limit, place))
}

/** Rows looked at for common words before a page is handed out as it is. */
const walkMost = 20_000

/**
 * The next page in order of time, and where the one after it begins. A page for common words together with a rare
 * filter may hold fewer than `limit` and still have a next one: the walk ends after about `most` rows.
 */
export async function listKeys(
  ctx: Ctx,
  listing: Listing,
  sort: TimeSort,
  limit: number,
  place: Place | undefined,
  most = walkMost,
): Promise<{ keys: Key[]; next: Place | null }> {
  if (listing.among?.length === 0 || listing.by?.ids.length === 0) return { keys: [], next: null }
  const placeAt = (key: Key | undefined): Place | null => (key ? { at: key.at, id: key.id, sort } : null)
  const pageOf = (keys: Key[]) => ({ keys: keys.slice(0, limit), next: placeAt(keys[limit - 1]) })
  if (listing.common === undefined) {
    const keys = await findKeys(ctx, listing, sort, limit + 1, place)
    return keys.length > limit ? pageOf(keys) : { keys, next: null }
  }
  const found: Key[] = []
  let from = place
  let looked = 0
  for (let window = Math.max(300, limit); looked < most; window = Math.min(window * 4, 5000, most - looked)) {
    // Where the walk ended comes along, for the next one.
    const rows = await ctx.db.many<Key & { nth: number; relevance: number | null }>(sql`
      with k as materialized (
        select row_number() over () as nth, k.* from (${keysSql(ctx, listing, sort, window, from)}) k)
      select k.nth, k.id, k.at, m.relevance from k
      left join ${searchAmong(sql`(select array_agg(id) from k)`, listing.common)} m on m.id = k.id
      where m.id is not null or k.nth = (select count(*) from k) order by k.nth`)
    for (const { id, at, relevance } of rows) if (relevance !== null) found.push({ id, at, relevance })
    const last = rows.at(-1)
    looked += last?.nth ?? 0
    if (found.length > limit) return pageOf(found)
    if (!last || last.nth < window) return { keys: found, next: null }
    from = placeAt(last) ?? undefined
  }
  return { keys: found, next: from ?? null }
}

/** Which of these ids the list holds. */
export async function whichFit(ctx: Ctx, listing: Listing, ids: readonly string[]): Promise<Set<string>> {
  const { onItems } = walk(listing, 'newest', undefined)
  const { by } = listing
  const byIds = by ? sql` and i.${sql.id(by.column)} = any (${by.ids}::uuid[])` : sql.empty
  const rows = await ctx.db.many<{ id: string }>(sql`
    select i.id from inbox_items i where i.workspace_id = ${ctx.workspaceId} and i.id = any (${ids}::uuid[])${byIds}${onItems}`)
  return new Set(rows.map((row) => row.id))
}

/** Counting stops at this many hits, or after this many rows looked at. */
export const countMost = 2_000
const lookMost = 50_000

/**
 * How many items fit, up to `atMost`. Null where each item would have to be read: common words, common tags.
 * Conditions that no index serves are checked on the newest `lookMost` rows only; `isMore` says that there are others.
 */
export async function countItems(
  ctx: Ctx,
  listing: Listing,
  atMost = countMost,
): Promise<{ count: number; isMore: boolean } | null> {
  if (listing.common !== undefined || listing.isWalkingTags) return null
  if (listing.among?.length === 0 || listing.by?.ids.length === 0) return { count: 0, isMore: false }
  const isPlain = listing.single.length === 0
  const most = isPlain || listing.among ? atMost + 1 : lookMost + 1
  const fits = isPlain ? sql`true` : sql.join(listing.single, ' and ')
  const { n, looked } = await ctx.db.one<{ n: number; looked: number }>(sql`
    select count(*) filter (where fits) as n, count(*) as looked from (${rowsSql(ctx, listing, fits, most)}) x`)
  return { count: Math.min(n, atMost), isMore: n > atMost || looked >= most }
}

function rowsSql(ctx: Ctx, listing: Listing, fits: Sql, most: number): Sql {
  const ws = ctx.workspaceId
  const { by, among, shared, range } = listing
  const onItems = and([...shared.map((condition) => condition(itemAlias)), ...range])
  if (among) {
    const byIds = by ? sql` and i.${sql.id(by.column)} = any (${by.ids}::uuid[])` : sql.empty
    return sql`select ${fits} as fits from unnest(${among}::uuid[]) as g (id)
      join inbox_items i on i.workspace_id = ${ws} and i.id = g.id where true${byIds}${onItems} limit ${most}`
  }
  const newest = sql`order by i.received_at desc limit ${most}`
  const given = by ? sql`unnest(${by.ids}::uuid[]) as b (id)` : undefined
  const byOne = by ? sql` and i.${sql.id(by.column)} = b.id` : sql.empty
  if (given && (by!.column === 'contact_id' || by!.column === 'account_id')) {
    return sql`select k.fits from ${given} cross join lateral (
      select ${fits} as fits from inbox_items i where i.workspace_id = ${ws}${byOne}${onItems} ${newest}) k limit ${most}`
  }
  if (!given && shared.length === 0) {
    return sql`select ${fits} as fits from inbox_items i where i.workspace_id = ${ws}${and(range)} ${newest}`
  }
  return sql`select k.fits from inbox_piles p ${given ? sql`cross join ${given}` : sql.empty} cross join lateral (
      select ${fits} as fits from inbox_items i where i.workspace_id = ${ws} and i.pile = p.pile${byOne}${and(range)} ${newest}) k
    where p.workspace_id = ${ws}${and(shared.map((condition) => condition(pileAlias)))} limit ${most}`
}
