import { statSync } from 'node:fs'
import { join } from 'node:path'
import { analyze } from '#text/analysis/analyze.ts'
import { vaderScore } from '../baselines.ts'
import { rowsOf } from '../datasets.ts'
import type { Figure } from '../figure.ts'
import { shippedWeights } from '../left-out.ts'

/** So many rounds by turns, of which the best of each counts: the work of others counts little, and for all alike. */
const rounds = 20

/** Items a second of processor time. */
function speedOf(texts: readonly string[], work: (text: string) => unknown): number {
  const started = process.cpuUsage()
  for (const text of texts) work(text)
  const { user, system } = process.cpuUsage(started)
  return (texts.length / (user + system)) * 1e6
}

/** Speed on one core, in processor time, and the size of what is shipped. */
export function measureSpeed(folder: string): Figure[] {
  const weights = shippedWeights()
  const texts: string[] = []
  let text = ''
  for (const row of rowsOf(folder, 'search-appreviews-pool')) {
    text += `${row.text} `
    if (text.length < 200) continue
    texts.push(text.slice(0, 200))
    text = ''
  }
  let ours = 0
  let vader = 0
  for (let round = 0; round < rounds; round++) {
    ours = Math.max(
      ours,
      speedOf(texts, (one) => analyze(weights, one)),
    )
    vader = Math.max(vader, speedOf(texts.slice(0, 300), vaderScore))
  }
  const root = process.env.HEARBACK_ROOT ?? '.'
  return [
    {
      row: 'speed, one core, 200-character items',
      set: `search-appreviews-pool, ${texts.length} texts of 200 characters`,
      measure: 'items a second: type, sentiment and urgency together, with reasons',
      ours,
      others: { 'vader-sentiment': vader },
      reach: 20_000,
      beyond: 50_000,
      note: `${(ours / vader).toFixed(1)} times vader-sentiment, which gives sentiment alone`,
    },
    {
      row: 'size on disk of everything shipped',
      set: 'text-model.bin',
      measure: 'MB',
      ours: statSync(join(root, 'src/text/model/text-model.bin')).size / 1e6,
      others: {},
      reach: 10,
      beyond: 5,
      isLessBetter: true,
    },
  ]
}
