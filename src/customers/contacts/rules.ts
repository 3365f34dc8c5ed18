import { foldText } from '#customers/accounts/rules.ts'
import type { ConsentTopic } from '#customers/contacts/contract.ts'

/** What decides whether mail may go to a contact. */
export interface Reachability {
  email: string | null
  unsubscribedAt: Date | string | null
  unsubscribedTopics: readonly string[]
  emailState: 'ok' | 'bounced'
}

/**
 * Why mail on a topic must not go to this contact; undefined when it may. A reply in a running case is topic `case`:
 * it is an answer to the person's own words, so only a missing or bounced address stops it.
 */
export function mailRefusal(
  contact: Reachability,
  topic: Exclude<ConsentTopic, 'all'> | 'case',
): MailRefusal | undefined {
  if (!contact.email) return 'no_address'
  if (contact.emailState === 'bounced') return 'bounced'
  if (topic === 'case') return undefined
  if (contact.unsubscribedAt) return 'unsubscribed'
  return contact.unsubscribedTopics.includes(topic) ? 'unsubscribed_topic' : undefined
}
export type MailRefusal = 'no_address' | 'bounced' | 'unsubscribed' | 'unsubscribed_topic'

/** The search text of a contact: folded name, then the address. */
export function contactSearchText(name: string | null | undefined, email: string | null | undefined): string {
  return [name ? foldText(name) : '', email ?? ''].filter(Boolean).join(' ')
}

/** What to call someone: the name, else the address, else a plain word. */
export function contactLabel(contact: { name: string | null; email: string | null }): string {
  return contact.name ?? contact.email ?? 'Unnamed contact'
}
