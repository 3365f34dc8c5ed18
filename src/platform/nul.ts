export const nulMessage =
  'holds a NUL character (U+0000), which cannot be stored; remove it and send it again'

/** PostgreSQL text cannot hold U+0000. */
export function hasNul(text: string): boolean {
  return text.includes('\u0000')
}
