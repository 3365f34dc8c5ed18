import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { mails } from '#platform/mail/outbox.ts'
import { type Ended, tellEnded } from '#platform/outbox/outbox.ts'
import { handOverEnd, statesBefore } from '#platform/outbox/rules.ts'

/** A mail under the claim of its sender. */
export interface Held {
  id: string
  fence: number
}

/** A mail that the server took, with its answer to the final dot. */
interface Taken extends Held {
  reply: string
}

/** A mail that is to be handed over waits this long for others, so that a slow connection does not hold up the rest, */
const handOverMs = 10
/** and the server's answer so long for other answers. */
const answerMs = 5

interface Entry<T> {
  item: T
  done(isOurs: boolean): void
  fail(error: unknown): void
}

/** Gathers what is to be written while the last group is on its way; a group leaves when it is `enough`, or a moment later. */
class Gatherer<T extends Held> {
  readonly #enough: () => number
  readonly #ms: number
  readonly #write: (items: readonly T[]) => Promise<ReadonlySet<string>>
  #entries: Entry<T>[] = []
  #isWriting = false
  #timer: NodeJS.Timeout | undefined

  /** `write` commits a group and answers the ids of those it could write. */
  constructor(
    enough: () => number,
    ms: number,
    write: (items: readonly T[]) => Promise<ReadonlySet<string>>,
  ) {
    this.#enough = enough
    this.#ms = ms
    this.#write = write
  }

  add(item: T): Promise<boolean> {
    return new Promise((done, fail) => {
      this.#entries.push({ item, done, fail })
      this.schedule()
    })
  }

  schedule(): void {
    if (this.#isWriting || this.#entries.length === 0) return
    if (this.#entries.length >= this.#enough()) return void this.#leave()
    this.#timer ??= setTimeout(() => void this.#leave(), this.#ms)
  }

  async #leave(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const entries = this.#entries
    this.#entries = []
    this.#isWriting = true
    try {
      const written = await this.#write(entries.map(({ item }) => item))
      for (const { item, done } of entries) done(written.has(item.id))
    } catch (error) {
      for (const { fail } of entries) fail(error)
    }
    this.#isWriting = false
    this.schedule()
  }
}

/**
 * What happens to mails under way, committed in groups. What is to be handed over holds up its connection: half of them make
 * a group, so that one half is on the line while the other is written, in one round trip. What was taken is written beside
 * it, by all at once, and tells everybody who listens.
 */
export class Ledger {
  #connections: number
  readonly #handing: Gatherer<Held>
  readonly #taken: Gatherer<Taken>

  constructor(connections: number, inTransaction: <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>) {
    this.#connections = connections
    const half = () => Math.ceil(this.#connections / 2)
    this.#handing = new Gatherer(half, handOverMs, async (held) => {
      // Not waited for inside, so that the commit travels with it.
      const { rows } = await inTransaction(async (ctx) => ({ rows: markHandingOver(ctx, held) }))
      return new Set((await rows).map((row) => row.id))
    })
    this.#taken = new Gatherer(
      () => this.#connections,
      answerMs,
      async (taken) => {
        await inTransaction((ctx) => accept(ctx, taken))
        return new Set(taken.map(({ id }) => id))
      },
    )
  }

  /** Committed before the final dot; false when the claim was lost, and then the dot is never sent. */
  handOver(mail: Held): Promise<boolean> {
    return this.#handing.add(mail)
  }

  /**
   * Resolves once it is committed that the server took the mail. A connection hands its next one over only then: no more
   * mails are "being handed over" at any moment than there are connections.
   */
  async accepted(mail: Held, reply: string): Promise<void> {
    await this.#taken.add({ id: mail.id, fence: mail.fence, reply })
  }

  /** A connection has carried its last mail: no group waits for it. */
  leave(): void {
    this.#connections -= 1
    this.#handing.schedule()
    this.#taken.schedule()
  }
}

/**
 * A group is a few rows found by their keys, several hundred times a minute: one plan for all, whatever the number, and
 * never one that reads a whole table because it was small when the plan was made.
 */
const planOnce = sql`
  select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true)`

function markHandingOver(ctx: Ctx, held: readonly Held[]): Promise<{ id: string }[]> {
  ctx.db.later(planOnce)
  const rows = ctx.db.many<{ id: string }>(sql`
    update mails m set state = 'handing_over', handing_over_at = ${ctx.now()}, lease_until = ${handOverEnd(ctx.now())}
    from unnest(${held.map(({ id }) => id)}::uuid[], ${held.map(({ fence }) => fence)}::integer[]) mine (id, fence)
    where m.workspace_id = ${ctx.workspaceId} and m.id = mine.id and m.fence = mine.fence
      and m.id = any(${held.map(({ id }) => id)}::uuid[])
      and m.state = any(${statesBefore('hand_over')}) and m.lease_until > ${ctx.now()}
    returning m.id`)
  rows.catch(() => {}) // heard by who waits, or told by the commit
  return rows
}

/**
 * Not waited for until it is on disk: what is handed over next is, and with it everything committed before. A crash of the
 * machine or of PostgreSQL leaves the last mail of each connection in doubt at most, as it would without.
 */
const flushedWithNext = sql`select set_config('synchronous_commit', 'off', true)`

/** Mails that the server took, each with its own answer, in one statement. */
async function accept(ctx: Ctx, accepted: readonly Taken[]): Promise<void> {
  ctx.db.later(flushedWithNext)
  ctx.db.later(planOnce)
  const rows = await ctx.db.many<Ended>(sql`
    update mails m set state = 'accepted', reason = null, hold = null, settled_at = ${ctx.now()}, lease_until = null,
      smtp_reply = taken.reply
    from unnest(${accepted.map((mail) => mail.id)}::uuid[], ${accepted.map((mail) => mail.fence)}::integer[],
      ${accepted.map((mail) => mail.reply)}::text[]) taken (id, fence, reply)
    where m.workspace_id = ${ctx.workspaceId} and m.id = taken.id and m.fence = taken.fence
      and m.id = any(${accepted.map((mail) => mail.id)}::uuid[]) and m.state = any(${statesBefore('accept')})
    returning m.id, m.topic`)
  await tellEnded(ctx, mails, rows, { state: 'accepted', reason: null })
}
