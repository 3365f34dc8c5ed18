import type { Playbook } from '#act/playbooks/language.ts'
import { enabledPlaybooks, playbookSettings } from '#act/playbooks/queries.ts'
import type { Staff } from '#act/simulation/desk.ts'
import type { DoneStep } from '#act/simulation/effort.ts'
import { workingCalendar } from '#platform/calendar/commands.ts'
import { openTime, type WorkingCalendar } from '#platform/calendar/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** Everything that stands still while a past is replayed. */
export interface Present {
  calendar: WorkingCalendar
  /** the playbooks that are on */
  others: Playbook[]
  executiveCallMrrCents: number
  memberIds: ReadonlySet<string>
  /** who holds which position or is in which team today, each with all their working hours */
  staff: Map<string, Staff>
  done: DoneStep[]
  /** recorded answers to questions of steps */
  answers: { playbook: string; step: string; results: Record<string, boolean> }[]
  /** days from opening to resolution, by playbook */
  days: { playbook: string; days: number }[]
}

/** Recorded work is read from so many of the newest cases: a median needs no more. */
const recentCases = 500

/** The office, the staff and what is recorded of work, as of now. */
export async function readPresent(ctx: Ctx): Promise<Present> {
  const calendar = await workingCalendar(ctx)
  const members = await ctx.db.many<{ id: string; role: string; positions: string[]; owns: boolean }>(sql`
    select m.id, m.role, m.positions || array(
      select t.key from team_members x join teams t on t.workspace_id = ${ctx.workspaceId} and t.id = x.team_id
      where x.workspace_id = ${ctx.workspaceId} and x.member_id = m.id) as positions, exists (
      select 1 from accounts a where a.workspace_id = ${ctx.workspaceId} and a.owner_member_id = m.id) as owns
    from members m where m.workspace_id = ${ctx.workspaceId} and m.removed_at is null`)
  const steps = await ctx.db.many<{
    playbook_key: string
    step_key: string
    action: string
    opened_at: Date | null
    done_at: Date
    results: Record<string, boolean>
    minutes: number | null
  }>(sql`
    select k.playbook_key, s.step_key, s.action, s.opened_at, s.done_at, s.results, (
      select sum(t.duration_minutes)::integer from touchpoints t
      where t.workspace_id = ${ctx.workspaceId} and t.case_id = k.id and t.step_id = s.id) as minutes
    from (select id, playbook_key from cases where workspace_id = ${ctx.workspaceId}
      order by opened_at desc, id desc limit ${recentCases}) k
    join case_steps s on s.workspace_id = ${ctx.workspaceId} and s.case_id = k.id and s.state = 'done'
    limit ${recentCases * 20}`)
  const ended = await ctx.db.many<{ playbook_key: string; days: number }>(sql`
    select playbook_key, extract(epoch from resolved_at - opened_at)::float8 / 86400 as days
    from (select playbook_key, opened_at, resolved_at from cases where workspace_id = ${ctx.workspaceId}
      order by opened_at desc, id desc limit ${recentCases * 4}) k
    where resolved_at is not null`)
  return {
    calendar,
    others: (await enabledPlaybooks(ctx)).map((one) => one.playbook),
    executiveCallMrrCents: (await getSetting(ctx, playbookSettings)).executiveCallMrrCents,
    memberIds: new Set(members.map((one) => one.id)),
    staff: staffOf(members),
    done: steps.map((row) => ({
      playbook: row.playbook_key,
      step: row.step_key,
      action: row.action,
      touchMinutes: row.minutes,
      openMinutes: row.opened_at
        ? openTime(calendar, row.opened_at.getTime(), row.done_at.getTime()) / 60_000
        : 0,
    })),
    answers: steps.flatMap(({ playbook_key, step_key, results }) =>
      Object.keys(results).length > 0 ? [{ playbook: playbook_key, step: step_key, results }] : [],
    ),
    days: ended.map((row) => ({ playbook: row.playbook_key, days: row.days })),
  }
}

/** Who fills what a playbook can name. Management is never vacant (act/playbooks/holders.ts). */
function staffOf(
  members: readonly { role: string; positions: string[]; owns: boolean }[],
): Map<string, Staff> {
  const counts = new Map<string, number>()
  const add = (name: string, people = 1) => counts.set(name, (counts.get(name) ?? 0) + people)
  for (const { role, positions, owns } of members) {
    for (const position of positions) add(position)
    if (owns) add('account.owner')
    if (role === 'admin' || role === 'owner') add(role)
  }
  for (const role of ['manager', 'admin', 'owner'])
    if (!counts.has('management')) {
      const people = members.filter((one) => one.role === role).length
      if (people > 0) add('management', people)
    }
  return new Map([...counts].map(([name, people]) => [name, { people, hoursPerWeek: null }]))
}
