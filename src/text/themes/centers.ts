import type { FeatureTable } from '#text/themes/features.ts'

/** The means of groups of items, and which group an item is nearest to. */

export interface Nearest {
  /** the group, or −1 */
  group: number
  /** mean cosine with the items of that group */
  mean: number
}

/** Means of `count` groups over the features of a table. */
export class Centers {
  readonly #sums: Float32Array
  readonly #table: FeatureTable
  readonly count: number
  readonly sizes: Int32Array
  /** length of each group's sum */
  readonly #norms: Float64Array
  readonly #scores: Float64Array

  /** `groups` holds the group of each item, −1 for none. */
  constructor(table: FeatureTable, groups: Int32Array, count: number) {
    this.#table = table
    this.count = count
    this.sizes = new Int32Array(count)
    this.#sums = new Float32Array(table.ids.length * count)
    this.#norms = new Float64Array(count)
    this.#scores = new Float64Array(count)
    for (let item = 0; item < table.items; item++) {
      const group = groups[item]!
      if (group < 0) continue
      this.sizes[group]!++
      for (let i = table.starts[item]!; i < table.starts[item + 1]!; i++)
        this.#sums[table.places[i]! * count + group]! += table.weights[i]!
    }
    for (let at = 0; at < this.#sums.length; at++) this.#norms[at % count]! += this.#sums[at]! ** 2
    for (let group = 0; group < count; group++) this.#norms[group] = Math.sqrt(this.#norms[group]!)
  }

  /** The group whose mean points most nearly where an item of the table points. */
  nearest(item: number): Nearest {
    const { starts, places, weights } = this.#table
    const scores = this.#scores.fill(0)
    for (let i = starts[item]!; i < starts[item + 1]!; i++) {
      const from = places[i]! * this.count
      const weight = weights[i]!
      for (let group = 0; group < this.count; group++) scores[group]! += weight * this.#sums[from + group]!
    }
    let best = -1
    let most = 0
    for (let group = 0; group < this.count; group++) {
      const cosine = this.#norms[group]! > 0 ? scores[group]! / this.#norms[group]! : 0
      if (cosine > most) {
        most = cosine
        best = group
      }
    }
    return best < 0 ? { group: -1, mean: 0 } : { group: best, mean: scores[best]! / this.sizes[best]! }
  }

  /** The strongest features of a group's mean, made one long, and the length the mean had. */
  strongest(group: number, most: number): { ids: number[]; weights: number[]; length: number } {
    const found: { id: number; weight: number }[] = []
    const { ids } = this.#table
    for (let place = 0; place < ids.length; place++) {
      const weight = this.#sums[place * this.count + group]!
      if (weight > 0) found.push({ id: ids[place]!, weight })
    }
    found.sort((a, b) => b.weight - a.weight || a.id - b.id)
    found.length = Math.min(found.length, most)
    let square = 0
    for (const { weight } of found) square += weight * weight
    const norm = Math.sqrt(square)
    return {
      ids: found.map(({ id }) => id),
      weights: found.map(({ weight }) => Math.round((weight / norm) * 1e4) / 1e4),
      length: norm / Math.max(this.sizes[group]!, 1),
    }
  }
}
