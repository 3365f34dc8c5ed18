import { judgeCases } from '#measure/quality/cases.ts'
import { checks } from '#measure/quality/checks.ts'
import { judgeItems } from '#measure/quality/items.ts'
import type { Ending, OwnCheck, OwnSubject } from '#measure/quality/own.ts'
import { judgeAnswers, judgeInvitations, judgeRequests } from '#measure/quality/people.ts'
import { judgePlaybooks, judgeReviews, judgeWorkspace } from '#measure/quality/rounds.ts'
import type { Judged, Subject } from '#measure/quality/rules.ts'
import { calendarSetting, workingCalendar } from '#platform/calendar/commands.ts'
import type { WorkingCalendar } from '#platform/calendar/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** What is judged by: the hours and the checks of the workspace. */
export interface Judging {
  calendar: WorkingCalendar
  zone: string
  own: readonly OwnCheck[]
}

/** The workspace's own checks that are in force. */
async function readOwn(ctx: Ctx, isHeld: boolean): Promise<OwnCheck[]> {
  const rows = await ctx.db.many<{
    id: string
    subject: OwnSubject
    condition: string
    within: string
    ends: Ending
  }>(sql`
    select id, subject, condition, within, ends from quality_checks
    where workspace_id = ${ctx.workspaceId} and archived_at is null order by id ${isHeld ? sql`for share` : sql.empty}`)
  return rows.map(({ id, ...check }) => ({ key: encodeId('qc', id), ...check }))
}

/** What is judged by at this moment; held, no check is archived before what is judged by it is kept. */
export async function readJudging(ctx: Ctx, { isHeld = false } = {}): Promise<Judging> {
  const [calendar, { zone }, own] = await Promise.all([
    workingCalendar(ctx),
    getSetting(ctx, calendarSetting),
    readOwn(ctx, isHeld),
  ])
  return { calendar, zone, own }
}

/** The keys of the checks that look at a kind of thing. */
export function keysOf(subject: Subject, { own }: Judging): string[] {
  return [
    ...checks.filter((check) => check.subject === subject).map((check) => check.key),
    ...own.filter((check) => check.subject === subject).map((check) => check.key),
  ]
}

/** What every check of their kind says of these things, from the records as they are now. */
export function judge(
  ctx: Ctx,
  subject: Subject,
  ids: readonly string[],
  judging: Judging,
): Promise<Judged[]> {
  switch (subject) {
    case 'item':
      return judgeItems(ctx, ids, judging)
    case 'answer':
      return judgeAnswers(ctx, ids)
    case 'case':
      return judgeCases(ctx, ids, judging)
    case 'invitation':
      return judgeInvitations(ctx, ids)
    case 'request':
      return judgeRequests(ctx, ids)
    case 'review':
      return judgeReviews(ctx, ids, judging)
    case 'playbook':
      return judgePlaybooks(ctx, ids, judging)
    case 'workspace':
      return judgeWorkspace(ctx, judging)
  }
}

const tables = {
  item: sql`inbox_items`,
  answer: sql`responses`,
  case: sql`cases`,
  invitation: sql`invitations`,
  request: sql`requests`,
  review: sql`reviews`,
  playbook: sql`playbooks`,
  workspace: undefined,
} as const

/** Every thing of a kind, to be judged or compared: a query of ids. */
export function allOf({ workspaceId: ws }: Ctx, subject: Subject) {
  const table = tables[subject]
  return table ? sql`select id from ${table} where workspace_id = ${ws}` : sql`select ${ws}::uuid as id`
}
