import { waveStopped } from '#collect/surveys/events.ts'
import type { WaveResult } from '#collect/surveys/waves/contract.ts'
import { getWave } from '#collect/surveys/waves/queries.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { cancelMails } from '#platform/mail/commands.ts'
import { takeBackSms } from '#platform/sms/commands.ts'

/**
 * Asks nobody further and takes back what has not left, reminders, cards and calls too; whoever was not reached by then was
 * not asked. Answers already given stay.
 */
export async function stopWave(ctx: Ctx, { waveId }: { waveId: string }): Promise<WaveResult> {
  const { pending } = await getWave(ctx, { waveId })
  const ws = ctx.workspaceId
  const stopped = await ctx.db.run(sql`
    update waves set state = 'stopped', stopped_at = ${ctx.now()}
    where workspace_id = ${ws} and id = ${waveId} and state <> 'stopped'`)
  await ctx.db.run(sql`
    update survey_calls set state = 'stopped', settled_at = ${ctx.now()}
    where workspace_id = ${ws} and wave_id = ${waveId} and state = 'open'`)
  await ctx.db.run(sql`
    update invitations set not_sent_reason = 'wave_stopped'
    where workspace_id = ${ws} and wave_id = ${waveId} and channel in ('in_app', 'phone') and delivered_at is null
      and answered_at is null and not_sent_reason is null`)
  await ctx.db.run(sql`
    update invitations set reminder_at = null
    where workspace_id = ${ws} and wave_id = ${waveId} and reminder_at is not null`)
  const waiting = (table: Sql, first: Sql, reminder: Sql) =>
    ctx.db.many<{ id: string }>(sql`
      select m.id from invitations i
      cross join lateral unnest(array[${first}, ${reminder}]) sent (id)
      join ${table} m on m.workspace_id = ${ws} and m.id = sent.id
      where i.workspace_id = ${ws} and i.wave_id = ${waveId} and m.state in ('queued', 'deferred')`)
  const mails = await waiting(sql`mails`, sql`i.mail_id`, sql`i.reminder_mail_id`)
  const texts = await waiting(sql`sms_messages`, sql`i.sms_id`, sql`i.reminder_sms_id`)
  const textsBack = await takeBackSms(
    ctx,
    texts.map((row) => row.id),
    'wave_stopped',
  )
  const mailsBack = await cancelMails(
    ctx,
    mails.map((row) => row.id),
    'wave_stopped',
  )
  if (stopped > 0)
    await ctx.emit(waveStopped, {
      subjectId: waveId,
      payload: { waveId, takenBack: mailsBack.length + textsBack.length + pending.cards + pending.calls },
    })
  return getWave(ctx, { waveId })
}
