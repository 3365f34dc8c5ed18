import { channelLabel } from '#collect/feedback/rules.ts'
import { feedbackSettings } from '#collect/feedback/settings.ts'
import { scaleOf } from '#collect/surveys/kinds.ts'
import { accountRoot } from '#customers/accounts/queries.ts'
import { contactRoot } from '#customers/contacts/queries.ts'
import type { Timeline, TimelineEntry } from '#measure/timelines/contract.ts'
import {
  type Asked,
  accountChanges,
  askedEntry,
  type CaseRow,
  caseEntries,
  type Said,
  saidEntry,
  type Touch,
  touchEntry,
} from '#measure/timelines/entries.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'

const most = 250

/** The story of an account and of everything merged into it. */
export async function getAccountTimeline(ctx: Ctx, input: { accountId: string }): Promise<Timeline> {
  const root = await accountRoot(ctx, input.accountId)
  const ids = sql`(select t.id from accounts t where t.workspace_id = ${ctx.workspaceId} and (t.id = ${root} or t.merged_into_id = ${root}))`
  const account = await ctx.db.one<{ go_live_on: string | null }>(sql`
    select go_live_on from accounts where workspace_id = ${ctx.workspaceId} and id = ${root}`)
  const changes = await accountChanges(ctx, root)
  return timeline(ctx, (table) => sql`${table}.account_id in ${ids}`, changes, account.go_live_on)
}

/** The story of a contact and of everything merged into it. */
export async function getContactTimeline(ctx: Ctx, input: { contactId: string }): Promise<Timeline> {
  const root = await contactRoot(ctx, input.contactId)
  const ids = sql`(select t.id from contacts t where t.workspace_id = ${ctx.workspaceId} and (t.id = ${root} or t.merged_into_id = ${root}))`
  return timeline(ctx, (table) => sql`${table}.contact_id in ${ids}`, [], null)
}

async function timeline(
  ctx: Ctx,
  of: (table: Sql) => Sql,
  changes: TimelineEntry[],
  since: string | null,
): Promise<Timeline> {
  const ws = ctx.workspaceId
  const { channels } = await getSetting(ctx, feedbackSettings)
  const [said, touches, cases, asked, next, totals] = await Promise.all([
    ctx.db.many<Said>(sql`
      select f.id, f.occurred_at as at, f.channel, f.verbatim, f.rating, f.rating_max, i.sentiment, c.name as who
      from feedback_items f
      left join inbox_items i on i.workspace_id = ${ws} and i.id = f.id
      left join contacts c on c.workspace_id = ${ws} and c.id = f.contact_id
      where f.workspace_id = ${ws} and ${of(sql`f`)} and i.status is distinct from 'spam' order by f.occurred_at desc, f.id desc limit ${most}`),
    ctx.db.many<Touch>(sql`
      select t.id, t.at, t.kind, t.direction, t.summary, t.duration_minutes, t.case_id, t.feedback_id, m.name as by_name
      from touchpoints t left join members m on m.workspace_id = ${ws} and m.id = t.by_member_id
      where t.workspace_id = ${ws} and ${of(sql`t`)} order by t.at desc, t.id desc limit ${most}`),
    ctx.db.many<CaseRow>(sql`
      select k.id, k.title, k.status, k.opened_at, k.resolved_at, k.resolution, m.name as lead
      from cases k left join members m on m.workspace_id = ${ws} and m.id = k.lead_member_id
      where k.workspace_id = ${ws} and ${of(sql`k`)} order by k.opened_at desc limit 100`),
    ctx.db.many<Asked>(sql`
      select v.wave_id, w.name, s.name as survey, s.kind, min(v.invited_at) as at, count(*) as asked, count(v.answered_at) as answered
      from invitations v
      join waves w on w.workspace_id = ${ws} and w.id = v.wave_id
      join surveys s on s.workspace_id = ${ws} and s.id = v.survey_id
      where v.workspace_id = ${ws} and ${of(sql`v`)} group by v.wave_id, w.name, s.name, s.kind order by at desc limit 20`),
    ctx.db.many<Next>(sql`
      select k.id as case_id, k.title, p.title as step, m.name as assignee, p.opened_at, p.latest_at, p.rule
      from cases k join case_steps p on p.workspace_id = ${ws} and p.case_id = k.id and p.state = 'open'
      left join members m on m.workspace_id = ${ws} and m.id = p.assignee_member_id
      where k.workspace_id = ${ws} and k.status = 'open' and ${of(sql`k`)} order by p.latest_at nulls last limit 5`),
    ctx.db.one<{ said: number; did: number }>(sql`
      select (select count(*) from feedback_items f where f.workspace_id = ${ws} and ${of(sql`f`)}) as said,
        (select count(*) from touchpoints t where t.workspace_id = ${ws} and ${of(sql`t`)})
          + (select count(*) from cases k where k.workspace_id = ${ws} and ${of(sql`k`)})
          + (select count(*) from cases k where k.workspace_id = ${ws} and ${of(sql`k`)} and k.status = 'resolved')
          + (select count(distinct v.wave_id) from invitations v where v.workspace_id = ${ws} and ${of(sql`v`)}) as did`),
  ])
  const feelings = await ctx.db.many<Feeling>(sql`
    select x.submitted_at as at, s.name as survey, s.kind, x.score, x.is_negative, c.name as who
    from responses x
    join surveys s on s.workspace_id = ${ws} and s.id = x.survey_id
    left join contacts c on c.workspace_id = ${ws} and c.id = x.contact_id
    where x.workspace_id = ${ws} and ${of(sql`x`)} and not x.is_provisional order by x.submitted_at desc limit 8`)
  const entries: TimelineEntry[] = [
    ...said.map((row) => saidEntry(row, channelLabel(row.channel, channels))),
    ...touches.map(touchEntry),
    ...cases.flatMap(caseEntries),
    ...asked.map(askedEntry),
    ...changes,
  ].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
  return {
    since: since ? `${since}T00:00:00.000Z` : null,
    saidTotal: totals.said,
    didTotal: totals.did + changes.length,
    entries,
    next: next.map((row) => ({
      caseId: encodeId('case', row.case_id),
      title: row.title,
      step: row.step,
      assignee: row.assignee,
      openedAt: row.opened_at?.toISOString() ?? null,
      dueAt: row.latest_at?.toISOString() ?? null,
      rule: row.rule,
    })),
    feelings: [
      ...feelings.map((row) => ({
        at: row.at.toISOString(),
        survey: row.survey,
        score: row.score as number | null,
        scoreMax: scaleOf(row.kind).max,
        isNegative: row.is_negative,
        who: row.who,
        asked: 1,
      })),
      ...asked
        .filter((row) => row.answered === 0)
        .map((row) => ({
          at: row.at.toISOString(),
          survey: row.survey,
          score: null,
          scoreMax: 10,
          isNegative: false,
          who: null,
          asked: row.asked,
        })),
    ]
      .sort((a, b) => (a.at < b.at ? 1 : -1))
      .slice(0, 6),
  }
}

interface Next {
  case_id: string
  title: string
  step: string
  assignee: string | null
  opened_at: Date | null
  latest_at: Date | null
  rule: string
}

interface Feeling {
  at: Date
  survey: string
  kind: string
  score: number
  is_negative: boolean
  who: string | null
}
