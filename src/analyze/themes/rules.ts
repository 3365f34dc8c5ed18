import { atLeast, chanceOfCounts } from '#platform/statistics/chances.ts'

/** What is counted of themes, as pure functions over counts. Nothing here reads a clock. */

/** Trends and rankings look at this many weeks; the last one ends today. */
export const weeksShown = 12

export const countings = ['mentions', 'accounts', 'base', 'revenue'] as const
/** What a theme is ranked by: every mention, each account once, mentions weighted to our base, the MRR behind it. */
export type Counting = (typeof countings)[number]

export interface Span {
  /** first and last day, both included (UTC) */
  from: string
  to: string
}

const dayMs = 86_400_000
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)

/** The weeks that end with `today`, each of seven days. */
export function spanOf(today: Date, weeks = weeksShown): Span {
  return { from: dayOf(today.getTime() - (7 * weeks - 1) * dayMs), to: dayOf(today.getTime()) }
}

export interface Change {
  now: number
  before: number
  /** how likely such a difference, either way, comes by chance, 0…1 */
  chance: number
}

/** The last week against the one before. */
export function weekChange(weeks: readonly number[]): Change {
  const now = weeks.at(-1) ?? 0
  const before = weeks.at(-2) ?? 0
  return { now, before, chance: chanceOfCounts(now, before) }
}

const fewestOfSpike = 4

/**
 * The weeks that stand out: at least twice as many mentions as the mean of up to eight weeks before, at least four, and
 * more than chance would have in one week of a hundred (the same conditional test, one week against all before it).
 */
export function spikes(weeks: readonly number[]): number[] {
  return weeks.flatMap((now, i) => {
    const before = weeks.slice(Math.max(0, i - 8), i)
    if (before.length < 3 || now < fewestOfSpike) return []
    const sum = before.reduce((a, b) => a + b, 0)
    const isMore = now * before.length >= 2 * sum
    return isMore && atLeast(now, now + sum, 1 / (before.length + 1)) < 0.01 ? [i] : []
  })
}

/** How many mentions are usual in a week: eight weeks of ten lie inside (mean of the weeks before the last ± 1.28 √mean). */
export function usual(weeks: readonly number[]): { low: number; high: number } {
  const before = weeks.slice(0, -1)
  const mean = before.reduce((a, b) => a + b, 0) / Math.max(before.length, 1)
  const half = 1.2816 * Math.sqrt(mean)
  return { low: Math.max(0, mean - half), high: mean + half }
}

/** A theme that was named in most weeks of the period, however little, comes back and back. */
export function isRecurring(weeks: readonly number[]): boolean {
  return weeks.filter((mentions) => mentions > 0).length >= 0.75 * weeks.length
}

/** Active accounts of the workspace by segment ('' without one). */
export interface Base {
  accounts: number
  bySegment: ReadonlyMap<string, number>
}

export interface Voices {
  mentions: number
  accounts: number
  /** mentions by segment, '' without one or without an account */
  segments: ReadonlyMap<string, number>
  channels: ReadonlyMap<string, number>
  /** mentions of its loudest accounts, the loudest first */
  loudest: readonly number[]
}

/** What is ordinary in all that was said: who may be loud without a theme resting on them. */
export type Ordinary = Pick<Voices, 'mentions' | 'segments' | 'channels'>

export type Bias =
  | { kind: 'few' }
  | { kind: 'spread' }
  | { kind: 'accounts'; accounts: number; of: number; share: number }
  | { kind: 'segment'; name: string; share: number }
  | { kind: 'channel'; name: string; share: number }

const fewestToJudge = 5
const loudShare = 0.6
const oneSided = 0.8
const ordinaryMost = 0.6

/**
 * Whether a theme rests on few: on one or two accounts (60 % of its mentions), or on one segment or channel (80 %, where
 * that one has at most 60 % of everything said). Below five mentions nothing can be said.
 */
export function biasOf(voices: Voices, all: Ordinary): Bias {
  const { mentions, accounts, loudest } = voices
  if (mentions < fewestToJudge) return { kind: 'few' }
  const two = Math.min(2, loudest.length)
  const said = loudest.slice(0, two).reduce((a, b) => a + b, 0)
  if (accounts > 0 && said / mentions >= loudShare)
    return { kind: 'accounts', accounts: two, of: accounts, share: said / mentions }
  for (const kind of ['segment', 'channel'] as const) {
    const [counts, ofAll] =
      kind === 'segment' ? [voices.segments, all.segments] : [voices.channels, all.channels]
    for (const [name, count] of counts) {
      if (name === '') continue
      const ordinary = (ofAll.get(name) ?? 0) / Math.max(all.mentions, 1)
      if (count / mentions >= oneSided && ordinary <= ordinaryMost)
        return { kind, name, share: count / mentions }
    }
  }
  return { kind: 'spread' }
}

/**
 * Mentions as if every segment spoke as much as it has accounts: each mention counts the share of its segment in the
 * base over its share in all that was said (post-stratification; Holt and Smith, JRSS A 142, 1979). Mentions without an
 * account count as they are.
 */
export function weightedToBase(voices: Voices, all: Voices, base: Base): number {
  const spoken = [...all.segments].filter(([name]) => base.bySegment.has(name))
  const said = spoken.reduce((sum, [, count]) => sum + count, 0)
  const accounts = spoken.reduce((sum, [name]) => sum + base.bySegment.get(name)!, 0)
  let sum = 0
  for (const [name, count] of voices.segments) {
    const inBase = base.bySegment.get(name)
    const inAll = all.segments.get(name) ?? 0
    sum += inBase === undefined || inAll === 0 ? count : count * (inBase / accounts / (inAll / said))
  }
  return sum
}

export interface Silent {
  segment: string
  accounts: number
  spoke: number
  /** its share of the base and of what was said, 0…1 */
  shareOfBase: number
  shareOfSaid: number
}

/**
 * Segments that say far less than their share of the base: less than half of it, and so few of their accounts spoke
 * that chance would have it in one case of twenty at most (binomial test on the accounts that spoke).
 */
export function silentSegments(
  base: Base,
  spoke: ReadonlyMap<string, number>,
  said: ReadonlyMap<string, number>,
): Silent[] {
  const allSpoke = [...spoke.values()].reduce((a, b) => a + b, 0)
  const allSaid = [...said.values()].reduce((a, b) => a + b, 0)
  if (allSpoke === 0 || allSaid === 0) return []
  return [...base.bySegment]
    .filter(([name, accounts]) => name !== '' && accounts > 0)
    .map(([segment, accounts]) => ({
      segment,
      accounts,
      spoke: spoke.get(segment) ?? 0,
      shareOfBase: accounts / base.accounts,
      shareOfSaid: (said.get(segment) ?? 0) / allSaid,
    }))
    .filter(
      (one) =>
        one.shareOfSaid < one.shareOfBase / 2 &&
        // at most so many of those that spoke
        1 - atLeast(one.spoke + 1, allSpoke, one.shareOfBase) <= 0.05,
    )
    .sort((a, b) => b.shareOfBase - b.shareOfSaid - (a.shareOfBase - a.shareOfSaid))
}

/** What a theme is called: as people named it, or its two most telling phrases. */
export function nameOf(theme: {
  name: string | null
  phrases: readonly string[]
  rules: readonly string[]
}): string {
  if (theme.name) return theme.name
  const [first = theme.rules[0] ?? 'No words', second] = theme.phrases
  const words = second ? `${first}, ${second}` : first
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Themes are looked for the first time when this many items are there. */
export const firstSearchAt = 30
/** They are looked for again when there are so many times as many items as at the last search. */
export const growthOfSearch = 2
