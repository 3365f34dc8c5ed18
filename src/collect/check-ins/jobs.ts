import { z } from 'zod'
import { hasStarted, replanAll, replanTask } from '#collect/check-ins/replan-task.ts'
import { keepSchedule, replanAccounts } from '#collect/check-ins/schedule.ts'
import { shiftDate } from '#platform/calendar/zones.ts'
import type { Actor, Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { consumer, type Emitted, projection } from '#platform/events/event.ts'
import { task } from '#platform/jobs/task.ts'

const actor: Actor = { kind: 'job', name: 'check-ins.sweep' }

/** Every hour: in each workspace's own day, what opens and what was missed, as many as there are. */
export const checkInSweep = task('check-ins.sweep', z.object({}), async (_, door, signal) => {
  // It is tomorrow in the east already; each workspace looks at its own calendar.
  const day = shiftDate(door.now().toISOString().slice(0, 10), 1)
  const due = await door.outside((db) =>
    db.many<{ workspace_id: string }>(sql`select workspace_id from check_ins_due(${day})`),
  )
  for (const { workspace_id } of due) {
    await door.inWorkspace(workspace_id, actor, async (ctx) => {
      if (!(await hasStarted(ctx))) await replanAll(ctx)
    })
    let hasMore = true
    while (hasMore && !signal.aborted) {
      const began = performance.now()
      hasMore = await door.inWorkspace(workspace_id, actor, keepSchedule)
      if (hasMore) await door.foreground.giveWay(began)
    }
  }
})

/** Columns of an account that its schedule follows. */
const followed = ['owner_member_id', 'go_live_on', 'lifecycle']

export const consumers = [
  consumer('collect/check-ins', {
    'account.created': (ctx: Ctx, events: Emitted<{ accountId: string }>[]) =>
      replanAccounts(
        ctx,
        events.map((one) => one.payload.accountId),
      ),
    'account.changed': (ctx: Ctx, events: Emitted<{ accountId: string; fields: string[] }>[]) =>
      replanAccounts(
        ctx,
        events
          .filter((one) => one.payload.fields.some((field) => followed.includes(field)))
          .map((one) => one.payload.accountId),
      ),
    'account.upserted': (ctx: Ctx, events: Emitted<{ createdIds: string[]; changedIds: string[] }>[]) =>
      replanAccounts(
        ctx,
        events.flatMap((one) => [...one.payload.createdIds, ...one.payload.changedIds]),
      ),
    'account.merged': (ctx: Ctx, events: Emitted<{ survivorId: string; loserId: string }>[]) =>
      replanAccounts(
        ctx,
        events.flatMap((one) => [one.payload.survivorId, one.payload.loserId]),
      ),
    'account.unmerged': (ctx: Ctx, events: Emitted<{ survivorId: string; loserId: string }>[]) =>
      replanAccounts(
        ctx,
        events.flatMap((one) => [one.payload.survivorId, one.payload.loserId]),
      ),
  }),
]

export const projections = [
  // Talks and promises of somebody who leaves go to their successor, else they wait for one.
  projection('member.removed', async (ctx: Ctx, event: Emitted<{ toMemberId: string | null }>) => {
    const to = event.payload.toMemberId
    await ctx.db.run(sql`
      update check_ins set holder_member_id = ${to}, updated_at = ${ctx.now()}
      where workspace_id = ${ctx.workspaceId} and holder_member_id = ${event.subjectId} and state = 'due'`)
    await ctx.db.run(sql`
      update check_ins set stands_in_for_member_id = null
      where workspace_id = ${ctx.workspaceId} and stands_in_for_member_id = ${event.subjectId} and state = 'due'`)
    await ctx.db.run(sql`
      update check_in_promises set owner_member_id = ${to}
      where workspace_id = ${ctx.workspaceId} and owner_member_id = ${event.subjectId} and kept_at is null`)
  }),
]

export const tasks = [checkInSweep, replanTask]
export const schedules = [{ cron: '11 * * * *', task: checkInSweep }]
