/** What went wrong, as a kind that every door translates once: HTTP status, CLI exit code, job outcome. */
export const errorKinds = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported: 415,
  rate_limited: 429,
  unavailable: 503,
} as const

export type ErrorKind = keyof typeof errorKinds

/**
 * The one error of the product: thrown where the trouble is discovered, translated once at the door.
 * `code` is `noun.reason`; `message` says what happened and what to do. Anything else thrown is a bug (500).
 */
export class AppError extends Error {
  readonly kind: ErrorKind
  readonly code: string
  readonly details: unknown

  constructor(kind: ErrorKind, code: string, message: string, details?: unknown) {
    super(message)
    this.name = 'AppError'
    this.kind = kind
    this.code = code
    this.details = details
  }

  /** The HTTP status of this kind. */
  get status(): number {
    return errorKinds[this.kind]
  }
}
