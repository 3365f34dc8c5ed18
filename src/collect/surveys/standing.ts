import type { InvitationChannel } from '#collect/surveys/channels.ts'
import { type ExclusionReason, exclusionWords, type Stage, stages } from '#collect/surveys/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { mailStanding } from '#platform/mail/rules.ts'
import { smsStanding } from '#platform/sms/rules.ts'

const whys: Partial<Record<Stage, string>> = {
  stopped: 'The wave was stopped before.',
  not_seen: 'They were on no page of the product while the survey was open.',
}

/** The stages that mean that it reached the person, waits, or was kept back. */
export function stagesOf(outcome: 'reached' | 'waiting' | 'kept_back'): string[] {
  return Object.entries(stages).flatMap(([stage, one]) => (one.outcome === outcome ? [stage] : []))
}

/** The stage of an invitation `i` of the wave `w` by card or call, with its call `q`; null for mails and text messages. */
export function stageOf(ctx: Ctx): Sql {
  return sql`case when i.channel not in ('in_app', 'phone') then null
    when i.not_sent_reason is not null then 'not_sent' when i.answered_at is not null then 'answered'
    when i.dismissed_at is not null then 'dismissed' when q.state = 'refused' then 'refused'
    when i.delivered_at is not null then 'shown' when w.state = 'stopped' then 'stopped'
    when i.channel = 'phone' then case when q.tries > 0 then 'tried' else 'to_call' end
    when i.expires_at <= ${ctx.now()} then 'not_seen' else 'waiting' end`
}

/** Why the limit of a month did not hold for somebody of the wave `w`, asked for the occasion `o` where there is one. */
export const setAside = sql`w.exempt_reason, case when w.exempt_reason is null then coalesce(o.override_reason, w.override_reason) end as override_reason`

/**
 * Where the invitation `i` stands with what asks by it: the state of its mail `m` or text message `t`, the stage of its card
 * or call. The counts of a wave and the lists behind them both read it.
 */
export function placeOf(ctx: Ctx): Sql {
  return sql`coalesce(case when m.hold is not null then 'waiting' when m.bounced_at is not null then 'bounced' else m.state end,
    case when t.hold is not null then 'waiting' when t.undelivered_at is not null then 'undelivered' else t.state end,
    ${stageOf(ctx)}, 'waiting')`
}

/** What `placeOf` reads beside invitations `i`. */
export function placeJoins({ workspaceId: ws }: Ctx): Sql {
  return sql`
    join waves w on w.workspace_id = ${ws} and w.id = i.wave_id
    left join mails m on m.workspace_id = ${ws} and m.id = i.mail_id
    left join sms_messages t on t.workspace_id = ${ws} and t.id = i.sms_id
    left join survey_calls q on q.workspace_id = ${ws} and q.invitation_id = i.id`
}

const ownReasons: Record<string, string> = {
  wrong_number: 'Wrong number: somebody else answered.',
  wave_stopped: 'The wave was stopped before.',
  undelivered: 'The network could not deliver it.',
  failed: 'It could not be sent.',
  suppressed: 'It was held back.',
}

/** Why somebody who was invited was not reached after all, in words. */
export function notSentWhy(channel: InvitationChannel, reason: string): string {
  const own = ownReasons[reason] ?? exclusionWords[reason as ExclusionReason]?.why
  if (own) return own
  const message = { state: 'failed', reason, hold: null } as const
  const { why } =
    channel === 'sms'
      ? smsStanding({ ...message, code: null, isDelivered: false, isUndelivered: false })
      : mailStanding({ ...message, bounce: null })
  return why ?? reason
}

/** The people of waves who were invited and not reached, counted by wave and reason. */
export async function notSentOf(ctx: Ctx, waveIds: readonly string[]) {
  const rows = await ctx.db.many<{
    wave_id: string
    channel: InvitationChannel
    reason: string
    people: number
  }>(sql`
    select wave_id, channel, not_sent_reason as reason, count(*) as people from invitations
    where workspace_id = ${ctx.workspaceId} and wave_id = any(${waveIds}::uuid[]) and not_sent_reason is not null
    group by 1, 2, 3 order by count(*) desc, 2, 3`)
  return rows.map((row) => ({ ...row, why: notSentWhy(row.channel, row.reason) }))
}

/** Where a card or call stands, in words for people: the state, and why; as for a mail. */
export function standingOf(stage: Stage, reason: string | null) {
  const { outcome, state } = stages[stage]
  const why = stage === 'not_sent' ? reason && notSentWhy('phone', reason) : (whys[stage] ?? null)
  return { outcome, state, why }
}
