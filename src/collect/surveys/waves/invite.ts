import { callsPlanned } from '#collect/surveys/calls/events.ts'
import type { StoredSurvey } from '#collect/surveys/queries.ts'
import { surveyMail } from '#collect/surveys/survey-mail.ts'
import { surveySms } from '#collect/surveys/survey-sms.ts'
import type { Judged } from '#collect/surveys/waves/recipients.ts'
import { callTimes } from '#customers/consent/calls.ts'
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

/**
 * Writes invitations with what asks by them: a mail or text message with a personal link, a card that waits in the product,
 * or a call for the member who calls. An exempt wave does not count for the limit of a month.
 */
export async function invite(
  ctx: Ctx,
  survey: StoredSurvey,
  wave: { id: string; isExempt: boolean; reminderDays: number | null; callerId?: string },
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
  const mailOf = new Map(byMail.map(({ id }, i) => [id, mailIds[i]!]))
  const smsOf = new Map(bySms.map(({ id }, i) => [id, smsIds[i]!]))
  const remindAfter = wave.reminderDays === null ? null : wave.reminderDays * 86_400_000
  const isSent = ({ channel }: Judged) => channel === 'mail' || channel === 'sms'
  const rows = made.map(({ person, id, row, occasionId, sendAt, expiresAt }) => ({
    id,
    contact_id: person.id,
    account_id: person.account_id,
    channel: person.channel,
    mail_id: mailOf.get(id) ?? null,
    sms_id: smsOf.get(id) ?? null,
    occasion_id: occasionId,
    send_at: sendAt,
    expires_at: expiresAt,
    reminder_at:
      remindAfter && isSent(person) ? new Date((sendAt ?? ctx.now()).getTime() + remindAfter) : null,
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
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id uuid, channel text, token_id uuid, hash text)
    where channel in ('mail', 'sms')`)
  const calls = rows.filter(({ channel }) => channel === 'phone')
  if (calls.length > 0) await planTasks(ctx, survey, wave, calls)
}

/** A call to be made for each invitation by phone, in the waking hours of the person; where its caller has left, by an owner. */
async function planTasks(
  ctx: Ctx,
  survey: StoredSurvey,
  wave: { id: string; callerId?: string },
  calls: readonly { id: string; contact_id: string; send_at: Date | null }[],
): Promise<void> {
  const ws = ctx.workspaceId
  const { caller } = await ctx.db.one<{ caller: string }>(sql`
    select id as caller from members where workspace_id = ${ws} and removed_at is null
    order by id is distinct from ${wave.callerId ?? null}::uuid, role <> 'owner', id limit 1`)
  const times = await callTimes(
    ctx,
    calls.map((one) => ({ contactId: one.contact_id, at: one.send_at ?? ctx.now() })),
  )
  const rows = calls.map((one, i) => ({ ...one, call_id: newId(), try_at: times[i]! }))
  await ctx.db.run(sql`
    insert into survey_calls (workspace_id, id, wave_id, survey_id, invitation_id, contact_id, assignee_member_id, try_at, created_at)
    select ${ws}::uuid, call_id, ${wave.id}::uuid, ${survey.id}::uuid, id, contact_id, ${caller}::uuid, try_at, ${ctx.now()}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id uuid, call_id uuid, contact_id uuid, try_at timestamptz)`)
  await ctx.emit(callsPlanned, { subjectId: wave.id, payload: { waveId: wave.id, calls: rows.length } })
}
