import type { Door } from '#platform/door.ts'
import { AppError } from '#platform/errors.ts'

interface Window {
  count: number
  endsAt: number
}

const windowMs = 60_000

/** Counts requests per caller in windows of a minute, in this process; enough for one machine. */
export class RateLimit {
  #windows = new Map<string, Window>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  /**
   * Counts one request of `caller` against `limit` a minute. Answers the RateLimit headers; over the limit it throws,
   * saying when to come back.
   */
  take(caller: string, limit: number): Record<string, string> {
    const now = this.#now()
    let window = this.#windows.get(caller)
    if (!window || window.endsAt <= now || window.endsAt > now + windowMs) {
      if (this.#windows.size > 50_000) this.#sweep(now)
      window = { count: 0, endsAt: now + windowMs }
      this.#windows.set(caller, window)
    }
    window.count += 1
    const seconds = Math.ceil((window.endsAt - now) / 1000)
    if (window.count > limit) {
      throw new AppError(
        'rate_limited',
        'rate.limited',
        `More than ${limit} requests in a minute. Wait ${seconds} seconds and try again.`,
        {
          retryAfterSeconds: seconds,
        },
      )
    }
    return {
      'ratelimit-limit': String(limit),
      'ratelimit-remaining': String(limit - window.count),
      'ratelimit-reset': String(seconds),
    }
  }

  #sweep(now: number) {
    for (const [caller, window] of this.#windows) if (window.endsAt <= now) this.#windows.delete(caller)
    if (this.#windows.size > 50_000) this.#windows.clear()
  }
}

const limits = new WeakMap<Door, RateLimit>()

/** The limits that pages and trials count themselves, beside those of their addresses; they go with the door. */
export function limitsOf(door: Door): RateLimit {
  const made = limits.get(door) ?? new RateLimit(() => door.now().getTime())
  limits.set(door, made)
  return made
}
