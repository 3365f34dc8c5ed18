import { z } from 'zod'
import { listKeys, Place, whichFit } from '#organize/inbox/keys.ts'
import type { Listing } from '#organize/inbox/listing.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, encodeCursor } from '#platform/cursor.ts'

/**
 * Matches of a search, the best first. Those of rare words are ranked all against each other; those of common words
 * block by block of the newest, because ranking all of them would not end.
 */

/** Rows looked at for the matches of common words, ranked against each other. */
const blockMost = 3000

const RankedPlace = z.strictObject({
  sort: z.literal('relevance'),
  /** where the block begins */
  from: Place.nullable(),
  /** the last match handed out of it */
  last: z.strictObject({ score: z.number(), id: z.uuid() }).nullable(),
})
type RankedPlace = z.output<typeof RankedPlace>

/** Blocks looked through for one page, when they hold nothing. */
const blocksMost = 5
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** The ids of the next page and the cursor of the one after it. */
export async function listRanked(
  ctx: Ctx,
  listing: Listing,
  limit: number,
  cursor: string | undefined,
): Promise<{ ids: string[]; nextCursor: string | null }> {
  const place: RankedPlace =
    cursor === undefined ? { sort: 'relevance', from: null, last: null } : decodeCursor(cursor, RankedPlace)
  return listing.common === undefined
    ? listRare(ctx, listing, limit, place)
    : listCommon(ctx, listing, limit, place)
}

/** Filters are asked for the best matches only, until the page is full. */
async function listRare(ctx: Ctx, listing: Listing, limit: number, { last }: RankedPlace) {
  const rest = (listing.among ?? [])
    .map((id): Scored => ({ id, score: listing.matches!.get(id)! }))
    .filter((one) => isAfter(one, last))
    .sort(bestFirst)
  const found: Scored[] = []
  for (let from = 0, many = 2 * limit; from < rest.length && found.length <= limit; from += many, many *= 4) {
    const some = rest.slice(from, from + many)
    const fitting = await whichFit(
      ctx,
      listing,
      some.map((one) => one.id),
    )
    found.push(...some.filter((one) => fitting.has(one.id)))
  }
  return pageOf(found, limit, null)
}

/** A page may hold fewer than `limit` and still have a next one: it ends with its block. */
async function listCommon(ctx: Ctx, listing: Listing, limit: number, place: RankedPlace) {
  let { from, last } = place
  for (let block = 1; ; block++) {
    const { keys, next } = await listKeys(ctx, listing, 'newest', blockMost, from ?? undefined, blockMost)
    const rest = keys
      .map((key): Scored => ({ id: key.id, score: key.relevance! }))
      .filter((one) => isAfter(one, last))
      .sort(bestFirst)
    // what arrives meanwhile must not move the block
    if (rest.length > limit)
      return pageOf(rest, limit, from ?? { at: keys[0]!.at, id: lastId, sort: 'newest' })
    const following: RankedPlace | null = next && { sort: 'relevance', from: next, last: null }
    if (rest.length > 0 || !following || block === blocksMost)
      return { ids: rest.map((one) => one.id), nextCursor: following && encodeCursor(following) }
    from = following.from
    last = null
  }
}

function pageOf(found: readonly Scored[], limit: number, from: Place | null) {
  const last = found[limit - 1]
  const place: RankedPlace | null = found.length > limit ? { sort: 'relevance', from, last: last! } : null
  return { ids: found.slice(0, limit).map((one) => one.id), nextCursor: place && encodeCursor(place) }
}

interface Scored {
  score: number
  id: string
}

const bestFirst = (a: Scored, b: Scored) => b.score - a.score || (a.id < b.id ? 1 : -1)

function isAfter(one: Scored, last: Scored | null): boolean {
  return last === null || one.score < last.score || (one.score === last.score && one.id < last.id)
}
