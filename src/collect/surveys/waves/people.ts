import { z } from 'zod'
import type { InvitationChannel } from '#collect/surveys/channels.ts'
import { type ExclusionReason, exclusionWords, type Stage } from '#collect/surveys/rules.ts'
import { placeJoins, placeOf, setAside, stageOf, standingOf } from '#collect/surveys/standing.ts'
import type * as contract from '#collect/surveys/waves/contract.ts'
import { personOf } from '#collect/surveys/waves/recipients.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { encodeId } from '#platform/ids.ts'
import { mailStanding } from '#platform/mail/rules.ts'
import type { SendState } from '#platform/outbox/rules.ts'
import { smsStanding } from '#platform/sms/rules.ts'

interface InvitationRow {
  id: string
  wave_id: string
  contact_id: string
  name: string | null
  email: string | null
  account_id: string | null
  account_name: string | null
  invited_at: Date
  send_at: Date | null
  delivered_at: Date | null
  answered_at: Date | null
  expires_at: Date
  channel: InvitationChannel
  mail_id: string | null
  sms_id: string | null
  code: number | null
  is_delivered: boolean
  is_undelivered: boolean
  call_id: string | null
  stage: Stage | null
  not_sent_reason: string | null
  state: SendState | null
  reason: string | null
  hold: string | null
  bounce: string | null
  reminder_at: Date | null
  reminded_at: Date | null
  exempt_reason: string | null
  override_reason: string | null
}

/** Who was asked, and what became of it. */
export async function listInvitations(ctx: Ctx, input: Input<typeof contract.listInvitations>) {
  const ws = ctx.workspaceId
  const conditions = [sql`i.workspace_id = ${ws}`]
  if (input.wave) conditions.push(sql`i.wave_id = ${input.wave}`)
  if (input.contact) conditions.push(sql`i.contact_id = ${input.contact}`)
  if (input.answered !== undefined)
    conditions.push(input.answered ? sql`i.answered_at is not null` : sql`i.answered_at is null`)
  if (input.sent !== undefined)
    conditions.push(input.sent ? sql`i.not_sent_reason is null` : sql`i.not_sent_reason is not null`)
  if (input.reason) conditions.push(sql`i.not_sent_reason = ${input.reason}`)
  if (input.survey) conditions.push(sql`i.survey_id = ${input.survey}`)
  if (input.channel) conditions.push(sql`i.channel = ${input.channel}`)
  if (input.place) conditions.push(sql`${placeOf(ctx)} = ${input.place}`)
  if (input.reached !== undefined)
    conditions.push(sql`(i.delivered_at is not null or i.answered_at is not null) = ${input.reached}`)
  if (input.cursor) conditions.push(sql`i.id > ${decodeCursor(input.cursor, z.uuid())}`)
  const rows = await ctx.db.many<InvitationRow>(sql`
    select i.id, i.wave_id, i.contact_id, c.name, c.email, i.account_id, a.name as account_name, i.invited_at, i.send_at, i.delivered_at,
      i.answered_at, i.expires_at, i.channel, i.mail_id, i.sms_id, coalesce(m.state, t.state) as state, coalesce(m.reason, t.reason) as reason,
      coalesce(m.hold, t.hold) as hold, t.provider_code as code, t.delivered_at is not null as is_delivered,
      t.undelivered_at is not null as is_undelivered, q.id as call_id, ${stageOf(ctx)} as stage, i.not_sent_reason, i.reminder_at, i.reminded_at, ${setAside},
      case when m.bounced_at is not null then coalesce(m.bounce_reply, '') end as bounce
    from invitations i ${placeJoins(ctx)}
    left join programme_occasions o on o.workspace_id = ${ws} and o.id = i.occasion_id
    join contacts c on c.workspace_id = ${ws} and c.id = i.contact_id
    left join accounts a on a.workspace_id = ${ws} and a.id = i.account_id
    where ${sql.join(conditions, ' and ')} order by i.id limit ${input.limit + 1}`)
  return toPage(
    rows,
    input.limit,
    (row) => ({
      ...personOf(row),
      id: encodeId('inv', row.id),
      waveId: encodeId('wave', row.wave_id),
      invitedAt: row.invited_at.toISOString(),
      sendAt: row.send_at?.toISOString() ?? null,
      deliveredAt: row.delivered_at?.toISOString() ?? null,
      answeredAt: row.answered_at?.toISOString() ?? null,
      expiresAt: row.expires_at.toISOString(),
      channel: row.channel,
      smsId: row.sms_id === null ? null : encodeId('sms', row.sms_id),
      mailId: row.mail_id === null ? null : encodeId('mail', row.mail_id),
      callId: row.call_id === null ? null : encodeId('call', row.call_id),
      mail:
        row.state === null
          ? row.stage && cardStanding(row.stage, row.not_sent_reason)
          : row.channel === 'sms'
            ? smsStanding({
                state: row.state,
                reason: row.reason,
                hold: row.hold,
                code: row.code,
                isDelivered: row.is_delivered,
                isUndelivered: row.is_undelivered,
              })
            : mailStanding({ state: row.state, reason: row.reason, hold: row.hold, bounce: row.bounce }),
      reminderAt: row.reminder_at?.toISOString() ?? null,
      remindedAt: row.reminded_at?.toISOString() ?? null,
      exemptReason: row.exempt_reason,
      overrideReason: row.override_reason,
    }),
    (row) => row.id,
  )
}

function cardStanding(stage: Stage, reason: string | null) {
  const { state, why } = standingOf(stage, reason)
  return { state, why }
}

interface ExclusionRow {
  id: string
  wave_id: string
  contact_id: string
  name: string | null
  email: string | null
  account_id: string | null
  account_name: string | null
  reason: ExclusionReason
  excluded_at: Date
}

/** Who was left out, and why. */
export async function listExclusions(ctx: Ctx, input: Input<typeof contract.listExclusions>) {
  const ws = ctx.workspaceId
  const conditions = [sql`x.workspace_id = ${ws}`]
  if (input.wave) conditions.push(sql`x.wave_id = ${input.wave}`)
  if (input.contact) conditions.push(sql`x.contact_id = ${input.contact}`)
  if (input.reason) conditions.push(sql`x.reason = ${input.reason}`)
  if (input.cursor) conditions.push(sql`x.id > ${decodeCursor(input.cursor, z.uuid())}`)
  const rows = await ctx.db.many<ExclusionRow>(sql`
    select x.id, x.wave_id, x.contact_id, c.name, c.email, c.account_id, a.name as account_name, x.reason, x.excluded_at
    from wave_exclusions x
    join contacts c on c.workspace_id = ${ws} and c.id = x.contact_id
    left join accounts a on a.workspace_id = ${ws} and a.id = c.account_id
    where ${sql.join(conditions, ' and ')} order by x.id limit ${input.limit + 1}`)
  return toPage(
    rows,
    input.limit,
    (row) => ({
      ...personOf(row),
      waveId: encodeId('wave', row.wave_id),
      reason: row.reason,
      why: exclusionWords[row.reason].why,
      excludedAt: row.excluded_at.toISOString(),
    }),
    (row) => row.id,
  )
}
