import { likeness, profile } from '#text/duplicates/likeness.ts'
import { type Sketch, sketch } from '#text/duplicates/sketch.ts'
import { Centers } from '#text/themes/centers.ts'
import { countWords, type Features, FeatureTable, featuresOf } from '#text/themes/features.ts'
import { averageLinkage } from '#text/themes/linkage.ts'
import type { ThemeModel } from '#text/themes/model.ts'
import { nameGroups } from '#text/themes/names.ts'
import { sample } from '#text/themes/sample.ts'
import { spherical } from '#text/themes/spherical.ts'
import { itemVectors } from '#text/themes/vectors.ts'
import { randomFrom } from '#text/train/random.ts'

/** Finds the themes of a set of items. */

/** More items cost time in proportion, because pairs are compared of a sample only. */
const mostCompared = 2000
/** Further looks at what no theme took. */
const mostLooks = 3
/** Two groups whose items are this much alike on average are one theme; measured on app reviews sorted by hand. */
const leastAlike = 0.09
/** An item belongs to a theme when it has this mean cosine with the theme's items. */
const leastMean = 0.05
/** More themes than this nobody reads. */
const mostThemes = 200
/** Items on which k-means runs; the others join the nearest theme. */
const mostGrouped = 20_000
/** Features that a theme keeps. */
const mostFeatures = 400
/** Words of which the model keeps how often they occur. */
const mostCounted = 20_000

export interface FitOptions {
  /** how many themes; found out when absent */
  k?: number
  /** the same seed gives the same themes */
  seed?: number
  /** items of which every pair is compared, when nobody says how many themes there are; 2,000 when absent */
  compared?: number
}

export interface Fit {
  model: ThemeModel
  /** for each item the place of its theme in `model.themes`, or −1 for none */
  groups: Int32Array
}

/** Items read or compared before a step ends. */
const stepItems = 128

/**
 * Finds the themes of items; each item is its fields, a title first. With `k` every item that has words gets a theme;
 * without, items that nobody else agrees with get none. Themes come largest first.
 */
