import type { Programme } from '#collect/programmes/contract.ts'
import { delayWords, goLiveRole, type Trigger } from '#collect/programmes/rules.ts'
import { wayWords } from '#collect/surveys/waves/web/channel-choice.tsx'
import { date } from '#platform/web/format.ts'

const what: Record<Trigger, string> = {
  quarterly: 'In the last week of each quarter',
  ticket_resolved: 'A ticket is resolved',
  go_live: 'An account went live',
  follow_up: 'An action or release',
  event: 'An event of yours',
  by_hand: 'When you press',
}

/** What sets a programme off, and when it asks after that: "A ticket is resolved, at once". */
export function whenWords({
  trigger,
  delayHours,
  timing,
}: Pick<Programme, 'trigger' | 'delayHours' | 'timing'>): string {
  const isTicket = trigger === 'ticket_resolved'
  const delay =
    trigger === 'quarterly' || trigger === 'by_hand' || (timing === 'mornings' && delayHours === 0)
      ? ''
      : `, ${delayWords(delayHours)}`
  return `${what[trigger]}${delay}${timing === 'mornings' ? `, on a weekday morning${isTicket ? ' within 24 hours, else at once' : ''}` : ''}`
}

/** How it reaches people: "mail, by phone when the priority is critical". */
export function howWords({ channel, phoneFrom }: Pick<Programme, 'channel' | 'phoneFrom'>): string {
  const which = { critical: 'critical', high: 'critical or high' }
  return `${wayWords[channel].toLowerCase()}${phoneFrom ? `, by phone when the priority is ${which[phoneFrom]}` : ''}`
}

/** Whom it is for: "contacts of clinics, of these billing". After a go-live the role is given. */
export function audienceWords(
  { trigger, audience: { segments, roles } }: Pick<Programme, 'trigger' | 'audience'>,
  segmentWords: (keys: readonly string[]) => string,
): string {
  const marked = trigger === 'go_live' ? [goLiveRole] : (roles ?? [])
  const all = segments ? `contacts of ${segmentWords(segments)}` : 'all active contacts'
  return marked.length > 0 ? `${all}, of these those marked ${marked.map(roleWords).join(' or ')}` : all
}

/** A role of contacts as people read it. */
export const roleWords = (role: string) => role.replaceAll('-', ' ')

/** When it asks next: "from Tue 29 Dec 2037 on", "with the next ticket". */
export function nextWords({ isOn, trigger, nextAt }: Programme): string {
  if (trigger === 'by_hand') return 'when you press'
  if (!isOn) return 'off'
  if (nextAt) return trigger === 'quarterly' ? `from ${date(nextAt)} on` : date(nextAt)
  return trigger === 'go_live' ? 'with the next account that goes live' : 'with the next one told'
}
