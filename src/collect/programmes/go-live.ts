import { type Happened, keepOccasions } from '#collect/programmes/occasions.ts'
import { type ProgrammeRow, programmeRows } from '#collect/programmes/queries.ts'
import { goLiveRole, placeOf } from '#collect/programmes/rules.ts'
import { workingCalendar } from '#platform/calendar/commands.ts'
import { localDate, shiftDate, startOfDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

/** How far back accounts are looked at again: somebody marked a little late is still asked. */
const backDays = 30

interface Candidate {
  account_id: string
  go_live_on: string
  contact_id: string | null
}

/**
 * Finds the accounts whose time after go-live has come, and keeps an occasion for each contact marked as implementation
 * project manager, once an account and go-live date. Accounts that were due before the programme was on are left alone.
 */
export async function findGoLives(ctx: Ctx): Promise<void> {
  for (const row of await programmeRows(ctx, sql`and p.is_on and p.trigger = 'go_live' order by p.id`))
    await findFor(ctx, row)
}

async function findFor(ctx: Ctx, row: ProgrammeRow): Promise<void> {
  const ws = ctx.workspaceId
  const { zone } = await workingCalendar(ctx)
  const today = localDate(zone, ctx.now().getTime())
  const since = localDate(zone, row.on_since!.getTime())
  const days = Math.floor(row.delay_hours / 24)
  const from = [since, shiftDate(today, -backDays)].sort().at(-1)!
  const found = await ctx.db.many<Candidate>(sql`
    select a.id as account_id, a.go_live_on::text as go_live_on, c.id as contact_id
    from accounts a
    left join contacts c on c.workspace_id = ${ws} and c.merged_into_id is null and ${goLiveRole} = any(c.roles)
      and c.account_id in (select t.id from accounts t where t.workspace_id = ${ws} and (t.id = a.id or t.merged_into_id = a.id))
    where a.workspace_id = ${ws} and a.merged_into_id is null
      and a.go_live_on between ${shiftDate(from, -days)}::date and ${shiftDate(today, -days)}::date`)
  const keyOf = (one: Candidate) => [one.account_id, one.go_live_on, one.contact_id].filter(Boolean).join(' ')
  const known = new Set(
    (
      await ctx.db.many<{ key: string }>(sql`
        select key from programme_occasions where workspace_id = ${ws} and programme_id = ${row.id}
          and key = any(${found.map(keyOf)}::text[])`)
    ).map((one) => one.key),
  )
  await keepOccasions(
    ctx,
    row.id,
    found
      .filter((one) => !known.has(keyOf(one)))
      .map((one): Happened => {
        const dueAt = new Date(startOfDate(zone, shiftDate(one.go_live_on, days)))
        const isOut = placeOf(`${row.id} ${one.account_id}`) >= row.sample_percent
        return {
          key: keyOf(one),
          contactId: one.contact_id,
          accountId: one.account_id,
          happenedAt: new Date(startOfDate(zone, one.go_live_on)),
          dueAt,
          reason: one.contact_id === null ? 'nobody_marked' : isOut ? 'not_sampled' : null,
        }
      }),
  )
}
