import type { BatchResult, Channel, FeedbackItem, IntakeSettings } from '#collect/feedback/contract.ts'
import { FeedbackInput } from '#collect/feedback/contract.ts'
import { setCustomers } from '#collect/feedback/customers.ts'
import { feedbackErased, feedbackReceived } from '#collect/feedback/events.ts'
import { Intake, type ItemRow, type NewFeedback, type Origin } from '#collect/feedback/intake.ts'
import { findBySource, itemOf } from '#collect/feedback/queries.ts'
import { isBuiltInChannel } from '#collect/feedback/rules.ts'
import { feedbackSettings } from '#collect/feedback/settings.ts'
import { hiddenWords } from '#collect/search/hidden.ts'
import type { Ctx } from '#platform/context.ts'
import { violatedConstraint } from '#platform/db/pool.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { attachFile } from '#platform/files/commands.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting, putSetting } from '#platform/settings/settings.ts'

export type { NewFeedback, Origin }

/**
 * Records what a customer said. The same channel and external id again changes nothing and answers the first item
 * with status 200.
 */
export async function submitFeedback(
  ctx: Ctx,
  input: NewFeedback,
  origin: Origin = {},
): Promise<FeedbackItem> {
  const [item] = await submitTogether(ctx, [{ ctx, input }], origin)
  return item!
}

/**
 * Records what several requests of one caller say at the same moment, all or none: a handful of statements for all of
 * them, an event and an answer for each. Plain items read nothing and wait for nothing before the commit.
 */
export async function submitTogether(
  ctx: Ctx,
  calls: readonly { ctx: Ctx; input: NewFeedback }[],
  origin: Origin = {},
): Promise<FeedbackItem[]> {
  const intake = new Intake(ctx)
  const inputs = calls.map((call) => call.input)
  const rows: ItemRow[] = []
  for (const input of inputs) {
    await takeFiles(ctx, input)
    rows.push(await intake.row(input, origin))
  }
  for (const refusal of await setCustomers(ctx, rows, inputs)) throw refusal[1]
  const isPlain = rows.every((row) => row.external_id === null)
  if (isPlain) ctx.db.later(insertItems(ctx, rows))
  const created = isPlain ? undefined : new Set(await insertNew(ctx, rows))
  const isNew = (row: ItemRow) => created?.has(row.id) ?? true
  attach(
    ctx,
    rows.flatMap((row, i) => (isNew(row) ? [{ id: row.id, files: inputs[i]!.attachments ?? [] }] : [])),
  )
  const events = rows.flatMap((row, i) => {
    if (!isNew(row)) return []
    const payload = { ids: [row.id], importRunId: row.import_run_id, isHistory: row.is_history }
    return [{ subjectId: row.id, payload, requestId: calls[i]!.ctx.requestId }]
  })
  if (events.length > 0) await ctx.emitAll(feedbackReceived, events)
  const answers: FeedbackItem[] = []
  for (const [i, row] of rows.entries()) {
    if (!isNew(row)) calls[i]!.ctx.reply.status = 200
    answers.push(itemOf(isNew(row) ? row : (await findBySource(ctx, row.channel, row.external_id!))!))
  }
  return answers
}

export interface Submitted {
  created: number
  existing: number
  invalid: number
  results: BatchResult[]
}

/** Records up to 1,000 items from the API: what is wrong with an item is said of that item. */
export async function submitParsedBatch(ctx: Ctx, { items }: { items: unknown[] }): Promise<Submitted> {
  const parsed = items.map((item) => FeedbackInput.safeParse(item))
  const refusals = parsed.map((result) => {
    if (result.success) return undefined
    const issue = result.error.issues[0]!
    return new AppError('invalid', 'input.invalid', `${issue.path.join('.') || 'item'}: ${issue.message}`)
  })
  return submitFeedbackBatch(
    ctx,
    parsed.map((result, i) => result.data ?? refusals[i]!),
    {},
  )
}

/**
 * Records many items in a handful of statements, all or none of the valid ones. Items known by channel and external
 * id are left alone; an item that cannot be stored is reported by its index. One event for all new items.
 */
