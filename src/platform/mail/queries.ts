import { z } from 'zod'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'
import { fillMarks } from '#platform/mail/blocks.ts'
import type * as contract from '#platform/mail/contract.ts'
import type { Mail, MailRow, MailTopic } from '#platform/mail/contract.ts'
import { mailStanding } from '#platform/mail/rules.ts'
import { openLinks } from '#platform/mail/sender.ts'
import { findServer } from '#platform/mail/settings.ts'
import { isDemo } from '#platform/outbox/gate.ts'
import { afterStep, indexedState, type SendState } from '#platform/outbox/rules.ts'
import { mayPass } from '#platform/policy/rules.ts'

interface Row {
  id: string
  topic: MailTopic
  state: SendState
  reason: string | null
  hold: 'no_server' | 'old' | null
  to_name: string
  to_address: string
  subject: string
  contact_id: string | null
  queued_at: Date
  due_at: Date
  settled_at: Date | null
  attempts: number
  bounced_at: Date | null
  bounce_reply: string | null
}

interface FullRow extends Row {
  from_name: string | null
  reply_to_name: string | null
  reply_to_address: string | null
  body_text: string
  body_html: string | null
  links_sealed: string | null
  message_id: string
  in_reply_to: string | null
  smtp_reply: string | null
}

const columns = sql`id, topic, state, reason, hold, to_name, to_address, subject, contact_id, queued_at, due_at,
  settled_at, attempts, bounced_at, bounce_reply`

/** A page of the outbox, newest first. */
export async function listMails(ctx: Ctx, input: Input<typeof contract.listMails>) {
  const conditions = [sql`workspace_id = ${ctx.workspaceId}`]
  if (input.state === 'waiting') conditions.push(sql`hold is not null`)
  else if (input.state === 'bounced') conditions.push(sql`bounced_at is not null`)
  else if (input.state)
    conditions.push(
      sql`indexed_state = ${indexedState(input.state)} and state = ${input.state} and hold is null`,
    )
  if (input.topic) conditions.push(sql`topic = ${input.topic}`)
  if (input.contact) conditions.push(sql`contact_id = ${input.contact}`)
  if (input.to) conditions.push(sql`to_address = ${input.to}`)
  if (input.cursor) conditions.push(sql`id < ${decodeCursor(input.cursor, z.uuid())}`)
  const rows = await ctx.db.many<Row>(sql`
    select ${columns} from mails where ${sql.join(conditions, ' and ')} order by id desc limit ${input.limit + 1}`)
  return toPage(rows, input.limit, mailRow, (row) => row.id)
}

/** What in the outbox may want a person. */
export async function countMails(ctx: Ctx) {
  const upTo = 10_000
  const counted = (condition: ReturnType<typeof sql>) =>
    sql`(select count(*) from (select 1 from mails where workspace_id = ${ctx.workspaceId} and ${condition} limit ${upTo}) few)`
  const counts = await ctx.db.one<
    Record<'waiting' | 'old' | 'queued' | 'deferred' | 'failed' | 'uncertain' | 'suppressed', number>
  >(sql`
    select ${counted(sql`hold is not null`)} as waiting, ${counted(sql`hold = 'old'`)} as old,
      ${counted(sql`indexed_state = 'queued' and hold is null`)} as queued,
      ${counted(sql`indexed_state = 'deferred' and hold is null`)} as deferred,
      ${counted(sql`indexed_state = 'failed'`)} as failed, ${counted(sql`indexed_state = 'uncertain'`)} as uncertain,
      ${counted(sql`indexed_state = 'suppressed'`)} as suppressed`)
  return { ...counts, hasServer: (await findServer(ctx)) !== undefined }
}

