import { z } from 'zod'
import type { InvitationChannel } from '#collect/surveys/channels.ts'
import { storedSurvey } from '#collect/surveys/queries.ts'
import {
  type ExclusionReason,
  exclusionReasons,
  exclusionWords,
  mostCalls,
  restDays,
  sampleFrom,
  seenWithinDays,
  type WaveWay,
} from '#collect/surveys/rules.ts'
import type * as contract from '#collect/surveys/waves/contract.ts'
import type { Audience, Recipients } from '#collect/surveys/waves/contract.ts'
import { whyOurs } from '#customers/consent/own.ts'
import { consentTo } from '#customers/consent/sms-gate.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { encodeId } from '#platform/ids.ts'

export interface Asked {
  audience: Audience
  /** People asked in the last 30 days are asked again. */
  override: boolean
  terms?: Terms
}

/** What a programme asks of its recipients beyond the audience; kept with each of its waves. */
export interface Terms {
  /** Leaves out who was not seen for so long; people of whom no usage is known stay. */
  seenWithinDays?: number
  /** Of a hundred parts of everybody, so many from this one on: the same people each time it is asked. */
  sample?: { seed: string; percent: number; from: number }
  /** Nobody is asked twice within a day, not even where the limit of a month is overridden. */
  isOnePerDay?: boolean
  /** Spread over so many weekday mornings in the zone of each, up to a time. */
  mornings?: { most: number; until: string | null }
  reminderDays?: number | null
  /** Absent: mail. On a page or by a call nothing that only a mail can fail by speaks against anybody. */
  channel?: WaveWay
  /** What it asks about again. */
  about?: { kind: 'case' | 'feedback' | 'request'; id: string }
  /** By phone: the member who calls. */
  callerId?: string
  /** By phone, where nobody chooses fewer: whose place by this seed comes after the last is not called. */
  calls?: { seed: string; last: string }
}

/**
 * The contacts an audience speaks of, each with the reason for leaving them out (null: they get it). The one place that
 * decides; the preview and the sending both read it. Merged contacts count as the one that survives. Invitations that
 * follow a case or release count neither here nor for the next.
 */
export function judged(ctx: Ctx, { audience, override, terms = {} }: Asked): Sql {
  const ws = ctx.workspaceId
  const before = (days: number) => new Date(ctx.now().getTime() - days * 86_400_000)
  const cutoff = before(restDays)
  const chosen = [
    ...(audience.accountIds ? [sql`coalesce(up.id, own.id) = any(${audience.accountIds}::uuid[])`] : []),
    ...(audience.contactIds ? [sql`c.id = any(${audience.contactIds}::uuid[])`] : []),
    ...(audience.segments
      ? [sql`coalesce(up.segment, own.segment) = any(${audience.segments}::text[])`]
      : []),
    ...(audience.roles ? [sql`c.roles && ${audience.roles}::text[]`] : []),
  ]
  const today = (contact: Sql) => sql`exists (select 1 from invitations i
    where i.workspace_id = ${ws} and i.contact_id = ${contact} and i.not_sent_reason is null and i.channel <> 'in_app'
      and i.invited_at > ${before(restDays)} and coalesce(i.send_at, i.invited_at) > ${before(1)}
      and coalesce(i.send_at, i.invited_at) < ${before(-1)})
    or exists (select 1 from invitations i where i.workspace_id = ${ws} and i.contact_id = ${contact} and i.channel = 'in_app'
      and i.delivered_at > ${before(1)})`
  const asked = (contact: Sql) => askedSince(ctx, contact, sql`${cutoff}::timestamptz`)
  const { seenWithinDays: seen, sample, isOnePerDay, calls, channel = 'mail' } = terms
  const way = wayOf(ctx, channel)
  const when = (condition: Sql | false | undefined, reason: string) =>
    condition ? sql`when ${condition} then ${reason}` : sql.empty
  return sql`
    select c.id, c.name, c.email, c.phone_e164, c.locale, ${way.channel} as channel, coalesce(up.id, own.id) as account_id, coalesce(up.name, own.name) as account_name,
      case
        when ${whyOurs(ctx)} is not null then ${whyOurs(ctx)}
        ${way.bars}
        when coalesce(up.lifecycle, own.lifecycle) = 'churned' then 'account_churned'
        when coalesce(up.lifecycle, own.lifecycle) = 'prospect' then 'account_prospect'
        ${when(seen !== undefined && sql`c.last_seen_at < ${before(seen ?? 0)}`, 'not_seen')}
        ${when(sample && sampledOut(sample), 'not_sampled')}
        ${when(isOnePerDay && ofPerson(ctx, today), 'asked_today')}
        ${when(!override && ofPerson(ctx, asked), 'asked_recently')}
        ${when(calls && sql`${placeOf(calls.seed, sql`c.id`)} > ${calls.last}`, 'too_many_calls')}
      end as reason
    from contacts c
    left join accounts own on own.workspace_id = ${ws} and own.id = c.account_id
    left join accounts up on up.workspace_id = ${ws} and up.id = own.merged_into_id
    ${way.join}
    where c.workspace_id = ${ws} and c.merged_into_id is null ${chosen.length === 0 ? sql.empty : sql`and ${sql.join(chosen, ' and ')}`}`
}

