import { compile, type Matcher, match } from '#text/cues/pattern.ts'
import { isEmoji, isShouted, type Reading, startsSentence } from '#text/reading/read.ts'
import {
  factors,
  strengths,
  turnings,
  turnsLast,
  turnsNext,
  turnsVerdict,
} from '#text/sentiment/languages/tables.ts'
import { turnsOfFeeling } from '#text/sentiment/lexicon.ts'
import { lookUp } from '#text/sentiment/lookup.ts'

/**
 * How the words of a text feel, in the manner of VADER (Hutto and Gilbert 2014): strengths of words, turned round by
 * negations, made stronger by degrees, capitals and exclamation marks, with more weight on what follows a "but".
 */
export interface Feeling {
  /** sums of what speaks for and against, both at least 0 */
  good: number
  bad: number
  /** −1…1 */
  score: number
  /** feelings found, first words in reading order; only so many entries hold */
  count: number
  /** a “but” stands between its words */
  isTurned: boolean
  /** most words are not English */
  isForeign: boolean
}

const turns: Matcher = compile(turnsOfFeeling.map(([, pattern]) => [pattern]))

let size = 256
let covered = new Uint8Array(size)
/** the feeling of each word of the last text, 0 where there is none; with the words of its turn */
export let felt = new Float64Array(size)
export let feltTo = new Int32Array(size)

/** Weighs the feelings in a reading. `felt` and `feltTo` hold the strength of each word until the next call. */
export function feelingOf(reading: Reading): Feeling {
  const { count, flags } = reading
  if (count > size) {
    size = count * 2
    covered = new Uint8Array(size)
    felt = new Float64Array(size)
    feltTo = new Int32Array(size)
  }
  felt.fill(0, 0, count)
  covered.fill(0, 0, count)
  const matches = match(turns, reading)
  for (let m = 0; m < matches.count; m++) {
    const strength = turnsOfFeeling[matches.cues[m]!]![0]
    const first = matches.first[m]!
    if (covered[first] && Math.abs(felt[first]!) >= Math.abs(strength)) continue
    const last = matches.last[m]!
    felt[first] = strength
    feltTo[first] = last
    for (let i = first; i <= last; i++) covered[i] = 1
  }
  const { entries, last, isForeign } = lookUp(reading)
  let turn = -1
  for (let i = 0; i < count; i++) {
    const entry = entries[i]!
    if (entry >= 0 && i > 0 && (turnings[entry]! & turnsVerdict) !== 0) turn = i
    if (covered[i]) {
      if (felt[i] !== 0 && flags[i]! & isShouted && reading.capitals < 0.6) felt[i]! *= 1.2
      continue
    }
    let strength = entry < 0 ? 0 : strengths[entry]!
    if (strength === 0) continue
    for (let k = i - 1; k >= Math.max(0, i - 3) && (flags[k + 1]! & startsSentence) === 0; k--) {
      const before = entries[k]!
      if (before < 0) continue
      const factor = factors[before]!
      if (factor !== 0) strength *= k === i - 1 ? factor : 1 + (factor - 1) / 2
      else if ((turnings[before]! & turnsNext) !== 0) {
        strength *= strength > 0 ? -0.75 : -0.5
        break
      }
    }
    for (let k = last[i]! + 1; k < Math.min(count, last[i]! + 4); k++)
      if (entries[k]! >= 0 && (turnings[entries[k]!]! & turnsLast) !== 0) {
        strength *= strength > 0 ? -0.75 : -0.5
        break
      }
    if (flags[i]! & isShouted && reading.capitals < 0.6) strength *= 1.2
    if (flags[i]! & isEmoji && i > 0 && reading.hashes[i - 1] === reading.hashes[i]) strength *= 0.4
    felt[i] = strength
    feltTo[i] = last[i]!
  }
  let good = 0
  let bad = 0
  let found = 0
  const emphasis = 1 + 0.08 * Math.min(4, reading.exclamations)
  for (let i = 0; i < count; i++) {
    if (felt[i] === 0) continue
    found++
    if (turn >= 0) felt[i]! *= i < turn ? 0.6 : 1.3
    const strength = felt[i]! * emphasis
    if (strength > 0) good += strength
    else bad -= strength
  }
  const sum = good - bad
  return { good, bad, score: sum / Math.sqrt(sum * sum + 12), count: found, isTurned: turn >= 0, isForeign }
}
