import { loadCase } from '#act/cases/load.ts'
import { noteScoreAfter } from '#act/outcomes/commands.ts'
import { memberOrManagement } from '#act/playbooks/holders.ts'
import type * as contract from '#close/follow-ups/contract.ts'
import type { FollowUpSettings } from '#close/follow-ups/contract.ts'
import { followUpCancelled, followUpPlanned, followUpSettled } from '#close/follow-ups/events.ts'
import { followUpSettings } from '#close/follow-ups/settings.ts'
import { followUpOn } from '#collect/programmes/occasions.ts'
import { createShippedSurvey } from '#collect/surveys/setup.ts'
import { sendSurvey } from '#collect/surveys/waves/commands.ts'
import { edge, parseDuration } from '#platform/calendar/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { decodeId, newId } from '#platform/ids.ts'
import { linkTo, notify } from '#platform/notices/commands.ts'
import { putSetting } from '#platform/settings/settings.ts'

/** A case was resolved: plans to ask the customer again where its playbook says so. Hearing it again does nothing. */
export async function planFollowUp(ctx: Ctx, caseId: string, resolvedAt: Date): Promise<void> {
  const loaded = await loadCase(ctx, caseId, false)
  const { record, playbook, calendar } = loaded
  if (!playbook.then || !record.contact_id || record.status !== 'resolved') return
  const id = newId()
  const dueAt = edge(calendar, resolvedAt, parseDuration(playbook.then.after)!, 'latest')
  const made = await ctx.db.run(sql`
    insert into follow_ups (workspace_id, id, case_id, contact_id, survey_key, due_at, created_at)
    values (${ctx.workspaceId}, ${id}, ${caseId}, ${record.contact_id}, ${playbook.then.survey}, ${dueAt}, ${ctx.now()})
    on conflict (workspace_id, case_id) where state = 'waiting' do nothing`)
  if (made > 0)
    await ctx.emit(followUpPlanned, {
      subjectId: caseId,
      payload: { caseId, surveyKey: playbook.then.survey, dueAt: dueAt.toISOString() },
    })
}

/** A case was opened again: whoever is still waited for is not asked whether it is solved. */
export async function cancelFollowUp(ctx: Ctx, caseId: string): Promise<void> {
  const row = await ctx.db.maybe<{ survey_key: string }>(sql`
    update follow_ups set state = 'cancelled', settled_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and case_id = ${caseId} and state = 'waiting' returning survey_key`)
  if (row)
    await ctx.emit(followUpCancelled, { subjectId: caseId, payload: { caseId, surveyKey: row.survey_key } })
}

interface Due {
  id: string
  case_id: string
  contact_id: string
  survey_key: string
  survey_id: string | null
  lead_member_id: string | null
  title: string
}

/** Asks everybody of this workspace who is due, each once; where that cannot be, the lead is told why. */
export async function askDue(ctx: Ctx): Promise<void> {
  const due = await ctx.db.many<Due>(sql`
    select f.id, f.case_id, f.contact_id, f.survey_key, s.id as survey_id, k.lead_member_id, k.title
    from follow_ups f
    join cases k on k.workspace_id = ${ctx.workspaceId} and k.id = f.case_id
    left join surveys s on s.workspace_id = ${ctx.workspaceId} and s.key = f.survey_key
    where f.workspace_id = ${ctx.workspaceId} and f.case_id is not null and f.state = 'waiting' and f.due_at <= ${ctx.now()}
    order by f.due_at, f.id limit 200 for update of f skip locked`)
  for (const one of due) await ask(ctx, one)
}

