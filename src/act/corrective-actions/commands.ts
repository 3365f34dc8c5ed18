import type * as contract from '#act/corrective-actions/contract.ts'
import { actionCancelled, actionChanged, actionDone, actionLogged } from '#act/corrective-actions/events.ts'
import {
  about,
  addEntry,
  checkDay,
  type Held,
  holdAction,
  mustMove,
  todayOf,
} from '#act/corrective-actions/load.ts'
import { getAction } from '#act/corrective-actions/queries.ts'
import { checkAfterDays, soonestCheckDays } from '#act/corrective-actions/rules.ts'
import { recordTouchpoint } from '#act/touchpoints/commands.ts'
import { themeById } from '#analyze/themes/commands/edit.ts'
import { keepTheme } from '#analyze/themes/mentions.ts'
import { shiftDate } from '#platform/calendar/zones.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { violatedConstraint } from '#platform/db/pool.ts'
import { sql } from '#platform/db/sql.ts'
import { takeTurn } from '#platform/db/turn.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { actorId } from '#platform/events/emit.ts'
import { checkMember } from '#platform/identity/queries.ts'
import { newId } from '#platform/ids.ts'
import { linkTo, notify } from '#platform/notices/commands.ts'

/** Logs a corrective action. Its owner is who logs it, unless somebody else is named; they are told then. */
export async function logAction(
  ctx: Ctx,
  input: Input<typeof contract.logAction>,
): Promise<Answer<typeof contract.logAction>> {
  const ws = ctx.workspaceId
  checkDay('dueOn', input.dueOn, await todayOf(ctx))
  if (input.ownerId) await checkMember(ctx, input.ownerId)
  if (input.themeId) await follow(ctx, input.themeId)
  const owner = input.ownerId ?? actorMember(ctx)
  const action = { id: newId(), kind: input.kind, case_id: input.caseId ?? null }
  // numbers are given out one after another
  await takeTurn(ctx, 'actions')
  try {
    await ctx.db.run(sql`
      insert into corrective_actions (workspace_id, id, number, kind, finding, whys, cause, correction, prevention,
        owner_member_id, due_on, look_on, case_id, feedback_id, theme_id, cost_cents, currency, actor_kind, actor_id, created_at, updated_at)
      select ${ws}::uuid, ${action.id}::uuid, coalesce(max(number), 0) + 1, ${input.kind}, ${input.finding.trim()}, ${trimmed(input.whys)}::text[],
        ${input.cause?.trim() ?? null}, ${input.correction?.trim() ?? null}, ${input.prevention?.trim() ?? null}, ${owner}::uuid,
        ${input.dueOn}::date, ${shiftDate(input.dueOn, 1)}::date, ${action.case_id}::uuid, ${input.feedbackId ?? null}::uuid,
        ${input.themeId ?? null}::uuid, ${input.costCents ?? null}::bigint, ${input.currency ?? null}, ${ctx.actor.kind},
        ${actorId(ctx.actor)}::uuid, ${ctx.now()}::timestamptz, ${ctx.now()}::timestamptz
      from corrective_actions where workspace_id = ${ws}`)
  } catch (error) {
    const missing = {
      corrective_actions_case_fkey: 'case',
      corrective_actions_feedback_fkey: 'feedback',
    }[violatedConstraint(error) ?? '']
    if (!missing) throw error
    throw new AppError('not_found', `${missing}.not_found`, `There is no such ${missing}. Check the id.`)
  }
  await addEntry(ctx, action.id, { kind: 'logged' })
  await ctx.emit(actionLogged, { subjectId: action.id, payload: about(action) })
  await give(ctx, action.id, owner, input.finding)
  return getAction(ctx, { actionId: action.id })
}

const trimmed = (lines: readonly string[]) => lines.map((line) => line.trim())

async function follow(ctx: Ctx, themeId: string): Promise<void> {
  await themeById(ctx, themeId)
  await keepTheme(ctx, themeId)
}

/** Tells a member that an action is theirs, unless they took it themselves. */
async function give(ctx: Ctx, actionId: string, owner: string | null, finding: string): Promise<void> {
  if (!owner || (ctx.actor.kind === 'member' && ctx.actor.id === owner)) return
  await notify(ctx, {
    memberId: owner,
    kind: 'action.given',
    subjectId: actionId,
    text: `A corrective action is yours: ${short(finding)}`,
    link: linkTo('actions', 'capa', actionId),
    dedupeKey: `action given ${actionId} ${ctx.now().toISOString()}`,
  })
}

/** A finding as it stands in a notice. */
export const short = (finding: string) => (finding.length > 120 ? `${finding.slice(0, 117)}…` : finding)

