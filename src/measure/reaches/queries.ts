import { z } from 'zod'
import { kindWords, type Reason, reasonWords } from '#close/announcements/rules.ts'
import { type ExclusionReason, exclusionWords, type Stage } from '#collect/surveys/rules.ts'
import { setAside, stageOf, stagesOf, standingOf as standingOfAsked } from '#collect/surveys/standing.ts'
import { contactRoot } from '#customers/contacts/queries.ts'
import type * as contract from '#measure/reaches/contract.ts'
import type { Reach } from '#measure/reaches/contract.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { encodeId } from '#platform/ids.ts'
import { mailStanding } from '#platform/mail/rules.ts'
import type { SendState } from '#platform/outbox/rules.ts'
import { smsStanding } from '#platform/sms/rules.ts'

interface Row {
  id: string
  source: NonNullable<Reach['channel']> | 'exclusion' | 'update' | 'announcement'
  kind: Reach['kind']
  at: Date
  what: string
  state: SendState | Stage | null
  reason: string | null
  hold: string | null
  bounce: string | null
  due_at: Date | null
  /** of the mail, text message or call */
  sent_id: string | null
  code: number | null
  is_delivered: boolean | null
  wave_id: string | null
  exempt_reason: string | null
  override_reason: string | null
}

const smsConditionOf: Record<Reach['outcome'], Sql> = {
  reached: sql`m.state in ('accepted', 'uncertain', 'handing_over') and m.undelivered_at is null`,
  waiting: sql`m.state in ('queued', 'deferred', 'claimed')`,
  kept_back: sql`(m.state in ('suppressed', 'failed') or m.undelivered_at is not null)`,
}

const conditionOf: Record<Reach['outcome'], Sql> = {
  reached: sql`m.state in ('accepted', 'uncertain', 'handing_over') and m.bounced_at is null`,
  waiting: sql`m.state in ('queued', 'deferred', 'claimed')`,
  kept_back: sql`(m.state in ('suppressed', 'failed') or m.bounced_at is not null)`,
}

/**
 * What reached a contact, or one merged into it, and what did not: mails, text messages, cards, calls, waves that left them
 * out, announcements that did, and updates that were stopped before they became a mail. Newest first by id; each table is read by its index of contacts.
 */
export async function listReaches(ctx: Ctx, input: Input<typeof contract.listReaches>) {
  const ws = ctx.workspaceId
  const root = await contactRoot(ctx, input.contactId)
  const people = sql`(select t.id from contacts t where t.workspace_id = ${ws} and (t.id = ${root} or t.merged_into_id = ${root}))`
  const before = (column: Sql) =>
    input.cursor ? sql`and ${column} < ${decodeCursor(input.cursor, z.uuid())}` : sql.empty
  const few = sql`limit ${input.limit + 1}`
  const mails = sql`
    (select m.id, 'mail' as source, case m.topic when 'surveys' then case when again.id is null then 'survey' else 'reminder' end when 'updates' then 'update'
        else case when m.calendar is null then 'case' else 'meeting' end end as kind,
      m.queued_at as at, m.subject as what, m.state, m.reason, m.hold,
      case when m.bounced_at is not null then coalesce(m.bounce_reply, '') end as bounce, m.due_at, m.id as sent_id, null::integer as code, null::boolean as is_delivered,
      coalesce(i.wave_id, again.wave_id) as wave_id, coalesce(i.occasion_id, again.occasion_id) as occasion_id
    from mails m
    left join invitations i on i.workspace_id = ${ws} and i.mail_id = m.id
    left join invitations again on again.workspace_id = ${ws} and again.reminder_mail_id = m.id
    where m.workspace_id = ${ws} and m.contact_id in ${people} and m.topic in ('surveys', 'case', 'updates')
      ${input.outcome ? sql`and ${conditionOf[input.outcome]}` : sql.empty} ${before(sql`m.id`)}
    order by m.id desc ${few})`
  const texts = sql`
    (select m.id, 'sms', case when again.id is null then 'survey' else 'reminder' end, m.queued_at,
      coalesce(w.name, 'Text message'), m.state, m.reason, m.hold, case when m.undelivered_at is not null then '' end, m.due_at, m.id,
      m.provider_code, m.delivered_at is not null, coalesce(i.wave_id, again.wave_id), coalesce(i.occasion_id, again.occasion_id)
    from sms_messages m
    left join invitations i on i.workspace_id = ${ws} and i.sms_id = m.id
    left join invitations again on again.workspace_id = ${ws} and again.reminder_sms_id = m.id
    left join waves w on w.workspace_id = ${ws} and w.id = coalesce(i.wave_id, again.wave_id)
    where m.workspace_id = ${ws} and m.contact_id in ${people} and m.topic = 'surveys'
      ${input.outcome ? sql`and ${smsConditionOf[input.outcome]}` : sql.empty} ${before(sql`m.id`)}
    order by m.id desc ${few})`
  const asked = sql`
    (select * from (select i.id, i.channel as source, 'survey' as kind, i.invited_at, w.name, ${stageOf(ctx)} as stage, i.not_sent_reason, null as hold, null as bounce,
      coalesce(q.try_at, i.send_at, i.invited_at), q.id as call_id, null::integer as code, null::boolean as is_delivered, i.wave_id, i.occasion_id
    from invitations i
    join waves w on w.workspace_id = ${ws} and w.id = i.wave_id
    left join survey_calls q on q.workspace_id = ${ws} and q.invitation_id = i.id
    where i.workspace_id = ${ws} and i.contact_id in ${people} and i.channel in ('in_app', 'phone') ${before(sql`i.id`)}) i
    ${input.outcome ? sql`where stage = any(${stagesOf(input.outcome)})` : sql.empty} order by id desc ${few})`
  const leftOut = sql`
    (select x.id, 'exclusion', 'survey', x.excluded_at, w.name, null, x.reason, null, null, null, null, null, null, x.wave_id, x.occasion_id
    from wave_exclusions x join waves w on w.workspace_id = ${ws} and w.id = x.wave_id
    where x.workspace_id = ${ws} and x.contact_id in ${people} ${before(sql`x.id`)} order by x.id desc ${few})`
  const stopped = sql`
    (select u.id, 'update', 'update', u.updated_at, u.subject, null, u.failure, null, null, null, null, null, null, null, null
    from updates u where u.workspace_id = ${ws} and u.contact_id in ${people} and u.state = 'failed' and u.mail_id is null
      ${before(sql`u.id`)} order by u.id desc ${few})`
  // Under several names that are one person now, an announcement is one thing that did not reach them.
  const notTold = sql`
    (select a.id, 'announcement', 'update', a.send_at, ${JSON.stringify(kindWords)}::jsonb ->> a.kind || ': ' || coalesce(r.title, l.name),
      null, p.reason, null, null, null, null, null, null, null, null
    from (select distinct on (announcement_id) announcement_id, reason from announcement_people
      where workspace_id = ${ws} and contact_id in ${people} and reason is not null and reason <> 'same_address'
        ${before(sql`announcement_id`)} order by announcement_id desc ${few}) p
    join announcements a on a.workspace_id = ${ws} and a.id = p.announcement_id
    left join requests r on r.workspace_id = ${ws} and r.id = a.request_id
    left join releases l on l.workspace_id = ${ws} and l.id = a.release_id)`
  const parts =
    !input.outcome || input.outcome === 'kept_back'
      ? [mails, texts, asked, leftOut, stopped, notTold]
      : [mails, texts, asked]
  const rows = await ctx.db.many<Row>(sql`
    select one.*, ${setAside} from (${sql.join(parts, ' union all ')} order by id desc ${few}) one
    left join waves w on w.workspace_id = ${ws} and w.id = one.wave_id and one.source <> 'exclusion'
    left join programme_occasions o on o.workspace_id = ${ws} and o.id = one.occasion_id
    order by one.id desc`)
  return toPage(rows, input.limit, show, (row) => row.id)
}

