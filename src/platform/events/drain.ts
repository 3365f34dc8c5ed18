import { z } from 'zod'
import { sql } from '#platform/db/sql.ts'
import type { Door } from '#platform/door.ts'
import type { Consumer, Emitted } from '#platform/events/event.ts'
import { type Task, task } from '#platform/jobs/task.ts'

interface EventRow {
  id: string
  xid: string
  type: string
  subject_id: string
  actor_kind: Emitted['actor']['kind']
  actor_id: string | null
  payload: Record<string, unknown>
  at: Date
}

/** Events of one transaction, at most: so many, */
const batchMost = 1000
/** and of so many bytes as stored, because an import's event names a thousand items: some three of them. */
const batchBytes = 64 * 1024

/**
 * Hands a consumer the next events of one workspace and moves its cursor in the same transaction, so that none grows
 * without end. Only transactions older than every running one are read, so that none is skipped. Answers whether there
 * may be more.
 */
export async function drainOnce(door: Door, consumer: Consumer, workspaceId: string): Promise<boolean> {
  return door.inWorkspace(workspaceId, { kind: 'job', name: consumer.name }, async (ctx) => {
    ctx.db.later(sql`
      insert into consumer_cursors (workspace_id, consumer, xid, id)
      values (${workspaceId}, ${consumer.name}, '0', '00000000-0000-0000-0000-000000000000') on conflict do nothing`)
    // The row lock keeps two workers from handing the same events twice at once; what the other one does not see yet,
    // the sweep finds.
    const cursor = await ctx.db.maybe<{ xid: string; id: string }>(sql`
      select xid, id from consumer_cursors
      where workspace_id = ${workspaceId} and consumer = ${consumer.name} for update skip locked`)
    if (!cursor) return false
    const rows = await ctx.db.many<EventRow & { waiting: number }>(sql`
      select id, xid, type, subject_id, actor_kind, actor_id, payload, at, waiting from (
        select n.*, count(*) over () as waiting,
          sum(pg_column_size(payload)) over (order by xid, id) - pg_column_size(payload) as before
        from (
          select id, xid, type, subject_id, actor_kind, actor_id, payload, at from events
          where workspace_id = ${workspaceId} and (xid, id) > (${cursor.xid}::xid8, ${cursor.id}::uuid)
            and xid < pg_snapshot_xmin(pg_current_snapshot())
          order by xid, id limit ${batchMost}
        ) n
      ) b where before < ${batchBytes} order by xid, id`)
    const last = rows.at(-1)
    if (!last) return false
    // Runs of one type are handed over together; the order between types is kept.
    let run: Emitted[] = []
    for (const [i, row] of rows.entries()) {
      run.push({
        id: row.id,
        type: row.type,
        subjectId: row.subject_id,
        payload: row.payload,
        actor: { kind: row.actor_kind, id: row.actor_id },
        at: row.at,
      })
      if (rows[i + 1]?.type === row.type) continue
      await consumer.handlers[row.type]?.(ctx, run)
      run = []
    }
    await ctx.db.run(sql`
      update consumer_cursors set xid = ${last.xid}::xid8, id = ${last.id}
      where workspace_id = ${workspaceId} and consumer = ${consumer.name}`)
    return last.waiting > rows.length || last.waiting === batchMost
  })
}

/** The job that drains one consumer in one workspace until nothing is left. */
export function drainTask(consumers: readonly Consumer[]): Task {
  const byName = new Map(consumers.map((consumer) => [consumer.name, consumer]))
  return task(
    'events.drain',
    z.object({ consumer: z.string(), workspaceId: z.string() }),
    async (payload, door, signal) => {
      const consumer = byName.get(payload.consumer)
      if (!consumer) return // a consumer that this version no longer has
      for (;;) {
        const began = performance.now()
        // Interrupted, the sweep of the next start finds the rest.
        if (!(await drainOnce(door, consumer, payload.workspaceId)) || signal.aborted) return
        await door.foreground.giveWay(began)
      }
    },
  ) as Task
}
