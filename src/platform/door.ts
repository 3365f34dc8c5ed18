import type pg from 'pg'
import type { Config } from '#platform/config.ts'
import type { Actor, Ctx } from '#platform/context.ts'
import type { Db } from '#platform/db/db.ts'
import { transaction } from '#platform/db/pool.ts'
import { sql } from '#platform/db/sql.ts'
import { writeEvents } from '#platform/events/emit.ts'
import type { Projection } from '#platform/events/event.ts'
import type { Waker } from '#platform/events/wake.ts'
import { newId } from '#platform/ids.ts'
import { Foreground } from '#platform/jobs/foreground.ts'

/** The way into the database for every door of the house: HTTP, command line, jobs and tests. */
export interface Door {
  readonly config: Config
  /** Whom work in the background gives way to. */
  readonly foreground: Foreground
  now(): Date
  /**
   * One transaction in one workspace; its events are delivered after it commits. `work` touches nothing but the database:
   * taken back by the server from a circle of transactions that wait for each other, it goes again.
   * `beforeCommit` adds writes that belong to the door itself (idempotency keys).
   */
  inWorkspace<T>(
    workspaceId: string,
    actor: Actor,
    work: (ctx: Ctx) => Promise<T>,
    options?: { requestId?: string; beforeCommit?: (ctx: Ctx, result: T) => void },
  ): Promise<T>
  /** One transaction in no workspace: only look-ups that come before a workspace is known. */
  outside<T>(work: (db: Db) => Promise<T>): Promise<T>
}

/** Makes the door of a process. */
export function createDoor(parts: {
  config: Config
  pool: pg.Pool
  projections: readonly Projection[]
  waker: Waker
  now?: () => Date
}): Door {
  const now = parts.now ?? (() => new Date())
  const projections = new Map<string, Projection[]>()
  for (const projection of parts.projections) {
    projections.set(projection.type, [...(projections.get(projection.type) ?? []), projection])
  }
  return {
    config: parts.config,
    foreground: new Foreground(),
    now,
    outside: (work) => transaction(parts.pool, undefined, work),
    async inWorkspace(workspaceId, actor, work, options = {}) {
      const emitted = new Set<string>()
      const result = await again(() =>
        transaction(parts.pool, workspaceId, async (db) => {
          const ctx: Ctx = {
            db,
            workspaceId,
            actor,
            now,
            config: parts.config,
            requestId: options.requestId ?? newId(),
            reply: { headers: {} },
            // `this`: a context made of this one, for another actor or moment, emits as itself
            emit(type, event) {
              return this.emitAll(type, [event])
            },
            async emitAll(type, events) {
              emitted.add(type.type)
              await writeEvents(this, projections, type, events)
            },
            async enqueue(task, payload, { key, runAt, queue } = {}) {
              const job = { task: task.name, payload: task.payload.parse(payload), key, runAt, queue }
              db.later(sql`select graphile_worker.enqueue_jobs(${JSON.stringify([job])}::jsonb)`)
            },
          }
          const result = await work(ctx)
          options.beforeCommit?.(ctx, result)
          return result
        }),
      )
      parts.waker.mark(workspaceId, emitted)
      return result
    },
  }
}

/** The server takes back one of several transactions that wait for each other in a circle: that one goes again. */
async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let turn = 1; ; turn++) {
    try {
      return await work()
    } catch (error) {
      if (turn === 4 || (error as { code?: unknown }).code !== '40P01') throw error
    }
  }
}
