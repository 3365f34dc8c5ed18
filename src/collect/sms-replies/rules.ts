export const replyStates = [
  'received',
  'stop',
  'start',
  'help',
  'answer',
  'case',
  'feedback',
  'quiet',
  'held',
  'dismissed',
] as const
export type ReplyState = (typeof replyStates)[number]

/** What one number may send within an hour before a person looks at it. */
export const hourlyMost = 30

const reasons: Record<string, string> = {
  too_many: 'This number sent too many messages within an hour.',
  unknown_sender: 'Nobody has this number.',
  nothing_asked: 'A number by itself, and nothing was asked that it could answer.',
  answered_before: 'They had answered already; the first answer counts.',
  too_late: 'It came after the survey had closed.',
  no_words: 'It has no words.',
  no_number: 'It came from a sender that is no telephone number.',
}

/** Why a reply stands where it stands, in words. */
export function replyWhy(reason: string | null): string | null {
  return reason && (reasons[reason] ?? reason)
}

/**
 * The number that a reply consists of, in any digits, with a full stop or exclamation mark at most; undefined where it
 * says anything else.
 */
export function bareNumber(words: string): number | undefined {
  const digits = words
    .normalize('NFKC')
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
  const found = /^\s*(\d{1,3})\s*[.!]?\s*$/.exec(digits)?.[1]
  return found === undefined ? undefined : Number(found)
}
