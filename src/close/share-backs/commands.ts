import type * as contract from '#close/share-backs/contract.ts'
import type { ShareBack, ShareBackSettings } from '#close/share-backs/contract.ts'
import { shareBackHanded } from '#close/share-backs/events.ts'
import { makeShareBack } from '#close/share-backs/make.ts'
import { getShareBack, getShareBackSettings, previewShareBack } from '#close/share-backs/queries.ts'
import { shareBackSetting } from '#close/share-backs/settings.ts'
import { callWebhook, findWebhook, handOver, sealWebhook } from '#close/share-backs/webhook.ts'
import { bodyOf, mailOf, placeOf } from '#close/share-backs/words.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import type { Visit } from '#platform/http/on.ts'
import { limitsOf } from '#platform/http/rate-limit.ts'
import { newId } from '#platform/ids.ts'
import { queueMail } from '#platform/mail/queue.ts'
import { isDemo } from '#platform/outbox/gate.ts'
import { getSetting, putSetting } from '#platform/settings/settings.ts'

/** Sets when they are made and who gets them. What was due before is not made up for. */
export async function putShareBackSettings(
  ctx: Ctx,
  input: Input<typeof contract.putShareBackSettings>,
): Promise<ShareBackSettings> {
  const before = await getSetting(ctx, shareBackSetting)
  const isSame = before.isOn === input.isOn && before.weekday === input.weekday && before.hour === input.hour
  await putSetting(ctx, shareBackSetting, {
    ...before,
    ...input,
    roles: [...new Set(input.roles)],
    since: isSame ? before.since : ctx.now().toISOString(),
  })
  return getShareBackSettings(ctx)
}

/** Sets the webhook with a new secret. Throws `share_back.bad_address`. */
export async function putShareBackWebhook(
  ctx: Ctx,
  { url, format }: Input<typeof contract.putShareBackWebhook>,
): Promise<Answer<typeof contract.putShareBackWebhook>> {
  const { secret, ...kept } = sealWebhook(ctx, url)
  const before = await getSetting(ctx, shareBackSetting)
  await putSetting(ctx, shareBackSetting, { ...before, webhook: { ...kept, format } })
  return { settings: await getShareBackSettings(ctx), secret }
}

/** Forgets the webhook; what waits for it is given up at its next try. */
export async function removeShareBackWebhook(ctx: Ctx): Promise<ShareBackSettings> {
  const before = await getSetting(ctx, shareBackSetting)
  await putSetting(ctx, shareBackSetting, { ...before, webhook: null })
  return getShareBackSettings(ctx)
}

/** Makes and sends this week's now. Throws `share_back.made` and `share_back.empty`. */
export async function sendShareBack(ctx: Ctx): Promise<ShareBack> {
  const id = await makeShareBack(ctx, ctx.now())
  if (!id)
    throw new AppError(
      'conflict',
      'share_back.made',
      'This week has its share-back already. The next can be made from Monday on.',
    )
  const made = await getShareBack(ctx, { shareBackId: id })
  if (made.isEmpty)
    throw new AppError(
      'conflict',
      'share_back.empty',
      'Nothing happened in the last seven days: nothing is sent.',
    )
  return made
}

/** Has one handed to the webhook again, also where it was given up or no webhook was set then. */
export async function retryShareBack(ctx: Ctx, { shareBackId }: { shareBackId: string }): Promise<ShareBack> {
  const one = await getShareBack(ctx, { shareBackId })
  const { webhook } = await getSetting(ctx, shareBackSetting)
  if (one.isEmpty || !webhook || (await isDemo(ctx)))
    throw new AppError(
      'conflict',
      'share_back.not_handed',
      one.isEmpty
        ? 'An empty week is not sent.'
        : webhook
          ? 'Nothing leaves a demo workspace.'
          : 'No webhook is set. Set one first.',
    )
  await ctx.db.run(sql`
    update share_backs set webhook_state = 'waiting', webhook_attempts = 0
    where workspace_id = ${ctx.workspaceId} and id = ${shareBackId}`)
  await handOver(ctx, shareBackId)
  await ctx.emit(shareBackHanded, { subjectId: shareBackId, payload: { shareBackId, state: 'waiting' } })
  return getShareBack(ctx, { shareBackId })
}

/** Mails the preview to whoever asks and calls the webhook with it. At most 10 a minute in a workspace. */
export async function testShareBack({ door, caller }: Visit): Promise<Answer<typeof contract.testShareBack>> {
  const workspaceId = caller.workspaceId!
  limitsOf(door).take(`share-back test ${workspaceId}`, 10)
  const { mailedTo, access, body } = await door.inWorkspace(workspaceId, caller.actor, async (ctx) => {
    const preview = await previewShareBack(ctx)
    const leaving = { ...preview, id: null }
    const place = await placeOf(ctx)
    const reader = await ctx.db.maybe<{ name: string; email: string }>(sql`
      select name, email from members where workspace_id = ${workspaceId} and id = ${actorMember(ctx)}`)
    if (reader)
      await queueMail(ctx, {
        to: { name: reader.name, address: reader.email },
        ...mailOf(leaving, place),
        topic: 'digest',
        dedupeKey: `share-back test ${newId()}`,
      })
    const webhook = (await isDemo(ctx)) ? undefined : await findWebhook(ctx)
    return {
      mailedTo: reader?.email ?? null,
      access: webhook,
      body: webhook && bodyOf(leaving, place, webhook.format),
    }
  })
  if (!access) return { mailedTo, webhook: null }
  const { end, answer } = await callWebhook(door.config, access, {
    body: body!,
    delivery: `test_${newId()}`,
    now: door.now(),
  })
  return { mailedTo, webhook: { worked: end === 'taken', answer } }
}
