import { moveDays } from '#measure/metrics/check.ts'
import { type Kept, recount } from '#measure/metrics/kept.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { consumer, type Emitted } from '#platform/events/event.ts'
import { endedIds } from '#platform/outbox/outbox.ts'

// biome-ignore lint/suspicious/noExplicitAny: each kind of event has a payload of its own
type Payload = any

const unique = (ids: readonly unknown[]) => [
  ...new Set(ids.filter((id): id is string => typeof id === 'string')),
]

/** Counts the records again that payloads name. */
const named = (kept: Kept, of: (payload: Payload) => unknown[]) => (ctx: Ctx, events: Emitted<Payload>[]) =>
  recount(ctx, kept, unique(events.flatMap((event) => of(event.payload))))

/** Counts the records again whose column names one of these ids. */
async function having(ctx: Ctx, kept: Kept, from: Sql): Promise<void> {
  const rows = await ctx.db.many<{ id: string }>(from)
  await recount(
    ctx,
    kept,
    rows.map((row) => row.id),
  )
}

const items = named('items', (one) => [...(one.ids ?? []), ...(one.movedIds ?? []), one.feedbackId])

/** What a case or an update is about: the item named in the event, else the one its case was opened for. */
async function about(ctx: Ctx, events: Emitted<Payload>[]) {
  const cases = unique(events.map(({ payload }) => payload.caseId))
  await having(
    ctx,
    'items',
    sql`select feedback_id as id from cases where workspace_id = ${ctx.workspaceId} and id = any(${cases}::uuid[]) and feedback_id is not null
      union select unnest(${unique(events.map(({ payload }) => payload.feedbackId))}::uuid[])`,
  )
}

async function responses(ctx: Ctx, ids: readonly string[]) {
  await recount(ctx, 'responses', ids)
  await having(
    ctx,
    'invitations',
    sql`select invitation_id as id from responses
      where workspace_id = ${ctx.workspaceId} and id = any(${ids}::uuid[]) and invitation_id is not null`,
  )
}

const answered = (ctx: Ctx, events: Emitted<Payload>[]) =>
  responses(
    ctx,
    unique(events.flatMap(({ payload }) => [payload.responseId, ...(payload.responseIds ?? [])])),
  )

const invitations = named('invitations', (one) => [one.invitationId, ...(one.invitationIds ?? [])])

const sent =
  (column: 'mail_id' | 'sms_id', kind: 'mail' | 'sms') => (ctx: Ctx, events: Emitted<Payload>[]) => {
    const ids = unique(
      events
        .filter(({ payload }) => payload.topic === undefined || payload.topic === 'surveys')
        .flatMap(({ payload }) => endedIds(payload, kind)),
    )
    return having(
      ctx,
      'invitations',
      sql`select id from invitations where workspace_id = ${ctx.workspaceId} and ${sql.id(column)} = any(${ids}::uuid[])`,
    )
  }

/** Everything of these accounts, also under a name that was merged into them: they may have been of another segment then. */
async function ofAccounts(ctx: Ctx, ids: readonly string[]) {
  if (ids.length === 0) return
  const ws = ctx.workspaceId
  const accounts = sql`select a.id from accounts a where a.workspace_id = ${ws}
    and (a.id = any(${ids}::uuid[]) or a.merged_into_id = any(${ids}::uuid[]))`
  for (const [kept, table] of [
    ['items', 'inbox_items'],
    ['responses', 'responses'],
    ['invitations', 'invitations'],
  ] as const)
    await having(
      ctx,
      kept,
      sql`select x.id from ${sql.id(table)} x where x.workspace_id = ${ws} and x.account_id in (${accounts})`,
    )
}

const changed = (ctx: Ctx, events: Emitted<Payload>[]) =>
  ofAccounts(
    ctx,
    unique(
      events
        .filter(({ payload }) =>
          payload.fields.some((field: string) => ['segment', 'mrr_cents'].includes(field)),
        )
        .map(({ payload }) => payload.accountId),
    ),
  )
const moved = (ctx: Ctx, events: Emitted<Payload>[]) =>
  ofAccounts(ctx, unique(events.flatMap(({ payload }) => [payload.survivorId, ...payload.movedIds])))

/** Of a batch only those whose segment or MRR changed: they got a line in their history. */
async function upserted(ctx: Ctx, events: Emitted<Payload>[]) {
  const since = new Date(Math.min(...events.map(({ at }) => at.getTime())))
  const rows = await ctx.db.many<{ id: string }>(sql`
    select distinct account_id as id from account_history where workspace_id = ${ctx.workspaceId} and valid_at >= ${since}
      and account_id = any(${unique(events.flatMap(({ payload }) => payload.changedIds))}::uuid[])`)
  await ofAccounts(
    ctx,
    rows.map((row) => row.id),
  )
}

/** Keeps the facts and sums of metrics, after the commit of what they count. */
export const consumers = [
  consumer('measure/metrics', {
    'feedback.received': items,
    'feedback.erased': items,
    'feedback.triaged': items,
    'feedback.answered': items,
    'feedback.merged': items,
    'feedback.unmerged': items,
    'case.opened': about,
    'case.joined': about,
    'case.step_done': about,
    'case.resolved': about,
    'case.reopened': about,
    'case.cancelled': about,
    'touchpoint.logged': about,
    'update.sent': about,
    'response.received': answered,
    'response.changed': answered,
    'response.completed': answered,
    'response.doubted': answered,
    'response.confirmed': answered,
    'response.recorded': answered,
    'invitation.recorded': invitations,
    'invitation.shown': invitations,
    'survey_call.tried': invitations,
    'mail.settled': sent('mail_id', 'mail'),
    'mail.bounced': sent('mail_id', 'mail'),
    'sms.settled': sent('sms_id', 'sms'),
    'sms.reported': sent('sms_id', 'sms'),
    'account.changed': changed,
    'account.upserted': upserted,
    'account.merged': moved,
    'account.unmerged': moved,
    'setting.changed': async (ctx, events: Emitted<Payload>[]) => {
      if (events.some(({ payload }) => payload.key === 'calendar')) await moveDays(ctx)
    },
  }),
]
