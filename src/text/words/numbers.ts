/** Numbers for 32-bit hashes, 0…count−1 in the order in which they were added: open addressing, no objects. */
export class Numbers {
  /** pairs of a hash and one more than its number; 0 where a place is free */
  #pairs = new Int32Array(1 << 10)
  count = 0

  /** The number of a hash, which gets the next one if it has none yet. */
  add(hash: number): number {
    if (this.count * 4 >= this.#pairs.length) this.#grow()
    const at = this.#placeOf(hash)
    const pairs = this.#pairs
    if (pairs[at + 1] === 0) {
      pairs[at] = hash
      pairs[at + 1] = ++this.count
    }
    return pairs[at + 1]! - 1
  }

  /** The number of a hash; −1 where it has none. */
  of(hash: number): number {
    return this.#pairs[this.#placeOf(hash) + 1]! - 1
  }

  #placeOf(hash: number): number {
    const pairs = this.#pairs
    const mask = pairs.length - 2
    const key = hash | 0
    let at = (Math.imul(key, 0x9e3779b1) >>> 7) & mask
    while (pairs[at + 1] !== 0 && pairs[at] !== key) at = (at + 2) & mask
    return at
  }

  #grow(): void {
    const held = this.#pairs
    this.#pairs = new Int32Array(held.length * 2)
    for (let i = 0; i < held.length; i += 2) {
      if (held[i + 1] === 0) continue
      const at = this.#placeOf(held[i]!)
      this.#pairs[at] = held[i]!
      this.#pairs[at + 1] = held[i + 1]!
    }
  }
}
