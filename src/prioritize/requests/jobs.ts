import { z } from 'zod'
import { shiftDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { consumer, type Emitted, projection } from '#platform/events/event.ts'
import { pieceTask } from '#platform/jobs/pieces.ts'
import { type Task, task } from '#platform/jobs/task.ts'
import { move } from '#prioritize/requests/commands/requests.ts'
import {
  markOfAccounts,
  markOfContacts,
  markOfItems,
  markOtherCurrency,
  markRequests,
  recountNext,
} from '#prioritize/requests/demand.ts'
import { requestChanged } from '#prioritize/requests/events.ts'
import { type Held, holdAny, todayOf } from '#prioritize/requests/load.ts'

/** Requests counted in one transaction. */
const pieceSize = 20

/** Counts the requests that are marked. */
const count = pieceTask('requests.count', 'prioritize/requests', pieceSize, (ctx) =>
  recountNext(ctx, pieceSize),
)

/** Every hour: parked requests whose day has come in their workspace go back under review. */
const returnParked = task('requests.parked', z.object({}), async (_, door) => {
  // It is tomorrow in the east already; each workspace looks at its own calendar.
  const day = shiftDate(door.now().toISOString().slice(0, 10), 1)
  const due = await door.outside((db) =>
    db.many<{ workspace_id: string }>(sql`select workspace_id from requests_due(${day})`),
  )
  for (const { workspace_id } of due)
    await door.inWorkspace(workspace_id, { kind: 'job', name: 'requests.parked' }, async (ctx) => {
      const rows = await ctx.db.many<{ id: string }>(sql`
        select id from requests where workspace_id = ${workspace_id} and parked_until <= ${await todayOf(ctx)}
          and merged_into_id is null order by parked_until, id limit 500`)
      // All of them are locked before the first moves: a move may lock reviews, and requests come before those.
      const held: Held[] = []
      for (const id of rows.map((row) => row.id).sort()) held.push(await holdAny(ctx, id))
      for (const request of held)
        if (request.status === 'parked' && request.merged_into_id === null)
          await move(ctx, request, { status: 'under_review', by: 'clock' })
    })
})

/** Hears what may change who stands behind requests: they are marked, and counted anew. */
function marks<P>(mark: (ctx: Ctx, payloads: P[]) => Promise<number>) {
  return async (ctx: Ctx, events: Emitted<P>[]) => {
    const payloads = events.map((event) => event.payload)
    if ((await mark(ctx, payloads)) > 0)
      await ctx.enqueue(count, { workspaceId: ctx.workspaceId }, { key: `requests ${ctx.workspaceId}` })
  }
}

interface Moved {
  movedIds: string[]
  feedbackId: string
  mergedId: string
}
interface Customers {
  movedIds: string[]
  survivorId: string
}

const items = marks<Moved>((ctx, all) =>
  markOfItems(
    ctx,
    all.flatMap((one) => [one.feedbackId, one.mergedId, ...one.movedIds]),
  ),
)
const accounts = marks<Customers>((ctx, all) =>
  markOfAccounts(
    ctx,
    all.flatMap((one) => [one.survivorId, ...one.movedIds]),
  ),
)
const contacts = marks<Customers>((ctx, all) =>
  markOfContacts(
    ctx,
    all.flatMap((one) => [one.survivorId, ...one.movedIds]),
  ),
)
/** What a change counted for itself is counted once more after it: another change of the same moment may have missed it. */
const evidence = marks<{ requestId: string }>((ctx, all) =>
  markRequests(
    ctx,
    all.map((one) => one.requestId),
  ),
)
const merges = marks<{ keptId: string; mergedId: string }>((ctx, all) =>
  markRequests(
    ctx,
    all.flatMap((one) => [one.keptId, one.mergedId]),
  ),
)

export const consumers = [
  consumer('prioritize/requests', {
    'feedback.merged': items,
    'feedback.unmerged': items,
    'feedback.triaged': marks<{ ids: string[]; fields: string[] }>((ctx, all) =>
      markOfItems(
        ctx,
        all.flatMap((one) => (one.fields.includes('status') ? one.ids : [])),
      ),
    ),
    // Whoever erased them has marked the requests.
    'feedback.erased': marks<object>(async () => 1),
    'account.changed': marks<{ accountId: string; fields: string[] }>(async (ctx, all) => {
      const changed = all.filter((one) =>
        one.fields.some((field) => ['mrr_cents', 'currency', 'lifecycle'].includes(field)),
      )
      if (changed.length === 0) return 0
      const marked = await markOfAccounts(
        ctx,
        changed.map((one) => one.accountId),
      )
      return marked + (await markOtherCurrency(ctx))
    }),
    'account.upserted': marks<{ changedIds: string[] }>(
      async (ctx, all) =>
        (await markOfAccounts(
          ctx,
          all.flatMap((one) => one.changedIds),
        )) + (await markOtherCurrency(ctx)),
    ),
    'account.created': marks<object>(markOtherCurrency),
    'account.merged': accounts,
    'account.unmerged': accounts,
    'contact.merged': contacts,
    'contact.unmerged': contacts,
    'request.evidence_linked': evidence,
    'request.evidence_changed': evidence,
    'request.evidence_unlinked': evidence,
    // A browser's vote counts for the public number alone, which is kept with it.
    'request.voted': marks<{ requestId: string; isVisitor: boolean }>((ctx, all) =>
      markRequests(
        ctx,
        all.flatMap((one) => (one.isVisitor ? [] : [one.requestId])),
      ),
    ),
    // Whoever voted counts for the account they are at now.
    'contact.changed': marks<{ contactId: string; fields: string[] }>((ctx, all) =>
      markOfContacts(
        ctx,
        all.flatMap((one) => (one.fields.includes('account_id') ? [one.contactId] : [])),
      ),
    ),
    'request.merged': merges,
    'request.unmerged': merges,
  }),
]

export const projections = [
  // Requests of somebody who leaves go to their successor; without one they have no owner.
  projection('member.removed', async (ctx: Ctx, event: Emitted<{ toMemberId: string | null }>) => {
    const moved = await ctx.db.many<{ id: string }>(sql`
      with held as materialized (
        select id from requests where workspace_id = ${ctx.workspaceId} and owner_member_id = ${event.subjectId}
        order by id for no key update
      )
      update requests r set owner_member_id = ${event.payload.toMemberId}, updated_at = ${ctx.now()}
      from held h where r.workspace_id = ${ctx.workspaceId} and r.id = h.id returning r.id`)
    await ctx.emitAll(
      requestChanged,
      moved.map(({ id }) => ({ subjectId: id, payload: { requestId: id, fields: ['owner'] } })),
    )
  }),
]

export const tasks = [count, returnParked] as Task[]
export const schedules = [{ cron: '12 * * * *', task: returnParked }]
