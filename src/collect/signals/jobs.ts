import { z } from 'zod'
import { linkCustomers, linkUnknown } from '#collect/signals/link.ts'
import { addDays, dayOf, maxAgeDays } from '#collect/signals/rules.ts'
import { watchWorkspace } from '#collect/signals/watch.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { consumer, type Emitted } from '#platform/events/event.ts'
import { type Schedule, task } from '#platform/jobs/task.ts'

type Batch = { createdIds: string[]; changedIds: string[] }
const subjects = (events: readonly Emitted[]) => [...new Set(events.map(({ subjectId }) => subjectId))]
const batches = (events: readonly Emitted<Batch>[]) => [
  ...new Set(events.flatMap(({ payload }) => [...payload.createdIds, ...payload.changedIds])),
]

/** Use of customers who were not known yet is theirs as soon as they appear. */
export const consumers = [
  consumer('collect/signals', {
    'account.created': (ctx: Ctx, events: Emitted[]) => linkCustomers(ctx, { accountIds: subjects(events) }),
    'account.changed': (ctx: Ctx, events: Emitted[]) => linkCustomers(ctx, { accountIds: subjects(events) }),
    'account.upserted': (ctx: Ctx, events: Emitted<Batch>[]) =>
      linkCustomers(ctx, { accountIds: batches(events) }),
    'contact.created': (ctx: Ctx, events: Emitted[]) => linkCustomers(ctx, { contactIds: subjects(events) }),
    'contact.changed': (ctx: Ctx, events: Emitted[]) => linkCustomers(ctx, { contactIds: subjects(events) }),
    'contact.upserted': (ctx: Ctx, events: Emitted<Batch>[]) =>
      linkCustomers(ctx, { contactIds: batches(events) }),
  }),
]

const job = { kind: 'job', name: 'signals.tidy' } as const

/** Each night: ids of events so old that a repetition would be refused anyway go, and the unknown are tried again. */
export const tidySignals = task('signals.tidy', z.object({}), async (_, door, signal) => {
  const before = addDays(dayOf(door.now()), -maxAgeDays - 1)
  const workspaces = await door.outside((db) =>
    db.many<{ id: string }>(sql`select id from all_workspaces() as id`),
  )
  await door.outside((db) => db.run(sql`select forget_signal_ids(${before})`))
  for (const { id } of workspaces) {
    let after: string | undefined
    do after = await door.inWorkspace(id, job, (ctx) => linkUnknown(ctx, after, 1000))
    while (after && !signal.aborted)
  }
})

/** Each morning (UTC): the rules are held against yesterday, when it is whole everywhere its events are sent in time. */
export const watchSignals = task('signals.watch', z.object({}), async (_, door, signal) => {
  const workspaces = await door.outside((db) =>
    db.many<{ id: string }>(sql`select id from all_workspaces() as id`),
  )
  for (const { id } of workspaces) await watchWorkspace(door, id, signal)
})

export const tasks = [tidySignals, watchSignals]
export const schedules: Schedule[] = [
  { cron: '17 3 * * *', task: tidySignals },
  { cron: '40 4 * * *', task: watchSignals },
]
