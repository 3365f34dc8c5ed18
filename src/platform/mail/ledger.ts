import type { Ctx } from '#platform/context.ts'
import { flushedWithNext } from '#platform/db/flushed-with-next.ts'
import { sql } from '#platform/db/sql.ts'
import { mails } from '#platform/mail/outbox.ts'
import { tellEnded } from '#platform/outbox/outbox.ts'
import { handOverEnd, statesBefore } from '#platform/outbox/rules.ts'

/** A mail under the claim of its sender. */
export interface Held {
  id: string
  fence: number
}

/** A mail that the server took, with its answer to the final dot. */
interface Taken extends Held {
  topic: string
  reply: string
}

/** A group waits this long for more, so that a slow connection holds up neither the others nor their answers. */
const restMs = 10

interface Entry<T> {
  item: T
  done(isOurs: boolean): void
  fail(error: unknown): void
}

/**
 * What happens to mails under way, committed in groups: what the server took travels with what is to be handed over next, so
 * that a mail costs one transaction at most and no more mails are "being handed over" at any moment than there are
 * connections. What is to be handed over holds up its connection: half of them make a group, so that one half is on the line
 * while the other is written.
 */
export class Ledger {
  #connections: number
  readonly #inTransaction: <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>
  #handing: Entry<Held>[] = []
  #taken: Entry<Taken>[] = []
  #isWriting = false
  #timer: NodeJS.Timeout | undefined

  constructor(connections: number, inTransaction: <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>) {
    this.#connections = connections
    this.#inTransaction = inTransaction
  }

  /** Committed before the final dot; false when the claim was lost, and then the dot is never sent. */
  handOver(mail: Held): Promise<boolean> {
    return this.#add(this.#handing, mail)
  }

  /** The server took the mail; resolves once that is committed, which is before its connection hands another one over. */
  async accepted({ id, fence, topic }: Held & { topic: string }, reply: string): Promise<void> {
    await this.#add(this.#taken, { id, fence, topic, reply })
  }

  /** A connection has carried its last mail: no group waits for it. */
  leave(): void {
    this.#connections -= 1
    this.#schedule()
  }

  #add<T>(entries: Entry<T>[], item: T): Promise<boolean> {
    return new Promise((done, fail) => {
      entries.push({ item, done, fail })
      this.#schedule()
    })
  }

  #schedule(): void {
    const [handing, taken] = [this.#handing.length, this.#taken.length]
    if (this.#isWriting || handing + taken === 0) return
    if (handing >= Math.max(1, this.#connections / 2) || taken >= this.#connections) return void this.#leave()
    this.#timer ??= setTimeout(() => void this.#leave(), restMs)
  }

  async #leave(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const [handing, taken] = [this.#handing, this.#taken]
    this.#handing = []
    this.#taken = []
    this.#isWriting = true
    try {
      const ours = await this.#write(
        handing.map(({ item }) => item),
        taken.map(({ item }) => item),
      )
      for (const { done } of taken) done(true)
      for (const { item, done } of handing) done(ours.has(item.id))
    } catch (error) {
      for (const { fail } of [...taken, ...handing]) fail(error)
    }
    this.#isWriting = false
    this.#schedule()
  }

  /** Answers the ids of those that may be handed over. */
  async #write(handing: readonly Held[], taken: readonly Taken[]): Promise<ReadonlySet<string>> {
    // Nothing is waited for inside, so that all of it travels with the commit.
    const { rows } = await this.#inTransaction(async (ctx) => {
      // A crash of the machine leaves the last mail of each connection in doubt at most, as it would without.
      if (handing.length === 0) ctx.db.later(flushedWithNext)
      ctx.db.later(planOnce)
      if (taken.length > 0) await accept(ctx, taken)
      return { rows: handing.length === 0 ? [] : markHandingOver(ctx, handing) }
    })
    return new Set((await rows).map((row) => row.id))
  }
}

/**
 * A group is a few rows found by their keys, several hundred times a minute: one plan for all, whatever the number, and
 * never one that reads a whole table because it was small when the plan was made.
 */
const planOnce = sql`
  select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true)`

function markHandingOver(ctx: Ctx, held: readonly Held[]): Promise<{ id: string }[]> {
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
 * Mails that the server took, each with its own answer, in one statement. All of them are told, also one that a person had
 * sent again since because its answer came so late: the server did take it.
 */
async function accept(ctx: Ctx, taken: readonly Taken[]): Promise<void> {
  ctx.db.later(sql`
    update mails m set state = 'accepted', reason = null, hold = null, settled_at = ${ctx.now()}, lease_until = null,
      smtp_reply = taken.reply
    from unnest(${taken.map((mail) => mail.id)}::uuid[], ${taken.map((mail) => mail.fence)}::integer[],
      ${taken.map((mail) => mail.reply)}::text[]) taken (id, fence, reply)
    where m.workspace_id = ${ctx.workspaceId} and m.id = taken.id and m.fence = taken.fence
      and m.id = any(${taken.map((mail) => mail.id)}::uuid[]) and m.state = any(${statesBefore('accept')})`)
  await tellEnded(ctx, mails, taken, { state: 'accepted', reason: null })
}
