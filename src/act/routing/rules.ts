const HOUR = 3_600_000

/** Somebody who could take a case or a step. */
export interface Candidate {
  id: string
  /** areas of cases: their own skills and what their teams take */
  knows: readonly string[]
  /** when they are at work: now, when it is not after the asked instant, or next; undefined: never */
  opensAt: number | undefined
  /** what they have open of what is given */
  load: number
  /** when they were last given one */
  lastGivenAt: number | undefined
}

export interface Choice {
  id: string
  /** why this one, in words: "fewest open cases of 3 who know implementation"; absent where there was no choice */
  because?: string
}

/**
 * Who of several takes it. Each rule keeps some for the next: those who know most of the areas; those at work now, else
 * those whose day begins first (within the hour); those with the least open; whoever was given one longest ago.
 * Throws nothing; undefined without candidates.
 */
export function route(
  candidates: readonly Candidate[],
  areas: readonly string[],
  now: number,
  what: 'cases' | 'steps',
): Choice | undefined {
  if (candidates.length < 2) return candidates[0] && { id: candidates[0].id }
  const knowing = most(candidates, (one) => known(one, areas).length)
  const words = areas.filter((area) => knowing.some((one) => one.knows.includes(area)))
  const working = atWork(knowing, now)
  const least = most(working, (one) => -one.load)
  const turn = least.toSorted((a, b) => (a.lastGivenAt ?? 0) - (b.lastGivenAt ?? 0) || (a.id < b.id ? -1 : 1))
  const isOne = working.length === 1
  const who = [
    ...(words.length > 0 ? [`${isOne ? 'knows' : 'know'} ${words.join(' and ')}`] : []),
    ...(working.length < knowing.length ? [`${isOne ? 'is' : 'are'} ${whenText(working, now)}`] : []),
  ].join(' and ')
  const first = isOne
    ? 'the only one'
    : least.length < working.length
      ? `fewest open ${what}`
      : 'next in turn'
  const count = isOne ? candidates.length : working.length
  return { id: turn[0]!.id, because: `${first} of ${count}${who && ` who ${who}`}` }
}

const known = (one: Candidate, areas: readonly string[]) => areas.filter((area) => one.knows.includes(area))

function most(list: readonly Candidate[], worth: (one: Candidate) => number): readonly Candidate[] {
  const best = Math.max(...list.map(worth))
  return list.filter((one) => worth(one) === best)
}

function atWork(list: readonly Candidate[], now: number): readonly Candidate[] {
  const opens = list.flatMap((one) => one.opensAt ?? [])
  if (opens.length === 0) return list
  const first = Math.min(...opens)
  const until = first <= now ? now : first + HOUR
  return list.filter((one) => one.opensAt !== undefined && one.opensAt <= until)
}

function whenText(working: readonly Candidate[], now: number): string {
  return working.some((one) => one.opensAt !== undefined && one.opensAt <= now)
    ? 'at work now'
    : 'at work next'
}
