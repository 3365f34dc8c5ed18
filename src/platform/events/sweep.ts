import { z } from 'zod'
import { sql } from '#platform/db/sql.ts'
import type { Door } from '#platform/door.ts'
import type { Consumer } from '#platform/events/event.ts'
import { type Task, task } from '#platform/jobs/task.ts'

/** Finds events that were committed but whose wake-up was lost (a crash in between), and wakes their consumers. */
export function sweepTask(consumers: readonly Consumer[]): Task {
  const names = consumers.map((consumer) => consumer.name)
  return task('events.sweep', z.object({}), async (_payload, door) => {
    const pairs = await door.outside((db) =>
      db.many<{ workspace_id: string; consumer: string }>(sql`select * from undelivered(${names}::text[])`),
    )
    const behind = new Map<string, Set<string>>()
    for (const { workspace_id, consumer } of pairs)
      behind.set(workspace_id, (behind.get(workspace_id) ?? new Set()).add(consumer))
    const jobs: object[] = []
    for (const [workspaceId, at] of behind) {
      const passed = await passUnheard(
        door,
        workspaceId,
        consumers.filter(({ name }) => at.has(name)),
      )
      for (const consumer of at)
        if (!passed.has(consumer))
          jobs.push({
            task: 'events.drain',
            payload: { consumer, workspaceId },
            key: `drain ${consumer} ${workspaceId}`,
            keyMode: 'preserve_run_at',
          })
    }
    if (jobs.length > 0)
      await door.outside((db) =>
        db.run(sql`select graphile_worker.enqueue_jobs(${JSON.stringify(jobs)}::jsonb)`),
      )
  }) as Task
}

/**
 * Moves the cursors of consumers that hear none of what waits for them, all by one statement: a job for each would be
 * most of the jobs there are. Answers whose were moved. What a running transaction may still add is left to the drain,
 * and so is a consumer that is being drained.
 */
async function passUnheard(
  door: Door,
  workspaceId: string,
  consumers: readonly Consumer[],
): Promise<Set<string>> {
  const heard = consumers.map(({ name, handlers }) => ({ name, types: Object.keys(handlers) }))
  const moved = await door.inWorkspace(workspaceId, { kind: 'job', name: 'events.sweep' }, (ctx) => {
    ctx.db.later(sql`
      insert into consumer_cursors (workspace_id, consumer, xid, id)
      select ${workspaceId}, name, '0', '00000000-0000-0000-0000-000000000000'
      from unnest(${heard.map(({ name }) => name)}::text[]) as name on conflict do nothing`)
    return ctx.db.many<{ consumer: string }>(sql`
      with newest as (
        select xid, id from events where workspace_id = ${workspaceId} order by xid desc, id desc limit 1
      ), free as (
        select k.consumer, k.xid, k.id, h.types
        from jsonb_to_recordset(${JSON.stringify(heard)}::jsonb) as h(name text, types text[])
        join consumer_cursors k on k.workspace_id = ${workspaceId} and k.consumer = h.name
        for update of k skip locked
      )
      update consumer_cursors k set xid = newest.xid, id = newest.id
      from free, newest
      where k.workspace_id = ${workspaceId} and k.consumer = free.consumer
        and (newest.xid, newest.id) > (k.xid, k.id)
        and newest.xid < pg_snapshot_xmin(pg_current_snapshot())
        and not exists (
          select from events e
          where e.workspace_id = ${workspaceId} and (e.xid, e.id) > (free.xid, free.id)
            and e.type = any(free.types)
        )
      returning k.consumer`)
  })
  return new Set(moved.map((one) => one.consumer))
}
