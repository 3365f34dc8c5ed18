import { inflateSync } from 'node:zlib'

/**
 * A WOFF file as the plain font inside it. Whoever reads a WOFF with pdfkit unpacks a table each time that one glyph is
 * asked for, in JavaScript: most of the time of a PDF went there.
 */
export function plainFont(woff: Buffer): Buffer {
  const count = woff.readUInt16BE(12)
  const tables = Array.from({ length: count }, (_, at) => {
    const entry = 44 + 20 * at
    const [from, packed, size] = [4, 8, 12].map((by) => woff.readUInt32BE(entry + by)) as [
      number,
      number,
      number,
    ]
    const data = woff.subarray(from, from + packed)
    return {
      tag: woff.toString('latin1', entry, entry + 4),
      checksum: woff.readUInt32BE(entry + 16),
      data: packed < size ? inflateSync(data) : data,
    }
  })
  const head = Buffer.alloc(12 + 16 * count)
  head.writeUInt32BE(woff.readUInt32BE(4), 0)
  head.writeUInt16BE(count, 4)
  const pieces: Buffer[] = [head]
  let end = head.length
  for (const [at, { tag, checksum, data }] of tables.entries()) {
    const entry = 12 + 16 * at
    head.write(tag, entry, 'latin1')
    head.writeUInt32BE(checksum, entry + 4)
    head.writeUInt32BE(end, entry + 8)
    head.writeUInt32BE(data.length, entry + 12)
    // each table begins on a multiple of four
    const room = (4 - (data.length % 4)) % 4
    pieces.push(data, Buffer.alloc(room))
    end += data.length + room
  }
  return Buffer.concat(pieces)
}
