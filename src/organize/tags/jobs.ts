import { seedAreas } from '#organize/tags/commands.ts'
import { areaChanged } from '#organize/tags/events.ts'
import { tagImported } from '#organize/tags/imported.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { consumer, type Emitted, projection } from '#platform/events/event.ts'

export const projections = [
  projection('workspace.created', seedAreas),
  // Areas of somebody who leaves go to their successor; without one they have no owner.
  projection('member.removed', async (ctx: Ctx, event: Emitted<{ toMemberId: string | null }>) => {
    const moved = await ctx.db.many<{ id: string }>(sql`
      update product_areas set owner_member_id = ${event.payload.toMemberId}, updated_at = ${ctx.now()}
      where workspace_id = ${ctx.workspaceId} and owner_member_id = ${event.subjectId} returning id`)
    await ctx.emitAll(
      areaChanged,
      moved.map(({ id }) => ({ subjectId: id, payload: { areaId: id, fields: ['owner'] } })),
    )
  }),
]

export const consumers = [consumer('organize/tags', { 'feedback.received': tagImported })]
