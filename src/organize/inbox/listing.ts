import { z } from 'zod'
import { searchAmong, searchFeedback } from '#collect/feedback/queries.ts'
import type { Choice, Filter, Sort } from '#organize/inbox/rules.ts'
import { receivedBounds } from '#organize/inbox/rules.ts'
import { areasBelow } from '#organize/tags/queries.ts'
import { calendarSetting } from '#platform/calendar/commands.ts'
import { localDate, shiftDate, startOfDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, encodeCursor } from '#platform/cursor.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** How lists find their rows: which ids, in which order. What a row looks like is in queries.ts. */

/** When the day of the workspace ends, for "due today". */
export async function endOfDay(ctx: Ctx): Promise<Date> {
  const { zone } = await getSetting(ctx, calendarSetting)
  return new Date(startOfDate(zone, shiftDate(localDate(zone, ctx.now().getTime()), 1)))
}

/** A filter ready for SQL. */
export interface Listing {
  /** conditions on what all items of a pile share; `at` is the alias of inbox_piles or inbox_items */
  shared: ((at: Sql) => Sql)[]
  /** time bounds, alias i: part of the index walk */
  range: Sql[]
  /** other conditions on single items, alias i: checked row by row */
  single: Sql[]
  /** exactly one of these when the filter names members, an area (with those below), a contact or an account */
  by:
    | { column: 'assignee_member_id' | 'product_area_id' | 'contact_id' | 'account_id'; ids: string[] }
    | undefined
  /** only these: the items with a rare tag or rare words */
  among: string[] | undefined
  /** words too common to collect */
  words: string | undefined
  /** a tag is looked up for each item of the walk */
  isWalkingTags: boolean
}

/** Tags and words with more items than this are walked, not collected. */
const collectMost = 5000

export async function prepareListing(ctx: Ctx, filter: Filter): Promise<Listing> {
  const listing: Listing = {
    shared: [],
    range: [],
    single: [],
    by: undefined,
    among: undefined,
    words: undefined,
    isWalkingTags: false,
  }
  const { shared, range, single } = listing
  for (const name of ['status', 'type', 'channel', 'kind', 'queue', 'priority'] as const) {
    const choice = filter[name]
    if (choice) shared.push((at) => choiceSql(sql`${at}.${sql.id(name)}`, 'text', choice))
  }
  if (filter.isHistory !== undefined) shared.push((at) => sql`${at}.is_history = ${filter.isHistory}`)
  if (filter.triage) {
    shared.push((at) => sql`${at}.type is null and not ${at}.is_history and ${at}.status <> 'spam'`)
    if (filter.triage !== 'waiting') {
      const { after, upTo } = receivedBounds(filter.triage, ctx.now(), await endOfDay(ctx))
      if (after) range.push(sql`i.received_at > ${after}`)
      if (upTo) range.push(sql`i.received_at <= ${upTo}`)
    }
  }
  if (filter.receivedFrom) range.push(sql`i.received_at >= ${filter.receivedFrom}`)
  if (filter.receivedTo) range.push(sql`i.received_at < ${filter.receivedTo}`)
  if (filter.occurredFrom) range.push(sql`i.occurred_at >= ${filter.occurredFrom}`)
  if (filter.occurredTo) range.push(sql`i.occurred_at < ${filter.occurredTo}`)

  for (const name of ['contact', 'account'] as const) {
    const id = filter[name]
    if (id === undefined) continue
    const table = name === 'contact' ? sql`contacts` : sql`accounts`
    const ids = await ctx.db.many<{ id: string }>(sql`
      select id from ${table} where workspace_id = ${ctx.workspaceId} and (id = ${id} or merged_into_id = ${id})`)
    narrow(
      listing,
      `${name}_id`,
      ids.map((row) => row.id),
    )
  }
  if (filter.assignee) await chooseMember(ctx, listing, filter.assignee)
  if (filter.area) {
    const values = filter.area.values.length > 0 ? await areasBelow(ctx, filter.area.values) : []
    const choice = { ...filter.area, values }
    if (choice.isNot || choice.hasNone || listing.by)
      single.push(choiceSql(sql`i.product_area_id`, 'uuid', choice))
    else narrow(listing, 'product_area_id', values)
  }
  if (filter.tag) await chooseTag(ctx, listing, filter.tag)
  if (filter.q) {
    const found = await searchFeedback(ctx, filter.q)
    if (found === 'common') listing.words = filter.q
    else keepAmong(listing, found)
  }
  return listing
}

async function chooseMember(ctx: Ctx, listing: Listing, asked: Choice): Promise<void> {
  const me = ctx.actor.kind === 'member' ? ctx.actor.id : '00000000-0000-0000-0000-000000000000'
  const choice = { ...asked, values: asked.values.map((value) => (value === 'me' ? me : value)) }
  if (choice.values.length === 0) {
    const isAssigned = choice.isNot
    listing.shared.push((at) =>
      at === itemAlias
        ? sql`(i.assignee_member_id is not null) = ${isAssigned}`
        : sql`${at}.is_assigned = ${isAssigned}`,
    )
  } else if (choice.isNot || choice.hasNone || listing.by) {
    listing.single.push(choiceSql(sql`i.assignee_member_id`, 'uuid', choice))
  } else narrow(listing, 'assignee_member_id', choice.values)
}

