/** What a customer's story shows, as pure functions over times. */

const day = 86_400_000

/** Without a word for this long counts as silence. */
export const silenceDays = 45

export interface Silence {
  from: string
  to: string
  days: number
  /** Still going on. */
  isNow: boolean
}

/** Stretches of at least `silenceDays` between words of the customer, the last of them up to now; the oldest first. */
export function silences(saidAt: readonly string[], since: string | null, now: Date): Silence[] {
  const times = [...(since ? [Date.parse(since)] : []), ...saidAt.map((at) => Date.parse(at))]
    .filter((at) => at <= now.getTime())
    .sort((a, b) => a - b)
  const found: Silence[] = []
  for (const [i, from] of times.entries()) {
    const isNow = i === times.length - 1
    const to = isNow ? now.getTime() : times[i + 1]!
    const days = Math.floor((to - from) / day)
    if (days >= silenceDays)
      found.push({ from: new Date(from).toISOString(), to: new Date(to).toISOString(), days, isNow })
  }
  return found
}

/** The finding over the picture of an account, in at most nine words. */
export function accountFinding(said: number, quiet: readonly Silence[]): string {
  if (said === 0) return 'Nothing heard from this account yet'
  const current = quiet.find((one) => one.isNow)
  if (current) return `${current.days} days without a word`
  const longest = [...quiet].sort((a, b) => b.days - a.days)[0]
  if (longest) return `${longest.days} silent days, and heard again since`
  return said === 1 ? 'Heard once, and no long silence' : `Heard ${said} times, never silent for long`
}
