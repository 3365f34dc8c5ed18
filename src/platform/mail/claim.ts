import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { mailGates } from '#platform/mail/gate.ts'
import { mails } from '#platform/mail/outbox.ts'
import { findServer, type SmtpServer, type StoredServer } from '#platform/mail/settings.ts'
import {
  beginClaim,
  holdDue,
  holdOld,
  keepBack,
  releaseLate,
  roomLeft,
  takeDue,
} from '#platform/outbox/claim.ts'

/** A mail that was taken to be sent. */
export interface Claimed {
  id: string
  fence: number
  attempts: number
  topic: string
  contact_id: string | null
  to_name: string
  to_address: string
  from_name: string | null
  reply_to_name: string | null
  reply_to_address: string | null
  subject: string
  body_text: string
  body_html: string | null
  links_sealed: string | null
  unsubscribe_link: string | null
  message_id: string
  in_reply_to: string | null
  thread_references: string | null
  is_automatic: boolean
  bounce_to: string | null
  calendar: string | null
  calendar_method: 'REQUEST' | 'CANCEL' | null
}

/** How the mails claimed together leave. */
export interface Way {
  stored: StoredServer
  smtp: SmtpServer
  workspaceName: string
}

/** Mails that were claimed together. */
export interface Batch {
  mails: Claimed[]
  /** How many of them may be under way at once. */
  connections: number
  way: Way
}

const columns = sql`m.id, fence, attempts, topic, contact_id, to_name, to_address, from_name, reply_to_name, reply_to_address, subject,
  body_text, body_html, links_sealed, unsubscribe_link, message_id, in_reply_to, thread_references, is_automatic, bounce_to,
  calendar, calendar_method`

/**
 * Takes the next mails under a lease: at first as many as there are connections left, then as many as `more` says; undefined
 * when there is nothing to do now.
 */
export async function claim(
  ctx: Ctx,
  more?: { connections: number; most: number },
): Promise<Batch | undefined> {
  await beginClaim(ctx, mails)
  const server = await findServer(ctx)
  if (!server) {
    await holdDue(ctx, mails)
    return undefined
  }
  await releaseLate(ctx, mails)
  await holdOld(ctx, mails)
  const { running, left } = await roomLeft(ctx, mails, server.stored.perMinute)
  // What others hold counts against the connections, the rate of a minute against the mails.
  const connections = more?.connections ?? server.stored.concurrency - running
  const room = Math.min(more?.most ?? connections, left)
  if (room < 1) return undefined
  const taken = await takeDue<Claimed>(ctx, mails, room, columns)
  if (taken.length === 0) return undefined
  const kept = await mailGates.keptBack(
    ctx,
    taken.map((mail) => ({
      id: mail.id,
      topic: mail.topic,
      contactId: mail.contact_id,
      address: mail.to_address,
      dueAt: ctx.now(),
      isLeaving: true,
    })),
  )
  await keepBack(ctx, mails, kept)
  const { name } = await ctx.db.one<{ name: string }>(
    sql`select name from workspaces where id = ${ctx.workspaceId}`,
  )
  return {
    mails: taken.filter((mail) => !kept.has(mail.id)),
    connections,
    way: { ...server, workspaceName: name },
  }
}
