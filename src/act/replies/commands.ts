import type * as contract from '#act/replies/contract.ts'
import { type Answered, follow, tellLead } from '#act/replies/follow.ts'
import { showReply } from '#act/replies/queries.ts'
import { type Effect, excerpt } from '#act/replies/rules.ts'
import { recordTouchpoint } from '#act/touchpoints/commands.ts'
import { noteSender, placeInboundMail } from '#collect/mailbox/commands.ts'
import { type InboundRow, inboundRow } from '#collect/mailbox/queries.ts'
import { changeContact } from '#customers/contacts/edit.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { linkTo, notify } from '#platform/notices/commands.ts'

interface AnsweredByMail extends Answered {
  email: string | null
}

/**
 * Puts a mail on the case or item that it answers, and does what follows: a touchpoint, a notice, the end of a pause,
 * the case taken up again. Taking the same mail again does nothing.
 */
export async function takeReply(ctx: Ctx, inboundId: string): Promise<void> {
  const mail = await inboundRow(ctx, inboundId)
  // A bounce is told by what the contact's cases hear of it, an answer to an invitation by its meeting.
  if (!mail.about_id || mail.reason === 'bounced' || mail.reason === 'answer') return
  const one = await answeredCase(ctx, mail.about_id)
  if (one) await takeForCase(ctx, mail, one)
  else await takeForItem(ctx, mail)
}

async function answeredCase(ctx: Ctx, caseId: string): Promise<AnsweredByMail | undefined> {
  const ws = ctx.workspaceId
  return ctx.db.maybe<AnsweredByMail>(sql`
    select k.id, k.status, k.lead_member_id, k.resolved_at, k.paused_at, c.id as contact_id, k.account_id,
      k.feedback_id, c.email
    from cases k
    left join contacts c0 on c0.workspace_id = ${ws} and c0.id = k.contact_id
    left join contacts c on c.workspace_id = ${ws} and c.id = root_id(c0.merged_into_id, c0.id)
    where k.workspace_id = ${ws} and k.id = ${caseId}`)
}

async function takeForCase(ctx: Ctx, mail: InboundRow, one: AnsweredByMail): Promise<void> {
  const { isFromUs, isOther, contactId } = await senderOf(ctx, mail, one)
  await noteSender(ctx, mail.id, { isOther, contactId })
  const logged = await record(ctx, mail, isFromUs, {
    caseId: one.id,
    contactId: contactId ?? one.contact_id,
    accountId: one.account_id,
    feedbackId: one.feedback_id,
  })
  if (!logged) return
  const isOwnWords = mail.words !== '' || mail.attachments.length > 0
  const isAutomatic = mail.state === 'quiet'
  const effect = isUnproven(mail) ? 'none' : await follow(ctx, one, { isAutomatic, isOwnWords, isFromUs })
  if (mail.state === 'case' && !isFromUs) await tell(ctx, mail, one, effect, isOther)
}

async function tell(
  ctx: Ctx,
  mail: InboundRow,
  one: Answered,
  effect: Effect,
  isOther: boolean,
): Promise<void> {
  const who = mail.from_name || mail.contact_name || mail.from_address || 'Somebody'
  const said = excerpt(mail.words) || (mail.attachments.length > 0 ? 'a file' : 'no new words')
  const from = isOther ? ` (from another address, ${mail.from_address})` : unproven(mail)
  await tellLead(ctx, one, {
    says: `${who} answered${from}: “${said}”.`,
    effect,
    dedupeKey: `reply ${mail.id}`,
  })
}

/** Our own mail server found that somebody else may have sent it. */
const isUnproven = (mail: InboundRow) => mail.is_proven === false

const unproven = (mail: InboundRow) =>
  isUnproven(mail) ? ` (nobody proved that it is from ${mail.from_address || 'them'})` : ''

