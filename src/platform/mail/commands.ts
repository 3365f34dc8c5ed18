import { baseUrl } from '#platform/config.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import type { Visit } from '#platform/http/on.ts'
import { limitsOf } from '#platform/http/rate-limit.ts'
import { encodeId, newId } from '#platform/ids.ts'
import { mailbox } from '#platform/mail/address.ts'
import { mailHtml, mailText } from '#platform/mail/blocks.ts'
import type * as contract from '#platform/mail/contract.ts'
import { mailRetried } from '#platform/mail/events.ts'
import { mailHostAddress } from '#platform/mail/host.ts'
import { mails } from '#platform/mail/outbox.ts'
import { getMail, serverView } from '#platform/mail/queries.ts'
import { queueMail } from '#platform/mail/queue.ts'
import { findServer, mailSetting, sealPassword } from '#platform/mail/settings.ts'
import { tryServer } from '#platform/mail/smtp.ts'
import { release } from '#platform/outbox/claim.ts'
import { requeue, settle } from '#platform/outbox/moves.ts'
import { getSetting, putSetting } from '#platform/settings/settings.ts'

/** Sends one mail again on a person's press: the only way an uncertain one ever leaves again. */
export async function retryMail(ctx: Ctx, { mailId }: { mailId: string }) {
  const before = await getMail(ctx, { mailId })
  const changed = await requeue(ctx, mails, sql`id = ${mailId}`)
  if (changed.length === 0) {
    throw new AppError(
      'conflict',
      'mail.not_retryable',
      `This mail is “${before.standing.state}” and cannot be sent again.`,
    )
  }
  await ctx.emit(mailRetried, { subjectId: mailId, payload: { mailIds: changed, from: before.state } })
  return getMail(ctx, { mailId })
}

/** Takes one mail back that has not left. */
export async function cancelMail(ctx: Ctx, { mailId }: { mailId: string }) {
  const before = await getMail(ctx, { mailId })
  const done = await cancelMails(ctx, [mailId], 'cancelled')
  if (done.length === 0) {
    throw new AppError(
      'conflict',
      'mail.not_cancellable',
      `This mail is “${before.standing.state}” and cannot be taken back.`,
    )
  }
  return getMail(ctx, { mailId })
}

/** Takes back those of these mails that have not left; answers which. `reason` is a code of `mailStanding`. */
export async function cancelMails(ctx: Ctx, mailIds: readonly string[], reason: string): Promise<string[]> {
  return settle(ctx, mails, 'cancel', 'suppressed', { ids: mailIds, reason })
}

/** What happens to mail that waited too long for a mail server. */
export async function decideOldMails(ctx: Ctx, { decision }: Input<typeof contract.decideOldMails>) {
  if (decision === 'send') {
    const sent = await requeue(ctx, mails, sql`hold = 'old'`)
    await ctx.emit(mailRetried, { subjectId: ctx.workspaceId, payload: { mailIds: sent, from: 'old' } })
    return { count: sent.length }
  }
  const old = await ctx.db.many<{ id: string }>(sql`
    select id from mails where workspace_id = ${ctx.workspaceId} and hold = 'old'`)
  return {
    count: (
      await cancelMails(
        ctx,
        old.map((row) => row.id),
        'cancelled',
      )
    ).length,
  }
}

/** Sets the mail server. Mail that waited for one goes out now; what waited more than 3 days is left to a person. */
export async function setMailServer(
  ctx: Ctx,
  input: Input<typeof contract.setMailServer>,
): Promise<Answer<typeof contract.setMailServer>> {
  const { password, ...server } = input
  const { server: before } = await getSetting(ctx, mailSetting)
  const isSamePlace =
    before?.host === server.host && before.port === server.port && before.user === server.user
  const { server: kept } = await putSetting(ctx, mailSetting, {
    server: {
      ...server,
      fromAddress: mailbox({ address: server.fromAddress }).address,
      replyTo: server.replyTo === '' ? '' : mailbox({ address: server.replyTo }).address,
      // A password is only kept for the server it was given for: it must not travel to another host.
      passwordSealed: password
        ? sealPassword(ctx, password)
        : password === undefined && isSamePlace
          ? before.passwordSealed
          : null,
    },
  })
  return { server: serverView(kept!), ...(await release(ctx, mails)) }
}

/** Forgets the mail server with its password. */
export async function removeMailServer(ctx: Ctx): Promise<undefined> {
  await putSetting(ctx, mailSetting, { server: null })
  return undefined
}

/** Connects and signs in, and shows what was said. At most 10 a minute in a workspace, to places mail may go. */
export async function testMailServer({ door, caller }: Visit, input: Input<typeof contract.testMailServer>) {
  const workspaceId = caller.workspaceId!
  limitsOf(door).take(`mail test ${workspaceId}`, 10)
  const kept = await door.inWorkspace(workspaceId, caller.actor, findServer)
  const isKept =
    kept?.stored.host === input.host && kept.stored.port === input.port && kept.stored.user === input.user
  const password = input.password ?? (isKept ? kept.smtp.password : '')
  const server = { host: input.host, port: input.port, security: input.security, user: input.user, password }
  try {
    const address = await mailHostAddress(door.config, input.host)
    return await tryServer(server, address, new URL(baseUrl(door.config)).hostname)
  } catch (error) {
    if (error instanceof AppError) return { worked: false, finding: error.message, lines: [] }
    throw error
  }
}

/** Queues a short mail to the member who asks, or to an address given. */
export async function sendTestMail(ctx: Ctx, { to }: Input<typeof contract.sendTestMail>) {
  const address = to ?? (await ownAddress(ctx))
  if (!address)
    throw new AppError(
      'invalid',
      'mail.no_address',
      'Say where the test mail should go: an API key has no address of its own.',
    )
  const { name } = await ctx.db.one<{ name: string }>(
    sql`select name from workspaces where id = ${ctx.workspaceId}`,
  )
  const page = {
    brand: name,
    blocks: [
      { kind: 'heading', text: 'Mail from Hearback arrives' },
      {
        kind: 'text',
        text: `This is a test from the workspace ${name}. If you read it, the mail server is set up well.`,
      },
    ],
  } as const
  const mailId = await queueMail(ctx, {
    to: mailbox({ address }),
    subject: `Test mail from ${name}`,
    text: mailText(page),
    html: mailHtml(page),
    topic: 'test',
    dedupeKey: `test ${newId()}`,
  })
  return { mailId: encodeId('mail', mailId) }
}

async function ownAddress(ctx: Ctx): Promise<string | undefined> {
  if (ctx.actor.kind !== 'member') return undefined
  const row = await ctx.db.maybe<{ email: string }>(sql`
    select email from members where workspace_id = ${ctx.workspaceId} and id = ${ctx.actor.id}`)
  return row?.email
}
