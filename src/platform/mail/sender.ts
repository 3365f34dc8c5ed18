import { isDeepStrictEqual } from 'node:util'
import { baseUrl } from '#platform/config.ts'
import type { Actor, Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Door } from '#platform/door.ts'
import { AppError } from '#platform/errors.ts'
import { log } from '#platform/log.ts'
import { mailGates } from '#platform/mail/gate.ts'
import { mailHostAddress } from '#platform/mail/host.ts'
import { Ledger } from '#platform/mail/ledger.ts'
import { messageBytes } from '#platform/mail/message.ts'
import { mails } from '#platform/mail/outbox.ts'
import { returnPath } from '#platform/mail/rules.ts'
import { findServer, type SmtpServer, type StoredServer } from '#platform/mail/settings.ts'
import { Line } from '#platform/mail/smtp.ts'
import {
  beginClaim,
  holdDue,
  holdOld,
  keepBack,
  releaseLate,
  renewClaims,
  roomLeft,
  takeDue,
} from '#platform/outbox/claim.ts'
import { defer, settle } from '#platform/outbox/moves.ts'
import { wake } from '#platform/outbox/outbox.ts'
import { claimSeconds, retryAfterMinutes } from '#platform/outbox/rules.ts'
import { unseal } from '#platform/secrets.ts'

const sender: Actor = { kind: 'job', name: 'platform/mail' }

