import { advance } from '#act/cases/advance.ts'
import { asksForAreas, invitedTo, tellPeopleOf } from '#act/cases/brought-in.ts'
import type * as contract from '#act/cases/contract.ts'
import { caseChanged, caseEscalated, caseJoined, caseReassigned } from '#act/cases/events.ts'
import { checkReceiver } from '#act/cases/give.ts'
import { type CaseRecord, type Loaded, loadCase } from '#act/cases/load.ts'
import { getCase } from '#act/cases/queries.ts'
import { stepOf } from '#act/cases/rules.ts'
import { holders } from '#act/playbooks/holders.ts'
import { recordNote } from '#act/touchpoints/commands.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { linkTo, notify } from '#platform/notices/commands.ts'

/** Gives a case another lead, with the open steps of the former one, or notes dissatisfaction. */
export async function changeCase(
  ctx: Ctx,
  input: Input<typeof contract.changeCase>,
): Promise<Answer<typeof contract.changeCase>> {
  let loaded = await loadCase(ctx, input.caseId)
  if (input.leadId !== undefined && input.leadId !== loaded.record.lead_member_id) {
    await changeLead(ctx, loaded.record, input.leadId)
    // What else is said here goes on with the new lead, and by the calendar of their team.
    loaded = await loadCase(ctx, input.caseId)
  }
  const { record } = loaded
  if (input.isDissatisfied !== undefined && input.isDissatisfied !== record.is_dissatisfied) {
    record.is_dissatisfied = input.isDissatisfied
    await ctx.db.run(sql`
      update cases set is_dissatisfied = ${input.isDissatisfied}, updated_at = ${ctx.now()}
      where workspace_id = ${ctx.workspaceId} and id = ${record.id}`)
    await ctx.emit(caseChanged, {
      subjectId: record.id,
      payload: {
        caseId: record.id,
        playbook: record.playbook_key,
        isDissatisfied: input.isDissatisfied,
      },
    })
    await advance(ctx, loaded)
  }
  if (input.areas) await changeAreas(ctx, loaded, [...new Set(input.areas)])
  return getCase(ctx, { caseId: input.caseId })
}

async function changeLead(ctx: Ctx, record: CaseRecord, leadId: string | null): Promise<void> {
  if (leadId) await checkReceiver(ctx, leadId)
  await ctx.db.run(sql`
    update cases set lead_member_id = ${leadId}, lead_rule = ${leadId ? 'given by hand' : 'vacant: taken away by hand'},
      updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${record.id}`)
  await ctx.db.run(sql`
    update case_steps set assignee_member_id = ${leadId}
    where workspace_id = ${ctx.workspaceId} and case_id = ${record.id} and state = 'open'
      and assignee_member_id is not distinct from ${record.lead_member_id}`)
  await ctx.emit(caseReassigned, {
    subjectId: record.id,
    payload: { caseId: record.id, playbook: record.playbook_key, leadMemberId: leadId },
  })
  const isSelf = ctx.actor.kind === 'member' && ctx.actor.id === leadId
  if (!leadId || isSelf) return
  await notify(ctx, {
    memberId: leadId,
    kind: 'case.given',
    subjectId: record.id,
    text: `You lead this case now: ${record.title}.`,
    link: linkTo('cases', 'case', record.id),
    urgency: 'urgent',
    dedupeKey: `given ${record.id} ${ctx.now().toISOString()}`,
  })
}