/** Changes an action that is open or done. What was found effective stays as it is. */
export async function changeAction(
  ctx: Ctx,
  input: Input<typeof contract.changeAction>,
): Promise<Answer<typeof contract.changeAction>> {
  const { actionId, ...change } = input
  const action = await holdAction(ctx, actionId)
  if (action.state !== 'open' && action.state !== 'done') mustMove(action, 'cancel')
  const fields = Object.keys(change).filter((name) => change[name as keyof typeof change] !== undefined)
  if (fields.length === 0) return getAction(ctx, { actionId })
  const today = await todayOf(ctx)
  if (change.dueOn !== undefined && change.dueOn !== action.due_on) checkDay('dueOn', change.dueOn, today)
  if (change.checkOn !== undefined) {
    if (action.state !== 'done')
      throw new AppError(
        'conflict',
        'action.not_done',
        `CAPA ${action.number} is not done yet. Choose the day of the check when you complete it.`,
      )
    checkDay('checkOn', change.checkOn, today)
  }
  if (change.ownerId) await checkMember(ctx, change.ownerId)
  if (change.themeId) await follow(ctx, change.themeId)
  const set = [
    change.kind !== undefined && sql`kind = ${change.kind}`,
    change.finding !== undefined && sql`finding = ${change.finding.trim()}`,
    change.whys !== undefined && sql`whys = ${trimmed(change.whys)}`,
    change.cause !== undefined && sql`cause = ${change.cause?.trim() ?? null}`,
    change.correction !== undefined && sql`correction = ${change.correction?.trim() ?? null}`,
    change.prevention !== undefined && sql`prevention = ${change.prevention?.trim() ?? null}`,
    change.ownerId !== undefined && sql`owner_member_id = ${change.ownerId}`,
    change.themeId !== undefined && sql`theme_id = ${change.themeId}`,
    (change.costCents !== undefined || change.currency !== undefined) &&
      sql`cost_cents = ${change.costCents ?? null}, currency = ${change.currency ?? null}`,
    change.dueOn !== undefined && sql`due_on = ${change.dueOn}`,
    change.dueOn !== undefined && action.state === 'open' && sql`look_on = ${shiftDate(change.dueOn, 1)}`,
    change.checkOn !== undefined && sql`check_on = ${change.checkOn}, look_on = ${change.checkOn}`,
    sql`updated_at = ${ctx.now()}`,
  ].filter((one) => one !== false)
  try {
    await ctx.db.run(sql`
      update corrective_actions set ${sql.join(set, ', ')}
      where workspace_id = ${ctx.workspaceId} and id = ${actionId}`)
  } catch (error) {
    if (violatedConstraint(error) !== 'corrective_actions_done_what') throw error
    throw nothingDone(action)
  }
  await addEntry(ctx, actionId, { kind: 'changed', fields })
  await ctx.emit(actionChanged, { subjectId: actionId, payload: { ...about(action), fields } })
  if (change.ownerId && change.ownerId !== action.owner_member_id)
    await give(ctx, actionId, change.ownerId, change.finding ?? action.finding)
  return getAction(ctx, { actionId })
}

const nothingDone = (action: Held) =>
  new AppError(
    'invalid',
    'action.nothing_done',
    `Write down what CAPA ${action.number} put right, or what keeps it from coming back.`,
  )

/**
 * Says that an action is done, and when it is checked whether it helped. A compensation of a case is a goodwill gesture
 * among its touchpoints, with its cost, once.
 */
export async function completeAction(
  ctx: Ctx,
  input: Input<typeof contract.completeAction>,
): Promise<Answer<typeof contract.completeAction>> {
  const action = await holdAction(ctx, input.actionId)
  mustMove(action, 'complete')
  const today = await todayOf(ctx)
  const checkOn = input.checkOn ?? shiftDate(today, checkAfterDays)
  checkDay('checkOn', checkOn, shiftDate(today, soonestCheckDays))
  const correction = input.correction?.trim() ?? action.correction
  const prevention = input.prevention?.trim() ?? action.prevention
  if (correction === null && prevention === null) throw nothingDone(action)
  await ctx.db.run(sql`
    update corrective_actions set state = 'done', done_at = ${ctx.now()}, check_on = ${checkOn}, look_on = ${checkOn},
      correction = ${correction}, prevention = ${prevention}, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${action.id}`)
  await addEntry(ctx, action.id, { kind: 'done', note: input.note })
  if (action.kind === 'compensation' && action.case_id && action.reopened_count === 0)
    await gesture(ctx, action, correction ?? prevention!)
  await ctx.emit(actionDone, {
    subjectId: action.id,
    payload: { ...about(action), inTime: today <= action.due_on },
  })
  return getAction(ctx, { actionId: action.id })
}

async function gesture(ctx: Ctx, action: Held, summary: string): Promise<void> {
  const whose = await ctx.db.one<{ contact_id: string | null; account_id: string | null }>(sql`
    select contact_id, account_id from cases where workspace_id = ${ctx.workspaceId} and id = ${action.case_id}`)
  await recordTouchpoint(ctx, {
    kind: 'gesture',
    direction: 'out',
    at: ctx.now(),
    summary,
    caseId: action.case_id,
    contactId: whose.contact_id,
    accountId: whose.account_id,
    costCents: action.cost_cents,
    currency: action.currency,
  })
}

/** Drops an open action with a reason. */
export async function cancelAction(
  ctx: Ctx,
  input: Input<typeof contract.cancelAction>,
): Promise<Answer<typeof contract.cancelAction>> {
  const action = await holdAction(ctx, input.actionId)
  mustMove(action, 'cancel')
  await ctx.db.run(sql`
    update corrective_actions set state = 'cancelled', look_on = null, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${action.id}`)
  await addEntry(ctx, action.id, { kind: 'cancelled', note: input.reason })
  await ctx.emit(actionCancelled, { subjectId: action.id, payload: about(action) })
  return getAction(ctx, { actionId: action.id })
}
