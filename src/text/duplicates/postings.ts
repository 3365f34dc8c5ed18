import { weightInItem } from '#text/duplicates/likeness.ts'
import type { Sketch } from '#text/duplicates/sketch.ts'

/**
 * Word lists for a store of a million items: for each key and block of items one string of bytes, three for each item
 * that holds the word: its place in the block (two) and the share of the item that the word is (one). Lists of one
 * block are appended to each other as bytes, so a store adds items with `postings || new`.
 */

/** Items that share one list of a key; the number of an item divided by it is its block. */
export const blockSize = 1 << 14
const bytesEach = 3

export interface KeyShare {
  key: number
  /** 0…255, the share of the item on a scale of logarithms */
  share: number
}

/** The keys under which an item is listed, each once. */
export function keysOf({ terms, weights, length }: Sketch): KeyShare[] {
  const sums = new Map<number, number>()
  terms.forEach(({ key }, i) => {
    sums.set(key, (sums.get(key) ?? 0) + weights[i]!)
  })
  return [...sums].map(([key, sum]) => ({ key, share: toByte(sum / length) }))
}

/** Twenty steps to a halving: a list of two thousand words still has shares above 0. */
const stepsEachHalving = 20
const toByte = (share: number) => Math.max(0, Math.round(255 + stepsEachHalving * Math.log2(share)))
const fromByte = (byte: number) => 2 ** ((byte - 255) / stepsEachHalving)

/** The bytes of some items in the list of one key and block. */
export function pack(items: readonly { number: number; share: number }[]): Uint8Array {
  const bytes = new Uint8Array(items.length * bytesEach)
  items.forEach(({ number, share }, i) => {
    const place = number % blockSize
    bytes[i * bytesEach] = place & 255
    bytes[i * bytesEach + 1] = place >> 8
    bytes[i * bytesEach + 2] = share
  })
  return bytes
}

export interface WordList {
  key: number
  block: number
  postings: Uint8Array
}

/**
 * The keys whose lists are read, the rarest first and about `most` entries in all, each with its first block: of the one
 * that is too long the newest blocks are read, and none of those that more items hold. `held` says how many hold a key.
 */
export function listsToRead(
  keys: readonly number[],
  held: ReadonlyMap<number, number>,
  items: number,
  most: number,
): { key: number; from: number }[] {
  const blocks = Math.ceil(items / blockSize)
  const read: { key: number; from: number }[] = []
  let left = most
  for (const key of [...keys].sort((a, b) => held.get(a)! - held.get(b)! || a - b)) {
    if (left <= 0) break
    const share = Math.min(1, left / held.get(key)!)
    read.push({ key, from: blocks - Math.ceil(share * blocks) })
    left -= held.get(key)!
  }
  return read
}

/**
 * The lists of one key from one string of bytes, which costs a store less to hand out than a row a list: each list
 * stands behind its block and its number of bytes, both in four bytes, the highest first.
 */
export function listsOf(key: number, bytes: Uint8Array): WordList[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const lists: WordList[] = []
  for (let at = 0; at < bytes.length; ) {
    const from = at + 8
    at = from + view.getUint32(at + 4)
    lists.push({ key, block: view.getUint32(from - 8), postings: bytes.subarray(from, at) })
  }
  return lists
}

/**
 * The numbers of the `most` items that score highest (BM25) over the given lists, best first. `asked` is the weight of
 * each key in the searching text.
 */
export function candidates(
  lists: readonly WordList[],
  asked: ReadonlyMap<number, number>,
  averageLength: number,
  most: number,
): number[] {
  const weights = Float32Array.from({ length: 256 }, (_, byte) => weightInItem(fromByte(byte), averageLength))
  const byBlock = new Map<number, WordList[]>()
  for (const list of lists) {
    const same = byBlock.get(list.block)
    if (same) same.push(list)
    else byBlock.set(list.block, [list])
  }
  const scores = new Float32Array(blockSize)
  const touched = new Uint16Array(blockSize)
  const found: { number: number; score: number }[] = []
  let least = 0
  for (const [block, parts] of byBlock) {
    let count = 0
    for (const { key, postings } of parts) {
      const weight = asked.get(key) ?? 0
      for (let i = 0; i + 2 < postings.length; i += bytesEach) {
        const place = (postings[i]! | (postings[i + 1]! << 8)) & (blockSize - 1)
        if (scores[place] === 0) touched[count++] = place
        scores[place]! += weight * weights[postings[i + 2]!]!
      }
    }
    for (let i = 0; i < count; i++) {
      const place = touched[i]!
      if (scores[place]! > least) found.push({ number: block * blockSize + place, score: scores[place]! })
      scores[place] = 0
    }
    if (found.length > 8 * most) {
      cut(found, most)
      least = found.at(-1)!.score
    }
  }
  cut(found, most)
  return found.map(({ number }) => number)
}

function cut(found: { number: number; score: number }[], most: number): void {
  found.sort((a, b) => b.score - a.score || a.number - b.number)
  found.length = Math.min(found.length, most)
}
