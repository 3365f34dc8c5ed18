import type { Type } from '#text/cues/cue.ts'
import { tfidf, tfidfTenFold } from '../baselines.ts'
import { type Row, rowsOf } from '../datasets.ts'
import { bestF1, type Figure, f1, macroF1 } from '../figure.ts'
import { said, weightsFor } from '../left-out.ts'

const text = (row: Row) => (row.title ? `${row.title}\n${row.text}` : row.text)

/** A plain linear model of a type from the same licensed sets, without the one that is measured. */
function baseline(folder: string, type: Type, without: string) {
  const rows = ['type-urr', 'type-forum-vlc']
    .filter((set) => set !== without)
    .flatMap((set) => rowsOf(folder, set))
    .filter((row) => row.types?.[type] !== undefined)
  return rows.some((row) => row.types![type])
    ? tfidf(
        rows.map(text),
        rows.map((row) => row.types![type]!),
      )
    : undefined
}

/** What learned the set itself, each tenth from the other nine. */
const ofItself = 'taught by the set itself'

const goals: Partial<Record<Type, [reach: number, beyond: number]>> = {
  bug: [0.8, 0.86],
  feature: [0.62, 0.7],
}

/** F1 of each type that a set has labels for. */
function ofSet(folder: string, set: string, types: readonly Type[]): Figure[] {
  const weights = weightsFor(folder, set)
  const rows = rowsOf(folder, set).map((row) => ({
    row,
    types: said(weights, row).types.map(({ label }) => label),
  }))
  return types.map((type) => {
    const known = rows.filter(({ row }) => row.types?.[type] !== undefined)
    const other = baseline(folder, type, set)
    const others: Record<string, number> = {}
    if (other)
      others['TF-IDF'] = f1(
        known.map(({ row }) => ({ said: other(text(row)) >= 0.5, is: row.types![type]! })),
      )
    const answers = known.map(({ row }) => row.types![type]!)
    const scores = tfidfTenFold(
      known.map(({ row }) => text(row)),
      answers,
    )
    others[ofItself] = bestF1(scores.map((score, i) => ({ score, is: answers[i]! })))
    const [reach, beyond] =
      set.startsWith('type-gplay') || set.startsWith('themes-clap') ? (goals[type] ?? []) : []
    return {
      row: 'type, app reviews',
      set,
      measure: `F1 ${type}`,
      ours: f1(known.map(({ row, types: found }) => ({ said: found.includes(type), is: row.types![type]! }))),
      others,
      reach,
      beyond,
    }
  })
}

/** Types of app reviews, and of sentences of a forum. */
export function measureTypes(folder: string): Figure[] {
  return [
    ...ofSet(folder, 'type-gplay4000', ['bug', 'feature']),
    ...ofSet(folder, 'themes-clap-rq3', ['bug', 'feature']),
    ...ofSet(folder, 'type-urr', ['bug', 'performance', 'pricing', 'praise']),
    ...ofSet(folder, 'type-forum-vlc', ['bug', 'feature', 'question']),
    ...ofSet(folder, 'aspects-aware', ['pricing']),
  ]
}

const kinds = ['bug', 'feature', 'question'] as const

/** Types of GitHub issues: the surest of three. */
export function measureIssues(folder: string): Figure[] {
  const weights = weightsFor(folder, 'type-nlbse24-train')
  const rows = rowsOf(folder, 'type-nlbse24-train')
  const models = kinds.map((kind) => baseline(folder, kind, '')!)
  const taught = kinds.map((kind) =>
    tfidfTenFold(
      rows.map(text),
      rows.map(({ label }) => label === kind),
    ),
  )
  const surest = (scores: readonly number[]) => kinds[scores.indexOf(Math.max(...scores))]!
  return [
    {
      row: 'type, GitHub issues',
      set: 'type-nlbse24-train, nothing learned from it',
      measure: 'macro-F1 of three',
      ours: macroF1(
        rows.map((row) => ({
          said: surest(kindScores(weights, row)),
          is: row.label as (typeof kinds)[number],
        })),
      ),
      others: {
        'TF-IDF': macroF1(
          rows.map((row) => ({
            said: surest(models.map((model) => model(text(row)))),
            is: row.label as (typeof kinds)[number],
          })),
        ),
        [ofItself]: macroF1(
          rows.map((row, i) => ({
            said: surest(taught.map((scores) => scores[i]!)),
            is: row.label as (typeof kinds)[number],
          })),
        ),
      },
      reach: 0.79,
      beyond: 0.83,
    },
  ]
}

function kindScores(weights: Parameters<typeof said>[0], row: Row): number[] {
  const { types } = said(weights, row, 0)
  return kinds.map((kind) => types.find(({ label }) => label === kind)?.confidence ?? 0)
}
