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

interface Batch {
  mails: Claimed[]
  /** How many of them may be under way at once. */
  connections: number
  server: { stored: StoredServer; smtp: SmtpServer }
  workspaceName: string
}

/** The most mails taken at once, however fast the server is. */
const mostAtOnce = 500

/** Sends what is due in one workspace until nothing is, the rate is used up, or `signal` says stop. */
export async function drainWorkspace(door: Door, workspaceId: string, signal?: AbortSignal): Promise<void> {
  // What a second takes, found while sending: a slow server is never given more than its connections carry.
  let pace = 0
  while (!signal?.aborted) {
    const batch = await door.inWorkspace(workspaceId, sender, (ctx) => claim(ctx, pace))
    if (!batch) return
    const started = performance.now()
    await sendAll(door, workspaceId, batch)
    pace = Math.min(Math.floor((batch.mails.length * 1000) / (performance.now() - started)), mostAtOnce)
  }
}

/** One connection's part in a batch. */
interface Carrier {
  batch: Batch
  ledger: Ledger
  line?: Line
  /** The ends that are being committed while the next mail is on its way. */
  ends: Promise<void>[]
}

/** A mail, and what the server gets. */
interface Composed {
  mail: Claimed
  bytes(): Promise<Buffer>
}

/** Sends the mails of a batch over its connections, each one mail after the other. */
async function sendAll(door: Door, workspaceId: string, batch: Batch): Promise<void> {
  const connections = Math.min(batch.connections, batch.mails.length)
  const ledger = new Ledger(connections, (work) => door.inWorkspace(workspaceId, sender, work))
  const compose = async (mail: Claimed) => messageBytes(message(door, workspaceId, batch, mail))
  const composed = new Map<number, Promise<Buffer>>()
  let [next, ahead] = [0, 0]
  const composeAhead = () => {
    ahead = Math.max(ahead, next)
    const mail = batch.mails[ahead]
    if (!mail) return
    const bytes = compose(mail)
    bytes.catch(() => {}) // heard when it is about to be sent
    composed.set(ahead++, bytes)
  }
  const carry = async () => {
    const carrier: Carrier = { batch, ledger, ends: [] }
    try {
      while (next < batch.mails.length) {
        const at = next++
        const mail = batch.mails[at]!
        const bytes = () => composed.get(at) ?? compose(mail)
        await sendOne(door, workspaceId, carrier, { mail, bytes }, composeAhead)
        composed.delete(at)
      }
    } finally {
      ledger.leave()
      carrier.line?.close()
      await Promise.all(carrier.ends)
    }
  }
  const renewing = setInterval(
    () =>
      void door
        .inWorkspace(workspaceId, sender, (ctx) => renewClaims(ctx, mails, batch.mails))
        .catch((error) => log.warn({ err: error }, 'claims were not renewed, next in some seconds')),
    (claimSeconds * 1000) / 4,
  )
  const carriers = await Promise.allSettled(Array.from({ length: connections }, carry))
  clearInterval(renewing)
  const failed = carriers.find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
}

const columns = sql`m.id, fence, attempts, topic, contact_id, to_name, to_address, from_name, reply_to_name, reply_to_address, subject,
  body_text, body_html, links_sealed, unsubscribe_link, message_id, in_reply_to, thread_references, is_automatic, bounce_to,
  calendar, calendar_method`

/** Takes the next mails under a lease; undefined when there is nothing to do now. */
async function claim(ctx: Ctx, pace: number): Promise<Batch | undefined> {
  await beginClaim(ctx, mails)
  const server = await findServer(ctx)
  if (!server) {
    await holdDue(ctx, mails)
    return undefined
  }
  await holdOld(ctx, mails)
  const { running, left } = await roomLeft(ctx, mails, server.stored.perMinute)
  // What others hold counts against the connections, the rate of a minute against the mails.
  const connections = server.stored.concurrency - running
  const room = connections < 1 ? 0 : Math.min(Math.max(connections, pace), left)
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
  return { mails: taken.filter((mail) => !kept.has(mail.id)), connections, server, workspaceName: name }
}

/** Sends one mail; `meanwhile` is begun while it waits for its commit. */
async function sendOne(
  door: Door,
  workspaceId: string,
  carrier: Carrier,
  { mail, bytes: compose }: Composed,
  meanwhile: () => void,
): Promise<void> {
  const { batch, ledger } = carrier
  const { stored, smtp } = batch.server
  const inTransaction = <T>(work: (ctx: Ctx) => Promise<T>) => door.inWorkspace(workspaceId, sender, work)
  const putOff = (reason: string, reply: string) =>
    inTransaction((ctx) => deferOrGiveUp(ctx, mail, reason, reply))

  let bytes: Buffer
  try {
    carrier.line ??= new Line(
      smtp,
      await mailHostAddress(door.config, smtp.host),
      new URL(baseUrl(door.config)).hostname,
    )
    bytes = await compose()
  } catch (error) {
    if (error instanceof AppError) return putOff('no_connection', error.message)
    log.error({ err: error, mail: mail.id }, 'a mail could not be written')
    return putOff('broken', 'The message could not be put together; see the log.')
  }
  const outcome = await carrier.line.handOver({
    envelope: { from: returnPath(stored.fromAddress, mail.bounce_to), to: mail.to_address },
    bytes,
    beforeDot: () => ledger.handOver(mail, meanwhile),
  })
  if (outcome.verdict === 'dropped') return
  const { verdict, reason, reply } = outcome
  if (verdict === 'accept') {
    const end = ledger.accepted(mail, reply)
    end.catch(() => {}) // heard once the carrier is through
    carrier.ends.push(end)
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

function message(door: Door, workspaceId: string, { server, workspaceName }: Batch, mail: Claimed) {
  const replyTo = mail.reply_to_address ?? (server.stored.replyTo || null)
  return {
    from: {
      name: mail.from_name ?? (server.stored.fromName || workspaceName),
      address: server.stored.fromAddress,
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
