import type { Channel, FeedbackItem, IntakeSettings } from '#collect/feedback/contract.ts'
import type { ItemRow } from '#collect/feedback/intake.ts'
import { channelLabel, channels, isBuiltInChannel } from '#collect/feedback/rules.ts'
import { feedbackSettings } from '#collect/feedback/settings.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** An item as the API shows it. */
export function itemOf(row: ItemRow): FeedbackItem {
  return {
    id: encodeId('fb', row.id),
    channel: row.channel,
    kind: row.kind,
    title: row.title,
    verbatim: row.verbatim,
    language: row.language,
    rating: row.rating,
    ratingMax: row.rating_max,
    ratingKind: row.rating_kind,
    externalId: row.external_id,
    occurredAt: row.occurred_at.toISOString(),
    receivedAt: row.received_at.toISOString(),
    isHistory: row.is_history,
    sourceUrl: row.source_url,
    context: row.context,
    product: row.product,
    contactId: row.contact_id && encodeId('ct', row.contact_id),
    accountId: row.account_id && encodeId('acct', row.account_id),
  }
}

const columns = sql`id, account_id, contact_id, channel, kind, external_id, verbatim, title, language, rating, rating_max, rating_kind,
  occurred_at, received_at, is_history, source_url, context, product, import_run_id, response_id`

/** The item as it was received; an id that is not there is refused. */
export async function getFeedbackItem(ctx: Ctx, feedbackId: string): Promise<ItemRow> {
  const row = await ctx.db.maybe<ItemRow>(sql`
    select ${columns} from feedback_items where workspace_id = ${ctx.workspaceId} and id = ${feedbackId}`)
  if (!row)
    throw new AppError(
      'not_found',
      'feedback.not_found',
      'There is no feedback item with this id. Check the id.',
    )
  return row
}

/** The item that came from this place of this channel before. */
export async function findBySource(
  ctx: Ctx,
  channel: string,
  externalId: string,
): Promise<ItemRow | undefined> {
  return ctx.db.maybe<ItemRow>(sql`
    select ${columns} from feedback_items
    where workspace_id = ${ctx.workspaceId} and channel = ${channel} and external_id = ${externalId}`)
}

/** Built-in channels, then those the workspace added, each with its label. */
export async function listChannels(ctx: Ctx): Promise<{ data: Channel[] }> {
  const own = (await getSetting(ctx, feedbackSettings)).channels
  const codes = [...Object.keys(channels), ...Object.keys(own).filter((code) => !isBuiltInChannel(code))]
  return {
    data: codes.map((code) => ({ code, label: channelLabel(code, own), isBuiltIn: isBuiltInChannel(code) })),
  }
}

/** What is done to words before they are stored. */
export async function getIntake(ctx: Ctx): Promise<IntakeSettings> {
  const { masksCards } = await getSetting(ctx, feedbackSettings)
  return { masksCards }
}

/** The next items of an import run that are still there, for undoing it piece by piece. */
export async function itemsOfRun(
  ctx: Ctx,
  importRunId: string,
  after: string | undefined,
  limit = 1000,
): Promise<string[]> {
  const rows = await ctx.db.many<{ id: string }>(sql`
    select id from feedback_items
    where workspace_id = ${ctx.workspaceId} and import_run_id = ${importRunId} and id > ${after ?? '00000000-0000-0000-0000-000000000000'}
    order by id limit ${limit}`)
  return rows.map((row) => row.id)
}
