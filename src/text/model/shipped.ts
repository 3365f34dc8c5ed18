import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { decode, type Weights } from '#text/model/weights.ts'

let loaded: { name: string; weights: Weights } | undefined

function load() {
  if (!loaded) {
    const bytes = readFileSync(new URL('text-model.bin', import.meta.url))
    const version = createHash('sha256').update(bytes).digest('hex').slice(0, 8)
    loaded = { name: `text-1.${version}`, weights: decode(bytes) }
  }
  return loaded
}

/** The weights that are shipped; docs/text-model.md tells what they were trained on. Read once. */
export function shippedWeights(): Weights {
  return load().weights
}

/** The name of the shipped weights: other bytes have another name. */
export function shippedModel(): string {
  return load().name
}
