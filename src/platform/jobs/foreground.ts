import { setTimeout } from 'node:timers/promises'

const waitsForMs = 1000
const longestRestMs = 1000

/** Knows whether anybody waits for this process just now, so that work in the background can give way. */
export class Foreground {
  #notedAt = Number.NEGATIVE_INFINITY

  /** Somebody waits: a request, or a piece of an import. */
  note(): void {
    this.#notedAt = performance.now()
  }

  /**
   * Between two pieces of work in the background: while somebody waits, rests twice as long as the piece took that began
   * at `began` (of `performance.now()`), a second at most; with nobody waiting it goes on at once.
   */
  async giveWay(began: number): Promise<void> {
    const now = performance.now()
    if (now - this.#notedAt < waitsForMs) await setTimeout(Math.min(longestRestMs, 2 * (now - began)))
  }
}
