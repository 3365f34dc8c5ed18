import { contactOf, knownAddress } from '#collect/mailbox/address.ts'
import { keepAttachments, receiveAttachments, type Taken } from '#collect/mailbox/attachments.ts'
import { mailReceived } from '#collect/mailbox/events.ts'
import { type Letter, readMail } from '#collect/mailbox/read.ts'
import { hourlyMost, type InboundState, isHard } from '#collect/mailbox/rules.ts'
import { mailboxSetting } from '#collect/mailbox/settings.ts'
import { submitMail } from '#collect/mailbox/submit.ts'
import { type Proof, proofOf } from '#collect/mailbox/verdicts.ts'
import type { Actor, Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Door } from '#platform/door.ts'
import { openFile } from '#platform/files/commands.ts'
import { log } from '#platform/log.ts'
import { noteBounce } from '#platform/mail/bounce.ts'
import { getSetting } from '#platform/settings/settings.ts'

const sorter: Actor = { kind: 'job', name: 'collect/mailbox' }

interface Waiting {
  id: string
  via: 'smtp' | 'imap' | 'pipe'
  file_id: string
  envelope_from: string
  envelope_to: string[]
  received_at: Date
}

/** Where a mail goes: what it answers, whose it is, and why where that is not plain. */
interface Place {
  state: InboundState
  reason: string | null
  aboutId?: string | null
  contactId?: string | null
  feedbackId?: string | null
}

/**
 * Reads a mail that came in and puts it where it belongs: on what it answers, else into the inbox, else before a
 * person. Sorting it again does nothing.
 */
export async function sortMail(door: Door, workspaceId: string, inboundId: string): Promise<void> {
  const found = await door.inWorkspace(workspaceId, sorter, async (ctx) => {
    const row = await waiting(ctx, inboundId)
    return row && { row, stream: (await openFile(ctx, row.file_id)).stream }
  })
  if (!found) return
  const { row } = found
  const raw = Buffer.from(await new Response(found.stream).arrayBuffer())
  const envelopeFrom = row.via === 'smtp' ? row.envelope_from : undefined
  const letter = await readMail(raw, envelopeFrom).catch((error: Error) => {
    log.warn({ err: error, inbound: inboundId }, 'a mail could not be read')
    return undefined
  })
  const taken = letter ? await receiveAttachments(door.config, letter.attachments) : []
  await door.inWorkspace(workspaceId, sorter, async (ctx) => {
    if (!(await waiting(ctx, inboundId))) return
    if (letter) await settleRead(ctx, row, letter, taken)
    else await write(ctx, row, undefined, { state: 'held', reason: 'unreadable' })
  })
}

async function waiting(ctx: Ctx, inboundId: string): Promise<Waiting | undefined> {
  return ctx.db.maybe<Waiting>(sql`
    select id, via, file_id, envelope_from, envelope_to, received_at from inbound_mails
    where workspace_id = ${ctx.workspaceId} and id = ${inboundId} and state = 'received' for update`)
}

async function settleRead(ctx: Ctx, row: Waiting, letter: Letter, taken: readonly Taken[]): Promise<void> {
  const files = await keepAttachments(ctx, row.id, taken)
  const proof = proofOf(letter.authentication, await getSetting(ctx, mailboxSetting))
  const place = await placeOf(ctx, row, letter, files, proof)
  await write(ctx, row, letter, place, proof)
}

async function placeOf(
  ctx: Ctx,
  row: Waiting,
  letter: Letter,
  files: readonly string[],
  proof: Proof | undefined,
): Promise<Place> {
  if (await isOwn(ctx, letter)) return { state: 'quiet', reason: 'own' }
  const isUnproven = proof?.isProven === false
  const answered = await answeredBy(ctx, row, letter, isUnproven)
  const aboutId = answered === 'forged' ? null : answered
  if (letter.report) return placeBounce(ctx, letter, letter.report, aboutId)
  const contactId = isUnproven ? null : await contactOf(ctx, letter.from.address)
  if (await isFlood(ctx, letter, aboutId)) return { state: 'held', reason: 'too_many', aboutId, contactId }
  // A later stage knows its invitations; what none of them knows waits for a person.
  if (isAnswer(letter) && isUnproven) return { state: 'held', reason: 'unproven' }
  if (isAnswer(letter)) return { state: aboutId ? 'quiet' : 'held', reason: 'answer', aboutId, contactId }
  if (letter.isAutomatic) return { state: 'quiet', reason: 'automatic', aboutId, contactId }
  if (aboutId) return { state: 'case', reason: null, aboutId, contactId }
  if (answered === 'forged') return { state: 'held', reason: 'forged', contactId }
  const { unknownSenders, holdsSpamFrom } = await getSetting(ctx, mailboxSetting)
  if (holdsSpamFrom !== null && letter.spam && letter.spam.score >= holdsSpamFrom)
    return { state: 'held', reason: 'spam', contactId }
  if (letter.words === '' && letter.subject === '') return { state: 'held', reason: 'empty', contactId }
  if (!contactId && (unknownSenders === 'hold' || letter.from.address === ''))
    return { state: 'held', reason: isUnproven ? 'unproven' : 'unknown_sender' }
  return { state: 'feedback', reason: null, ...(await submitMail(ctx, row.id, letter, files, proof)) }
}

