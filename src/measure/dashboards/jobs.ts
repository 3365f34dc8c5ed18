import { itemsOfAccounts, recount } from '#measure/dashboards/recount.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { consumer, type Emitted } from '#platform/events/event.ts'

type Ids = Emitted<{ ids: string[] }>
type AboutItem = Emitted<{ feedbackId?: string | null; caseId?: string | null }>
type AboutAccount = Emitted<{ accountId: string; fields: string[] }>
type Batch = Emitted<{ changedIds: string[] }>
type Moved = Emitted<{ survivorId: string; movedIds: string[] }>
type Merged = Emitted<{ movedIds: string[] }>

const unique = (ids: (string | null | undefined)[]) => [...new Set(ids.filter((id): id is string => !!id))]

const items = (ctx: Ctx, events: Ids[]) => recount(ctx, unique(events.flatMap((event) => event.payload.ids)))

const merged = (ctx: Ctx, events: Merged[]) =>
  recount(ctx, unique(events.flatMap((event) => event.payload.movedIds)))

/** What a case is about: the item named in the event, else the one it was opened for. */
async function about(ctx: Ctx, events: AboutItem[]) {
  const cases = unique(events.map((event) => event.payload.caseId))
  const ofCases = await ctx.db.many<{ id: string }>(sql`
    select feedback_id as id from cases where workspace_id = ${ctx.workspaceId} and id = any(${cases}::uuid[]) and feedback_id is not null`)
  await recount(
    ctx,
    unique([...events.map((event) => event.payload.feedbackId), ...ofCases.map((row) => row.id)]),
  )
}

async function ofSegments(ctx: Ctx, accountIds: string[]) {
  await recount(ctx, await itemsOfAccounts(ctx, accountIds))
}

export const consumers = [
  consumer('measure/items', {
    'feedback.received': items,
    'feedback.erased': items,
    'feedback.triaged': items,
    'feedback.answered': items,
    'feedback.merged': merged,
    'feedback.unmerged': merged,
    'case.opened': about,
    'case.joined': about,
    'case.reopened': about,
    'case.cancelled': about,
    'account.changed': (ctx, events: AboutAccount[]) =>
      ofSegments(
        ctx,
        unique(
          events
            .filter((event) => event.payload.fields.includes('segment'))
            .map((event) => event.payload.accountId),
        ),
      ),
    'account.upserted': (ctx, events: Batch[]) =>
      ofSegments(ctx, unique(events.flatMap((event) => event.payload.changedIds))),
    'account.merged': (ctx, events: Moved[]) =>
      ofSegments(
        ctx,
        unique(events.flatMap((event) => [event.payload.survivorId, ...event.payload.movedIds])),
      ),
    'account.unmerged': (ctx, events: Moved[]) =>
      ofSegments(
        ctx,
        unique(events.flatMap((event) => [event.payload.survivorId, ...event.payload.movedIds])),
      ),
  }),
]
