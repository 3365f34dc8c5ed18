import { z } from 'zod'
import { makeItem } from '#collect/surveys/responses/item.ts'
import { settleSends } from '#collect/surveys/responses/sends.ts'
import { countUnfinished } from '#collect/surveys/responses/unfinished.ts'
import { consumers as resultConsumers } from '#collect/surveys/results/jobs.ts'
import { setupProjections } from '#collect/surveys/setup.ts'
import { fillWave } from '#collect/surveys/waves/fill.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { type Consumer, type Emitted, type Projection, projection } from '#platform/events/event.ts'
import { type Task, task } from '#platform/jobs/task.ts'

/** Writes the invitations of a wave. */
export const fillWaveTask = task(
  'surveys.fill_wave',
  z.object({ workspaceId: z.uuid(), waveId: z.uuid() }),
  (payload, door, signal) => fillWave(door, payload.workspaceId, payload.waveId, signal),
)

/** Counts a stranger's first press that nothing followed, and makes the feedback item of a negative answer without words. */
export const makeItemTask = task(
  'surveys.make_item',
  z.object({ workspaceId: z.uuid(), responseId: z.uuid() }),
  (payload, door) =>
    door.inWorkspace(payload.workspaceId, { kind: 'job', name: 'collect/surveys' }, async (ctx) => {
      await countUnfinished(ctx, payload.responseId)
      await makeItem(ctx, payload.responseId)
    }),
)

/** Counts what was sent from the page of a mail, unless a machine sent it. */
export const settleSendsTask = task(
  'surveys.settle_sends',
  z.object({ workspaceId: z.uuid(), invitationId: z.uuid() }),
  (payload, door) =>
    door.inWorkspace(payload.workspaceId, { kind: 'job', name: 'collect/surveys' }, (ctx) =>
      settleSends(ctx, payload.invitationId),
    ),
)

export const tasks: Task[] = [fillWaveTask as Task, makeItemTask as Task, settleSendsTask as Task]

interface Settled {
  topic: string
  state: string
  reason: string | null
}

/** Whether what was sent left decides whether the person was asked. */
const settled = <T extends Settled>(type: string, column: Sql, idOf: (payload: T) => string): Projection => ({
  type,
  async project(ctx, events) {
    const rows = (events as Emitted<T>[]).flatMap(({ payload }) =>
      payload.topic === 'surveys'
        ? [
            {
              id: idOf(payload),
              is_delivered: payload.state === 'accepted',
              reason: ['failed', 'suppressed'].includes(payload.state)
                ? (payload.reason ?? payload.state)
                : null,
            },
          ]
        : [],
    )
    if (rows.length === 0) return
    ctx.db.later(sql`
      update invitations i set delivered_at = case when row.is_delivered then ${ctx.now()}::timestamptz end,
        not_sent_reason = row.reason
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id uuid, is_delivered boolean, reason text)
      where i.workspace_id = ${ctx.workspaceId} and i.${column} = row.id`)
  },
})

export const consumers: Consumer[] = resultConsumers

export const projections: Projection[] = [
  ...setupProjections,
  settled<Settled & { mailId: string }>('mail.settled', sql`mail_id`, ({ mailId }) => mailId),
  settled<Settled & { smsId: string }>('sms.settled', sql`sms_id`, ({ smsId }) => smsId),
  // Taken by the provider and not brought to the person: they were not asked.
  projection('sms.reported', async (ctx, { payload }) => {
    const { smsId, isDelivered } = payload as { smsId: string; isDelivered: boolean }
    if (isDelivered) return
    await ctx.db.run(sql`
      update invitations set delivered_at = null, not_sent_reason = 'undelivered'
      where workspace_id = ${ctx.workspaceId} and sms_id = ${smsId}`)
  }),
]
