const upper = Buffer.from('0123456789ABCDEF', 'latin1')

/** A line holds 76 characters, the last of which is "=" where it goes on in the next (RFC 2045, 6.7). */
const mostOfLine = 75

/**
 * Text as quoted-printable with CRLF at the end of each line, in one pass: a wave is many thousand letters, and the
 * library's, which looks at each line by several patterns, was the largest part of writing one.
 */
export function quotedPrintable(text: string): string {
  const bytes = Buffer.from(text)
  // every byte takes three characters at most, and a line of at least 64 three more for its break
  const out = Buffer.allocUnsafe(bytes.length * 4 + 8)
  let at = 0
  let column = 0
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!
    const next = i + 1 < bytes.length ? bytes[i + 1]! : lineFeed
    if (byte === lineFeed || byte === carriageReturn) {
      if (byte === carriageReturn && next === lineFeed && i + 1 < bytes.length) i += 1
      out[at++] = carriageReturn
      out[at++] = lineFeed
      column = 0
      continue
    }
    const isBlank = byte === 0x20 || byte === 0x09
    const isLiteral = isBlank
      ? next !== lineFeed && next !== carriageReturn
      : byte > 0x20 && byte < 0x7f && byte !== equals
    // A character stays on one line, whatever number of bytes it has.
    const size = isLiteral ? 1 : byte >= 0xf0 ? 12 : byte >= 0xe0 ? 9 : byte >= 0xc0 ? 6 : 3
    const isInside = byte >= 0x80 && byte < 0xc0
    if (!isInside && column + size > mostOfLine) {
      out[at++] = equals
      out[at++] = carriageReturn
      out[at++] = lineFeed
      column = 0
    }
    if (isLiteral) {
      out[at++] = byte
      column += 1
    } else {
      out[at++] = equals
      out[at++] = upper[byte >> 4]!
      out[at++] = upper[byte & 15]!
      column += 3
    }
  }
  return out.toString('latin1', 0, at)
}

const carriageReturn = 0x0d
const lineFeed = 0x0a
const equals = 0x3d
