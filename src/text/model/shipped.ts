import { readFileSync } from 'node:fs'
import { decode, type Weights } from '#text/model/weights.ts'

let loaded: Weights | undefined

/** The weights that are shipped; docs/text-model.md tells what they were trained on. Read once. */
export function shippedWeights(): Weights {
  loaded ??= decode(readFileSync(new URL('text-model.bin', import.meta.url)))
  return loaded
}
