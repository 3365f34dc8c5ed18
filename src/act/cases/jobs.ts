import { z } from 'zod'
import { stepClock } from '#act/cases/clock-task.ts'
import { fireDue } from '#act/cases/clocks.ts'
import { linkFeedback, noteFirstContact } from '#act/cases/commands/change.ts'
import { hearResponse } from '#act/cases/commands/open.ts'
import { sql } from '#platform/db/sql.ts'
import { consumer, type Emitted, projection } from '#platform/events/event.ts'
import { task } from '#platform/jobs/task.ts'

/** Every minute: fires what a lost or early wake-up left standing. */
export const clockSweep = task('cases.sweep', z.object({}), async (_, door) => {
  const due = await door.outside((db) =>
    db.many<{ workspace_id: string }>(sql`select workspace_id from case_clocks_due(${door.now()})`),
  )
  for (const { workspace_id } of due) {
    await door.inWorkspace(workspace_id, { kind: 'job', name: 'cases.sweep' }, fireDue)
  }
})

export const consumers = [
  consumer('act/cases', {
    'response.received': async (ctx, events: Emitted<{ responseId: string; isHistory?: boolean }>[]) => {
      for (const { payload } of events) if (!payload.isHistory) await hearResponse(ctx, payload.responseId)
    },
    // A score that was lowered, or cleared of the suspicion that a machine gave it, is heard like a new one.
    'response.changed': async (ctx, events: Emitted<{ responseId: string }>[]) => {
      for (const { payload } of events) await hearResponse(ctx, payload.responseId)
    },
    'response.confirmed': async (ctx, events: Emitted<{ responseId: string }>[]) => {
      for (const { payload } of events) await hearResponse(ctx, payload.responseId)
    },
    'feedback.received': async (ctx, events: Emitted<{ ids: string[]; isHistory: boolean }>[]) => {
      const ids = events.filter((one) => !one.payload.isHistory).flatMap((one) => one.payload.ids)
      if (ids.length > 0) await linkFeedback(ctx, ids)
    },
  }),
]

export const projections = [
  projection(
    'touchpoint.logged',
    async (ctx, event: Emitted<{ caseId: string | null; direction: string; kind: string; at: string }>) => {
      const { caseId, direction, kind, at } = event.payload
      const reached = direction === 'out' && (kind === 'mail' || kind === 'call' || kind === 'meeting')
      if (caseId && reached) await noteFirstContact(ctx, caseId, new Date(at))
    },
  ),
]

export const tasks = [stepClock, clockSweep]
export const schedules = [{ cron: '* * * * *', task: clockSweep }]
