import { z } from 'zod'
import { makeItem } from '#collect/surveys/responses/item.ts'
import { settleLater, settleSends } from '#collect/surveys/responses/sends.ts'
import { countUnfinished } from '#collect/surveys/responses/unfinished.ts'
import { consumers as resultConsumers } from '#collect/surveys/results/jobs.ts'
import { setupProjections } from '#collect/surveys/setup.ts'
import { fillWave } from '#collect/surveys/waves/fill.ts'
import { consumers as gateConsumers } from '#collect/surveys/waves/gate.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { type Consumer, consumer, type Emitted, type Projection, projection } from '#platform/events/event.ts'
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

/**
 * Counts what was sent from the page of a mail, unless a machine sent it. Each in a transaction of its own: one that fails
 * holds nobody else up, and is tried again.
 */
export const settleSendsTask = task(
  'surveys.settle_sends',
  z.object({
    workspaceId: z.uuid(),
    invitationIds: z.array(z.uuid()).default([]),
    // a job of an earlier release
    invitationId: z.uuid().optional(),
  }),
  async ({ workspaceId, invitationIds, invitationId }, door) => {
    let failure: unknown
    for (const id of invitationId ? [invitationId] : invitationIds)
      await door
        .inWorkspace(workspaceId, { kind: 'job', name: 'collect/surveys' }, (ctx) => settleSends(ctx, id))
        .catch((error) => {
          failure ??= error
        })
    if (failure) throw failure
  },
)

export const tasks: Task[] = [fillWaveTask as Task, makeItemTask as Task, settleSendsTask as Task]

interface Settled {
  topic: string
  state: string
  reason: string | null
}

/** Whether what was sent left decides whether the person was asked. */
const settled = <T extends Settled>(
  type: string,
  column: Sql,
  idsOf: (payload: T) => readonly string[],
): Projection =>
  projection(type, (ctx, { payload }: Emitted<T>) => {
    const { topic, state, reason } = payload
    if (topic !== 'surveys') return
    ctx.db.later(
      sql.kept(sql`
      update invitations set delivered_at = ${state === 'accepted' ? ctx.now() : null},
        not_sent_reason = ${['failed', 'suppressed'].includes(state) ? (reason ?? state) : null}
      where workspace_id = ${ctx.workspaceId} and ${column} = any(${idsOf(payload)}::uuid[])`),
    )
  })

export const consumers: Consumer[] = [
  ...resultConsumers,
  ...gateConsumers,
  // After the commit and for many at once: making a job is more work than keeping what was sent.
  consumer('collect/surveys', {
    'response.sent': (ctx: Ctx, events: Emitted<{ invitationId: string }>[]) =>
      settleLater(
        ctx,
        events.map(({ payload }) => payload.invitationId),
        new Date(Math.max(...events.map(({ at }) => at.getTime()))),
      ),
  }),
]

export const projections: Projection[] = [
  ...setupProjections,
  settled<Settled & { mailIds: string[] }>('mail.settled', sql`mail_id`, ({ mailIds }) => mailIds),
  settled<Settled & { smsIds: string[] }>('sms.settled', sql`sms_id`, ({ smsIds }) => smsIds),
  // Taken by the provider and not brought to the person: they were not asked.
  projection('sms.reported', async (ctx, { payload }) => {
    const { smsId, isDelivered } = payload as { smsId: string; isDelivered: boolean }
    if (isDelivered) return
    await ctx.db.run(sql`
      update invitations set delivered_at = null, not_sent_reason = 'undelivered'
      where workspace_id = ${ctx.workspaceId} and sms_id = ${smsId}`)
  }),
  // Taken by a mail server and come back later: the same, unless they answered all the same.
  projection('mail.bounced', async (ctx, { payload }) => {
    const { mailId, topic } = payload as { mailId: string; topic: string }
    if (topic !== 'surveys') return
    await ctx.db.run(sql`
      update invitations set delivered_at = null, not_sent_reason = 'bounced'
      where workspace_id = ${ctx.workspaceId} and mail_id = ${mailId} and answered_at is null`)
  }),
]
