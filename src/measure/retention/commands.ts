import type * as contract from '#measure/retention/contract.ts'
import type { LegalHold, Retention, RetentionRun } from '#measure/retention/contract.ts'
import { holdLifted, holdPlaced, retentionCancelled } from '#measure/retention/events.ts'
import { getLegalHold, getRetention, getRetentionRun } from '#measure/retention/queries.ts'
import { type KindKey, kindOf, periodFault } from '#measure/retention/rules.ts'
import { beginRun } from '#measure/retention/runs.ts'
import { monthsOf, retentionSetting } from '#measure/retention/settings.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { getSetting, putSetting } from '#platform/settings/settings.ts'

/** Sets whether and when it runs, and periods. Throws `retention.period` for one that is too short. */
export async function putRetention(ctx: Ctx, input: Input<typeof contract.putRetention>): Promise<Retention> {
  const before = await getSetting(ctx, retentionSetting)
  const months = { ...before.months, ...input.months }
  const fault = periodFault(monthsOf(months))
  if (fault) throw new AppError('invalid', 'retention.period', fault.message, { kind: fault.kind })
  const isOn = input.isOn ?? before.isOn
  await putSetting(ctx, retentionSetting, {
    isOn,
    since: isOn && !before.isOn ? ctx.now().toISOString() : before.since,
    hour: input.hour ?? before.hour,
    months,
  })
  return getRetention(ctx)
}

/** Begins to anonymise or delete what of a kind has ended. Throws `retention.running` while a run of the kind is under way. */
export async function runRetention(ctx: Ctx, { kind }: { kind: KindKey }): Promise<RetentionRun> {
  const id = await beginRun(ctx, kind, null)
  if (!id)
    throw new AppError(
      'conflict',
      'retention.running',
      `${kindOf(kind).name} are being gone through already. Wait for the end, or cancel that run.`,
    )
  return getRetentionRun(ctx, id)
}

/** Stops a run; what it did stays done. Throws `retention.ended` when there is nothing to stop. */
export async function cancelRetentionRun(ctx: Ctx, { runId }: { runId: string }): Promise<RetentionRun> {
  const { kind } = await getRetentionRun(ctx, runId)
  const stopped = await ctx.db.run(sql`
    update retention_runs set state = 'cancelled', ended_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${runId} and state = 'running'`)
  if (stopped === 0)
    throw new AppError('conflict', 'retention.ended', 'This run has ended. There is nothing to stop.')
  await ctx.emit(retentionCancelled, { subjectId: runId, payload: { runId, kind } })
  return getRetentionRun(ctx, runId)
}

/** Keeps a contact, an account or, with neither named, everything. */
export async function placeLegalHold(
  ctx: Ctx,
  {
    accountId = null,
    contactId = null,
    reason,
  }: { accountId?: string | null; contactId?: string | null; reason: string },
): Promise<LegalHold> {
  if (accountId && contactId)
    throw new AppError(
      'invalid',
      'legal_hold.two',
      'A hold names an account or a contact, not both. Place two holds.',
    )
  const named = accountId
    ? sql`select from accounts where workspace_id = ${ctx.workspaceId} and id = ${accountId}`
    : sql`select from contacts where workspace_id = ${ctx.workspaceId} and id = ${contactId}`
  if ((accountId || contactId) && (await ctx.db.many(named)).length === 0)
    throw new AppError('not_found', 'legal_hold.nobody', 'There is no such account or contact. Check the id.')
  const id = newId()
  await ctx.db.run(sql`
    insert into legal_holds (workspace_id, id, account_id, contact_id, reason, placed_by, placed_at)
    values (${ctx.workspaceId}, ${id}, ${accountId}, ${contactId}, ${reason}, ${actorMember(ctx)}, ${ctx.now()})`)
  await ctx.emit(holdPlaced, { subjectId: id, payload: { holdId: id, accountId, contactId } })
  return getLegalHold(ctx, id)
}

/** Ends a hold. Throws `legal_hold.lifted` where it was lifted already. */
export async function liftLegalHold(ctx: Ctx, { holdId }: { holdId: string }): Promise<LegalHold> {
  await getLegalHold(ctx, holdId)
  const lifted = await ctx.db.run(sql`
    update legal_holds set lifted_by = ${actorMember(ctx)}, lifted_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${holdId} and lifted_at is null`)
  if (lifted === 0) throw new AppError('conflict', 'legal_hold.lifted', 'This hold was lifted already.')
  await ctx.emit(holdLifted, { subjectId: holdId, payload: { holdId } })
  return getLegalHold(ctx, holdId)
}
