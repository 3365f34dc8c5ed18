import { isUtf8 } from 'node:buffer'
import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'

/** Encodings a file may be said to have. Anything but UTF-8 is copied into UTF-8 once, before rows are read. */
export const encodings = [
  'utf-8',
  'windows-1252',
  'utf-16le',
  'utf-16be',
  'windows-1250',
  'windows-1251',
  'windows-1253',
  'windows-1254',
  'macintosh',
  'koi8-r',
  'shift_jis',
  'gb18030',
  'big5',
  'euc-kr',
] as const
export type Encoding = (typeof encodings)[number]

export interface EncodingGuess {
  encoding: Encoding
  /** False: a person has to say, because another reading is as good. */
  isCertain: boolean
  /** Why, in words for a person. */
  reason: string
  /** The other readings worth offering. */
  others: Encoding[]
}

/** What the bytes of a whole file say about their encoding; feed every chunk in order. */
export class EncodingProbe {
  #head: Buffer = Buffer.alloc(0)
  #tail: Buffer = Buffer.alloc(0)
  #highBytes = new Map<number, number>()
  #bytes = 0
  #nuls: [even: number, odd: number] = [0, 0]
  #highPairs = 0
  #brokenChunks = 0
  #glued = 0

  add(chunk: Buffer) {
    if (this.#head.length < 4) this.#head = Buffer.concat([this.#head, chunk.subarray(0, 4)])
    const joined = this.#tail.length ? Buffer.concat([this.#tail, chunk]) : chunk
    const cut = joined.length - cutLetter(joined)
    const isBroken = !isUtf8(joined.subarray(0, cut))
    this.#tail = Buffer.from(joined.subarray(cut))
    if (isBroken) this.#brokenChunks++
    // A sample of each part of a large file is enough to know the letters; validity above is checked throughout.
    const looked = isBroken || this.#bytes < 1 << 20 ? chunk : chunk.subarray(0, 4096)
    for (let i = 0; i < looked.length; i++) {
      const byte = looked[i]!
      if (byte === 0) this.#nuls[(this.#bytes + i) & 1]!++
      if (byte < 0x80) continue
      this.#highBytes.set(byte, (this.#highBytes.get(byte) ?? 0) + 1)
      const after = looked[i + 1] ?? 0
      const before = looked[i - 1] ?? 0
      if (byte >= 0xc2 && byte <= 0xf4 && after >= 0x80 && after <= 0xbf) this.#highPairs++
      if (symbols.has(byte) && isLetter(before) && isLetter(after)) this.#glued++
    }
    this.#bytes += chunk.length
  }

  guess(): EncodingGuess {
    const [a, b, c] = this.#head
    if (a === 0xff && b === 0xfe) return certain('utf-16le', 'it begins with the mark of UTF-16')
    if (a === 0xfe && b === 0xff) return certain('utf-16be', 'it begins with the mark of UTF-16')
    const [even, odd] = this.#nuls
    const half = this.#bytes / 2
    if (odd > half * 0.2 && even < odd * 0.05) return certain('utf-16le', 'every second byte is zero')
    if (even > half * 0.2 && odd < even * 0.05) return certain('utf-16be', 'every second byte is zero')
    const isIntact = this.#brokenChunks === 0 && this.#tail.length === 0
    if (isIntact) {
      const hasMark = a === 0xef && b === 0xbb && c === 0xbf
      return certain('utf-8', hasMark ? 'it begins with the mark of UTF-8' : 'every byte fits UTF-8')
    }
    return this.#oneByte()
  }

  /** Not UTF-8: Windows-1252 when its letters and signs stand where they stand in words, else a question. */
  #oneByte(): EncodingGuess {
    let high = 0
    let odd = 0
    let control = 0
    for (const [byte, count] of this.#highBytes) {
      high += count
      if (byte < 0xa0) control += isLetter(byte) ? count : 0
      if (!isLetter(byte) && !isSymbol(byte)) odd += count
    }
    const damaged = high - 2 * this.#highPairs
    if (this.#highPairs > 2 && damaged < this.#highPairs * 0.2) {
      return {
        encoding: 'utf-8',
        isCertain: false,
        reason: 'most letters are UTF-8, but some are cut apart',
        others: ['windows-1252'],
      }
    }
    const share = high / Math.max(1, Math.min(this.#bytes, 1 << 20))
    const isWestern = odd + this.#glued <= high * 0.02 && share < 0.2 && control <= high * 0.3
    if (isWestern)
      return certain('windows-1252', 'it is not UTF-8, and its letters make words in Windows-1252')
    const isMac = control > high * 0.3 && share < 0.2
    return {
      encoding: isMac ? 'macintosh' : 'windows-1252',
      isCertain: false,
      reason: 'it is not UTF-8, and its letters fit several older encodings',
      others: isMac
        ? ['windows-1252', 'windows-1250']
        : share > 0.35
          ? ['windows-1251', 'koi8-r', 'windows-1253', 'shift_jis', 'gb18030', 'big5', 'euc-kr']
          : ['windows-1250', 'windows-1251', 'macintosh', 'windows-1254', 'shift_jis', 'gb18030', 'euc-kr'],
    }
  }
}

function certain(encoding: Encoding, reason: string): EncodingGuess {
  return { encoding, isCertain: true, reason, others: [] }
}

/** How many bytes at the end belong to a letter that goes on in the next chunk. */
function cutLetter(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]!
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0
  }
  return 0
}

