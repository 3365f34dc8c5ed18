import { sample } from '#text/themes/sample.ts'
import { randomFrom } from '#text/train/random.ts'
import { fold } from '#text/words/fold.ts'
import { isStopWord, stem } from '#text/words/terms.ts'
import { eachWord } from '#text/words/words.ts'

/** Names for groups of items: the phrases that tell a group from the others. */

const longestPhrase = 3
const phrasesEach = 5
/** Items that are read for names, all groups together. */
const mostRead = 30_000
/** Words read of one item. */
const mostWords = 150

/**
 * Words that say when, how much or that something is done, but not what about: alone they name nothing. As stems, so
 * that every form of them counts.
 */
const pale = new Set(
  (
    'able actual again ago already also always another anyway ask away back bad because become begin best better big call change ' +
    'come could day do done easy else end enough even ever every everything few find first get give go good great hard help here ' +
    'high hope hour idea important instead just keep kind know last late least leave less let like little live long look lot love ' +
    'made make many may maybe mean might minute month more most much must need never new next nice nobody nothing now often old once ' +
    'one only open other ought own part people please point possible put quick quite read real really right run say second see seem ' +
    'send set several short should show side simple since slow small some something soon start still stop such sure take tell thank ' +
    'thing think three time today tomorrow too try turn twice two update use user usual want way week well whole wish without wonder ' +
    'work worse would wrong year yes yesterday yet went left came said took gave told got felt honestly'
  )
    .split(' ')
    .map(stem),
)

interface Phrase {
  /** stems, joined */
  id: string
  words: number
  items: number
  /** how people write it: spelling and how often */
  spellings: Map<string, number>
  byGroup: Map<number, number>
}

/**
 * For each group its telling phrases of one to three words, best first, in the spelling that is most frequent. A
 * phrase tells when more of the group's items hold it than chance would have: the weighted log-odds ratio with an
 * informative prior of Monroe, Colaresi and Quinn (2008), on items.
 */
export function nameGroups(
  items: readonly (readonly string[])[],
  groups: Int32Array,
  count: number,
): { phrases: string[] }[] {
  const phrases = new Map<string, Phrase>()
  const sizes = new Int32Array(count)
  const read = sample(items.length, mostRead, randomFrom(1))
  for (const item of read) {
    const group = groups[item]!
    if (group >= 0) sizes[group]!++
    for (const [id, { spelling, words }] of phrasesOf(items[item]!)) {
      let phrase = phrases.get(id)
      if (!phrase) {
        phrase = { id, words, items: 0, spellings: new Map(), byGroup: new Map() }
        phrases.set(id, phrase)
      }
      phrase.items++
      if (phrase.spellings.size < 20 || phrase.spellings.has(spelling))
        phrase.spellings.set(spelling, (phrase.spellings.get(spelling) ?? 0) + 1)
      if (group >= 0) phrase.byGroup.set(group, (phrase.byGroup.get(group) ?? 0) + 1)
    }
  }
  const perGroup: { phrase: Phrase; within: number; score: number }[][] = Array.from(
    { length: count },
    () => [],
  )
  for (const phrase of phrases.values()) {
    for (const [group, within] of phrase.byGroup) {
      if (within < 2 && sizes[group]! > 2) continue
      if (phrase.id.split(' ').every((word) => pale.has(word))) continue
      perGroup[group]!.push({ phrase, within, score: telling(phrase, within, sizes[group]!, read.length) })
    }
  }
  return perGroup.map((candidates) => ({ phrases: choose(candidates) }))
}

function telling(phrase: Phrase, within: number, size: number, all: number): number {
  const prior = phrase.items / all
  const strength = 10
  const odds = (has: number, of: number) => {
    const there = has + strength * prior
    return Math.log(there / Math.max(of + strength - there, 0.5))
  }
  const outside = phrase.items - within
  const ratio = odds(within, size) - odds(outside, all - size)
  const error = Math.sqrt(1 / (within + strength * prior) + 1 / (outside + strength * prior))
  // a phrase of several words says more than each of them, even if it is said less often
  return (ratio / error) * (1 + 0.7 * (phrase.words - 1)) * Math.sqrt(within / Math.max(size, 1))
}

function choose(candidates: { phrase: Phrase; within: number; score: number }[]): string[] {
  candidates.sort((a, b) => b.score - a.score || (a.phrase.id < b.phrase.id ? -1 : 1))
  const chosen: Phrase[] = []
  for (const { phrase } of candidates) {
    if (chosen.length >= phrasesEach) break
    const stems = phrase.id.split(' ')
    const isSaid = chosen.some((one) => {
      const said = new Set(one.id.split(' '))
      return stems.every((word) => said.has(word)) || [...said].every((word) => stems.includes(word))
    })
    if (!isSaid) chosen.push(phrase)
  }
  return chosen.map(({ spellings }) => {
    const [first] = [...spellings].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
    return first![0]
  })
}

/** Each phrase of an item once: its stems, and the words between its first and last as they stand there. */
function phrasesOf(fields: readonly string[]): Map<string, { spelling: string; words: number }> {
  const found = new Map<string, { spelling: string; words: number }>()
  for (const field of fields) {
    const { text } = fold(field.slice(0, 20 * mostWords))
    const recent: { stem: string; from: number; to: number }[] = []
    let seen = 0
    eachWord(text, (kind, from, to) => {
      if (++seen > mostWords) return
      const word = text.slice(from, to)
      const isTold = (kind === 'word' && !isStopWord(word) && to - from > 1) || kind === 'pair'
      // a phrase goes over one short word between (“waiting for card”), never over the end of a sentence
      const last = recent.at(-1)
      if (last && (/[.!?;:()\n]/.test(text.slice(last.to, from)) || from - last.to > 6)) recent.length = 0
      if (!isTold) {
        if (kind !== 'word') recent.length = 0
        return
      }
      recent.push({ stem: kind === 'word' ? stem(word) : word, from, to })
      if (recent.length > longestPhrase) recent.shift()
      for (let words = 1; words <= recent.length; words++) {
        const parts = recent.slice(-words)
        const id = parts.map((part) => part.stem).join(' ')
        if (!found.has(id))
          found.set(id, { spelling: text.slice(parts[0]!.from, to).replace(/\s+/g, ' '), words })
      }
    })
  }
  return found
}
