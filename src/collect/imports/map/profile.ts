import { type DateGuess, guessDateFormat } from './dates.ts'
import { parseNumber, parseRating } from './numbers.ts'

/** What the sampled values of one column look like. Shares are of the filled values, 0–1. */
export interface Profile {
  column: string
  count: number
  filled: number
  distinct: number
  /** The most frequent distinct values, at most 50. */
  common: string[]
  samples: string[]
  averageLength: number
  longest: number
  averageWords: number
  numbers: number
  integers: number
  ratings: number
  smallest: number
  largest: number
  emails: number
  links: number
  lists: number
  languages: number
  booleans: number
  date: DateGuess | undefined
}

const email = /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;"]+$/
const language = /^[a-z]{2}([-_][A-Za-z]{2,4})?$/

/** Looks at the sampled values of a column. */
export function profileColumn(column: string, values: readonly string[], now: Date): Profile {
  const filled = values.map((value) => value.trim()).filter((value) => value !== '')
  const share = (test: (value: string) => boolean) =>
    filled.length ? filled.filter(test).length / filled.length : 0
  const counts = new Map<string, number>()
  for (const value of filled) counts.set(value, (counts.get(value) ?? 0) + 1)
  const numbers = filled.map(parseNumber).filter((number) => number !== undefined)
  const lengths = filled.map((value) => value.length)
  const sum = (list: number[]) => list.reduce((a, b) => a + b, 0)
  return {
    column,
    count: values.length,
    filled: filled.length,
    distinct: counts.size,
    common: [...counts]
      .sort((a, b) => b[1] - a[1])
      .slice(0, 50)
      .map(([value]) => value),
    samples: [...counts.keys()]
      .slice(0, 3)
      .map((value) => (value.length > 200 ? `${value.slice(0, 199)}…` : value)),
    averageLength: filled.length ? sum(lengths) / filled.length : 0,
    longest: Math.max(0, ...lengths),
    averageWords: filled.length ? sum(filled.map((value) => value.split(/\s+/).length)) / filled.length : 0,
    numbers: filled.length ? numbers.length / filled.length : 0,
    integers: filled.length ? numbers.filter(Number.isInteger).length / filled.length : 0,
    ratings: share((value) => parseRating(value) !== undefined),
    smallest: numbers.length ? Math.min(...numbers) : Number.NaN,
    largest: numbers.length ? Math.max(...numbers) : Number.NaN,
    emails: share((value) => email.test(value)),
    links: share((value) => /^https?:\/\/\S+$/.test(value)),
    lists: share((value) => /^\[.*\]$/.test(value)),
    languages: share((value) => language.test(value)),
    booleans: share((value) => /^(true|false|yes|no|0|1|ja|nein|oui|non|si|y|n)$/i.test(value)),
    date: filled.length ? guessDateFormat(filled, now) : undefined,
  }
}