async function ask(ctx: Ctx, one: Due): Promise<void> {
  const outcome = await send(ctx, one)
  await ctx.db.run(sql`
    update follow_ups set state = ${outcome.waveId ? 'sent' : 'not_sent'}, wave_id = ${outcome.waveId ?? null},
      why = ${outcome.why ?? null}, settled_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${one.id}`)
  await ctx.emit(followUpSettled, {
    subjectId: one.case_id,
    payload: { caseId: one.case_id, surveyKey: one.survey_key, isSent: outcome.waveId !== undefined },
  })
  if (outcome.waveId) return
  for (const memberId of await memberOrManagement(ctx, one.lead_member_id))
    await notify(ctx, {
      memberId,
      kind: 'follow_up.not_sent',
      subjectId: one.case_id,
      text: `Ask by hand whether it is solved (${one.title}): ${outcome.why}`,
      link: linkTo('cases', 'case', one.case_id),
      dedupeKey: `follow up ${one.id}`,
    })
}

async function send(ctx: Ctx, one: Due): Promise<{ waveId?: string; why?: string }> {
  // A workspace older than a shipped survey gets it when a playbook first asks with it.
  const surveyId = one.survey_id ?? (await createShippedSurvey(ctx, one.survey_key))
  if (!surveyId) return { why: `there is no survey “${one.survey_key}” here.` }
  try {
    const wave = await ctx.db.savepoint(() =>
      sendSurvey(
        ctx,
        {
          surveyId,
          name: `After ${one.title}`.slice(0, 120),
          audience: { contactIds: [one.contact_id] },
          overrideReason: 'asks whether a case is solved',
        },
        { follows: { kind: 'case', id: one.case_id } },
      ),
    )
    return { waveId: decodeId('wave', wave.id)! }
  } catch (error) {
    if (error instanceof AppError) return { why: error.message }
    throw error
  }
}

/**
 * An answer was counted: where a follow-up asked for it, its case has a score after, or the owner of the request hears
 * that it does not solve it. Hearing it again does nothing new.
 */
export async function hearAnswer(ctx: Ctx, responseId: string): Promise<void> {
  const ws = ctx.workspaceId
  const row = await ctx.db.maybe<{
    case_id: string | null
    request_id: string | null
    is_negative: boolean
  }>(sql`
    update follow_ups f set response_id = r.id from responses r
    where f.workspace_id = ${ws} and r.workspace_id = ${ws} and r.id = ${responseId} and not r.is_provisional
      and f.wave_id = r.wave_id and (f.case_id is not null or f.contact_id in (
        select i.contact_id from invitations i where i.workspace_id = ${ws} and i.id = r.invitation_id))
    returning f.case_id, f.request_id, r.is_negative`)
  if (row?.case_id) await noteScoreAfter(ctx, row.case_id, responseId)
  if (!row?.request_id || !row.is_negative) return
  const request = await ctx.db.one<{ title: string; owner_member_id: string | null }>(sql`
    select title, owner_member_id from requests where workspace_id = ${ws} and id = ${row.request_id}`)
  for (const memberId of await memberOrManagement(ctx, request.owner_member_id))
    await notify(ctx, {
      memberId,
      kind: 'request.not_solved',
      subjectId: row.request_id,
      text: `Not solved for a customer since it shipped: ${request.title}. Read their answer.`,
      link: linkTo('requests', 'req', row.request_id),
      dedupeKey: `not solved ${responseId}`,
    })
}

/** Sets whether those behind a request are asked after it shipped; who is planned already stays so. */
export function putFollowUpSettings(
  ctx: Ctx,
  input: Input<typeof contract.putFollowUpSettings>,
): Promise<FollowUpSettings> {
  return putSetting(ctx, followUpSettings, input)
}

/** An action of a case was done: the programmes that follow actions ask its customer. Hearing it again asks nobody. */
export async function followAction(ctx: Ctx, actionId: string, caseId: string, at: Date): Promise<void> {
  const row = await ctx.db.maybe<{ contact_id: string }>(sql`
    select contact_id from cases where workspace_id = ${ctx.workspaceId} and id = ${caseId} and contact_id is not null`)
  if (row) await followUpOn(ctx, { key: `action ${actionId}`, caseId, contactId: row.contact_id, at })
}
