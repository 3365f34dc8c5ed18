import type { Consumer } from '#platform/events/event.ts'
import { log } from '#platform/log.ts'

const restMs = 500

export interface WakeUp {
  consumer: string
  workspaceId: string
}

/**
 * Collects which consumers have something to hear and wakes them about every `delayMs`:
 * a wake-up inside each transaction would cost ten times the transaction.
 */
export class Waker {
  readonly #send: (wakeUps: WakeUp[]) => Promise<void>
  readonly #consumersOf: ReadonlyMap<string, string[]>
  readonly #delayMs: number
  #marked = new Map<string, WakeUp>()
  #sentAt = new Map<string, number>()
  #timer: NodeJS.Timeout | undefined
  #sending: Promise<void> = Promise.resolve()

  constructor(consumers: readonly Consumer[], send: (wakeUps: WakeUp[]) => Promise<void>, delayMs = 50) {
    this.#send = send
    this.#delayMs = delayMs
    const byType = new Map<string, string[]>()
    for (const consumer of consumers) {
      for (const type of Object.keys(consumer.handlers)) {
        byType.set(type, [...(byType.get(type) ?? []), consumer.name])
      }
    }
    this.#consumersOf = byType
  }

  /** After a commit: marks the consumers of these event types. */
  mark(workspaceId: string, types: ReadonlySet<string>): void {
    for (const type of types) {
      for (const consumer of this.#consumersOf.get(type) ?? []) {
        this.#marked.set(`${consumer} ${workspaceId}`, { consumer, workspaceId })
      }
    }
    this.#arm()
  }

  #arm() {
    if (this.#marked.size > 0) this.#timer ??= setTimeout(() => void this.#wake(false), this.#delayMs)
  }

  /** Wakes everything marked so far, and waits for what is being woken. A failure is made good by the sweep. */
  flush(): Promise<void> {
    return this.#wake(true)
  }

  /** Under a steady stream a consumer rests between two wake-ups: it then drains many events at once. */
  async #wake(isAll: boolean): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const now = performance.now()
    const due = [...this.#marked].filter(
      ([key]) => isAll || now - (this.#sentAt.get(key) ?? -restMs) >= restMs,
    )
    if (this.#sentAt.size > 10_000) this.#sentAt.clear()
    for (const [key] of due) {
      this.#marked.delete(key)
      this.#sentAt.set(key, now)
    }
    this.#arm()
    // One after the other: two that write the same jobs at once could wait for each other in a circle.
    if (due.length > 0)
      this.#sending = this.#sending
        .then(() => this.#send(due.map(([, wakeUp]) => wakeUp)))
        .catch((error) => log.warn({ err: error }, 'wake-up failed; the sweep will repeat it'))
    await this.#sending
  }
}