export async function submitFeedbackBatch(
  ctx: Ctx,
  items: readonly (NewFeedback | AppError)[],
  origin: Origin,
): Promise<Submitted> {
  const intake = new Intake(ctx)
  const rows: (ItemRow | AppError)[] = []
  for (const item of items) {
    rows.push(
      item instanceof AppError
        ? item
        : await takeFiles(ctx, item)
            .then(() => intake.row(item, origin))
            .catch(asRefusal),
    )
  }
  for (const [i, refusal] of await setCustomers(ctx, rows, items)) rows[i] = refusal
  const valid = rows.filter((row) => !(row instanceof AppError)) as ItemRow[]
  const created = new Set(valid.length === 0 ? [] : await insertNew(ctx, valid))
  const known = await findKnown(
    ctx,
    valid.filter((row) => !created.has(row.id)),
  )

  const results = rows.map((row, index): BatchResult => {
    if (row instanceof AppError)
      return { index, outcome: 'invalid', id: null, error: { code: row.code, message: row.message } }
    if (created.has(row.id)) return { index, outcome: 'created', id: encodeId('fb', row.id), error: null }
    return { index, outcome: 'existing', id: encodeId('fb', known.get(sourceKey(row))!), error: null }
  })
  const fresh = valid.filter((row) => created.has(row.id))
  if (fresh.length > 0) {
    attach(
      ctx,
      rows.flatMap((row, i) =>
        row instanceof AppError || !created.has(row.id)
          ? []
          : [{ id: row.id, files: (items[i] as NewFeedback).attachments ?? [] }],
      ),
    )
    await ctx.emit(feedbackReceived, {
      subjectId: origin.importRunId ?? fresh[0]!.id,
      payload: {
        ids: fresh.map((row) => row.id),
        importRunId: origin.importRunId,
        isHistory: fresh.every((row) => row.is_history),
      },
    })
  }
  return {
    created: fresh.length,
    existing: valid.length - fresh.length,
    invalid: rows.length - valid.length,
    results,
  }
}

function asRefusal(error: unknown): AppError {
  if (error instanceof AppError && error.kind === 'invalid') return error
  throw error
}

function sourceKey(row: Pick<ItemRow, 'channel' | 'external_id'>): string {
  return `${row.channel} ${row.external_id}`
}

/** The ids that were new. */
async function insertNew(ctx: Ctx, items: readonly ItemRow[]): Promise<string[]> {
  const inserted = await ctx.db.many<{ id: string }>(sql`${insertItems(ctx, items)} returning id`)
  return inserted.map((row) => row.id)
}

/** Written in the order of their sources, so that two transactions at once cannot lock each other out. */
function insertItems(ctx: Ctx, items: readonly ItemRow[]): Sql {
  const rows = items
    .map((item) => ({ ...item, hidden_words: hiddenWords(item.title, item.verbatim) }))
    .sort((a, b) => (sourceKey(a) < sourceKey(b) ? -1 : 1))
  return sql`
    insert into feedback_items (workspace_id, id, account_id, contact_id, channel, kind, external_id, verbatim, title,
      language, rating, rating_max, rating_kind, occurred_at, received_at, is_history, source_url, context, product, import_run_id, response_id, hidden_words)
    select ${ctx.workspaceId}::uuid, r.id, r.account_id, r.contact_id, r.channel, r.kind, r.external_id, r.verbatim, r.title,
      r.language, r.rating, r.rating_max, r.rating_kind, r.occurred_at, r.received_at, r.is_history, r.source_url, r.context, r.product,
      r.import_run_id, r.response_id, r.hidden_words
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (id uuid, account_id uuid, contact_id uuid, channel text, kind text,
      external_id text, verbatim text, title text, language text, rating float8, rating_max float8, rating_kind text, occurred_at timestamptz,
      received_at timestamptz, is_history boolean, source_url text, context jsonb, product text, import_run_id uuid, response_id uuid, hidden_words text)
    on conflict (workspace_id, channel, external_id) where external_id is not null do nothing`
}

