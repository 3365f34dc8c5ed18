import type { Actor, Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Door } from '#platform/door.ts'
import { fillMarks } from '#platform/mail/blocks.ts'
import { holdAfterDays, leaseSeconds, retryAfterMinutes, statesBefore } from '#platform/mail/rules.ts'
import { unseal } from '#platform/secrets.ts'
import { keptBackSms } from '#platform/sms/gate.ts'
import { defer, putBack, settle } from '#platform/sms/outcome.ts'
import { providers, type SmsAccess, type SmsOutcome } from '#platform/sms/provider.ts'
import { linksPurpose, wakeSms } from '#platform/sms/queue.ts'
import { callbackUrl, findProvider, type StoredProvider } from '#platform/sms/settings.ts'
import { stopNumber } from '#platform/sms/stops.ts'

const sender: Actor = { kind: 'job', name: 'platform/sms' }
const atOnce = 4

interface Claimed {
  id: string
  fence: number
  attempts: number
  topic: string
  contact_id: string | null
  to_number: string
  body: string
  links_sealed: string | null
}

interface Batch {
  messages: Claimed[]
  provider: { stored: StoredProvider; access: SmsAccess }
}

/** Sends what is due in one workspace until nothing is, the rate is used up, or `signal` says stop. */
export async function drainWorkspace(door: Door, workspaceId: string, signal?: AbortSignal): Promise<void> {
  while (!signal?.aborted) {
    const batch = await door.inWorkspace(workspaceId, sender, claim)
    if (!batch) return
    await Promise.all(batch.messages.map((message) => sendOne(door, workspaceId, batch, message)))
  }
}

/** Takes the next messages under a lease; undefined when there is nothing to do now. */
async function claim(ctx: Ctx): Promise<Batch | undefined> {
  // One claimer at a time in a workspace, so that the rate holds across processes.
  await ctx.db.run(sql`select pg_advisory_xact_lock(hashtextextended(${`sms ${ctx.workspaceId}`}, 0))`)
  await endLeases(ctx)
  const provider = await findProvider(ctx)
  if (!provider) {
    await hold(ctx, 'no_provider', sql`true`)
    return undefined
  }
  const tooOld = new Date(ctx.now().getTime() - holdAfterDays * 86_400_000)
  await hold(ctx, 'old', sql`attempts = 0 and due_at < ${tooOld}`)
  const room = await roomLeft(ctx, provider.stored)
  if (room < 1) return undefined
  const messages = await ctx.db.many<Claimed>(sql`
    with due as (
      select id from sms_messages
      where workspace_id = ${ctx.workspaceId} and state in ('queued', 'deferred') and hold is null and due_at <= ${ctx.now()}
      order by due_at, id limit ${room} for update skip locked)
    update sms_messages m set state = 'claimed', reason = null, fence = fence + 1, attempts = attempts + 1, claimed_at = ${ctx.now()},
      lease_until = ${new Date(ctx.now().getTime() + leaseSeconds * 1000)}
    from due where m.workspace_id = ${ctx.workspaceId} and m.id = due.id
    returning m.id, fence, attempts, topic, contact_id, to_number, body, links_sealed`)
  if (messages.length === 0) return undefined
  const kept = await keptBackSms(
    ctx,
    messages.map(({ id, topic, contact_id, to_number }) => ({
      id,
      topic,
      contactId: contact_id,
      number: to_number,
      dueAt: ctx.now(),
    })),
  )
  for (const [id, { reason, until }] of kept) {
    if (until === null) await settle(ctx, 'suppress', 'suppressed', { ids: [id], reason })
    else {
      await putBack(ctx, { id, reason, dueAt: until })
      await wakeSms(ctx, until)
    }
  }
  return { messages: messages.filter(({ id }) => !kept.has(id)), provider }
}

/** How many may be taken now: calls at once, and the rate of a minute; wakes itself when the rate is used up. */
async function roomLeft(ctx: Ctx, { perMinute }: StoredProvider): Promise<number> {
  const minuteAgo = new Date(ctx.now().getTime() - 60_000)
  const { running, recent, oldest } = await ctx.db.one<{
    running: number
    recent: number
    oldest: Date | null
  }>(sql`
    select (select count(*) from sms_messages
        where workspace_id = ${ctx.workspaceId} and state in ('claimed', 'handing_over')) as running,
      count(*) as recent, min(claimed_at) as oldest
    from sms_messages where workspace_id = ${ctx.workspaceId} and claimed_at > ${minuteAgo}`)
  const left = perMinute - recent
  if (left < 1 && oldest) await wakeSms(ctx, new Date(oldest.getTime() + 60_001))
  return Math.min(atOnce - running, left)
}

