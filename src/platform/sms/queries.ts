import { z } from 'zod'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'
import { fillMarks } from '#platform/mail/blocks.ts'
import { isDemo } from '#platform/outbox/gate.ts'
import { afterStep, indexedState, type SendState } from '#platform/outbox/rules.ts'
import { mayPass } from '#platform/policy/rules.ts'
import type * as contract from '#platform/sms/contract.ts'
import type { SmsMessage, SmsRow } from '#platform/sms/contract.ts'
import { smsStanding } from '#platform/sms/rules.ts'
import { openSmsLinks } from '#platform/sms/sender.ts'
import { findProvider, webhookAddresses } from '#platform/sms/settings.ts'

interface Row {
  id: string
  topic: SmsRow['topic']
  state: SendState
  reason: string | null
  hold: 'no_provider' | 'old' | null
  to_number: string
  contact_id: string | null
  contact_name: string | null
  body: string
  links_sealed: string | null
  queued_at: Date
  due_at: Date
  settled_at: Date | null
  delivered_at: Date | null
  undelivered_at: Date | null
  attempts: number
  encoding: SmsRow['encoding']
  characters: number
  segments: number
  provider_id: string | null
  provider_code: number | null
  provider_reply: string | null
}

const rows = (ctx: Ctx, condition: ReturnType<typeof sql>, limit: number) =>
  ctx.db.many<Row>(sql`
    select m.*, coalesce(c.name, c.email) as contact_name from sms_messages m
    left join contacts c on c.workspace_id = ${ctx.workspaceId} and c.id = m.contact_id
    where m.workspace_id = ${ctx.workspaceId} ${condition} order by m.id desc limit ${limit}`)

/** A page of the text messages, newest first. */
export async function listSms(ctx: Ctx, input: Input<typeof contract.listSms>) {
  const { state } = input
  const which =
    state === 'waiting'
      ? sql`and m.hold is not null`
      : state === 'undelivered'
        ? sql`and m.undelivered_at is not null`
        : state
          ? sql`and m.indexed_state = ${indexedState(state)} and m.state = ${state} and m.hold is null`
          : sql.empty
  const found = await rows(
    ctx,
    sql`${which} ${input.contact ? sql`and m.contact_id = ${input.contact}` : sql.empty}
      ${input.cursor ? sql`and m.id < ${decodeCursor(input.cursor, z.uuid())}` : sql.empty}`,
    input.limit + 1,
  )
  return toPage(found, input.limit, show, (row) => row.id)
}

const counted = ({ workspaceId }: Ctx, condition: ReturnType<typeof sql>) =>
  sql`(select count(*) from (select 1 from sms_messages m where m.workspace_id = ${workspaceId} and ${condition} limit 10000) few)`

/** What may want a person. */
export async function countSms(ctx: Ctx): Promise<Answer<typeof contract.countSms>> {
  const counts = await ctx.db.one<Omit<Answer<typeof contract.countSms>, 'hasProvider'>>(sql`
    select ${counted(ctx, sql`true`)} as all, ${counted(ctx, sql`m.hold is not null`)} as waiting,
      ${counted(ctx, sql`m.indexed_state = 'queued' and m.hold is null`)} as queued,
      ${counted(ctx, sql`m.indexed_state = 'deferred' and m.hold is null`)} as deferred, ${counted(ctx, sql`m.indexed_state = 'failed'`)} as failed,
      ${counted(ctx, sql`m.indexed_state = 'uncertain'`)} as uncertain, ${counted(ctx, sql`m.undelivered_at is not null`)} as undelivered,
      ${counted(ctx, sql`m.indexed_state = 'suppressed'`)} as suppressed`)
  return { ...counts, hasProvider: (await findProvider(ctx)) !== undefined }
}

