import type { Consumer } from '#platform/events/event.ts'
import { log } from '#platform/log.ts'

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
  #timer: NodeJS.Timeout | undefined

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
    if (this.#marked.size > 0) this.#timer ??= setTimeout(() => void this.flush(), this.#delayMs)
  }

  /** Wakes everything marked so far. A failure is made good by the sweep. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const wakeUps = [...this.#marked.values()]
    this.#marked = new Map()
    if (wakeUps.length === 0) return
    await this.#send(wakeUps).catch((error) =>
      log.warn({ err: error }, 'wake-up failed; the sweep will repeat it'),
    )
  }
}
