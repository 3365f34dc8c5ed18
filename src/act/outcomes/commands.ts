import { type Loaded, loadCase } from '#act/cases/load.ts'
import type * as contract from '#act/outcomes/contract.ts'
import type { OutcomeGiven } from '#act/outcomes/contract.ts'
import { caseScoredAgain, outcomeNoted } from '#act/outcomes/events.ts'
import { causeSetting, outcomeOf } from '#act/outcomes/queries.ts'
import { confirmationWords, rests } from '#act/outcomes/rules.ts'
import { memberOrManagement } from '#act/playbooks/holders.ts'
import { recordNote } from '#act/touchpoints/commands.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { linkTo, notify } from '#platform/notices/commands.ts'
import { getSetting, putSetting } from '#platform/settings/settings.ts'

/** Says what caused a case and whether its customer confirmed how it ended; a note on the case keeps who said so. */
export async function putOutcome(
  ctx: Ctx,
  { caseId, ...given }: Input<typeof contract.putOutcome>,
): Promise<Answer<typeof contract.putOutcome>> {
  const loaded = await loadCase(ctx, caseId)
  const said = await writeOutcome(ctx, loaded, given)
  if (said.length > 0) await recordNote(ctx, loaded.record, `How it ended: ${said.join('; ')}.`)
  return outcomeOf(ctx, caseId)
}

/** Writes what was said of the outcome of a locked case; answers it in words. What is left out stays as it was. */
export async function writeOutcome(ctx: Ctx, { record }: Loaded, given: OutcomeGiven): Promise<string[]> {
  const said: string[] = []
  if (given.cause !== undefined || given.causeWords !== undefined) {
    if (given.cause) await checkCause(ctx, record.id, given.cause)
    await ctx.db.run(sql`
      update cases set updated_at = ${ctx.now()},
        cause = case when ${given.cause !== undefined} then ${given.cause ?? null} else cause end,
        cause_words = case when ${given.causeWords !== undefined} then ${given.causeWords ?? null} else cause_words end
      where workspace_id = ${ctx.workspaceId} and id = ${record.id}`)
    const words = [given.cause, given.causeWords].filter(Boolean).join(', ')
    said.push(words ? `cause: ${words}` : 'no cause any more')
  }
  if (given.confirmation !== undefined) {
    await checkConfirmation(ctx, record.id, given)
    const rests = given.confirmation === 'call' || given.confirmation === 'mail'
    await ctx.db.run(sql`
      insert into case_confirmations (workspace_id, case_id, confirmation, touchpoint_id, noted_by_member_id, noted_at)
      values (${ctx.workspaceId}, ${record.id}, ${given.confirmation}, ${rests ? given.touchpointId : null},
        ${actorMember(ctx)}, ${ctx.now()})
      on conflict (workspace_id, case_id) do update set confirmation = excluded.confirmation,
        touchpoint_id = excluded.touchpoint_id, noted_by_member_id = excluded.noted_by_member_id, noted_at = excluded.noted_at`)
    said.push(given.confirmation ? confirmationWords[given.confirmation] : 'not confirmed any more')
  } else if (given.touchpointId)
    throw new AppError(
      'invalid',
      'case.touchpoint_alone',
      'Say with the touchpoint whether it was a call or a mail.',
    )
  if (said.length > 0)
    await ctx.emit(outcomeNoted, {
      subjectId: record.id,
      payload: {
        caseId: record.id,
        playbook: record.playbook_key,
        confirmation: given.confirmation ?? null,
      },
    })
  return said
}

async function checkCause(ctx: Ctx, caseId: string, cause: string): Promise<void> {
  const { causes } = await getSetting(ctx, causeSetting)
  if (causes.includes(cause)) return
  const now = await ctx.db.one<{ cause: string | null }>(sql`
    select cause from cases where workspace_id = ${ctx.workspaceId} and id = ${caseId}`)
  if (now.cause === cause) return
  throw new AppError(
    'invalid',
    'case.unknown_cause',
    `“${cause}” is not on the list of causes (${causes.join(', ') || 'it is empty'}). Choose one, or write your own words into causeWords.`,
  )
}

async function checkConfirmation(ctx: Ctx, caseId: string, given: OutcomeGiven): Promise<void> {
  const { confirmation } = given
  if (confirmation === 'survey') {
    const answered = await ctx.db.maybe(sql`
      select case_id from case_confirmations
      where workspace_id = ${ctx.workspaceId} and case_id = ${caseId} and response_id is not null`)
    if (!answered)
      throw new AppError(
        'conflict',
        'case.no_answer_after',
        'No survey has asked this customer again and been answered. Choose how they confirmed it.',
      )
  }
  if (confirmation !== 'call' && confirmation !== 'mail') return
  const touch = given.touchpointId
    ? await ctx.db.maybe<{ kind: string }>(sql`
        select kind from touchpoints
        where workspace_id = ${ctx.workspaceId} and case_id = ${caseId} and id = ${given.touchpointId}`)
    : undefined
  if (touch && rests(confirmation, touch.kind)) return
  throw new AppError(
    'invalid',
    'case.confirmation_rests_on_nothing',
    `Name the ${confirmation} of this case in which the customer confirmed it. Log it first where it is not there.`,
  )
}

/** What the customer confirmed is open again with the case; the answer stays with the survey that asked. */
export async function withdrawConfirmation(ctx: Ctx, caseId: string): Promise<void> {
  await ctx.db.run(sql`
    update case_confirmations set confirmation = null, touchpoint_id = null, response_id = null, noted_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and case_id = ${caseId}`)
}

/**
 * The customer of a resolved case answered the survey that asks again. A good answer confirms the case where nobody
 * asked otherwise; after a bad one the lead is told. Hearing it again, or that its score changed, writes the same row.
 */
export async function noteScoreAfter(ctx: Ctx, caseId: string, responseId: string): Promise<void> {
  const { record } = await loadCase(ctx, caseId)
  if (record.status !== 'resolved') return
  const answer = await ctx.db.one<{ is_negative: boolean }>(sql`
    select is_negative from responses where workspace_id = ${ctx.workspaceId} and id = ${responseId}`)
  const confirms = answer.is_negative ? null : 'survey'
  await ctx.db.run(sql`
    insert into case_confirmations as f (workspace_id, case_id, confirmation, response_id, noted_at)
    values (${ctx.workspaceId}, ${caseId}, ${confirms}, ${responseId}, ${ctx.now()})
    on conflict (workspace_id, case_id) do update set response_id = excluded.response_id, noted_at = excluded.noted_at,
      confirmation = case when f.confirmation in ('call', 'mail') then f.confirmation else excluded.confirmation end`)
  await ctx.emit(caseScoredAgain, {
    subjectId: caseId,
    payload: { caseId, playbook: record.playbook_key, responseId, isNegative: answer.is_negative },
  })
  if (!answer.is_negative) return
  for (const memberId of await memberOrManagement(ctx, record.lead_member_id))
    await notify(ctx, {
      memberId,
      kind: 'case.not_solved',
      subjectId: caseId,
      text: `Not solved for the customer, they answered low again: ${record.title}. Take it up again.`,
      link: linkTo('cases', 'case', caseId),
      urgency: 'urgent',
      dedupeKey: `not solved ${responseId}`,
    })
}

/** Sets the causes that people choose from; cases keep the one they have. */
export async function putCauses(
  ctx: Ctx,
  input: Input<typeof contract.putCauses>,
): Promise<Answer<typeof contract.putCauses>> {
  return putSetting(ctx, causeSetting, input)
}
