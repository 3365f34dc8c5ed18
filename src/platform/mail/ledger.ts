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

/** A mail that is to be handed over waits this long for others, so that a slow connection does not hold up the rest, */
const handOverMs = 10
/** and the server's answer waits so long for a mail to be written with. */
const answerMs = 50

interface Entry {
  /** What the server said to the final dot; undefined: it is about to be handed over. */
  accepted: (Held & { reply: string }) | undefined
  handed: Held | undefined
  /** Begun once the group is on its way to the database. */
  meanwhile?: () => void
  done(isOurs: boolean): void
  fail(error: unknown): void
}

/**
 * What happens to mails under way, committed in groups: a group leaves when every connection waits for it, or a moment
 * later. Entries are written in the order they came, so a connection's next mail is never "being handed over" before its
 * last one has ended, and no more mails stand there at any moment than there are connections.
 */
export class Ledger {
  readonly #inTransaction: <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>
  #connections: number
  #entries: Entry[] = []
  #isWriting = false
  readonly #timers = new Map<number, NodeJS.Timeout>()

  constructor(connections: number, inTransaction: <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>) {
    this.#connections = connections
    this.#inTransaction = inTransaction
  }

  /**
   * Committed before the final dot; false when the claim was lost, and then the dot is never sent. `meanwhile` is begun
   * while the commit is on its way.
   */
  handOver(mail: Held, meanwhile?: () => void): Promise<boolean> {
    return this.#add({ handed: mail, accepted: undefined, meanwhile })
  }

  /** Resolves once it is committed that the server took the mail. */
  async accepted(mail: Held, reply: string): Promise<void> {
    await this.#add({ handed: undefined, accepted: { id: mail.id, fence: mail.fence, reply } })
  }

  /** A connection has carried its last mail: no group waits for it. */
  leave(): void {
    this.#connections -= 1
    this.#schedule()
  }

  #add(entry: Omit<Entry, 'done' | 'fail'>): Promise<boolean> {
    return new Promise((done, fail) => {
      this.#entries.push({ ...entry, done, fail })
      this.#schedule()
    })
  }

  /** Writes now when every connection waits, else in a moment. */
  #schedule(): void {
    if (this.#isWriting || this.#entries.length === 0) return
    const waiting = this.#entries.filter((entry) => entry.handed !== undefined).length
    if (waiting >= this.#connections) return void this.#write()
    const ms = waiting > 0 ? handOverMs : answerMs
    if (!this.#timers.has(ms))
      this.#timers.set(
        ms,
        setTimeout(() => void this.#write(), ms),
      )
  }

  async #write(): Promise<void> {
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
    const entries = this.#entries
    this.#entries = []
    this.#isWriting = true
    try {
      const ours = await this.#inTransaction((ctx) => {
        setImmediate(() => {
          for (const { meanwhile } of entries) meanwhile?.()
        })
        return write(ctx, entries)
      })
      for (const entry of entries) entry.done(entry.handed === undefined || ours.has(entry.handed.id))
    } catch (error) {
      for (const entry of entries) entry.fail(error)
    }
    this.#isWriting = false
    this.#schedule()
  }
}

/**
 * A group is a few rows found by their keys, several hundred times a minute: one plan for all, whatever the number, and
 * never one that reads a whole table because it was small when the plan was made.
 */
const planOnce = sql`
  select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true)`

/** Writes a group; answers which of the mails to be handed over are still under their claim. */
async function write(ctx: Ctx, entries: readonly Entry[]): Promise<Set<string>> {
  ctx.db.later(planOnce)
  const taken = entries.flatMap((entry) => entry.accepted ?? [])
  const handed = entries.flatMap((entry) => entry.handed ?? [])
  // Asked together, so that both travel at once.
  const [ours] = await Promise.all([
    handed.length === 0 ? [] : markHandingOver(ctx, handed),
    taken.length > 0 && accept(ctx, taken),
  ])
  return new Set(ours.map((row) => row.id))
}

function markHandingOver(ctx: Ctx, held: readonly Held[]): Promise<{ id: string }[]> {
  return ctx.db.many<{ id: string }>(sql`
    update mails m set state = 'handing_over', handing_over_at = ${ctx.now()}, lease_until = ${handOverEnd(ctx.now())}
    from unnest(${held.map(({ id }) => id)}::uuid[], ${held.map(({ fence }) => fence)}::integer[]) mine (id, fence)
    where m.workspace_id = ${ctx.workspaceId} and m.id = mine.id and m.fence = mine.fence
      and m.id = any(${held.map(({ id }) => id)}::uuid[])
      and m.state = any(${statesBefore('hand_over')}) and m.lease_until > ${ctx.now()}
    returning m.id`)
}

/** Mails that the server took, each with its own answer, in one statement. */
async function accept(ctx: Ctx, accepted: readonly (Held & { reply: string })[]): Promise<void> {
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
