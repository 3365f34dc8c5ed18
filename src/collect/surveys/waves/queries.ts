import { z } from 'zod'
import type { InvitationChannel } from '#collect/surveys/channels.ts'
import type { SurveyKind } from '#collect/surveys/kinds.ts'
import {
  type ExclusionReason,
  exclusionReasons,
  exclusionWords,
  npsGroup,
  npsOf,
  responseRate,
  type WaveWay,
} from '#collect/surveys/rules.ts'
import { type Stage, setAside, stageOf, standingOf } from '#collect/surveys/standing.ts'
import type * as contract from '#collect/surveys/waves/contract.ts'
import type { Audience, Wave, WaveResult } from '#collect/surveys/waves/contract.ts'
import { personOf } from '#collect/surveys/waves/recipients.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'
import { mailStanding } from '#platform/mail/rules.ts'
import type { SendState } from '#platform/outbox/rules.ts'
import { smsStanding } from '#platform/sms/rules.ts'

export interface WaveRow {
  id: string
  survey_id: string
  name: string
  state: Wave['state']
  audience: Audience
  override_reason: string | null
  exempt_reason: string | null
  channel: WaveWay
  programme_id: string | null
  invited_count: number
  excluded_count: number
  started_at: Date
  stopped_at: Date | null
  closes_at: Date
}

export const waveColumns = sql`id, survey_id, name, state, audience, override_reason, exempt_reason, coalesce(terms ->> 'channel', 'mail') as channel, programme_id, invited_count, excluded_count, started_at,
  stopped_at, closes_at`

export function waveOf(row: WaveRow): Wave {
  return {
    id: encodeId('wave', row.id),
    surveyId: encodeId('srv', row.survey_id),
    name: row.name,
    state: row.state,
    audience: {
      segments: row.audience.segments ?? null,
      accounts: row.audience.accountIds?.length ?? null,
      contacts: row.audience.contactIds?.length ?? null,
    },
    channel: row.channel,
    overrideReason: row.override_reason,
    exemptReason: row.exempt_reason,
    programmeId: row.programme_id && encodeId('prg', row.programme_id),
    invited: row.invited_count,
    excluded: row.excluded_count,
    startedAt: row.started_at.toISOString(),
    stoppedAt: row.stopped_at?.toISOString() ?? null,
    closesAt: row.closes_at.toISOString(),
  }
}

/** Waves, newest first. */
export async function listWaves(ctx: Ctx, input: Input<typeof contract.listWaves>) {
  const rows = await ctx.db.many<WaveRow>(sql`
    select ${waveColumns} from waves where workspace_id = ${ctx.workspaceId}
      ${input.survey ? sql`and survey_id = ${input.survey}` : sql.empty}
      ${input.cursor ? sql`and id < ${decodeCursor(input.cursor, z.uuid())}` : sql.empty}
    order by id desc limit ${input.limit + 1}`)
  return toPage(rows, input.limit, waveOf, (row) => row.id)
}

