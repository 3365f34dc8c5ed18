import { normalizeRows } from '#text/themes/matrix.ts'

/** Groups of directions: spherical k-means (Dhillon and Modha 2001), seeded like k-means++ with several tries a seed. */

const mostRounds = 30
const triesEachSeed = 6

export interface Grouping {
  /** the group of each row */
  groups: Int32Array
  /** sum of the cosines of rows and their group's direction */
  fit: number
}

/** Divides the rows of a dense matrix, each one long, into at most k groups. */
export function spherical(rows: Float32Array, width: number, k: number, random: () => number): Grouping {
  const size = rows.length / width
  const centers = seeds(rows, width, Math.min(k, size), random)
  const count = centers.length / width
  const groups = new Int32Array(size).fill(-1)
  let fit = 0
  for (let round = 0; round < mostRounds; round++) {
    let moved = 0
    fit = 0
    const worst = { row: 0, cosine: 2 }
    for (let row = 0; row < size; row++) {
      const { at, cosine } = nearestCenter(rows, row * width, centers, width)
      if (groups[row] !== at) moved++
      groups[row] = at
      fit += cosine
      if (cosine < worst.cosine) Object.assign(worst, { row, cosine })
    }
    if (moved <= size / 2000) break
    centers.fill(0)
    const filled = new Int32Array(count)
    for (let row = 0; row < size; row++) {
      const to = groups[row]! * width
      filled[groups[row]!]!++
      for (let i = 0; i < width; i++) centers[to + i]! += rows[row * width + i]!
    }
    for (let group = 0; group < count; group++)
      if (filled[group] === 0)
        centers.set(rows.subarray(worst.row * width, (worst.row + 1) * width), group * width)
    normalizeRows(centers, width)
  }
  return { groups, fit }
}

function nearestCenter(rows: Float32Array, from: number, centers: Float32Array, width: number) {
  let at = 0
  let cosine = -2
  for (let center = 0; center < centers.length; center += width) {
    let dot = 0
    for (let i = 0; i < width; i++) dot += rows[from + i]! * centers[center + i]!
    if (dot > cosine) {
      cosine = dot
      at = center / width
    }
  }
  return { at, cosine }
}

function seeds(rows: Float32Array, width: number, k: number, random: () => number): Float32Array {
  const size = rows.length / width
  const centers = new Float32Array(k * width)
  let distance: Float32Array = new Float32Array(size).fill(1)
  for (let center = 0; center < k; center++) {
    let total = 0
    for (const one of distance) total += one
    let best: { row: number; left: number; distance: Float32Array } | undefined
    const tries = center === 0 ? 1 : triesEachSeed
    for (let attempt = 0; attempt < tries; attempt++) {
      let at = random() * total
      let row = 0
      while (row < size - 1 && at >= distance[row]!) at -= distance[row++]!
      const next = new Float32Array(size)
      let left = 0
      for (let other = 0; other < size; other++) {
        let dot = 0
        for (let i = 0; i < width; i++) dot += rows[other * width + i]! * rows[row * width + i]!
        next[other] = Math.min(distance[other]!, Math.max(0, 1 - dot))
        left += next[other]!
      }
      if (!best || left < best.left) best = { row, left, distance: next }
    }
    centers.set(rows.subarray(best!.row * width, (best!.row + 1) * width), center * width)
    distance = center === 0 ? best!.distance.map((one) => Math.min(one, 1)) : best!.distance
  }
  return centers
}
