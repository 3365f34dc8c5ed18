import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import type { Visit } from '#platform/http/on.ts'
import { limitsOf } from '#platform/http/rate-limit.ts'
import { encodeId, newId } from '#platform/ids.ts'
import { release } from '#platform/outbox/claim.ts'
import { requeue, settle } from '#platform/outbox/moves.ts'
import { getSetting, putSetting } from '#platform/settings/settings.ts'
import type * as contract from '#platform/sms/contract.ts'
import { smsReported, smsRetried } from '#platform/sms/events.ts'
import { e164 } from '#platform/sms/number.ts'
import { texts } from '#platform/sms/outbox.ts'
import { providers, type SmsReport } from '#platform/sms/provider.ts'
import { getSms, getSmsSettings } from '#platform/sms/queries.ts'
import { queueSms } from '#platform/sms/queue.ts'
import { findProvider, providerAddress, sealToken, smsSetting } from '#platform/sms/settings.ts'
import { stopNumber } from '#platform/sms/stops.ts'

const notANumber = (field: string, example: string) => {
  const message = `This is no number that can be texted. Write it with its country, such as ${example}.`
  return new AppError('invalid', 'sms.bad_number', message, { fields: [{ field, message }] })
}

/** A sender as the provider takes it: a number, a short one, or the id of a pool. A name cannot be answered with STOP. */
function senderOf(text: string): string {
  if (/^MG[0-9A-Za-z]{1,62}$/.test(text) || /^\d{3,8}$/.test(text)) return text
  const number = e164(text)
  if (number) return number
  throw notANumber('sender', '+4915112345678, or give a messaging service (MG…); a name cannot be answered')
}

/** Sets the provider. A token is only kept for the account and address it was given for: it must not travel elsewhere. */
export async function setSmsProvider(
  ctx: Ctx,
  input: Input<typeof contract.setSmsProvider>,
): Promise<Answer<typeof contract.setSmsProvider>> {
  const { provider: before } = await getSetting(ctx, smsSetting)
  const { kind, account, token, perMinute } = input
  const address = providerAddress(ctx.config, input.address || providers[kind].defaultAddress)
  const isSamePlace = before?.kind === kind && before.address === address && before.account === account
  if (token === undefined && !isSamePlace)
    throw new AppError(
      'invalid',
      'sms.no_token',
      'Give the auth token: the one kept belongs to another account or address.',
    )
  await putSetting(ctx, smsSetting, {
    provider: {
      kind,
      address,
      account,
      tokenSealed: token === undefined ? before!.tokenSealed : sealToken(ctx, token),
      sender: senderOf(input.sender),
      perMinute,
    },
  })
  await release(ctx, texts)
  return getSmsSettings(ctx)
}

/** Forgets the provider with its token. */
export async function removeSmsProvider(ctx: Ctx): Promise<undefined> {
  await putSetting(ctx, smsSetting, { provider: null })
  return undefined
}

/** Asks the provider for the account. At most 10 a minute in a workspace. */
export async function testSmsProvider(
  { door, caller }: Visit,
  { kind, address, account, token }: Input<typeof contract.testSmsProvider>,
) {
  const workspaceId = caller.workspaceId!
  limitsOf(door).take(`sms test ${workspaceId}`, 10)
  try {
    const place = providerAddress(door.config, address || providers[kind].defaultAddress)
    const kept = await door.inWorkspace(workspaceId, caller.actor, findProvider)
    const isKept = kept?.access.address === place && kept.access.account === account
    const known = token ?? (isKept ? kept.access.token : undefined)
    if (known === undefined) return { worked: false, finding: 'Give the auth token of this account.' }
    return await providers[kind].check(door.config, { address: place, account, token: known, sender: '' })
  } catch (error) {
    if (error instanceof AppError && error.kind !== 'rate_limited')
      return { worked: false, finding: error.message }
    throw error
  }
}

/** Queues a short text to a number. Throws `sms.bad_number`. */
export async function sendTestSms(ctx: Ctx, { to }: Input<typeof contract.sendTestSms>) {
  const number = e164(to)
  if (!number) throw notANumber('to', '+4915112345678')
  const { name } = await ctx.db.one<{ name: string }>(
    sql`select name from workspaces where id = ${ctx.workspaceId}`,
  )
  const [smsId] = await queueSms(ctx, [
    {
      to: number,
      text: `This is a test from the workspace ${name}. Text messages arrive.`,
      topic: 'test',
      dedupeKey: `test ${newId()}`,
    },
  ])
  return { smsId: encodeId('sms', smsId!) }
}

/** Sends one again on a person's press: the only way an uncertain one ever leaves again. */
export async function retrySms(ctx: Ctx, { smsId }: { smsId: string }) {
  const before = await getSms(ctx, { smsId })
  const sent = await requeue(ctx, texts, sql`id = ${smsId}`)
  if (sent.length === 0) throw standsStill(before.standing.state, 'sent again', 'sms.not_retryable')
  await ctx.emit(smsRetried, { subjectId: smsId, payload: { smsId, from: before.state } })
  return getSms(ctx, { smsId })
}

/** Takes one back that has not left. */
export async function cancelSms(ctx: Ctx, { smsId }: { smsId: string }) {
  const before = await getSms(ctx, { smsId })
  const done = await takeBackSms(ctx, [smsId], 'cancelled')
  if (done.length === 0) throw standsStill(before.standing.state, 'taken back', 'sms.not_cancellable')
  return getSms(ctx, { smsId })
}

const standsStill = (state: string, what: string, code: string) =>
  new AppError('conflict', code, `This text message is “${state}” and cannot be ${what}.`)

/** Takes back those of these messages that have not left; answers which. */
export async function takeBackSms(ctx: Ctx, ids: readonly string[], reason: string): Promise<string[]> {
  return settle(ctx, texts, 'cancel', 'suppressed', { ids, reason })
}

/**
 * What the provider reports about a message: it has it, it arrived, or it did not. A report proves that the provider took
 * the message, also where its answer was lost. The same report again, or an older one, changes nothing.
 */
export async function takeReport(ctx: Ctx, smsId: string, report: SmsReport): Promise<void> {
  const ws = ctx.workspaceId
  const row = await ctx.db.maybe<{
    topic: string
    contact_id: string | null
    to_number: string
    provider_id: string | null
  }>(sql`
    select topic, contact_id, to_number, provider_id from sms_messages where workspace_id = ${ws} and id = ${smsId} for update`)
  if (!row || (row.provider_id !== null && row.provider_id !== report.providerId)) return
  await settle(ctx, texts, 'accept', 'accepted', {
    ids: [smsId],
    reason: null,
    also: sql`, provider_id = ${report.providerId}, provider_code = null`,
  })
  if (report.state === 'accepted') return
  const isDelivered = report.state === 'delivered'
  const changed = await ctx.db.run(sql`
    update sms_messages set ${isDelivered ? sql`delivered_at` : sql`undelivered_at`} = ${ctx.now()}, reason = ${report.reason},
      provider_code = ${report.code}
    where workspace_id = ${ws} and id = ${smsId} and state = 'accepted' and delivered_at is null and undelivered_at is null`)
  if (changed === 0) return
  await ctx.emit(smsReported, {
    subjectId: smsId,
    payload: { smsId, topic: row.topic, isDelivered, code: report.code, contactId: row.contact_id },
  })
  if (report.reason === 'stopped') await stopNumber(ctx, row.to_number, 'provider')
}
