import { indexItems, sketchOf } from '#organize/duplicates/indexing.ts'
import { findNearest } from '#organize/duplicates/nearest.ts'
import { nearestWhileTyping } from '#organize/duplicates/queries.ts'
import { background } from '#organize/duplicates/rules.ts'
import { type Frequencies, likeness, type Profile, profile } from '#text/duplicates/likeness.ts'
import { atLeast, atMost, median, type Part, percentile, say } from './figure.ts'
import { seedItems } from './items.ts'
import { type Lab, openDoor, type Product } from './lab.ts'
import { request, runLoad } from './load.ts'
import { checked } from './post.ts'

const questions = 60
const nearestMost = 10
const actor = { kind: 'job', name: 'bench' } as const

/** POST /duplicates/similar in a workspace of `large` items, its index, and how much of the exact answer it finds. */
export async function measureDuplicates(lab: Lab, rounds: number, large: number): Promise<Part> {
  const product = await lab.product('alike')
  await seedItems(lab, product, large)
  const { door, end } = openDoor(lab, product)
  const { rows: items } = await product.owner.query<{ id: string }>(
    'select id from feedback_items order by id',
  )
  say('duplicates: indexing')
  const began = performance.now()
  for (let i = 0; i < items.length; i += 1000) {
    const ids = items.slice(i, i + 1000).map((row) => row.id)
    await door.inWorkspace(product.workspaceId, actor, (ctx) => indexItems(ctx, ids))
  }
  const indexed = (performance.now() - began) / 1000
  await end()
  await product.owner.query('vacuum analyze duplicate_items, duplicate_words, duplicate_lists')
  const part = await measureAlike(lab, product, rounds, large)
  await product.stop()
  return { ...part, notes: [...part.notes, `${Math.round(large / indexed)} items indexed a second.`] }
}

/** The same with the workspace filled and its items indexed. */
async function measureAlike(lab: Lab, product: Product, rounds: number, large: number): Promise<Part> {
  const { owner, workspaceId, port, key } = product
  const { rows: sizes } = await owner.query<{ bytes: string }>(`
    select sum(pg_total_relation_size(name::regclass)) as bytes
    from unnest(array['duplicate_items', 'duplicate_words', 'duplicate_lists', 'duplicate_index']) as t (name)`)
  const asked = await readQuestions(product, large)
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const requests = asked.map(({ verbatim }) =>
    request('POST', '/api/v1/duplicates/similar', headers, JSON.stringify({ verbatim })),
  )
  const measure = async (count: number) => {
    let n = 0
    const next = () => (n < count ? requests[n++ % requests.length] : undefined)
    return (await checked('POST /duplicates/similar', runLoad({ port, connections: 1, seconds: 600, next })))
      .latencies
  }
  await measure(questions * 2)
  const latencies: number[][] = []
  for (let round = 0; round < rounds; round++) latencies.push(await measure(questions))
  const { door, end } = openDoor(lab, product)
  const recall = await measureRecall(product, asked, (verbatim) =>
    door.inWorkspace(workspaceId, actor, (ctx) =>
      findNearest(ctx, { title: null, verbatim }, nearestWhileTyping),
    ),
  )
  await end()
  const memory = product.peakMegabytes()

  const size = large.toLocaleString('en')
  const p95 = median(latencies.map((some) => percentile(some, 0.95)))
  return {
    figures: [
      atMost(`Items alike among ${size}, p95`, p95, 30, 'ms'),
      atMost(`Index of likeness of ${size} items`, Number(sizes[0]!.bytes) / 2 ** 20, 2048, 'MB'),
      atLeast(`Items alike among ${size}, recall@10 against exact search`, recall, 0.95),
      atMost('Items alike, largest memory of our process', memory, 500, 'MB'),
    ],
    notes: [`Items alike among ${size}: median ${median(latencies.flat()).toFixed(1)} ms.`],
  }
}

/** Texts to ask with: items of every age, each third word left out, as somebody else would put it. */
async function readQuestions(
  { owner, workspaceId }: Product,
  large: number,
): Promise<{ id: string; verbatim: string }[]> {
  const { rows } = await owner.query<{ id: string; verbatim: string }>(
    'select d.id, f.verbatim from duplicate_items d join feedback_items f using (workspace_id, id) where d.workspace_id = $1 and d.number = any ($2)',
    [workspaceId, Array.from({ length: questions }, (_, i) => Math.floor(((i + 0.5) * large) / questions))],
  )
  return rows.map(({ id, verbatim }) => ({
    id,
    verbatim: verbatim
      .split(' ')
      .filter((_, at) => at % 3 !== 1)
      .join(' '),
  }))
}

/** The share of the ten likest of all items that is found. */
async function measureRecall(
  { owner, workspaceId }: Product,
  asked: readonly { verbatim: string }[],
  find: (verbatim: string) => Promise<{ id: string; likeness: number }[]>,
): Promise<number> {
  say('duplicates: exact search')
  const { rows: words } = await owner.query<{ key: number; items: number }>(
    'select key, items from duplicate_words',
  )
  const held = new Map(words.map((row) => [row.key, row.items]))
  const { rows: index } = await owner.query<{ items: number; length: number }>(
    'select items, length from duplicate_index',
  )
  const frequencies: Frequencies = {
    items: index[0]!.items + background,
    averageLength: index[0]!.length / index[0]!.items,
    of: (key) => held.get(key) ?? 0,
  }
  const profiles: Profile[] = asked.map(({ verbatim }) =>
    profile(sketchOf({ title: null, verbatim }), frequencies),
  )
  const best: { id: string; likeness: number }[][] = asked.map(() => [])
  for (let after = -1; ; ) {
    const { rows } = await owner.query<{
      id: string
      number: number
      title: string | null
      verbatim: string
    }>(
      `select d.id, d.number, f.title, f.verbatim from duplicate_items d join feedback_items f using (workspace_id, id)
       where d.workspace_id = $1 and d.number > $2 order by d.number limit 2000`,
      [workspaceId, after],
    )
    if (rows.length === 0) break
    after = rows.at(-1)!.number
    const others = rows.map((row) => profile(sketchOf(row), frequencies))
    profiles.forEach((one, at) => {
      const list = best[at]!
      const alike = likeness(one, others)
      for (const [i, value] of alike.entries()) list.push({ id: rows[i]!.id, likeness: value })
      list.sort((a, b) => b.likeness - a.likeness)
      list.length = Math.min(list.length, nearestMost)
    })
  }
  let found = 0
  for (const [at, { verbatim }] of asked.entries()) {
    const near = (await find(verbatim)).sort((a, b) => b.likeness - a.likeness).slice(0, nearestMost)
    const least = best[at]!.at(-1)!.likeness - 1e-6
    found += near.filter((one) => one.likeness >= least).length
  }
  return found / (asked.length * nearestMost)
}
