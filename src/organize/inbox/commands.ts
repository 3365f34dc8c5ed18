import { getFeedbackItem } from '#collect/feedback/queries.ts'
import type { SuggestedField, Suggestion } from '#organize/classify/contract.ts'
import { type KeptFields, recordDecisions } from '#organize/classify/decisions.ts'
import { shownValue } from '#organize/classify/labels.ts'
import { applyChange, checkChange } from '#organize/inbox/apply.ts'
import type { InboxRow, Note, TriageChange } from '#organize/inbox/contract.ts'
import { noteAdded } from '#organize/inbox/events.ts'
import { actorOf, readNames } from '#organize/inbox/history.ts'
import { requireItem, suggestionsOf } from '#organize/inbox/queries.ts'
import { endChange, startChange } from '#organize/inbox/records.ts'
import { readLabels, readRows, rowOf, showRows } from '#organize/inbox/rows.ts'
import type { RoutingRule } from '#organize/inbox/rules.ts'
import { routingSettings } from '#organize/inbox/settings.ts'
import { wakeLater } from '#organize/inbox/snooze.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { actorId } from '#platform/events/emit.ts'
import { encodeId, newId } from '#platform/ids.ts'
import { linkTo, notify } from '#platform/notices/commands.ts'
import { putSetting } from '#platform/settings/settings.ts'

interface Triaged {
  item: InboxRow
  changeId: string | null
}

/** Triages one item. A version that is not the current one is refused: somebody else was faster. */
export async function triageFeedback(
  ctx: Ctx,
  { feedbackId, change, version }: { feedbackId: string; change: TriageChange; version?: number | undefined },
): Promise<Triaged> {
  await checkChange(ctx, change)
  const row = await ctx.db.maybe<{ version: number; status: string }>(sql`
    select version, status from inbox_items where workspace_id = ${ctx.workspaceId} and id = ${feedbackId} for update`)
  if (!row)
    throw new AppError(
      'not_found',
      'feedback.not_found',
      'There is no feedback item with this id. Check the id.',
    )
  if (row.status === 'merged')
    throw new AppError(
      'conflict',
      'feedback.merged',
      'This item is merged into another. Triage that one, or take the merge apart first.',
    )
  if (version !== undefined && version !== row.version) {
    throw new AppError(
      'conflict',
      'feedback.changed',
      'Somebody changed this item since you opened it. Look at it again, then repeat your change.',
      {
        version: row.version,
      },
    )
  }
  const changeId = newId()
  startChange(ctx, changeId, change)
  const { changed, skipped } = await applyChange(ctx, changeId, [feedbackId], change)
  endChange(ctx, changeId, changed, skipped)
  if (changed > 0) {
    if (change.status === 'snoozed') await wakeLater(ctx, change.snoozedUntil!)
    await tellAssignee(ctx, change, [feedbackId])
  }
  return {
    item: (await showRows(ctx, [feedbackId]))[0]!,
    changeId: changed > 0 ? encodeId('chg', changeId) : null,
  }
}

/** Tells a member that somebody else gave them items. */
export async function tellAssignee(ctx: Ctx, change: TriageChange, ids: readonly string[]): Promise<void> {
  const memberId = change.assigneeId
  if (!memberId || ids.length === 0 || (ctx.actor.kind === 'member' && ctx.actor.id === memberId)) return
  await notify(ctx, {
    memberId,
    kind: 'feedback.assigned',
    subjectId: ids[0]!,
    text:
      ids.length === 1
        ? 'A feedback item was assigned to you'
        : `${ids.length} feedback items were assigned to you`,
    link: ids.length === 1 ? linkTo('inbox', 'fb', ids[0]!) : '/inbox?assignee=me&status=open',
    dedupeKey: `feedback.assigned ${ids[0]} ${ctx.requestId}`,
  })
}

/** Adds an internal note and tells the members it mentions. */
export async function addNote(
  ctx: Ctx,
  { feedbackId, text, mentionIds }: { feedbackId: string; text: string; mentionIds: string[] },
): Promise<Note> {
  await requireItem(ctx, feedbackId)
  const mentioned = [...new Set(mentionIds)]
  const { n } = await ctx.db.one<{ n: number }>(sql`
    select count(*) as n from members where workspace_id = ${ctx.workspaceId} and id = any (${mentioned}::uuid[]) and removed_at is null`)
  if (n < mentioned.length) {
    throw new AppError(
      'invalid',
      'member.not_found',
      'mentionIds: there is no member with this id. GET /api/v1/members lists them.',
    )
  }
  const id = newId()
  const now = ctx.now()
  ctx.db.later(sql`
    insert into inbox_notes (workspace_id, id, feedback_id, text, actor_kind, actor_id, created_at)
    values (${ctx.workspaceId}, ${id}, ${feedbackId}, ${text}, ${ctx.actor.kind}, ${actorId(ctx.actor)}, ${now})`)
  await ctx.emit(noteAdded, {
    subjectId: feedbackId,
    payload: { feedbackId, noteId: id, mentionIds: mentioned },
  })
  for (const memberId of mentioned) {
    if (ctx.actor.kind === 'member' && ctx.actor.id === memberId) continue
    await notify(ctx, {
      memberId,
      kind: 'note.mention',
      subjectId: id,
      text: 'You were mentioned in a note on a feedback item',
      link: linkTo('inbox', 'fb', feedbackId),
    })
  }
  const author = { actor_kind: ctx.actor.kind, actor_id: actorId(ctx.actor) }
  const names = await readNames(ctx, [{ actor_id: author.actor_id, before: null, after: null }])
  return { id: encodeId('note', id), text, author: actorOf(author, names), createdAt: now.toISOString() }
}

