/** How long an update to one person can be recalled. */
export const recallSeconds = 120

export type UpdateState = 'draft' | 'reading' | 'held' | 'sending' | 'sent' | 'recalled' | 'failed'

/** Why a person must not be written to; undefined when they may. */
export function blockedWhy(person: {
  email: string | null
  emailState: 'ok' | 'bounced'
  isUnsubscribed: boolean
}): string | undefined {
  if (!person.email) return 'This person has no mail address. Call them, or add an address to the contact.'
  if (person.emailState === 'bounced')
    return 'Mail to this address came back before. Correct the address of the contact first.'
  if (person.isUnsubscribed) return 'This person wants no mail from us. Call them instead.'
  return undefined
}

/** The first name of a person as they are greeted; undefined for an address or nothing. */
export function firstName(name: string | null): string | undefined {
  const first = name?.trim().split(/\s+/)[0]
  return first && !first.includes('@') ? first : undefined
}

/** A subject that answers another one keeps it: "Re: …" once. */
export function replySubject(subject: string): string {
  return /^re:/i.test(subject) ? subject : `Re: ${subject}`
}