interface Claimed {
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
interface Way {
  stored: StoredServer
  smtp: SmtpServer
  workspaceName: string
}

interface Batch {
  mails: Claimed[]
  /** How many of them may be under way at once. */
  connections: number
  way: Way
}

/** A mail in our hands. */
interface Held {
  mail: Claimed
  way: Way
}

/** The most mails taken at once, however fast the server is. */
const mostAtOnce = 500

/** Sends what is due in one workspace until nothing is, the rate is used up, or `signal` says stop. */
export async function drainWorkspace(door: Door, workspaceId: string, signal?: AbortSignal): Promise<void> {
  const inTransaction = <T>(work: (ctx: Ctx) => Promise<T>) => door.inWorkspace(workspaceId, sender, work)
  const first = await inTransaction((ctx) => claim(ctx))
  if (first === undefined) return
  const { connections } = first
  const waiting: Held[] = []
  /** What is ours by id, until its end is written. */
  const held = new Map<string, Claimed>()
  const take = ({ mails, way }: Batch) => {
    for (const mail of mails) {
      waiting.push({ mail, way })
      held.set(mail.id, mail)
    }
  }
  take(first)

  // No more is held than a second takes, found while sending: a slow server is never given more than its connections carry.
  let [sent, since] = [0, performance.now()]
  let mayBeMore = true
  let claiming: Promise<void> | undefined
  const claimMore = () => {
    const pace = Math.floor((sent * 1000) / (performance.now() - since))
    const most = Math.min(Math.max(connections, pace), mostAtOnce)
    if (!mayBeMore || waiting.length > most / 2) return claiming
    claiming ??= inTransaction((ctx) => claim(ctx, { connections, most }))
      .then((batch) => {
        mayBeMore = batch !== undefined
        if (batch) take(batch)
        ;[sent, since] = [0, performance.now()]
      })
      .finally(() => {
        claiming = undefined
      })
    claiming.catch(() => {}) // heard by who waits for more
    return claiming
  }
  const next = async (): Promise<Held | undefined> => {
    while (!signal?.aborted) {
      const more = claimMore()
      const one = waiting.shift()
      if (one !== undefined || more === undefined) return one
      await more
    }
    return waiting.shift()
  }

  const ledger = new Ledger(connections, inTransaction)
  const carry = async () => {
    const carrier: Carrier = { ledger, end: Promise.resolve() }
    try {
      for (let one = await next(); one !== undefined; one = await next()) {
        await sendOne(door, workspaceId, carrier, one)
        held.delete(one.mail.id)
        sent += 1
      }
    } finally {
      ledger.leave()
      carrier.line?.close()
      await carrier.end
    }
  }
  const renewing = setInterval(
    () =>
      void inTransaction((ctx) => renewClaims(ctx, mails, [...held.values()])).catch((error) =>
        log.warn({ err: error }, 'claims were not renewed, next in some seconds'),
      ),
    (claimSeconds * 1000) / 4,
  )
  const carriers = await Promise.allSettled(Array.from({ length: connections }, carry))
  clearInterval(renewing)
  const failed = carriers.find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
}

/** One connection's part. */
interface Carrier {
  ledger: Ledger
  line?: Line
  /** The way of its line. */
  way?: Way
  /** The end of its last mail, which is committed while the next one is on the line. */
  end: Promise<void>
}

const columns = sql`m.id, fence, attempts, topic, contact_id, to_name, to_address, from_name, reply_to_name, reply_to_address, subject,
  body_text, body_html, links_sealed, unsubscribe_link, message_id, in_reply_to, thread_references, is_automatic, bounce_to,
  calendar, calendar_method`

/**
 * Takes the next mails under a lease: at first as many as there are connections left, then as many as `more` says; undefined
 * when there is nothing to do now.
 */
async function claim(ctx: Ctx, more?: { connections: number; most: number }): Promise<Batch | undefined> {
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

/** Sends one mail. */
async function sendOne(
  door: Door,
  workspaceId: string,
  carrier: Carrier,
  { mail, way }: Held,
): Promise<void> {
  const { ledger } = carrier
  const { stored, smtp } = way
  const inTransaction = <T>(work: (ctx: Ctx) => Promise<T>) => door.inWorkspace(workspaceId, sender, work)
  const putOff = (reason: string, reply: string) =>
    inTransaction((ctx) => deferOrGiveUp(ctx, mail, reason, reply))

  try {
    if (!isDeepStrictEqual(carrier.way, way)) {
      carrier.line?.close()
      carrier.line = new Line(
        smtp,
        await mailHostAddress(door.config, smtp.host),
        new URL(baseUrl(door.config)).hostname,
      )
      carrier.way = way
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return putOff('no_connection', error.message)
  }
  let broken: unknown
  const outcome = await carrier.line!.handOver({
    envelope: { from: returnPath(stored.fromAddress, mail.bounce_to), to: mail.to_address },
    message: async () => {
      try {
        return await messageBytes(message(door, workspaceId, way, mail))
      } catch (error) {
        broken = error
        throw error
      }
    },
    beforeDot: () => ledger.handOver(mail),
  })
  if (broken !== undefined) {
    log.error({ err: broken, mail: mail.id }, 'a mail could not be written')
    return putOff('broken', 'The message could not be put together; see the log.')
  }
  if (outcome.verdict === 'dropped') return
  const { verdict, reason, reply } = outcome
  if (verdict === 'accept') {
    carrier.end = ledger.accepted(mail, reply)
    carrier.end.catch(() => {}) // heard before the next mail's final dot
    return
  }
  if (verdict === 'defer') return putOff(reason, reply)
  await inTransaction((ctx) =>
    verdict === 'refuse'
      ? settle(ctx, mails, 'refuse', 'failed', { ids: [mail.id], fence: mail.fence, reason, reply })
      : settle(ctx, mails, 'lose', 'uncertain', { ids: [mail.id], fence: mail.fence, reason, reply }),
  )
}

async function deferOrGiveUp(ctx: Ctx, mail: Claimed, reason: string, reply: string): Promise<void> {
  const minutes = retryAfterMinutes(mail.attempts)
  if (minutes === undefined) {
    await settle(ctx, mails, 'refuse', 'failed', {
      ids: [mail.id],
      fence: mail.fence,
      reason: 'gave_up',
      reply,
    })
    return
  }
  const dueAt = new Date(ctx.now().getTime() + minutes * 60_000)
  await defer(ctx, mails, { id: mail.id, fence: mail.fence, reason, reply, dueAt })
  await wake(ctx, mails, dueAt)
}

function message(door: Door, workspaceId: string, { stored, workspaceName }: Way, mail: Claimed) {
  const replyTo = mail.reply_to_address ?? (stored.replyTo || null)
  return {
    from: {
      name: mail.from_name ?? (stored.fromName || workspaceName),
      address: stored.fromAddress,
    },
    to: { name: mail.to_name, address: mail.to_address },
    replyTo: replyTo === null ? null : { name: mail.reply_to_name ?? '', address: replyTo },
    subject: mail.subject,
    text: mail.body_text,
    html: mail.body_html,
    messageId: mail.message_id,
    inReplyTo: mail.in_reply_to,
    references: mail.thread_references,
    isAutomatic: mail.is_automatic,
    calendar: mail.calendar === null ? null : { method: mail.calendar_method!, text: mail.calendar },
    links: openLinks(door.config, workspaceId, mail.links_sealed),
    unsubscribeLink: mail.unsubscribe_link,
    date: door.now(),
  }
}

/** The personal links of a mail by mark name. */
export function openLinks(
  config: Door['config'],
  workspaceId: string,
  sealed: string | null,
): Record<string, string> {
  return sealed === null ? {} : JSON.parse(unseal(config, `mail.links ${workspaceId}`, sealed))
}
