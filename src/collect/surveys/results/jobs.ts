import { recount } from '#collect/surveys/results/counting.ts'
import { recountInvitations } from '#collect/surveys/results/rates.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { consumer, type Emitted } from '#platform/events/event.ts'
import { endedIds } from '#platform/outbox/outbox.ts'

type AboutResponse = Emitted<{ responseId: string }>
type Recorded = Emitted<{ responseIds: string[] }>
type Asked = Emitted<{ invitationIds: string[] }>
type Reached = Emitted<{ invitationId: string }>
type Changed = Emitted<{ fields: string[] }>
type Upserted = Emitted<{ changedIds: string[] }>
type Moved = Emitted<{ survivorId: string; movedIds: string[] }>
type MailSettled = Emitted<{ mailIds?: string[]; mailId?: string; topic: string }>
type SmsSettled = Emitted<{ smsIds?: string[]; smsId?: string; topic: string }>
type SmsReported = Emitted<{ smsId: string }>

const unique = (ids: readonly string[]) => [...new Set(ids)]

/** Responses with the invitations that they answer. */
async function responses(ctx: Ctx, ids: readonly string[]) {
  const some = unique(ids)
  await recount(ctx, some)
  const asked = await ctx.db.many<{ id: string }>(sql`
    select invitation_id as id from responses
    where workspace_id = ${ctx.workspaceId} and id = any(${some}::uuid[]) and invitation_id is not null`)
  await recountInvitations(
    ctx,
    asked.map(({ id }) => id),
  )
}

/** Invitations whose mail or text message has come to an end. */
async function sent(ctx: Ctx, column: 'mail_id' | 'sms_id', ids: readonly string[]) {
  if (ids.length === 0) return
  const rows = await ctx.db.many<{ id: string }>(sql`
    select id from invitations where workspace_id = ${ctx.workspaceId} and ${sql.id(column)} = any(${ids}::uuid[])`)
  await recountInvitations(
    ctx,
    rows.map(({ id }) => id),
  )
}

const one = (ctx: Ctx, events: AboutResponse[]) =>
  responses(
    ctx,
    events.map(({ payload }) => payload.responseId),
  )

/** Invitations that reached somebody otherwise: shown on a page, or a call that was made. */
const reached = (ctx: Ctx, events: Reached[]) =>
  recountInvitations(ctx, unique(events.map(({ payload }) => payload.invitationId)))

/** Responses of these accounts or contacts, and of whatever was merged into them: they may have moved to another group. */
async function ofCustomers(
  ctx: Ctx,
  table: 'accounts' | 'contacts',
  column: 'account_id' | 'contact_id',
  ids: readonly string[],
) {
  if (ids.length === 0) return
  const rows = await ctx.db.many<{ id: string }>(sql`
    select r.id from responses r where r.workspace_id = ${ctx.workspaceId} and r.${sql.id(column)} in (
      select x.id from ${sql.id(table)} x where x.workspace_id = ${ctx.workspaceId}
        and (x.id = any(${unique(ids)}::uuid[]) or x.merged_into_id = any(${unique(ids)}::uuid[])))`)
  await recount(
    ctx,
    rows.map((row) => row.id),
  )
}

const accounts = (ctx: Ctx, ids: readonly string[]) => ofCustomers(ctx, 'accounts', 'account_id', ids)
const contacts = (ctx: Ctx, ids: readonly string[]) => ofCustomers(ctx, 'contacts', 'contact_id', ids)

const withField = (events: Changed[], fields: readonly string[]) =>
  events
    .filter(({ payload }) => payload.fields.some((field) => fields.includes(field)))
    .map((e) => e.subjectId)
const ofSurveys = <T extends { topic: string }>(events: Emitted<T>[]) =>
  events.filter(({ payload }) => payload.topic === 'surveys')
const changed = (events: Upserted[]) => events.flatMap(({ payload }) => payload.changedIds)
const moved = (events: Moved[]) => events.flatMap(({ payload }) => [payload.survivorId, ...payload.movedIds])

/** Keeps the sums of results: they follow every answer, in batches, so that nobody who answers waits for a sum. */
export const consumers = [
  consumer('collect/results', {
    'response.received': one,
    'response.changed': one,
    'response.completed': one,
    'response.doubted': one,
    'response.confirmed': one,
    'response.recorded': (ctx, events: Recorded[]) =>
      responses(
        ctx,
        events.flatMap(({ payload }) => payload.responseIds),
      ),
    'invitation.shown': reached,
    'survey_call.tried': reached,
    'invitation.recorded': (ctx, events: Asked[]) =>
      recountInvitations(ctx, unique(events.flatMap(({ payload }) => payload.invitationIds))),
    'mail.settled': (ctx, events: MailSettled[]) =>
      sent(
        ctx,
        'mail_id',
        ofSurveys(events).flatMap(({ payload }) => endedIds(payload, 'mail')),
      ),
    'mail.bounced': (ctx, events: Emitted<{ mailId: string; topic: string }>[]) =>
      sent(
        ctx,
        'mail_id',
        ofSurveys(events).map(({ payload }) => payload.mailId),
      ),
    'sms.settled': (ctx, events: SmsSettled[]) =>
      sent(
        ctx,
        'sms_id',
        ofSurveys(events).flatMap(({ payload }) => endedIds(payload, 'sms')),
      ),
    'sms.reported': (ctx, events: SmsReported[]) =>
      sent(
        ctx,
        'sms_id',
        events.map(({ payload }) => payload.smsId),
      ),
    'account.changed': (ctx, events: Changed[]) =>
      accounts(ctx, withField(events, ['segment', 'plan', 'owner_member_id'])),
    'account.upserted': (ctx, events: Upserted[]) => accounts(ctx, changed(events)),
    'account.merged': (ctx, events: Moved[]) => accounts(ctx, moved(events)),
    'account.unmerged': (ctx, events: Moved[]) => accounts(ctx, moved(events)),
    'contact.changed': (ctx, events: Changed[]) => contacts(ctx, withField(events, ['locale'])),
    'contact.upserted': (ctx, events: Upserted[]) => contacts(ctx, changed(events)),
    'contact.merged': (ctx, events: Moved[]) => contacts(ctx, moved(events)),
    'contact.unmerged': (ctx, events: Moved[]) => contacts(ctx, moved(events)),
  }),
]
