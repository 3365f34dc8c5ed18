import type { Actor, Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Emitted, EventType, Projection } from '#platform/events/event.ts'
import { newId } from '#platform/ids.ts'

/** The id that stands for an actor in events. */
export function actorId(actor: Actor): string | null {
  return 'id' in actor ? actor.id : null
}

/** Writes the event row in the transaction of `ctx` and runs the projections of its type. */
export async function writeEvent(
  ctx: Ctx,
  projections: ReadonlyMap<string, Projection[]>,
  type: EventType,
  event: { subjectId: string; payload: unknown },
): Promise<void> {
  const emitted: Emitted = {
    id: newId(),
    type: type.type,
    subjectId: event.subjectId,
    payload: type.payload.parse(event.payload) as Record<string, unknown>,
    actor: { kind: ctx.actor.kind, id: actorId(ctx.actor) },
    at: ctx.now(),
  }
  ctx.db.later(sql`
    insert into events (workspace_id, id, type, subject_id, actor_kind, actor_id, payload, request_id, at)
    values (${ctx.workspaceId}, ${emitted.id}, ${emitted.type}, ${emitted.subjectId}, ${emitted.actor.kind},
      ${emitted.actor.id}, ${JSON.stringify(emitted.payload)}, ${ctx.requestId}, ${emitted.at})`)
  for (const { project } of projections.get(type.type) ?? []) await project(ctx, emitted)
}
