import { z } from 'zod'
import type * as contract from '#act/replies/contract.ts'
import type { Reply } from '#act/replies/contract.ts'
import { type InboundRow, inboundRows, showInbound } from '#collect/mailbox/queries.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'

/** A reply as it is answered. */
export function showReply(row: InboundRow): Reply {
  return {
    ...showInbound(row),
    isOtherSender: row.is_other_sender,
    canAddSender: row.is_other_sender && row.contact_id === null && row.from_address !== '',
  }
}

/** Mails about a case or an item, newest first. */
export async function listReplies(ctx: Ctx, input: Input<typeof contract.listReplies>) {
  const after = input.cursor ? sql`and m.id < ${decodeCursor(input.cursor, z.uuid())}` : sql.empty
  const rows = await inboundRows(
    ctx,
    sql`and m.about_id = ${input.case ?? input.feedback} and m.state in ('case', 'quiet') ${after}`,
    input.limit + 1,
  )
  return toPage(rows, input.limit, showReply, (row) => row.id)
}
