import { createHmac, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { shareBackHanded } from '#close/share-backs/events.ts'
import { getShareBack } from '#close/share-backs/queries.ts'
import { afterStatus } from '#close/share-backs/rules.ts'
import { shareBackSetting } from '#close/share-backs/settings.ts'
import { bodyOf, placeOf } from '#close/share-backs/words.ts'
import type { Config } from '#platform/config.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { egress } from '#platform/egress/egress.ts'
import { plainFault } from '#platform/egress/rules.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'
import { type Task, task } from '#platform/jobs/task.ts'
import { oneLine } from '#platform/mail/address.ts'
import { retryAfterMinutes } from '#platform/outbox/rules.ts'
import { seal, unseal } from '#platform/secrets.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** The outgoing webhook: where it goes, how it is signed, and what becomes of a call. */

const Access = z.object({ url: z.string(), secret: z.string() })
export type WebhookAccess = z.output<typeof Access> & { format: 'json' | 'slack' }

const purpose = (workspaceId: string) => `share_backs.webhook ${workspaceId}`

/** A new secret with its address: what is kept, sealed, and the secret itself. */
export function sealWebhook(ctx: Ctx, url: string) {
  const parsed = new URL(url)
  const message = plainFault(parsed, ctx.config.HEARBACK_ALLOW_HOSTS)
  if (message)
    throw new AppError('invalid', 'share_back.bad_address', message, { fields: [{ field: 'url', message }] })
  const secret = `whsec_${randomBytes(24).toString('base64url')}`
  return {
    secret,
    host: parsed.host,
    sealed: seal(ctx.config, purpose(ctx.workspaceId), JSON.stringify({ url: parsed.href, secret })),
  }
}

/** Where this workspace's webhook goes, or undefined when none is set. */
export async function findWebhook(ctx: Ctx): Promise<WebhookAccess | undefined> {
  const { webhook } = await getSetting(ctx, shareBackSetting)
  if (!webhook) return undefined
  const access = Access.parse(JSON.parse(unseal(ctx.config, purpose(ctx.workspaceId), webhook.sealed)))
  return { ...access, format: webhook.format }
}

/** The signature over the second of sending and the body, so that an old call cannot be played again. */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`
}

/** Calls the webhook once. Never throws: whatever went wrong is part of what came of it. */
export async function callWebhook(
  config: Config,
  { url, secret }: WebhookAccess,
  { body, delivery, now }: { body: string; delivery: string; now: Date },
): Promise<{ end: 'taken' | 'later' | 'failed'; answer: string }> {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  try {
    const { status, body: said } = await egress(config, {
      url,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-hearback-delivery': delivery,
        'x-hearback-timestamp': timestamp,
        'x-hearback-signature': signatureOf(secret, timestamp, body),
      },
      body,
      maxBytes: 64 * 1024,
    })
    const words = oneLine(said.toString('utf8'))
    return { end: afterStatus(status), answer: words ? `${status}: ${words}` : String(status) }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { end: error.kind === 'invalid' ? 'failed' : 'later', answer: error.message }
  }
}

/** Has a share-back that waits handed to the webhook, now or at a time. */
export function handOver(ctx: Ctx, shareBackId: string, runAt?: Date): Promise<void> {
  return ctx.enqueue(
    deliver,
    { workspaceId: ctx.workspaceId, shareBackId },
    { key: `share-back ${shareBackId}`, ...(runAt && { runAt }) },
  )
}

const job = { kind: 'job', name: 'share_backs.deliver' } as const

/** One try. After a crash between call and record it is called again: the delivery id lets the other side see that. */
export const deliver: Task<z.ZodObject<{ workspaceId: z.ZodUUID; shareBackId: z.ZodUUID }>> = task(
  'share_backs.deliver',
  z.object({ workspaceId: z.uuid(), shareBackId: z.uuid() }),
  async ({ workspaceId, shareBackId }, door) => {
    const ready = await door.inWorkspace(workspaceId, job, async (ctx) => {
      const one = await getShareBack(ctx, { shareBackId })
      if (one.webhook?.state !== 'waiting') return undefined
      const access = await findWebhook(ctx)
      if (!access) {
        await record(ctx, shareBackId, { end: 'failed', answer: 'The webhook was removed.' })
        return undefined
      }
      return { access, body: bodyOf(one, await placeOf(ctx), access.format) }
    })
    if (!ready) return
    const came = await callWebhook(door.config, ready.access, {
      body: ready.body,
      delivery: encodeId('shb', shareBackId),
      now: door.now(),
    })
    await door.inWorkspace(workspaceId, job, (ctx) => record(ctx, shareBackId, came))
  },
)

async function record(
  ctx: Ctx,
  shareBackId: string,
  { end, answer }: { end: 'taken' | 'later' | 'failed'; answer: string },
): Promise<void> {
  const row = await ctx.db.maybe<{ webhook_attempts: number }>(sql`
    select webhook_attempts from share_backs
    where workspace_id = ${ctx.workspaceId} and id = ${shareBackId} and webhook_state = 'waiting' for update`)
  if (!row) return
  const attempts = row.webhook_attempts + 1
  const wait = end === 'later' ? retryAfterMinutes(attempts) : undefined
  const state = end === 'taken' ? 'taken' : wait === undefined ? 'failed' : 'waiting'
  await ctx.db.run(sql`
    update share_backs set webhook_state = ${state}, webhook_attempts = ${attempts}, webhook_answer = ${answer}, webhook_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${shareBackId}`)
  if (state === 'waiting') await handOver(ctx, shareBackId, new Date(ctx.now().getTime() + wait! * 60_000))
  await ctx.emit(shareBackHanded, { subjectId: shareBackId, payload: { shareBackId, state } })
}
