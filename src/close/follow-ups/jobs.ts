import { z } from 'zod'
import { askDue, cancelFollowUp, followAction, hearAnswer, planFollowUp } from '#close/follow-ups/commands.ts'
import { askAfterRelease, cancelAfterRelease, planAfterRelease } from '#close/follow-ups/releases.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { consumer, type Emitted } from '#platform/events/event.ts'
import { task } from '#platform/jobs/task.ts'

/** Every ten minutes: asks again whom playbooks want asked. */
export const askAgain = task('follow_ups.ask', z.object({}), async (_, door) => {
  const due = await door.outside((db) =>
    db.many<{ workspace_id: string }>(sql`select workspace_id from follow_ups_due_in(${door.now()})`),
  )
  for (const { workspace_id } of due)
    await door.inWorkspace(workspace_id, { kind: 'job', name: 'close/follow-ups' }, async (ctx) => {
      await askDue(ctx)
      await askAfterRelease(ctx)
    })
})

async function hearAnswers(ctx: Ctx, events: Emitted<{ responseId: string }>[]): Promise<void> {
  for (const { payload } of events) await hearAnswer(ctx, payload.responseId)
}

export const consumers = [
  consumer('close/follow-ups', {
    'case.resolved': async (ctx, events: Emitted[]) => {
      for (const { subjectId, at } of events) await planFollowUp(ctx, subjectId, at)
    },
    'case.reopened': async (ctx, events: Emitted[]) => {
      for (const { subjectId } of events) await cancelFollowUp(ctx, subjectId)
    },
    'action.done': async (ctx, events: Emitted<{ actionId: string; caseId: string | null }>[]) => {
      for (const { payload, at } of events)
        if (payload.caseId) await followAction(ctx, payload.actionId, payload.caseId, at)
    },
    'update.sent': (ctx, events: Emitted<{ updateId: string }>[]) =>
      planAfterRelease(
        ctx,
        events.map(({ payload }) => payload.updateId),
      ),
    'announcement.told': (ctx, events: Emitted<{ updateIds: string[] }>[]) =>
      planAfterRelease(
        ctx,
        events.flatMap(({ payload }) => payload.updateIds),
      ),
    'request.decided': async (ctx, events: Emitted<{ requestId: string; from: string }>[]) => {
      for (const { payload } of events)
        if (payload.from === 'shipped') await cancelAfterRelease(ctx, payload.requestId)
    },
    'response.received': hearAnswers,
    'response.changed': hearAnswers,
    'response.confirmed': hearAnswers,
  }),
]

export const tasks = [askAgain]
export const schedules = [{ cron: '*/10 * * * *', task: askAgain }]