/** A calendar's answer to an invitation (RFC 5546). */
const isAnswer = ({ calendar }: Letter) => calendar !== null && /^METHOD:(REPLY|COUNTER)\s*$/im.test(calendar)

/** A mail that carries a Message-ID of ours, or that our own address sent, is ours: somebody's rule sent it back. */
async function isOwn(ctx: Ctx, letter: Letter): Promise<boolean> {
  if (!letter.messageId) return false
  const row = await ctx.db.maybe(sql`
    select id from mails where workspace_id = ${ctx.workspaceId} and message_id = ${letter.messageId} limit 1`)
  return row !== undefined
}

async function placeBounce(
  ctx: Ctx,
  letter: Letter,
  report: NonNullable<Letter['report']>,
  aboutId: string | null,
): Promise<Place> {
  const hard = isHard(report)
  const about = await noteBounce(ctx, {
    messageId: report.messageId,
    address: report.address,
    aboutId,
    isHard: hard,
    reply: [report.status, report.reply].filter(Boolean).join(' ') || letter.subject,
  })
  const reason = hard ? 'bounced' : 'delayed'
  return { state: 'quiet', reason, aboutId: about?.aboutId ?? null, contactId: about?.contactId ?? null }
}

/**
 * What the mail answers: by the mark in the address it was sent to, which only our mails carry, else by the mail that
 * it replies to, unless its sender was found to be somebody else.
 */
async function answeredBy(
  ctx: Ctx,
  row: Waiting,
  letter: Letter,
  isUnproven: boolean,
): Promise<string | 'forged' | null> {
  let isForged = false
  for (const address of new Set([...row.envelope_to, ...letter.recipients])) {
    const known = await knownAddress(ctx, address)
    if (known === 'forged') isForged = true
    else if (known?.aboutId) return known.aboutId
  }
  if (letter.answers.length > 0 && !isUnproven) {
    const rows = await ctx.db.many<{ message_id: string; about_id: string }>(sql`
      select message_id, about_id from mails
      where workspace_id = ${ctx.workspaceId} and message_id = any(${letter.answers}) and about_id is not null
      union all
      select message_id, about_id from inbound_mails
      where workspace_id = ${ctx.workspaceId} and message_id = any(${letter.answers}) and about_id is not null`)
    const nearest = letter.answers.flatMap((id) => rows.filter((one) => one.message_id === id))[0]
    if (nearest) return nearest.about_id
  }
  return isForged ? 'forged' : null
}

/** Two machines that answer each other must not fill a case. */
async function isFlood(ctx: Ctx, letter: Letter, aboutId: string | null): Promise<boolean> {
  const hourAgo = new Date(ctx.now().getTime() - 3_600_000)
  const { sender, about } = await ctx.db.one<{ sender: number; about: number }>(sql`
    select
      (select count(*) from (select 1 from inbound_mails where workspace_id = ${ctx.workspaceId}
        and from_address = ${letter.from.address} and received_at > ${hourAgo} limit ${hourlyMost.sender}) few) as sender,
      (select count(*) from (select 1 from inbound_mails where workspace_id = ${ctx.workspaceId}
        and about_id = ${aboutId} and received_at > ${hourAgo} limit ${hourlyMost.about}) few) as about`)
  return sender >= hourlyMost.sender || about >= hourlyMost.about
}

async function write(
  ctx: Ctx,
  row: Waiting,
  letter: Letter | undefined,
  place: Place,
  proof?: Proof,
): Promise<void> {
  const aboutId = place.aboutId ?? null
  await ctx.db.run(sql`
    update inbound_mails set state = ${place.state}, reason = ${place.reason}, about_id = ${aboutId},
      contact_id = ${place.contactId ?? null}, feedback_id = ${place.feedbackId ?? null}, settled_at = ${ctx.now()},
      message_id = ${letter?.messageId ?? null}, in_reply_to = ${letter?.inReplyTo ?? null},
      thread_references = ${letter?.references ?? null}, from_name = ${letter?.from.name ?? ''},
      from_address = ${letter?.from.address ?? ''}, subject = ${letter?.subject ?? ''}, said_at = ${letter?.saidAt ?? null},
      words = ${letter?.words ?? ''}, whole = ${letter?.whole ?? ''}, is_automatic = ${letter?.isAutomatic ?? false},
      calendar = ${letter?.calendar ?? null}, spam_score = ${letter?.spam?.score ?? null},
      spam_says = ${letter?.spam?.says ?? null}, is_proven = ${proof?.isProven ?? null}, proof_says = ${proof?.says ?? null}
    where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
  if (place.state === 'received' || place.state === 'dismissed') return
  await ctx.emit(mailReceived, {
    subjectId: aboutId ?? row.id,
    payload: {
      inboundId: row.id,
      state: place.state,
      reason: place.reason,
      aboutId,
      isAutomatic: letter?.isAutomatic ?? false,
      isOwnWords: letter !== undefined && (letter.words !== '' || letter.attachments.length > 0),
      hasCalendar: letter?.calendar != null && proof?.isProven !== false,
    },
  })
}
