import { z } from 'zod'
import { retentionBegun, retentionRan } from '#measure/retention/events.ts'
import { type Place, partsOf } from '#measure/retention/parts.ts'
import { beforeOf, countEnded } from '#measure/retention/queries.ts'
import { type KindKey, kindOf } from '#measure/retention/rules.ts'
import { monthsOf, retentionSetting } from '#measure/retention/settings.ts'
import { calendarSetting } from '#platform/calendar/commands.ts'
import { localDate } from '#platform/calendar/zones.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { task } from '#platform/jobs/task.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** Who runs at night. */
export const actor = { kind: 'job', name: 'measure/retention' } as const

/** Works off a run piece by piece. */
export const workTask = task(
  'retention.work',
  z.object({ workspaceId: z.uuid(), runId: z.uuid() }),
  async ({ workspaceId, runId }, door, signal) => {
    for (;;) {
      const began = performance.now()
      if (!(await door.inWorkspace(workspaceId, actor, (ctx) => workOff(ctx, runId)))) return
      if (signal.aborted)
        throw new AppError(
          'unavailable',
          'retention.interrupted',
          'The server is stopping; retention goes on when it is back.',
        )
      await door.foreground.giveWay(began)
    }
  },
)

/** Begins a run unless one of the kind is under way, or the one of that day was begun. Answers its id. */
export async function beginRun(ctx: Ctx, kind: KindKey, dueOn: string | null): Promise<string | undefined> {
  const months = monthsOf((await getSetting(ctx, retentionSetting)).months)[kind]
  const before = await beforeOf(ctx, months)
  const { ended } = await countEnded(ctx, kind, before)
  const id = newId()
  const begun = await ctx.db.run(sql`
    insert into retention_runs (workspace_id, id, kind, months, before, state, due_on, actor_kind, actor_id, total, started_at)
    values (${ctx.workspaceId}, ${id}, ${kind}, ${months}, ${before.moment}, 'running', ${dueOn}::date, ${ctx.actor.kind},
      ${actorMember(ctx)}, ${ended}, ${ctx.now()})
    on conflict do nothing`)
  if (begun === 0) return undefined
  await ctx.emit(retentionBegun, { subjectId: id, payload: { runId: id, kind, months } })
  await ctx.enqueue(workTask, { workspaceId: ctx.workspaceId, runId: id }, { key: `retention ${id}` })
  return id
}

/** Works off a piece of a run; answers whether more is left. A run that was cancelled has nothing left. */
export async function workOff(ctx: Ctx, runId: string): Promise<boolean> {
  const ws = ctx.workspaceId
  const run = await ctx.db.maybe<{ kind: KindKey; before: Date; part: number; place: Place | null }>(sql`
    select kind, before, part, place from retention_runs
    where workspace_id = ${ws} and id = ${runId} and state = 'running' for update`)
  if (!run) return false
  const end = kindOf(run.kind).end
  const part = partsOf[run.kind][run.part]!
  const { zone } = await getSetting(ctx, calendarSetting)
  // one that goes on the next day still ends where it began
  const before = { moment: run.before, day: localDate(zone, run.before.getTime()) }
  const { erased, held, inUse, place } = await part.take(ctx, before, run.place)
  const isLast = place === null && run.part === partsOf[run.kind].length - 1
  const done = await ctx.db.one<{ anonymised: number; deleted: number; held: number }>(sql`
    update retention_runs set anonymised = anonymised + ${end === 'anonymise' ? erased : 0}, deleted = deleted + ${end === 'delete' ? erased : 0},
      held = held + ${held}, in_use = in_use + ${inUse}, part = ${place === null && !isLast ? run.part + 1 : run.part},
      place = ${place === null ? null : JSON.stringify(place)}::jsonb, state = ${isLast ? 'done' : 'running'},
      ended_at = ${isLast ? ctx.now() : null}
    where workspace_id = ${ws} and id = ${runId} returning anonymised, deleted, held`)
  if (isLast) await ctx.emit(retentionRan, { subjectId: runId, payload: { runId, kind: run.kind, ...done } })
  return !isLast
}
