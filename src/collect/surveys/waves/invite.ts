import type { StoredSurvey } from '#collect/surveys/queries.ts'
import { surveyMail } from '#collect/surveys/survey-mail.ts'
import { surveySms } from '#collect/surveys/survey-sms.ts'
import type { Judged } from '#collect/surveys/waves/recipients.ts'
import { baseUrl } from '#platform/config.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { newId } from '#platform/ids.ts'
import { queueMails } from '#platform/mail/queue.ts'
import { queueSms } from '#platform/sms/queue.ts'
import { prepareToken } from '#platform/tokens/tokens.ts'

/** Somebody to be invited, for what, and when it leaves (null: now). */
export interface Invitee {
  person: Judged
  occasionId: string | null
  sendAt: Date | null
  expiresAt: Date
}

/** Writes who is left out of a wave, and why. Written twice, it stands once. */
export async function leaveOut(
  ctx: Ctx,
  waveId: string,
  people: readonly { contactId: string; reason: string; occasionId: string | null }[],
): Promise<void> {
  if (people.length === 0) return
  const rows = people.map((one) => ({
    id: newId(),
    contact_id: one.contactId,
    reason: one.reason,
    occasion_id: one.occasionId,
  }))
  await ctx.db.run(sql`
    insert into wave_exclusions (workspace_id, id, wave_id, contact_id, occasion_id, reason, excluded_at)
    select ${ctx.workspaceId}::uuid, id, ${waveId}::uuid, contact_id, occasion_id, reason, ${ctx.now()}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id uuid, contact_id uuid, occasion_id uuid, reason text)
    on conflict (workspace_id, wave_id, contact_id, occasion_id) do nothing`)
}

/** Writes invitations with their mails or text messages and personal links. An exempt wave does not count for the limit of a month. */
export async function invite(
  ctx: Ctx,
  survey: StoredSurvey,
  wave: { id: string; isExempt: boolean; reminderDays: number | null },
  people: readonly Invitee[],
): Promise<void> {
  if (people.length === 0) return
  const made = people.map((one) => ({ ...one, id: newId(), ...prepareToken(ctx.workspaceId) }))
  const keyOf = ({ person, occasionId }: Invitee) =>
    `wave ${wave.id} ${person.id}${occasionId ? ` ${occasionId}` : ''}`
  const [byMail, bySms] = (['mail', 'sms'] as const).map((channel) =>
    made.filter(({ person }) => person.channel === channel),
  ) as [typeof made, typeof made]
  const mailIds = await queueMails(
    ctx,
    byMail.map(({ token, ...one }) => ({
      to: { name: one.person.name, address: one.person.email! },
      ...surveyMail(survey, { ...one.person, email: one.person.email! }),
      topic: 'surveys' as const,
      fromName: survey.brand_shown,
      contactId: one.person.id,
      dedupeKey: keyOf(one),
      ...(one.sendAt && { notBefore: one.sendAt }),
      links: { answer: `${baseUrl(ctx.config)}/s/${token}` },
    })),
  )
  const smsIds = await queueSms(
    ctx,
    bySms.map(({ token, ...one }) => ({
      to: one.person.phone_e164!,
      text: surveySms(survey, one.person),
      topic: 'surveys' as const,
      contactId: one.person.id,
      dedupeKey: keyOf(one),
      ...(one.sendAt && { notBefore: one.sendAt }),
      links: { answer: `${baseUrl(ctx.config)}/s/${token}` },
    })),
  )
  const wayOf = new Map<string, { channel: 'mail' | 'sms'; mail_id: string | null; sms_id: string | null }>([
    ...byMail.map(({ id }, i) => [id, { channel: 'mail', mail_id: mailIds[i]!, sms_id: null }] as const),
    ...bySms.map(({ id }, i) => [id, { channel: 'sms', mail_id: null, sms_id: smsIds[i]! }] as const),
  ])
  const remindAfter = wave.reminderDays === null ? null : wave.reminderDays * 86_400_000
  const rows = made.map(({ person, id, row, occasionId, sendAt, expiresAt }) => ({
    id,
    contact_id: person.id,
    account_id: person.account_id,
    ...wayOf.get(id)!,
    occasion_id: occasionId,
    send_at: sendAt,
    expires_at: expiresAt,
    reminder_at: remindAfter && new Date((sendAt ?? ctx.now()).getTime() + remindAfter),
    token_id: row.id,
    hash: row.hash.toString('hex'),
  }))
  await ctx.db.run(sql`
    insert into invitations (workspace_id, id, wave_id, survey_id, contact_id, account_id, channel, mail_id, sms_id,
      occasion_id, is_exempt, invited_at, send_at, expires_at, reminder_at, not_sent_reason)
    select ${ctx.workspaceId}::uuid, row.id, ${wave.id}::uuid, ${survey.id}::uuid, row.contact_id, row.account_id, row.channel, row.mail_id,
      row.sms_id, row.occasion_id, ${wave.isExempt}, ${ctx.now()}, row.send_at, row.expires_at, row.reminder_at,
      case when coalesce(m.state, t.state) = 'suppressed' then coalesce(m.reason, t.reason) end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id uuid, contact_id uuid, account_id uuid, channel text, mail_id uuid,
      sms_id uuid, occasion_id uuid, send_at timestamptz, expires_at timestamptz, reminder_at timestamptz)
    left join mails m on m.workspace_id = ${ctx.workspaceId} and m.id = row.mail_id
    left join sms_messages t on t.workspace_id = ${ctx.workspaceId} and t.id = row.sms_id`)
  await ctx.db.run(sql`
    insert into tokens (workspace_id, id, purpose, hash, subject_id, created_at)
    select ${ctx.workspaceId}::uuid, token_id, 'survey', decode(hash, 'hex'), id, ${ctx.now()}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id uuid, token_id uuid, hash text)`)
}
