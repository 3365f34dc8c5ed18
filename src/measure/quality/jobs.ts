import { z } from 'zod'
import { given, itemsOfCases } from '#close/ledger/marking.ts'
import { countMarked, mark, markAll, missDue, pieceSize } from '#measure/quality/counting.ts'
import {
  answersOf,
  people,
  requestsOf,
  shipped,
  toldPeople,
  wholePeople,
  withVoices,
} from '#measure/quality/marking.ts'
import { type Subject, subjects } from '#measure/quality/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { consumer, type Emitted, hearing, projection } from '#platform/events/event.ts'
import { pieceTask } from '#platform/jobs/pieces.ts'
import { type Task, task } from '#platform/jobs/task.ts'
import { endedIds } from '#platform/outbox/outbox.ts'

/** Judges what is marked in a workspace, and what has fallen due, piece by piece. */
const count = pieceTask('quality.count', 'measure/quality', pieceSize, countMarked, missDue)

/** Every minute: what fell due, and marks whose wake-up was lost. */
const sweep = task('quality.sweep', z.object({}), async (_, door, signal) => {
  const rows = await door.outside((db) =>
    db.many<{ workspace_id: string }>(sql`select workspace_id from quality_to_count(${door.now()})`),
  )
  for (const { workspace_id } of rows) {
    if (signal.aborted) return
    await count.run({ workspaceId: workspace_id }, door, signal)
  }
})

/** Every hour: what workspaces owe by the calendar alone, such as a new quarter. */
const turn = task('quality.turn', z.object({}), async (_, door) => {
  const rows = await door.outside((db) => db.many<{ id: string }>(sql`select all_workspaces() as id`))
  for (const { id } of rows)
    await door.inWorkspace(id, { kind: 'job', name: 'measure/quality' }, async (ctx) => {
      await markAll(ctx, 'workspace')
      await wake(ctx)
    })
})

/** Marks everything that a new check of the workspace's own looks at. */
const markEverything = task(
  'quality.mark',
  z.object({ workspaceId: z.uuid(), subject: z.enum(subjects) }),
  async ({ workspaceId, subject }, door) => {
    await door.inWorkspace(workspaceId, { kind: 'job', name: 'measure/quality' }, async (ctx) => {
      await markAll(ctx, subject)
      await wake(ctx)
    })
  },
)

const wake = (ctx: Ctx) =>
  ctx.enqueue(count, { workspaceId: ctx.workspaceId }, { key: `quality ${ctx.workspaceId}` })

// biome-ignore lint/suspicious/noExplicitAny: each kind of event has a payload of its own
type Payload = any
type Names = (ctx: Ctx, payloads: Payload[], subjects: string[]) => Partial<Record<Subject, Sql>>

/** Hears what may change a verdict: leaves a mark on the things that `names` gives, and wakes the judging. */
const marks =
  (names: Names) =>
  async (ctx: Ctx, events: Emitted<Payload>[]): Promise<void> => {
    const given = names(
      ctx,
      events.map((event) => event.payload),
      events.map((event) => event.subjectId),
    )
    let marked = 0
    for (const [subject, ids] of Object.entries(given)) marked += await mark(ctx, subject as Subject, ids)
    if (marked > 0) await wake(ctx)
  }

