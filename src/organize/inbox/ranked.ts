import { z } from 'zod'
import { rankAmong } from '#collect/search/queries.ts'
import { type Key, listKeys, Place, timeOf } from '#organize/inbox/keys.ts'
import type { Listing } from '#organize/inbox/listing.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, encodeCursor } from '#platform/cursor.ts'

/** Matches of a search, the best first: block by block of the newest ones, because ranking all of them would not end. */

/** Matches ranked against each other. */
const blockMost = 2000
/** Rows looked at for the matches of common words. */
const lookMost = 3000

/** After this time a match counts half as much. */
const halfLifeDays = 90

/**
 * The place of a match: how well it fits, halved every 90 days. As a sum of logarithms it does not depend on when it is
 * asked, so that pages fit together.
 */
export function relevance(rank: number, receivedAt: Date): number {
  return Math.log2(Math.max(rank, 1e-9)) + receivedAt.getTime() / (halfLifeDays * 86_400_000)
}

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

/**
 * The ids of the next page and the cursor of the one after it. A page may hold fewer than `limit` and still have a next
 * one: it ends with its block.
 */
export async function listRanked(
  ctx: Ctx,
  listing: Listing,
  limit: number,
  cursor: string | undefined,
): Promise<{ ids: string[]; nextCursor: string | null }> {
  let place: RankedPlace =
    cursor === undefined ? { sort: 'relevance', from: null, last: null } : decodeCursor(cursor, RankedPlace)
  for (let block = 1; ; block++) {
    const { keys, next } = await listKeys(
      ctx,
      listing,
      'newest',
      blockMost,
      place.from ?? undefined,
      lookMost,
    )
    const rest = (await scored(ctx, listing, keys)).filter((one) => isAfter(one, place.last))
    const following: RankedPlace | null = next && { sort: 'relevance', from: next, last: null }
    if (rest.length > limit) {
      // what arrives meanwhile must not move the block
      const from = place.from ?? { at: keys[0]!.at, id: lastId, sort: 'newest' }
      const { score, id } = rest[limit - 1]!
      place = { sort: 'relevance', from, last: { score, id } }
      return { ids: rest.slice(0, limit).map((one) => one.id), nextCursor: encodeCursor(place) }
    }
    if (rest.length > 0 || !following || block === blocksMost)
      return { ids: rest.map((one) => one.id), nextCursor: following && encodeCursor(following) }
    place = following
  }
}

interface Scored {
  id: string
  score: number
}

async function scored(ctx: Ctx, listing: Listing, keys: readonly Key[]): Promise<Scored[]> {
  if (keys.length === 0) return []
  const ids = keys.map((key) => key.id)
  const ranks = await rankAmong(ctx, ids, listing.search!.wanted)
  return keys
    .map(({ id, at }) => ({ id, score: relevance(ranks.get(id) ?? 0, new Date(timeOf(at))) }))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? 1 : -1))
}

function isAfter(one: Scored, last: Scored | null): boolean {
  return last === null || one.score < last.score || (one.score === last.score && one.id < last.id)
}
