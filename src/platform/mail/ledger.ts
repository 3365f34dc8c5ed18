import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { mails } from '#platform/mail/outbox.ts'
import type { Ended } from '#platform/outbox/outbox.ts'
import { statesBefore } from '#platform/outbox/rules.ts'

/** A mail under the claim of its sender. */
export interface Held {
  id: string
  fence: number
}

interface Entry {
  /** What the server said to the final dot; undefined: it is about to be handed over. */
  accepted: (Held & { reply: string }) | undefined
  handed: Held | undefined
  done(isOurs: boolean): void
  fail(error: unknown): void
}

/**
 * What happens to mails under way, committed in groups: while one commit is on its way the next entries gather. They are
 * written in the order they came, so a connection's next mail is never "being handed over" before its last one has ended,
 * and no more mails stand there at any moment than there are connections.
 */
export class Ledger {
  readonly #inTransaction: <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>
  #entries: Entry[] = []
  #isWriting = false

  constructor(inTransaction: <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>) {
    this.#inTransaction = inTransaction
  }

  /** Committed before the final dot; false when the claim was lost, and then the dot is never sent. */
  handOver(mail: Held): Promise<boolean> {
    return this.#add({ handed: mail, accepted: undefined })
  }

  /** Resolves once it is committed that the server took the mail. */
  async accepted(mail: Held, reply: string): Promise<void> {
    await this.#add({ handed: undefined, accepted: { id: mail.id, fence: mail.fence, reply } })
  }

  #add(entry: Pick<Entry, 'accepted' | 'handed'>): Promise<boolean> {
    return new Promise((done, fail) => {
      this.#entries.push({ ...entry, done, fail })
      if (!this.#isWriting) void this.#write()
    })
  }

  async #write(): Promise<void> {
    this.#isWriting = true
    while (this.#entries.length > 0) {
      const entries = this.#entries
      this.#entries = []
      try {
        const ours = await this.#inTransaction((ctx) => write(ctx, entries))
        for (const entry of entries) entry.done(entry.handed === undefined || ours.has(entry.handed.id))
      } catch (error) {
        for (const entry of entries) entry.fail(error)
      }
    }
    this.#isWriting = false
  }
}

/** Writes a group; answers which of the mails to be handed over are still under their claim. */
async function write(ctx: Ctx, entries: readonly Entry[]): Promise<Set<string>> {
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
    update mails m set state = 'handing_over', handing_over_at = ${ctx.now()}
    from unnest(${held.map(({ id }) => id)}::uuid[], ${held.map(({ fence }) => fence)}::integer[]) mine (id, fence)
    where m.workspace_id = ${ctx.workspaceId} and m.id = mine.id and m.fence = mine.fence
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
      and m.state = any(${statesBefore('accept')})
    returning m.id, m.topic, m.contact_id`)
  if (rows.length > 0) await mails.tell(ctx, rows, 'accepted', null)
}
