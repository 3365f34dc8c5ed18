import { once } from 'node:events'
import { createWriteStream, rmSync } from 'node:fs'
import { join } from 'node:path'
import pg, { type Pool } from 'pg'
import { say } from './figure.ts'
import type { Lab, Product } from './lab.ts'

/** Items by the million, written past the product, because by HTTP it takes long. */

/** Words put into the texts so often: a share of all items, or in so many items however many there are. */
export const common = { export: 0.4, report: 0.3, login: 0.2, screen: 0.1 }
export const medium = {
  invoice: 0.01,
  dashboard: 0.006,
  calendar: 0.004,
  keyboard: 0.002,
  renewal: 0.001,
  webhook: 0.0005,
}
export const rare = [
  'zeppelin',
  'quagmire',
  'xylophone',
  'kerfuffle',
  'wigwam',
  'jamboree',
  'yodelling',
  'bumblebee',
]
const rareItems = 20

/**
 * Writes items of some 30 words as the product would; words are as frequent as in real texts, and twenty items each
 * have a subject.
 */
export async function seedItems(lab: Lab, { workspaceId, owner }: Product, count: number): Promise<void> {
  say(`writing ${count.toLocaleString('en')} items`)
  const file = join(lab.dataDir, `items-${count}.csv`)
  const out = createWriteStream(file, { mode: 0o644 })
  const vocabulary = Math.max(5000, count / 2)
  for (let n = 0; n < count; n++) {
    const at = new Date(1_700_000_000_000 + n * 60_000).toISOString()
    const id = `${(1_700_000_000_000 + n * 60_000).toString(16).padStart(12, '0')}`
    const uuid = `${id.slice(0, 8)}-${id.slice(8)}-7000-8000-${n.toString(16).padStart(12, '0')}`
    if (!out.write(`${workspaceId},${uuid},email,${textOf(n, count, vocabulary)},${at},${at},false\n`))
      await once(out, 'drain')
  }
  await new Promise((done) => out.end(done))
  const { rows } = await owner.query<{ name: string }>('select current_database() as name')
  const superuser = new pg.Client({ connectionString: lab.superuserUrl(rows[0]!.name) })
  await superuser.connect()
  // made afterwards, the index takes a tenth of the time
  const { rows: made } = await owner.query<{ indexdef: string }>(
    `select indexdef from pg_indexes where indexname = 'feedback_items_words'`,
  )
  await owner.query('drop index feedback_items_words')
  await superuser.query(
    `copy feedback_items (workspace_id, id, channel, verbatim, occurred_at, received_at, is_history) from '${file}' with (format csv)`,
  )
  await superuser.end()
  rmSync(file)
  await owner.query(made[0]!.indexdef)
  await owner.query(
    `insert into inbox_items (workspace_id, id, received_at, occurred_at, channel, is_history, queue)
     select workspace_id, id, received_at, occurred_at, channel, is_history, 'general' from feedback_items where workspace_id = $1`,
    [workspaceId],
  )
  await knowPiles(owner)
  await owner.query('vacuum analyze feedback_items, inbox_items, inbox_piles')
}

/** Makes the piles of inbox lines that were written without the product known to it. */
export async function knowPiles(owner: Pool): Promise<void> {
  await owner.query(`insert into inbox_piles (workspace_id, pile, status, type, channel, kind, queue, priority, is_history, is_assigned, is_negative)
    select distinct workspace_id, pile, status, type, channel, kind, queue, priority, is_history, assignee_member_id is not null, is_negative
    from inbox_items on conflict do nothing`)
}

/** Numbers below 1, the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = (Math.imul(seed, 2654435761) + 1) >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
}

const consonants = [...'bcdfghjklmnprstvwz', 'st', 'tr', 'ch', 'nd']
const vowels = [...'aeiou', 'ea', 'ou', 'ai']

/** The word of a rank: longer the rarer it is. */
function wordOf(rank: number): string {
  const random = randomFrom(rank * 31 + 7)
  const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)]!
  const parts = 1 + Math.log10(rank + 1) / 2 + random()
  let word = ''
  for (let i = 0; i < parts; i++) word += pick(consonants) + pick(vowels)
  return random() < 0.5 ? word + pick(consonants) : word
}

/** How many items are about the same, of whose words each says some. */
const itemsOfSubject = 20

/** Some 30 words, each rank half as frequent as the half of it (Zipf), and those that are asked for. */
export function textOf(n: number, count: number, vocabulary: number): string {
  const zipf = (random: () => number) => wordOf(Math.floor(vocabulary ** random()))
  const random = randomFrom(n)
  random()
  const subject = randomFrom(1e9 + (n % Math.max(1, Math.floor(count / itemsOfSubject))))
  const words: string[] = []
  for (let i = 0; i < 10; i++) {
    const word = zipf(subject)
    if (random() < 0.7) words.push(word)
  }
  const length = 15 + Math.floor(random() * 30)
  while (words.length < length) words.splice(Math.floor(random() * words.length), 0, zipf(random))
  for (const [word, share] of Object.entries({ ...common, ...medium })) {
    if (random() < share) words.splice(Math.floor(random() * words.length), 0, word)
  }
  const every = Math.max(1, Math.floor(count / rareItems / rare.length))
  if (n % every === 0) words.push(rare[(n / every) % rare.length]!)
  return words.join(' ')
}
