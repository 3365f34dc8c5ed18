import { createHash } from 'node:crypto'
import type { Actor, Ctx } from '#platform/context.ts'
import { violatedConstraint } from '#platform/db/pool.ts'
import { sql } from '#platform/db/sql.ts'
import type { Door } from '#platform/door.ts'
import { AppError } from '#platform/errors.ts'
import { actorId } from '#platform/events/emit.ts'

export interface Stored {
  status: number
  response: string | null
}

/** A POST with an Idempotency-Key: scoped to workspace, caller and route; another body under the same key is refused. */
export class IdempotentRequest {
  readonly #principal: string
  readonly #route: string
  readonly #key: string
  readonly #bodyHash: Buffer

  constructor(actor: Actor, route: string, key: string, body: string) {
    if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
      throw new AppError(
        'invalid',
        'idempotency.bad_key',
        'Idempotency-Key must be 1 to 200 visible ASCII characters, such as a UUID.',
      )
    }
    this.#principal = `${actor.kind} ${actorId(actor) ?? ''}`
    this.#route = route
    this.#key = key
    this.#bodyHash = createHash('sha256').update(body).digest()
  }

  /**
   * Keeps answers in the same transaction as the change: both exist or neither. Written in the order of their keys, so
   * that two transactions at once cannot lock each other out.
   */
  static keep(ctx: Ctx, answers: readonly { once: IdempotentRequest; answer: Stored }[]): void {
    if (answers.length === 0) return
    const sorted = [...answers].sort((a, b) => (a.once.#key < b.once.#key ? -1 : 1))
    const [first] = sorted
    ctx.db.later(sql`
      insert into idempotency_keys (workspace_id, principal, route, key, body_hash, status, response, created_at)
      select ${ctx.workspaceId}::uuid, ${first!.once.#principal}, ${first!.once.#route}, key, body_hash, status, response, ${ctx.now()}::timestamptz
      from unnest(${sorted.map(({ once }) => once.#key)}::text[], ${sorted.map(({ once }) => once.#bodyHash)}::bytea[],
        ${sorted.map(({ answer }) => answer.status)}::smallint[], ${sorted.map(({ answer }) => answer.response)}::text[])
        as kept (key, body_hash, status, response)`)
  }

  /** Whether a failed transaction failed because the same request got there first. */
  static wasRaced(error: unknown): boolean {
    return violatedConstraint(error) === 'idempotency_keys_pkey'
  }

  /** The first answer, if there is one. */
  async find(door: Door, workspaceId: string, actor: Actor): Promise<Stored | undefined> {
    const row = await door.inWorkspace(workspaceId, actor, (ctx) =>
      ctx.db.maybe<{ status: number; response: string | null; body_hash: Buffer }>(sql`
        select status, response, body_hash from idempotency_keys
        where workspace_id = ${workspaceId} and principal = ${this.#principal} and route = ${this.#route} and key = ${this.#key}`),
    )
    if (!row) return undefined
    if (!row.body_hash.equals(this.#bodyHash)) {
      throw new AppError(
        'conflict',
        'idempotency.other_body',
        'This Idempotency-Key was used with another body. Take a new key for a new request.',
      )
    }
    return { status: row.status, response: row.response }
  }
}