/**
 * Accepts suggestions, which become the item's values, or notes that they are wrong. A negative answer that is
 * dismissed loses its flag. `seen` holds the values the caller saw: another one by now is refused.
 */
export async function decideSuggestions(
  ctx: Ctx,
  input: {
    feedbackId: string
    accept: SuggestedField[]
    dismiss: SuggestedField[]
    seen?: Partial<Record<SuggestedField, string>> | undefined
    version?: number | undefined
  },
): Promise<Triaged & { suggestions: Suggestion[] }> {
  const { feedbackId, accept, dismiss, seen = {}, version } = input
  await requireItem(ctx, feedbackId, sql`for update`)
  const kept = (
    await ctx.db.maybe<{ fields: KeptFields }>(sql`
      select fields from suggestions where workspace_id = ${ctx.workspaceId} and feedback_id = ${feedbackId}`)
  )?.fields
  refuseWrong(kept, accept, dismiss, seen)
  const change: TriageChange = Object.fromEntries(
    accept.map((field) => acceptedAs(field, kept![field]!.value)),
  )
  if (dismiss.includes('negative')) change.isNegative = false
  const changeId =
    Object.keys(change).length > 0
      ? (await triageFeedback(ctx, { feedbackId, change, version })).changeId
      : null
  const refused = dismiss.filter((field) => field !== 'negative')
  await recordDecisions(
    ctx,
    refused.map((field) => ({ feedbackId, field, chosen: null, isDismissed: true })),
    null,
  )
  const [[row], labels, { verbatim }] = await Promise.all([
    readRows(ctx, [feedbackId]),
    readLabels(ctx),
    getFeedbackItem(ctx, feedbackId),
  ])
  return {
    item: rowOf(row!, labels, ctx.now()),
    suggestions: suggestionsOf({ ...row!, verbatim }, labels),
    changeId,
  }
}

function refuseWrong(
  kept: KeptFields | undefined,
  accept: readonly SuggestedField[],
  dismiss: readonly SuggestedField[],
  seen: Partial<Record<SuggestedField, string>>,
): void {
  const missing = [...accept, ...dismiss].filter((field) => !kept?.[field])
  if (missing.length > 0) {
    throw new AppError(
      'conflict',
      'suggestion.none',
      `There is no suggestion for ${missing.join(', ')}. Choose a value yourself.`,
    )
  }
  const wrong = accept.filter((field) => dismiss.includes(field))
  if (wrong.length > 0)
    throw new AppError(
      'invalid',
      'suggestion.both',
      `${wrong.join(', ')}: either accept or dismiss it, not both.`,
    )
  const other = [...accept, ...dismiss].filter(
    (field) => seen[field] !== undefined && seen[field] !== shownValue(field, kept![field]!.value),
  )
  if (other.length > 0)
    throw new AppError(
      'conflict',
      'suggestion.changed',
      `The suggestion for ${other.join(', ')} is another by now. Look at it again, then decide.`,
    )
}

/** A suggestion as the change it means. */
function acceptedAs(field: SuggestedField, value: string): [string, string | boolean] {
  if (field === 'area') return ['areaId', value]
  if (field === 'negative') return ['isNegative', value === 'yes']
  return [field, value]
}

/** Marks items as read or unread for the member who asks; ids that are not there are passed over. */
export async function markRead(
  ctx: Ctx,
  { ids, isRead }: { ids: string[]; isRead: boolean },
): Promise<{ marked: number }> {
  if (ctx.actor.kind !== 'member')
    throw new AppError('forbidden', 'read.member_only', 'Only a signed-in member reads the inbox.')
  const memberId = ctx.actor.id
  const marked = isRead
    ? await ctx.db.run(sql`
        insert into inbox_reads (workspace_id, member_id, feedback_id, read_at)
        select i.workspace_id, ${memberId}::uuid, i.id, ${ctx.now()}::timestamptz from inbox_items i
        where i.workspace_id = ${ctx.workspaceId} and i.id = any (${ids}::uuid[]) order by i.id
        on conflict do nothing`)
    : await ctx.db.run(sql`
        delete from inbox_reads
        where workspace_id = ${ctx.workspaceId} and member_id = ${memberId} and feedback_id = any (${ids}::uuid[])`)
  return { marked }
}

/** Notes when the customer first heard from a person; an automatic acknowledgement does not count. The first one stays. */
export async function markFirstResponse(
  ctx: Ctx,
  { feedbackIds, at }: { feedbackIds: readonly string[]; at: Date },
): Promise<number> {
  return ctx.db.run(sql`
    update inbox_items set first_response_at = ${at}
    where workspace_id = ${ctx.workspaceId} and id = any (${feedbackIds}::uuid[]) and first_response_at is null`)
}

/** Sets the routing rules; they apply to what arrives or gets another type from now on. */
export async function putRouting(ctx: Ctx, { rules }: { rules: RoutingRule[] }) {
  return putSetting(ctx, routingSettings, { rules } as Parameters<
    typeof putSetting<(typeof routingSettings)['shape']>
  >[2])
}
