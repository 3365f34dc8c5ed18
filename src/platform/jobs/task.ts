import type { z } from 'zod'
import type { Door } from '#platform/door.ts'

/** A kind of background work. Runs at least once: handlers must be idempotent. */
export interface Task<P extends z.ZodType = z.ZodType> {
  readonly name: string
  readonly payload: P
  readonly run: (payload: z.output<P>, door: Door, signal: AbortSignal) => Promise<void>
}

/** Declares a task. An AppError ends it; anything else is retried with backoff. */
export function task<const P extends z.ZodType>(name: string, payload: P, run: Task<P>['run']): Task<P> {
  return { name, payload, run }
}

/** A task run by the clock; `cron` is minute hour day month weekday in UTC. */
export interface Schedule {
  readonly cron: string
  readonly task: Task
}
