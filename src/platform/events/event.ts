import type { z } from 'zod'
import type { Actor, Ctx } from '#platform/context.ts'

/** A kind of event; its payload holds ids and codes, no words and no addresses. */
export interface EventType<P extends z.ZodType = z.ZodType> {
  readonly type: string
  readonly payload: P
}

/** One event as its hearers get it. */
export interface Emitted<P = Record<string, unknown>> {
  id: string
  type: string
  subjectId: string
  payload: P
  actor: { kind: Actor['kind']; id: string | null }
  at: Date
}

/** What a command says of an event; `requestId` where one transaction carries several requests. */
export interface NewEvent<P = unknown> {
  subjectId: string
  payload: P
  requestId?: string
}

/** Declares an event, `noun.verb_in_the_past`. */
export function event<const P extends z.ZodType>(type: string, payload: P): EventType<P> {
  return { type, payload }
}

// biome-ignore lint/suspicious/noExplicitAny: handlers state the payload they expect; the registry holds them all
type Payload = any

/** Hears events after commit, in batches per workspace, at least once: handlers must be idempotent. */
export interface Consumer {
  readonly name: string
  readonly handlers: Readonly<Record<string, (ctx: Ctx, events: Emitted<Payload>[]) => Promise<void>>>
}

/** One handler for several types of events. */
export function hearing<H>(handler: H, ...types: string[]): Record<string, H> {
  return Object.fromEntries(types.map((type) => [type, handler]))
}

/** Declares a consumer; `name` is its place in the house, such as `organize/classify`. */
export function consumer(name: string, handlers: Consumer['handlers']): Consumer {
  return { name, handlers }
}

/** Keeps a read model inside the emitter's transaction, so that it is never behind; events emitted together come together. */
export interface Projection {
  readonly type: string
  readonly project: (ctx: Ctx, events: Emitted<Payload>[]) => Promise<void> | void
}

/** Declares a projection that takes the events of a type one by one. */
export function projection(
  type: string,
  project: (ctx: Ctx, event: Emitted<Payload>) => Promise<void> | void,
): Projection {
  return {
    type,
    async project(ctx, events) {
      for (const event of events) await project(ctx, event)
    },
  }
}
