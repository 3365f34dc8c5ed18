import { z } from 'zod'
import { suggestFor } from '#organize/classify/commands.ts'
import { forget, restamp } from '#organize/classify/layer.ts'
import { renewWaiting } from '#organize/classify/renew.ts'
import { sql } from '#platform/db/sql.ts'
import { consumer, type Emitted, projection } from '#platform/events/event.ts'
import { type Task, task } from '#platform/jobs/task.ts'

type Received = Emitted<{ ids: string[] }>

/** More items than this in one event (an import) are a job of their own, so that no transaction grows without end. */
const inlineMost = 50

/** Suggestions for the items of one large event. */
const classifyEvent = task(
  'classify.event',
  z.object({ workspaceId: z.string(), eventId: z.string() }),
  async ({ workspaceId, eventId }, door) => {
    const began = performance.now()
    await door.inWorkspace(workspaceId, { kind: 'job', name: 'organize/classify' }, async (ctx) => {
      const event = await ctx.db.maybe<{ payload: { ids: string[] } }>(sql`
        select payload from events where workspace_id = ${workspaceId} and id = ${eventId}`)
      if (event) await suggestFor(ctx, event.payload.ids)
    })
    await door.foreground.giveWay(began)
  },
)

/** An item that is erased takes its lessons along, in the same transaction. */
export const projections = ['feedback.erased', 'feedback.words_erased'].map((type) =>
  projection(type, (ctx) => {
    forget(ctx.workspaceId)
    restamp(ctx)
  }),
)

export const consumers = [
  consumer('organize/classify', {
    'feedback.received': async (ctx, events: Received[]) => {
      const few = events.filter((event) => event.payload.ids.length <= inlineMost)
      const ids = few.flatMap((event) => event.payload.ids)
      for (let i = 0; i < ids.length; i += 500) await suggestFor(ctx, ids.slice(i, i + 500))
      for (const event of events) {
        if (event.payload.ids.length <= inlineMost) continue
        const payload = { workspaceId: ctx.workspaceId, eventId: event.id }
        await ctx.enqueue(classifyEvent, payload, { key: `classify ${event.id}` })
      }
    },
    'lessons.changed': async (ctx) => {
      await renewWaiting(ctx)
    },
  }),
]

export const tasks = [classifyEvent] as Task[]
