import { baseUrl } from '#platform/config.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { encodeId, newId } from '#platform/ids.ts'
import { type Mailbox, oneLine, plainAddress } from '#platform/mail/address.ts'
import type { MailTopic } from '#platform/mail/contract.ts'
import { mailGates } from '#platform/mail/gate.ts'
import { mails } from '#platform/mail/outbox.ts'
import { mailSetting } from '#platform/mail/settings.ts'
import { announce, idsOf } from '#platform/outbox/queued.ts'
import { seal } from '#platform/secrets.ts'
import { getSetting } from '#platform/settings/settings.ts'
import { prepareToken } from '#platform/tokens/tokens.ts'

/** One mail to one person. Bodies may hold link marks (`linkMark`), filled when the mail leaves. */
export interface OutgoingMail {
  to: Mailbox
  subject: string
  text: string
  html?: string | null
  topic: MailTopic
  /** The same key is the same mail: queued twice, it exists once. */
  dedupeKey: string
  contactId?: string | null
  /** Shown as the sender's name; the address is always that of the mail settings. */
  fromName?: string
  replyTo?: Mailbox | null
  /** What an answer to it belongs to: a case, a feedback item. */
  aboutId?: string | null
  /** The name of `aboutId`: to unsubscribe stops mail about that alone, not all of the topic. */
  stops?: string
  /** Where delivery reports go, if the mail server may use it; the address of the mail settings otherwise. */
  bounceTo?: string | null
  /** The mail of ours, or the Message-ID of theirs, that this one answers: threads it. */
  inReplyTo?: { messageId: string; references?: string | null } | null
  notBefore?: Date
  /** Personal links by mark name. `unsubscribe` is added for topics that people can refuse. */
  links?: Readonly<Record<string, string>>
  /** An invitation or its withdrawal (iCalendar): mail programs show it with buttons to answer. */
  calendar?: { method: 'REQUEST' | 'CANCEL'; text: string }
  /** Written by a person to a person: no Auto-Submitted header. */
  isPersonal?: boolean
}

const refusable = new Set<MailTopic>(['surveys', 'updates'])

/** Puts one mail into the outbox, in the transaction of `ctx`: it leaves exactly when that commits. Answers its id. */
export async function queueMail(ctx: Ctx, mail: OutgoingMail): Promise<string> {
  return (await queueMails(ctx, [mail]))[0]!
}