function isLetter(byte: number): boolean {
  if (byte < 0x80) return (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a
  if (byte >= 0xc0) return byte !== 0xd7 && byte !== 0xf7
  return (
    byte === 0x8a ||
    byte === 0x8c ||
    byte === 0x8e ||
    byte === 0x9a ||
    byte === 0x9c ||
    byte === 0x9e ||
    byte === 0x9f
  )
}

/** Signs of Windows-1252 that Western text holds; 0x92 is the apostrophe and may stand inside a word. */
const symbols = new Set([
  0x80, 0x84, 0x85, 0x91, 0x93, 0x94, 0x95, 0x96, 0x97, 0x99, 0xa0, 0xa1, 0xa3, 0xa7, 0xa9, 0xab, 0xae, 0xb0,
  0xb1, 0xb2, 0xb4, 0xb5, 0xbb, 0xbd, 0xbf, 0xd7,
])
function isSymbol(byte: number): boolean {
  return byte === 0x92 || byte === 0xb7 || symbols.has(byte)
}

const specials = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

/** Windows-1252 to text; of our own, because TextDecoder has read 0x80–0x9F wrongly in some releases of Node. */
export function decodeWindows1252(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(/[\u0080-\u009f]/g, (letter) => specials[letter.charCodeAt(0) - 0x80]!)
}

/** Text of a few bytes in an encoding, for showing a person how a file would read. */
export function decodeSample(bytes: Buffer, encoding: Encoding): string {
  return encoding === 'windows-1252' ? decodeWindows1252(bytes) : new TextDecoder(encoding).decode(bytes)
}

/**
 * Copies a file into UTF-8. What the encoding cannot say becomes the byte 0xFF, which is never part of UTF-8,
 * so that the row is reported instead of arriving with a wrong letter.
 */
export async function copyAsUtf8(path: string, encoding: Encoding, target: string): Promise<void> {
  const decoder = encoding === 'windows-1252' ? undefined : new TextDecoder(encoding)
  await pipeline(
    createReadStream(path, { highWaterMark: 256 * 1024 }),
    async function* (source: AsyncIterable<Buffer>) {
      for await (const chunk of source) {
        yield decoder ? mark(decoder.decode(chunk, { stream: true })) : Buffer.from(decodeWindows1252(chunk))
      }
      if (decoder) yield mark(decoder.decode())
    },
    createWriteStream(target),
  )
}

function mark(text: string): Buffer {
  if (!text.includes('\ufffd')) return Buffer.from(text)
  return Buffer.concat(
    text
      .split('\ufffd')
      .flatMap((part, i) => (i === 0 ? [Buffer.from(part)] : [Buffer.from([0xff]), Buffer.from(part)])),
  )
}
