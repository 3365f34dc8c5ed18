import { z } from 'zod'
import { absenceClock } from '#act/absences/clock-task.ts'
import { keepAbsences } from '#act/absences/commands.ts'
import { passOnOfGone } from '#act/cases/departed.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { type Emitted, projection } from '#platform/events/event.ts'
import { task } from '#platform/jobs/task.ts'

/** Every five minutes: steps that came to fall into an absence since it began, and wake-ups that were lost. */
export const absenceSweep = task('absences.sweep', z.object({}), async (_, door) => {
  const due = await door.outside((db) =>
    db.many<{ workspace_id: string }>(sql`select workspace_id from absences_due(${door.now()})`),
  )
  for (const { workspace_id } of due)
    await door.inWorkspace(workspace_id, { kind: 'job', name: 'absences.sweep' }, async (ctx) => {
      await keepAbsences(ctx)
      await passOnOfGone(ctx)
    })
})

export const projections = [
  // Somebody who leaves is not away any more, and covers for nobody.
  projection('member.removed', async (ctx: Ctx, { subjectId }: Emitted) => {
    const ws = ctx.workspaceId
    await ctx.db.run(sql`
      update absences set cover_member_id = null where workspace_id = ${ws} and cover_member_id = ${subjectId} and ended_at is null`)
    await ctx.db.run(sql`
      update absences set ended_at = ${ctx.now()}, ends_at = greatest(starts_at, least(ends_at, ${ctx.now()}))
      where workspace_id = ${ws} and member_id = ${subjectId} and ended_at is null and started_at is not null`)
    await ctx.db.run(sql`
      delete from absences where workspace_id = ${ws} and member_id = ${subjectId} and started_at is null`)
  }),
]

export const tasks = [absenceClock, absenceSweep]
export const schedules = [{ cron: '*/5 * * * *', task: absenceSweep }]
