import {
  type Piece,
  parseQuery,
  type Query,
  quoted,
  respell,
  spellable,
  type Wanted,
} from '#collect/search/query.ts'
import { type KnownWord, nearestWord, slipsAllowed } from '#collect/search/spelling.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'

/** More matches than this are not collected but looked for in date order. */
export const searchCap = 5000

/** How well each item fits the words, by id: a figure without an end that means anything, newer ones counting more. */
export type Matches = Map<string, number>

/** The items that hold these words, or `common` when there are too many to collect. */
export async function searchFeedback(ctx: Ctx, words: Wanted): Promise<Matches | 'common'> {
  return findMatches(ctx, words, searchCap)
}

async function findMatches(ctx: Ctx, { wanted, ending }: Wanted, most: number): Promise<Matches | 'common'> {
  const { ids, relevances } = await ctx.db.one<{ ids: string | null; relevances: string | null }>(sql`
    select array_to_string(ids, ' ') as ids, array_to_string(relevances, ' ') as relevances
    from feedback_search(${wanted}, ${ending}, ${most})`)
  if (ids === null) return 'common'
  const fits = relevances!.split(' ')
  return new Map(ids === '' ? [] : ids.split(' ').map((id, at) => [id, Number(fits[at])]))
}

/** Which items of an array of ids hold the words, as a table of `id` and `relevance`. */
export function searchAmong(ids: Sql, { wanted, ending }: Wanted): Sql {
  return sql`feedback_search_among(${ids}, ${wanted}, ${ending})`
}

export interface Correction {
  from: string
  to: string
}

/** What is searched for in place of what was typed. */
export interface Spelt {
  query: Query
  corrections: Correction[]
  /** what was typed, with the replaced words in quotes: searched as it is */
  exact: string | undefined
}

/** Words of one query whose spelling is looked at. */
const spellMost = 6

/** Replaces each word that no item of the workspace holds by the known word that was meant. */
export async function spell(ctx: Ctx, given: string): Promise<Spelt> {
  const query = parseQuery(given)
  const asked = spellable(query).slice(0, spellMost)
  const strange = await unknownWords(ctx, asked)
  const found = await Promise.all(strange.map((piece) => meant(ctx, query, piece)))
  const by = new Map<Piece, string>()
  for (const [i, piece] of strange.entries()) if (found[i]) by.set(piece, found[i])
  if (by.size === 0) return { query, corrections: [], exact: undefined }
  // a beginning that is only completed is no correction
  const wrong = [...by].filter(([piece, to]) => !(piece === query.ending && to.startsWith(piece.text)))
  return {
    query: parseQuery(respell(query, by)),
    corrections: wrong.map(([piece, to]) => ({ from: query.text.slice(piece.from, piece.to), to })),
    exact:
      wrong.length > 0
        ? quoted(
            query,
            wrong.map(([piece]) => piece),
          )
        : undefined,
  }
}

/** Word by word: as a join, the plan for any words reads every word of the workspace. */
async function unknownWords(ctx: Ctx, asked: readonly Piece[]): Promise<Piece[]> {
  if (asked.length === 0) return []
  const rows = await ctx.db.many<{ place: number }>(sql`
    select a.place::integer from unnest(${asked.map((piece) => piece.text)}::text[]) with ordinality as a (word, place)
    where not exists (select 1 from search_words w where w.workspace_id = ${ctx.workspaceId}
      and w.word = any (tsvector_to_array(to_tsvector('public.feedback_words', a.word))) offset 0)`)
  return rows.map((row) => asked[row.place - 1]!)
}

/** The count of words is a moment behind and knows no stems: the index has the last word on what nobody says. */
async function meant(ctx: Ctx, query: Query, piece: Piece): Promise<string | undefined> {
  const operand = `'${piece.text}'`
  const isEnding = piece === query.ending
  const [held, known] = await Promise.all([
    findMatches(ctx, isEnding ? { wanted: '', ending: operand } : { wanted: operand, ending: '' }, 0),
    ctx.db.many<KnownWord>(sql`select word, items from similar_words(${piece.text})`),
  ])
  if (held === 'common' || held.size > 0) return undefined
  const completed = isEnding ? known.find(({ word }) => word.startsWith(piece.text)) : undefined
  return completed?.word ?? (slipsAllowed(piece.text) > 0 ? nearestWord(piece.text, known) : undefined)
}
