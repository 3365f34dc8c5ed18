import { z } from 'zod'
import type {
  Asked,
  OutsideCall,
  OutsideResult,
  OutsideSettings,
  ThemeOutside,
} from '#analyze/outside/contract.ts'
import { monthOf } from '#analyze/outside/rules.ts'
import { outsideSetting, type StoredOutside, useOf } from '#analyze/outside/settings.ts'
import { themeById } from '#analyze/themes/commands/edit.ts'
import { getFeedbackItem } from '#collect/feedback/queries.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'

export interface CallRow {
  id: string
  purpose: Asked['purpose']
  theme_id: string | null
  feedback_id: string | null
  language: string | null
  state: Asked['state']
  host: string
  model: string
  sent: string | null
  removed: Record<string, number>
  result: KeptResult | null
  failure: string | null
  attempts: number
  lease_until: Date | null
  tokens_in: number | null
  tokens_out: number | null
  currency: string
  spent_micros: number
  reserved_micros: number
  is_estimate: boolean
  decision: Asked['decision']
  created_at: Date
  started_at: Date | null
  ended_at: Date | null
  quoted: string[]
}

/** A result as it is kept: items by the numbers they were sent under. */
export type KeptResult =
  | Extract<OutsideResult, { kind: 'theme_name' | 'translation' }>
  | (Omit<Extract<OutsideResult, { kind: 'theme_summary' }>, 'sentences'> & {
      sentences: { text: string; numbers: number[] }[]
    })

/** Calls that fulfil a condition, with the items they quote in the order of their numbers. */
export function readCalls(ctx: Ctx, which: Sql): Promise<CallRow[]> {
  const ws = ctx.workspaceId
  return ctx.db.many<CallRow>(sql`
    select c.*, array(select i.feedback_id from outside_call_items i
      where i.workspace_id = ${ws} and i.call_id = c.id order by i.number) as quoted
    from outside_calls c where c.workspace_id = ${ws} and ${which}`)
}

export function showAsked(row: CallRow): Asked {
  return {
    id: encodeId('oc', row.id),
    purpose: row.purpose,
    state: row.state,
    model: row.model,
    host: row.host,
    result: row.result && showResult(row.result, row.quoted),
    failure: row.failure,
    decision: row.decision,
    quotes: row.quoted.length,
    costMicros: row.spent_micros + row.reserved_micros,
    currency: row.currency,
    isEstimate: row.is_estimate || row.reserved_micros > 0,
    createdAt: row.created_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  }
}

function showResult(result: KeptResult, quoted: readonly string[]): OutsideResult {
  if (result.kind !== 'theme_summary') return result
  const sentences = result.sentences.map(({ text, numbers }) => ({
    text,
    quotes: numbers.flatMap((number) => (quoted[number - 1] ? [encodeId('fb', quoted[number - 1]!)] : [])),
  }))
  return { ...result, sentences }
}

function showCall(row: CallRow): OutsideCall {
  return {
    ...showAsked(row),
    themeId: row.theme_id && encodeId('th', row.theme_id),
    feedbackId: row.feedback_id && encodeId('fb', row.feedback_id),
    language: row.language,
    sent: row.sent,
    removed: row.removed,
    tokensIn: row.tokens_in,
    tokensOut: row.tokens_out,
    attempts: row.attempts,
    seconds:
      row.started_at && row.ended_at ? (row.ended_at.getTime() - row.started_at.getTime()) / 1000 : null,
  }
}

/** What calls of this month cost and may still cost, in millionths. */
export async function spentThisMonth(
  ctx: Ctx,
  currency: string,
): Promise<{ calls: number; spentMicros: number }> {
  return ctx.db.one(sql`
    select count(*)::integer as calls, coalesce(sum(spent_micros + reserved_micros), 0)::bigint as "spentMicros"
    from outside_calls where workspace_id = ${ctx.workspaceId} and created_at >= ${monthOf(ctx.now())} and currency = ${currency}`)
}

/** The model outside without its key. */
export async function getOutside(ctx: Ctx): Promise<OutsideSettings> {
  const { model, uses } = await getSetting(ctx, outsideSetting)
  const month = await spentThisMonth(ctx, model?.currency ?? 'USD')
  if (!model) return { model: null, uses, month }
  const { keySealed, ...shown } = model
  return { model: { ...shown, hasKey: keySealed !== null }, uses, month }
}

const Place = z.tuple([z.string(), z.uuid()])

/** Everything that was sent, the newest first. */
export async function listOutsideCalls(
  ctx: Ctx,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) {
  const place = cursor ? decodeCursor(cursor, Place) : undefined
  const rows = await readCalls(
    ctx,
    sql`${place ? sql`(c.created_at, c.id) < (${place[0]}::timestamptz, ${place[1]}::uuid)` : sql`true`}
      order by c.created_at desc, c.id desc limit ${limit + 1}`,
  )
  return toPage(rows, limit, showCall, (row) => [row.created_at.toISOString(), row.id])
}

/** Whether a use is switched on and there is a model to ask. */
export function mayAsk({ model, uses }: StoredOutside, purpose: keyof typeof useOf): boolean {
  return model !== null && uses[useOf[purpose]]
}

/** What was asked about a theme, and what may be. */
export async function getThemeOutside(ctx: Ctx, { themeId }: { themeId: string }): Promise<ThemeOutside> {
  await themeById(ctx, themeId)
  const settings = await getSetting(ctx, outsideSetting)
  const newest = async (purpose: 'theme_name' | 'theme_summary') => {
    const [row] = await readCalls(
      ctx,
      sql`c.theme_id = ${themeId} and c.purpose = ${purpose} order by c.id desc limit 1`,
    )
    return row ? showAsked(row) : null
  }
  const [name, summary] = [await newest('theme_name'), await newest('theme_summary')]
  return {
    names: mayAsk(settings, 'theme_name'),
    summaries: mayAsk(settings, 'theme_summary'),
    name,
    summary,
  }
}

/** An item in another language, if it was asked for. */
export async function getTranslation(
  ctx: Ctx,
  { feedbackId, language }: { feedbackId: string; language: string },
) {
  await getFeedbackItem(ctx, feedbackId)
  const settings = await getSetting(ctx, outsideSetting)
  const [row] = await readCalls(
    ctx,
    sql`c.feedback_id = ${feedbackId} and c.language = ${language} order by c.id desc limit 1`,
  )
  return { mayAsk: mayAsk(settings, 'translation'), asked: row ? showAsked(row) : null }
}