/** Puts many mails into the outbox with one statement. Answers their ids in order. */
export async function queueMails(ctx: Ctx, outgoing: readonly OutgoingMail[]): Promise<string[]> {
  if (outgoing.length === 0) return []
  const now = ctx.now()
  const host = new URL(baseUrl(ctx.config)).hostname
  const given = outgoing.map((mail) => ({ mail, id: newId(), address: plainAddress(mail.to.address) }))
  const kept = await mailGates.keptBack(
    ctx,
    given.map(({ mail, id, address }) => ({
      id,
      topic: mail.topic,
      contactId: mail.contactId ?? null,
      address: address ?? '',
      dueAt: mail.notBefore && mail.notBefore > now ? mail.notBefore : now,
      isLeaving: false,
    })),
  )
  // Written as waiting at once: a wave while nothing is set is many thousand rows, each written anew otherwise.
  const hold = (await getSetting(ctx, mailSetting)).server ? null : mails.noWay
  const tokens: { id: string; hash: string; subject_id: string }[] = []
  const rows = given.map(({ mail, id, address }) => {
    const links: Record<string, string> = { ...mail.links }
    if (refusable.has(mail.topic)) {
      const { token, row } = prepareToken(ctx.workspaceId)
      links.unsubscribe = `${baseUrl(ctx.config)}/u/${token}`
      tokens.push({ id: row.id, hash: row.hash.toString('hex'), subject_id: id })
    }
    const verdict = address === undefined ? { reason: 'address', until: null } : kept.get(id)
    const isStopped = verdict?.until === null
    const reason = verdict?.reason ?? null
    const replyTo = mail.replyTo ? plainAddress(mail.replyTo.address) : undefined
    const dueAt = verdict?.until ?? mail.notBefore ?? now
    return {
      id,
      dedupe_key: mail.dedupeKey,
      topic: mail.topic,
      state: isStopped ? 'suppressed' : 'queued',
      reason,
      hold: isStopped || dueAt > now ? null : hold,
      to_name: oneLine(mail.to.name ?? '', 120),
      to_address: address ?? oneLine(mail.to.address, 254),
      from_name: mail.fromName === undefined ? null : oneLine(mail.fromName, 120),
      reply_to_name: replyTo === undefined ? null : oneLine(mail.replyTo?.name ?? '', 120),
      reply_to_address: replyTo ?? null,
      subject: oneLine(mail.subject, 300),
      links_sealed:
        Object.keys(links).length === 0
          ? null
          : seal(ctx.config, `mail.links ${ctx.workspaceId}`, JSON.stringify(links)),
      unsubscribe_link: links.unsubscribe === undefined ? null : 'unsubscribe',
      message_id: `<${encodeId('mail', id)}@${host}>`,
      in_reply_to: mail.inReplyTo?.messageId ?? null,
      thread_references: mail.inReplyTo
        ? [mail.inReplyTo.references, mail.inReplyTo.messageId].filter(Boolean).join(' ')
        : null,
      is_automatic: mail.isPersonal !== true,
      contact_id: mail.contactId ?? null,
      about_id: mail.aboutId ?? null,
      stops: mail.aboutId && mail.stops ? oneLine(mail.stops, 200) : null,
      bounce_to: mail.bounceTo ? (plainAddress(mail.bounceTo) ?? null) : null,
      calendar: mail.calendar?.text ?? null,
      calendar_method: mail.calendar?.method ?? null,
      due_at: dueAt,
      settled_at: isStopped ? now : null,
    }
  })
  const made = await ctx.db.many<{ id: string }>(sql`
    insert into mails (workspace_id, id, dedupe_key, topic, state, reason, hold, to_name, to_address, from_name, reply_to_name,
      reply_to_address, subject, body_text, body_html, links_sealed, unsubscribe_link, message_id, in_reply_to,
      thread_references, is_automatic, contact_id, about_id, stops, bounce_to, calendar, calendar_method, due_at, queued_at, settled_at)
    select ${ctx.workspaceId}, id, dedupe_key, topic, state, reason, hold, to_name, to_address, from_name, reply_to_name,
      reply_to_address, subject, body_text, body_html, links_sealed, unsubscribe_link, message_id, in_reply_to,
      thread_references, is_automatic, contact_id, about_id, stops, bounce_to, calendar, calendar_method, due_at, ${now}, settled_at
    from rows from (
      jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as (id uuid, dedupe_key text, topic text, state text,
        reason text, hold text, to_name text, to_address text, from_name text, reply_to_name text, reply_to_address text, subject text,
        links_sealed text, unsubscribe_link text, message_id text, in_reply_to text, thread_references text,
        is_automatic boolean, contact_id uuid, about_id uuid, stops text, bounce_to text, calendar text, calendar_method text,
        due_at timestamptz, settled_at timestamptz),
      unnest(${sql.texts(outgoing.map(({ text }) => text))}::text[]),
      unnest(${sql.texts(outgoing.map(({ html }) => html ?? null))}::text[])
    ) as row (id, dedupe_key, topic, state, reason, hold, to_name, to_address, from_name, reply_to_name, reply_to_address, subject,
      links_sealed, unsubscribe_link, message_id, in_reply_to, thread_references, is_automatic, contact_id, about_id, stops, bounce_to,
      calendar, calendar_method, due_at, settled_at, body_text, body_html)
    on conflict (workspace_id, dedupe_key) do nothing
    returning id`)
  const isNew = new Set(made.map((row) => row.id))
  const newTokens = tokens.filter((token) => isNew.has(token.subject_id))
  if (newTokens.length > 0) {
    ctx.db.later(sql`
      insert into tokens (workspace_id, id, purpose, hash, subject_id, created_at)
      select ${ctx.workspaceId}, id, 'unsubscribe', decode(hash, 'hex'), subject_id, ${now}
      from jsonb_to_recordset(${JSON.stringify(newTokens)}::jsonb) as row (id uuid, hash text, subject_id uuid)`)
  }
  await announce(
    ctx,
    mails,
    rows.filter((row) => isNew.has(row.id)),
  )
  return idsOf(ctx, mails, rows, isNew)
}