/**
 * Whether a contact was asked or answered after `since`. What is sent or to be called counts once it is planned, a card
 * once it was shown: nobody knows whether who it waits for ever comes.
 */
export function askedSince({ workspaceId: ws }: Ctx, contact: Sql, since: Sql): Sql {
  // The latest of each, so that one look at an index by contact is enough however the planner guesses.
  return sql`
    (select max(i.invited_at) from invitations i where i.workspace_id = ${ws} and i.contact_id = ${contact}
      and i.channel <> 'in_app' and i.not_sent_reason is null and not i.is_exempt) > ${since}
    or (select max(i.delivered_at) from invitations i where i.workspace_id = ${ws} and i.contact_id = ${contact}
      and i.channel = 'in_app' and i.delivered_at is not null and not i.is_exempt) > ${since}
    or (select max(r.submitted_at) from responses r
      left join invitations f on f.workspace_id = ${ws} and f.id = r.invitation_id
      where r.workspace_id = ${ws} and r.contact_id = ${contact} and f.is_exempt is not true) > ${since}`
}

/** Whether something holds for the contact `c` of a query or one that was merged into it. */
export function ofPerson({ workspaceId: ws }: Ctx, holds: (contact: Sql) => Sql): Sql {
  return sql`((${holds(sql`c.id`)}) or exists (select 1 from contacts m
    where m.workspace_id = ${ws} and m.merged_into_id = c.id and (${holds(sql`m.id`)})))`
}

/** How each person is reached by a channel, and what bars it; `join` brings what the other two need. */
function wayOf(ctx: Ctx, channel: WaveWay): { channel: Sql; bars: Sql; join: Sql } {
  if (channel === 'in_app' || channel === 'phone')
    return {
      channel: sql`${channel}::text`,
      bars: sql`${channel === 'phone' ? sql`when coalesce(c.phone, '') = '' then 'no_phone'` : sql.empty}
        when ${unsubscribed} or (${consentTo(ctx, channel, sql`c.id`)}) = 'unsubscribed' then 'unsubscribed'`,
      join: sql.empty,
    }
  const mail = mailBars(ctx)
  const sms = smsBars(ctx)
  if (channel === 'mail') return { channel: sql`'mail'`, bars: mail, join: sql.empty }
  if (channel === 'sms') return { channel: sql`'sms'`, bars: sms, join: sql.empty }
  // Whoever refused surveys by mail is not asked another way instead.
  const cannot = sql`by_mail.bar in ('no_address', 'bounced')`
  return {
    channel: sql`case when ${cannot} then 'sms' else 'mail' end`,
    bars: sql`when by_mail.bar is not null and not ${cannot} then by_mail.bar
        when by_sms.bar = 'no_number' then case by_mail.bar when 'no_address' then 'no_way' else by_mail.bar end
        when by_sms.bar is not null then by_sms.bar`,
    join: sql`cross join lateral (select case ${mail} end as bar) by_mail
    cross join lateral (select case when ${cannot} then case ${sms} end end as bar) by_sms`,
  }
}

