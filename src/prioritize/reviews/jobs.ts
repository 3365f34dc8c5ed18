import { z } from 'zod'
import { shiftDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { consumer, type Emitted, projection } from '#platform/events/event.ts'
import { type Task, task } from '#platform/jobs/task.ts'
import { actionItemChanged } from '#prioritize/reviews/events.ts'
import { touchReviewsOf } from '#prioritize/reviews/items.ts'
import { followCalendar, noteMissed, planReviews } from '#prioritize/reviews/schedules.ts'

/** Every few minutes: reviews are made ahead where it is time, also in workspaces that are new. */
const plan = task('reviews.plan', z.object({}), async (_, door, signal) => {
  // It is tomorrow in the east already; each workspace looks at its own calendar.
  const day = shiftDate(door.now().toISOString().slice(0, 10), 1)
  const due = await door.outside((db) =>
    db.many<{ workspace_id: string }>(sql`select workspace_id from reviews_to_plan(${day}, ${door.now()})`),
  )
  for (const { workspace_id } of due) {
    if (signal.aborted) return
    await door.inWorkspace(workspace_id, { kind: 'job', name: 'reviews.plan' }, async (ctx) => {
      await planReviews(ctx)
      await noteMissed(ctx)
    })
  }
})

const touched = async (ctx: Ctx, { payload }: Emitted<{ requestId: string }>) =>
  touchReviewsOf(ctx, [payload.requestId])

export const projections = [
  // What happens to a request elsewhere is seen in the room within a second.
  projection('request.decided', touched),
  projection('request.changed', touched),
  projection('request.merged', (ctx, { payload }: Emitted<{ keptId: string; mergedId: string }>) =>
    touchReviewsOf(ctx, [payload.keptId, payload.mergedId]),
  ),
  projection('request.unmerged', (ctx, { payload }: Emitted<{ keptId: string; mergedId: string }>) =>
    touchReviewsOf(ctx, [payload.keptId, payload.mergedId]),
  ),
  // What somebody who leaves was to do goes to their successor; without one it has no owner.
  projection('member.removed', async (ctx: Ctx, event: Emitted<{ toMemberId: string | null }>) => {
    const moved = await ctx.db.many<{ id: string; review_id: string }>(sql`
      update action_items set owner_member_id = ${event.payload.toMemberId}
      where workspace_id = ${ctx.workspaceId} and owner_member_id = ${event.subjectId} and state = 'open' returning id, review_id`)
    await ctx.emitAll(
      actionItemChanged,
      moved.map(({ id, review_id }) => ({
        subjectId: id,
        payload: { actionItemId: id, reviewId: review_id, fields: ['owner'] },
      })),
    )
  }),
]

export const consumers = [
  consumer('prioritize/reviews', {
    'setting.changed': async (ctx: Ctx, events: Emitted<{ key: string }>[]) => {
      if (events.some((one) => one.payload.key === 'calendar')) await followCalendar(ctx)
    },
  }),
]

export const tasks = [plan] as Task[]
export const schedules = [{ cron: '*/5 * * * *', task: plan }]
