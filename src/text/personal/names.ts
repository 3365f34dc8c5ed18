import { type Mark, signOf } from '#text/personal/marks.ts'
import { fold, placeIn } from '#text/words/fold.ts'
import { isStopWord } from '#text/words/terms.ts'
import { eachWord, words } from '#text/words/words.ts'

/** Names that are known to be of somebody, found in any spelling with capitals and accents. */

interface Name {
  words: string[]
  mark: Mark
  /** a common word too: it is a name only with a capital */
  isCommon: boolean
}

/** Titles, and everyday words that are names of people or begin names of companies. */
const common = new Set(
  `prof sir mrs miss mister herr frau madame monsieur mark bill will may april june august grace hope rose faith joy
  frank rich drew chase pat art rob jack guy page young white black brown green gray grey king long short small cook
  baker smith bell ball wood woods stone field fields hill lane rivers case price sharp best love day summer winter
  west north east south team support admin info sales test user office help desk service the and for von van der den
  school college university academy hospital clinic church bank city town county national international global general
  united first american british european german central community public digital data cloud software systems system
  solutions media health care home house food foods blue red golden silver smart open free fast world`.split(
    /\s+/,
  ),
)
const shortestPart = 3
const shortestCompanyWord = 4

const wordsOf = (text: string): string[] =>
  words(text.replace(/[@_.]/g, ' ')).flatMap(({ kind, text }) => (kind === 'pair' ? [] : text))

const isDense = (text: string) =>
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u.test(text)

/** Whose names are to be taken out. */
export interface KnownNames {
  people: readonly string[]
  /** names and domains */
  companies: readonly string[]
}

/**
 * Replaces names by signs. Of a person each part of the name counts by itself, of a company its first word; one that is an
 * everyday word too counts only with a capital.
 */
export function namesRemover({ people, companies }: KnownNames): (text: string) => string {
  const byFirst = new Map<string, Name[]>()
  const dense: [string, Mark][] = []
  const add = (name: Name) => {
    const [start] = name.words
    if (start === undefined) return
    byFirst.set(start, [...(byFirst.get(start) ?? []), name])
  }
  for (const person of people) {
    if (isDense(person)) dense.push([fold(person).text.replace(/\s+/g, ''), 'person'])
    const words = wordsOf(person)
    if (words.length > 1) add({ words, mark: 'person', isCommon: false })
    if (words.length > 1) add({ words: words.toReversed(), mark: 'person', isCommon: false })
    for (const word of words)
      if (word.length >= shortestPart || words.length === 1)
        add({ words: [word], mark: 'person', isCommon: isEveryday(word) })
  }
  for (const company of companies) {
    if (isDense(company)) dense.push([fold(company).text.replace(/\s+/g, ''), 'company'])
    const words = wordsOf(company)
    add({ words, mark: 'company', isCommon: words.length === 1 && isEveryday(words[0]!) })
    if (words.length > 1 && words[0]!.length >= shortestCompanyWord)
      add({ words: words.slice(0, 1), mark: 'company', isCommon: isEveryday(words[0]!) })
  }
  for (const names of byFirst.values()) names.sort((a, b) => b.words.length - a.words.length)
  dense.sort((a, b) => b[0].length - a[0].length)
  return (text) => withoutDense(withoutWords(text, byFirst), dense)
}

const isEveryday = (word: string) => common.has(word) || isStopWord(word)

interface Place {
  text: string
  from: number
  to: number
}

function withoutWords(text: string, byFirst: ReadonlyMap<string, readonly Name[]>): string {
  if (byFirst.size === 0) return text
  const folded = fold(text)
  const places: Place[] = []
  eachWord(folded.text, (kind, start, stop) => {
    if (kind === 'pair') return
    // Ana's; the place of what stands before the apostrophe
    const word = folded.text.slice(start, stop)
    const bare = word.length > 2 && word.endsWith("'s") ? word.slice(0, -2) : word
    const [from, to] = placeIn(folded, start, start + bare.length)
    places.push({ text: bare, from, to })
  })
  let made = ''
  let done = 0
  for (let i = 0; i < places.length; i++) {
    const place = places[i]!
    const name = byFirst.get(place.text)?.find((one) => stands(one, places, i, text))
    if (!name) continue
    made += text.slice(done, place.from) + signOf(name.mark)
    i += name.words.length - 1
    done = places[i]!.to
  }
  return done === 0 ? text : made + text.slice(done)
}

function stands({ words, isCommon }: Name, places: readonly Place[], at: number, text: string): boolean {
  if (isCommon && !/^\p{Lu}/u.test(text.slice(places[at]!.from, places[at]!.from + 2))) return false
  return words.every((word, k) => places[at + k]?.text === word)
}

/** Scripts without spaces have no words to compare; a name stands wherever its characters do. */
function withoutDense(text: string, names: readonly [string, Mark][]): string {
  let made = text
  for (const [name, mark] of names) if (name.length > 1) made = made.replaceAll(name, signOf(mark))
  return made
}
