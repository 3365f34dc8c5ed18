import { Hours } from '#app/demo/hours.ts'
import { workingCalendar } from '#platform/calendar/commands.ts'
import type { Actor, Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Door } from '#platform/door.ts'
import { AppError } from '#platform/errors.ts'

export const demoJob: Actor = { kind: 'job', name: 'app/demo' }

/** The demo was taken away, or is done, while it was being written: nothing more is to do. */
export class Over extends Error {}

/** The same transaction at another moment, and for another actor: what is written looks as if it had happened then. */
export function atTime(ctx: Ctx, time: Date, actor: Actor = ctx.actor): Ctx {
  return { ...ctx, actor, now: () => time }
}

/** A door whose transactions are this one, for verbs that open their own. */
export function doorInto(ctx: Ctx, door: Door): Door {
  return {
    ...door,
    now: ctx.now,
    inWorkspace: (_workspaceId, actor, work) => work(atTime(ctx, ctx.now(), actor)),
  }
}

interface Install {
  seed: number
  ends_at: Date
}

/**
 * A workspace whose past is being written, part by part. Each part is one transaction together with the note that it
 * is done and what it answered, so that a restart goes on with the next one, and two writers at once do it once.
 */
export class Past {
  readonly door: Door
  readonly workspaceId: string
  /** The moment at which the invented year ends. */
  readonly now: Date
  readonly seed: number
  /** When the members of the workspace are at work. */
  readonly hours: Hours
  /** How much all parts together weigh; set before the first. */
  total = 1
  readonly #signal: AbortSignal | undefined
  /** What was written before this writer began. */
  readonly #known: ReadonlyMap<string, unknown>
  #written = 0

  private constructor(
    door: Door,
    workspaceId: string,
    install: Install,
    hours: Hours,
    known: Map<string, unknown>,
    signal?: AbortSignal,
  ) {
    this.door = door
    this.workspaceId = workspaceId
    this.now = install.ends_at
    this.seed = install.seed
    this.hours = hours
    this.#known = known
    this.#signal = signal
  }

  /** The past of a demo that is not written to its end; undefined when there is none. */
  static async open(door: Door, workspaceId: string, signal?: AbortSignal): Promise<Past | undefined> {
    return door.inWorkspace(workspaceId, demoJob, async (ctx) => {
      const { db } = ctx
      const install = await db.maybe<Install>(sql`
        select seed, ends_at from demo_installs where workspace_id = ${workspaceId} and finished_at is null`)
      if (!install) return undefined
      const parts = await db.many<{ name: string; result: unknown }>(
        sql`select name, result from demo_parts where workspace_id = ${workspaceId}`,
      )
      const known = new Map(parts.map((part) => [part.name, part.result]))
      const hours = new Hours(await workingCalendar(ctx), install.ends_at)
      return new Past(door, workspaceId, install, hours, known, signal)
    })
  }

  /** Does a part, or answers what it answered when it was done. `words` say it to people, `weight` its share of all. */
  async part<T>(
    name: string,
    { words, weight }: { words: string; weight: number },
    work: (ctx: Ctx) => Promise<T>,
  ): Promise<T> {
    if (this.#signal?.aborted)
      throw new AppError(
        'unavailable',
        'demo.interrupted',
        'The server is stopping; the demo goes on when it is back.',
      )
    const ws = this.workspaceId
    const share = Math.min(1, this.#written / this.total)
    this.#written += weight
    if (this.#known.has(name)) return this.#known.get(name) as T
    this.door.foreground.note()
    await this.#inWorkspace((ctx) =>
      ctx.db.run(sql`
        update demo_installs set words = ${words}, share = greatest(share, ${share}), failure = null, updated_at = ${ctx.now()}
        where workspace_id = ${ws} and finished_at is null`),
    )
    return this.#inWorkspace(async (ctx) => {
      await this.#lock(ctx)
      const done = await ctx.db.maybe<{ result: T }>(
        sql`select result from demo_parts where workspace_id = ${ws} and name = ${name}`,
      )
      if (done) return done.result
      const result = await work(ctx)
      // What colleagues were told then is no news now: nobody gets a mail about it, and little of it is unread.
      const unread = new Date(this.now.getTime() - 3 * 86_400_000)
      ctx.db.later(sql`
        update notices set mailed_at = created_at, read_at = case when created_at < ${unread} then created_at end
        where workspace_id = ${ws} and mailed_at is null and created_at <= ${this.now}`)
      ctx.db.later(sql`
        insert into demo_parts (workspace_id, name, result) values (${ws}, ${name}, ${JSON.stringify(result ?? null)})`)
      return result
    })
  }

  /** The whole year is there. */
  async finish(): Promise<void> {
    await this.#inWorkspace(async (ctx) => {
      await this.#lock(ctx)
      await ctx.db.run(sql`delete from demo_parts where workspace_id = ${this.workspaceId}`)
      await ctx.db.run(sql`
        update demo_installs set words = '', share = 1, finished_at = ${ctx.now()}, updated_at = ${ctx.now()}
        where workspace_id = ${this.workspaceId}`)
    })
  }

  /** One writer at a time, and none once the demo is done or was taken away. */
  async #lock(ctx: Ctx): Promise<void> {
    const row = await ctx.db.maybe<{ finished_at: Date | null }>(
      sql`select finished_at from demo_installs where workspace_id = ${this.workspaceId} for update`,
    )
    if (!row || row.finished_at) throw new Over()
  }

  #inWorkspace<T>(work: (ctx: Ctx) => Promise<T>): Promise<T> {
    return this.door.inWorkspace(this.workspaceId, demoJob, work)
  }
}
