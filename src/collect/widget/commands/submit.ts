import { submitFeedback } from '#collect/feedback/commands.ts'
import { joinVisitor, visitorOf } from '#collect/widget/commands/identify.ts'
import type { Submission, Submitted } from '#collect/widget/contract.ts'
import type { KeyRow } from '#collect/widget/queries.ts'
import { earliestSaidDays, pictureTypes } from '#collect/widget/rules.ts'
import { upsertContact } from '#customers/contacts/commands.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { saveFile } from '#platform/files/commands.ts'
import type { Received } from '#platform/files/store.ts'
import { decodeId } from '#platform/ids.ts'
import { findToken, mintToken } from '#platform/tokens/tokens.ts'

/** How long an uploaded picture waits for the words it belongs to. */
const pictureHours = 20
/** Strangers may upload: what nobody refers to may not fill the disk. */
const mostWaitingBytes = 1024 ** 3

/** The contact behind a session of the widget. Expired and revoked ones are refused. */
export async function contactOfSession(ctx: Ctx, session: string): Promise<string> {
  const found = await findToken(ctx.db, ctx.workspaceId, 'widget-session', session, ctx.now())
  if (!found || found.isExpired || found.isRevoked) {
    throw new AppError(
      'unauthenticated',
      'widget.session_expired',
      'This session has ended. Identify the person again.',
    )
  }
  return found.subjectId
}

/** Keeps a picture until the words arrive; the answer is good for one feedback item, not an address to load it from. */
export async function saveScreenshot(ctx: Ctx, received: Received): Promise<{ screenshot: string }> {
  const { waiting } = await ctx.db.one<{ waiting: number }>(sql`
    select coalesce(sum(bytes), 0)::bigint as waiting from files
    where workspace_id = ${ctx.workspaceId} and attached_at is null`)
  if (waiting > mostWaitingBytes) {
    throw new AppError(
      'too_large',
      'widget.pictures_full',
      'Too many pictures wait for their words. Send without one.',
    )
  }
  const ending = received.type.split('/')[1]!.replace('jpeg', 'jpg')
  const file = await saveFile(ctx, {
    name: `screenshot.${ending}`,
    purpose: 'widget-screenshot',
    received,
    types: pictureTypes,
  })
  const expiresAt = new Date(ctx.now().getTime() + pictureHours * 3_600_000)
  return { screenshot: await mintToken(ctx, 'file', file.id, { expiresAt }) }
}

/**
 * Records what somebody wrote in the widget. `contactId` is the proven person, or null. An address that was only typed
 * or claimed leads to its contact, but changes nothing about it, and the item says so.
 */
export async function submitFromWidget(
  ctx: Ctx,
  key: KeyRow,
  input: Submission & { contactId: string | null; idempotencyKey: string },
): Promise<Submitted> {
  const { contactId: proven, claimed } = input
  const email = proven ? undefined : (input.email ?? claimed?.email)
  if (!proven) checkAllowed(key, Boolean(claimed?.email ?? claimed?.id))
  if (proven) await joinVisitor(ctx, key, input.visitor, proven)
  const named = email
    ? await upsertContact(ctx, { email, name: claimed?.name ?? null, seenAt: ctx.now() })
    : undefined
  const known = proven ?? named?.contactId ?? null
  const visitor = await visitorOf(ctx, key, input.visitor, known, proven !== null)
  const fileId = input.screenshot ? await fileOf(ctx, input.screenshot) : undefined
  const contactId = known ?? visitor.contact_id
  const canAnswer = await hasAddress(ctx, contactId)
  const identity = proven ? 'verified' : canAnswer || claimed ? 'claimed' : 'anonymous'

  const item = await submitFeedback(ctx, {
    channel: 'widget',
    verbatim: input.message,
    kind: input.kind,
    externalId: input.idempotencyKey,
    product: key.product,
    contactId,
    occurredAt: whenSaid(input.saidAt, ctx.now()),
    isHistory: false, // it may have waited offline for days: the clock starts when it reaches us
    ...(input.rating !== undefined && { rating: input.rating, ratingMax: 5 }),
    ...(input.context?.url &&
      URL.canParse(input.context.url) &&
      /^https?:/.test(input.context.url) && { sourceUrl: input.context.url }),
    ...(fileId && { attachments: [fileId] }),
    context: {
      widgetKey: key.public_id,
      identity,
      ...(input.context && { page: input.context }),
      ...(input.metadata && { metadata: input.metadata }),
      ...(!proven && claimed && { claimed }),
    },
  })
  const feedbackId = decodeId('fb', item.id)!
  await ctx.db.run(sql`
    insert into widget_submissions (workspace_id, feedback_id, key_id, visitor_id, identity, file_id, sent_at)
    values (${ctx.workspaceId}, ${feedbackId}, ${key.id}, ${visitor.id}, ${identity}, ${fileId ?? null}, ${ctx.now()})
    on conflict (workspace_id, feedback_id) do nothing`)
  return { reference: item.id, kind: input.kind, acknowledgement: key.acknowledgement, canAnswer }
}

function checkAllowed(key: KeyRow, isClaimed: boolean): void {
  if (key.verified_only) {
    throw new AppError(
      'unauthenticated',
      'widget.needs_identity',
      'Feedback is taken from signed-in people only. Sign in and send it again.',
    )
  }
  if (!key.anonymous_allowed && !isClaimed) {
    throw new AppError(
      'unauthenticated',
      'widget.anonymous_refused',
      'Anonymous feedback is not taken here. Sign in and send it again.',
    )
  }
}

async function fileOf(ctx: Ctx, token: string): Promise<string> {
  const found = await findToken(ctx.db, ctx.workspaceId, 'file', token, ctx.now())
  if (!found || found.isExpired || found.isRevoked) {
    throw new AppError(
      'invalid',
      'widget.screenshot_unknown',
      'screenshot: this picture is not known any more. Upload it again, or send without it.',
    )
  }
  return found.subjectId
}

async function hasAddress(ctx: Ctx, contactId: string): Promise<boolean> {
  const row = await ctx.db.maybe<{ known: boolean }>(sql`
    select coalesce(r.email, c.email) is not null as known from contacts c
    left join contacts r on r.workspace_id = ${ctx.workspaceId} and r.id = c.merged_into_id
    where c.workspace_id = ${ctx.workspaceId} and c.id = ${contactId}`)
  return row?.known ?? false
}

/** The browser's word for when it was said, as far as it can be: not ahead of us, and no older than the widget keeps things. */
function whenSaid(saidAt: string | undefined, now: Date): Date {
  const said = saidAt ? new Date(saidAt) : now
  return said > now || said.getTime() < now.getTime() - earliestSaidDays * 86_400_000 ? now : said
}
