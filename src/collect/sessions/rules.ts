/** Sessions as rules: their kinds, and what a participant may be quoted with. */

export const kinds = ['interview', 'focus_group', 'user_test'] as const
export type SessionKind = (typeof kinds)[number]
export const kindWords: Record<SessionKind, string> = {
  interview: 'Interview',
  focus_group: 'Focus group',
  user_test: 'User test',
}
export const states = ['planned', 'held', 'cancelled'] as const
export const consents = ['not_asked', 'asked', 'given', 'refused'] as const
export type Consent = (typeof consents)[number]
export const consentWords: Record<Consent, string> = {
  not_asked: 'Not asked',
  asked: 'Asked',
  given: 'Given',
  refused: 'Refused',
}
export const hows = ['spoken', 'signed', 'mail', 'recording'] as const
export const howWords: Record<(typeof hows)[number], string> = {
  spoken: 'spoken',
  signed: 'signed on paper',
  mail: 'by mail',
  recording: 'on the recording',
}

/** Only who agreed is quoted by name; what others said is noted without one. */
export function mayQuote(consent: Consent): boolean {
  return consent === 'given'
}