const waits = new Set<Row['state']>(['queued', 'deferred', 'waiting', 'to_call', 'tried'])

function show(row: Row): Reach {
  return {
    key: row.id,
    kind: row.kind,
    at: row.at.toISOString(),
    what: row.what,
    ...standingOf(row),
    dueAt: waits.has(row.state) ? row.due_at!.toISOString() : null,
    channel:
      row.source === 'exclusion'
        ? null
        : row.source === 'update' || row.source === 'announcement'
          ? 'mail'
          : row.source,
    mailId: row.source === 'mail' ? encodeId('mail', row.sent_id!) : null,
    smsId: row.source === 'sms' ? encodeId('sms', row.sent_id!) : null,
    callId: row.source === 'phone' ? encodeId('call', row.sent_id!) : null,
    waveId: row.wave_id && encodeId('wave', row.wave_id),
    exemptReason: row.exempt_reason,
    overrideReason: row.override_reason,
  }
}

function standingOf(row: Row): Pick<Reach, 'outcome' | 'standing' | 'why'> {
  if (row.source === 'exclusion')
    return {
      outcome: 'kept_back',
      standing: 'Left out',
      why: exclusionWords[row.reason as ExclusionReason].why,
    }
  if (row.source === 'announcement')
    return { outcome: 'kept_back', standing: 'Left out', why: reasonWords[row.reason as Reason].why }
  if (row.source === 'update') return { outcome: 'kept_back', standing: 'Not sent', why: row.reason }
  if (row.source === 'in_app' || row.source === 'phone') {
    const { outcome, state, why } = standingOfAsked(row.state as Stage, row.reason)
    return { outcome, standing: state, why }
  }
  const state = row.state as SendState
  const { reason, hold, bounce, code } = row
  const { state: standing, why } =
    row.source === 'sms'
      ? smsStanding({
          state,
          reason,
          hold,
          code,
          isDelivered: row.is_delivered === true,
          isUndelivered: bounce !== null,
        })
      : mailStanding({ state, reason, hold, bounce })
  const isKept = state === 'suppressed' || state === 'failed' || row.bounce !== null
  const isWaiting = state === 'queued' || state === 'deferred' || state === 'claimed'
  return { outcome: isKept ? 'kept_back' : isWaiting ? 'waiting' : 'reached', standing, why }
}
