import { hashOf, type Reading, startsSentence } from '#text/reading/read.ts'
import { Numbers } from '#text/words/numbers.ts'
import { know, vocabularySize } from '#text/words/vocabulary.ts'

/**
 * Turns of phrase as patterns over words, found in one pass. `a|b` is either word, `a?` may be missing, `*` is any
 * word, `(a b|c)` is one of several turns, `^` is the start of a sentence, `$name` a turn defined once for many.
 */

/** A step after the first word: the words that fit, `*` for any. */
interface Step {
  words: string
  isOptional: boolean
}

/** Stands for a set of words that has all of them. */
const anything = -1

/** The patterns as numbers. A chain is one way of saying a pattern, from one of its first words on. */
export interface Matcher {
  /** of all words that patterns speak of */
  numbers: Numbers
  /** the number of each word of the vocabulary, where all its words are in there; −1 for words it does not have */
  ofKnown: Int16Array | undefined
  /** sets of words, one bit for the number of each; elsewhere a set is the place where it begins, or `anything` */
  bits: Uint32Array
  /** by the number of the first word: where its chains begin; one more entry tells where the last end */
  starts: Int32Array
  /** by the number of the first word: the words that may follow it in any chain */
  seconds: Int32Array
  /** by chain: the words that may follow the first */
  gates: Int32Array
  cues: Int32Array
  isStart: Uint8Array
  /** by chain: where its steps begin and end */
  from: Int32Array
  to: Int32Array
  /** twice the set of words that fit, and 1 if the step may be missing */
  steps: Int32Array
}

export type Turns = Readonly<Record<string, string>>

/** Compiles patterns that are shipped, one list per cue; cues are numbered in the order given. */
export function compileShipped(cues: readonly (readonly string[])[], turns: Turns = {}): Matcher {
  const ofKnown = new Int16Array(vocabularySize).fill(-1)
  return compileWith(cues, turns, ofKnown)
}

/** Compiles patterns of a workspace, as `compileShipped`. */
export function compile(cues: readonly (readonly string[])[]): Matcher {
  return compileWith(cues, {}, undefined)
}

function compileWith(
  cues: readonly (readonly string[])[],
  turns: Turns,
  ofKnown: Int16Array | undefined,
): Matcher {
  const numbers = new Numbers()
  const numberOf = (word: string) => {
    const hash = hashOf(word)
    const number = numbers.add(hash)
    if (ofKnown) ofKnown[know(hash)] = number
    return number
  }
  const sets = new Map<string, { index: number; numbers: number[] }>()
  const numbersOf = (words: string) => words.split('|').map(numberOf)
  const setOf = (words: string): number => {
    if (words === '*') return anything
    const set = sets.get(words) ?? { index: sets.size, numbers: numbersOf(words) }
    sets.set(words, set)
    return set.index
  }
  const steps: [set: number, isOptional: boolean][] = []
  const ways = cues.flatMap((patterns, cue) =>
    patterns.flatMap((pattern) =>
      waysOf(pattern, turns).map((way) => {
        const isStart = way[0] === '^'
        const [first, ...rest] = isStart ? way.slice(1) : way
        if (first === undefined || first === '*') throw new Error(`The cue "${pattern}" starts with no word.`)
        const from = steps.length
        const items = rest.map(stepOf)
        for (const { words, isOptional } of items) steps.push([setOf(words), isOptional])
        return { cue, isStart, from, to: steps.length, first: numbersOf(first), second: secondOf(items) }
      }),
    ),
  )
  const byFirst = Array.from({ length: numbers.count }, (): typeof ways => [])
  for (const way of ways) for (const number of way.first) byFirst[number]!.push(way)
  const chains = byFirst.flat()
  const gates = chains.map(({ second }) => setOf(second))
  const seconds = byFirst.map((own) => setOf(eitherOf(own.map(({ second }) => second))))
  const starts = new Int32Array(numbers.count + 1)
  for (const [i, own] of byFirst.entries()) starts[i + 1] = starts[i]! + own.length

  const size = (numbers.count + 31) >>> 5
  const bits = new Uint32Array(sets.size * size)
  for (const set of sets.values())
    for (const number of set.numbers) bits[set.index * size + (number >>> 5)]! |= 1 << (number & 31)
  const placeOf = (set: number) => (set === anything ? anything : set * size)
  return {
    numbers,
    ofKnown,
    bits,
    starts,
    seconds: Int32Array.from(seconds, placeOf),
    gates: Int32Array.from(gates, placeOf),
    cues: Int32Array.from(chains, ({ cue }) => cue),
    isStart: Uint8Array.from(chains, ({ isStart }) => (isStart ? 1 : 0)),
    from: Int32Array.from(chains, ({ from }) => from),
    to: Int32Array.from(chains, ({ to }) => to),
    steps: Int32Array.from(steps, ([set, isOptional]) => 2 * placeOf(set) + (isOptional ? 1 : 0)),
  }
}

function stepOf(item: string): Step {
  const isOptional = item.length > 1 && item.endsWith('?')
  return { words: isOptional ? item.slice(0, -1) : item, isOptional }
}