/** Says what a case is about: steps that waited for it open now, and open ones bring in whom it concerns. */
async function changeAreas(ctx: Ctx, loaded: Loaded, areas: string[]): Promise<void> {
  const { record } = loaded
  record.areas = areas
  await ctx.db.run(sql`
    update cases set areas = ${areas}, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${record.id}`)
  for (const row of loaded.steps) {
    const step = stepOf(loaded.playbook, row.step_key)
    if (!step || !asksForAreas(step)) continue
    if (row.state === 'ahead' && row.needs_decision) {
      row.needs_decision = false
      await ctx.db.run(sql`
        update case_steps set needs_decision = false, reason = null
        where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
    } else if (row.state === 'open') {
      row.invited = await invitedTo(ctx, loaded, step)
      await ctx.db.run(sql`
        update case_steps set invited = ${JSON.stringify(row.invited)}::jsonb
        where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
      await tellPeopleOf(ctx, loaded, row)
    }
  }
  await ctx.emit(caseChanged, {
    subjectId: record.id,
    payload: { caseId: record.id, playbook: record.playbook_key, areas },
  })
  await advance(ctx, loaded)
}

/** Brings a case to management: they are told why, and the case shows it. */
export async function escalateCase(
  ctx: Ctx,
  input: Input<typeof contract.escalateCase>,
): Promise<Answer<typeof contract.escalateCase>> {
  const { record } = await loadCase(ctx, input.caseId)
  if (record.status !== 'open')
    throw new AppError('conflict', 'case.ended', `This case is ${record.status}. Reopen it first.`)
  const reason = input.reason.trim()
  await ctx.db.run(sql`
    update cases set escalated_at = ${ctx.now()}, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${record.id}`)
  await recordNote(ctx, record, `Escalated: ${reason}`)
  await ctx.emit(caseEscalated, {
    subjectId: record.id,
    payload: { caseId: record.id, playbook: record.playbook_key, stepId: null, by: 'person' },
  })
  for (const member of await holders(ctx, 'management')) {
    await notify(ctx, {
      memberId: member.id,
      kind: 'case.escalated',
      subjectId: record.id,
      text: `Escalated: ${record.title}. ${reason}`,
      link: linkTo('cases', 'case', record.id),
      urgency: 'urgent',
      dedupeKey: `escalated ${record.id} ${ctx.now().toISOString()}`,
    })
  }
  return getCase(ctx, { caseId: input.caseId })
}

/** A touch that reached the customer: the first one of a case is a moment that windows are counted from. */
export async function noteFirstContact(ctx: Ctx, caseId: string, at: Date): Promise<void> {
  const first = await ctx.db.run(sql`
    update cases set first_contact_at = ${at}
    where workspace_id = ${ctx.workspaceId} and id = ${caseId} and first_contact_at is null`)
  if (first > 0) await advance(ctx, await loadCase(ctx, caseId))
}

/** Something about these accounts changed: cases may stop, and steps counted from go-live or renewal get their dates. */
export async function hearAccounts(ctx: Ctx, accountIds: readonly string[]): Promise<void> {
  if (accountIds.length === 0) return
  const open = await ctx.db.many<{ id: string }>(sql`
    select k.id from cases k
    join playbooks p on p.workspace_id = ${ctx.workspaceId} and p.key = k.playbook_key
    join playbook_versions v on v.workspace_id = ${ctx.workspaceId} and v.playbook_id = p.id and v.version = k.playbook_version
    where k.workspace_id = ${ctx.workspaceId} and k.status = 'open' and k.account_id = any(${accountIds}::uuid[])
      and v.text ~ '(^|\\n)stops:|after: *(go-live|renewal)' order by k.id`)
  for (const { id } of open) await advance(ctx, await loadCase(ctx, id))
}

/** The words of an answer came in after its score: the case names the item from now on. */
export async function linkFeedback(ctx: Ctx, feedbackIds: readonly string[]): Promise<void> {
  const found = await ctx.db.many<{
    id: string
    playbook_key: string
    response_id: string
    feedback_id: string
  }>(sql`
    update cases k set feedback_id = f.id
    from feedback_items f
    where k.workspace_id = ${ctx.workspaceId} and f.workspace_id = ${ctx.workspaceId} and f.id = any(${feedbackIds})
      and f.response_id is not null and k.response_id = f.response_id and k.feedback_id is null
    returning k.id, k.playbook_key, k.response_id, f.id as feedback_id`)
  for (const row of found) {
    await ctx.emit(caseJoined, {
      subjectId: row.id,
      payload: {
        caseId: row.id,
        playbook: row.playbook_key,
        responseId: row.response_id,
        feedbackId: row.feedback_id,
      },
    })
  }
}
