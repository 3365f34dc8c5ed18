import { submitFeedback } from '#collect/feedback/commands.ts'
import { verbatimMax } from '#collect/feedback/rules.ts'
import type { Letter } from '#collect/mailbox/read.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

/** Makes a feedback item of a mail, with its files; the same mail is the same item. */
export async function submitMail(
  ctx: Ctx,
  inboundId: string,
  letter: Pick<Letter, 'words' | 'whole' | 'subject' | 'from' | 'spam'>,
  files: readonly string[],
): Promise<{ feedbackId: string; contactId: string | null }> {
  const { from } = letter
  await submitFeedback(ctx, {
    verbatim: (letter.words || letter.whole || letter.subject || '(no words)').slice(0, verbatimMax),
    title: letter.subject || null,
    channel: 'email',
    externalId: inboundId,
    contact: from.address ? { email: from.address, name: from.name || null } : null,
    attachments: files.slice(0, 10),
    context: letter.spam ? { spamScore: letter.spam.score, spamFilter: letter.spam.says } : {},
  })
  const item = await ctx.db.one<{ id: string; contact_id: string | null }>(sql`
    select id, contact_id from feedback_items
    where workspace_id = ${ctx.workspaceId} and channel = 'email' and external_id = ${inboundId}`)
  return { feedbackId: item.id, contactId: item.contact_id }
}
