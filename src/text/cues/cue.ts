/** Types of feedback, in the order in which everything in src/text lists them. */
export const types = ['bug', 'feature', 'usability', 'performance', 'pricing', 'praise', 'question'] as const
export type Type = (typeof types)[number]

/** Turns of phrase that speak for a type, with how much a careful reader would make of them (log-odds). */
export interface TypeCue {
  name: string
  /** how a reason begins, as in “Tells of a crash: …” */
  meaning: string
  says: Partial<Record<Type, number>>
  patterns: readonly string[]
}

/** A cue; patterns stand one a line. */
export const cue = (
  name: string,
  meaning: string,
  says: Partial<Record<Type, number>>,
  patterns: string,
): TypeCue => ({
  name,
  meaning,
  says,
  patterns: patterns
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean),
})
