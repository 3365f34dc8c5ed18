import type { Actor, Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Door } from '#platform/door.ts'
import { fillMarks } from '#platform/mail/blocks.ts'
import { beginClaim, holdDue, holdOld, keepBack, roomLeft, takeDue } from '#platform/outbox/claim.ts'
import { defer, settle } from '#platform/outbox/moves.ts'
import { wake } from '#platform/outbox/outbox.ts'
import { handOverEnd, retryAfterMinutes, statesBefore } from '#platform/outbox/rules.ts'
import { unseal } from '#platform/secrets.ts'
import { smsGates } from '#platform/sms/gate.ts'
import { texts } from '#platform/sms/outbox.ts'
import { providers, type SmsAccess, type SmsOutcome } from '#platform/sms/provider.ts'
import { linksPurpose } from '#platform/sms/queue.ts'
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

const columns = sql`m.id, fence, attempts, topic, contact_id, to_number, body, links_sealed`

/** Takes the next messages under a lease; undefined when there is nothing to do now. */
async function claim(ctx: Ctx): Promise<Batch | undefined> {
  await beginClaim(ctx, texts)
  const provider = await findProvider(ctx)
  if (!provider) {
    await holdDue(ctx, texts)
    return undefined
  }
  await holdOld(ctx, texts)
  const { running, left } = await roomLeft(ctx, texts, provider.stored.perMinute)
  const room = Math.min(atOnce - running, left)
  if (room < 1) return undefined
  const taken = await takeDue<Claimed>(ctx, texts, room, columns)
  if (taken.length === 0) return undefined
  const kept = await smsGates.keptBack(
    ctx,
    taken.map(({ id, topic, contact_id, to_number }) => ({
      id,
      topic,
      contactId: contact_id,
      number: to_number,
      dueAt: ctx.now(),
    })),
  )
  await keepBack(ctx, texts, kept)
  return { messages: taken.filter(({ id }) => !kept.has(id)), provider }
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
    update sms_messages set state = 'handing_over', lease_until = ${handOverEnd(ctx.now())}
    where workspace_id = ${ctx.workspaceId} and id = ${message.id} and fence = ${message.fence}
      and state = any(${statesBefore('hand_over')}) and lease_until > ${ctx.now()}`)
  return changed === 1
}

async function keepOutcome(ctx: Ctx, message: Claimed, outcome: SmsOutcome): Promise<void> {
  const mine = { ids: [message.id], fence: message.fence, reply: outcome.reply }
  if (outcome.verdict === 'accept') {
    const also = sql`, provider_id = ${outcome.providerId}, provider_code = null`
    await settle(ctx, texts, 'accept', 'accepted', { ...mine, reason: null, also })
    return
  }
  const { verdict, reason, code, reply } = outcome
  const also = sql`, provider_code = ${code}`
  if (verdict === 'lose') await settle(ctx, texts, 'lose', 'uncertain', { ...mine, reason, also })
  else if (verdict === 'refuse') {
    await settle(ctx, texts, 'refuse', 'failed', { ...mine, reason, also })
    if (reason === 'stopped') await stopNumber(ctx, message.to_number, 'provider')
  } else {
    const minutes = retryAfterMinutes(message.attempts)
    if (minutes === undefined) {
      await settle(ctx, texts, 'refuse', 'failed', { ...mine, reason: 'gave_up', also })
      return
    }
    const dueAt = new Date(ctx.now().getTime() + minutes * 60_000)
    await defer(ctx, texts, { id: message.id, fence: message.fence, reason, reply, dueAt, also })
    await wake(ctx, texts, dueAt)
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
