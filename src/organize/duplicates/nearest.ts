import { readMost, type Said, sketchOf } from '#organize/duplicates/indexing.ts'
import { background, isMoreThanChance, nearestThree, sharedKeys } from '#organize/duplicates/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import {
  crowding,
  type Frequencies,
  likeness,
  profile,
  score,
  sharedWords,
  tellingWeight,
} from '#text/duplicates/likeness.ts'
import { candidates, listsOf, listsToRead, type WordList } from '#text/duplicates/postings.ts'

/** The items that say what a text says, found by its rarest words, so that it takes as long among a million items. */

/** Entries of the word lists that are read, the rarest words first: what more items hold tells little. */
const entriesMost = 40_000
/** Candidates that are compared word by word and gram by gram. */
const comparedMost = 64

export interface Near {
  id: string
  /** the item that it is a voice of, else itself */
  rootId: string
  likeness: number
  /** its likeness with the three that were nearest to it before */
  nearest: number[]
  /** how sure it is that both say the same, 0…1 */
  score: number
  /** the words both share, the most telling first */
  words: string[]
  isMoreThanChance: boolean
}

interface Candidate extends Said {
  id: string
  root_id: string
  nearest: number[]
}

/** How many items hold a word, by its key: what was read already, for those who look for many items in a row. */
export type Held = Map<number, number>

/**
 * The `most` nearest items of a text, the surest first; never the item `except`. Spam is not looked at. Where all the
 * words that others hold would be shared by chance, there is nothing to look for.
 */
export async function findNearest(
  ctx: Ctx,
  said: Said,
  most: number,
  { except, held = new Map() }: { except?: string; held?: Held } = {},
): Promise<Near[]> {
  const own = sketchOf(said)
  const keys = [...new Set(own.terms.map((term) => term.key))]
  const frequencies = await readFrequencies(ctx, keys, held)
  if (!frequencies) return []
  const ofOthers = keys.filter((key) => frequencies.of(key) > (except === undefined ? 0 : 1))
  const telling = ofOthers.map((key) => tellingWeight(frequencies, key))
  if (!isMoreThanChance(telling, frequencies.indexed)) return []
  const lists = await readLists(ctx, frequencies.indexed, ofOthers, held)
  const asking = profile(own, frequencies)
  const weights = new Map([...asking.keys].map((key, i) => [key, asking.asked[i]!]))
  const numbers = candidates(lists, weights, frequencies.averageLength, comparedMost + 1)
  const found = (await readCandidates(ctx, numbers)).filter((one) => one.id !== except)
  const sketches = found.map(sketchOf)
  const others = new Set(sketches.flatMap((one) => one.terms.map((term) => term.key)))
  await readHeld(ctx, others, held)

  const profiles = sketches.map((one) => profile(one, frequencies))
  const alike = likeness(asking, profiles)
  return found
    .map((one, at) => {
      const likeness = alike[at]!
      return { one, at, likeness, score: score(likeness, crowding(nearestThree(one.nearest, [likeness]))) }
    })
    .sort((a, b) => b.score - a.score || b.likeness - a.likeness || (a.one.id < b.one.id ? -1 : 1))
    .slice(0, most)
    .map(({ one, at, likeness, score }): Near => {
      const shared = sharedKeys(asking, profiles[at]!)
      return {
        id: one.id,
        rootId: one.root_id,
        likeness,
        nearest: one.nearest,
        score,
        words: sharedWords(asking, profiles[at]!),
        isMoreThanChance: isMoreThanChance(
          shared.map((key) => tellingWeight(frequencies, key)),
          frequencies.indexed,
        ),
      }
    })
}

/** How often the words of these keys are said in the workspace; undefined before anything was indexed. */
export async function readFrequencies(
  ctx: Ctx,
  keys: Iterable<number>,
  held: Held = new Map(),
): Promise<(Frequencies & { indexed: number }) | undefined> {
  const [index] = await Promise.all([
    ctx.db.maybe<{ items: number; length: number }>(
      sql`select items, length from duplicate_index where workspace_id = ${ctx.workspaceId}`,
    ),
    readHeld(ctx, keys, held),
  ])
  if (!index || index.items === 0) return undefined
  return {
    indexed: index.items,
    items: index.items + background,
    averageLength: index.length / index.items,
    of: (key) => held.get(key) ?? 0,
  }
}

/** A thousand counts come as one row: as a row each they take longer to read than to find. */
async function readHeld(ctx: Ctx, keys: Iterable<number>, held: Held): Promise<void> {
  const strange = [...keys].filter((key) => !held.has(key))
  if (strange.length === 0) return
  for (const key of strange) held.set(key, 0)
  const { known, counts } = await ctx.db.one<{ known: string; counts: string }>(sql`
    select coalesce(string_agg(key::text, ' '), '') as known, coalesce(string_agg(items::text, ' '), '') as counts
    from duplicate_words where workspace_id = ${ctx.workspaceId} and key = any (${`{${strange}}`}::int[])`)
  if (known === '') return
  const items = counts.split(' ')
  for (const [at, key] of known.split(' ').entries()) held.set(Number(key), Number(items[at]))
}

async function readLists(ctx: Ctx, items: number, keys: readonly number[], held: Held): Promise<WordList[]> {
  const read = listsToRead(keys, held, items, entriesMost)
  const rows = await ctx.db.many<{ key: number; lists: Uint8Array }>(sql`
    select r.key, l.lists
    from unnest(${read.map(({ key }) => key)}::int[], ${read.map(({ from }) => from)}::int[]) as r (key, first)
    cross join lateral (
      select string_agg(int4send(block) || int4send(octet_length(postings)) || postings, '') as lists from duplicate_lists
      where workspace_id = ${ctx.workspaceId} and key = r.key and block >= r.first) l
    where l.lists is not null`)
  return rows.flatMap(({ key, lists }) => listsOf(key, lists))
}

/** Number by number: a new workspace has no statistics yet, and any other plan reads every item for each. */
async function readCandidates(ctx: Ctx, numbers: readonly number[]): Promise<Candidate[]> {
  if (numbers.length === 0) return []
  const ws = ctx.workspaceId
  return ctx.db.many<Candidate>(sql`
    select d.id, i.root_id, d.nearest, f.title, f.verbatim
    from unnest(${numbers}::int[]) as n (number)
    cross join lateral (
      select id, nearest from duplicate_items where workspace_id = ${ws} and number = n.number offset 0) d
    cross join lateral (
      select coalesce(merged_into_id, id) as root_id from inbox_items
      where workspace_id = ${ws} and id = d.id and status <> 'spam' offset 0) i
    cross join lateral (
      select title, left(verbatim, ${readMost}) as verbatim from feedback_items where workspace_id = ${ws} and id = d.id offset 0) f`)
}
