import { z } from 'zod'
import { makeItem } from '#collect/surveys/responses/item.ts'
import { setupProjections } from '#collect/surveys/setup.ts'
import { fillWave } from '#collect/surveys/waves/fill.ts'
import { sql } from '#platform/db/sql.ts'
import { type Projection, projection } from '#platform/events/event.ts'
import { type Task, task } from '#platform/jobs/task.ts'

/** Writes the invitations of a wave. */
export const fillWaveTask = task(
  'surveys.fill_wave',
  z.object({ workspaceId: z.uuid(), waveId: z.uuid() }),
  (payload, door, signal) => fillWave(door, payload.workspaceId, payload.waveId, signal),
)

/** Makes the feedback item of a negative answer to which no words came. */
export const makeItemTask = task(
  'surveys.make_item',
  z.object({ workspaceId: z.uuid(), responseId: z.uuid() }),
  (payload, door) =>
    door.inWorkspace(payload.workspaceId, { kind: 'job', name: 'collect/surveys' }, (ctx) =>
      makeItem(ctx, payload.responseId),
    ),
)

export const tasks: Task[] = [fillWaveTask as Task, makeItemTask as Task]

export const projections: Projection[] = [
  ...setupProjections,
  // Whether the mail left decides whether the person was asked.
  projection('mail.settled', async (ctx, { payload }) => {
    const { mailId, topic, state, reason } = payload as {
      mailId: string
      topic: string
      state: string
      reason: string | null
    }
    if (topic !== 'surveys') return
    const notSent = state === 'failed' || state === 'suppressed' ? (reason ?? state) : null
    await ctx.db.run(sql`
      update invitations set delivered_at = ${state === 'accepted' ? ctx.now() : null}, not_sent_reason = ${notSent}
      where workspace_id = ${ctx.workspaceId} and mail_id = ${mailId}`)
  }),
  projection('sms.settled', async (ctx, { payload }) => {
    const { smsId, topic, state, reason } = payload as {
      smsId: string
      topic: string
      state: string
      reason: string | null
    }
    if (topic !== 'surveys') return
    const notSent = state === 'failed' || state === 'suppressed' ? (reason ?? state) : null
    await ctx.db.run(sql`
      update invitations set delivered_at = ${state === 'accepted' ? ctx.now() : null}, not_sent_reason = ${notSent}
      where workspace_id = ${ctx.workspaceId} and sms_id = ${smsId}`)
  }),
  // Taken by the provider and not brought to the person: they were not asked.
  projection('sms.reported', async (ctx, { payload }) => {
    const { smsId, isDelivered } = payload as { smsId: string; isDelivered: boolean }
    if (isDelivered) return
    await ctx.db.run(sql`
      update invitations set delivered_at = null, not_sent_reason = 'undelivered'
      where workspace_id = ${ctx.workspaceId} and sms_id = ${smsId}`)
  }),
]
