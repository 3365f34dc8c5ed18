/** What an answer of the customer does to its case. */
export type Effect = 'none' | 'go_on' | 'reopen' | 'ask'

/**
 * An answer with new words ends a pause, and takes a case up again that was resolved up to `reopenDays` days before.
 * Later, or for a case that was dropped, its lead is asked. What a machine sent, or only quotes, changes nothing.
 */
export function effectOf(
  mail: { isAutomatic: boolean; isOwnWords: boolean; isFromUs: boolean },
  one: { status: 'open' | 'resolved' | 'cancelled'; resolvedAt: Date | null; isPaused: boolean },
  rule: { reopenDays: number; endsPause: boolean; now: Date },
): Effect {
  if (mail.isAutomatic || !mail.isOwnWords || mail.isFromUs) return 'none'
  if (one.status === 'open') return one.isPaused && rule.endsPause ? 'go_on' : 'none'
  const days = one.resolvedAt ? (rule.now.getTime() - one.resolvedAt.getTime()) / 86_400_000 : Infinity
  return one.status === 'resolved' && days <= rule.reopenDays ? 'reopen' : 'ask'
}

/** The beginning of what was written, for a notice. */
export function excerpt(words: string, most = 140): string {
  const line = words.replace(/\s+/gu, ' ').trim()
  return line.length <= most ? line : `${line.slice(0, most - 1).trimEnd()}…`
}
