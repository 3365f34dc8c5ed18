/** How good suggestions were, by what people chose in the end. */
export interface Accuracy {
  label: string
  suggested: number
  chosen: number
  agreed: number
  /** share of the suggestions that people kept; null where none was made */
  precision: number | null
  /** share of what people chose that had been suggested; null where it never was chosen */
  recall: number | null
}

/** Precision and recall of each label. `suggested` is null where nothing was suggested, `chosen` where nothing fit. */
export function accuracyOf(
  decisions: readonly { suggested: string | null; chosen: string | null }[],
): Accuracy[] {
  const byLabel = new Map<string, { suggested: number; chosen: number; agreed: number }>()
  const of = (label: string) => {
    let found = byLabel.get(label)
    if (!found) {
      found = { suggested: 0, chosen: 0, agreed: 0 }
      byLabel.set(label, found)
    }
    return found
  }
  for (const { suggested, chosen } of decisions) {
    if (suggested !== null) of(suggested).suggested++
    if (chosen !== null) of(chosen).chosen++
    if (suggested !== null && suggested === chosen) of(suggested).agreed++
  }
  return [...byLabel]
    .map(([label, counts]) => ({
      label,
      ...counts,
      precision: counts.suggested === 0 ? null : counts.agreed / counts.suggested,
      recall: counts.chosen === 0 ? null : counts.agreed / counts.chosen,
    }))
    .sort((a, b) => (a.label < b.label ? -1 : 1))
}