/**
 * Leases that ran out: a message that was only claimed goes back; one that was being handed over is uncertain for good,
 * because the provider may have it.
 */
async function endLeases(ctx: Ctx): Promise<void> {
  const lost = await ctx.db.many<{ id: string }>(sql`
    select id from sms_messages
    where workspace_id = ${ctx.workspaceId} and state = 'handing_over' and lease_until <= ${ctx.now()} for update`)
  await settle(ctx, 'lease_out', 'uncertain', { ids: lost.map((row) => row.id), reason: 'crashed' })
  await ctx.db.run(sql`
    update sms_messages set state = 'queued', lease_until = null
    where workspace_id = ${ctx.workspaceId} and state = 'claimed' and lease_until <= ${ctx.now()}`)
}

async function hold(ctx: Ctx, why: 'no_provider' | 'old', which: ReturnType<typeof sql>): Promise<void> {
  await ctx.db.run(sql`
    update sms_messages set hold = ${why}
    where workspace_id = ${ctx.workspaceId} and state in ('queued', 'deferred') and hold is null
      and due_at <= ${ctx.now()} and ${which}`)
}

async function sendOne(door: Door, workspaceId: string, batch: Batch, message: Claimed): Promise<void> {
  const { stored, access } = batch.provider
  const inTransaction = <T>(work: (ctx: Ctx) => Promise<T>) => door.inWorkspace(workspaceId, sender, work)
  if (!(await inTransaction((ctx) => markHandingOver(ctx, message)))) return
  const outcome = await providers[stored.kind].send(door.config, access, {
    to: message.to_number,
    body: fillMarks(message.body, openSmsLinks(door.config, workspaceId, message.links_sealed)),
    callbackUrl: callbackUrl(door.config, workspaceId, stored, message.id),
  })
  await inTransaction((ctx) => keepOutcome(ctx, message, outcome))
}

/** Committed before the provider is called; false when the claim was lost, and then it is not called. */
async function markHandingOver(ctx: Ctx, message: Claimed): Promise<boolean> {
  const changed = await ctx.db.run(sql`
    update sms_messages set state = 'handing_over'
    where workspace_id = ${ctx.workspaceId} and id = ${message.id} and fence = ${message.fence}
      and state = any(${statesBefore('hand_over')}) and lease_until > ${ctx.now()}`)
  return changed === 1
}

async function keepOutcome(ctx: Ctx, message: Claimed, outcome: SmsOutcome): Promise<void> {
  const mine = { ids: [message.id], fence: message.fence, reply: outcome.reply }
  if (outcome.verdict === 'accept') {
    await settle(ctx, 'accept', 'accepted', { ...mine, reason: null, providerId: outcome.providerId })
    return
  }
  const { verdict, reason, code } = outcome
  if (verdict === 'lose') await settle(ctx, 'lose', 'uncertain', { ...mine, reason, code })
  else if (verdict === 'refuse') {
    await settle(ctx, 'refuse', 'failed', { ...mine, reason, code })
    if (reason === 'stopped') await stopNumber(ctx, message.to_number, 'provider')
  } else {
    const minutes = retryAfterMinutes(message.attempts)
    if (minutes === undefined) {
      await settle(ctx, 'refuse', 'failed', { ...mine, reason: 'gave_up', code })
      return
    }
    const dueAt = new Date(ctx.now().getTime() + minutes * 60_000)
    await defer(ctx, { id: message.id, fence: message.fence, reason, reply: outcome.reply, code, dueAt })
    await wakeSms(ctx, dueAt)
  }
}

/** The personal links of a message by mark name. */
export function openSmsLinks(
  config: Door['config'],
  workspaceId: string,
  sealed: string | null,
): Record<string, string> {
  return sealed === null ? {} : JSON.parse(unseal(config, linksPurpose(workspaceId), sealed))
}