/** The words of which one must follow for these steps to fit; `*` where none must. */
function secondOf(steps: readonly Step[]): string {
  const must = steps.findIndex(({ isOptional }) => !isOptional)
  return must < 0 ? '*' : eitherOf(steps.slice(0, must + 1).map(({ words }) => words))
}

function eitherOf(sets: readonly string[]): string {
  return sets.length === 0 || sets.includes('*')
    ? '*'
    : [...new Set(sets.flatMap((words) => words.split('|')))].join('|')
}

/** The pattern without groups: each way of saying it as a list of items. */
function waysOf(pattern: string, turns: Turns): string[][] {
  const plain = pattern.replace(/\$(\w+)/g, (_, name: string) => {
    const turn = turns[name]
    if (turn === undefined) throw new Error(`The cue "${pattern}" names no turn $${name}.`)
    return `(${turn})`
  })
  let ways: string[][] = [[]]
  for (const part of plain.match(/\([^()]*\)\??|\S+/g) ?? []) {
    if (!part.startsWith('(')) {
      ways = ways.map((way) => [...way, part])
      continue
    }
    const isOptional = part.endsWith('?')
    const options = part.slice(1, isOptional ? -2 : -1).split('|')
    const single = options.filter((option) => !option.includes(' '))
    const turnsOfMany = options.filter((option) => option.includes(' ')).map((option) => option.split(' '))
    const all = [
      ...(single.length > 0 ? [[single.join('|')]] : []),
      ...turnsOfMany,
      ...(isOptional ? [[]] : []),
    ]
    ways = ways.flatMap((way) => all.map((more) => [...way, ...more]))
  }
  // A way that starts with a word that may be missing is two ways.
  return ways.flatMap((way) => {
    const at = way[0] === '^' ? 1 : 0
    const first = way[at]!
    if (!first.endsWith('?') || first.length === 1) return [way]
    return [way.with(at, first.slice(0, -1)), way.toSpliced(at, 1)]
  })
}

/** By word of the reading: its number in the matcher at work, −1 for a word that it does not know. */
let numbered = new Int32Array(1024)

/** The turns found in a reading, in the order of their first words; only `count` entries hold. */
export interface Matches {
  count: number
  cues: Int32Array
  /** the words [first, last] */
  first: Int32Array
  last: Int32Array
}

const matches: Matches = {
  count: 0,
  cues: new Int32Array(256),
  first: new Int32Array(256),
  last: new Int32Array(256),
}

/** Finds all turns. They are shared and hold good until the next call. A turn does not cross a sentence. */
export function match(matcher: Matcher, { count, hashes, known, flags }: Reading): Matches {
  const { numbers, ofKnown, bits, starts, seconds, gates, cues, isStart, from, to, steps } = matcher
  matches.count = 0
  if (count > numbered.length) numbered = new Int32Array(2 * count)
  if (ofKnown) for (let i = 0; i < count; i++) numbered[i] = known[i]! < 0 ? -1 : ofKnown[known[i]!]!
  else for (let i = 0; i < count; i++) numbered[i] = numbers.of(hashes[i]!)
  for (let i = 0; i < count; i++) {
    const number = numbered[i]!
    if (number < 0) continue
    const next = i + 1 < count && (flags[i + 1]! & startsSentence) === 0 ? numbered[i + 1]! : -1
    if (!isIn(bits, seconds[number]!, next)) continue
    const end = starts[number + 1]!
    for (let c = starts[number]!; c < end; c++) {
      if (!isIn(bits, gates[c]!, next)) continue
      if (isStart[c] !== 0 && (flags[i]! & startsSentence) === 0) continue
      const last = from[c] === to[c] ? i : follow(bits, steps, from[c]!, to[c]!, i, count, flags)
      if (last >= 0) put(cues[c]!, i, last)
    }
  }
  return matches
}

function put(cue: number, first: number, last: number): void {
  const at = matches.count++
  if (at === matches.cues.length)
    for (const name of ['cues', 'first', 'last'] as const) {
      const longer = new Int32Array(2 * at)
      longer.set(matches[name])
      matches[name] = longer
    }
  matches.cues[at] = cue
  matches.first[at] = first
  matches.last[at] = last
}

/** The last word of steps [step, end), after word `at`; −1 if they do not fit. */
function follow(
  bits: Uint32Array,
  steps: Int32Array,
  step: number,
  end: number,
  at: number,
  count: number,
  flags: Uint8Array,
): number {
  for (let k = step; k < end; k++) {
    const next = at + 1
    const isThere =
      next < count && (flags[next]! & startsSentence) === 0 && isIn(bits, steps[k]! >> 1, numbered[next]!)
    if ((steps[k]! & 1) !== 0) {
      if (isThere) {
        const last = follow(bits, steps, k + 1, end, next, count, flags)
        if (last >= 0) return last
      }
      continue
    }
    if (!isThere) return -1
    at = next
  }
  return at
}

function isIn(bits: Uint32Array, set: number, number: number): boolean {
  return set < 0 || (number >= 0 && (bits[set + (number >>> 5)]! & (1 << (number & 31))) !== 0)
}
