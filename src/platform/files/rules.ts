/** What a file is, told from its first bytes; names and declared types prove nothing. */
const signatures: readonly (readonly [type: string, offset: number, bytes: readonly number[]])[] = [
  ['image/png', 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', 0, [0xff, 0xd8, 0xff]],
  ['image/gif', 0, [0x47, 0x49, 0x46, 0x38]],
  ['image/webp', 8, [0x57, 0x45, 0x42, 0x50]],
  ['application/pdf', 0, [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['application/zip', 0, [0x50, 0x4b, 0x03, 0x04]],
  ['application/ms-tnef', 0, [0x78, 0x9f, 0x3e, 0x22]],
]

/** What a file of this type is, where its name tells people nothing; undefined for all others. */
export function aboutType(type: string | null): string | undefined {
  return type === 'application/ms-tnef'
    ? 'Made by Outlook in a format of its own (TNEF): Outlook or a TNEF reader opens the files in it. Sent again as HTML or plain text, the mail has them beside it.'
    : undefined
}

export const plainBytes = 'application/octet-stream'
export const defaultMaxBytes = 25 * 1024 * 1024
/** How long a file may stay that nothing refers to. */
export const unattachedHours = 24

/** The type of a file from its first bytes (at least 12 of them). */
export function typeOf(head: Uint8Array): string {
  for (const [type, offset, bytes] of signatures) {
    if (type === 'image/webp' && !startsWith(head, 0, [0x52, 0x49, 0x46, 0x46])) continue
    if (startsWith(head, offset, bytes)) return type
  }
  return plainBytes
}

function startsWith(head: Uint8Array, offset: number, bytes: readonly number[]): boolean {
  return bytes.every((byte, at) => head[offset + at] === byte)
}

/**
 * Whether the first bytes may be an SVG or another XML or HTML document, which a browser could run as a page.
 * UTF-16 and byte order marks are seen through. False positives are only texts that begin with `<`.
 */
export function isMarkup(head: Uint8Array): boolean {
  const text = Array.from(head.subarray(0, 1024))
    .filter((byte) => byte !== 0)
    .map((byte) => String.fromCharCode(byte))
    .join('')
    .replace(/^(\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)/, '')
    .trimStart()
  return text.startsWith('<')
}

/** A file name that is safe in a header and on every disk: no path, no control or invisible characters, at most 120. */
export function cleanName(name: string): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const clean = last.replace(/[\p{C}"<>:|?*]/gu, '').replace(/^[.\s]+|[.\s]+$/g, '')
  return Array.from(clean).slice(-120).join('') || 'file'
}

/** The headers of every download: saved rather than shown, never guessed at, never run. */
export function downloadHeaders(file: { name: string; type: string; bytes: number }): Record<string, string> {
  const ascii = file.name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  return {
    'content-type': file.type,
    'content-length': String(file.bytes),
    'content-disposition': `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(file.name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, max-age=3600',
  }
}
