import { type Staff, staffAt } from '#app/demo/customers.ts'
import { atTime, demoJob, type Past } from '#app/demo/past.ts'
import { placeLegalHold } from '#measure/retention/commands.ts'
import { kindKeys } from '#measure/retention/rules.ts'
import { beginRun, workOff } from '#measure/retention/runs.ts'
import { retentionSetting } from '#measure/retention/settings.ts'
import { calendarSetting } from '#platform/calendar/commands.ts'
import { hourOfDate, localDate, shiftDate } from '#platform/calendar/zones.ts'
import { sql } from '#platform/db/sql.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** The runs of the night before, and a hold on a customer who left in dispute. */
export function makeRetention(past: Past, staff: Staff): Promise<void> {
  return past.part('retention', { words: 'Going through what has ended', weight: 2 }, async (ctx) => {
    const left = await ctx.db.maybe<{ id: string }>(sql`
      select id from accounts where workspace_id = ${ctx.workspaceId} and lifecycle = 'churned' and merged_into_id is null
      order by mrr_cents desc nulls last, id limit 1`)
    if (left)
      await placeLegalHold(atTime(ctx, past.hours.daysAgo(40), staffAt(staff, 0)), {
        accountId: left.id,
        reason: 'Dispute about the last invoice; the lawyer asks to keep everything',
      })
    const [{ zone }, { hour }] = await Promise.all([
      getSetting(ctx, calendarSetting),
      getSetting(ctx, retentionSetting),
    ])
    const day = shiftDate(localDate(zone, past.now.getTime()), -1)
    const night = atTime(ctx, hourOfDate(zone, day, hour), demoJob)
    for (const kind of kindKeys) {
      const runId = await beginRun(night, kind, day)
      while (runId && (await workOff(night, runId)));
    }
  })
}
