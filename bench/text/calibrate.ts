import { types } from '#text/cues/cue.ts'
import { logitsOf } from '#text/model/score.ts'
import { signalsOf } from '#text/model/signals.ts'
import { sumsOf } from '#text/model/sums.ts'
import { type Head, heads, type Weights } from '#text/model/weights.ts'
import { read } from '#text/reading/read.ts'
import { type Row, rowsOf } from './datasets.ts'
import { recipe, trained } from './model.ts'

/** The logits of a text, by head. */
export function logitsOfText(weights: Weights, text: string): Float64Array {
  const reading = read(text)
  const signals = signalsOf(reading)
  return logitsOf(weights, sumsOf(weights, reading), signals.values).slice()
}

/** Sets that are left out one by one to see how sure the model may be about texts of a source it does not know. */
const leftOut = ['type-urr', 'type-forum-vlc', 'sentiment-product-reviews-2'] as const

/** The shares of types and feelings in feedback that calibration assumes; sets have shares of their own. */
const shares: Partial<Record<Head, number>> = {
  bug: 0.25,
  feature: 0.2,
  question: 0.15,
  positive: 0.42,
  negative: 0.36,
}

/**
 * Calibrates each head (Platt 1999) on what models say about the sources they were not trained on. A head that only
 * one source has labels for keeps its logits: without that source it would know nothing.
 */
export function calibrate(folder: string, weights: Weights): void {
  const found = new Map<Head, { logit: number; target: boolean }[]>()
  for (const set of leftOut) {
    const without = trained(folder, [set], { ...recipe, every: 3 })
    for (const row of rowsOf(folder, set)) {
      const logits = logitsOfText(without, row.title ? `${row.title}\n${row.text}` : row.text)
      for (const [h, head] of heads.entries()) {
        const target = truthOf(row, head)
        if (target === undefined) continue
        const list = found.get(head) ?? []
        list.push({ logit: logits[h]!, target })
        found.set(head, list)
      }
    }
  }
  for (const [h, head] of heads.entries()) {
    const share = shares[head]
    if (share === undefined) continue
    const [slope, offset] = platt(found.get(head) ?? [], share)
    weights.slopes[h] = slope
    weights.offsets[h] = offset
  }
}

function truthOf(row: Row, head: Head): boolean | undefined {
  if (head === 'positive' || head === 'negative') {
    if (row.set === 'type-forum-vlc' || !row.sentiment) return undefined
    return row.sentiment === head
  }
  // The forum’s readers looked for these three only.
  if (row.set === 'type-forum-vlc' && !['bug', 'feature', 'question'].includes(head)) return undefined
  return types.includes(head) ? row.types?.[head] : undefined
}

/** Slope and offset of the logistic curve that fits best when `share` of the texts are of the kind; by Newton’s method. */
function platt(
  list: readonly { logit: number; target: boolean }[],
  share: number,
): [slope: number, offset: number] {
  const yes = list.filter((one) => one.target).length
  const counts = { yes: (share * list.length) / yes, no: ((1 - share) * list.length) / (list.length - yes) }
  let slope = 1
  let offset = 0
  for (let round = 0; round < 30; round++) {
    let ga = 1e-3 * (slope - 1)
    let gb = 0
    let haa = 1e-3
    let hab = 0
    let hbb = 1e-6
    for (const { logit, target } of list) {
      const p = 1 / (1 + Math.exp(-(slope * logit + offset)))
      const count = target ? counts.yes : counts.no
      const d = count * (p - (target ? 1 : 0))
      const w = count * p * (1 - p)
      ga += d * logit
      gb += d
      haa += w * logit * logit
      hab += w * logit
      hbb += w
    }
    const det = haa * hbb - hab * hab
    if (!(Math.abs(det) > 1e-12)) break
    slope -= (hbb * ga - hab * gb) / det
    offset -= (haa * gb - hab * ga) / det
  }
  return [slope, offset]
}