/** One text message, readable. Personal links let their holder answer: only who manages mail sees them. */
export async function getSms(ctx: Ctx, { smsId }: { smsId: string }): Promise<SmsMessage> {
  const [row] = await rows(ctx, sql`and m.id = ${smsId}`, 1)
  if (!row)
    throw new AppError(
      'not_found',
      'sms.not_found',
      `There is no text message ${encodeId('sms', smsId)}. Check the id.`,
    )
  const showsLinks = row.links_sealed === null || mayPass(ctx.actor, 'mail:manage')
  return {
    ...show(row),
    text: fillMarks(row.body, showsLinks ? openSmsLinks(ctx.config, ctx.workspaceId, row.links_sealed) : {}),
    showsLinks,
    providerId: row.provider_id,
    providerCode: row.provider_code,
    providerReply: row.provider_reply,
    canRetry: afterStep(row.state, 'retry') !== undefined,
    canCancel: afterStep(row.state, 'cancel') !== undefined,
  }
}

/** The provider without its token, the addresses it calls, and how the last day went. */
export async function getSmsSettings(ctx: Ctx): Promise<Answer<typeof contract.getSmsSettings>> {
  const found = await findProvider(ctx)
  const { replies, isReachable } = webhookAddresses(ctx.config, ctx.workspaceId)
  const since = new Date(ctx.now().getTime() - 86_400_000)
  const recent = sql`m.claimed_at > ${since}`
  const { last_delivered_at, ...health } = await ctx.db.one<
    Omit<Answer<typeof contract.getSmsSettings>['health'], 'lastDeliveredAt' | 'lastTrouble'> & {
      last_delivered_at: Date | null
    }
  >(sql`
    select ${counted(ctx, sql`m.indexed_state = 'accepted' and ${recent}`)} as accepted,
      ${counted(ctx, sql`m.delivered_at is not null and ${recent}`)} as delivered,
      ${counted(ctx, sql`m.undelivered_at is not null and ${recent}`)} as undelivered,
      ${counted(ctx, sql`m.indexed_state = 'failed' and ${recent}`)} as failed,
      ${counted(ctx, sql`m.indexed_state = 'deferred' and m.hold is null`)} as deferred,
      ${counted(ctx, sql`m.indexed_state = 'uncertain' and ${recent}`)} as uncertain,
      ${counted(ctx, sql`m.hold is not null`)} as waiting,
      (select max(m.delivered_at) from sms_messages m where m.workspace_id = ${ctx.workspaceId} and m.delivered_at is not null) as last_delivered_at`)
  const [trouble] = await rows(
    ctx,
    sql`and ${recent} and (m.indexed_state in ('failed', 'deferred', 'uncertain') or m.undelivered_at is not null)`,
    1,
  )
  return {
    provider: found
      ? {
          kind: found.stored.kind,
          address: found.stored.address,
          account: found.stored.account,
          hasToken: true,
          sender: found.stored.sender,
          perMinute: found.stored.perMinute,
        }
      : null,
    isDemo: await isDemo(ctx),
    webhook: { address: replies, isReachable },
    health: {
      ...health,
      lastDeliveredAt: last_delivered_at?.toISOString() ?? null,
      lastTrouble: trouble
        ? {
            at: (trouble.undelivered_at ?? trouble.settled_at ?? trouble.queued_at).toISOString(),
            why: [standingOf(trouble).why ?? standingOf(trouble).state, trouble.provider_reply]
              .filter(Boolean)
              .join(' '),
          }
        : null,
    },
  }
}

const standingOf = (row: Row) =>
  smsStanding({
    state: row.state,
    reason: row.reason,
    hold: row.hold,
    code: row.provider_code,
    isDelivered: row.delivered_at !== null,
    isUndelivered: row.undelivered_at !== null,
  })

function show(row: Row): SmsRow {
  return {
    id: encodeId('sms', row.id),
    topic: row.topic,
    state: row.state,
    reason: row.reason,
    hold: row.hold,
    standing: standingOf(row),
    to: row.to_number,
    contactId: row.contact_id && encodeId('ct', row.contact_id),
    contactName: row.contact_name,
    excerpt: fillMarks(row.body, { answer: '…' }).slice(0, 200),
    queuedAt: row.queued_at.toISOString(),
    dueAt: row.due_at.toISOString(),
    settledAt: row.settled_at?.toISOString() ?? null,
    deliveredAt: row.delivered_at?.toISOString() ?? null,
    undeliveredAt: row.undelivered_at?.toISOString() ?? null,
    attempts: row.attempts,
    encoding: row.encoding,
    characters: row.characters,
    segments: row.segments,
  }
}
