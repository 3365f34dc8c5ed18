/** One measured figure of a row of the table, beside what others reach in the same run. */
export interface Figure {
  /** the task, as the table names it */
  row: string
  /** the texts it was measured on, and how they were kept apart from training */
  set: string
  measure: string
  ours: number
  /** by the name of the other: VADER, AFINN, TF-IDF … */
  others: Record<string, number>
  reach?: number
  beyond?: number
  isLessBetter?: boolean
  note?: string
}

/** Measures one row; `folder` has the labelled sets. */
export type Measure = (folder: string) => Promise<Figure[]> | Figure[]

/** F1 of a yes/no decision. */
export function f1(rows: readonly { said: boolean; is: boolean }[]): number {
  let hit = 0
  let wrong = 0
  let missed = 0
  for (const { said, is } of rows) {
    if (said && is) hit++
    else if (said) wrong++
    else if (is) missed++
  }
  return hit === 0 ? 0 : (2 * hit) / (2 * hit + wrong + missed)
}

/** The best F1 that any threshold on the scores gives, chosen with the answers known. */
export function bestF1(rows: readonly { score: number; is: boolean }[]): number {
  const falling = rows.toSorted((a, b) => b.score - a.score)
  const all = rows.filter(({ is }) => is).length
  let hit = 0
  return falling.reduce((best, { is }, i) => {
    if (is) hit++
    return Math.max(best, (2 * hit) / (i + 1 + all))
  }, 0)
}

/** Mean F1 over the classes that occur. */
export function macroF1<T>(rows: readonly { said: T; is: T }[]): number {
  const classes = [...new Set(rows.map(({ is }) => is))]
  const sum = classes.reduce(
    (total, one) => total + f1(rows.map(({ said, is }) => ({ said: said === one, is: is === one }))),
    0,
  )
  return sum / classes.length
}

export function accuracy<T>(rows: readonly { said: T; is: T }[]): number {
  return rows.filter(({ said, is }) => said === is).length / rows.length
}
