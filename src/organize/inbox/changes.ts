import { z } from 'zod'
import { unlearnChange } from '#organize/classify/decisions.ts'
import { announce, applyChange, checkChange, decisionsOf, fieldsOf } from '#organize/inbox/apply.ts'
import { tellAssignee } from '#organize/inbox/commands.ts'
import type { Change, TriageChange } from '#organize/inbox/contract.ts'
import { goneAmong } from '#organize/inbox/departed.ts'
import { changeCancelled, changeRequested, changeUndone } from '#organize/inbox/events.ts'
import { countItems, listKeys, type Place } from '#organize/inbox/keys.ts'
import { prepareListing } from '#organize/inbox/listing.ts'
import { endChange, startChange } from '#organize/inbox/records.ts'
import { type Filter, type FilterText, parseFilter } from '#organize/inbox/rules.ts'
import { wakeLater } from '#organize/inbox/snooze.ts'
import { lockStandings, writeStandings } from '#organize/inbox/standing.ts'
import { type Standing, undone } from '#organize/inbox/triage.ts'
import type { Actor, Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Door } from '#platform/door.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId, newId } from '#platform/ids.ts'
import { task } from '#platform/jobs/task.ts'
import { mayPass } from '#platform/policy/rules.ts'

/** Changes of many items: at once by id, in the background by filter, and taken back exactly. */

/** Items changed in one transaction of a background change. */
const step = 500
/** Undone in the request itself, and in one step: lessons are stamped once, after every item is locked. */
const atOnce = 1000

interface ChangeRow {
  id: string
  actor_kind: Actor['kind']
  actor_id: string | null
  change: TriageChange
  filter: FilterText | null
  place: Place | null
  state: Change['state']
  changed: number
  skipped: number
  unassigned: number
  expected: number | null
  created_at: Date
  ended_at: Date | null
}

function changeOf(row: ChangeRow): Change {
  return {
    id: encodeId('chg', row.id),
    state: row.state,
    changed: row.changed,
    skipped: row.skipped,
    unassigned: row.unassigned,
    expected: row.expected,
    createdAt: row.created_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  }
}

async function findRow(ctx: Ctx, changeId: string, isLocked: boolean): Promise<ChangeRow | undefined> {
  return ctx.db.maybe<ChangeRow>(sql`
    select id, actor_kind, actor_id, change, filter, place, state, changed, skipped, unassigned, expected, created_at, ended_at
    from inbox_changes where workspace_id = ${ctx.workspaceId} and id = ${changeId} ${isLocked ? sql`for update` : sql.empty}`)
}

async function getRow(ctx: Ctx, changeId: string, isLocked = false): Promise<ChangeRow> {
  const row = await findRow(ctx, changeId, isLocked)
  if (!row)
    throw new AppError('not_found', 'change.not_found', 'There is no change with this id. Check the id.')
  return row
}

/** How far a change is. */
export async function getChange(ctx: Ctx, { changeId }: { changeId: string }): Promise<Change> {
  return changeOf(await getRow(ctx, changeId))
}

/** Changes items by id at once, or starts changing every item of a filter; items that arrive later are left out. */
export async function bulkTriage(
  ctx: Ctx,
  {
    ids,
    filter,
    change,
  }: { ids?: string[] | undefined; filter?: FilterText | undefined; change: TriageChange },
): Promise<Change> {
  await checkChange(ctx, change)
  const changeId = newId()
  if (ids) {
    const unique = [...new Set(ids)]
    startChange(ctx, changeId, change)
    const { changed, skipped } = await applyChange(ctx, changeId, unique, change)
    if (change.status === 'snoozed') await wakeLater(ctx, change.snoozedUntil!)
    endChange(ctx, changeId, changed, skipped)
    if (changed > 0) await tellAssignee(ctx, change, unique)
    return changeOf(await getRow(ctx, changeId))
  }
  const bounded = boundedFilter(ctx, filter!)
  const counted = await countItems(ctx, await prepareListing(ctx, bounded), 10_000)
  startChange(ctx, changeId, change, { filter: fixMe(ctx, filter!), expected: counted?.count ?? null })
  await ctx.emit(changeRequested, { subjectId: changeId, payload: { changeId } })
  await ctx.enqueue(
    runChange,
    { workspaceId: ctx.workspaceId, changeId },
    { key: `inbox.change ${changeId}` },
  )
  ctx.reply.status = 202
  return changeOf(await getRow(ctx, changeId))
}

