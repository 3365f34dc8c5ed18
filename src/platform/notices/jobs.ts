import { z } from 'zod'
import { calendarSetting } from '#platform/calendar/commands.ts'
import { localDate } from '#platform/calendar/zones.ts'
import { sql } from '#platform/db/sql.ts'
import { task } from '#platform/jobs/task.ts'
import { digestDue, mailDigest } from '#platform/notices/digest.ts'
import { isDailyDue } from '#platform/notices/rules.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** Every quarter of an hour: who has reached the hour of their daily mail, in each workspace's own zone. */
export const dailyDigests = task('notices.daily', z.object({}), async (_, door) => {
  const workspaces = await door.outside((db) => db.many<{ id: string }>(sql`select all_workspaces() as id`))
  for (const { id } of workspaces) {
    await door.inWorkspace(id, { kind: 'job', name: 'notices.daily' }, async (ctx) => {
      const members = await ctx.db.many<{
        id: string
        daily_minute: number
        last_daily_on: string | null
      }>(sql`
        select m.id, coalesce(p.daily_minute, 480) as daily_minute, p.last_daily_on
        from members m left join notice_preferences p on p.workspace_id = ${ctx.workspaceId} and p.member_id = m.id
        where m.workspace_id = ${ctx.workspaceId} and m.removed_at is null and exists (
          select 1 from notices n where n.workspace_id = ${ctx.workspaceId} and n.member_id = m.id
            and n.read_at is null and n.mailed_at is null)`)
      if (members.length === 0) return
      const { zone } = await getSetting(ctx, calendarSetting)
      const today = localDate(zone, ctx.now().getTime())
      for (const member of members) {
        if (!isDailyDue(zone, member.daily_minute, member.last_daily_on, ctx.now())) continue
        await mailDigest(ctx, member.id, 'daily')
        await ctx.db.run(sql`
          insert into notice_preferences (workspace_id, member_id, last_daily_on, updated_at)
          values (${ctx.workspaceId}, ${member.id}, ${today}, ${ctx.now()})
          on conflict (workspace_id, member_id) do update set last_daily_on = excluded.last_daily_on`)
      }
    })
  }
})

export const tasks = [digestDue, dailyDigests]
export const schedules = [{ cron: '*/15 * * * *', task: dailyDigests }]