/** The items that were there before, by channel and external id. */
async function findKnown(ctx: Ctx, rows: readonly ItemRow[]): Promise<Map<string, string>> {
  if (rows.length === 0) return new Map()
  const found = await ctx.db.many<{ id: string; channel: string; external_id: string }>(sql`
    select f.id, f.channel, f.external_id
    from unnest(${rows.map((row) => row.channel)}::text[], ${rows.map((row) => row.external_id)}::text[]) as asked (channel, external_id)
    join feedback_items f on f.workspace_id = ${ctx.workspaceId} and f.channel = asked.channel and f.external_id = asked.external_id`)
  return new Map(found.map((row) => [sourceKey(row), row.id]))
}

/** Files must be there, and stay from now on. */
async function takeFiles(ctx: Ctx, { attachments }: NewFeedback): Promise<void> {
  for (const file of attachments ?? []) {
    await attachFile(ctx, file).catch((error) => {
      if (!(error instanceof AppError)) throw error
      throw new AppError(
        'invalid',
        error.code,
        'attachments: there is no file with this id. Upload it first, within a day before.',
      )
    })
  }
}

function attach(ctx: Ctx, items: readonly { id: string; files: readonly string[] }[]): void {
  const pairs = items.flatMap(({ id, files }) =>
    [...new Set(files)].map((file, position) => ({ id, file, position })),
  )
  if (pairs.length === 0) return
  ctx.db.later(sql`
    insert into feedback_attachments (workspace_id, feedback_id, file_id, position)
    select ${ctx.workspaceId}::uuid, r.id, r.file, r.position
    from json_to_recordset(${JSON.stringify(pairs)}::json) as r (id uuid, file uuid, position smallint)`)
}

/** Adds a channel, or another label for one. */
export async function putChannel(
  ctx: Ctx,
  { code, label }: { code: string; label: string },
): Promise<Channel> {
  const settings = await getSetting(ctx, feedbackSettings)
  if (Object.keys(settings.channels).length >= 100 && !Object.hasOwn(settings.channels, code)) {
    throw new AppError(
      'invalid',
      'channel.too_many',
      'A workspace has at most 100 channels of its own. Use one that is there.',
    )
  }
  await putSetting(ctx, feedbackSettings, { ...settings, channels: { ...settings.channels, [code]: label } })
  return { code, label, isBuiltIn: isBuiltInChannel(code) }
}

/** Decides what is done to words before they are stored; what is stored already stays as it is. */
export async function putIntake(ctx: Ctx, { masksCards }: IntakeSettings): Promise<IntakeSettings> {
  await putSetting(ctx, feedbackSettings, { ...(await getSetting(ctx, feedbackSettings)), masksCards })
  return { masksCards }
}

/**
 * Removes items for good, with their triage, notes, tags and suggestions. Items that a later stage still points to
 * (a case, an update) stay and are counted as kept.
 */
export async function eraseFeedback(
  ctx: Ctx,
  ids: readonly string[],
  reason: string,
): Promise<{ erased: number; kept: number }> {
  const gone = await eraseTogether(ctx, ids)
  if (gone.length > 0) await ctx.emit(feedbackErased, { subjectId: gone[0]!, payload: { ids: gone, reason } })
  return { erased: gone.length, kept: ids.length - gone.length }
}

/** The ids that went: all at once, or, where one of them is pointed to, half by half. */
async function eraseTogether(ctx: Ctx, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  try {
    const gone = await ctx.db.savepoint(() =>
      ctx.db.many<{ id: string }>(sql`select id from erase_feedback(${ids}::uuid[]) as id`),
    )
    return gone.map((row) => row.id)
  } catch (error) {
    if (!violatedConstraint(error)) throw error
    if (ids.length === 1) return []
    const middle = Math.ceil(ids.length / 2)
    return [
      ...(await eraseTogether(ctx, ids.slice(0, middle))),
      ...(await eraseTogether(ctx, ids.slice(middle))),
    ]
  }
}
