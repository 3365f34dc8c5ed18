/** Why the limit of a month did not hold for somebody who was asked, as a sentence; empty where it did. */
export function limitWords(one: { exemptReason: string | null; overrideReason: string | null }): string {
  if (one.exemptReason) return `Does not count for the monthly limit: ${one.exemptReason}.`
  return one.overrideReason ? `The monthly limit was set aside: ${one.overrideReason}.` : ''
}
