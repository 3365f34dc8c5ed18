import type { FilterText as FilterOut, View } from '#organize/inbox/contract.ts'
import { viewDeleted, viewSaved } from '#organize/inbox/events.ts'
import { countFor } from '#organize/inbox/queries.ts'
import { type FilterText, parseFilter, type Sort } from '#organize/inbox/rules.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId, newId } from '#platform/ids.ts'
import { mayPass } from '#platform/policy/rules.ts'

/** Saved filters with counts: built-in, shared and personal. */

const builtIn: readonly { id: string; name: string; filter: FilterText; sort: Sort }[] = [
  { id: 'triage', name: 'To triage', filter: { triage: 'waiting' }, sort: 'oldest' },
  { id: 'mine', name: 'Mine', filter: { assignee: 'me', status: 'open' }, sort: 'newest' },
  { id: 'snoozed', name: 'Snoozed', filter: { status: 'snoozed' }, sort: 'newest' },
  { id: 'everything', name: 'Everything', filter: {}, sort: 'newest' },
]

interface ViewRow {
  id: string
  name: string
  owner_member_id: string | null
  is_shared: boolean
  is_pinned: boolean
  filter: FilterText
  sort: Sort
}

const most = 100

async function viewOf(ctx: Ctx, row: ViewRow): Promise<View> {
  return {
    id: encodeId('view', row.id),
    name: row.name,
    isBuiltIn: false,
    isShared: row.is_shared,
    isPinned: row.is_pinned,
    isMine: isMine(ctx, row),
    filter: row.filter as FilterOut,
    sort: row.sort,
    count: await countFor(ctx, parseFilter(row.filter).filter),
    late: null,
  }
}

function isMine(ctx: Ctx, row: ViewRow): boolean {
  return ctx.actor.kind === 'member' && row.owner_member_id === ctx.actor.id
}

/** The views of whoever asks. A key has no personal ones. */
export async function listViews(ctx: Ctx): Promise<{ data: View[] }> {
  const memberId = actorMember(ctx)
  const rows = await ctx.db.many<ViewRow>(sql`
    select id, name, owner_member_id, is_shared, is_pinned, filter, sort from inbox_views
    where workspace_id = ${ctx.workspaceId} and (is_shared or owner_member_id = ${memberId})
    order by is_pinned desc, name, id limit ${most}`)
  const standard = builtIn
    .filter((view) => view.id !== 'mine' || memberId !== null)
    .map(
      async (view): Promise<View> => ({
        ...view,
        filter: view.filter as FilterOut,
        isBuiltIn: true,
        isShared: true,
        isPinned: false,
        isMine: false,
        count: await countFor(ctx, parseFilter(view.filter).filter),
        late: view.id === 'triage' ? await countFor(ctx, { triage: 'late' }) : null,
      }),
    )
  // Asked at once; the counts travel together.
  return { data: await Promise.all([...standard, ...rows.map((row) => viewOf(ctx, row))]) }
}

interface ViewInput {
  name: string
  filter: FilterText
  sort: Sort
  isShared: boolean
  isPinned: boolean
}

export async function createView(ctx: Ctx, input: ViewInput): Promise<View> {
  if (ctx.actor.kind !== 'member' && !input.isShared) {
    throw new AppError(
      'invalid',
      'view.no_owner',
      'isShared: only a signed-in member can have a personal view. Set isShared to true.',
    )
  }
  const { n } = await ctx.db.one<{ n: number }>(
    sql`select count(*) as n from inbox_views where workspace_id = ${ctx.workspaceId}`,
  )
  if (n >= 1000)
    throw new AppError(
      'conflict',
      'view.too_many',
      'This workspace has 1,000 views. Delete one that is not used.',
    )
  const id = newId()
  const owner = actorMember(ctx)
  const now = ctx.now()
  await ctx.db.run(sql`
    insert into inbox_views (workspace_id, id, name, owner_member_id, is_shared, is_pinned, filter, sort, created_at, updated_at)
    values (${ctx.workspaceId}, ${id}, ${input.name}, ${owner}, ${input.isShared}, ${input.isPinned}, ${JSON.stringify(input.filter)},
      ${input.sort}, ${now}, ${now})`)
  await ctx.emit(viewSaved, { subjectId: id, payload: { viewId: id, isShared: input.isShared } })
  return viewOf(ctx, {
    id,
    name: input.name,
    owner_member_id: owner,
    is_shared: input.isShared,
    is_pinned: input.isPinned,
    filter: input.filter,
    sort: input.sort,
  })
}

/** A personal view belongs to its member; a shared one also to managers. To others a personal view is not there. */
async function getOwn(ctx: Ctx, viewId: string): Promise<ViewRow> {
  const row = await ctx.db.maybe<ViewRow>(sql`
    select id, name, owner_member_id, is_shared, is_pinned, filter, sort from inbox_views
    where workspace_id = ${ctx.workspaceId} and id = ${viewId} for update`)
  if (!row || (!row.is_shared && !isMine(ctx, row))) {
    throw new AppError('not_found', 'view.not_found', 'There is no view with this id. Check the id.')
  }
  if (!isMine(ctx, row) && !mayPass(ctx.actor, 'feedback:manage')) {
    throw new AppError(
      'forbidden',
      'view.foreign',
      'Somebody else shared this view. They or a manager can change it.',
    )
  }
  return row
}

export async function changeView(
  ctx: Ctx,
  { viewId, ...change }: { viewId: string } & { [K in keyof ViewInput]?: ViewInput[K] | undefined },
): Promise<View> {
  const before = await getOwn(ctx, viewId)
  const after: ViewRow = {
    ...before,
    name: change.name ?? before.name,
    filter: change.filter ?? before.filter,
    sort: change.sort ?? before.sort,
    is_shared: change.isShared ?? before.is_shared,
    is_pinned: change.isPinned ?? before.is_pinned,
  }
  await ctx.db.run(sql`
    update inbox_views set name = ${after.name}, filter = ${JSON.stringify(after.filter)}, sort = ${after.sort},
      is_shared = ${after.is_shared}, is_pinned = ${after.is_pinned}, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${viewId}`)
  await ctx.emit(viewSaved, { subjectId: viewId, payload: { viewId, isShared: after.is_shared } })
  return viewOf(ctx, after)
}

export async function deleteView(ctx: Ctx, { viewId }: { viewId: string }): Promise<undefined> {
  await getOwn(ctx, viewId)
  await ctx.db.run(sql`delete from inbox_views where workspace_id = ${ctx.workspaceId} and id = ${viewId}`)
  await ctx.emit(viewDeleted, { subjectId: viewId, payload: { viewId } })
  return undefined
}
