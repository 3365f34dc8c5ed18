import { createHash } from 'node:crypto'
import { calendarSetting, storedCalendar, toCalendar } from '#platform/calendar/commands.ts'
import type { CalendarSetting } from '#platform/calendar/contract.ts'
import type { WorkingCalendar } from '#platform/calendar/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { getSetting } from '#platform/settings/settings.ts'
import { teamCalendarOf } from '#platform/teams/queries.ts'

/** A calendar with whose it is: “the account”, “team Care” or “the workspace”. */
export interface CaseCalendar {
  working: WorkingCalendar
  setting: CalendarSetting
  digest: string
  from: string
}

/**
 * The calendar by which a case is reckoned: the account's where it has one, else that of the lead's team (the first by
 * name of several that have one), else the workspace's.
 */
export async function calendarFor(
  ctx: Ctx,
  who: { accountId: string | null; leadMemberId: string | null },
): Promise<CaseCalendar> {
  const ws = ctx.workspaceId
  const own = await ctx.db.one<{ account: unknown; team: { name: string; calendar: unknown } | null }>(sql`
    select (
      select a.calendar from accounts k
      join accounts a on a.workspace_id = ${ws} and a.id = root_id(k.merged_into_id, k.id)
      where k.workspace_id = ${ws} and k.id = ${who.accountId}
    ) as account, ${teamCalendarOf(ctx, sql`${who.leadMemberId}::uuid`)} as team`)
  const account = storedCalendar(own.account)
  if (account) return named(ctx, account, 'the account')
  const team = storedCalendar(own.team?.calendar ?? null)
  if (team) return named(ctx, team, `team ${own.team!.name}`)
  return named(ctx, await getSetting(ctx, calendarSetting), 'the workspace')
}

async function named(ctx: Ctx, setting: CalendarSetting, from: string): Promise<CaseCalendar> {
  const digest = createHash('sha256').update(JSON.stringify(setting)).digest('base64url')
  return { setting, from, digest, working: await toCalendar(setting, ctx.now()) }
}

/** Keeps a calendar as it stands now, for the steps that are reckoned by it. */
export async function keepCalendar(ctx: Ctx, { digest, setting }: CaseCalendar): Promise<void> {
  await ctx.db.run(sql`
    insert into kept_calendars (workspace_id, digest, setting)
    values (${ctx.workspaceId}, ${digest}, ${JSON.stringify(setting)}) on conflict do nothing`)
}

/** The calendars that open steps were given, by digest; `present` is not asked for again. */
export async function keptCalendars(
  ctx: Ctx,
  steps: readonly { calendar_digest: string | null }[],
  present: CaseCalendar,
): Promise<Map<string, WorkingCalendar>> {
  const calendars = new Map([[present.digest, present.working]])
  const others = [...new Set(steps.map((step) => step.calendar_digest))].filter(
    (digest) => digest !== null && digest !== present.digest,
  )
  if (others.length === 0) return calendars
  const rows = await ctx.db.many<{ digest: string; setting: unknown }>(sql`
    select digest, setting from kept_calendars where workspace_id = ${ctx.workspaceId} and digest = any(${others})`)
  for (const { digest, setting } of rows)
    calendars.set(digest, await toCalendar(storedCalendar(setting)!, ctx.now()))
  return calendars
}