/** One wave with its figures, counted from its invitations and answers. */
export async function getWave(ctx: Ctx, { waveId }: { waveId: string }): Promise<WaveResult> {
  const ws = ctx.workspaceId
  const row = await ctx.db.maybe<WaveRow & { survey_kind: SurveyKind }>(sql`
    select ${waveColumns}, (select s.kind from surveys s where s.workspace_id = ${ws} and s.id = survey_id) as survey_kind
    from waves where workspace_id = ${ws} and id = ${waveId}`)
  if (!row)
    throw new AppError(
      'not_found',
      'wave.not_found',
      `There is no wave ${encodeId('wave', waveId)}. Check the id.`,
    )
  const [scores, asked, mails, texts, reasons, excluded] = await Promise.all([
    ctx.db.many<{ score: number | null; is_provisional: boolean; count: number }>(sql`
      select score, is_provisional, count(*) as count from responses
      where workspace_id = ${ws} and wave_id = ${waveId} group by score, is_provisional`),
    // Somebody who answered got it, whatever the mail server said.
    ctx.db.many<{ channel: InvitationChannel; invited: number; delivered: number; answered: number }>(sql`
      select channel, count(*) as invited, count(*) filter (where delivered_at is not null or answered_at is not null) as delivered,
        count(*) filter (where answered_at is not null) as answered
      from invitations where workspace_id = ${ws} and wave_id = ${waveId} group by channel order by channel`),
    ctx.db.many<{ state: SendState | 'waiting'; count: number }>(sql`
      select case when m.hold is not null then 'waiting' else m.state end as state, count(*) as count
      from invitations i join mails m on m.workspace_id = ${ws} and m.id = i.mail_id
      where i.workspace_id = ${ws} and i.wave_id = ${waveId} group by 1`),
    ctx.db.many<{ state: SendState | 'waiting' | 'undelivered'; count: number }>(sql`
      select case when m.hold is not null then 'waiting' when m.undelivered_at is not null then 'undelivered' else m.state end as state,
        count(*) as count
      from invitations i join sms_messages m on m.workspace_id = ${ws} and m.id = i.sms_id
      where i.workspace_id = ${ws} and i.wave_id = ${waveId} and i.channel = 'sms' group by 1`),
    ctx.db.many<{ key: string; label: string; count: number }>(sql`
      select a.choice as key, max(coalesce((select one->>'label' from jsonb_array_elements(q.choices) one where one->>'key' = a.choice), a.choice)) as label,
        count(*) as count
      from responses r
      join answers a on a.workspace_id = ${ws} and a.response_id = r.id and a.choice is not null
      join survey_questions q on q.workspace_id = ${ws} and q.id = a.question_id
      where r.workspace_id = ${ws} and r.wave_id = ${waveId} and not r.is_provisional
      group by a.choice order by count(*) desc, a.choice`),
    ctx.db.many<{ reason: ExclusionReason; people: number }>(sql`
      select reason, count(*) as people from wave_exclusions
      where workspace_id = ${ws} and wave_id = ${waveId} group by reason`),
  ])
  const counted = scores.filter((one) => !one.is_provisional)
  const groups = { promoter: 0, passive: 0, detractor: 0 }
  const byScore = Array<number>(11).fill(0)
  for (const { score, count } of counted) {
    if (score === null) continue
    if (row.survey_kind === 'nps') groups[npsGroup(score)] += count
    byScore[score]! += count
  }
  const sum = (what: 'delivered' | 'answered') => asked.reduce((all, one) => all + one[what], 0)
  const people = new Map(excluded.map((one) => [one.reason, one.people]))
  return {
    ...waveOf(row),
    delivered: sum('delivered'),
    answered: counted.reduce((sum, one) => sum + one.count, 0),
    provisional: scores.reduce((sum, one) => sum + (one.is_provisional ? one.count : 0), 0),
    responseRate: responseRate(sum('answered'), sum('delivered')),
    byChannel: asked.map((one) => ({ ...one, responseRate: responseRate(one.answered, one.delivered) })),
    surveyKind: row.survey_kind,
    nps: npsOf(groups),
    promoters: groups.promoter,
    passives: groups.passive,
    detractors: groups.detractor,
    scores: byScore,
    reasons,
    mails: Object.fromEntries(mails.map((one) => [one.state, one.count])) as WaveResult['mails'],
    texts: Object.fromEntries(texts.map((one) => [one.state, one.count])) as WaveResult['texts'],
    exclusions: exclusionReasons
      .filter((reason) => people.has(reason))
      .map((reason) => ({ reason, ...exclusionWords[reason], people: people.get(reason)! })),
  }
}

interface InvitationRow {
  id: string
  wave_id: string
  contact_id: string
  name: string | null
  email: string | null
  account_id: string | null
  account_name: string | null
  invited_at: Date
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
  if (input.cursor) conditions.push(sql`i.id > ${decodeCursor(input.cursor, z.uuid())}`)
  const rows = await ctx.db.many<InvitationRow>(sql`
    select i.id, i.wave_id, i.contact_id, c.name, c.email, i.account_id, a.name as account_name, i.invited_at, i.delivered_at,
      i.answered_at, i.expires_at, i.channel, i.mail_id, i.sms_id, coalesce(m.state, t.state) as state, coalesce(m.reason, t.reason) as reason,
      coalesce(m.hold, t.hold) as hold, t.provider_code as code, t.delivered_at is not null as is_delivered,
      t.undelivered_at is not null as is_undelivered, q.id as call_id, ${stageOf(ctx)} as stage, i.not_sent_reason, i.reminder_at, i.reminded_at, ${setAside},
      case when m.bounced_at is not null then coalesce(m.bounce_reply, '') end as bounce
    from invitations i
    join contacts c on c.workspace_id = ${ws} and c.id = i.contact_id
    left join accounts a on a.workspace_id = ${ws} and a.id = i.account_id
    left join mails m on m.workspace_id = ${ws} and m.id = i.mail_id
    left join sms_messages t on t.workspace_id = ${ws} and t.id = i.sms_id
    left join survey_calls q on q.workspace_id = ${ws} and q.invitation_id = i.id
    join waves w on w.workspace_id = ${ws} and w.id = i.wave_id
    left join programme_occasions o on o.workspace_id = ${ws} and o.id = i.occasion_id
    where ${sql.join(conditions, ' and ')} order by i.id limit ${input.limit + 1}`)
  return toPage(
    rows,
    input.limit,
    (row) => ({
      ...personOf(row),
      id: encodeId('inv', row.id),
      waveId: encodeId('wave', row.wave_id),
      invitedAt: row.invited_at.toISOString(),
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