const unsubscribed = sql`(c.unsubscribed_at is not null or 'surveys' = any(c.unsubscribed_topics))`

const mailBars = ({ workspaceId: ws }: Ctx) => sql`
        when c.email is null then 'no_address'
        when c.email_state = 'bounced' then 'bounced'
        when ${unsubscribed} then 'unsubscribed'
        when exists (select 1 from contacts twin where twin.workspace_id = ${ws} and twin.email = c.email
          and twin.merged_into_id is null and twin.id < c.id) then 'same_address'`

const smsBars = (ctx: Ctx) => sql`
        when c.phone_e164 is null then 'no_number'
        when exists (select 1 from sms_stops s where s.workspace_id = ${ctx.workspaceId} and s.number = c.phone_e164
          and s.lifted_at is null) then 'sms_stopped'
        when coalesce((${consentTo(ctx, 'sms', sql`c.id`)}), 'not asked') <> 'subscribed'
          then case when (${consentTo(ctx, 'sms', sql`c.id`)}) is null then 'sms_not_asked' else 'sms_refused' end
        when exists (select 1 from contacts twin where twin.workspace_id = ${ctx.workspaceId} and twin.phone_e164 = c.phone_e164
          and twin.merged_into_id is null and twin.id < c.id) then 'same_number'`

/** Everybody has a place of 0 to 99 that only the seed and their id decide. */
function sampledOut({ seed, percent, from }: NonNullable<Terms['sample']>): Sql {
  return sql`((('x' || left(md5(${seed}::text || c.id::text), 8))::bit(32)::bigint + 100 - ${from}::int) % 100) >= ${percent}::int`
}

/** A place among all by the seed, another one with each. */
const placeOf = (seed: string, id: Sql) => sql`md5(${seed}::text || ${id}::text) collate "C"`

/**
 * The same with the limit of calls where it asks by phone: the first by a place that only the seed decides, so that
 * others are called the next time and the preview shows who is.
 */
export async function withCallLimit<T extends Asked>(ctx: Ctx, asked: T, seed: string): Promise<T> {
  if (asked.terms?.channel !== 'phone') return asked
  const over = await ctx.db.maybe<{ last: string }>(sql`
    select ${placeOf(seed, sql`id`)} as last from (${judged(ctx, asked)}) judged where reason is null
    order by 1 offset ${mostCalls - 1} limit 1`)
  return over ? { ...asked, terms: { ...asked.terms, calls: { seed, last: over.last } } } : asked
}

/** A contact as `judged` answers it. */
export interface Judged {
  id: string
  name: string | null
  email: string | null
  phone_e164: string | null
  locale: string | null
  channel: InvitationChannel
  account_id: string | null
  account_name: string | null
  reason: string | null
}

type AudienceInput = Pick<
  Input<typeof contract.previewRecipients>,
  'accounts' | 'contacts' | 'segments' | 'override' | 'channel' | 'activeOnly' | 'samplePercent'
>

/** The sample that a round takes: the same people in the preview and the sending, the next part the next time. */
export function sampleOf(seed: string, percent: number, round: number): Pick<Terms, 'sample'> {
  return percent < 100 ? { sample: { seed, percent, from: sampleFrom(round, percent) } } : {}
}