async function chooseTag(ctx: Ctx, listing: Listing, choice: Choice): Promise<void> {
  const ws = ctx.workspaceId
  const has = choice.values.length === 0 ? sql`` : sql`and t.tag_id = any (${choice.values}::uuid[])`
  const walk = (isThere: boolean) =>
    sql`${isThere ? sql`` : sql`not`} exists (select 1 from item_tags t where t.workspace_id = ${ws} and t.feedback_id = i.id ${has})`
  if (choice.hasNone && choice.values.length > 0) {
    const none = sql`not exists (select 1 from item_tags t where t.workspace_id = ${ws} and t.feedback_id = i.id)`
    walkTags(listing, choice.isNot ? sql`not (${none}) and ${walk(false)}` : sql`(${none} or ${walk(true)})`)
  } else if (choice.hasNone) walkTags(listing, walk(choice.isNot))
  else if (choice.isNot) walkTags(listing, walk(false))
  else {
    const rows = await ctx.db.many<{ id: string }>(sql`
      select k.id from unnest(${choice.values}::uuid[]) as asked (id) cross join lateral (
        select feedback_id as id from item_tags where workspace_id = ${ws} and tag_id = asked.id
        order by received_at desc limit ${collectMost + 1}
      ) k limit ${collectMost + 1}`)
    if (rows.length > collectMost) walkTags(listing, walk(true))
    else keepAmong(listing, [...new Set(rows.map((row) => row.id))])
  }
}

function walkTags(listing: Listing, condition: Sql): void {
  listing.single.push(condition)
  listing.isWalkingTags = true
}

/** The first of several narrow columns leads the walk, the others filter. */
function narrow(listing: Listing, column: NonNullable<Listing['by']>['column'], ids: string[]): void {
  if (listing.by) listing.single.push(sql`i.${sql.id(column)} = any (${ids}::uuid[])`)
  else listing.by = { column, ids }
}

function keepAmong(listing: Listing, ids: string[]): void {
  if (!listing.among) listing.among = ids
  else {
    const wanted = new Set(ids)
    listing.among = listing.among.filter((id) => wanted.has(id))
  }
}

function choiceSql(column: Sql, type: 'text' | 'uuid', { values, hasNone, isNot }: Choice): Sql {
  const list = type === 'text' ? sql`${values}::text[]` : sql`${values}::uuid[]`
  const isIn = values.length === 1 ? sql`${column} = ${values[0]}` : sql`${column} = any (${list})`
  if (!isNot) {
    if (values.length === 0) return sql`${column} is null`
    return hasNone ? sql`(${column} is null or ${isIn})` : isIn
  }
  if (values.length === 0) return sql`${column} is not null`
  const isOut = values.length === 1 ? sql`${column} <> ${values[0]}` : sql`${column} <> all (${list})`
  return hasNone ? sql`(${column} is not null and ${isOut})` : sql`(${column} is null or ${isOut})`
}

const itemAlias = sql`i`
const pileAlias = sql`p`

const Place = z.strictObject({
  at: z.string().regex(/^-?\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d){0,2}$/),
  id: z.uuid(),
  sort: z.string(),
})
export type Place = z.output<typeof Place>

/** Reads the cursor of a list with this order. */
export function placeOf(cursor: string | undefined, sort: Sort): Place | undefined {
  if (cursor === undefined) return undefined
  const place = decodeCursor(
    cursor,
    Place.refine((given) => given.sort === sort),
  )
  return Number.isNaN(Date.parse(place.at.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')))
    ? decodeCursor('', Place)
    : place
}

export function cursorOf(place: Place): string {
  return encodeCursor(place)
}

interface Key {
  id: string
  at: string
}

function and(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql.empty : sql` and ${sql.join(conditions, ' and ')}`
}

/** The parts of a key statement that depend on the order and the place. */
function walk(listing: Listing, sort: Sort, place: Place | undefined) {
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
  sort: Sort,
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
  sort: Sort,
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
  sort: Sort,
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
 * The ids of the next page and where the one after it begins. A page for common words together with a rare filter
 * may hold fewer than `limit` ids and still have a next one: the walk is bounded.
 */
export async function listKeys(
  ctx: Ctx,
  listing: Listing,
  sort: Sort,
  limit: number,
  place: Place | undefined,
): Promise<{ ids: string[]; next: Place | null }> {
  if (listing.among?.length === 0 || listing.by?.ids.length === 0) return { ids: [], next: null }
  const placeAt = (key: Key | undefined): Place | null => (key ? { at: key.at, id: key.id, sort } : null)
  if (listing.words === undefined) {
    const keys = await findKeys(ctx, listing, sort, limit + 1, place)
    return {
      ids: keys.slice(0, limit).map((key) => key.id),
      next: keys.length > limit ? placeAt(keys[limit - 1]) : null,
    }
  }
  const found: Key[] = []
  let from = place
  let looked = 0
  for (let window = 300; looked < walkMost; window = Math.min(window * 4, 5000)) {
    const keys = await ctx.db.many<Key>(keysSql(ctx, listing, sort, window, from))
    looked += keys.length
    const matches =
      keys.length > 0
        ? await searchAmong(
            ctx,
            keys.map((key) => key.id),
            listing.words,
          )
        : new Set<string>()
    found.push(...keys.filter((key) => matches.has(key.id)))
    if (found.length > limit)
      return { ids: found.slice(0, limit).map((key) => key.id), next: placeAt(found[limit - 1]) }
    if (keys.length < window) return { ids: found.map((key) => key.id), next: null }
    from = placeAt(keys.at(-1)) ?? undefined
  }
  return { ids: found.map((key) => key.id), next: from ?? null }
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
  if (listing.words !== undefined || listing.isWalkingTags) return null
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
