/** Misspelt words: how far apart two words are, and which known one was meant. */

/**
 * Letters to add, take away, change or swap with their neighbour to make one word of the other (optimal string
 * alignment), or `most + 1` when it is more than `most`.
 */
export function slips(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let older: number[] = []
  let before = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1]
      let least = Math.min(before[j]! + 1, row[j - 1]! + 1, before[j - 1]! + (isSame ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, older[j - 2]! + 1)
      row.push(least)
    }
    if (Math.min(...row) > most) return most + 1
    older = before
    before = row
  }
  return before[b.length]!
}

export interface KnownWord {
  word: string
  /** how many items hold it */
  items: number
}

/** One slip in words of four to six letters, two in longer ones. */
export function slipsAllowed(word: string): number {
  return word.length < 4 ? 0 : word.length < 7 ? 1 : 2
}

/** Another slip must be outweighed by this many times the items. */
const slipCost = 50

/** The known word that was meant, if one is near enough; of two the nearer or far more frequent one. */
export function nearestWord(asked: string, known: readonly KnownWord[]): string | undefined {
  const most = slipsAllowed(asked)
  let best: { word: string; weight: number } | undefined
  for (const { word, items } of known) {
    const apart = slips(asked, word, most)
    const weight = items / slipCost ** apart
    if (apart <= most && weight > (best?.weight ?? 0)) best = { word, weight }
  }
  return best?.word
}
