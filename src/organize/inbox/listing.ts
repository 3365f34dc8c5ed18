import { type Matches, type Spelt, searchFeedback, spell } from '#collect/search/queries.ts'
import { compileQuery, parseQuery, type Wanted } from '#collect/search/query.ts'
import type { Choice, Filter } from '#organize/inbox/rules.ts'
import { receivedBounds } from '#organize/inbox/rules.ts'
import { areasBelow } from '#organize/tags/queries.ts'
import { calendarSetting } from '#platform/calendar/commands.ts'
import { localDate, shiftDate, startOfDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** What a filter means in SQL. How the rows are then found is in keys.ts, what they look like in rows.ts. */

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
  common: Wanted | undefined
  /** what is searched for, in place of what was typed */
  search: Spelt | undefined
  /** how well the items with rare words fit them */
  matches: Matches | undefined
  /** a tag or the language is looked up for each item of the walk */
  isWalkingTags: boolean
}

/** Tags and words with more items than this are walked, not collected. */
const collectMost = 5000

/** `isSpelt`: words that nobody says are replaced by those that were meant; never where something is changed. */
export async function prepareListing(
  ctx: Ctx,
  filter: Filter,
  { isSpelt = false }: { isSpelt?: boolean } = {},
): Promise<Listing> {
  const listing: Listing = {
    shared: [],
    range: [],
    single: [],
    by: undefined,
    among: undefined,
    common: undefined,
    search: undefined,
    matches: undefined,
    isWalkingTags: false,
  }
  const { shared, range, single } = listing
  for (const name of ['status', 'type', 'channel', 'kind', 'queue', 'priority'] as const) {
    const choice = filter[name]
    if (choice) shared.push((at) => choiceSql(sql`${at}.${sql.id(name)}`, 'text', choice))
  }
  if (filter.isHistory !== undefined) shared.push((at) => sql`${at}.is_history = ${filter.isHistory}`)
  if (filter.isNegative !== undefined) shared.push((at) => sql`${at}.is_negative = ${filter.isNegative}`)
  if (filter.triage) {
    shared.push(
      (at) => sql`${at}.type is null and not ${at}.is_history and ${at}.status not in ('spam', 'merged')`,
    )
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
  if (filter.language) await chooseLanguage(ctx, listing, filter.language)
  if (filter.q) await chooseWords(ctx, listing, filter.q, isSpelt)
  if (!isAfterVoices(filter)) leaveOutVoices(listing)
  return listing
}

/** Merged items stand behind the one they were merged into; they are listed when somebody asks who said what. */
function isAfterVoices({ status, contact, account, q }: Filter): boolean {
  return !!(status && !status.isNot) || contact !== undefined || account !== undefined || q !== undefined
}

/** Where nothing else chooses among the piles, passing over a few rows is faster than choosing. */
function leaveOutVoices(listing: Listing): void {
  if (listing.shared.length === 0) listing.range.push(sql`i.status <> 'merged'`)
  else listing.shared.push((at) => sql`${at}.status <> 'merged'`)
}

async function chooseWords(ctx: Ctx, listing: Listing, q: string, isSpelt: boolean): Promise<void> {
  const typed = compileQuery(parseQuery(q))
  const [first, spelt] = await Promise.all([
    searchFeedback(ctx, typed),
    isSpelt ? spell(ctx, q) : { query: parseQuery(q), corrections: [], exact: undefined },
  ])
  const wanted = compileQuery(spelt.query)
  const isSame = wanted.wanted === typed.wanted && wanted.ending === typed.ending
  const found = isSame ? first : await searchFeedback(ctx, wanted)
  listing.search = spelt
  if (found === 'common') listing.common = wanted
  else {
    listing.matches = found
    keepAmong(listing, [...found.keys()])
  }
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

/** A rare language is collected, a common one looked up for each item of the walk. */
async function chooseLanguage(ctx: Ctx, listing: Listing, choice: Choice): Promise<void> {
  const ws = ctx.workspaceId
  const known = sql`(select s.language from suggestions s where s.workspace_id = ${ws} and s.feedback_id = i.id)`
  if (choice.isNot || choice.hasNone) return walkTags(listing, choiceSql(known, 'text', choice))
  const rows = await ctx.db.many<{ id: string }>(sql`
    select k.id from unnest(${choice.values}::text[]) as asked (code) cross join lateral (
      select feedback_id as id from suggestions where workspace_id = ${ws} and language = asked.code
      order by received_at desc limit ${collectMost + 1}
    ) k limit ${collectMost + 1}`)
  if (rows.length > collectMost) walkTags(listing, choiceSql(known, 'text', choice))
  else
    keepAmong(
      listing,
      rows.map((row) => row.id),
    )
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

/** The alias of inbox_items in every condition. */
export const itemAlias = sql`i`
