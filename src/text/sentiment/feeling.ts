import { compileShipped, type Matcher, match } from '#text/cues/pattern.ts'
import { followsComma, isEmoji, isShouted, type Reading, startsSentence } from '#text/reading/read.ts'
import {
  factors,
  strengths,
  turnings,
  turnsLast,
  turnsNext,
  turnsVerdict,
  turnsWish,
} from '#text/sentiment/languages/tables.ts'
import { lookUp } from '#text/sentiment/lookup.ts'
import { turnsOfFeeling } from '#text/sentiment/turns.ts'

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

/** Negations and degrees are looked for so many words before a word, in the same clause. */
const reach = 3
const stops = startsSentence | followsComma
/** What is wished for says so much of what it would say if it were there. */
const ofWish = 0.3
const beforeTurn = 0.6
const afterTurn = 1.1
/** The strength of a face made of signs. */
const ofFace = 1.8

const turns: Matcher = compileShipped(turnsOfFeeling.map(([, pattern]) => [pattern]))

let size = 256
/** by word: one more than the first word of the turn that it belongs to; 0 where it belongs to none */
let covered = new Int32Array(size)
/** the feeling of each word of the last text, 0 where there is none; with the words of its turn */
export let felt = new Float64Array(size)
export let feltTo = new Int32Array(size)

/** Weighs the feelings in a reading. `felt` and `feltTo` hold the strength of each word until the next call. */
export function feelingOf(reading: Reading): Feeling {
  const { count, flags } = reading
  if (count > size) {
    size = count * 2
    covered = new Int32Array(size)
    felt = new Float64Array(size)
    feltTo = new Int32Array(size)
  }
  felt.fill(0, 0, count)
  covered.fill(0, 0, count)
  const { entries, last, isForeign } = lookUp(reading)
  const matches = match(turns, reading)
  for (let m = 0; m < matches.count; m++) {
    let strength = turnsOfFeeling[matches.cues[m]!]![0]
    const first = matches.first[m]!
    const other = covered[first]! - 1
    // A turn within another that says something is a part of it: “does not [work well]”.
    if (other >= 0 && other < first && felt[other] !== 0) continue
    const end = matches.last[m]!
    // Of turns that begin with the same word the longest is meant: “[worked great] until the update”.
    const more = other === first ? feltTo[first]! - end : 0
    if (more > 0 || (more === 0 && other >= 0 && Math.abs(felt[other]!) >= Math.abs(strength))) continue
    if (strength > 0 && isTurnedRound(entries, flags, first)) strength *= -0.75
    felt[first] = strength
    feltTo[first] = end
    for (let i = first; i <= end; i++) covered[i] = first + 1
  }
  let isTurned = false
  for (let i = 0; i < count; i++) {
    const entry = entries[i]!
    if (entry >= 0 && i > 0 && (turnings[entry]! & turnsVerdict) !== 0) isTurned = true
    if (covered[i]) {
      if (felt[i] !== 0 && flags[i]! & isShouted && reading.capitals < 0.6) felt[i]! *= 1.2
      continue
    }
    let strength = entry < 0 ? 0 : strengths[entry]!
    if (strength === 0) continue
    for (let k = i - 1; k >= Math.max(0, i - reach) && (flags[k + 1]! & stops) === 0; k--) {
      const before = entries[k]!
      if (before < 0) continue
      const factor = factors[before]!
      if (factor !== 0) {
        strength *= k === i - 1 ? factor : 1 + (factor - 1) / 2
      } else if ((turnings[before]! & turnsNext) !== 0 && !isInPraise(k)) {
        strength *= strength > 0 ? -0.75 : -0.5
        break
      } else if (strength > 0 && (turnings[before]! & turnsWish) !== 0 && !covered[k]) {
        strength *= ofWish
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
  if (isTurned) weighTurns(entries, reading)
  let good = ofFace * Math.min(3, reading.smiles)
  let bad = ofFace * Math.min(3, reading.frowns)
  let found = reading.smiles + reading.frowns
  const emphasis = 1 + 0.08 * Math.min(4, reading.exclamations)
  for (let i = 0; i < count; i++) {
    if (felt[i] === 0) continue
    found++
    const strength = felt[i]! * emphasis
    if (strength > 0) good += strength
    else bad -= strength
  }
  const sum = good - bad
  return { good, bad, score: sum / Math.sqrt(sum * sum + 12), count: found, isTurned, isForeign }
}

/** Whether a word belongs to a turn of praise, as the “no” of “no problems”: it turns nothing else round. */
const isInPraise = (word: number) => covered[word]! > 0 && felt[covered[word]! - 1]! > 0

/** Whether a negation stands shortly before a word, in the same clause. */
function isTurnedRound(entries: Int32Array, flags: Uint8Array, word: number): boolean {
  for (let k = word - 1; k >= Math.max(0, word - reach) && (flags[k + 1]! & stops) === 0; k--)
    if (entries[k]! >= 0 && (turnings[entries[k]!]! & turnsNext) !== 0) return true
  return false
}

/** Makes what stands before the last turning word of a sentence weaker, and what follows it stronger. */
function weighTurns(entries: Int32Array, { count, flags }: Reading): void {
  let end = count
  let turn = -1
  // The sentence before one that begins with “but” stands before that word as well.
  let isBefore = false
  for (let i = count - 1; i >= 0; i--) {
    if (turn < 0 && i > 0 && entries[i]! >= 0 && (turnings[entries[i]!]! & turnsVerdict) !== 0) turn = i
    if ((flags[i]! & startsSentence) === 0) continue
    if (turn >= 0 || isBefore)
      for (let k = i; k < end; k++) felt[k]! *= turn >= 0 && k >= turn ? afterTurn : beforeTurn
    isBefore = turn === i
    turn = -1
    end = i
  }
}
