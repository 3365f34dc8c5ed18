import { answeredItemsOfContacts, itemsOfAccounts, recount } from '#measure/dashboards/recount.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { consumer, type Emitted } from '#platform/events/event.ts'

type Ids = Emitted<{ ids: string[] }>
type AboutItem = Emitted<{ feedbackId?: string | null; caseId?: string | null }>
type AboutAccount = Emitted<{ accountId: string; fields: string[] }>
type Batch = Emitted<{ changedIds: string[] }>
type Moved = Emitted<{ survivorId: string; movedIds: string[] }>
type Merged = Emitted<{ movedIds: string[] }>
type AboutContact = Emitted<{ contactId?: string | null; responseId?: string }>

const unique = (ids: (string | null | undefined)[]) => [...new Set(ids.filter((id): id is string => !!id))]

const items = (ctx: Ctx, events: Ids[]) => recount(ctx, unique(events.flatMap((event) => event.payload.ids)))

const merged = (ctx: Ctx, events: Merged[]) =>
  recount(ctx, unique(events.flatMap((event) => event.payload.movedIds)))

/** What a case or an update is about: the item named in the event, else the one its case was opened for. */
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

async function askedAgain(ctx: Ctx, events: AboutContact[]) {
  const responses = unique(events.map((event) => event.payload.responseId ?? event.subjectId))
  const rows = await ctx.db.many<{ contact_id: string }>(sql`
    select distinct contact_id from responses where workspace_id = ${ctx.workspaceId} and id = any(${responses}::uuid[]) and contact_id is not null`)
  await recount(
    ctx,
    await answeredItemsOfContacts(
      ctx,
      rows.map((row) => row.contact_id),
    ),
  )
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
    'case.resolved': about,
    'case.reopened': about,
    'case.cancelled': about,
    'touchpoint.logged': about,
    'update.sent': about,
    'response.received': askedAgain,
    'response.confirmed': askedAgain,
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