/** Whom of an audience a wave sent by hand asks, as the preview and the sending are told it. */
export async function chosenOf(
  ctx: Ctx,
  surveyId: string,
  {
    channel,
    activeOnly,
    samplePercent = 100,
  }: Pick<AudienceInput, 'channel' | 'activeOnly' | 'samplePercent'>,
): Promise<Terms> {
  const { round } = await ctx.db.one<{ round: number }>(sql`
    select count(*) as round from waves
    where workspace_id = ${ctx.workspaceId} and survey_id = ${surveyId} and programme_id is null and link_id is null`)
  return {
    ...(channel && { channel }),
    ...(activeOnly && { seenWithinDays }),
    ...sampleOf(surveyId, samplePercent, round),
  }
}

/** The audience as a query names it. */
async function askedOf(ctx: Ctx, input: AudienceInput & { surveyId: string }): Promise<Asked> {
  return {
    audience: { accountIds: input.accounts, contactIds: input.contacts, segments: input.segments },
    override: input.override ?? false,
    terms: await chosenOf(ctx, input.surveyId, input),
  }
}

/** Counts of who would get the survey now, and why others would not. */
export async function countRecipients(ctx: Ctx, asked: Asked): Promise<Recipients> {
  const rows = await ctx.db.many<{
    reason: ExclusionReason | null
    people: number
    mails: number
    texts: number
    accounts: number
  }>(sql`
    select reason, count(*) as people, count(*) filter (where channel = 'mail') as mails, count(*) filter (where channel = 'sms') as texts,
      count(distinct account_id) as accounts
    from (${judged(ctx, asked)}) judged group by reason`)
  const reached = rows.find((row) => row.reason === null)
  const out = new Map(rows.map((row) => [row.reason, row.people]))
  const reasons = exclusionReasons
    .filter((reason) => out.has(reason))
    .map((reason) => ({ reason, ...exclusionWords[reason], people: out.get(reason)! }))
  const people = reached?.people ?? 0
  const excluded = reasons.reduce((sum, one) => sum + one.people, 0)
  return {
    considered: people + excluded,
    people,
    byMail: reached?.mails ?? 0,
    bySms: reached?.texts ?? 0,
    inApp: asked.terms?.channel === 'in_app' ? people : 0,
    byPhone: asked.terms?.channel === 'phone' ? people : 0,
    accounts: reached?.accounts ?? 0,
    excluded,
    reasons,
  }
}

/** The endpoint of `countRecipients`. */
export async function previewRecipients(ctx: Ctx, input: Input<typeof contract.previewRecipients>) {
  await storedSurvey(ctx, input.surveyId)
  return countRecipients(ctx, await askedOf(ctx, input))
}

/** The people behind one of the counts, by id: those who get it, or those left out for one reason. */
export async function peopleOf(
  ctx: Ctx,
  asked: Asked,
  { reason, cursor, limit }: { reason?: ExclusionReason; cursor?: string; limit: number },
) {
  const rows = await ctx.db.many<Judged>(sql`
    select * from (${judged(ctx, asked)}) judged
    where ${reason ? sql`reason = ${reason}` : sql`reason is null`}
      ${cursor ? sql`and id > ${decodeCursor(cursor, z.uuid())}` : sql.empty}
    order by id limit ${limit + 1}`)
  return toPage(
    rows,
    limit,
    (row) => personOf({ ...row, contact_id: row.id }),
    (row) => row.id,
  )
}

/** The endpoint of `peopleOf`. */
export async function listRecipients(ctx: Ctx, input: Input<typeof contract.listRecipients>) {
  await storedSurvey(ctx, input.surveyId)
  return peopleOf(ctx, await askedOf(ctx, input), input)
}

interface PersonRow {
  contact_id: string
  name: string | null
  email: string | null
  account_id: string | null
  account_name: string | null
}

/** A contact as lists of this module show them. */
export function personOf(row: PersonRow) {
  return {
    contactId: encodeId('ct', row.contact_id),
    name: row.name,
    email: row.email,
    accountId: row.account_id === null ? null : encodeId('acct', row.account_id),
    accountName: row.account_name,
  }
}
