import { z } from 'zod'
import type * as contract from '#collect/sms-replies/contract.ts'
import type { SmsReply } from '#collect/sms-replies/contract.ts'
import { type ReplyState, replyWhy } from '#collect/sms-replies/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'

/** A reply as later stages join it; its contact is the one that survived merges. */
export interface ReplyRow {
  id: string
  from_number: string
  contact_id: string | null
  contact_name: string | null
  words: string
  state: ReplyState
  reason: string | null
  case_id: string | null
  feedback_id: string | null
  received_at: Date
}

const rows = (ctx: Ctx, condition: Sql, limit: number) =>
  ctx.db.many<ReplyRow>(sql`
    select m.id, m.from_number, r.id as contact_id, coalesce(r.name, r.email, m.from_number) as contact_name, m.words, m.state,
      m.reason, m.case_id, m.feedback_id, m.received_at
    from sms_replies m
    left join contacts c on c.workspace_id = ${ctx.workspaceId} and c.id = m.contact_id
    left join contacts r on r.workspace_id = ${ctx.workspaceId} and r.id = root_id(c.merged_into_id, c.id)
    where m.workspace_id = ${ctx.workspaceId} ${condition} order by m.id desc limit ${limit}`)

/** One reply. Throws `sms_reply.not_found`. */
export async function replyRow(ctx: Ctx, replyId: string): Promise<ReplyRow> {
  const [row] = await rows(ctx, sql`and m.id = ${replyId}`, 1)
  if (row) return row
  throw new AppError('not_found', 'sms_reply.not_found', 'There is no such reply. Check the id.')
}

/** Replies, newest first. */
export async function listSmsReplies(ctx: Ctx, input: Input<typeof contract.listSmsReplies>) {
  const found = await rows(
    ctx,
    sql`${input.state ? sql`and m.state = ${input.state}` : sql.empty}
      ${input.contact ? sql`and m.contact_id = ${input.contact}` : sql.empty}
      ${input.cursor ? sql`and m.id < ${decodeCursor(input.cursor, z.uuid())}` : sql.empty}`,
    input.limit + 1,
  )
  return toPage(found, input.limit, showReply, (row) => row.id)
}

/** A reply as it is answered. */
export function showReply(row: ReplyRow): SmsReply {
  return {
    id: encodeId('smsr', row.id),
    from: row.from_number,
    contact: row.contact_id ? { id: encodeId('ct', row.contact_id), name: row.contact_name ?? '' } : null,
    words: row.words,
    state: row.state,
    reason: row.reason,
    why: replyWhy(row.reason),
    caseId: row.case_id && encodeId('case', row.case_id),
    feedbackId: row.feedback_id && encodeId('fb', row.feedback_id),
    receivedAt: row.received_at.toISOString(),
  }
}
