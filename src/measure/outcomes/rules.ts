import { fewest } from '#collect/surveys/rules.ts'
import type { Quarter } from '#measure/outcomes/contract.ts'
import { type ShareChange, shareChange } from '#platform/statistics/intervals.ts'

/** How the latest quarter with enough to say stands against the same one a year ago, else the one before. */
export function latestChange(quarters: readonly Quarter[]): (ShareChange & { against: string }) | null {
  const enough = (quarter: Quarter | undefined) => (quarter?.share?.of ?? 0) >= fewest
  const at = quarters.findLastIndex(enough)
  if (at < 0) return null
  const yearAgo = quarters[at - 4]
  const against = enough(yearAgo) ? yearAgo! : quarters[at - 1]
  if (!against || !enough(against)) return null
  return { ...shareChange(against.share!, quarters[at]!.share!), against: against.name }
}
