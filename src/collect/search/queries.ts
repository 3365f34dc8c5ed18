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
import { sql } from '#platform/db/sql.ts'

/** More matches than this are not collected but looked for in date order. */
export const searchCap = 5000

/** The ids of the items that hold these words, or `common` when there are too many to collect. */
export async function searchFeedback(ctx: Ctx, words: Wanted): Promise<string[] | 'common'> {
  return findIds(ctx, words, searchCap)
}

async function findIds(ctx: Ctx, { wanted, ending }: Wanted, most: number): Promise<string[] | 'common'> {
  const rows = await ctx.db.many<{ id: string | null }>(
    sql`select id from feedback_search(${wanted}, ${ending}, ${most})`,
  )
  return rows[0]?.id === null ? 'common' : rows.map((row) => row.id!)
}

/** Which of these items hold the words. */
export async function searchAmong(
  ctx: Ctx,
  ids: readonly string[],
  { wanted, ending }: Wanted,
): Promise<Set<string>> {
  const rows = await ctx.db.many<{ id: string }>(
    sql`select id from feedback_search_among(${ids}::uuid[], ${wanted}, ${ending})`,
  )
  return new Set(rows.map((row) => row.id))
}

/** How well each of these items fits the words: above 0, without an upper end that means anything. */
export async function rankAmong(
  ctx: Ctx,
  ids: readonly string[],
  { wanted, ending }: Wanted,
): Promise<Map<string, number>> {
  const rows = await ctx.db.many<{ id: string; rank: number }>(
    sql`select id, rank from feedback_rank(${ids}::uuid[], ${wanted}, ${ending})`,
  )
  return new Map(rows.map((row) => [row.id, row.rank]))
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

async function unknownWords(ctx: Ctx, asked: readonly Piece[]): Promise<Piece[]> {
  if (asked.length === 0) return []
  const rows = await ctx.db.many<{ place: number }>(sql`
    select a.place::integer from unnest(${asked.map((piece) => piece.text)}::text[]) with ordinality as a (word, place)
    where not exists (select 1 from search_words w where w.workspace_id = ${ctx.workspaceId}
      and w.word = any (tsvector_to_array(to_tsvector('public.feedback_words', a.word))))`)
  return rows.map((row) => asked[row.place - 1]!)
}

/** The count of words is a moment behind and knows no stems: the index has the last word on what nobody says. */
async function meant(ctx: Ctx, query: Query, piece: Piece): Promise<string | undefined> {
  const operand = `'${piece.text}'`
  const isEnding = piece === query.ending
  const [held, known] = await Promise.all([
    findIds(ctx, isEnding ? { wanted: '', ending: operand } : { wanted: operand, ending: '' }, 0),
    ctx.db.many<KnownWord>(sql`select word, items from similar_words(${piece.text})`),
  ])
  if (held === 'common' || held.length > 0) return undefined
  const completed = isEnding ? known.find(({ word }) => word.startsWith(piece.text)) : undefined
  return completed?.word ?? (slipsAllowed(piece.text) > 0 ? nearestWord(piece.text, known) : undefined)
}
