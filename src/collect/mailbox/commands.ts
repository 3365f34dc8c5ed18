import type * as contract from '#collect/mailbox/contract.ts'
import { heldMailDecided } from '#collect/mailbox/events.ts'
import {
  getMailbox,
  type InboundRow,
  inboundRow,
  proofIn,
  showInbound,
  spamIn,
} from '#collect/mailbox/queries.ts'
import { mailboxSetting } from '#collect/mailbox/settings.ts'
import { submitMail } from '#collect/mailbox/submit.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { violatedConstraint } from '#platform/db/pool.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { mailbox } from '#platform/mail/address.ts'
import { seal } from '#platform/secrets.ts'
import { getSetting, putSetting } from '#platform/settings/settings.ts'

/** What the password of a mailbox is sealed for. */
export const imapPurpose = (workspaceId: string) => `mailbox.password ${workspaceId}`

/** Sets how mail comes in. An address that another workspace has is refused. */
export async function setMailbox(
  ctx: Ctx,
  { imap, ...input }: Input<typeof contract.setMailbox>,
): Promise<Answer<typeof contract.setMailbox>> {
  const address = input.address ? mailbox({ address: input.address }).address : null
  if (imap && !address)
    throw new AppError(
      'invalid',
      'mailbox.no_address',
      'Say which address this mailbox has: answers go there.',
    )
  if (address) await claimAddress(ctx, address)
  const before = await getSetting(ctx, mailboxSetting)
  const isSamePlace =
    imap !== null &&
    before.imap?.host === imap.host &&
    before.imap.port === imap.port &&
    before.imap.user === imap.user
  if (imap && !imap.password && !isSamePlace)
    throw new AppError(
      'invalid',
      'mailbox.no_password',
      'Give the password of the mailbox: the one kept belongs to another host or user.',
    )
  await putSetting(ctx, mailboxSetting, {
    ...input,
    address,
    imap: imap && {
      host: imap.host,
      port: imap.port,
      security: imap.security,
      user: imap.user,
      folder: imap.folder,
      passwordSealed: imap.password
        ? seal(ctx.config, imapPurpose(ctx.workspaceId), imap.password)
        : before.imap!.passwordSealed,
    },
  })
  if (imap && (!isSamePlace || before.imap?.folder !== imap.folder)) {
    // Another mailbox is read from today on: what lay in it before is nobody's answer.
    await ctx.db.run(sql`
      insert into mailbox_polls (workspace_id) values (${ctx.workspaceId})
      on conflict (workspace_id) do update set uid_validity = null, last_uid = 0, polled_at = null, error = null`)
  }
  return getMailbox(ctx)
}

async function claimAddress(ctx: Ctx, address: string): Promise<void> {
  try {
    await ctx.db.savepoint(() =>
      ctx.db.run(sql`
        insert into mailbox_addresses (workspace_id, address, created_at)
        values (${ctx.workspaceId}, ${address}, ${ctx.now()})
        on conflict (workspace_id, address) do nothing`),
    )
  } catch (error) {
    if (violatedConstraint(error) !== 'mailbox_addresses_one_owner') throw error
    throw new AppError(
      'conflict',
      'mailbox.address_taken',
      'Another workspace of this installation takes mail in at this address. Choose another one.',
    )
  }
}

/** A held mail with its place; refuses one that was decided. */
async function heldMail(ctx: Ctx, inboundId: string) {
  const row = await inboundRow(ctx, inboundId)
  if (row.state === 'held') return row
  throw new AppError(
    'conflict',
    'inbound_mail.decided',
    'This mail was decided already. Load the list again.',
  )
}

/** Makes a feedback item of a held mail. */
export async function fileInboundMail(
  ctx: Ctx,
  { inboundId }: { inboundId: string },
): Promise<Answer<typeof contract.fileInboundMail>> {
  const { feedbackId, contactId } = await submitKept(ctx, await heldMail(ctx, inboundId))
  await decide(ctx, inboundId, 'feedback', sql`feedback_id = ${feedbackId}, contact_id = ${contactId}`)
  return showInbound(await inboundRow(ctx, inboundId))
}

/** Makes an item of a mail that stands on what it answers, for the stage that owns that; answers the id of the item. */
export async function submitReply(ctx: Ctx, inboundId: string): Promise<string> {
  const { feedbackId } = await submitKept(ctx, await inboundRow(ctx, inboundId))
  await ctx.db.run(sql`
    update inbound_mails set feedback_id = ${feedbackId} where workspace_id = ${ctx.workspaceId} and id = ${inboundId}`)
  return feedbackId
}

function submitKept(ctx: Ctx, row: InboundRow) {
  const files = row.attachments.flatMap((one) => (one.file_id ? [one.file_id] : []))
  const from = { name: row.from_name, address: row.from_address }
  return submitMail(ctx, row.id, { ...row, from, spam: spamIn(row) }, files, proofIn(row))
}

/** Puts a held mail away; it stays. */
export async function dismissInboundMail(
  ctx: Ctx,
  { inboundId }: { inboundId: string },
): Promise<Answer<typeof contract.dismissInboundMail>> {
  await heldMail(ctx, inboundId)
  await decide(ctx, inboundId, 'dismissed', sql`about_id = about_id`)
  return showInbound(await inboundRow(ctx, inboundId))
}

/** Says what a held mail answers, or one that was filed elsewhere; the stage that owns `aboutId` then takes it. */
export async function placeInboundMail(ctx: Ctx, inboundId: string, aboutId: string): Promise<void> {
  await heldMail(ctx, inboundId)
  await decide(ctx, inboundId, 'case', sql`about_id = ${aboutId}`)
}

async function decide(
  ctx: Ctx,
  inboundId: string,
  decision: 'case' | 'feedback' | 'dismissed',
  also: ReturnType<typeof sql>,
): Promise<void> {
  await ctx.db.run(sql`
    update inbound_mails set state = ${decision}, settled_at = ${ctx.now()},
      settled_by_member_id = ${actorMember(ctx)}, ${also}
    where workspace_id = ${ctx.workspaceId} and id = ${inboundId} and state = 'held'`)
  await ctx.emit(heldMailDecided, { subjectId: inboundId, payload: { inboundId, decision } })
}

/** Notes who sent a mail once a later stage knows whose it should be. */
export async function noteSender(
  ctx: Ctx,
  inboundId: string,
  sender: { isOther: boolean; contactId: string | null },
): Promise<void> {
  await ctx.db.run(sql`
    update inbound_mails set is_other_sender = ${sender.isOther}, contact_id = ${sender.contactId}
    where workspace_id = ${ctx.workspaceId} and id = ${inboundId}`)
}

/** A mail that says what another record keeps already: nobody needs to read it. */
export async function hushInboundMail(
  ctx: Ctx,
  inboundId: string,
  given: { reason: string; aboutId: string },
): Promise<void> {
  await ctx.db.run(sql`
    update inbound_mails set state = 'quiet', reason = ${given.reason}, about_id = ${given.aboutId}
    where workspace_id = ${ctx.workspaceId} and id = ${inboundId}`)
}
