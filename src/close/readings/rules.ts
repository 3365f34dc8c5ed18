/** Why an update is read by a second person: its writer asked, or a rule of the workspace wants it. */
export type Because = 'asked' | 'mrr' | 'escalated'

interface Rule {
  when: 'never' | 'on_request' | 'always'
  aboveMrrCents: number | null
  escalated: boolean
}

/** Whether the rule of the workspace wants a second reader for updates of this case, and why. An unknown MRR is above nothing. */
export function whyRead(
  rule: Rule,
  about: { mrrCents: number | null; isEscalated: boolean },
): Exclude<Because, 'asked'> | undefined {
  if (rule.when !== 'always') return undefined
  if (rule.escalated && about.isEscalated) return 'escalated'
  if (rule.aboveMrrCents !== null && (about.mrrCents ?? 0) > rule.aboveMrrCents) return 'mrr'
  return undefined
}

/** The reason as a clause after "because". */
export const becauseWords: Record<Because, string> = {
  asked: 'its writer asked for it',
  mrr: 'of the MRR of the account',
  escalated: 'the case was escalated',
}
