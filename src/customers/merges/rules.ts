/** One merge that stands. */
export interface Merged {
  loserId: string
  survivorId: string
}

/** Where each merged row ends up: follows the merges to the row that was not merged away itself. */
export function rootsOf(merges: readonly Merged[]): Map<string, string> {
  const next = new Map(merges.map((merge) => [merge.loserId, merge.survivorId]))
  const roots = new Map<string, string>()
  for (const loser of next.keys()) {
    let root = loser
    const seen = new Set<string>()
    for (let to = next.get(root); to !== undefined && !seen.has(to); to = next.get(root)) {
      seen.add(root)
      root = to
    }
    roots.set(loser, root)
  }
  return roots
}

/** Fields that are blank at the survivor and known at the loser: they are filled, and undone with the merge. */
export function fieldsToFill<T extends object>(
  survivor: T,
  loser: T,
  fields: readonly (keyof T & string)[],
): Partial<T> {
  const blank = (value: unknown) =>
    value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
  const filled: Partial<T> = {}
  for (const field of fields) if (blank(survivor[field]) && !blank(loser[field])) filled[field] = loser[field]
  return filled
}
