import { z } from 'zod'
import { clock } from '#act/cases/clock-task.ts'
import { eachOrThrow, fireDue } from '#act/cases/clocks.ts'
import { hearAccounts, linkFeedback, noteFirstContact } from '#act/cases/commands/change.ts'
import { hearResponse, hearTriage } from '#act/cases/commands/open.ts'
import { passCasesOn } from '#act/cases/departed.ts'
import { isHistorical } from '#collect/feedback/rules.ts'
import { feedbackSettings } from '#collect/feedback/settings.ts'
import { sql } from '#platform/db/sql.ts'
import { consumer, type Emitted, projection } from '#platform/events/event.ts'
import { task } from '#platform/jobs/task.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** Fields of an item that conditions ask for. */
const decisive = new Set(['type', 'priority', 'areaId', 'sentiment', 'isNegative'])

/** Every minute: fires what a lost or early wake-up left standing. */
export const clockSweep = task('cases.sweep', z.object({}), async (_, door) => {
  const due = await door.outside((db) =>
    db.many<{ workspace_id: string }>(sql`select workspace_id from case_clocks_due(${door.now()})`),
  )
  await eachOrThrow(due, ({ workspace_id }) => fireDue(door, workspace_id))
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
    // What an item is decides whom it concerns; taking a triage back opens nothing.
    'feedback.triaged': async (
      ctx,
      events: Emitted<{ ids: string[]; fields: string[]; isUndo: boolean }>[],
    ) => {
      const { historyAfterDays } = await getSetting(ctx, feedbackSettings)
      const ids = events
        // What was triaged long ago is history when it is heard of: it starts no clock.
        .filter(({ at }) => !isHistorical(at, ctx.now(), historyAfterDays))
        .filter(({ payload }) => !payload.isUndo && payload.fields.some((field) => decisive.has(field)))
        .flatMap(({ payload }) => payload.ids)
      if (ids.length > 0) await hearTriage(ctx, [...new Set(ids)])
    },
    'account.changed': async (ctx, events: Emitted[]) =>
      hearAccounts(ctx, [...new Set(events.map((one) => one.subjectId))]),
    'account.upserted': async (ctx, events: Emitted<{ changedIds: string[] }>[]) =>
      hearAccounts(ctx, [...new Set(events.flatMap((one) => one.payload.changedIds))]),
    'feedback.received': async (ctx, events: Emitted<{ ids: string[]; isHistory: boolean }>[]) => {
      const ids = events.filter((one) => !one.payload.isHistory).flatMap((one) => one.payload.ids)
      if (ids.length > 0) await linkFeedback(ctx, ids)
    },
  }),
]

export const projections = [
  projection('member.removed', passCasesOn),
  projection(
    'touchpoint.logged',
    async (ctx, event: Emitted<{ caseId: string | null; direction: string; kind: string; at: string }>) => {
      const { caseId, direction, kind, at } = event.payload
      const reached = direction === 'out' && (kind === 'mail' || kind === 'call' || kind === 'meeting')
      if (caseId && reached) await noteFirstContact(ctx, caseId, new Date(at))
    },
  ),
]

export const tasks = [clock, clockSweep]
export const schedules = [{ cron: '* * * * *', task: clockSweep }]
