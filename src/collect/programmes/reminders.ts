import { invitationReminded } from '#collect/programmes/events.ts'
import { storedSurvey } from '#collect/surveys/queries.ts'
import { surveyMail } from '#collect/surveys/survey-mail.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { queueMail } from '#platform/mail/queue.ts'
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
  for (const one of due) await settle(ctx, one)
  return due.length > 0
}

async function settle(ctx: Ctx, one: Unanswered): Promise<void> {
  const mailId = one.is_over ? null : await remind(ctx, one)
  await ctx.db.run(sql`
    update invitations set reminder_at = null, reminded_at = ${mailId && ctx.now()}, reminder_mail_id = ${mailId}
    where workspace_id = ${ctx.workspaceId} and id = ${one.id}`)
  if (mailId)
    await ctx.emit(invitationReminded, {
      subjectId: one.id,
      payload: { invitationId: one.id, waveId: one.wave_id, mailId },
    })
}

async function remind(ctx: Ctx, one: Unanswered): Promise<string> {
  const survey = await storedSurvey(ctx, one.survey_id)
  const mail = surveyMail(survey, { name: one.name, email: one.email!, locale: one.locale, isReminder: true })
  const { answer } = openLinks(ctx.config, ctx.workspaceId, one.links_sealed)
  return queueMail(ctx, {
    to: { name: one.name, address: one.email! },
    ...mail,
    subject: `Re: ${mail.subject}`,
    topic: 'surveys',
    fromName: survey.brand_shown,
    contactId: one.contact_id,
    inReplyTo: { messageId: one.message_id, references: one.thread_references },
    dedupeKey: `reminder ${one.id}`,
    links: { answer: answer! },
  })
}
