import { z } from 'zod'
import type * as contract from '#collect/mailbox/contract.ts'
import type { InboundMail } from '#collect/mailbox/contract.ts'
import { type InboundState, inboundWhy } from '#collect/mailbox/rules.ts'
import { mailboxSetting } from '#collect/mailbox/settings.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** A mail that came in, as later stages join it. */
export interface InboundRow {
  id: string
  state: InboundState
  reason: string | null
  from_name: string
  from_address: string
  contact_id: string | null
  contact_name: string | null
  subject: string
  words: string
  whole: string
  is_automatic: boolean
  is_other_sender: boolean
  calendar: string | null
  spam_score: number | null
  spam_says: string | null
  is_proven: boolean | null
  proof_says: string | null
  about_id: string | null
  feedback_id: string | null
  file_id: string | null
  attachments: {
    name: string
    bytes: number
    file_id: string | null
    type: string | null
    reason: string | null
  }[]
  received_at: Date
}

/** Mails that fit a condition on `m`, newest first. */
export async function inboundRows(ctx: Ctx, condition: Sql, limit: number): Promise<InboundRow[]> {
  const ws = ctx.workspaceId
  return ctx.db.many<InboundRow>(sql`
    select m.id, m.state, m.reason, m.from_name, m.from_address, r.id as contact_id, coalesce(r.name, r.email) as contact_name,
      m.subject, m.words, m.whole, m.is_automatic, m.is_other_sender, m.calendar, m.spam_score, m.spam_says,
      m.is_proven, m.proof_says, m.about_id, m.feedback_id, m.file_id, m.received_at,
      (select coalesce(jsonb_agg(jsonb_build_object('name', a.name, 'bytes', a.bytes, 'file_id', a.file_id, 'type', f.type, 'reason', a.reason)
        order by a.position), '[]') from inbound_attachments a left join files f on f.workspace_id = ${ws} and f.id = a.file_id where a.workspace_id = ${ws} and a.inbound_mail_id = m.id) as attachments
    from inbound_mails m
    left join contacts c on c.workspace_id = ${ws} and c.id = m.contact_id
    left join contacts r on r.workspace_id = ${ws} and r.id = root_id(c.merged_into_id, c.id)
    where m.workspace_id = ${ws} ${condition} order by m.id desc limit ${limit}`)
}

const notKept: Record<string, string> = {
  'file.too_large': 'larger than is kept',
  'file.markup_refused': 'a page or drawing that could carry scripts',
  'file.empty': 'empty',
}

/** What filters said of a mail that is kept. */
export const spamIn = ({ spam_score, spam_says }: Pick<InboundRow, 'spam_score' | 'spam_says'>) =>
  spam_score === null ? undefined : { score: spam_score, says: spam_says! }

/** What our own mail server found about the sender of a mail that is kept. */
export const proofIn = ({ is_proven, proof_says }: Pick<InboundRow, 'is_proven' | 'proof_says'>) =>
  is_proven === null ? undefined : { isProven: is_proven, says: proof_says! }

/** A mail that came in, as it is answered. */
export function showInbound(row: InboundRow): InboundMail {
  return {
    id: encodeId('inmail', row.id),
    state: row.state,
    reason: row.reason,
    why: inboundWhy(row.reason),
    from: { name: row.from_name, address: row.from_address },
    contact: row.contact_id ? { id: encodeId('ct', row.contact_id), name: row.contact_name ?? '' } : null,
    subject: row.subject,
    words: row.words,
    whole: row.whole,
    isAutomatic: row.is_automatic,
    spam: spamIn(row) ?? null,
    proof: proofIn(row) ?? null,
    feedbackId: row.feedback_id ? encodeId('fb', row.feedback_id) : null,
    attachments: row.attachments.map((one) => ({
      name: one.name,
      bytes: one.bytes,
      fileId: one.file_id ? encodeId('file', one.file_id) : null,
      type: one.type,
      why: one.reason && (notKept[one.reason] ?? one.reason),
    })),
    fileId: row.file_id && encodeId('file', row.file_id),
    receivedAt: row.received_at.toISOString(),
  }
}

/** One mail. Throws `inbound_mail.not_found`. */
export async function inboundRow(ctx: Ctx, inboundId: string): Promise<InboundRow> {
  const [row] = await inboundRows(ctx, sql`and m.id = ${inboundId}`, 1)
  if (row) return row
  throw new AppError('not_found', 'inbound_mail.not_found', 'There is no such mail. Check the id.')
}

/** Mail that came in, newest first. */
export async function listInboundMails(ctx: Ctx, input: Input<typeof contract.listInboundMails>) {
  const state = input.state === 'all' ? sql.empty : sql`and m.state = ${input.state}`
  const after = input.cursor ? sql`and m.id < ${decodeCursor(input.cursor, z.uuid())}` : sql.empty
  const rows = await inboundRows(ctx, sql`${state} ${after}`, input.limit + 1)
  return toPage(rows, input.limit, showInbound, (row) => row.id)
}

/** How many mails wait for a person. */
export async function countInboundMails(ctx: Ctx): Promise<Answer<typeof contract.countInboundMails>> {
  return ctx.db.one(sql`
    select count(*) as held from (
      select 1 from inbound_mails where workspace_id = ${ctx.workspaceId} and state = 'held' limit 1000) few`)
}

/** How mail comes in, without the password. */
export async function getMailbox(ctx: Ctx): Promise<Answer<typeof contract.getMailbox>> {
  const { imap, ...setting } = await getSetting(ctx, mailboxSetting)
  const { config } = ctx
  const state = await ctx.db.one<{
    polled_at: Date | null
    error: string | null
    received_at: Date | null
  }>(sql`
    select p.polled_at, p.error, m.received_at
    from (select 1) one
    left join mailbox_polls p on p.workspace_id = ${ctx.workspaceId}
    left join lateral (
      select received_at from inbound_mails where workspace_id = ${ctx.workspaceId} order by id desc limit 1) m on true`)
  return {
    ...setting,
    imap: imap && {
      host: imap.host,
      port: imap.port,
      security: imap.security,
      user: imap.user,
      folder: imap.folder,
    },
    listener:
      config.MAIL_IN_PORT === undefined
        ? null
        : { host: config.MAIL_IN_HOST, port: config.MAIL_IN_PORT, protocol: config.MAIL_IN_PROTOCOL },
    polledAt: state.polled_at?.toISOString() ?? null,
    pollError: state.error,
    receivedAt: state.received_at?.toISOString() ?? null,
  }
}