/** An answer to what was written about an item: a touchpoint there, and whoever has the item is told. */
async function takeForItem(ctx: Ctx, mail: InboundRow): Promise<void> {
  const ws = ctx.workspaceId
  const item = await ctx.db.maybe<{
    id: string
    contact_id: string | null
    account_id: string | null
    email: string | null
    assignee_member_id: string | null
    writer: string | null
  }>(sql`
    select f.id, c.id as contact_id, f.account_id, c.email, i.assignee_member_id, t.by_member_id as writer
    from feedback_items f
    join inbox_items i on i.workspace_id = ${ws} and i.id = f.id
    left join contacts c0 on c0.workspace_id = ${ws} and c0.id = f.contact_id
    left join contacts c on c.workspace_id = ${ws} and c.id = root_id(c0.merged_into_id, c0.id)
    left join lateral (
      select by_member_id from touchpoints
      where workspace_id = ${ws} and feedback_id = f.id and direction = 'out' order by at desc, id desc limit 1
    ) t on true
    where f.workspace_id = ${ws} and f.id = ${mail.about_id}`)
  if (!item) return
  const { isFromUs, isOther, contactId } = await senderOf(ctx, mail, item)
  await noteSender(ctx, mail.id, { isOther, contactId })
  const logged = await record(ctx, mail, isFromUs, {
    feedbackId: item.id,
    contactId: item.contact_id,
    accountId: item.account_id,
  })
  const memberId = item.assignee_member_id ?? item.writer
  if (!logged || !memberId || mail.state !== 'case' || isFromUs) return
  await notify(ctx, {
    memberId,
    kind: 'feedback.replied',
    subjectId: item.id,
    text: `${mail.from_name || mail.from_address} answered${unproven(mail)}: “${excerpt(mail.words) || 'no new words'}”.`,
    link: linkTo('inbox', 'fb', item.id),
    urgency: 'urgent',
    dedupeKey: `reply ${mail.id}`,
  })
}

/** What machines, our own people and unproven senders send is a note; only a person of the customer's is a touch. */
async function record(
  ctx: Ctx,
  mail: InboundRow,
  isFromUs: boolean,
  about: { caseId?: string; feedbackId: string | null; contactId: string | null; accountId: string | null },
): Promise<boolean> {
  const who = mail.from_name || mail.from_address
  const isNote = isFromUs || mail.state === 'quiet' || isUnproven(mail)
  const summary = isFromUs
    ? `${who} wrote by mail: ${mail.words || mail.subject}`
    : mail.state === 'quiet'
      ? `${quietWords[mail.reason ?? ''] ?? 'An automatic mail'} from ${who || 'a mail server'}: ${mail.subject}`
      : (isUnproven(mail) ? `From ${who}${unproven(mail)}: ` : '') +
        (mail.words || mail.subject || '(no words)')
  const id = await recordTouchpoint(ctx, {
    ...about,
    kind: isNote ? 'note' : 'mail',
    direction: isNote ? 'inside' : 'in',
    at: mail.received_at,
    summary: summary.slice(0, 10_000),
    inboundMailId: mail.id,
  })
  return id !== undefined
}

const quietWords: Record<string, string> = {
  automatic: 'An automatic mail',
  delayed: 'A mail is delayed: report',
}

/** Whether it is one of ours, the person it is about, or somebody else. An unproven sender is none of them. */
async function senderOf(
  ctx: Ctx,
  mail: InboundRow,
  about: { contact_id: string | null; email: string | null },
): Promise<{ isFromUs: boolean; isOther: boolean; contactId: string | null }> {
  if (isUnproven(mail)) return { isFromUs: false, isOther: false, contactId: null }
  const isFromUs = await isMember(ctx, mail.from_address)
  const isTheirs =
    mail.from_address === about.email || (mail.contact_id !== null && mail.contact_id === about.contact_id)
  const contactId = isTheirs ? about.contact_id : mail.contact_id
  return { isFromUs, isOther: !isTheirs && !isFromUs, contactId }
}

async function isMember(ctx: Ctx, address: string): Promise<boolean> {
  const row = await ctx.db.maybe(sql`
    select id from members where workspace_id = ${ctx.workspaceId} and lower(email) = ${address} limit 1`)
  return row !== undefined
}

/** Puts a held mail on a case by hand. */
export async function assignMail(
  ctx: Ctx,
  input: Input<typeof contract.assignMail>,
): Promise<Answer<typeof contract.assignMail>> {
  if (!(await answeredCase(ctx, input.caseId)))
    throw new AppError('not_found', 'case.not_found', 'There is no such case. Check the id.')
  await placeInboundMail(ctx, input.inboundId, input.caseId)
  await takeReply(ctx, input.inboundId)
  return showReply(await inboundRow(ctx, input.inboundId))
}

/** Adds the address a reply came from to the contact of its case, so that the next one is theirs. */
export async function addSender(
  ctx: Ctx,
  { inboundId }: { inboundId: string },
): Promise<Answer<typeof contract.addSender>> {
  const mail = await inboundRow(ctx, inboundId)
  const one = mail.about_id ? await answeredCase(ctx, mail.about_id) : undefined
  if (!one?.contact_id || !mail.from_address)
    throw new AppError(
      'conflict',
      'inbound_mail.no_contact',
      'This mail stands on no case with a contact. Put it on a case first.',
    )
  await changeContact(ctx, { contactId: one.contact_id, keys: [{ source: 'email', key: mail.from_address }] })
  await noteSender(ctx, inboundId, { isOther: false, contactId: one.contact_id })
  return showReply(await inboundRow(ctx, inboundId))
}
