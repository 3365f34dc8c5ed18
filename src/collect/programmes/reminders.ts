import { invitationReminded } from '#collect/programmes/events.ts'
import { type StoredSurvey, storedSurvey } from '#collect/surveys/queries.ts'
import { surveyMail } from '#collect/surveys/survey-mail.ts'
import { surveySms } from '#collect/surveys/survey-sms.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { type OutgoingMail, queueMails } from '#platform/mail/queue.ts'
import { openLinks } from '#platform/mail/sender.ts'
import { type OutgoingSms, queueSms } from '#platform/sms/queue.ts'
import { openSmsLinks } from '#platform/sms/sender.ts'

interface Unanswered {
  id: string
  wave_id: string
  survey_id: string
  contact_id: string
  name: string | null
  email: string | null
  locale: string | null
  channel: 'mail' | 'sms'
  phone_e164: string | null
  links_sealed: string | null
  message_id: string | null
  thread_references: string | null
  is_over: boolean
}

/**
 * Reminds of invitations that were not answered, each once, by the way and with the link of the first one; a mail in its thread. Whoever
 * answered, or was never reached, or is too late, is not reminded. One batch in one transaction; false at the end.
 */
export async function remindDue(ctx: Ctx): Promise<boolean> {
  const ws = ctx.workspaceId
  const due = await ctx.db.many<Unanswered>(sql`
    select i.id, i.wave_id, i.survey_id, r.id as contact_id, r.name, r.email, r.phone_e164, r.locale, i.channel,
      coalesce(m.links_sealed, t.links_sealed) as links_sealed, m.message_id, m.thread_references,
      (i.answered_at is not null or i.delivered_at is null or i.expires_at <= ${ctx.now()} or w.state = 'stopped'
        or (case when i.channel = 'sms' then r.phone_e164 else r.email end) is null
        or exists (select 1 from responses x where x.workspace_id = ${ws} and x.invitation_id = i.id)
        or exists (select 1 from survey_sends x where x.workspace_id = ${ws} and x.invitation_id = i.id)) as is_over
    from invitations i
    join waves w on w.workspace_id = ${ws} and w.id = i.wave_id
    join contacts c on c.workspace_id = ${ws} and c.id = i.contact_id
    join contacts r on r.workspace_id = ${ws} and r.id = root_id(c.merged_into_id, c.id)
    left join mails m on m.workspace_id = ${ws} and m.id = i.mail_id
    left join sms_messages t on t.workspace_id = ${ws} and t.id = i.sms_id
    where i.workspace_id = ${ws} and i.reminder_at <= ${ctx.now()}
    order by i.reminder_at, i.id limit 100 for update of i skip locked`)
  const surveys = new Map<string, StoredSurvey>()
  for (const { survey_id } of due)
    if (!surveys.has(survey_id)) surveys.set(survey_id, await storedSurvey(ctx, survey_id))
  const reminded = due.filter((one) => !one.is_over)
  const [byMail, bySms] = (['mail', 'sms'] as const).map((channel) =>
    reminded.filter((one) => one.channel === channel),
  ) as [Unanswered[], Unanswered[]]
  const mailIds = await queueMails(
    ctx,
    byMail.map((one) => reminder(ctx, one, surveys.get(one.survey_id)!)),
  )
  const smsIds = await queueSms(
    ctx,
    bySms.map((one) => smsReminder(ctx, one, surveys.get(one.survey_id)!)),
  )
  const mailOf = new Map(byMail.map((one, i) => [one.id, mailIds[i]!]))
  const smsOf = new Map(bySms.map((one, i) => [one.id, smsIds[i]!]))
  const rows = due.map(({ id }) => ({ id, mail_id: mailOf.get(id) ?? null, sms_id: smsOf.get(id) ?? null }))
  await ctx.db.run(sql`
    update invitations i set reminder_at = null, reminder_mail_id = row.mail_id, reminder_sms_id = row.sms_id,
      reminded_at = case when coalesce(row.mail_id, row.sms_id) is not null then ${ctx.now()}::timestamptz end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id uuid, mail_id uuid, sms_id uuid)
    where i.workspace_id = ${ws} and i.id = row.id`)
  await ctx.emitAll(
    invitationReminded,
    reminded.map((one) => ({
      subjectId: one.id,
      payload: { invitationId: one.id, waveId: one.wave_id, mailId: mailOf.get(one.id) ?? null },
    })),
  )
  return due.length > 0
}

function smsReminder(ctx: Ctx, one: Unanswered, survey: StoredSurvey): OutgoingSms {
  const { answer } = openSmsLinks(ctx.config, ctx.workspaceId, one.links_sealed)
  return {
    to: one.phone_e164!,
    text: surveySms(survey, { name: one.name, locale: one.locale, isReminder: true }),
    topic: 'surveys',
    contactId: one.contact_id,
    dedupeKey: `reminder ${one.id}`,
    links: { answer: answer! },
  }
}

function reminder(ctx: Ctx, one: Unanswered, survey: StoredSurvey): OutgoingMail {
  const mail = surveyMail(survey, { name: one.name, email: one.email!, locale: one.locale, isReminder: true })
  const { answer } = openLinks(ctx.config, ctx.workspaceId, one.links_sealed)
  return {
    to: { name: one.name, address: one.email! },
    ...mail,
    subject: `Re: ${mail.subject}`,
    topic: 'surveys',
    fromName: survey.brand_shown,
    contactId: one.contact_id,
    inReplyTo: { messageId: one.message_id!, references: one.thread_references },
    dedupeKey: `reminder ${one.id}`,
    links: { answer: answer! },
  }
}