async function fullRow(ctx: Ctx, mailId: string): Promise<FullRow> {
  const row = await ctx.db.maybe<FullRow>(sql`
    select ${columns}, from_name, reply_to_name, reply_to_address, body_text, body_html, links_sealed, message_id,
      in_reply_to, smtp_reply
    from mails where workspace_id = ${ctx.workspaceId} and id = ${mailId}`)
  if (!row)
    throw new AppError(
      'not_found',
      'mail.not_found',
      `There is no mail ${encodeId('mail', mailId)}. Check the id.`,
    )
  return row
}

/** Personal links let their holder answer in the recipient's name: only who manages mail sees them. */
function linksFor(ctx: Ctx, row: FullRow): Record<string, string> {
  return mayPass(ctx.actor, 'mail:manage') ? openLinks(ctx.config, ctx.workspaceId, row.links_sealed) : {}
}

/** One mail, readable. */
export async function getMail(ctx: Ctx, input: { mailId: string }): Promise<Mail> {
  const row = await fullRow(ctx, input.mailId)
  const server = await findServer(ctx)
  const showsLinks = row.links_sealed === null || mayPass(ctx.actor, 'mail:manage')
  return {
    ...mailRow(row),
    from: server
      ? { name: row.from_name ?? server.stored.fromName, address: server.stored.fromAddress }
      : null,
    replyTo:
      row.reply_to_address === null ? null : { name: row.reply_to_name ?? '', address: row.reply_to_address },
    messageId: row.message_id,
    inReplyTo: row.in_reply_to,
    text: fillMarks(row.body_text, linksFor(ctx, row)),
    hasHtml: row.body_html !== null,
    showsLinks,
    smtpReply: row.smtp_reply,
    canRetry: afterStep(row.state, 'retry') !== undefined,
    canCancel: afterStep(row.state, 'cancel') !== undefined,
  }
}

/** The HTML part as a document that runs nothing and fetches nothing, to be shown in a frame. */
export async function getMailHtml(ctx: Ctx, input: { mailId: string }): Promise<Response> {
  const row = await fullRow(ctx, input.mailId)
  if (row.body_html === null) {
    throw new AppError('not_found', 'mail.no_html', 'This mail has no HTML part. Read its text.')
  }
  return new Response(fillMarks(row.body_html, linksFor(ctx, row), true), { headers: htmlHeaders })
}

/** Headers of a mail shown in a frame of ours: no script, no request, inline styles only. */
export const htmlHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-popups",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

/** The mail server as the settings page shows it. */
export async function getMailServer(ctx: Ctx) {
  const found = await findServer(ctx)
  const { waiting, old } = await countMails(ctx)
  return { server: found ? serverView(found.stored) : null, isDemo: await isDemo(ctx), waiting, old }
}

/** The stored server without its password. */
export function serverView({
  passwordSealed,
  ...server
}: NonNullable<Awaited<ReturnType<typeof findServer>>>['stored']) {
  return { ...server, hasPassword: passwordSealed !== null }
}

/** Where a mail stands, for modules that sent it; undefined when it is unknown. */
export async function findMailStates(ctx: Ctx, mailIds: readonly string[]): Promise<Map<string, MailRow>> {
  const rows = await ctx.db.many<Row>(sql`
    select ${columns} from mails where workspace_id = ${ctx.workspaceId} and id = any(${mailIds})`)
  return new Map(rows.map((row) => [row.id, mailRow(row)]))
}

function mailRow(row: Row): MailRow {
  return {
    id: encodeId('mail', row.id),
    topic: row.topic,
    state: row.state,
    reason: row.reason,
    hold: row.hold,
    standing: mailStanding({ ...row, bounce: row.bounced_at && (row.bounce_reply ?? '') }),
    bouncedAt: row.bounced_at?.toISOString() ?? null,
    to: { name: row.to_name, address: row.to_address },
    subject: row.subject,
    contactId: row.contact_id === null ? null : encodeId('ct', row.contact_id),
    queuedAt: row.queued_at.toISOString(),
    dueAt: row.due_at.toISOString(),
    settledAt: row.settled_at?.toISOString() ?? null,
    attempts: row.attempts,
  }
}
