import { fitThemes } from '#text/themes/fit.ts'
import { normalizeRows, type Sparse, strongest } from '#text/themes/matrix.ts'
import { assignerOf } from '#text/themes/model.ts'
import { spherical } from '#text/themes/spherical.ts'
import { randomFrom } from '#text/train/random.ts'
import { rawRows } from '../datasets.ts'
import type { Figure } from '../figure.ts'
import { type Bag, bags, tfidfWeights } from '../retrieval.ts'

const seeds = [1, 2, 3]
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Harmonic mean of homogeneity and completeness (Rosenberg and Hirschberg 2007). */
export function vMeasure(labels: readonly unknown[], groups: ArrayLike<number>): number {
  const entropy = (keys: readonly unknown[]) => {
    const counts = new Map<unknown, number>()
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
    return [...counts.values()].reduce(
      (sum, count) => sum - (count / keys.length) * Math.log(count / keys.length),
      0,
    )
  }
  const found = Array.from(groups)
  const both = labels.map((label, i) => `${label}\n${found[i]}`)
  const [ofLabels, ofGroups] = [entropy(labels), entropy(found)]
  return (2 * (ofLabels + ofGroups - entropy(both))) / (ofLabels + ofGroups)
}

/** F1 over pairs of items: are they in one group? Items without a group are alone. */
export function pairF1(sets: readonly { labels: readonly unknown[]; groups: ArrayLike<number> }[]): number {
  let hit = 0
  let sum = 0
  for (const { labels, groups } of sets) {
    for (let i = 0; i < labels.length; i++) {
      for (let j = 0; j < i; j++) {
        const is = labels[i] === labels[j]
        const said = groups[i]! >= 0 && groups[i] === groups[j]
        if (is && said) hit++
        sum += Number(is) + Number(said)
      }
    }
  }
  return (2 * hit) / sum
}

/** TF-IDF as it is usually clustered: as it is by k-means, or after a singular value decomposition (LSA, 100 dimensions). */
function lsa(weights: readonly Bag[], dimensions: number, k: number, seed: number): Int32Array {
  const places = new Map<string, number>()
  for (const bag of weights)
    for (const part of bag.keys()) if (!places.has(part)) places.set(part, places.size)
  const starts = new Int32Array(weights.length + 1)
  const columns: number[] = []
  const values: number[] = []
  weights.forEach((bag, row) => {
    for (const [part, weight] of bag) {
      columns.push(places.get(part)!)
      values.push(weight)
    }
    starts[row + 1] = columns.length
  })
  const matrix: Sparse = {
    rows: weights.length,
    width: places.size,
    starts,
    columns: Int32Array.from(columns),
    values: Float32Array.from(values),
  }
  const rows = strongest(matrix, dimensions, seed, 1)
  normalizeRows(rows, dimensions)
  return spherical(rows, dimensions, k, randomFrom(seed)).groups
}

function dense(weights: readonly Bag[], k: number, seed: number): Int32Array {
  const counts: Bag = new Map()
  for (const bag of weights) for (const part of bag.keys()) counts.set(part, (counts.get(part) ?? 0) + 1)
  const kept = [...counts].filter(([, count]) => count > 1).map(([part]) => part)
  const places = new Map(kept.map((part, i) => [part, i]))
  const rows = new Float32Array(weights.length * kept.length)
  weights.forEach((bag, row) => {
    for (const [part, weight] of bag) {
      const place = places.get(part)
      if (place !== undefined) rows[row * kept.length + place] = weight
    }
  })
  normalizeRows(rows, kept.length)
  return spherical(rows, kept.length, k, randomFrom(seed)).groups
}

