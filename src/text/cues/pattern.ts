import { hashOf, type Reading, startsSentence } from '#text/reading/read.ts'
import { Numbers } from '#text/words/numbers.ts'

/**
 * Turns of phrase as patterns over words, found in one pass. `a|b` is either word, `a?` may be missing, `*` is any
 * word, `(a b|c)` is one of several turns, `^` is the start of a sentence, `$name` a turn defined once for many.
 */

interface Step {
  /** where the words that fit begin in `bits`, one bit for the number of each; −1 fits any word */
  fits: number
  isOptional: boolean
}

interface Chain {
  cue: number
  isStart: boolean
  /** the steps after the first word */
  steps: Step[]
}

export interface Matcher {
  /** of all words that patterns speak of */
  numbers: Numbers
  bits: Uint32Array
  /** by the number of the first word: where its chains begin; one more entry tells where the last end */
  starts: Int32Array
  chains: Chain[]
  /** by chain: `fits` of a second word that must be there; −1 where none must, or any may */
  gates: Int32Array
}

export type Turns = Readonly<Record<string, string>>

/** Compiles one list of patterns per cue; cues are numbered in the order given. */
export function compile(cues: readonly (readonly string[])[], turns: Turns = {}): Matcher {
  const numbers = new Numbers()
  const sets = new Map<string, { index: number; numbers: number[] }>()
  const numbersOf = (words: string) => words.split('|').map((word) => numbers.add(hashOf(word)))
  const setOf = (words: string): number => {
    const set = sets.get(words) ?? { index: sets.size, numbers: numbersOf(words) }
    sets.set(words, set)
    return set.index
  }
  const ways = cues.flatMap((patterns, cue) =>
    patterns.flatMap((pattern) =>
      waysOf(pattern, turns).map((way) => {
        const isStart = way[0] === '^'
        const [first, ...rest] = isStart ? way.slice(1) : way
        if (first === undefined || first === '*') throw new Error(`The cue "${pattern}" starts with no word.`)
        return {
          chain: { cue, isStart, steps: rest.map((item) => stepOf(item, setOf)) },
          first: numbersOf(first),
        }
      }),
    ),
  )
  const size = (numbers.count + 31) >>> 5
  const bits = new Uint32Array(sets.size * size)
  for (const set of sets.values())
    for (const number of set.numbers) bits[set.index * size + (number >>> 5)]! |= 1 << (number & 31)
  const byFirst = Array.from({ length: numbers.count }, (): Chain[] => [])
  for (const { chain, first } of ways) {
    for (const step of chain.steps) step.fits *= step.fits < 0 ? 1 : size
    for (const number of first) byFirst[number]!.push(chain)
  }
  const chains = byFirst.flat()
  const starts = new Int32Array(numbers.count + 1)
  for (const [i, own] of byFirst.entries()) starts[i + 1] = starts[i]! + own.length
  const gates = Int32Array.from(chains, ({ steps }) =>
    steps[0] && !steps[0].isOptional ? steps[0].fits : -1,
  )
  return { numbers, bits, starts, chains, gates }
}

function stepOf(item: string, setOf: (words: string) => number): Step {
  const isOptional = item.length > 1 && item.endsWith('?')
  const words = isOptional ? item.slice(0, -1) : item
  return { fits: words === '*' ? -1 : setOf(words), isOptional }
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
export function match(matcher: Matcher, { count, hashes, flags }: Reading): Matches {
  const { numbers, bits, starts, chains, gates } = matcher
  matches.count = 0
  if (count > numbered.length) numbered = new Int32Array(2 * count)
  for (let i = 0; i < count; i++) numbered[i] = numbers.of(hashes[i]!)
  for (let i = 0; i < count; i++) {
    const number = numbered[i]!
    if (number < 0) continue
    const next = i + 1 < count && (flags[i + 1]! & startsSentence) === 0 ? numbered[i + 1]! : -1
    const end = starts[number + 1]!
    for (let c = starts[number]!; c < end; c++) {
      const gate = gates[c]!
      if (gate >= 0 && (next < 0 || (bits[gate + (next >>> 5)]! & (1 << (next & 31))) === 0)) continue
      const chain = chains[c]!
      if (chain.isStart && (flags[i]! & startsSentence) === 0) continue
      const last = follow(bits, chain.steps, 0, i, count, flags)
      if (last >= 0) put(chain.cue, i, last)
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

/** The last word of the steps from `step` on, after word `at`; −1 if they do not fit. */
function follow(
  bits: Uint32Array,
  steps: readonly Step[],
  step: number,
  at: number,
  count: number,
  flags: Uint8Array,
): number {
  for (let k = step; k < steps.length; k++) {
    const { fits, isOptional } = steps[k]!
    const next = at + 1
    const isThere = next < count && (flags[next]! & startsSentence) === 0 && isIn(bits, fits, numbered[next]!)
    if (isOptional) {
      if (isThere) {
        const last = follow(bits, steps, k + 1, next, count, flags)
        if (last >= 0) return last
      }
      continue
    }
    if (!isThere) return -1
    at = next
  }
  return at
}

function isIn(bits: Uint32Array, fits: number, number: number): boolean {
  return fits < 0 || (number >= 0 && (bits[fits + (number >>> 5)]! & (1 << (number & 31))) !== 0)
}
