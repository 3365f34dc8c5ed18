import type { Profile } from '#text/duplicates/likeness.ts'

/** What counts as the same said twice, and what is worth asking a person about. Pure. */

/** "The same item from two channels is stored once": said again within this many days. */
export const sameWithinDays = 14
/** Fewer words than this are said by chance twice ("works great"). */
export const sameWordsLeast = 4

/** From this score on (0…1) a pair is put before a person, and from this one on it is shown to who types. */
export const askFrom = 0.6
export const showFrom = 0.5

/**
 * Frequencies are taken as if this many more items had been seen that hold none of the words, because among a handful
 * of items every word is frequent.
 */
export const background = 1000

/** Words that two items share at least: two are a manner of speaking. */
const sharedLeast = 3

/**
 * Whether what two texts share is more than chance: if words fell into items at random, each as often as it does, fewer
 * than a tenth of an item of the whole workspace would be expected to hold all of them. `telling` are the weights
 * ln(items / items with the word) of the shared words.
 */
export function isMoreThanChance(telling: readonly number[], items: number): boolean {
  if (telling.length < sharedLeast) return false
  const sum = telling.reduce((total, weight) => total + weight, 0)
  return sum >= Math.log(items + background) + Math.log(10)
}

/** Two ids as a pair is kept: the smaller one first, so that each pair is there once. */
export function pairOf(one: string, other: string): [a: string, b: string] {
  return one < other ? [one, other] : [other, one]
}

/** The keys that two profiles share. */
export function sharedKeys(one: Profile, other: Profile): number[] {
  const keys: number[] = []
  let j = 0
  for (const key of one.keys) {
    while (j < other.keys.length && other.keys[j]! < key) j++
    if (other.keys[j] === key) keys.push(key)
  }
  return keys
}

/** Which of two is proposed to be kept: the one with more voices, then the one said first, then the smaller id. */
export function isKeptFirst(
  one: { id: string; voices: number; occurredAt: Date },
  other: { id: string; voices: number; occurredAt: Date },
): boolean {
  if (one.voices !== other.voices) return one.voices > other.voices
  const apart = one.occurredAt.getTime() - other.occurredAt.getTime()
  return apart === 0 ? one.id < other.id : apart < 0
}

/** The likeness with the nearest three others, once another is known. */
export function nearestThree(known: readonly number[], more: readonly number[]): number[] {
  return [...known, ...more].sort((a, b) => b - a).slice(0, 3)
}
