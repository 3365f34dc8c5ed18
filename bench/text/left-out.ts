import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { analyze } from '#text/analysis/analyze.ts'
import type { Analysis } from '#text/analysis/result.ts'
import { decode, type Weights } from '#text/model/weights.ts'
import type { Row } from './datasets.ts'
import { trained } from './model.ts'

/** A model for texts of one set, which has not seen that set: the shipped one where it was not trained on it. */

const trainedOn = new Set(['type-urr', 'type-forum-vlc', 'sentiment-product-reviews-2', 'sentiment-proscons'])
const models = new Map<string, Weights>()

let loaded: Weights | undefined

/** The weights that are shipped. */
export function shippedWeights(): Weights {
  loaded ??= decode(readFileSync(join(process.env.HEARBACK_ROOT ?? '.', 'src/text/model/text-model.bin')))
  return loaded
}

export function weightsFor(folder: string, set: string): Weights {
  const shipped = shippedWeights()
  if (!trainedOn.has(set)) return shipped
  let found = models.get(set)
  if (!found) {
    // Calibration is kept: it is two numbers a head, and learning them again for each set changes little.
    found = { ...trained(folder, [set]), slopes: shipped.slopes, offsets: shipped.offsets }
    models.set(set, found)
  }
  return found
}

/** What the product says of a row, without the help of its rating. */
export function said(weights: Weights, row: Row, from?: number): Analysis {
  const parts = row.title ? [{ name: 'title', text: row.title }] : []
  return analyze(weights, [...parts, { name: 'text', text: row.text }], { from })
}