const ofItems = marks((ctx, all) => {
  // history owes nothing, and comes in by the hundred thousand
  const ids = all.flatMap((one) =>
    one.isHistory ? [] : [...(one.ids ?? []), ...(one.movedIds ?? []), one.feedbackId, one.mergedId],
  )
  return {
    item: sql`${given(ids)} union ${withVoices(ctx, given(ids))}`,
    // who stands behind what shipped may have changed with a merge
    request: sql`select root_id(q.merged_into_id, q.id) from (${withVoices(ctx, given(ids))}) g
      join request_evidence e on e.workspace_id = ${ctx.workspaceId} and e.feedback_id = g.id
      join requests q on q.workspace_id = ${ctx.workspaceId} and q.id = e.request_id`,
  }
})
/** What was erased took its place behind requests along: which they were, nobody can tell any more. */
const ofErased = marks((ctx, all) => ({ item: given(all.flatMap((one) => one.ids)), request: shipped(ctx) }))
const ofCases = marks((ctx, all) => {
  const cases = given(all.map((one) => one.caseId))
  return {
    case: cases,
    item: withVoices(
      ctx,
      sql`${given(all.map((one) => one.feedbackId))} union all ${itemsOfCases(ctx, cases)}`,
    ),
  }
})
const ofTouches = marks((ctx, all) => {
  const { item, ...rest } = toldPeople(ctx, given(all.map((one) => one.contactId)))
  const cases = given(all.map((one) => one.caseId))
  return {
    ...rest,
    item: sql`${item} union ${withVoices(ctx, sql`${given(all.map((one) => one.feedbackId))} union all ${itemsOfCases(ctx, cases)}`)}`,
    case: cases,
  }
})
const ofActions = marks((ctx, all) => ({
  item: withVoices(
    ctx,
    sql`select a.feedback_id from corrective_actions a
        where a.workspace_id = ${ctx.workspaceId} and a.id = any(${all.map((one) => one.actionId)}::uuid[])
      union all ${itemsOfCases(ctx, given(all.map((one) => one.caseId)))}`,
  ),
}))
const ofRequests = marks((ctx, all) => {
  const ids = given(all.flatMap((one) => [one.requestId, one.keptId, one.mergedId, ...(one.movedIds ?? [])]))
  return {
    request: sql`select root_id(r.merged_into_id, r.id) from (${ids}) g join requests r on r.workspace_id = ${ctx.workspaceId} and r.id = g.id
      union ${ids}`,
    item: withVoices(ctx, given(all.map((one) => one.feedbackId))),
  }
})
const ofAnswers = marks((_, all, ids) => ({
  answer: given(all.flatMap((one, i) => one.responseIds ?? [one.responseId ?? ids[i]])),
}))
const ofContacts = marks((ctx, all) => {
  const changed = given(all.flatMap((one) => one.changedIds ?? [one.contactId]))
  return { answer: answersOf(ctx, changed), request: requestsOf(ctx, changed) }
})
const ofPeople = marks((ctx, all) =>
  wholePeople(ctx, given(all.flatMap((one) => [one.survivorId, ...one.movedIds]))),
)
/** An invitation that was delivered, or came back, also decides on those of the same person after it. */
const ofInvitations = (column: 'mail_id' | 'sms_id' | 'id', idsOf: (one: Payload) => readonly string[]) =>
  marks((ctx, all): Partial<Record<Subject, Sql>> => {
    const ws = ctx.workspaceId
    const some = all.filter((one) => one.topic === undefined || one.topic === 'surveys')
    if (some.length === 0) return {}
    const own = sql`select contact_id from invitations
      where workspace_id = ${ws} and ${sql.id(column)} = any(${some.flatMap(idsOf)}::uuid[])`
    return {
      invitation: sql`select i.id from (${people(ctx, own)}) p
        join invitations i on i.workspace_id = ${ws} and i.contact_id = p.id and i.delivered_at is not null
        union select id from invitations where workspace_id = ${ws} and ${sql.id(column)} = any(${some.flatMap(idsOf)}::uuid[])`,
      workspace: sql`select ${ws}::uuid`,
    }
  })
/** Steps may be counted from go-live or renewal. */
const ofAccounts = marks((ctx, all) => ({
  case: sql`select k.id from (${given(all.flatMap((one) => one.changedIds ?? [one.accountId]))}) g
    join cases k on k.workspace_id = ${ctx.workspaceId} and k.account_id = g.id and k.status = 'open'`,
}))
/** What an announcement told people, and a mail of one that left late or not at all. */
const toldBy = (column: 'id' | 'mail_id', idsOf: (one: Payload) => readonly string[]) =>
  marks((ctx, all): Partial<Record<Subject, Sql>> => {
    const ids = all.flatMap(idsOf)
    return ids.length === 0
      ? {}
      : toldPeople(
          ctx,
          sql`select contact_id from updates where workspace_id = ${ctx.workspaceId} and ${sql.id(column)} = any(${ids}::uuid[])`,
        )
  })
