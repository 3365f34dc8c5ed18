/** Pure rules of taking mail in: what a head says, whose answer it is, and what a machine wrote. */

/** How a mail came: handed over by a mail server, fetched from a mailbox, or piped in. */
export const ways = ['smtp', 'imap', 'pipe'] as const
export type Way = (typeof ways)[number]

/** Where a mail stands. `held` waits for a person; `quiet` was kept and nobody was told. */
export const inboundStates = ['received', 'case', 'feedback', 'quiet', 'held', 'dismissed'] as const
export type InboundState = (typeof inboundStates)[number]

/** Largest message that is taken, in bytes. */
export const mailMaxBytes = 25 * 1024 * 1024
/** Longest own words and whole text that are kept for reading; the message itself is kept in full. */
export const wordsMax = 50_000
export const wholeMax = 200_000
export const attachmentsMost = 20
export const attachmentMaxBytes = 15 * 1024 * 1024

/** More than this from one sender in an hour, or about one case, and a machine talks to a machine. */
export const hourlyMost = { sender: 30, about: 60 }

/** The header fields of a message, unfolded: lower-case name → values in order. Reads at most 1 MiB. */
export function headOf(raw: Uint8Array): { fields: Map<string, string[]>; bodyAt: number } {
  const text = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, 1024 * 1024)).toString(
    'latin1',
  )
  const fields = new Map<string, string[]>()
  let at = 0
  let last: string[] | undefined
  while (at < text.length) {
    const end = text.indexOf('\n', at)
    const line = text.slice(at, end < 0 ? text.length : end).replace(/\r$/, '')
    at = end < 0 ? text.length : end + 1
    if (line === '') break
    if (/^[ \t]/.test(line)) {
      if (last) last[last.length - 1] += ` ${line.trim()}`
      continue
    }
    const colon = line.indexOf(':')
    if (colon < 1) continue
    const name = line.slice(0, colon).trim().toLowerCase()
    last = fields.get(name) ?? []
    last.push(line.slice(colon + 1).trim())
    fields.set(name, last)
  }
  return { fields, bodyAt: at }
}

export type Fields = ReadonlyMap<string, readonly string[]>

const first = (fields: Fields, name: string) => fields.get(name)?.[0] ?? ''

/** What of a head makes a message the same message; lines that servers add on the way do not count. */
export function identityHead(fields: Fields): string {
  return ['message-id', 'from', 'date', 'subject'].map((name) => first(fields, name)).join('\n')
}

/** Every address in some header values, lower-case, in order, each once. */
export function addressesIn(values: readonly string[]): string[] {
  const found = values.flatMap(
    (value) => value.slice(0, 20_000).match(/[^\s<>,;:"()[\]]+@[^\s<>,;:"()[\]]+/g) ?? [],
  )
  return [...new Set(found.map((one) => one.toLowerCase()))].slice(0, 100)
}

/** Whom a message was for: what servers noted on the way comes before what its writer wrote. */
export function recipientsIn(fields: Fields): string[] {
  const names = ['delivered-to', 'x-original-to', 'envelope-to', 'to', 'cc']
  return addressesIn(names.flatMap((name) => fields.get(name) ?? []))
}

/** Message-IDs in a header value, the last ones first, at most 20. */
export function messageIdsIn(value: string): string[] {
  return [...new Set((value.slice(0, 20_000).match(/<[^<>\s]{3,900}>/g) ?? []).reverse())].slice(0, 20)
}

/** `reply+mark@example.com` as the address without the mark, and the mark. */
export function splitMark(address: string): { base: string; mark: string | undefined } {
  const at = address.lastIndexOf('@')
  const plus = address.indexOf('+')
  if (plus < 1 || plus > at) return { base: address, mark: undefined }
  return { base: address.slice(0, plus) + address.slice(at), mark: address.slice(plus + 1, at) }
}

/** The address with a mark before the @. */
export function withMark(address: string, mark: string): string {
  const at = address.lastIndexOf('@')
  return `${address.slice(0, at)}+${mark}${address.slice(at)}`
}

/**
 * Whether a machine sent it: RFC 3834 (Auto-Submitted), Microsoft's suppress header, the older Precedence, mailing
 * lists, and the empty sender of delivery reports.
 */
export function isAutomatic(fields: Fields, envelopeFrom: string | undefined): boolean {
  const submitted = first(fields, 'auto-submitted').toLowerCase()
  if (submitted !== '' && !submitted.startsWith('no')) return true
  if (/\b(?:all|oof|autoreply)\b/i.test(first(fields, 'x-auto-response-suppress'))) return true
  if (/^(?:bulk|junk|list|auto[_-]?reply)\b/i.test(first(fields, 'precedence'))) return true
  if (['x-autoreply', 'x-autorespond', 'x-autoresponder', 'list-id'].some((name) => fields.has(name)))
    return true
  if (/^\s*<\s*>/.test(first(fields, 'return-path'))) return true
  return (
    envelopeFrom === '' &&
    /^(?:mailer-daemon|postmaster)@/i.test(addressesIn([first(fields, 'from')])[0] ?? '')
  )
}

/** What a delivery report says of one recipient (RFC 3464). */
export interface Report {
  address: string | null
  action: string
  /** such as 5.1.1 */
  status: string
  reply: string
}

/** Reads the message/delivery-status part: the first recipient that failed, else the first. */
export function readReport(text: string): Report | undefined {
  const groups = text
    .slice(0, 100_000)
    .split(/\r?\n[ \t]*\r?\n/)
    .map((group) => headOf(Buffer.from(`${group.trim()}\r\n\r\n`)).fields)
    .filter((fields) => fields.has('action') || fields.has('status'))
    .map((fields): Report => {
      const whom = first(fields, 'final-recipient') || first(fields, 'original-recipient')
      return {
        address: addressesIn([whom.split(';').at(-1) ?? ''])[0] ?? null,
        action: first(fields, 'action').toLowerCase(),
        status: /\d\.\d{1,3}\.\d{1,3}/.exec(first(fields, 'status'))?.[0] ?? '',
        reply: first(fields, 'diagnostic-code')
          .replace(/^[^;]{1,20};\s*/, '')
          .slice(0, 500),
      }
    })
  return groups.find(isHard) ?? groups[0]
}

/** The mail will not be delivered, and why is permanent: another try would fail the same way. */
export function isHard(report: Report): boolean {
  return report.action === 'failed' && report.status.startsWith('5')
}

const reasonWords: Record<string, string> = {
  forged: 'Its address names no case of this workspace.',
  unknown_sender: 'Nobody knows this sender, and mail of strangers is held.',
  spam: 'A spam filter on its way gave it as many points as your limit, or more.',
  unproven: 'Your mail server could not prove who sent it.',
  empty: 'It has no words and no subject.',
  too_many: 'More came from this sender within an hour than a person writes.',
  unreadable: 'It is not a mail that can be read. Download it to look at it.',
  own: 'It is a mail of ours that came back to us.',
  automatic: 'A machine wrote it: an absence notice, a list or a report.',
  bounced: 'A mail of ours could not be delivered.',
  delayed: 'A mail of ours is still on its way.',
  answer: 'It answers an invitation.',
}

/** Why a mail stands where it stands, in words. */
export function inboundWhy(reason: string | null): string | null {
  return reason === null ? null : (reasonWords[reason] ?? reason)
}
