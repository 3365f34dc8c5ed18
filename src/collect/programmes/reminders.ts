import { invitationReminded } from '#collect/programmes/events.ts'
import { type StoredSurvey, storedSurvey } from '#collect/surveys/queries.ts'
import { surveyMail } from '#collect/surveys/survey-mail.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { type OutgoingMail, queueMails } from '#platform/mail/queue.ts'
import { openLinks } from '#platform/mail/sender.ts'

interface Unanswered {
  id: string
  wave_id: string
  survey_id: string
  contact_id: string
  name: string | null
  email: string | null
  locale: string | null
  links_sealed: string | null
  message_id: string
  thread_references: string | null
  is_over: boolean
}

/**
 * Reminds of invitations that were not answered, each once, with the link of the first mail and in its thread. Whoever
 * answered, or was never reached, or is too late, is not reminded. One batch in one transaction; false at the end.
 */
export async function remindDue(ctx: Ctx): Promise<boolean> {
  const ws = ctx.workspaceId
  const due = await ctx.db.many<Unanswered>(sql`
    select i.id, i.wave_id, i.survey_id, r.id as contact_id, r.name, r.email, r.locale, m.links_sealed, m.message_id, m.thread_references,
      (i.answered_at is not null or i.delivered_at is null or i.expires_at <= ${ctx.now()} or w.state = 'stopped'
        or r.email is null or exists (select 1 from responses x where x.workspace_id = ${ws} and x.invitation_id = i.id)) as is_over
    from invitations i
    join waves w on w.workspace_id = ${ws} and w.id = i.wave_id
    join contacts c on c.workspace_id = ${ws} and c.id = i.contact_id
    join contacts r on r.workspace_id = ${ws} and r.id = root_id(c.merged_into_id, c.id)
    join mails m on m.workspace_id = ${ws} and m.id = i.mail_id
    where i.workspace_id = ${ws} and i.reminder_at <= ${ctx.now()}
    order by i.reminder_at, i.id limit 100 for update of i skip locked`)
  const surveys = new Map<string, StoredSurvey>()
  for (const { survey_id } of due)
    if (!surveys.has(survey_id)) surveys.set(survey_id, await storedSurvey(ctx, survey_id))
  const reminded = due.filter((one) => !one.is_over)
  const mailIds = await queueMails(
    ctx,
    reminded.map((one) => reminder(ctx, one, surveys.get(one.survey_id)!)),
  )
  const mailOf = new Map(reminded.map((one, i) => [one.id, mailIds[i]!]))
  const rows = due.map(({ id }) => ({ id, mail_id: mailOf.get(id) ?? null }))
  await ctx.db.run(sql`
    update invitations i set reminder_at = null, reminder_mail_id = row.mail_id,
      reminded_at = case when row.mail_id is not null then ${ctx.now()}::timestamptz end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id uuid, mail_id uuid)
    where i.workspace_id = ${ws} and i.id = row.id`)
  await ctx.emitAll(
    invitationReminded,
    reminded.map((one) => ({
      subjectId: one.id,
      payload: { invitationId: one.id, waveId: one.wave_id, mailId: mailOf.get(one.id)! },
    })),
  )
  return due.length > 0
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
    inReplyTo: { messageId: one.message_id, references: one.thread_references },
    dedupeKey: `reminder ${one.id}`,
    links: { answer: answer! },
  }
}
