import { dueText } from '#act/cases/rules.ts'
import type * as contract from '#act/snoozes/contract.ts'
import { stepSnoozed, stepWoken } from '#act/snoozes/events.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'

function me(ctx: Ctx): string {
  if (ctx.actor.kind === 'member') return ctx.actor.id
  throw new AppError('forbidden', 'snooze.member_only', 'Only a signed-in member has a day to snooze on.')
}

/** What the asking member put out of sight and has not come back. */
export async function listSnoozes(ctx: Ctx): Promise<Answer<typeof contract.listSnoozes>> {
  const ws = ctx.workspaceId
  const rows = await ctx.db.many<{
    step_id: string
    case_id: string
    title: string
    contact: string | null
    until: Date
    latest_at: Date | null
  }>(sql`
    select z.step_id, s.case_id, s.title, coalesce(c.name, c.email) as contact, z.until, s.latest_at
    from step_snoozes z
    join case_steps s on s.workspace_id = ${ws} and s.id = z.step_id and s.state = 'open'
    join cases k on k.workspace_id = ${ws} and k.id = s.case_id
    left join contacts c on c.workspace_id = ${ws} and c.id = k.contact_id
    where z.workspace_id = ${ws} and z.member_id = ${me(ctx)} and z.until > ${ctx.now()} order by z.until, z.step_id limit 200`)
  return {
    data: rows.map((row) => ({
      stepId: encodeId('step', row.step_id),
      caseId: encodeId('case', row.case_id),
      title: row.title,
      contact: row.contact,
      until: row.until.toISOString(),
      latestAt: row.latest_at?.toISOString() ?? null,
    })),
  }
}

/** Puts a step, or one's open steps of a case, out of sight until a time that no due time comes before. */
export async function snooze(
  ctx: Ctx,
  input: Input<typeof contract.snooze>,
): Promise<Answer<typeof contract.snooze>> {
  const ws = ctx.workspaceId
  const memberId = me(ctx)
  const { until } = input
  const refused = (code: string, message: string) =>
    new AppError('invalid', `snooze.${code}`, message, { fields: [{ field: 'until', message }] })
  if (until <= ctx.now()) throw refused('past', 'This time has passed. Choose one ahead.')
  const which = input.stepId
    ? sql`s.id = ${input.stepId}`
    : sql`s.case_id = ${input.caseId!} and coalesce(s.assignee_member_id, k.lead_member_id) = ${memberId}`
  const steps = await ctx.db.many<{
    id: string
    case_id: string
    title: string
    latest_at: Date | null
    zone: string
  }>(sql`
    select s.id, s.case_id, s.title, s.latest_at, s.zone from case_steps s
    join cases k on k.workspace_id = ${ws} and k.id = s.case_id
    where s.workspace_id = ${ws} and s.state = 'open' and ${which} order by s.latest_at nulls last for update of s`)
  const [first] = steps
  if (!first)
    throw new AppError(
      'not_found',
      'step.not_found',
      input.stepId
        ? 'There is no such open step. Load your day again.'
        : 'No open step of this case is yours. Choose a step.',
    )
  if (first.latest_at && first.latest_at <= ctx.now())
    throw refused('late', `“${first.title}” is late. It stays in sight until it is done.`)
  if (first.latest_at && until > first.latest_at)
    throw refused(
      'past_due',
      `“${first.title}” is due ${dueText(first.latest_at, first.zone)}. Choose a time before it.`,
    )
  for (const step of steps) {
    await ctx.db.run(sql`
      insert into step_snoozes (workspace_id, member_id, step_id, until, snoozed_at)
      values (${ws}, ${memberId}, ${step.id}, ${until}, ${ctx.now()})
      on conflict (workspace_id, member_id, step_id) do update set until = excluded.until, snoozed_at = excluded.snoozed_at`)
    await ctx.emit(stepSnoozed, {
      subjectId: step.case_id,
      payload: { caseId: step.case_id, stepId: step.id, memberId, until: until.toISOString() },
    })
  }
  return listSnoozes(ctx)
}

/** Brings a step back to the day of the asking member. */
export async function wake(
  ctx: Ctx,
  { stepId }: Input<typeof contract.wake>,
): Promise<Answer<typeof contract.wake>> {
  const memberId = me(ctx)
  const woken = await ctx.db.run(sql`
    delete from step_snoozes where workspace_id = ${ctx.workspaceId} and member_id = ${memberId} and step_id = ${stepId}`)
  if (woken > 0) await ctx.emit(stepWoken, { subjectId: stepId, payload: { stepId, memberId } })
  return listSnoozes(ctx)
}