export function fitThemes(items: readonly (readonly string[])[], options: FitOptions = {}): Fit {
  const steps = fitSteps(items, options)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/**
 * The same in steps of some milliseconds, each answering about how much of the whole is done (0…1), for a process that
 * has other things to do meanwhile.
 */
export function* fitSteps(
  items: readonly (readonly string[])[],
  options: FitOptions = {},
): Generator<number, Fit> {
  const seed = options.seed ?? 1
  const sketches: Sketch[] = []
  for (const fields of items) {
    sketches.push(sketch(fields))
    if (sketches.length % stepItems === 0) yield (0.1 * sketches.length) / items.length
  }
  const frequencies = countWords(sketches)
  const features: Features[] = []
  for (const one of sketches) {
    features.push(featuresOf(one, frequencies))
    if (features.length % stepItems === 0) yield 0.1 + (0.1 * features.length) / items.length
  }
  const table = new FeatureTable(features)
  yield 0.2
  const found =
    options.k === undefined
      ? yield* findGroups(sketches, table, seed, options.compared ?? mostCompared)
      : yield* divide(sketches, table, options.k, seed)
  const { groups, count } = largestFirst(found)
  yield 0.9
  const centers = new Centers(table, groups, count)
  const names = nameGroups(items, groups, count)
  const themes = Array.from({ length: count }, (_, group) => ({
    ...names[group]!,
    size: centers.sizes[group]!,
    center: centers.strongest(group, mostFeatures),
  }))
  const words = [...frequencies.counts]
    .filter(([, holding]) => holding > 1)
    .sort(([a, one], [b, other]) => other - one || a - b)
    .slice(0, mostCounted)
  return {
    groups,
    model: {
      version: 1,
      items: items.length,
      averageLength: frequencies.averageLength,
      words: { keys: words.map(([key]) => key), holding: words.map(([, holding]) => holding) },
      least: options.k === undefined ? leastMean : 0,
      without: groups.reduce((sum, group) => sum + (group < 0 ? 1 : 0), 0),
      themes,
    },
  }
}

interface Groups {
  groups: Int32Array
  count: number
}

/** k groups by word company, then each item to the group whose words and spellings it shares most. */
function* divide(
  sketches: readonly Sketch[],
  table: FeatureTable,
  k: number,
  seed: number,
): Generator<number, Groups> {
  const random = randomFrom(seed)
  const { vectors, dimensions } = itemVectors(sketches, seed)
  const chosen = sample(sketches.length, mostGrouped, random)
  const rows = new Float32Array(chosen.length * dimensions)
  chosen.forEach((item, at) => {
    rows.set(vectors.subarray(item * dimensions, (item + 1) * dimensions), at * dimensions)
  })
  let best = spherical(rows, dimensions, k, random)
  for (let again = 1; again < (chosen.length < 5000 ? 3 : 1); again++) {
    const other = spherical(rows, dimensions, k, random)
    if (other.fit > best.fit) best = other
  }
  const groups = new Int32Array(sketches.length).fill(-1)
  chosen.forEach((item, at) => {
    if (sketches[item]!.terms.length > 0) groups[item] = best.groups[at]!
  })
  return { groups: yield* settle(table, groups, k, 0, 2, 0.8), count: k }
}

/** Groups from the bottom up among a sample, then again among what is left. */
function* findGroups(
  sketches: readonly Sketch[],
  table: FeatureTable,
  seed: number,
  compared: number,
): Generator<number, Groups> {
  const random = randomFrom(seed)
  let groups = new Int32Array(sketches.length).fill(-1)
  let count = 0
  for (let look = 0; look < mostLooks && count < mostThemes; look++) {
    const free = Array.from(groups.keys()).filter(
      (item) => groups[item]! < 0 && sketches[item]!.terms.length > 0,
    )
    const chosen = sample(free.length, compared, random).map((at) => free[at]!)
    const found = yield* linked(
      chosen.map((item) => sketches[item]!),
      look,
    )
    // of a sample only what is said more than twice is worth a theme
    const least = free.length > compared ? 3 : 2
    const sizes = new Map<number, number>()
    for (const group of found) sizes.set(group, (sizes.get(group) ?? 0) + 1)
    const kept = new Map(
      [...sizes]
        .filter(([, size]) => size >= least)
        .sort(([a, one], [b, other]) => other - one || a - b)
        .slice(0, mostThemes - count)
        .map(([group], at) => [group, count + at]),
    )
    if (kept.size === 0) break
    chosen.forEach((item, at) => {
      groups[item] = kept.get(found[at]!) ?? -1
    })
    count += kept.size
    if (free.length <= compared) break
    groups = yield* settle(table, groups, count, leastMean, 2, shareOf(look, 0.7))
  }
  return { groups, count }
}

/** How far the work is in a look; each is about as much. */
const shareOf = (look: number, part: number) => 0.2 + (0.7 * (look + part)) / mostLooks

function* linked(sketches: readonly Sketch[], look: number): Generator<number, Int32Array> {
  const frequencies = countWords(sketches)
  const profiles = sketches.map((one) => profile(one, frequencies))
  const size = profiles.length
  const alike = new Float32Array(size * size)
  for (const [at, one] of profiles.entries()) {
    const row = likeness(one, profiles.slice(0, at))
    for (let other = 0; other < at; other++) {
      alike[at * size + other] = row[other]!
      alike[other * size + at] = row[other]!
    }
    if (at % 8 === 0) yield shareOf(look, (0.6 * at * at) / (size * size))
  }
  return averageLinkage(alike, size, leastAlike)
}

/** Moves each item to the nearest group, some rounds over; below `least` it is left without one. */
function* settle(
  table: FeatureTable,
  groups: Int32Array,
  count: number,
  least: number,
  rounds: number,
  share: number,
): Generator<number, Int32Array<ArrayBuffer>> {
  let settled = Int32Array.from(groups)
  for (let round = 0; round < rounds; round++) {
    const centers = new Centers(table, settled, count)
    const next = new Int32Array(settled.length)
    for (let item = 0; item < next.length; item++) {
      const { group, mean } = centers.nearest(item)
      next[item] = mean >= least ? group : -1
      if (item % stepItems === 0) yield share
    }
    settled = next
  }
  return settled
}

/** Numbers groups by size and drops those that nobody is left in. */
function largestFirst({ groups, count }: Groups): Groups {
  const sizes = new Int32Array(count)
  for (const group of groups) if (group >= 0) sizes[group]!++
  const order = Array.from(sizes.keys())
    .filter((group) => sizes[group]! > 0)
    .sort((a, b) => sizes[b]! - sizes[a]! || a - b)
  const places = new Map(order.map((group, at) => [group, at]))
  return { groups: Int32Array.from(groups, (group) => places.get(group) ?? -1), count: order.length }
}
