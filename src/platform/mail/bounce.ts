import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { oneLine } from '#platform/mail/address.ts'
import { mailBounced } from '#platform/mail/events.ts'

/**
 * A delivery report came in about a mail that a server had taken: found by its Message-ID, else the last one to this
 * address about what the report answers; an address alone would let a stranger cut anybody off. After a final failure
 * the mail counts as come back, once. Answers what it was about; undefined when it is not ours.
 */
export async function noteBounce(
  ctx: Ctx,
  report: {
    messageId: string | null
    address: string | null
    aboutId: string | null
    isHard: boolean
    reply: string
  },
): Promise<{ aboutId: string | null; contactId: string | null } | undefined> {
  const ws = ctx.workspaceId
  const which = report.messageId
    ? sql`message_id = ${report.messageId}`
    : sql`about_id = ${report.aboutId} and to_address = ${report.address}`
  const mail = await ctx.db.maybe<{
    id: string
    topic: string
    about_id: string | null
    contact_id: string | null
    bounced_at: Date | null
  }>(sql`
    select id, topic, about_id, contact_id, bounced_at from mails
    where workspace_id = ${ws} and ${which} order by id desc limit 1`)
  if (!mail) return undefined
  const reply = oneLine(report.reply, 500)
  if (report.isHard && !mail.bounced_at) {
    await ctx.db.run(sql`
      update mails set bounced_at = ${ctx.now()}, bounce_reply = ${reply} where workspace_id = ${ws} and id = ${mail.id}`)
    await ctx.emit(mailBounced, {
      subjectId: mail.id,
      payload: { mailId: mail.id, topic: mail.topic, aboutId: mail.about_id, contactId: mail.contact_id },
    })
  }
  return { aboutId: mail.about_id, contactId: mail.contact_id }
}
