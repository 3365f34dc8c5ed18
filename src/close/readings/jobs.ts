import { passReadingsOn } from '#close/readings/commands.ts'
import type { Ctx } from '#platform/context.ts'
import { type Emitted, projection } from '#platform/events/event.ts'

const onAbsence = (ctx: Ctx, { payload }: Emitted<{ memberId: string }>) =>
  passReadingsOn(ctx, payload.memberId, { to: null, left: false })

export const projections = [
  projection('absence.started', onAbsence),
  // another cover, where the first could not
  projection(
    'absence.changed',
    async (ctx: Ctx, event: Emitted<{ memberId: string; coverId: string | null }>) => {
      if (event.payload.coverId) await onAbsence(ctx, event)
    },
  ),
  projection('member.removed', (ctx: Ctx, { subjectId, payload }: Emitted<{ toMemberId: string | null }>) =>
    passReadingsOn(ctx, subjectId, { to: payload.toMemberId, left: true }),
  ),
]
