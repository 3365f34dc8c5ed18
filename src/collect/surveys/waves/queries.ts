import { z } from 'zod'
import type { InvitationChannel } from '#collect/surveys/channels.ts'
import type { SurveyKind } from '#collect/surveys/kinds.ts'
import { scoresOfKind } from '#collect/surveys/results/scores.ts'
import {
  type ExclusionReason,
  exclusionReasons,
  exclusionWords,
  npsGroup,
  responseRate,
  type WaveWay,
} from '#collect/surveys/rules.ts'
import { notSentOf, placeJoins, placeOf } from '#collect/surveys/standing.ts'
import type * as contract from '#collect/surveys/waves/contract.ts'
import type { Audience, Wave, WaveResult } from '#collect/surveys/waves/contract.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'

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
  not_sent: number
  excluded_count: number
  started_at: Date
  stopped_at: Date | null
  closes_at: Date
}

export const waveColumns = sql`id, survey_id, name, state, audience, override_reason, exempt_reason, coalesce(terms ->> 'channel', 'mail') as channel, programme_id, invited_count,
  (select count(*) from invitations n where n.workspace_id = waves.workspace_id and n.wave_id = waves.id and n.not_sent_reason is not null) as not_sent,
  excluded_count, started_at, stopped_at, closes_at`

export function waveOf(row: WaveRow): Wave {
  return {
    id: encodeId('wave', row.id),
    surveyId: encodeId('srv', row.survey_id),
    name: row.name,
    state: row.state,
    audience: {
      segments: row.audience.segments ?? null,
      roles: row.audience.roles ?? null,
      accounts: row.audience.accountIds?.length ?? null,
      contacts: row.audience.contactIds?.length ?? null,
    },
    channel: row.channel,
    overrideReason: row.override_reason,
    exemptReason: row.exempt_reason,
    programmeId: row.programme_id && encodeId('prg', row.programme_id),
    invited: row.invited_count,
    notSent: row.not_sent,
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
  const [scores, asked, places, reasons, excluded, later, notSent] = await Promise.all([
    ctx.db.many<{ score: number | null; is_provisional: boolean; count: number }>(sql`
      select score, is_provisional, count(*) as count from responses
      where workspace_id = ${ws} and wave_id = ${waveId} group by score, is_provisional`),
    // Somebody who answered got it, whatever the mail server said.
    ctx.db.many<{ channel: InvitationChannel; invited: number; delivered: number; answered: number }>(sql`
      select channel, count(*) as invited, count(*) filter (where delivered_at is not null or answered_at is not null) as delivered,
        count(*) filter (where answered_at is not null) as answered
      from invitations where workspace_id = ${ws} and wave_id = ${waveId} group by channel order by channel`),
    ctx.db.many<{ channel: InvitationChannel; place: string; count: number }>(sql`
      select i.channel, ${placeOf(ctx)} as place, count(*) as count from invitations i ${placeJoins(ctx)}
      where i.workspace_id = ${ws} and i.wave_id = ${waveId} group by 1, 2 order by 3 desc`),
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
    ctx.db.one<{ cards: number; calls: number; reminders: number; silent: number }>(sql`
      select count(*) filter (where i.answered_at is null and i.not_sent_reason is null) as silent,
        count(*) filter (where i.channel = 'in_app' and i.answered_at is null and i.dismissed_at is null
          and i.expires_at > ${ctx.now()}) as cards,
        count(*) filter (where (i.reminder_at is not null and i.answered_at is null and i.not_sent_reason is null)
          or coalesce(m.state, t.state) in ('queued', 'deferred')) as reminders,
        (select count(*) from survey_calls where workspace_id = ${ws} and wave_id = ${waveId} and state = 'open') as calls
      from invitations i
      left join mails m on m.workspace_id = ${ws} and m.id = i.reminder_mail_id
      left join sms_messages t on t.workspace_id = ${ws} and t.id = i.reminder_sms_id
      where i.workspace_id = ${ws} and i.wave_id = ${waveId}`),
    notSentOf(ctx, [waveId]),
  ])
  const counted = scores.filter((one) => !one.is_provisional)
  const groups = { promoter: 0, passive: 0, detractor: 0 }
  const given = counted.flatMap(({ score, count }) => (score === null ? [] : [{ number: score, count }]))
  const byScore = Array<number>(11).fill(0)
  for (const { number, count } of given) {
    if (row.survey_kind === 'nps') groups[npsGroup(number)] += count
    byScore[number]! += count
  }
  const sum = (what: 'delivered' | 'answered') => asked.reduce((all, one) => all + one[what], 0)
  const people = new Map(excluded.map((one) => [one.reason, one.people]))
  const placesOf = (channel: InvitationChannel) =>
    places.filter((one) => one.channel === channel).map(({ place, count }) => [place, count] as const)
  const unsent = [...placesOf('mail'), ...placesOf('sms')].filter(([place]) =>
    ['queued', 'deferred', 'waiting'].includes(place),
  )
  const { silent, cards, calls, reminders } = later
  return {
    ...waveOf(row),
    pending: {
      messages: unsent.reduce((all, [, count]) => all + count, 0),
      cards: row.state === 'stopped' ? 0 : cards,
      calls,
      reminders,
    },
    silent,
    notSentReasons: notSent.map(({ channel, reason, why, people }) => ({ channel, reason, why, people })),
    delivered: sum('delivered'),
    answered: counted.reduce((sum, one) => sum + one.count, 0),
    provisional: scores.reduce((sum, one) => sum + (one.is_provisional ? one.count : 0), 0),
    responseRate: responseRate(sum('answered'), sum('delivered')),
    byChannel: asked.map((one) => ({ ...one, responseRate: responseRate(one.answered, one.delivered) })),
    surveyKind: row.survey_kind,
    nps: scoresOfKind(row.survey_kind, given).nps?.value ?? null,
    promoters: groups.promoter,
    passives: groups.passive,
    detractors: groups.detractor,
    scores: byScore,
    reasons,
    mails: Object.fromEntries(placesOf('mail')) as WaveResult['mails'],
    texts: Object.fromEntries(placesOf('sms')) as WaveResult['texts'],
    cards: Object.fromEntries(placesOf('in_app')) as WaveResult['cards'],
    calls: Object.fromEntries(placesOf('phone')) as WaveResult['calls'],
    exclusions: exclusionReasons
      .filter((reason) => people.has(reason))
      .map((reason) => ({ reason, ...exclusionWords[reason], people: people.get(reason)! })),
  }
}