/** `me` means whoever asked, also when the job runs. */
function fixMe(ctx: Ctx, filter: FilterText): FilterText {
  if (!filter.assignee || ctx.actor.kind !== 'member') return filter
  const me = encodeId('mem', ctx.actor.id)
  return { ...filter, assignee: filter.assignee.replace(/(^!?|,)me(?=,|$)/g, `$1${me}`) }
}

function boundedFilter(ctx: Ctx, text: FilterText, startedAt = ctx.now()): Filter {
  const { filter } = parseFilter(text)
  const end = new Date(startedAt.getTime() + 1)
  return { ...filter, receivedTo: filter.receivedTo && filter.receivedTo < end ? filter.receivedTo : end }
}

/** The background side of a change by filter, and of the undo of a large one. Resumes where it stopped. */
export const runChange = task(
  'inbox.change',
  z.object({ workspaceId: z.string(), changeId: z.string() }),
  async ({ workspaceId, changeId }, door, signal) => {
    const actor = await actorOf(door, workspaceId, changeId)
    for (let isGoingOn = true; isGoingOn && !signal.aborted; ) {
      isGoingOn = await door.inWorkspace(workspaceId, actor, async (ctx) => {
        const row = await findRow(ctx, changeId, true)
        if (row?.state === 'queued' || row?.state === 'running') return stepForward(ctx, row)
        if (row?.state === 'undoing') return stepBack(ctx, row)
        return false
      })
    }
    if (signal.aborted)
      throw new AppError(
        'unavailable',
        'change.paused',
        'The server stops; the change goes on after the start.',
      )
  },
)

/** The change is written down as the work of whoever asked for it. */
async function actorOf(door: Door, workspaceId: string, changeId: string): Promise<Actor> {
  return door.inWorkspace(workspaceId, { kind: 'job', name: 'inbox.change' }, async (ctx) => {
    const row = await findRow(ctx, changeId, false)
    if (row?.actor_kind === 'key') return { kind: 'key', id: row.actor_id!, scopes: ['feedback:write'] }
    if (row?.actor_kind !== 'member') return ctx.actor
    const member = await ctx.db.maybe<{ user_id: string; role: 'owner' }>(sql`
      select user_id, role from members where workspace_id = ${workspaceId} and id = ${row.actor_id}`)
    return member
      ? { kind: 'member', id: row.actor_id!, userId: member.user_id, role: member.role }
      : ctx.actor
  })
}

