import type { SmsRow } from '#platform/sms/contract.ts'
import { plural } from '#platform/web/format.ts'

/** "215 characters, 2 messages"; and why fewer fit, where a letter is outside the short alphabet. */
export function lengthWords({
  characters,
  segments,
  encoding,
}: Pick<SmsRow, 'characters' | 'segments' | 'encoding'>): string {
  const why = encoding === 'ucs2' ? ', of 67 to 70 because of its letters' : ''
  return `${plural(characters, 'character')}, ${plural(segments, 'message')}${why}`
}
