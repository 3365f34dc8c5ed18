import { askTask } from '#analyze/outside/ask-task.ts'
import type { Asked, OutsidePurpose, OutsideSettings, putOutside as put } from '#analyze/outside/contract.ts'
import { outsideAsked, outsideDecided, outsideRemoved } from '#analyze/outside/events.ts'
import { getOutside, mayAsk, readCalls, showAsked, spentThisMonth } from '#analyze/outside/queries.ts'
import { costOf, mostTokens, mostWaiting, wouldPass } from '#analyze/outside/rules.ts'
import { type Sendable, sendableItem, sendableTheme } from '#analyze/outside/sent.ts'
import {
  baseAddress,
  outsideSetting,
  type StoredModel,
  sealKey,
  type useOf,
} from '#analyze/outside/settings.ts'
import { changeTheme } from '#analyze/themes/commands/edit.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { actorId } from '#platform/events/emit.ts'
import { newId } from '#platform/ids.ts'
import { getSetting, putSetting } from '#platform/settings/settings.ts'

/** Sets the model outside. A key is only kept for the address it was given for. */
export async function putOutside(
  ctx: Ctx,
  { key, uses, ...input }: Input<typeof put>,
): Promise<OutsideSettings> {
  const address = baseAddress(ctx.config, input.address)
  const { model: before } = await getSetting(ctx, outsideSetting)
  const kept = before?.address === address ? before.keySealed : null
  const keySealed = key === undefined ? kept : key === '' ? null : sealKey(ctx, key)
  await putSetting(ctx, outsideSetting, { model: { ...input, address, keySealed }, uses })
  return getOutside(ctx)
}

/** Forgets the model outside and its key. What waits to be sent fails when its turn comes. */
export async function removeOutside(ctx: Ctx): Promise<void> {
  await putSetting(ctx, outsideSetting, {})
  await ctx.emit(outsideRemoved, { subjectId: ctx.workspaceId, payload: {} })
}

/** Asks for a name or a summary of a theme. Asked twice, it is asked once. */
export async function askAboutTheme(
  ctx: Ctx,
  { themeId, purpose }: { themeId: string; purpose: 'theme_name' | 'theme_summary' },
): Promise<Asked> {
  const model = await modelFor(ctx, purpose)
  return ask(ctx, model, purpose, { themeId }, await sendableTheme(ctx, themeId, purpose, model.model))
}

/** Asks for an item in another language. */
export async function askTranslation(
  ctx: Ctx,
  { feedbackId, language }: { feedbackId: string; language: string },
): Promise<Asked> {
  const model = await modelFor(ctx, 'translation')
  const sendable = await sendableItem(ctx, feedbackId, language, model.model)
  return ask(ctx, model, 'translation', { feedbackId, language }, sendable)
}

async function modelFor(ctx: Ctx, purpose: keyof typeof useOf): Promise<StoredModel> {
  const settings = await getSetting(ctx, outsideSetting)
  if (settings.model && mayAsk(settings, purpose)) return settings.model
  throw new AppError(
    'conflict',
    'outside.off',
    'This is not asked of a model outside. An admin can switch it on under Settings, Analysis.',
  )
}

interface Subject {
  themeId?: string
  feedbackId?: string
  language?: string
}

async function ask(
  ctx: Ctx,
  model: StoredModel,
  purpose: Exclude<OutsidePurpose, 'trial'>,
  { themeId = undefined, feedbackId = undefined, language = undefined }: Subject,
  { body, mostOut, feedbackIds, removed }: Sendable,
): Promise<Asked> {
  const ws = ctx.workspaceId
  const sent = JSON.stringify(body)
  const { spentMicros } = await spentThisMonth(ctx, model.currency)
  if (wouldPass(model.monthlyLimitCents, spentMicros, costOf(model, mostTokens(sent), mostOut)))
    throw overLimit()
  const { waiting } = await ctx.db.one<{ waiting: number }>(sql`
    select count(*)::integer as waiting from outside_calls where workspace_id = ${ws} and state in ('queued', 'running')`)
  if (waiting >= mostWaiting)
    throw new AppError(
      'rate_limited',
      'outside.too_many',
      `${mostWaiting} questions to the model wait already. Ask again when some are answered.`,
    )
  const id = newId()
  const now = ctx.now()
  const made = await ctx.db.run(sql`
    insert into outside_calls (workspace_id, id, purpose, theme_id, feedback_id, language, state, host, model, sent, removed,
      due_at, currency, actor_kind, actor_id, created_at)
    values (${ws}, ${id}, ${purpose}, ${themeId ?? null}, ${feedbackId ?? null}, ${language ?? null}, 'queued',
      ${new URL(model.address).host}, ${model.model}, ${sent}, ${JSON.stringify(removed)}, ${now}, ${model.currency},
      ${ctx.actor.kind}, ${actorId(ctx.actor)}, ${now})
    on conflict do nothing`)
  if (made === 0) {
    const [waits] = await readCalls(
      ctx,
      sql`c.purpose = ${purpose} and c.state in ('queued', 'running')
        and c.theme_id is not distinct from ${themeId ?? null}::uuid and c.feedback_id is not distinct from ${feedbackId ?? null}::uuid
        and c.language is not distinct from ${language ?? null} limit 1`,
    )
    if (waits) return showAsked(waits)
    throw new AppError(
      'conflict',
      'outside.answered',
      'This was just answered. Read the answer, then ask again if need be.',
    )
  }
  await ctx.db.run(sql`
    insert into outside_call_items (workspace_id, feedback_id, call_id, number)
    select ${ws}::uuid, q.id, ${id}::uuid, q.number from unnest(${feedbackIds}::uuid[]) with ordinality as q (id, number)`)
  await ctx.emit(outsideAsked, { subjectId: id, payload: { callId: id, purpose } })
  await ctx.enqueue(askTask, { workspaceId: ws, callId: id }, { key: `outside ${id}` })
  return showAsked((await readCalls(ctx, sql`c.id = ${id}`))[0]!)
}

/** The refusal of a call that could pass the limit of the month. */
export function overLimit(): AppError {
  return new AppError(
    'conflict',
    'outside.over_limit',
    'The limit of this month for the model outside is used up, so nothing more is sent. An admin can raise it under Settings, Analysis.',
  )
}

/** What a person makes of a suggestion, or of its failure. An accepted name renames the theme as anybody would. */
export async function decideOutside(
  ctx: Ctx,
  { callId, decision }: { callId: string; decision: 'accepted' | 'dismissed' },
): Promise<Asked> {
  const row = (await readCalls(ctx, sql`c.id = ${callId} and c.theme_id is not null for update`))[0]
  if (!row)
    throw new AppError(
      'not_found',
      'outside.not_found',
      'There is no such suggestion. Suggestions go after 90 days.',
    )
  const isOver = row.state === 'done' || row.state === 'failed'
  const mayDecide = decision === 'accepted' ? row.result !== null : isOver
  if (!mayDecide || row.decision !== null)
    throw new AppError(
      'conflict',
      'outside.not_open',
      row.decision === null
        ? 'There is nothing to decide on yet.'
        : `This suggestion was ${row.decision} already.`,
    )
  if (decision === 'accepted' && row.result?.kind === 'theme_name')
    await changeTheme(ctx, { themeId: row.theme_id!, name: row.result.name })
  await ctx.db.run(sql`
    update outside_calls set decision = ${decision} where workspace_id = ${ctx.workspaceId} and id = ${callId}`)
  await ctx.emit(outsideDecided, { subjectId: callId, payload: { callId, purpose: row.purpose, decision } })
  return showAsked({ ...row, decision })
}
