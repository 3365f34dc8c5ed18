import type { Rating } from '#text/analysis/result.ts'

export interface Rated {
  side: 'negative' | 'neutral' | 'positive'
  /** −1…1 */
  score: number
  words: string
}

/**
 * What a rating says by itself: at most two fifths of the stars, 0–6 of the NPS (Reichheld 2003) and the lower two
 * fifths of an agreement are negative; four fifths and more, 9–10 and agreement are positive. Undefined for a rating
 * that is not on its scale.
 */
export function ratedAs(rating: Rating): Rated | undefined {
  if (rating.kind === 'helpful') {
    const words = rating.value ? 'Marked as helpful' : 'Marked as not helpful'
    return { side: rating.value ? 'positive' : 'negative', score: rating.value ? 0.7 : -0.7, words }
  }
  const { value } = rating
  const max = rating.kind === 'nps' ? 10 : (rating.max ?? 5)
  const min = rating.kind === 'nps' ? 0 : 1
  if (!Number.isFinite(value) || !Number.isFinite(max) || max <= min || value < 0 || value > max)
    return undefined
  if (rating.kind === 'nps') {
    const side = value <= 6 ? 'negative' : value <= 8 ? 'neutral' : 'positive'
    const name = { negative: 'detractor', neutral: 'passive', positive: 'promoter' }[side]
    return {
      side,
      score: side === 'negative' ? -1 + value / 10 : (value - 7) / 3,
      words: `NPS ${value}: ${name}`,
    }
  }
  const share = (Math.max(min, value) - min) / (max - min)
  const side = share <= 0.34 ? 'negative' : share < 0.7 ? 'neutral' : 'positive'
  const words =
    rating.kind === 'stars'
      ? `Rated ${value} of ${max}`
      : `${side === 'negative' ? 'Disagrees' : side === 'positive' ? 'Agrees' : 'Neither agrees nor disagrees'}: ${value} of ${max}`
  return { side, score: 2 * share - 1, words }
}
