import { hashOf, type Reading, startsSentence } from '#text/reading/read.ts'
import { Numbers } from '#text/words/numbers.ts'

/**
 * Turns of phrase as patterns over words, found in one pass. `a|b` is either word, `a?` may be missing, `*` is any
 * word, `(a b|c)` is one of several turns, `^` is the start of a sentence, `$name` a turn defined once for many.
 */

interface Step {
  /** the words that fit, one bit for the number of each; undefined fits any word */
  fits: Uint32Array | undefined
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
  /** by the number of the first word */
  starts: (Chain[] | undefined)[]
}

export type Turns = Readonly<Record<string, string>>

/** Compiles one list of patterns per cue; cues are numbered in the order given. */
export function compile(cues: readonly (readonly string[])[], turns: Turns = {}): Matcher {
  const numbers = new Numbers()
  const numbersOf = (words: string) => words.split('|').map((word) => numbers.add(hashOf(word)))
  const ways = cues.flatMap((patterns, cue) =>
    patterns.flatMap((pattern) =>
      waysOf(pattern, turns).map((way) => {
        const isStart = way[0] === '^'
        const [first, ...rest] = isStart ? way.slice(1) : way
        if (first === undefined || first === '*') throw new Error(`The cue "${pattern}" starts with no word.`)
        return { cue, isStart, first: numbersOf(first), rest: rest.map(stepOf(numbersOf)) }
      }),
    ),
  )
  const starts = Array.from({ length: numbers.count }, (): Chain[] | undefined => undefined)
  for (const { cue, isStart, first, rest } of ways) {
    const steps = rest.map(({ words, isOptional }) => ({
      fits: words && bitsOf(words, numbers.count),
      isOptional,
    }))
    for (const number of first) {
      const chains = starts[number] ?? []
      chains.push({ cue, isStart, steps })
      starts[number] = chains
    }
  }
  return { numbers, starts }
}

const stepOf = (numbersOf: (words: string) => number[]) => (item: string) => {
  const isOptional = item.length > 1 && item.endsWith('?')
  const words = isOptional ? item.slice(0, -1) : item
  return { words: words === '*' ? undefined : numbersOf(words), isOptional }
}

function bitsOf(numbers: readonly number[], count: number): Uint32Array {
  const bits = new Uint32Array((count + 31) >>> 5)
  for (const number of numbers) bits[number >>> 5]! |= 1 << (number & 31)
  return bits
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

/** Calls `found` with each cue and the words [first, last] it was found in. A turn does not cross a sentence. */
export function match(
  { numbers, starts }: Matcher,
  { count, hashes, flags }: Reading,
  found: (cue: number, first: number, last: number) => void,
): void {
  if (count > numbered.length) numbered = new Int32Array(2 * count)
  for (let i = 0; i < count; i++) numbered[i] = numbers.of(hashes[i]!)
  for (let i = 0; i < count; i++) {
    const number = numbered[i]!
    const chains = number < 0 ? undefined : starts[number]
    if (chains === undefined) continue
    const isStart = (flags[i]! & startsSentence) !== 0
    for (let c = 0; c < chains.length; c++) {
      const chain = chains[c]!
      if (chain.isStart && !isStart) continue
      const last = follow(chain.steps, 0, i, count, flags)
      if (last >= 0) found(chain.cue, i, last)
    }
  }
}

/** The last word of the steps from `step` on, after word `at`; −1 if they do not fit. */
function follow(steps: readonly Step[], step: number, at: number, count: number, flags: Uint8Array): number {
  for (let k = step; k < steps.length; k++) {
    const { fits, isOptional } = steps[k]!
    const next = at + 1
    const isThere = next < count && (flags[next]! & startsSentence) === 0 && isIn(fits, numbered[next]!)
    if (isOptional) {
      if (isThere) {
        const last = follow(steps, k + 1, next, count, flags)
        if (last >= 0) return last
      }
      continue
    }
    if (!isThere) return -1
    at = next
  }
  return at
}

function isIn(fits: Uint32Array | undefined, number: number): boolean {
  return fits === undefined || (number >= 0 && (fits[number >>> 5]! & (1 << (number & 31))) !== 0)
}
