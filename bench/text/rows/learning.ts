import { adjusted, learnerOf } from '#text/learning/learner.ts'
import { type Lessons, noLessons, teachAll } from '#text/learning/lessons.ts'
import { randomFrom, shuffled } from '#text/train/random.ts'
import { type Row, rowsOf } from '../datasets.ts'
import { accuracy, type Figure, macroF1 } from '../figure.ts'
import { said, weightsFor } from '../left-out.ts'

const text = (row: Row) => (row.title ? `${row.title}\n${row.text}` : row.text)

/** Lessons of `shots` rows a label, drawn by a seed, and the rows that remain. */
function drawn(rows: readonly Row[], shots: number, seed: number): { lessons: Lessons; rest: Row[] } {
  const counts = new Map<string, number>()
  const corrections: { id: string; label: string; text: string }[] = []
  const rest: Row[] = []
  for (const i of shuffled(rows.length, randomFrom(seed))) {
    const row = rows[i]!
    const count = counts.get(row.label!) ?? 0
    counts.set(row.label!, count + 1)
    if (count < shots) corrections.push({ id: `${i}`, label: row.label!, text: text(row) })
    else rest.push(row)
  }
  return { lessons: teachAll(noLessons, corrections), rest }
}

const seeds = [1, 2, 3]
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length

/** Learning from few corrections: topics from nothing, and types on top of the shipped weights. */
export function measureLearning(folder: string): Figure[] {
  const bank = rowsOf(folder, 'topics-banking77')
  const train = bank.filter(({ group }) => group === 'train')
  const test = bank.filter(({ group }) => group === 'test')
  const topics = seeds.map((seed) => {
    const learner = learnerOf(drawn(train, 10, seed).lessons)
    return accuracy(test.map((row) => ({ said: adjusted(learner, row.text)[0]!.label, is: row.label! })))
  })
  const issues = rowsOf(folder, 'type-nlbse24-train')
  const weights = weightsFor(folder, 'type-nlbse24-train')
  const base = new Map(
    issues.map((row) => [
      row,
      said(weights, row, 0).types.filter(({ label }) => ['bug', 'feature', 'question'].includes(label)),
    ]),
  )
  const taught = [10, 100].map((shots) =>
    mean(
      seeds.map((seed) => {
        const { lessons, rest } = drawn(issues, shots, seed)
        const learner = learnerOf(lessons)
        return macroF1(
          rest.map((row) => ({
            said: adjusted(learner, text(row), base.get(row))[0]!.label,
            is: row.label!,
          })),
        )
      }),
    ),
  )
  return [
    {
      row: 'learning from 10 corrections a class',
      set: 'topics-banking77, test part, mean of 3 draws',
      measure: 'accuracy of 77 classes',
      ours: mean(topics),
      others: {},
      reach: 0.76,
      beyond: 0.85,
      note: 'CLINC150 and HWU64 are not among the sets',
    },
    ...[10, 100].map((shots, i) => ({
      row: 'type, GitHub issues',
      set: `type-nlbse24-train, after ${shots} corrections a type`,
      measure: 'macro-F1 of three',
      ours: taught[i]!,
      others: {},
      reach: 0.79,
      beyond: 0.83,
    })),
  ]
}
