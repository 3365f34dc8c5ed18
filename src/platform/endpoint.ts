import { z } from 'zod'

type Shape = z.ZodObject
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Who may call: a permission such as `feedback:read`, any member, anyone signed in, or everybody. */
export type Access = `${string}:${'read' | 'write' | 'manage'}` | 'member' | 'signed-in' | 'public'

/** One verb of the product as plain data: the server binds it, the browser calls it, OpenAPI lists it. */
export interface Endpoint<
  P extends Shape | undefined = Shape | undefined,
  Q extends Shape | undefined = Shape | undefined,
  B extends Shape | undefined = Shape | undefined,
  R extends z.ZodType | undefined = z.ZodType | undefined,
> {
  method: Method
  path: string
  summary: string
  access: Access
  params?: P
  query?: Q
  body?: B
  /** Absent: the answer has no body (204). */
  response?: R
  status?: number
  /** The body is not parsed: the handler reads `input.request` (uploads). */
  stream?: boolean
  /** An API key may also come as the user name of Basic authentication, as libraries of other products send it. */
  keyAsUser?: true
  /** `none`: the handler does slow work between transactions and opens them itself. */
  tx?: 'none'
  /** Largest accepted body in bytes (default 1 MiB). */
  maxBytes?: number
}

/** Declares an endpoint; path parameters are written `:name`. */
export function endpoint<
  P extends Shape | undefined = undefined,
  Q extends Shape | undefined = undefined,
  B extends Shape | undefined = undefined,
  R extends z.ZodType | undefined = undefined,
>(declaration: Endpoint<P, Q, B, R>): Endpoint<P, Q, B, R> {
  return declaration
}

type Parsed<S> = S extends Shape ? z.output<S> : unknown
type Given<S> = S extends Shape ? z.input<S> : unknown

/** What a handler gets: path, query and body merged into one flat object, parsed. */
export type Input<E> =
  E extends Endpoint<infer P, infer Q, infer B, infer _R> ? Parsed<P> & Parsed<Q> & Parsed<B> : never

/** What a caller gives. */
export type Call<E> =
  E extends Endpoint<infer P, infer Q, infer B, infer _R> ? Given<P> & Given<Q> & Given<B> : never

/** What a caller gets back. */
export type Answer<E> =
  E extends Endpoint<infer _P, infer _Q, infer _B, infer R>
    ? R extends z.ZodType
      ? z.output<R>
      : undefined
    : never

/** A page of a keyset-paginated list. */
export function page<T extends z.ZodType>(item: T) {
  return z.object({ data: z.array(item), nextCursor: z.string().nullable() })
}

export interface Page<T> {
  data: T[]
  nextCursor: string | null
}

/** The query of every list: how many, and where to go on. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(500).optional(),
}
