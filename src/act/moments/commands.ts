import { advance, redate } from '#act/cases/advance.ts'
import { loadCase } from '#act/cases/load.ts'
import { dueText, stepOf } from '#act/cases/rules.ts'
import type * as contract from '#act/moments/contract.ts'
import { momentRecorded } from '#act/moments/events.ts'
import { showMoments } from '#act/moments/queries.ts'
import { accountMoments } from '#act/playbooks/language.ts'
import { momentText } from '#act/playbooks/rules.ts'
import { recordNote } from '#act/touchpoints/commands.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'

/**
 * Records when a moment that the playbook names happened, or corrects it: open steps counted from it get their dates
 * from this one. A moment may be recorded before it comes.
 */
export async function recordMoment(
  ctx: Ctx,
  { caseId, name, at }: Input<typeof contract.recordMoment>,
): Promise<Answer<typeof contract.recordMoment>> {
  const loaded = await loadCase(ctx, caseId)
  const { record, playbook, calendar } = loaded
  if (record.status !== 'open')
    throw new AppError('conflict', 'case.ended', `This case is ${record.status}. Reopen it first.`)
  if (record.paused_at)
    throw new AppError('conflict', 'case.paused', 'This case is paused. Go on with it first.')
  if (!playbook.moments.includes(name)) {
    const isOfAccount = accountMoments.some((one) => one === name)
    throw new AppError(
      'invalid',
      'case.unknown_moment',
      isOfAccount
        ? `“${name}” is a date of the account. Set it there.`
        : `The playbook of this case names no moment “${name}”. It names ${playbook.moments.join(', ') || 'none'}.`,
    )
  }
  await ctx.db.run(sql`
    insert into case_moments (workspace_id, case_id, name, at, recorded_by_member_id, recorded_at)
    values (${ctx.workspaceId}, ${caseId}, ${name}, ${at}, ${actorMember(ctx)}, ${ctx.now()})
    on conflict (workspace_id, case_id, name) do update set at = excluded.at,
      recorded_by_member_id = excluded.recorded_by_member_id, recorded_at = excluded.recorded_at`)
  record.moments = { ...record.moments, [name]: at.toISOString() }
  for (const row of loaded.steps) {
    const step = stepOf(playbook, row.step_key)
    if (row.state === 'open' && row.latest_at && step?.due.after === name)
      await redate(ctx, loaded, row, step)
  }
  await recordNote(
    ctx,
    record,
    `Recorded: ${momentText(name, playbook.steps)}, ${dueText(at, calendar.zone)}.`,
  )
  await ctx.emit(momentRecorded, {
    subjectId: caseId,
    payload: { caseId, playbook: record.playbook_key, moment: name, at: at.toISOString() },
  })
  await advance(ctx, loaded)
  return showMoments(ctx, loaded)
}
