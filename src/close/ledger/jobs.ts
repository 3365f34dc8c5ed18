import { z } from 'zod'
import { countMarked, markItems, pieceSize } from '#close/ledger/positions.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { consumer, type Emitted } from '#platform/events/event.ts'
import { type Task, task } from '#platform/jobs/task.ts'

/** Counts the loops of a workspace that are marked, piece by piece. */
const count = task(
  'loops.count',
  z.object({ workspaceId: z.uuid() }),
  async ({ workspaceId }, door, signal) => {
    for (;;) {
      const began = performance.now()
      const taken = await door.inWorkspace(workspaceId, { kind: 'job', name: 'close/ledger' }, countMarked)
      if (taken < pieceSize) return
      if (signal.aborted)
        throw new AppError(
          'unavailable',
          'loops.interrupted',
          'The server is stopping; counting loops goes on when it is back.',
        )
      await door.foreground.giveWay(began)
    }
  },
)

/** Every minute: marks whose wake-up was lost, and those of a migration. */
const sweep = task('loops.sweep', z.object({}), async (_, door, signal) => {
  const rows = await door.outside((db) =>
    db.many<{ workspace_id: string }>(sql`select workspace_id from loop_marks_in()`),
  )
  for (const { workspace_id } of rows) {
    if (signal.aborted) return
    await count.run({ workspaceId: workspace_id }, door, signal)
  }
})

// biome-ignore lint/suspicious/noExplicitAny: each kind of event has a payload of its own
type Payload = any

/** Hears what may change where loops stand: leaves a mark on the items that `of` names, and wakes the counting. */
const marks =
  (of: (ctx: Ctx, payloads: Payload[], subjects: string[]) => Sql | undefined) =>
  async (ctx: Ctx, events: Emitted<Payload>[]): Promise<void> => {
    const ids = of(
      ctx,
      events.map((event) => event.payload),
      events.map((event) => event.subjectId),
    )
    if (ids && (await markItems(ctx, ids)) > 0)
      await ctx.enqueue(count, { workspaceId: ctx.workspaceId }, { key: `loops ${ctx.workspaceId}` })
  }

/** The ids that payloads name, each once. */
const given = (ids: readonly unknown[]) =>
  sql`select unnest(${[...new Set(ids.filter((id) => typeof id === 'string'))]}::uuid[]) as id`

/** Items that these cases are about, by themselves or by the answers behind them. */
const itemsOfCases = ({ workspaceId: ws }: Ctx, cases: Sql) => sql`
  select * from (
    with asked (id) as materialized (${cases})
    select k.feedback_id from asked join cases k on k.workspace_id = ${ws} and k.id = asked.id
    union all
    select x.feedback_id from asked join case_answers x on x.workspace_id = ${ws} and x.case_id = asked.id
    union all
    select f.id from asked join case_answers x on x.workspace_id = ${ws} and x.case_id = asked.id
    join feedback_items f on f.workspace_id = ${ws} and f.response_id = x.response_id
  ) of_cases`

/** Items quoted by these requests and by those merged with them. */
function itemsOfRequests({ workspaceId: ws }: Ctx, ids: readonly unknown[]): Sql {
  return sql`
    with asked as (${given(ids)}), root as (
      select root_id(r.merged_into_id, r.id) as id from asked join requests r on r.workspace_id = ${ws} and r.id = asked.id
    ), whole as (
      select id from root union select r.id from root join requests r on r.workspace_id = ${ws} and r.merged_into_id = root.id
    )
    select e.feedback_id from whole join request_evidence e on e.workspace_id = ${ws} and e.request_id = whole.id`
}

/** Items of these contacts under any name they were merged from, and of whom they were merged into. */
const itemsOfContacts = ({ workspaceId: ws }: Ctx, contacts: Sql) => sql`
  select * from (
    with asked as materialized (
      select root_id(c.merged_into_id, c.id) as id from (${contacts}) as given (id)
      join contacts c on c.workspace_id = ${ws} and c.id = given.id
    ), who as (
      select id from asked union
      select c.id from asked join contacts c on c.workspace_id = ${ws} and c.merged_into_id = asked.id
    ) select i.id from who join inbox_items i on i.workspace_id = ${ws} and i.contact_id = who.id
  ) of_contacts`

/** Items of these accounts, also under a name that was merged into them. */
const itemsOfAccounts = ({ workspaceId: ws }: Ctx, accounts: Sql) => sql`
  select * from (
    with asked as materialized (${accounts}), which as (
      select id from asked union
      select a.id from asked join accounts a on a.workspace_id = ${ws} and a.merged_into_id = asked.id
    ) select i.id from which join inbox_items i on i.workspace_id = ${ws} and i.account_id = which.id
  ) of_accounts`

