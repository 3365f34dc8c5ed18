import { AppError } from '#platform/errors.ts'

export interface Mailbox {
  name?: string | null
  address: string
}

// Control characters, line and paragraph separators, and everything invisible that could split a header.
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/u
const unsafeAll = new RegExp(unsafe.source, 'gu')
const localPart = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const domainPart =
  /^(?=.{1,253}$)([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/

/**
 * The address as it goes into an SMTP command: lower-case, domain in ASCII; undefined when it is not one address.
 * Quoted local parts and address lists are not accepted: they are how one recipient becomes two.
 */
export function plainAddress(text: string): string | undefined {
  if (text.length > 254 || unsafe.test(text)) return undefined
  const at = text.lastIndexOf('@')
  const local = text.slice(0, at)
  if (at < 1 || local.length > 64 || !localPart.test(local)) return undefined
  const domain = asciiDomain(text.slice(at + 1))
  return domain === undefined ? undefined : `${local}@${domain}`.toLowerCase()
}

function asciiDomain(text: string): string | undefined {
  if (/[/?#@:\\%[\]\s]/.test(text)) return undefined
  let ascii = text
  if (/[^\x20-\x7e]/.test(text)) {
    try {
      ascii = new URL(`http://${text}`).hostname
    } catch {
      return undefined
    }
  }
  return domainPart.test(ascii) ? ascii : undefined
}

/** A name or subject on one line, without invisible characters, at most `most` characters. */
export function oneLine(text: string, most = 200): string {
  return text
    .replace(/[\r\n\t\u2028\u2029]+/g, ' ')
    .replace(unsafeAll, '')
    .replace(/ {2,}/g, ' ')
    .trim()
    .slice(0, most)
}

/** A checked mailbox, always as an object: a string could carry a second recipient. Throws `mail.address`. */
export function mailbox(given: Mailbox): { name: string; address: string } {
  const address = plainAddress(given.address)
  if (address === undefined) {
    throw new AppError(
      'invalid',
      'mail.address',
      'The mail address is not valid. Write it as name@example.com.',
    )
  }
  return { name: oneLine(given.name ?? '', 120), address }
}
