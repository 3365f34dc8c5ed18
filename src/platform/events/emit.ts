import type { Actor, Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Emitted, EventType, NewEvent, Projection } from '#platform/events/event.ts'
import { newId } from '#platform/ids.ts'

/** The id that stands for an actor in events. */
export function actorId(actor: Actor): string | null {
  return 'id' in actor ? actor.id : null
}

/** Writes events of one type in the transaction of `ctx` and runs the projections of that type. */
export async function writeEvents(
  ctx: Ctx,
  projections: ReadonlyMap<string, Projection[]>,
  type: EventType,
  events: readonly NewEvent[],
): Promise<void> {
  const at = ctx.now()
  const actor = { kind: ctx.actor.kind, id: actorId(ctx.actor) }
  const emitted = events.map(
    (event): Emitted => ({
      id: newId(),
      type: type.type,
      subjectId: event.subjectId,
      payload: type.payload.parse(event.payload) as Record<string, unknown>,
      actor,
      at,
    }),
  )
  ctx.db.later(sql`
    insert into events (workspace_id, id, type, subject_id, actor_kind, actor_id, payload, request_id, at)
    select ${ctx.workspaceId}::uuid, id, ${type.type}, subject_id, ${actor.kind}, ${actor.id}::uuid, payload::jsonb, request_id, ${at}::timestamptz
    from unnest(${emitted.map((event) => event.id)}::uuid[], ${emitted.map((event) => event.subjectId)}::uuid[],
      ${emitted.map((event) => JSON.stringify(event.payload))}::text[],
      ${events.map((event) => event.requestId ?? ctx.requestId)}::text[]) as event (id, subject_id, payload, request_id)`)
  for (const { project } of projections.get(type.type) ?? []) await project(ctx, emitted)
}
