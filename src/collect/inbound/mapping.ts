import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Mapping } from '#collect/inbound/contract.ts'
import type { Place } from '#collect/inbound/rules.ts'

/** What another system posts, read by a mapping of JSON pointers. Nothing here reads a clock or a database. */

/** One thing that was said, as the intake takes it. */
export interface Mapped {
  text: string
  title: string | null
  author: string | null
  authorId: string | null
  email: string | null
  account: string | null
  at: Date | null
  externalId: string
  channel: string | null
  url: string | null
}

export type Outcome = { kind: 'item'; item: Mapped } | { kind: 'ignored' | 'refused'; reason: string }

const mostItems = 100

/** The value a JSON pointer (RFC 6901) names, or undefined. */
export function pointerAt(value: unknown, pointer: string): unknown {
  if (pointer === '') return value
  let here = value
  for (const part of pointer.slice(1).split('/')) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (here === null || typeof here !== 'object') return undefined
    if (Array.isArray(here) && !/^(0|[1-9]\d{0,5})$/.test(key)) return undefined
    if (!Object.hasOwn(here, key)) return undefined
    here = (here as Record<string, unknown>)[key]
  }
  return here
}

const words = (value: unknown): string | null => {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

/** A moment as systems write it: with a zone, or seconds or milliseconds since 1970. Null where it is none. */
export function momentOf(value: unknown): Date | null {
  const isNumber =
    typeof value === 'number' || (typeof value === 'string' && /^\d{9,13}(\.\d+)?$/.test(value))
  const number = isNumber ? Number(value) : Number.NaN
  const ms = isNumber
    ? number < 1e11
      ? number * 1000
      : number
    : typeof value === 'string' && /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:?\d\d)$/.test(value)
      ? Date.parse(value)
      : Number.NaN
  return Number.isFinite(ms) && Math.abs(ms) < 8.64e15 ? new Date(ms) : null
}

/** Every thing said in a body, or why it is not taken. */
export function mapBody(body: unknown, mapping: Mapping): Outcome[] {
  const list = mapping.items ? pointerAt(body, mapping.items) : [body]
  if (!Array.isArray(list))
    return [
      { kind: 'refused', reason: `There is no list at ${mapping.items}. Check the pointer of the list.` },
    ]
  if (list.length > mostItems)
    return [
      { kind: 'refused', reason: `It holds more than ${mostItems} things at once. Send fewer in a call.` },
    ]
  return list.map((one) => mapOne(one, mapping))
}

function mapOne(one: unknown, { only, at }: Mapping): Outcome {
  if (only && words(pointerAt(one, only.pointer)) !== only.equals)
    return { kind: 'ignored', reason: `${only.pointer} is not “${only.equals}”.` }
  const read = (place: Place) => (at[place] === undefined ? null : words(pointerAt(one, at[place])))
  const text = read('text')
  if (text === null) return { kind: 'refused', reason: `There are no words at ${at.text || 'the top'}.` }
  const time = at.time === undefined ? undefined : pointerAt(one, at.time)
  const moment = time == null ? null : momentOf(time)
  if (time != null && moment === null)
    return {
      kind: 'refused',
      reason: `What stands at ${at.time} is no time with a zone and no number of seconds or milliseconds.`,
    }
  const externalId = read('externalId')
  if (at.externalId !== undefined && externalId === null)
    return { kind: 'refused', reason: `There is no id at ${at.externalId}.` }
  return {
    kind: 'item',
    item: {
      text,
      title: read('title'),
      author: read('author'),
      authorId: read('authorId'),
      email: read('email'),
      account: read('account'),
      at: moment,
      // Without an id of theirs the same JSON is the same thing; one that is too long to keep stands for itself.
      externalId: externalId && externalId.length <= 150 ? externalId : hashOf(externalId ?? one),
      channel: read('channel')?.toLowerCase() ?? null,
      url: read('url'),
    },
  }
}

const hashOf = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex')

/** Whether a signature is the HMAC-SHA256 of the body: in hex or base64, with or without `sha256=` before it. */
export function isSigned(body: string, secret: string, given: string | null | undefined): boolean {
  const text = (given ?? '').trim().replace(/^(sha256|v1)=/i, '')
  const signature = /^[0-9a-f]{64}$/i.test(text)
    ? Buffer.from(text, 'hex')
    : /^[A-Za-z0-9+/_-]{43}=?$/.test(text)
      ? Buffer.from(text, 'base64')
      : undefined
  const expected = createHmac('sha256', secret).update(body).digest()
  return signature?.length === expected.length && timingSafeEqual(signature, expected)
}
