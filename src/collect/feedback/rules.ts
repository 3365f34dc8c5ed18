import { hasNul, nulMessage } from '#platform/nul.ts'

/** Pure rules of taking feedback in: channels, what is history, which dates and words are sane. */

/** Where feedback may come from: the built-in channels. A workspace adds its own in the setting `channels`. */
export const channels = {
  widget: 'Widget',
  email: 'E-mail',
  survey: 'Survey',
  phone: 'Phone',
  chat: 'Chat',
  sms: 'SMS',
  form: 'Web form',
  review: 'Review site',
  app_store: 'App store',
  social: 'Social media',
  forum: 'Community forum',
  support: 'Support ticket',
  check_in: 'Check-in',
  interview: 'Interview',
  in_person: 'In person',
  crm: 'CRM note',
  portal: 'Portal',
  api: 'API',
  import: 'Import',
  signal: 'Usage signal',
} as const

export type BuiltInChannel = keyof typeof channels

/** What the sender says it is: the three choices of the widget. */
export const kinds = ['bug', 'feature', 'general'] as const
export type Kind = (typeof kinds)[number]

export const kindLabels: Record<Kind, string> = {
  bug: 'Bug report',
  feature: 'Feature request',
  general: 'General feedback',
}

/** How a rating is meant. */
export const ratingKinds = ['stars', 'nps', 'agreement', 'helpful'] as const
export type RatingKind = (typeof ratingKinds)[number]

export const verbatimMax = 50_000
export const batchMax = 1000
/** Largest `context`, in characters of its JSON. */
export const contextMax = 32_768

/** True for a channel every workspace has. */
export function isBuiltInChannel(channel: string): channel is BuiltInChannel {
  return Object.hasOwn(channels, channel)
}

/** The words for a channel; a workspace's own labels come first, an unknown code is made readable. */
export function channelLabel(channel: string, own: Readonly<Record<string, string>> = {}): string {
  if (Object.hasOwn(own, channel)) return own[channel]!
  if (isBuiltInChannel(channel)) return channels[channel]
  const words = channel.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const day = 86_400_000

/** History starts no clock, case or mail: said more than `afterDays` days before it reached us. */
export function isHistorical(occurredAt: Date, receivedAt: Date, afterDays: number): boolean {
  return receivedAt.getTime() - occurredAt.getTime() > afterDays * day
}

/** The earliest moment that is believed of a feedback item. */
export const earliest = new Date('1990-01-01T00:00:00Z')

/**
 * When it was said, as far as that can be believed: a clock that runs up to a day ahead is set to now;
 * anything later, or before 1990, answers undefined.
 */
export function saneOccurredAt(occurredAt: Date, now: Date): Date | undefined {
  if (occurredAt < earliest || occurredAt.getTime() > now.getTime() + day) return undefined
  return occurredAt > now ? now : occurredAt
}

/** One line for lists: the title, else the first sentence or the first words, at most `max` characters. */
export function summaryOf(title: string | null | undefined, verbatim: string, max = 140): string {
  const text = (title?.trim() || verbatim).replace(/\s+/gu, ' ').trim()
  if (text.length <= max) return text
  const sentence = /^.{20,}?[.!?](?=\s)/u.exec(text.slice(0, max))?.[0]
  if (sentence) return sentence
  return shortened(text, max)
}

/** The beginning of a line, at most `max` characters: up to a whole word where it has some, never half a character. */
export function shortened(text: string, max: number): string {
  if (text.length <= max) return text
  const cut = text.slice(0, max - 1)
  const space = cut.lastIndexOf(' ')
  return `${(space > max / 2 ? cut.slice(0, space) : cut).replace(/[\p{Surrogate}\s]+$/u, '')}…`
}

/** Why this JSON value cannot be stored as context, or undefined: NUL, `__proto__`, too deep. */
export function contextFault(value: unknown, depth = 0): string | undefined {
  if (typeof value === 'string') return hasNul(value) ? nulMessage : undefined
  if (value === null || typeof value !== 'object') return undefined
  if (depth > 8) return 'is nested deeper than 8 levels; flatten it'
  for (const [key, inner] of Object.entries(value)) {
    if (key === '__proto__' || key === 'constructor' || key === 'prototype')
      return `holds the key ${key}, which is refused; rename it`
    if (hasNul(key)) return nulMessage
    const fault = contextFault(inner, depth + 1)
    if (fault) return fault
  }
  return undefined
}
