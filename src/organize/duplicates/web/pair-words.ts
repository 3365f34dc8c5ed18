import type { Pair } from '#organize/duplicates/contract.ts'
import { plural } from '#platform/web/format.ts'

/** Why two items look alike, in one line. */
export function whyAlike({ isSameContact, isSameAccount, daysApart, sides, words }: Pair): string {
  const who = isSameContact ? 'same contact' : isSameAccount ? 'same account' : undefined
  const where = sides[0].channel !== sides[1].channel ? 'two channels' : undefined
  const when =
    daysApart === 0 ? 'same day' : daysApart <= 14 ? `${plural(daysApart, 'day')} apart` : undefined
  const shared = words.length > 0 ? `both say ${words.map((word) => `“${word}”`).join(', ')}` : undefined
  return (
    [who, who && where, who && when, who ? undefined : shared].filter(Boolean).join(', ') || 'merged by hand'
  )
}
