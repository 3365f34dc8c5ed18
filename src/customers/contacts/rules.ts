import { foldText } from '#customers/accounts/rules.ts'
import type { ConsentChannel, ConsentTopic } from '#customers/contacts/contract.ts'

/** What decides whether mail may go to a contact. */
export interface Reachability {
  email: string | null
  unsubscribedAt: Date | string | null
  unsubscribedTopics: readonly string[]
  emailState: 'ok' | 'bounced'
}

/**
 * Why mail on a topic must not go to this contact; undefined when it may. A reply in a running case is topic `case`:
 * it answers the person's own words, so it goes also to those who refused surveys or updates, but not where all mail was
 * refused.
 */
export function mailRefusal(
  contact: Reachability,
  topic: Exclude<ConsentTopic, 'all'> | 'case',
): MailRefusal | undefined {
  if (!contact.email) return 'no_address'
  if (contact.emailState === 'bounced') return 'bounced'
  if (contact.unsubscribedAt) return 'unsubscribed'
  if (topic === 'case') return undefined
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

interface ConsentChange {
  channel: ConsentChannel
  topic: ConsentTopic
  state: 'subscribed' | 'unsubscribed'
}

const asked: readonly (readonly [ConsentChannel, ConsentTopic])[] = [
  ['mail', 'surveys'],
  ['mail', 'updates'],
  ['mail', 'all'],
  ['in_app', 'surveys'],
  ['sms', 'surveys'],
  ['phone', 'surveys'],
]

/**
 * What a person allows on each channel, with the change it rests on (of changes newest first). A text message needs
 * their yes; the other channels are open until they refuse.
 */
export function permissionsOf<T extends ConsentChange>(
  contact: Pick<Reachability, 'unsubscribedAt' | 'unsubscribedTopics'>,
  changes: readonly T[],
) {
  return asked.map(([channel, topic]) => {
    const last = changes.find(
      (one) => one.channel === channel && (one.topic === topic || one.topic === 'all'),
    )
    const isAllowed =
      channel !== 'mail'
        ? (last?.state ?? (channel === 'sms' ? 'unsubscribed' : 'subscribed')) === 'subscribed'
        : contact.unsubscribedAt === null && !contact.unsubscribedTopics.includes(topic)
    return { channel, topic, isAllowed, last }
  })
}