async function stepForward(ctx: Ctx, row: ChangeRow): Promise<boolean> {
  const change = revive(row.change)
  const listing = await prepareListing(ctx, boundedFilter(ctx, row.filter ?? {}, row.created_at))
  const { keys, next } = await listKeys(ctx, listing, 'newest', step, row.place ?? undefined)
  const ids = keys.map((key) => key.id)
  if (ids.length > 0) {
    const { changed, skipped } = await applyChange(ctx, row.id, ids, change)
    if (change.status === 'snoozed') await wakeLater(ctx, change.snoozedUntil!)
    row.changed += changed
    row.skipped += skipped
  }
  await ctx.db.run(sql`
    update inbox_changes set state = ${next ? 'running' : 'done'}, place = ${next && JSON.stringify(next)}, changed = ${row.changed},
      skipped = ${row.skipped}, ended_at = ${next ? null : ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
  return next !== null
}

/** Times of a change that was kept as JSON. */
function revive(change: TriageChange): TriageChange {
  return change.snoozedUntil ? { ...change, snoozedUntil: new Date(change.snoozedUntil) } : change
}

/** Stops a change that is still running. */
export async function cancelChange(ctx: Ctx, { changeId }: { changeId: string }): Promise<Change> {
  const row = await getRow(ctx, changeId, true)
  refuseForeign(ctx, row)
  if (row.state !== 'queued' && row.state !== 'running')
    throw new AppError('conflict', 'change.ended', 'This change has ended already. Undo it instead.')
  await ctx.db.run(sql`
    update inbox_changes set state = 'cancelled', ended_at = ${ctx.now()} where workspace_id = ${ctx.workspaceId} and id = ${changeId}`)
  await ctx.emit(changeCancelled, { subjectId: changeId, payload: { changeId } })
  return changeOf({ ...row, state: 'cancelled', ended_at: ctx.now() })
}

/**
 * Gives every item of a change exactly its former values; what somebody changed since then is left alone, and what was
 * of somebody who has left is nobody's.
 */
export async function undoChange(ctx: Ctx, { changeId }: { changeId: string }): Promise<Change> {
  const row = await getRow(ctx, changeId, true)
  refuseForeign(ctx, row)
  if (row.state === 'undone' || row.state === 'undoing') return changeOf(row)
  if (row.state === 'queued' || row.state === 'running') {
    throw new AppError(
      'conflict',
      'change.running',
      'This change is still running. Cancel it first, then undo it.',
    )
  }
  await ctx.emit(changeUndone, { subjectId: changeId, payload: { changeId } })
  await ctx.db.run(sql`
    update inbox_changes set state = 'undoing', changed = 0, skipped = 0, unassigned = 0, ended_at = null
    where workspace_id = ${ctx.workspaceId} and id = ${changeId}`)
  const open = { ...row, state: 'undoing' as const, changed: 0, skipped: 0, unassigned: 0 }
  if (row.changed <= atOnce) while (await stepBack(ctx, open, atOnce + 1));
  else {
    await ctx.enqueue(
      runChange,
      { workspaceId: ctx.workspaceId, changeId },
      { key: `inbox.change ${changeId}` },
    )
    ctx.reply.status = 202
  }
  return changeOf(await getRow(ctx, changeId))
}

async function stepBack(ctx: Ctx, row: ChangeRow, most = step): Promise<boolean> {
  const kept = await ctx.db.many<{
    feedback_id: string
    before: Partial<Standing>
    after: Partial<Standing>
  }>(sql`
    select feedback_id, before, after from inbox_change_items
    where workspace_id = ${ctx.workspaceId} and change_id = ${row.id} and undone_at is null and left_at is null
    order by feedback_id limit ${most}`)
  if (kept.length > 0) {
    const found = await lockStandings(
      ctx,
      kept.map((item) => item.feedback_id),
    )
    const standings = new Map(found.map((item) => [item.id, item]))
    const gone = await goneAmong(
      ctx,
      kept.map(({ before }) => before.assigneeId),
    )
    const moved = kept.flatMap(({ feedback_id, before, after }) => {
      const item = standings.get(feedback_id)
      const restored = item && undone(item.standing, before, after)
      if (restored?.assigneeId && gone.has(restored.assigneeId)) {
        restored.assigneeId = null
        row.unassigned += 1
      }
      return restored ? [{ id: feedback_id, before: item.standing, after: restored, diff: before }] : []
    })
    writeStandings(ctx, moved)
    await unlearnChange(
      ctx,
      row.id,
      moved.flatMap(({ id, diff }) => decisionsOf(id, diff)),
    )
    if (moved.length > 0) {
      await announce(
        ctx,
        row.id,
        moved.map(({ id }) => id),
        fieldsOf(moved.map(({ diff }) => diff)),
        {},
        true,
      )
    }
    for (const until of new Set(moved.map(({ after }) => after.snoozedUntil)))
      if (until) await wakeLater(ctx, new Date(until))
    row.changed += moved.length
    row.skipped += kept.length - moved.length
    // Left alone and restored alike are through: the undo goes over each item once.
    ctx.db.later(sql`
      update inbox_change_items set
        undone_at = case when feedback_id = any (${moved.map(({ id }) => id)}::uuid[]) then ${ctx.now()}::timestamptz end,
        left_at = case when feedback_id <> all (${moved.map(({ id }) => id)}::uuid[]) then ${ctx.now()}::timestamptz end
      where workspace_id = ${ctx.workspaceId} and change_id = ${row.id} and feedback_id = any (${kept.map((item) => item.feedback_id)}::uuid[])`)
  }
  const isOver = kept.length < most
  await ctx.db.run(sql`
    update inbox_changes set state = ${isOver ? 'undone' : 'undoing'}, changed = ${row.changed}, skipped = ${row.skipped},
      unassigned = ${row.unassigned}, ended_at = ${isOver ? ctx.now() : null}
    where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
  return !isOver
}

/** People take back what they did themselves; managers what anybody did. */
function refuseForeign(ctx: Ctx, row: ChangeRow): void {
  const isOwn = 'id' in ctx.actor && ctx.actor.id === row.actor_id
  if (isOwn || mayPass(ctx.actor, 'feedback:manage')) return
  throw new AppError(
    'forbidden',
    'change.foreign',
    'Somebody else made this change. They or a manager can undo it.',
  )
}
