import { type Candidate, type Choice, route } from '#act/routing/rules.ts'
import { storedCalendar, toCalendar, workingCalendar } from '#platform/calendar/commands.ts'
import { nextOpen } from '#platform/calendar/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { teamCalendarOf } from '#platform/teams/queries.ts'

interface Row {
  id: string
  knows: string[]
  calendar: unknown
  team: { calendar: unknown } | null
  load: number
  last_given_at: Date | null
}

/**
 * Who of these members takes the lead of a case or a step: by areas, working hours, load and turn. Undefined when
 * there is nobody.
 */
export async function choose(
  ctx: Ctx,
  among: readonly { id: string }[],
  areas: readonly string[],
  what: 'cases' | 'steps',
): Promise<Choice | undefined> {
  return (await sharing(ctx, among, what))(areas)
}

/** Chooses as `choose` does, for many one after another: what somebody was given counts for the next. */
export async function sharing(
  ctx: Ctx,
  among: readonly { id: string }[],
  what: 'cases' | 'steps',
): Promise<(areas: readonly string[]) => Choice | undefined> {
  const candidates = await candidatesOf(ctx, among, what)
  const now = ctx.now().getTime()
  let given = 0
  return (areas) => {
    const choice = route(candidates, areas, now, what)
    const chosen = candidates.find(({ id }) => id === choice?.id)
    if (chosen) {
      chosen.load += 1
      given += 1
      chosen.lastGivenAt = now + given
    }
    return choice
  }
}

async function candidatesOf(
  ctx: Ctx,
  among: readonly { id: string }[],
  what: 'cases' | 'steps',
): Promise<Candidate[]> {
  // The one place where somebody who cannot take it is left out.
  const ids = among.map(({ id }) => id)
  if (ids.length < 2) return ids.map(alone)
  const ws = ctx.workspaceId
  const now = ctx.now()
  const given =
    what === 'cases'
      ? sql`(select count(*) from cases c
          where c.workspace_id = ${ws} and c.lead_member_id = m.id and c.status = 'open') as load,
        (select c.opened_at from cases c where c.workspace_id = ${ws} and c.lead_member_id = m.id
          order by c.opened_at desc limit 1) as last_given_at`
      : sql`(select count(*) from case_steps s
          where s.workspace_id = ${ws} and s.assignee_member_id = m.id and s.state = 'open') as load,
        (select s.opened_at from case_steps s
          where s.workspace_id = ${ws} and s.assignee_member_id = m.id and s.opened_at is not null
          order by s.opened_at desc limit 1) as last_given_at`
  const rows = await ctx.db.many<Row>(sql`
    select m.id, m.calendar, ${teamCalendarOf(ctx, sql`m.id`)} as team, m.skills || array(
      select unnest(t.areas) from team_members x join teams t on t.workspace_id = ${ws} and t.id = x.team_id
      where x.workspace_id = ${ws} and x.member_id = m.id) as knows, ${given}
    from members m where m.workspace_id = ${ws} and m.id = any(${ids}::uuid[])`)
  const office = await workingCalendar(ctx)
  return Promise.all(
    rows.map(async (row) => {
      const own = storedCalendar(row.calendar ?? row.team?.calendar ?? null)
      const calendar = own ? await toCalendar(own, now) : office
      return {
        id: row.id,
        knows: row.knows,
        opensAt: nextOpen(calendar, now.getTime()),
        load: row.load,
        lastGivenAt: row.last_given_at?.getTime(),
      }
    }),
  )
}

const alone = (id: string): Candidate => ({
  id,
  knows: [],
  opensAt: undefined,
  load: 0,
  lastGivenAt: undefined,
})
