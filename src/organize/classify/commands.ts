import { setImmediate } from 'node:timers/promises'
import type { AutoAccept } from '#organize/classify/contract.ts'
import { type Classifiable, classify, type Guesses, model } from '#organize/classify/rules.ts'
import { autoAcceptSettings } from '#organize/classify/settings.ts'
import { applyChange } from '#organize/inbox/apply.ts'
import { endChange, startChange } from '#organize/inbox/records.ts'
import { type Queue, type RoutingRule, routeOf } from '#organize/inbox/rules.ts'
import { routingSettings } from '#organize/inbox/settings.ts'
import type { ChangeOf } from '#organize/inbox/triage.ts'
import { listAreas } from '#organize/tags/queries.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { newId } from '#platform/ids.ts'
import { getSetting, putSetting } from '#platform/settings/settings.ts'

interface Row extends Omit<Classifiable, 'ratingMax'> {
  id: string
  rating_max: number | null
  channel: string
  is_queue_set: boolean
  queue: Queue
  type: string | null
}

/** Items classified before others get their turn on the processor. */
const breath = 50

/**
 * Keeps suggestions for these items, routes what is clearly praise to the success team, and accepts what the
 * workspace lets rules accept. An item that has suggestions already is left alone, so it may be asked twice.
 */
export async function suggestFor(ctx: Ctx, ids: readonly string[]): Promise<void> {
  const ws = ctx.workspaceId
  const [rows, areas, { rules }, levels] = await Promise.all([
    ctx.db.many<Row>(sql`
      select f.id, left(f.verbatim, 10000) as verbatim, f.title, f.kind, f.rating, f.rating_max, f.product, f.channel,
        i.is_queue_set, i.queue, i.type
      from feedback_items f
      join inbox_items i on i.workspace_id = ${ws} and i.id = f.id
      where f.workspace_id = ${ws} and f.id = any (${ids}::uuid[])
        and not exists (select 1 from suggestions s where s.workspace_id = ${ws} and s.feedback_id = f.id)
      order by f.id`),
    listAreas(ctx),
    getSetting(ctx, routingSettings),
    getSetting(ctx, autoAcceptSettings),
  ])
  const known = areas.filter((area) => !area.is_archived)
  const guessed: { row: Row; guesses: Guesses }[] = []
  for (const [i, row] of rows.entries()) {
    if (i > 0 && i % breath === 0) await setImmediate()
    guessed.push({ row, guesses: classify({ ...row, ratingMax: row.rating_max }, known) })
  }
  if (guessed.length === 0) return
  const kept = guessed.map(({ row, guesses }) => ({
    id: row.id,
    fields: Object.fromEntries(
      Object.entries(guesses).map(([field, guess]) => [field, { ...guess, state: 'open' }]),
    ),
  }))
  const made = await ctx.db.many<{ feedback_id: string }>(sql`
    insert into suggestions (workspace_id, feedback_id, model, fields, created_at)
    select ${ws}::uuid, r.id, ${model}, r.fields, ${ctx.now()}::timestamptz
    from json_to_recordset(${JSON.stringify(kept)}::json) as r (id uuid, fields jsonb)
    on conflict (workspace_id, feedback_id) do nothing returning feedback_id`)
  const isNew = new Set(made.map((row) => row.feedback_id))
  await actOn(
    ctx,
    guessed.filter(({ row }) => isNew.has(row.id)),
    rules,
    levels,
  )
}

async function actOn(
  ctx: Ctx,
  guessed: { row: Row; guesses: Guesses }[],
  rules: readonly RoutingRule[],
  levels: AutoAccept,
): Promise<void> {
  const byChange = new Map<string, { change: ChangeOf; ids: string[] }>()
  for (const { row, guesses } of guessed) {
    const change = { ...accepted(row, guesses, levels), ...routed(row, guesses, rules) }
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

function routed(row: Row, guesses: Guesses, rules: readonly RoutingRule[]): ChangeOf {
  const type = guesses.type
  if (
    row.is_queue_set ||
    row.queue !== 'general' ||
    row.type !== null ||
    !type ||
    type.confidence < routeFrom
  )
    return {}
  const queue = routeOf({ ...row, ratingMax: row.rating_max, type: type.value }, rules)
  return queue === row.queue ? {} : { queue, isRouting: true }
}

/** Decides which suggestions count without a person. */
export async function putAutoAccept(ctx: Ctx, levels: AutoAccept): Promise<AutoAccept> {
  return putSetting(ctx, autoAcceptSettings, levels)
}
