import { atMost, type Figure, median, type Part, percentile, say } from './figure.ts'
import { common, medium, rare, seedItems } from './items.ts'
import type { Lab, Product } from './lab.ts'
import { request, runLoad } from './load.ts'
import { checked } from './post.ts'

const requestsPerRound = 60
const few = 10_000

/** What is asked, by how many items hold it. The misspelt words are each one or two slips from a word that is there. */
const classes: Record<string, string[]> = {
  'no hit': ['qqxvzzk', 'wvxqjjz', 'zzkqxwvv', 'xjqzkkvw', 'vwqqzzxx', 'kjxzqvwq'],
  rare,
  medium: [...Object.keys(medium), 'invoice export', 'dashboard "login"', 'calendar -report'],
  common: [...Object.keys(common), 'export login', 'report or screen', 'export -report'],
  misspelt: [
    'zepelin',
    'quagmrie',
    'xilophone',
    'kerfufle',
    'invioce',
    'dashbord',
    'exprot',
    'calender',
    'webhok',
  ],
}

/** GET /feedback?q= in a workspace of `large` items and in one of 10,000, one request after the other. */
export async function measureSearch(lab: Lab, rounds: number, large: number): Promise<Part> {
  const products = { small: await lab.product('small'), large: await lab.product('large') }
  await seedItems(lab, products.small, few)
  await seedItems(lab, products.large, large)
  await countWords(products.small)
  await countWords(products.large)
  const part = await measureClasses(products, rounds, large)
  await products.small.stop()
  await products.large.stop()
  return part
}

/** The same with both workspaces filled. */
async function measureClasses(
  products: Record<'small' | 'large', Product>,
  rounds: number,
  large: number,
): Promise<Part> {
  const size = large.toLocaleString('en')
  const figures: Figure[] = []
  const notes: string[] = []
  for (const [label, queries] of Object.entries(classes)) {
    const measure = async (name: 'small' | 'large', count: number) => {
      const { port, key } = products[name]
      const headers = { authorization: `Bearer ${key}` }
      const asked = queries.map((q) =>
        request('GET', `/api/v1/feedback?limit=20&q=${encodeURIComponent(q)}`, headers),
      )
      let n = 0
      const next = () => (n < count ? asked[n++ % asked.length] : undefined)
      const load = runLoad({ port, connections: 1, seconds: 600, next })
      const { latencies } = await checked(`GET /feedback, ${label}`, load)
      return latencies
    }
    await measure('small', queries.length * 2)
    await measure('large', queries.length * 2)
    const ratios: number[] = []
    const all: number[] = []
    for (let round = 0; round < rounds; round++) {
      const small = await measure('small', requestsPerRound)
      const big = await measure('large', requestsPerRound)
      ratios.push(median(big) / median(small))
      all.push(percentile(big, 0.95))
    }
    say(
      `search, ${label}: p95 ${all.map((ms) => ms.toFixed(1)).join(' ')} ms, ratio ${median(ratios).toFixed(2)}`,
    )
    figures.push(atMost(`Search at ${size} items, ${label}, p95`, median(all), 50, 'ms'))
    const name = `Search at ${size} items against 10,000, ${label}, median`
    if (['no hit', 'rare', 'misspelt'].includes(label)) figures.push(atMost(name, median(ratios), 3))
    else notes.push(`${name}: ${median(ratios).toFixed(2)}.`)
  }
  return { figures, notes }
}

async function countWords({ workspaceId, owner }: Product): Promise<void> {
  say('search: counting words')
  await owner.query(
    `insert into search_words (workspace_id, word, items)
     select $1, w.word, count(*) from feedback_items f cross join feedback_words(f.title, f.verbatim) as w (word)
     where f.workspace_id = $1 group by w.word`,
    [workspaceId],
  )
  await owner.query('vacuum analyze search_words')
}