const ofItems = marks((_, all) =>
  given(
    all.flatMap((one) =>
      // history has no loop, and comes in by the hundred thousand
      one.isHistory ? [] : [...(one.ids ?? []), ...(one.movedIds ?? []), one.feedbackId, one.mergedId],
    ),
  ),
)
const ofCases = marks(
  (ctx, all) => sql`${given(all.map((one) => one.feedbackId))}
    union all ${itemsOfCases(ctx, given(all.map((one) => one.caseId)))}`,
)
const ofRequests = marks((ctx, all) =>
  itemsOfRequests(
    ctx,
    all.flatMap((one) => [one.requestId, one.keptId, one.mergedId]),
  ),
)
const ofActions = marks(
  (ctx, all) => sql`
    select a.feedback_id from corrective_actions a
      where a.workspace_id = ${ctx.workspaceId} and a.id = any(${all.map((one) => one.actionId)}::uuid[])
    union all ${itemsOfCases(ctx, given(all.map((one) => one.caseId)))}`,
)
/** What was said of a request reaches the items of that contact; a case or item is named by the event itself. */
const ofUpdates = marks((ctx, all) => {
  const sent = (column: string) => sql`select ${sql.id(column)} from updates
    where workspace_id = ${ctx.workspaceId} and id = any(${all.flatMap((one) => one.updateIds ?? [one.updateId])}::uuid[])`
  return sql`${sent('feedback_id')}
    union all ${itemsOfContacts(ctx, sql`${sent('contact_id')} and request_id is not null`)}
    union all ${itemsOfCases(ctx, sql`${sent('case_id')} and case_id is not null`)}`
})
/** A mail of an announcement that did not leave after all, or was sent again, makes somebody told no longer, or told. */
const ofMails = marks((ctx, all) => {
  const mailIds = all.flatMap((one) => (one.topic === 'updates' ? one.mailIds : []))
  if (mailIds.length === 0) return undefined
  return itemsOfContacts(
    ctx,
    sql`select contact_id from updates where workspace_id = ${ctx.workspaceId} and mail_id = any(${mailIds}::uuid[])
      and announcement_id is not null and sent_at is distinct from created_at`,
  )
})
/** Whoever is asked after a release may have asked for it more than once. */
const ofFollowUps = marks(
  (ctx, all) => sql`${itemsOfCases(ctx, given(all.map((one) => one.caseId)))}
    union all ${itemsOfContacts(ctx, given(all.map((one) => one.contactId)))}`,
)
const ofContacts = marks((ctx, all) =>
  itemsOfContacts(ctx, given(all.flatMap((one) => [one.survivorId, ...one.movedIds]))),
)
const ofOccasions = marks((ctx, all) =>
  itemsOfContacts(ctx, given(all.flatMap((one) => one.contactIds ?? [one.contactId]))),
)
/** Who answered a survey, and whoever was asked again: all they said may be confirmed by it. */
const ofAnswers = marks((ctx, all, subjects) =>
  itemsOfContacts(
    ctx,
    sql`select contact_id from responses
      where workspace_id = ${ctx.workspaceId} and contact_id is not null
        and id = any(${all.flatMap((one, i) => one.responseIds ?? [one.responseId ?? subjects[i]])}::uuid[])`,
  ),
)
const ofAccounts = marks((ctx, all) =>
  itemsOfAccounts(
    ctx,
    given(
      all.flatMap((one) =>
        one.fields &&
        !one.fields.some((field: string) => ['segment', 'mrr_cents', 'owner_member_id'].includes(field))
          ? []
          : [one.accountId, one.survivorId, ...(one.changedIds ?? []), ...(one.movedIds ?? [])],
      ),
    ),
  ),
)
const ofMembers = marks(
  (ctx, _, gone) => sql`
    select id from loop_positions where workspace_id = ${ctx.workspaceId} and owner_member_id = any(${gone}::uuid[])`,
)

const on = <H>(handler: H, ...types: string[]) => Object.fromEntries(types.map((type) => [type, handler]))

export const consumers = [
  consumer('close/ledger', {
    ...on(
      ofItems,
      ...[
        'feedback.received',
        'feedback.erased',
        'feedback.triaged',
        'feedback.answered',
        'feedback.merged',
        'feedback.unmerged',
      ],
    ),
    ...on(
      ofCases,
      ...[
        'case.opened',
        'case.joined',
        'case.step_done',
        'case.changed',
        'case.resolved',
        'case.reopened',
        'case.cancelled',
      ],
      ...['case.outcome_noted', 'case.scored_again', 'touchpoint.logged'],
    ),
    ...on(ofActions, 'action.logged', 'action.changed', 'action.done', 'action.reopened', 'action.cancelled'),
    ...on(ofRequests, 'request.decided', 'request.merged', 'request.unmerged'),
    // These name the one item that they are about: a request may stand on thousands.
    ...on(ofItems, 'request.evidence_linked', 'request.evidence_unlinked'),
    ...on(ofUpdates, 'update.sent', 'announcement.told'),
    'mail.settled': ofMails,
    ...on(ofFollowUps, 'follow_up.planned', 'follow_up.settled', 'follow_up.cancelled'),
    ...on(ofContacts, 'contact.merged', 'contact.unmerged'),
    ...on(
      ofAnswers,
      ...[
        'response.received',
        'response.changed',
        'response.confirmed',
        'response.doubted',
        'response.recorded',
      ],
    ),
    ...on(ofOccasions, 'programme.occasion_raised', 'programme.occasions_settled'),
    'member.removed': ofMembers,
    ...on(ofAccounts, 'account.changed', 'account.upserted', 'account.merged', 'account.unmerged'),
  }),
]

export const tasks = [count, sweep] as Task[]
export const schedules = [{ cron: '* * * * *', task: sweep }]
