import type { SuggestedField } from '#organize/classify/contract.ts'
import { lessonsChanged } from '#organize/classify/events.ts'
import type { Reason } from '#organize/classify/guesses.ts'
import { restamp } from '#organize/classify/layer.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { actorId } from '#platform/events/emit.ts'
import { newId } from '#platform/ids.ts'

/** A suggestion as it is kept with its item. */
export interface KeptSuggestion {
  value: string
  confidence: number
  because: Reason[]
  others?: { value: string; confidence: number }[]
  state: 'open' | 'accepted' | 'changed' | 'dismissed'
}
export type KeptFields = Partial<Record<SuggestedField, KeptSuggestion>>

/** What somebody chose for a field: a value, nothing (`null`: the field is empty again), or that the suggestion is wrong. */
export interface Decision {
  feedbackId: string
  field: SuggestedField
  chosen: string | null
  isDismissed?: boolean
}

interface KeptRow {
  feedback_id: string
  model: string
  fields: KeptFields
}

async function lockKept(ctx: Ctx, ids: readonly string[]): Promise<Map<string, KeptRow>> {
  const rows = await ctx.db.many<KeptRow>(sql`
    select feedback_id, model, fields from suggestions
    where workspace_id = ${ctx.workspaceId} and feedback_id = any (${ids}::uuid[]) order by feedback_id for update`)
  return new Map(rows.map((row) => [row.feedback_id, row]))
}

function writeKept(ctx: Ctx, kept: ReadonlyMap<string, KeptRow>): void {
  if (kept.size === 0) return
  ctx.db.later(sql`
    update suggestions s set fields = r.fields
    from json_to_recordset(${JSON.stringify([...kept.values()])}::json) as r (feedback_id uuid, fields jsonb)
    where s.workspace_id = ${ctx.workspaceId} and s.feedback_id = r.feedback_id`)
}

/**
 * Notes what was made of suggestions, also where none was given. What people and API keys decide are lessons: the next
 * suggestion of the workspace knows them. What rules accept by themselves teaches nothing. The items are locked already.
 */
export async function recordDecisions(
  ctx: Ctx,
  decisions: readonly Decision[],
  changeId: string | null,
): Promise<void> {
  if (decisions.length === 0) return
  const kept = await lockKept(ctx, [...new Set(decisions.map((decision) => decision.feedbackId))])
  const rows: object[] = []
  for (const { feedbackId, field, chosen, isDismissed } of decisions) {
    const row = kept.get(feedbackId)
    const suggestion = row?.fields[field]
    const isAgreed = suggestion !== undefined && suggestion.value === chosen
    const state = isDismissed ? 'dismissed' : chosen === null ? 'open' : isAgreed ? 'accepted' : 'changed'
    if (suggestion) suggestion.state = state
    rows.push({
      id: newId(),
      feedback_id: feedbackId,
      field,
      model: row?.model ?? 'none',
      suggested: suggestion?.value ?? null,
      confidence: suggestion?.confidence ?? null,
      chosen,
      outcome: state === 'open' ? 'emptied' : state,
    })
  }
  writeKept(ctx, kept)
  if (ctx.actor.kind !== 'member' && ctx.actor.kind !== 'key') return
  ctx.db.later(sql`
    insert into suggestion_decisions (workspace_id, id, feedback_id, field, model, suggested, confidence, chosen, outcome,
      change_id, actor_kind, actor_id, decided_at)
    select ${ctx.workspaceId}::uuid, r.id, r.feedback_id, r.field, r.model, r.suggested, r.confidence, r.chosen, r.outcome,
      ${changeId}::uuid, ${ctx.actor.kind}, ${actorId(ctx.actor)}::uuid, ${ctx.now()}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (id uuid, feedback_id uuid, field text, model text, suggested text,
      confidence float8, chosen text, outcome text)`)
  await tellTaught(ctx, 'decided', [...new Set(decisions.map(({ field }) => field))])
}

/** Announces that lessons changed, and that layers of before are old. */
export async function tellTaught(
  ctx: Ctx,
  cause: 'decided' | 'undone' | 'word' | 'reset',
  fields: SuggestedField[],
): Promise<void> {
  await ctx.emit(lessonsChanged, { subjectId: ctx.workspaceId, payload: { cause, fields } })
  restamp(ctx)
}

/**
 * Takes the lessons of an undone change out again: what was taught before it counts as before. `restored` has the
 * values that fields have again. The items are locked already.
 */
export async function unlearnChange(
  ctx: Ctx,
  changeId: string,
  restored: readonly Decision[],
): Promise<void> {
  if (restored.length === 0) return
  const ws = ctx.workspaceId
  const ids = [...new Set(restored.map((one) => one.feedbackId))]
  const emptied = restored.filter((one) => one.chosen === null)
  const gone = await ctx.db.many<{ field: SuggestedField }>(sql`
    with gone as (
      delete from suggestion_decisions
      where workspace_id = ${ws} and feedback_id = any (${ids}::uuid[]) and change_id = ${changeId} returning field
    ), empty as (
      delete from suggestion_decisions d
      using unnest(${emptied.map((one) => one.feedbackId)}::uuid[], ${emptied.map((one) => one.field)}::text[]) as e (id, field)
      where d.workspace_id = ${ws} and d.feedback_id = e.id and d.field = e.field and d.chosen is not null
        and d.change_id is distinct from ${changeId} returning d.field
    )
    select field from gone union select field from empty`)
  const [kept, dismissed] = await Promise.all([
    lockKept(ctx, ids),
    ctx.db.many<{ feedback_id: string; field: SuggestedField }>(sql`
      select feedback_id, field from suggestion_decisions
      where workspace_id = ${ws} and feedback_id = any (${ids}::uuid[]) and outcome = 'dismissed'`),
  ])
  const refused = new Set(dismissed.map((row) => `${row.feedback_id} ${row.field}`))
  for (const { feedbackId, field, chosen } of restored) {
    const suggestion = kept.get(feedbackId)?.fields[field]
    if (!suggestion) continue
    if (chosen === null) suggestion.state = refused.has(`${feedbackId} ${field}`) ? 'dismissed' : 'open'
    else suggestion.state = suggestion.value === chosen ? 'accepted' : 'changed'
  }
  writeKept(ctx, kept)
  if (gone.length > 0) await tellTaught(ctx, 'undone', [...new Set(gone.map(({ field }) => field))])
}
