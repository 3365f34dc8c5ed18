import type { Actor, Ctx } from '#platform/context.ts'
import type { Door } from '#platform/door.ts'
import type { Answer, Endpoint, Input } from '#platform/endpoint.ts'

/** Who is calling, as the door found out. */
export interface Caller {
  workspaceId: string | undefined
  actor: Actor
  userId: string | undefined
  sessionToken: string | undefined
  address: string
  requestId: string
  headers: Headers
}

/** For handlers that do slow work between transactions, or none in a workspace. */
export interface Visit {
  door: Door
  caller: Caller
  reply: Ctx['reply']
  /** Aborted when the caller has gone before the answer. */
  signal: AbortSignal
}

// biome-ignore lint/suspicious/noExplicitAny: each handler knows its own input; the table of routes holds them all
type AnyInput = any

export interface Route {
  endpoint: Endpoint
  handle?: (ctx: Ctx, input: AnyInput) => Promise<unknown>
  visit?: (visit: Visit, input: AnyInput) => Promise<unknown>
  together?: (ctx: Ctx, calls: { ctx: Ctx; input: AnyInput }[]) => Promise<unknown[]>
}

/** What a handler gives: the answer, a whole response, or nothing where the endpoint answers nothing. */
// biome-ignore lint/suspicious/noConfusingVoidType: a handler that answers nothing is a function without a return
type Given<E extends Endpoint> = Answer<E> | Response | (Answer<E> extends undefined ? void : never)

/** Binds a verb to its command: one request, one transaction. Uploads find the request as `input.request`. */
export function on<E extends Endpoint>(
  endpoint: E,
  handle: (ctx: Ctx, input: Input<E> & { request: Request }) => Promise<Given<E>>,
): Route {
  return { endpoint, handle }
}

/**
 * Binds a verb to a command for many requests of one caller: those that arrive while others of theirs are written share
 * the next transaction. The command answers each, in order, or throws: then each is tried in a transaction of its own.
 */
export function onTogether<E extends Endpoint>(
  endpoint: E,
  together: (ctx: Ctx, calls: { ctx: Ctx; input: Input<E> }[]) => Promise<Answer<E>[]>,
): Route {
  return { endpoint, together }
}

/** Binds a verb to a handler that opens its own transactions. */
export function onVisit<E extends Endpoint>(
  endpoint: E,
  visit: (visit: Visit, input: Input<E> & { request: Request }) => Promise<Given<E>>,
): Route {
  return { endpoint, visit }
}
