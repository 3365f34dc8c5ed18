import type { Facts } from '#act/cases/rules.ts'
import type { Playbook } from '#act/playbooks/language.ts'
import type { WorkingCalendar } from '#platform/calendar/rules.ts'

/** What an account was worth from an instant on. */
export interface AccountThen {
  at: number
  mrrCents: number | null
  lifecycle: string
  segment: string | null
}

/** What really became of a case, as far as a replay goes by it. */
export interface Recorded {
  /** when it ended by itself or by hand; null while it is open */
  endedAt: number | null
  isDissatisfied: boolean
  areas: readonly string[]
  /** by step and round, such as `follow-up 1` */
  steps: ReadonlyMap<string, { state: string; results: Readonly<Record<string, boolean>> }>
}

/** Something that happened and may open a case: an answer, or an item that was triaged. */
export interface Replayed {
  /** the answer's or item's id */
  id: string
  event: Playbook['when']['event']
  /** epoch milliseconds */
  at: number
  title: string
  account: string | null
  facts: Facts
  contactId: string | null
  accountId: string | null
  waveId: string | null
  /** the account's owner, if they still work here */
  ownerMemberId: string | null
  goLiveOn: string | null
  renewalOn: string | null
  /** the account's own calendar */
  calendar: WorkingCalendar | null
  /** what the account was worth over time, the oldest first */
  history: readonly AccountThen[]
  recorded: Recorded | undefined
}

/** What was known of the customer at an instant: the account as it was then, where that was written down. */
export function factsAt({ facts, history }: Pick<Replayed, 'facts' | 'history'>, at: number): Facts {
  const then = history.findLast((one) => one.at <= at)
  if (!then || !facts.account) return facts
  const { mrrCents, lifecycle, segment } = then
  return { ...facts, account: { ...facts.account, mrrCents, lifecycle, segment } }
}

/**
 * A number from 0 to 1, 1 excluded, that is the same for the same seed and words: what chance decides for one case does
 * not change with what else is simulated (FNV-1a, finished as in mulberry32).
 */
export function chance(seed: number, words: string): number {
  let t = (0x811c9dc5 ^ seed) >>> 0
  for (let i = 0; i < words.length; i++) t = Math.imul(t ^ words.charCodeAt(i), 0x01000193) >>> 0
  t = Math.imul(t ^ (t >>> 15), t | 1)
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
}
