import { z } from 'zod'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
const values = new Map([...alphabet].map((letter, value) => [letter, value]))

let lastMs = 0
let sequence = 0
const hexOf = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
// Randomness is asked for in stock: one call for 256 ids costs little more than a call for one.
const stock = new Uint8Array(4096)
let taken = stock.length

function sixteenRandomBytes(): Uint8Array {
  if (taken === stock.length) {
    crypto.getRandomValues(stock)
    taken = 0
  }
  taken += 16
  return stock.slice(taken - 16, taken)
}

/**
 * A UUIDv7 (RFC 9562): 48 bits of milliseconds, 12 bits of counter, 62 random bits.
 * Monotonic within a process, so that ids sort in the order they were made.
 */
export function newId(): string {
  const bytes = sixteenRandomBytes()
  const now = Date.now()
  if (now > lastMs) {
    lastMs = now
    sequence = ((bytes[6]! << 8) | bytes[7]!) & 0x7ff
  } else if (++sequence > 0xfff) {
    lastMs += 1
    sequence = 0
  }
  const high = Math.floor(lastMs / 0x10000)
  bytes[0] = high >>> 24
  bytes[1] = high >>> 16
  bytes[2] = high >>> 8
  bytes[3] = high
  bytes[4] = lastMs >>> 8
  bytes[5] = lastMs
  bytes[6] = 0x70 | (sequence >>> 8)
  bytes[7] = sequence
  bytes[8] = 0x80 | (bytes[8]! & 0x3f)
  let hex = ''
  for (const byte of bytes) hex += hexOf[byte]!
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** A UUID as people see it: `fb_` and 26 base32 letters (the TypeID encoding). */
export function encodeId(prefix: string, uuid: string): string {
  // 128 bits in groups of five from the left, the first of them filled up with two zeros.
  let text = ''
  let bits = 0
  let held = 2
  for (let i = 0; i < uuid.length; i++) {
    if (uuid[i] === '-') continue
    bits = (bits << 4) | Number.parseInt(uuid[i]!, 16)
    held += 4
    if (held < 5) continue
    held -= 5
    text += alphabet[(bits >>> held) & 31]!
    bits &= (1 << held) - 1
  }
  return `${prefix}_${text}`
}

/** The UUID behind a prefixed id, or undefined when it is not one of this prefix. */
export function decodeId(prefix: string, text: string): string | undefined {
  if (text.length !== prefix.length + 27 || !text.startsWith(`${prefix}_`)) return undefined
  let number = 0n
  for (const letter of text.slice(prefix.length + 1)) {
    const value = values.get(letter)
    if (value === undefined) return undefined
    number = (number << 5n) | BigInt(value)
  }
  if (number >> 128n) return undefined
  const hex = number.toString(16).padStart(32, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** A prefixed id in an input: parsed into the UUID behind it. */
export function id<const P extends string>(prefix: P) {
  return z.string().transform((text, ctx) => {
    const uuid = decodeId(prefix, text)
    if (uuid !== undefined) return uuid
    ctx.addIssue({ code: 'custom', message: `is not an id of the form ${prefix}_ and 26 letters or digits` })
    return z.NEVER
  })
}

/** A prefixed id in an answer. */
export function idOut(prefix: string) {
  return z.string().regex(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`))
}
