import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { undoDays } from '#collect/imports/rules.ts'
import { sql } from '#platform/db/sql.ts'
import { type Schedule, type Task, task } from '#platform/jobs/task.ts'
import { folderOf } from './commands/upload.ts'
import { workOnImport } from './commands/work.ts'

/** Works on one run, as its state says; harmless when another process is at it. */
export const work = task(
  'imports.work',
  z.object({ workspaceId: z.string(), importId: z.string() }),
  (payload, door, signal) => workOnImport(door, payload.workspaceId, payload.importId, { signal }),
)

/** Gives runs whose process died to another. */
const sweep = task('imports.sweep', z.object({}), async (_payload, door) => {
  const stalled = await door.outside((db) =>
    db.many<{ workspace_id: string; id: string }>(sql`select * from stalled_imports(${door.now()})`),
  )
  for (const { workspace_id: workspaceId, id } of stalled) {
    await door.inWorkspace(workspaceId, { kind: 'job', name: 'imports.sweep' }, (ctx) =>
      ctx.enqueue(work, { workspaceId, importId: id }, { key: `imports:${id}` }),
    )
  }
})

/** Removes the files of runs that cannot be undone any more, of uploads never started for as long, and of no run at all. */
const tidy = task('imports.tidy', z.object({}), async (_payload, door) => {
  const workspaces = await door.outside((db) => db.many<{ id: string }>(sql`select all_workspaces() as id`))
  for (const { id: workspaceId } of workspaces) {
    const before = new Date(door.now().getTime() - undoDays * 86_400_000)
    const kept = await door.inWorkspace(workspaceId, { kind: 'job', name: 'imports.tidy' }, (ctx) =>
      ctx.db.many<{ id: string }>(sql`
        select id from import_runs where workspace_id = ${workspaceId}
          and (state in ('checking', 'running', 'undoing') or coalesce(finished_at, created_at) >= ${before})`),
    )
    const ids = new Set(kept.map((row) => row.id))
    const home = join(door.config.HEARBACK_DATA, 'imports', workspaceId)
    for (const name of await readdir(home).catch(() => [])) {
      // An upload under way has a folder and no run yet; its id carries when it began.
      const made = Number.parseInt(name.replace('-', '').slice(0, 12), 16)
      if (!ids.has(name) && made < door.now().getTime() - 86_400_000) {
        await rm(folderOf(door.config, workspaceId, name), { recursive: true, force: true })
      }
    }
  }
})

export const tasks: readonly Task[] = [work as Task, sweep as Task, tidy as Task]
export const schedules: readonly Schedule[] = [
  { cron: '* * * * *', task: sweep as Task },
  { cron: '41 3 * * *', task: tidy as Task },
]
