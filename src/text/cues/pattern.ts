import { hashOf, type Reading, startsSentence } from '#text/reading/read.ts'

/**
 * Turns of phrase as patterns over words, found in one pass. `a|b` is either word, `a?` may be missing, `*` is any
 * word, `(a b|c)` is one of several turns, `^` is the start of a sentence, `$name` a turn defined once for many.
 */

interface Step {
  /** hashes of the words that fit; undefined fits any word */
  words: Set<number> | undefined
  isOptional: boolean
}

interface Chain {
  cue: number
  isStart: boolean
  /** the steps after the first word */
  steps: Step[]
}

export interface Matcher {
  starts: Map<number, Chain[]>
  /** how many cues there are */
  size: number
}

export type Turns = Readonly<Record<string, string>>

/** Compiles one list of patterns per cue; cues are numbered in the order given. */
export function compile(cues: readonly (readonly string[])[], turns: Turns = {}): Matcher {
  const starts = new Map<number, Chain[]>()
  for (const [cue, patterns] of cues.entries()) {
    for (const pattern of patterns) {
      for (const way of waysOf(pattern, turns)) {
        const isStart = way[0] === '^'
        const [first, ...rest] = isStart ? way.slice(1) : way
        if (first === undefined || first === '*') throw new Error(`The cue "${pattern}" starts with no word.`)
        const chain = { cue, isStart, steps: rest.map(stepOf) }
        for (const word of first.split('|')) {
          const hash = hashOf(word)
          const chains = starts.get(hash)
          if (chains) chains.push(chain)
          else starts.set(hash, [chain])
        }
      }
    }
  }
  return { starts, size: cues.length }
}

function stepOf(item: string): Step {
  const isOptional = item.length > 1 && item.endsWith('?')
  const words = isOptional ? item.slice(0, -1) : item
  return {
    words: words === '*' ? undefined : new Set(words.split('|').map((word) => hashOf(word))),
    isOptional,
  }
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

/** Calls `found` with each cue and the words [first, last] it was found in. A turn does not cross a sentence. */
export function match(
  matcher: Matcher,
  reading: Reading,
  found: (cue: number, first: number, last: number) => void,
): void {
  const { count, hashes, flags } = reading
  for (let i = 0; i < count; i++) {
    const chains = matcher.starts.get(hashes[i]!)
    if (!chains) continue
    for (let c = 0; c < chains.length; c++) {
      const chain = chains[c]!
      if (chain.isStart && (flags[i]! & startsSentence) === 0) continue
      const last = follow(chain.steps, 0, reading, i)
      if (last >= 0) found(chain.cue, i, last)
    }
  }
}

/** The last word of the steps from `step` on, after word `at`; −1 if they do not fit. */
function follow(steps: readonly Step[], step: number, reading: Reading, at: number): number {
  for (let k = step; k < steps.length; k++) {
    const { words, isOptional } = steps[k]!
    const next = at + 1
    const isThere =
      next < reading.count &&
      (reading.flags[next]! & startsSentence) === 0 &&
      (words === undefined || words.has(reading.hashes[next]!))
    if (isOptional) {
      if (isThere) {
        const last = follow(steps, k + 1, reading, next)
        if (last >= 0) return last
      }
      continue
    }
    if (!isThere) return -1
    at = next
  }
  return at
}
