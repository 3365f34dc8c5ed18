import type { SuggestedField } from '#organize/classify/contract.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { actorId } from '#platform/events/emit.ts'
import { newId } from '#platform/ids.ts'

/** A suggestion as it is kept with its item. */
export interface KeptSuggestion {
  value: string
  confidence: number
  reason: string
  spans: [number, number][]
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

/**
 * Notes what people and rules made of suggestions, also where none was given: what the next version learns from.
 * A field that was emptied makes its suggestion open again.
 */
export async function recordDecisions(ctx: Ctx, decisions: readonly Decision[]): Promise<void> {
  if (decisions.length === 0) return
  const ids = [...new Set(decisions.map((decision) => decision.feedbackId))]
  const kept = new Map(
    (
      await ctx.db.many<{ feedback_id: string; model: string; fields: KeptFields }>(sql`
        select feedback_id, model, fields from suggestions
        where workspace_id = ${ctx.workspaceId} and feedback_id = any (${ids}::uuid[]) order by feedback_id for update`)
    ).map((row) => [row.feedback_id, row]),
  )
  const rows: object[] = []
  for (const { feedbackId, field, chosen, isDismissed } of decisions) {
    const row = kept.get(feedbackId)
    const suggestion = row?.fields[field]
    const outcome = isDismissed
      ? 'dismissed'
      : suggestion && suggestion.value === chosen
        ? 'accepted'
        : 'changed'
    if (suggestion) suggestion.state = chosen === null && !isDismissed ? 'open' : outcome
    if (chosen === null && !isDismissed) continue
    rows.push({
      id: newId(),
      feedback_id: feedbackId,
      field,
      model: row?.model ?? 'none',
      suggested: suggestion?.value ?? null,
      confidence: suggestion?.confidence ?? null,
      chosen,
      outcome,
    })
  }
  if (rows.length > 0) {
    ctx.db.later(sql`
      insert into suggestion_decisions (workspace_id, id, feedback_id, field, model, suggested, confidence, chosen, outcome, actor_kind, actor_id, decided_at)
      select ${ctx.workspaceId}::uuid, r.id, r.feedback_id, r.field, r.model, r.suggested, r.confidence, r.chosen, r.outcome,
        ${ctx.actor.kind}, ${actorId(ctx.actor)}::uuid, ${ctx.now()}::timestamptz
      from json_to_recordset(${JSON.stringify(rows)}::json) as r (id uuid, feedback_id uuid, field text, model text, suggested text,
        confidence float8, chosen text, outcome text)`)
  }
  if (kept.size > 0) {
    ctx.db.later(sql`
      update suggestions s set fields = r.fields
      from json_to_recordset(${JSON.stringify([...kept.values()])}::json) as r (feedback_id uuid, fields jsonb)
      where s.workspace_id = ${ctx.workspaceId} and s.feedback_id = r.feedback_id`)
  }
}
