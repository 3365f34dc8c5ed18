import type { Judged } from '#measure/quality/rules.ts'
import { kindKeys } from '#measure/retention/rules.ts'
import { retentionSetting } from '#measure/retention/settings.ts'
import { localDate, shiftDate, startOfDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** What a night is called among the occurrences of a workspace. */
export const nightPart = (day: string) => `night ${day}`
export const nightOf = (part: string) => (part.startsWith('night ') ? part.slice(6) : undefined)

/** Whether every kind was gone through on each day since retention is on; a day without any run is one, too. */
export async function judgeNights(ctx: Ctx, zone: string): Promise<Judged[]> {
  const ws = ctx.workspaceId
  const { isOn, since } = await getSetting(ctx, retentionSetting)
  const today = localDate(zone, ctx.now().getTime())
  const nights = await ctx.db.many<{ day: string; done: number; ended_at: Date | null }>(sql`
    with owed as (
      select day::date as day from workspaces w cross join lateral generate_series(
        ((coalesce(${since}::timestamptz, w.created_at) at time zone ${zone})::date + 1)::timestamp, ${today}::date::timestamp, interval '1 day') day
      where w.id = ${ws} and ${isOn}
      union select due_on from retention_runs where workspace_id = ${ws} and due_on is not null
    )
    select o.day::text as day, count(r.id) as done, max(r.ended_at) as ended_at
    from owed o left join retention_runs r on r.workspace_id = ${ws} and r.due_on = o.day and r.state = 'done'
    group by o.day order by o.day`)
  return nights.map(({ day, done, ended_at }) => ({
    check: 'retention',
    subjectId: ws,
    part: nightPart(day),
    contactId: null,
    from: new Date(`${day}T00:00:00Z`),
    due: new Date(startOfDate(zone, shiftDate(day, 1))),
    met: done === kindKeys.length ? ended_at : null,
    excused: null,
  }))
}
