import { z } from 'zod'
import {
  given,
  itemsOfAccounts,
  itemsOfCases,
  itemsOfContacts,
  itemsOfRequests,
} from '#close/ledger/marking.ts'
import { countMarked, markItems, pieceSize } from '#close/ledger/positions.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { consumer, type Emitted, hearing } from '#platform/events/event.ts'
import { pieceTask } from '#platform/jobs/pieces.ts'
import { type Task, task } from '#platform/jobs/task.ts'

/** Counts the loops of a workspace that are marked. */
const count = pieceTask('loops.count', 'close/ledger', pieceSize, countMarked)

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

export const consumers = [
  consumer('close/ledger', {
    ...hearing(
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
    ...hearing(
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
    ...hearing(
      ofActions,
      'action.logged',
      'action.changed',
      'action.done',
      'action.reopened',
      'action.cancelled',
    ),
    ...hearing(ofRequests, 'request.decided', 'request.merged', 'request.unmerged'),
    // These name the one item that they are about: a request may stand on thousands.
    ...hearing(ofItems, 'request.evidence_linked', 'request.evidence_unlinked'),
    ...hearing(ofUpdates, 'update.sent', 'announcement.told'),
    'mail.settled': ofMails,
    ...hearing(ofFollowUps, 'follow_up.planned', 'follow_up.settled', 'follow_up.cancelled'),
    ...hearing(ofContacts, 'contact.merged', 'contact.unmerged'),
    ...hearing(
      ofAnswers,
      ...[
        'response.received',
        'response.changed',
        'response.confirmed',
        'response.doubted',
        'response.recorded',
      ],
    ),
    ...hearing(ofOccasions, 'programme.occasion_raised', 'programme.occasions_settled'),
    'member.removed': ofMembers,
    ...hearing(ofAccounts, 'account.changed', 'account.upserted', 'account.merged', 'account.unmerged'),
  }),
]

export const tasks = [count, sweep] as Task[]
export const schedules = [{ cron: '* * * * *', task: sweep }]