/** Themes of questions to a bank, with the number of intents given; nothing is trained on them. */
function measureBank(folder: string): Figure {
  const rows = rawRows<{ split: string; text: string; label: string }>(folder, 'topics-banking77').filter(
    (row) => row.split === 'test',
  )
  const labels = rows.map((row) => row.label)
  const k = new Set(labels).size
  const weights = tfidfWeights(rows.map((row) => bags.stems(row.text)))
  const measured = (groupsOf: (seed: number) => ArrayLike<number>) =>
    mean(seeds.map((seed) => vMeasure(labels, groupsOf(seed))))
  return {
    row: 'themes, number given: Banking77',
    set: `topics-banking77, ${rows.length} test questions`,
    measure: `V-measure, mean of seeds ${seeds.join(', ')}`,
    ours: measured(
      (seed) =>
        fitThemes(
          rows.map((row) => [row.text]),
          { k, seed },
        ).groups,
    ),
    others: {
      'TF-IDF k-means': vMeasure(labels, dense(weights, k, 1)),
      'LSA k-means': measured((seed) => lsa(weights, 100, k, seed)),
    },
    reach: 0.7,
    beyond: 0.8,
    note: 'CLINC150 is not in the repository’s sets',
  }
}

/** Themes of app reviews sorted by hand, app by app and all in one heap, with the number unknown. */
function measureReviews(folder: string): Figure[] {
  const rows = rawRows<{ app: string; text: string; cluster: string }>(folder, 'themes-clap-rq3')
  const split = (apps: boolean) =>
    (apps ? [...new Set(rows.map((row) => row.app))] : [undefined]).map((app) =>
      rows.filter((row) => app === undefined || row.app === app),
    )
  const measured = (apps: boolean) =>
    pairF1(
      split(apps).map((part) => ({
        labels: part.map((row) => row.cluster),
        groups: fitThemes(part.map((row) => [row.text])).groups,
      })),
    )
  const tfidf = (apps: boolean) =>
    pairF1(
      split(apps).map((part) => {
        const weights = tfidfWeights(part.map((row) => bags.stems(row.text)))
        // the rule of thumb for an unknown number
        const k = Math.max(2, Math.round(Math.sqrt(part.length / 2)))
        return { labels: part.map((row) => row.cluster), groups: dense(weights, k, 1) }
      }),
    )
  return [true, false].map((apps) => ({
    row: 'themes, app reviews, number unknown',
    set: `themes-clap-rq3, ${rows.length} reviews, ${apps ? 'each app by itself' : 'seven apps in one heap'}`,
    measure: 'pair F1',
    ours: measured(apps),
    others: { 'TF-IDF k-means, k = √(n/2)': tfidf(apps) },
    ...(apps ? { reach: 0.5, beyond: 0.65 } : {}),
  }))
}

/** Processor time for 100,000 items, and for one more. */
function measureThemeSpeed(folder: string): Figure[] {
  const pool = rawRows<{ text: string }>(folder, 'raw-arminer').map((row) => row.text)
  const random = randomFrom(1)
  const items = Array.from({ length: 100_000 }, () => [
    `${pool[Math.floor(random() * pool.length)]} ${pool[Math.floor(random() * pool.length)]}`,
  ])
  const seconds = (work: () => void) => {
    const { user, system } = process.cpuUsage()
    work()
    const spent = process.cpuUsage({ user, system })
    return (spent.user + spent.system) / 1e6
  }
  let fit = fitThemes([])
  const found = seconds(() => {
    fit = fitThemes(items)
  })
  const given = seconds(() => void fitThemes(items, { k: 60 }))
  const assign = assignerOf(fit.model)
  const more = seconds(() => {
    for (const item of items.slice(0, 1000)) assign(item)
  })
  const shared = {
    row: 'themes, speed, one core',
    set: 'raw-arminer, 100,000 pairs of reviews',
    others: {},
    isLessBetter: true,
  }
  return [
    { ...shared, measure: 'seconds, number unknown', ours: found, reach: 60 },
    { ...shared, measure: 'seconds, 60 themes', ours: given, reach: 60 },
    { ...shared, measure: 'milliseconds for one more item', ours: more, reach: 20 },
    { ...shared, measure: 'MB of the stored model', ours: JSON.stringify(fit.model).length / 1e6 },
  ]
}

export function measureThemes(folder: string): Figure[] {
  return [measureBank(folder), ...measureReviews(folder), ...measureThemeSpeed(folder)]
}