const ofUpdateMails = toldBy('mail_id', (one) => (one.topic === 'updates' ? endedIds(one, 'mail') : []))
const ofSurveyMails = ofInvitations('mail_id', (one) => endedIds(one, 'mail'))
const ofReviews = marks((ctx, all) => ({
  review: sql`select id from reviews where workspace_id = ${ctx.workspaceId} and scheduled_on is not null
    and kind = any(${[...new Set(all.map((one) => one.kind))]})`,
}))
const ofPlaybooks = marks((_ctx, _all, ids) => ({ playbook: given(ids) }))
const ofWorkspace = marks(({ workspaceId }) => ({ workspace: sql`select ${workspaceId}::uuid` }))
/** Own domains decide who is a customer. */
const ofSettings = marks(
  (ctx, all): Partial<Record<Subject, Sql>> =>
    all.some((one) => one.key === 'reach') ? { request: shipped(ctx) } : {},
)

export const consumers = [
  consumer('measure/quality', {
    ...hearing(
      ofItems,
      ...[
        'feedback.received',
        'feedback.triaged',
        'feedback.answered',
        'feedback.merged',
        'feedback.unmerged',
      ],
    ),
    'feedback.erased': ofErased,
    ...hearing(
      ofCases,
      ...[
        'case.opened',
        'case.joined',
        'case.step_opened',
        'case.step_done',
        'case.step_skipped',
        'case.changed',
      ],
      ...['case.paused', 'case.resumed', 'case.resolved', 'case.reopened', 'case.cancelled'],
      ...[
        'case.moved',
        'case.moment_recorded',
        'case.approval_asked',
        'case.step_approved',
        'case.outcome_noted',
      ],
    ),
    ...hearing(ofTouches, 'touchpoint.logged', 'update.sent'),
    ...hearing(ofActions, 'action.logged', 'action.changed', 'action.reopened', 'action.cancelled'),
    ...hearing(
      ofRequests,
      ...['request.decided', 'request.merged', 'request.unmerged', 'request.voted'],
      ...['request.evidence_linked', 'request.evidence_unlinked'],
    ),
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
    ...hearing(
      ofContacts,
      'contact.changed',
      'contact.upserted',
      'contact.consent_changed',
      'contact.email_state_changed',
    ),
    ...hearing(ofPeople, 'contact.merged', 'contact.unmerged'),
    'announcement.told': toldBy('id', (one) => one.updateIds),
    'mail.settled': async (ctx, events) => {
      await ofSurveyMails(ctx, events)
      await ofUpdateMails(ctx, events)
    },
    'mail.bounced': ofSurveyMails,
    ...hearing(
      ofInvitations('sms_id', (one) => endedIds(one, 'sms')),
      'sms.settled',
      'sms.reported',
    ),
    'invitation.shown': ofInvitations('id', (one) => [one.invitationId]),
    'survey_call.tried': ofInvitations('id', (one) => [one.invitationId]),
    'invitation.recorded': ofInvitations('id', (one) => one.invitationIds),
    ...hearing(ofAccounts, 'account.changed', 'account.upserted'),
    ...hearing(
      ofReviews,
      'review.planned',
      'review.moved',
      'review.held',
      'review.missed',
      'review.cancelled',
    ),
    ...hearing(ofPlaybooks, 'playbook.saved', 'playbook.reviewed', 'playbook.enabled'),
    ...hearing(ofWorkspace, 'workspace.created', 'wave.filled', 'wave.stopped', 'retention.ran'),
    'setting.changed': ofSettings,
  }),
]

export const projections = [
  // A check of one's own looks at what there is already.
  projection('quality_check.created', (ctx, { payload }: Emitted<{ subject: Subject }>) =>
    ctx.enqueue(markEverything, { workspaceId: ctx.workspaceId, subject: payload.subject }),
  ),
]

export const tasks = [count, sweep, turn, markEverything] as Task[]
export const schedules = [
  { cron: '* * * * *', task: sweep },
  { cron: '11 * * * *', task: turn },
]
