import { createHash } from 'node:crypto'
import { sameWordsLeast } from '#organize/duplicates/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { ownWords } from '#text/clean/clean.ts'
import { blockSize, keysOf, pack } from '#text/duplicates/postings.ts'
import { type Sketch, sketch } from '#text/duplicates/sketch.ts'
import { fold } from '#text/words/fold.ts'
import { eachWord } from '#text/words/words.ts'

/** Puts items into the index of likeness. Read by nearest.ts. */

export interface Said {
  title: string | null
  verbatim: string
}

/** Characters of an item that are compared: what it is about is said before. */
export const readMost = 8000

/** What is compared of an item: the customer's own words, without the mail they answer to. */
export function sketchOf({ title, verbatim }: Said): Sketch {
  const own = ownWords(verbatim.slice(0, readMost)).text
  return sketch(title ? [title, own] : [own])
}

/**
 * A key that two items share when the customer's own words are the same but for capitals, accents, signs and space;
 * null for fewer than four words. A signed 64-bit integer as text.
 */
export function wordsKey(verbatim: string): string | null {
  const { text } = fold(ownWords(verbatim).text)
  const hash = createHash('sha256')
  let words = 0
  eachWord(text, (_, from, to) => {
    words++
    hash.update(`${text.slice(from, to)} `)
  })
  return words < sameWordsLeast ? null : hash.digest().readBigInt64BE().toString()
}

const together = 1000

/** Adds the items that the index does not hold, oldest first, and answers their ids. One workspace at a time. */
export async function indexItems(ctx: Ctx, ids: readonly string[]): Promise<string[]> {
  const added: string[] = []
  for (let i = 0; i < ids.length; i += together)
    added.push(...(await indexTogether(ctx, ids.slice(i, i + together))))
  return added
}

async function indexTogether(ctx: Ctx, ids: readonly string[]): Promise<string[]> {
  const ws = ctx.workspaceId
  // Whoever takes a demo out of its workspace holds this row, and waits for what was indexed until then.
  await ctx.db.many(sql`select 1 from workspaces where id = ${ws} for key share`)
  ctx.db.later(
    sql`insert into duplicate_index (workspace_id, items, length) values (${ws}, 0, 0) on conflict do nothing`,
  )
  const { items } = await ctx.db.one<{ items: number }>(
    sql`select items from duplicate_index where workspace_id = ${ws} for update`,
  )
  const rows = await ctx.db.many<Said & { id: string }>(sql`
    select f.id, f.title, f.verbatim from unnest(${ids}::uuid[]) as given (id)
    cross join lateral (select 1 from inbox_items where workspace_id = ${ws} and id = given.id offset 0) i
    cross join lateral (
      select id, title, verbatim, received_at from feedback_items where workspace_id = ${ws} and id = given.id offset 0) f
    where not exists (select 1 from duplicate_items d where d.workspace_id = ${ws} and d.id = given.id offset 0)
    order by f.received_at, f.id`)
  if (rows.length === 0) return []
  const numbered = rows.map((row, i) => ({
    id: row.id,
    number: items + i,
    words_key: wordsKey(row.verbatim),
  }))
  const lists = new Map<string, { key: number; block: number; items: { number: number; share: number }[] }>()
  const held = new Map<number, number>()
  let length = 0
  rows.forEach((row, i) => {
    const made = sketchOf(row)
    length += made.length
    const number = items + i
    const block = Math.floor(number / blockSize)
    for (const { key, share } of keysOf(made)) {
      held.set(key, (held.get(key) ?? 0) + 1)
      const name = `${key} ${block}`
      const list = lists.get(name)
      if (list) list.items.push({ number, share })
      else lists.set(name, { key, block, items: [{ number, share }] })
    }
  })
  const sorted = [...lists.values()].sort((a, b) => a.key - b.key || a.block - b.block)
  const words = [...held].sort(([a], [b]) => a - b)
  ctx.db.later(sql`
    insert into duplicate_items (workspace_id, id, number, words_key)
    select ${ws}::uuid, r.id, r.number, r.words_key
    from json_to_recordset(${JSON.stringify(numbered)}::json) as r (id uuid, number integer, words_key bigint)`)
  ctx.db.later(sql`
    insert into duplicate_words (workspace_id, key, items)
    select ${ws}::uuid, w.key, w.items from unnest(${words.map(([key]) => key)}::int[], ${words.map(([, n]) => n)}::int[]) as w (key, items)
    on conflict (workspace_id, key) do update set items = duplicate_words.items + excluded.items`)
  ctx.db.later(sql`
    insert into duplicate_lists (workspace_id, key, block, items, postings)
    select ${ws}::uuid, l.key, l.block, l.items, decode(l.postings, 'hex')
    from unnest(${sorted.map((list) => list.key)}::int[], ${sorted.map((list) => list.block)}::int[],
      ${sorted.map((list) => list.items.length)}::int[], ${sorted.map((list) => Buffer.from(pack(list.items)).toString('hex'))}::text[])
      as l (key, block, items, postings)
    on conflict (workspace_id, key, block) do update
      set items = duplicate_lists.items + excluded.items, postings = duplicate_lists.postings || excluded.postings`)
  ctx.db.later(sql`
    update duplicate_index set items = items + ${rows.length}, length = length + ${length} where workspace_id = ${ws}`)
  return rows.map((row) => row.id)
}
