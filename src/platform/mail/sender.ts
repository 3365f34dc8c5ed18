import { isDeepStrictEqual } from 'node:util'
import { baseUrl } from '#platform/config.ts'
import type { Actor, Ctx } from '#platform/context.ts'
import type { Door } from '#platform/door.ts'
import { AppError } from '#platform/errors.ts'
import { log } from '#platform/log.ts'
import { type Batch, type Claimed, claim, type Way } from '#platform/mail/claim.ts'
import { mailHostAddress } from '#platform/mail/host.ts'
import { Ledger } from '#platform/mail/ledger.ts'
import { messageBytes } from '#platform/mail/message.ts'
import { mails } from '#platform/mail/outbox.ts'
import { returnPath } from '#platform/mail/rules.ts'
import { Line } from '#platform/mail/smtp.ts'
import { renewClaims } from '#platform/outbox/claim.ts'
import { defer, settle } from '#platform/outbox/moves.ts'
import { wake } from '#platform/outbox/outbox.ts'
import { claimSeconds, retryAfterMinutes } from '#platform/outbox/rules.ts'
import { unseal } from '#platform/secrets.ts'

const sender: Actor = { kind: 'job', name: 'platform/mail' }

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
        const before = carrier.end
        await sendOne(door, workspaceId, carrier, one)
        await before
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
    carrier.end.catch(() => {}) // heard after the next mail, with whose hand-over it is committed at the latest
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
