import type { Because, Suggestion } from '#organize/classify/contract.ts'
import type { Reason } from '#organize/classify/guesses.ts'

/** Kept reasons as people read them: one by one, in a sentence, and as places in the words. */
export function toldReasons(
  because: readonly Reason[],
  verbatim: string,
  title: string | null,
): Pick<Suggestion, 'because' | 'reason' | 'spans'> {
  const told = because.map(({ meaning, at, inTitle, isTaught }): Because => {
    const text = at && (inTitle ? (title ?? '') : verbatim).slice(at[0], at[1]).replace(/\s+/g, ' ').trim()
    return { kind: isTaught ? 'taught' : text ? 'words' : 'rule', meaning, words: text || null }
  })
  const places = because.flatMap(({ at, inTitle }): [number, number][] => (at && !inTitle ? [at] : []))
  return { because: told, reason: sentence(told), spans: tidy(places) }
}

/** The first meaning with the words that stand for it, then what else decided. */
function sentence(told: readonly Because[]): string {
  const [first] = told
  if (!first) return ''
  const quoted = [
    ...new Set(told.filter((one) => one.meaning === first.meaning && one.words).map(({ words }) => words!)),
  ].slice(0, 3)
  const other = told.find((one) => one.meaning !== first.meaning && one.kind !== 'words')
  const words = quoted.map((word) => `“${word.length > 60 ? `${word.slice(0, 59)}…` : word}”`).join(', ')
  const rest = other ? `; ${other.meaning.charAt(0).toLowerCase()}${other.meaning.slice(1)}` : ''
  return `${first.meaning}${words && `: ${words}`}${rest}`
}

/** In order, without overlaps, at most twelve. */
function tidy(spans: readonly [number, number][]): [number, number][] {
  const result: [number, number][] = []
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
    const last = result.at(-1)
    if (last && from < last[1]) last[1] = Math.max(last[1], to)
    else if (result.length < 12) result.push([from, to])
  }
  return result
}
