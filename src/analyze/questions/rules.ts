/** Asking a question of what customers say, as pure functions. */

export const questionStates = ['open', 'answered', 'reopened'] as const
export const hypothesisStates = ['open', 'supported', 'not_supported'] as const
export const stances = ['for', 'against'] as const
export type Stance = (typeof stances)[number]

/** So many hypotheses a question has at most, and so many pieces of evidence a hypothesis. */
export const mostHypotheses = 12
export const mostEvidence = 100
export const longestQuote = 1000

/** Text on one line, as a selection in the browser gives it whatever the line breaks were. */
export const onOneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** Whether the quote stands in one of the texts word for word; line breaks and runs of blanks count as one blank. */
export function isSaid(texts: readonly string[], quote: string): boolean {
  const wanted = onOneLine(quote)
  return wanted !== '' && texts.some((text) => onOneLine(text).includes(wanted))
}

/** How the pieces of evidence stand to each other: who looks only for what fits finds it. */
export function balanceOf(pieces: Record<Stance, number>): 'none' | 'only_for' | 'only_against' | 'both' {
  if (pieces.for > 0 && pieces.against > 0) return 'both'
  if (pieces.for > 0) return 'only_for'
  return pieces.against > 0 ? 'only_against' : 'none'
}
