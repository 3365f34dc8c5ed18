import { setImmediate } from 'node:timers/promises'
import type { AutoAccept, NegativeNotices } from '#organize/classify/contract.ts'
import { type Classifiable, type Guesses, type Reading, readItem } from '#organize/classify/guesses.ts'
import { modelOf, readKnown } from '#organize/classify/known.ts'
import { flagNegative, tellManagers } from '#organize/classify/negative.ts'
import { autoAcceptSettings, negativeNoticeSettings } from '#organize/classify/settings.ts'
import { applyChange } from '#organize/inbox/apply.ts'
import { endChange, startChange } from '#organize/inbox/records.ts'
import { type Queue, type RoutingRule, routeOf } from '#organize/inbox/rules.ts'
import { routingSettings } from '#organize/inbox/settings.ts'
import type { ChangeOf } from '#organize/inbox/triage.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { newId } from '#platform/ids.ts'
import { getSetting, putSetting } from '#platform/settings/settings.ts'

export interface Row extends Classifiable {
  id: string
  isQueueSet: boolean
  queue: Queue
  type: string | null
  isHistory: boolean
  receivedAt: Date
}

export interface Read {
  row: Row
  reading: Reading
}

/** More of an item is not read; the language core stops there as well. */
const readMost = 10_000

/** What is looked at of an item, of the tables f (feedback_items) and i (inbox_items). */
export const columns: Sql = sql`
  f.id, left(f.verbatim, ${readMost}) as verbatim, f.title, f.kind, f.rating, f.rating_max as "ratingMax",
  f.rating_kind as "ratingKind", f.response_id is not null as "isAnswer",
  (select r.is_negative from responses r where r.workspace_id = f.workspace_id and r.id = f.response_id) as "isNegativeAnswer",
  f.product, f.language, f.channel,
  i.is_queue_set as "isQueueSet", i.queue, i.type, i.is_history as "isHistory", i.received_at as "receivedAt"`

/** Items read before others get their turn on the processor. */
const breath = 50

/** What can be said about these items. */
export async function readAll(rows: readonly Row[], known: Parameters<typeof readItem>[1]): Promise<Read[]> {
  const read: Read[] = []
  for (const [i, row] of rows.entries()) {
    if (i > 0 && i % breath === 0) await setImmediate()
    read.push({ row, reading: readItem(row, known) })
  }
  return read
}

/** Guesses as they are kept: all open. */
export function opened(guesses: Guesses) {
  return Object.fromEntries(
    Object.entries(guesses).map(([field, guess]) => [field, { ...guess, state: 'open' as const }]),
  )
}

/**
 * Keeps suggestions for these items, flags negative answers and tells managers of them, routes what is clearly praise to
 * the success team, and accepts what the workspace lets rules accept. An item that has suggestions already is left
 * alone, so it may be asked twice.
 */
export async function suggestFor(ctx: Ctx, ids: readonly string[]): Promise<void> {
  const ws = ctx.workspaceId
  const [rows, known, { rules }, levels] = await Promise.all([
    ctx.db.many<Row>(sql`
      select ${columns} from feedback_items f
      join inbox_items i on i.workspace_id = ${ws} and i.id = f.id
      where f.workspace_id = ${ws} and f.id = any (${ids}::uuid[])
        and not exists (select 1 from suggestions s where s.workspace_id = ${ws} and s.feedback_id = f.id)
      order by f.id`),
    readKnown(ctx),
    getSetting(ctx, routingSettings),
    getSetting(ctx, autoAcceptSettings),
  ])
  const read = await readAll(rows, known)
  if (read.length === 0) return
  const kept = read.map(({ row, reading: { guesses, language } }) => ({
    id: row.id,
    at: row.receivedAt,
    language: language.code,
    sure: language.confidence,
    fields: opened(guesses),
  }))
  const made = await ctx.db.many<{ feedback_id: string }>(sql`
    insert into suggestions (workspace_id, feedback_id, model, fields, received_at, language, language_confidence, created_at)
    select ${ws}::uuid, r.id, ${modelOf(known)}, r.fields, r.at, r.language, r.sure, ${ctx.now()}::timestamptz
    from json_to_recordset(${JSON.stringify(kept)}::json) as r (id uuid, fields jsonb, at timestamptz, language text, sure real)
    on conflict (workspace_id, feedback_id) do nothing returning feedback_id`)
  const isNew = new Set(made.map((row) => row.feedback_id))
  const fresh = read.filter(({ row }) => isNew.has(row.id))
  // items arrive without the flag
  flagNegative(
    ctx,
    fresh.flatMap(({ row, reading }) => (reading.guesses.negative ? [{ id: row.id, isNegative: true }] : [])),
  )
  await tellManagers(ctx, fresh)
  await actOn(ctx, fresh, rules, levels)
}

async function actOn(
  ctx: Ctx,
  read: readonly Read[],
  rules: readonly RoutingRule[],
  levels: AutoAccept,
): Promise<void> {
  const byChange = new Map<string, { change: ChangeOf; ids: string[] }>()
  for (const { row, reading } of read) {
    const change = { ...accepted(row, reading.guesses, levels), ...routed(row, reading.guesses, rules) }
    if (Object.keys(change).length === 0) continue
    const key = JSON.stringify(change)
    const group = byChange.get(key) ?? { change, ids: [] }
    group.ids.push(row.id)
    byChange.set(key, group)
  }
  for (const { change, ids } of byChange.values()) {
    const changeId = newId()
    startChange(ctx, changeId, change)
    const { changed, skipped } = await applyChange(ctx, changeId, ids, change)
    endChange(ctx, changeId, changed, skipped)
  }
}

function accepted(row: Row, guesses: Guesses, levels: AutoAccept): ChangeOf {
  const passes = (field: 'type' | 'priority' | 'area') =>
    levels[field].isOn && (guesses[field]?.confidence ?? 0) >= levels[field].confidence
  return {
    ...(row.type === null && passes('type') ? { type: guesses.type!.value } : {}),
    ...(passes('priority') ? { priority: guesses.priority!.value } : {}),
    ...(passes('area') ? { areaId: guesses.area!.value } : {}),
  }
}

/** From which confidence on a suggested type routes an item that nothing else has routed. */
const routeFrom = 0.7

function routed(row: Row, { type }: Guesses, rules: readonly RoutingRule[]): ChangeOf {
  if (row.isQueueSet || row.queue !== 'general' || row.type !== null || !type || type.confidence < routeFrom)
    return {}
  const queue = routeOf({ ...row, type: type.value }, rules)
  return queue === row.queue ? {} : { queue, isRouting: true }
}

/** Decides which suggestions count without a person. */
export async function putAutoAccept(ctx: Ctx, levels: AutoAccept): Promise<AutoAccept> {
  return putSetting(ctx, autoAcceptSettings, levels)
}

/** Decides whether managers are told of negative answers. */
export async function putNegativeNotices(ctx: Ctx, notices: NegativeNotices): Promise<NegativeNotices> {
  return putSetting(ctx, negativeNoticeSettings, notices)
}
