import type * as contract from '#close/follow-ups/contract.ts'
import type { FollowUp, FollowUpSettings } from '#close/follow-ups/contract.ts'
import { followUpSettings } from '#close/follow-ups/settings.ts'
import type { Follows } from '#collect/surveys/responses/contract.ts'
import { followsJson, followsOf } from '#collect/surveys/responses/queries.ts'
import { type ExclusionReason, exclusionWords } from '#collect/surveys/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'

interface Row {
  id: string
  survey: string
  survey_id: string | null
  programme_id: string | null
  programme: string | null
  request_id: string | null
  request: string | null
  due_at: Date
  state: FollowUp['state']
  why: string | null
  settled_at: Date | null
  wave_id: string | null
  exempt_reason: string | null
  answered_at: Date | null
  score: number | null
}

/** Whether and how those behind a request are asked after it shipped. */
export function getFollowUpSettings(ctx: Ctx): Promise<FollowUpSettings> {
  return getSetting(ctx, followUpSettings)
}

/** The follow-ups of a case. Throws `case.not_found`. */
export async function listFollowUps(
  ctx: Ctx,
  { caseId }: Input<typeof contract.listFollowUps>,
): Promise<Answer<typeof contract.listFollowUps>> {
  if (
    !(await ctx.db.maybe(
      sql`select id from cases where workspace_id = ${ctx.workspaceId} and id = ${caseId}`,
    ))
  )
    throw new AppError('not_found', 'case.not_found', 'There is no such case. Check the id.')
  return { data: await followUps(ctx, sql`select ${caseId}::uuid`, caseId) }
}

/** The follow-ups of an item and of its cases, and what it follows itself. Throws `feedback.not_found`. */
export async function listItemFollowUps(
  ctx: Ctx,
  { feedbackId }: Input<typeof contract.listItemFollowUps>,
): Promise<Answer<typeof contract.listItemFollowUps>> {
  const ws = ctx.workspaceId
  const item = await ctx.db.maybe<{ response_id: string | null; follows: Follows | null }>(sql`
    select f.response_id, (select ${followsJson(ctx)} from responses r where r.workspace_id = ${ws} and r.id = f.response_id) as follows
    from feedback_items f where f.workspace_id = ${ws} and f.id = ${feedbackId}`)
  if (!item) throw new AppError('not_found', 'feedback.not_found', 'There is no such item. Check the id.')
  const cases = sql`select id from cases where workspace_id = ${ws} and feedback_id = ${feedbackId}
    union select case_id from case_answers where workspace_id = ${ws} and feedback_id = ${feedbackId}
    union select case_id from case_answers where workspace_id = ${ws} and response_id = ${item.response_id}`
  return { follows: followsOf(item.follows), data: await followUps(ctx, cases, feedbackId) }
}

/**
 * Joins as `i` the invitation that a follow-up or occasion asked by: each by its own key, for else all that a large wave
 * invited would be read for every one of them.
 */
export const invitationOf = ({ workspaceId: ws }: Ctx, one: Sql): Sql => sql`
  left join lateral (
    select * from invitations where workspace_id = ${ws} and wave_id = ${one}.wave_id and occasion_id = ${one}.occasion_id
    union all
    select * from invitations
    where workspace_id = ${ws} and wave_id = ${one}.wave_id and contact_id = ${one}.contact_id and ${one}.occasion_id is null
  ) i on true`

/** Of these cases, and of an item or case that programmes ask about, newest first. */
async function followUps(ctx: Ctx, cases: Sql, aboutId: string): Promise<FollowUp[]> {
  const ws = ctx.workspaceId
  const rows = await ctx.db.many<Row>(sql`
    select one.id, one.programme_id, one.programme, one.request_id, q.title as request, one.due_at, one.settled_at, one.wave_id, s.id as survey_id, coalesce(s.name, one.survey_key) as survey, w.exempt_reason, i.answered_at, r.score,
      case when i.not_sent_reason is null then one.state else 'not_sent' end as state, coalesce(i.not_sent_reason, one.why) as why
    from (
      select f.id, f.survey_key, null::uuid as programme_id, null as programme, f.due_at, f.state, f.why, f.settled_at, f.wave_id,
        null::uuid as occasion_id, f.created_at, f.request_id, f.contact_id
      from follow_ups f where f.workspace_id = ${ws} and f.case_id in (${cases})
      union all
      select f.id, f.survey_key, null, null, f.due_at, f.state, f.why, f.settled_at, f.wave_id, null, f.created_at, f.request_id, f.contact_id
      from follow_ups f where f.workspace_id = ${ws} and f.feedback_id = ${aboutId}
      union all
      select o.id, s.key, p.id, p.name, o.due_at, case o.state when 'asked' then 'sent' when 'left_out' then 'not_sent' else o.state end,
        o.reason, o.settled_at, o.wave_id, o.id, o.created_at, null, o.contact_id
      from programme_occasions o
      join programmes p on p.workspace_id = ${ws} and p.id = o.programme_id
      join surveys s on s.workspace_id = ${ws} and s.id = p.survey_id
      where o.workspace_id = ${ws} and (o.about_id = ${aboutId} or o.about_id in (${cases}))
    ) one
    left join surveys s on s.workspace_id = ${ws} and s.key = one.survey_key
    left join requests q on q.workspace_id = ${ws} and q.id = one.request_id
    left join waves w on w.workspace_id = ${ws} and w.id = one.wave_id
    ${invitationOf(ctx, sql`one`)}
    left join responses r on r.workspace_id = ${ws} and r.invitation_id = i.id and not r.is_provisional
    order by one.created_at desc, one.id desc limit 20`)
  return rows.map((row) => ({
    id: row.id,
    survey: row.survey,
    surveyId: row.survey_id && encodeId('srv', row.survey_id),
    programme: row.programme_id ? { id: encodeId('prg', row.programme_id), name: row.programme! } : null,
    request: row.request_id ? { id: encodeId('req', row.request_id), title: row.request! } : null,
    dueAt: row.due_at.toISOString(),
    state: row.state,
    why: row.why && (exclusionWords[row.why as ExclusionReason]?.why ?? row.why),
    settledAt: row.settled_at?.toISOString() ?? null,
    waveId: row.wave_id && encodeId('wave', row.wave_id),
    exemptReason: row.state === 'sent' ? row.exempt_reason : null,
    answeredAt: row.answered_at?.toISOString() ?? null,
    score: row.score,
  }))
}
