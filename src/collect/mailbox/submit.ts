import { submitFeedback } from '#collect/feedback/commands.ts'
import { verbatimMax } from '#collect/feedback/rules.ts'
import { contactOf } from '#collect/mailbox/address.ts'
import type { Letter } from '#collect/mailbox/read.ts'
import type { Proof } from '#collect/mailbox/verdicts.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

/**
 * Makes a feedback item of a mail, with its files; the same mail is the same item. One whose sender was not proven leads
 * to the contact with that address, says so, and changes nothing about them.
 */
export async function submitMail(
  ctx: Ctx,
  inboundId: string,
  letter: Pick<Letter, 'words' | 'whole' | 'subject' | 'from' | 'spam'>,
  files: readonly string[],
  proof: Proof | undefined,
): Promise<{ feedbackId: string; contactId: string | null }> {
  const { from } = letter
  const isUnproven = proof?.isProven === false
  const claimedId = isUnproven ? await contactOf(ctx, from.address) : null
  await submitFeedback(ctx, {
    verbatim: (letter.words || letter.whole || letter.subject || '(no words)').slice(0, verbatimMax),
    title: letter.subject || null,
    channel: 'email',
    externalId: inboundId,
    contactId: claimedId,
    contact: from.address && !claimedId ? { email: from.address, name: from.name || null } : null,
    attachments: files.slice(0, 10),
    context: {
      ...(letter.spam && { spamScore: letter.spam.score, spamFilter: letter.spam.says }),
      ...(isUnproven && { identity: 'unproven', senderCheck: proof.says }),
    },
  })
  const item = await ctx.db.one<{ id: string; contact_id: string | null }>(sql`
    select id, contact_id from feedback_items
    where workspace_id = ${ctx.workspaceId} and channel = 'email' and external_id = ${inboundId}`)
  return { feedbackId: item.id, contactId: isUnproven ? null : item.contact_id }
}
