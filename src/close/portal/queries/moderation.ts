import { z } from 'zod'
import type * as contract from '#close/portal/contract.ts'
import type { PortalComment, PostedIdea, PublicFace } from '#close/portal/contract.ts'
import { portalPath } from '#close/portal/queries/settings.ts'
import { portalSetting } from '#close/portal/settings.ts'
import { baseUrl } from '#platform/config.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'
import { rootOf } from '#prioritize/requests/load.ts'
import type { Status } from '#prioritize/requests/rules.ts'

/** What the portal shows of a request. */
export async function getPublicFace(ctx: Ctx, { requestId }: { requestId: string }): Promise<PublicFace> {
  const ws = ctx.workspaceId
  const id = await rootOf(ctx, requestId)
  const [row, settings] = await Promise.all([
    ctx.db.one<{
      is_public: boolean
      title: string
      public_text: string | null
      public_note: string | null
      public_when: string | null
      public_at: Date | null
      status: Status
      voters: number
      comments: number
      slug: string
    }>(sql`
      select r.is_public, coalesce(r.public_title, left(r.title, 140)) as title, r.public_text, r.public_note, r.public_when, r.public_at,
        r.status, r.voters, w.slug,
        (select count(*) from portal_comments c where c.workspace_id = ${ws} and c.state = 'published' and c.request_id in (
          select id from requests where workspace_id = ${ws} and (id = ${id} or merged_into_id = ${id}))) as comments
      from requests r join workspaces w on w.id = r.workspace_id where r.workspace_id = ${ws} and r.id = ${id}`),
    getSetting(ctx, portalSetting),
  ])
  const isSeen = row.is_public && settings.access !== 'off'
  return {
    isPublic: row.is_public,
    title: row.title,
    text: row.public_text,
    note: row.public_note,
    when: row.public_when,
    publishedAt: row.public_at?.toISOString() ?? null,
    status: row.status,
    voters: row.voters,
    comments: row.comments,
    url: isSeen ? `${baseUrl(ctx.config)}${portalPath(row.slug)}/ideas/${encodeId('req', id)}` : null,
  }
}

interface IdeaRow {
  id: string
  place: string
  title: string
  text: string | null
  importance: number
  state: PostedIdea['state']
  board: string | null
  contact_id: string
  contact: string | null
  account: string | null
  feedback_id: string
  request_id: string | null
  created_at: Date
}

function ideaRows(ctx: Ctx, where: Sql): Promise<IdeaRow[]> {
  const ws = ctx.workspaceId
  return ctx.db.many<IdeaRow>(sql`
    select i.id, i.created_at::text as place, i.title, i.text, i.importance, i.state, p.name as board, k.id as contact_id, k.name as contact,
      t.name as account, i.feedback_id, i.request_id, i.created_at
    from portal_ideas i
    join contacts c on c.workspace_id = ${ws} and c.id = i.contact_id
    join contacts k on k.workspace_id = ${ws} and k.id = root_id(c.merged_into_id, c.id)
    left join accounts a on a.workspace_id = ${ws} and a.id = k.account_id
    left join accounts t on t.workspace_id = ${ws} and t.id = root_id(a.merged_into_id, a.id)
    left join product_areas p on p.workspace_id = ${ws} and p.id = i.product_area_id
    where i.workspace_id = ${ws} ${where}`)
}

const authorOf = (row: { contact_id: string; contact: string | null; account: string | null }) => ({
  id: encodeId('ct', row.contact_id),
  name: row.contact,
  account: row.account,
})

const ideaOf = (row: IdeaRow): PostedIdea => ({
  id: encodeId('idea', row.id),
  title: row.title,
  text: row.text,
  importance: row.importance,
  state: row.state,
  board: row.board,
  author: authorOf(row),
  feedbackId: encodeId('fb', row.feedback_id),
  requestId: row.request_id && encodeId('req', row.request_id),
  postedAt: row.created_at.toISOString(),
})

/** One idea as it was posted. */
export async function showPostedIdea(ctx: Ctx, ideaId: string): Promise<PostedIdea> {
  return ideaOf((await ideaRows(ctx, sql`and i.id = ${ideaId}`))[0]!)
}

const Place = z.tuple([z.string(), z.uuid()])

/** Ideas that customers posted, the newest first. */
export async function listPostedIdeas(
  ctx: Ctx,
  { state, limit, cursor }: Input<typeof contract.listPostedIdeas>,
): Promise<Answer<typeof contract.listPostedIdeas>> {
  const place = cursor ? decodeCursor(cursor, Place) : undefined
  const rows = await ideaRows(
    ctx,
    sql`and i.state = ${state} ${place ? sql`and (i.created_at, i.id) < (${place[0]}::timestamptz, ${place[1]}::uuid)` : sql.empty}
      order by i.created_at desc, i.id desc limit ${limit + 1}`,
  )
  return toPage(rows, limit, ideaOf, (row) => [row.place, row.id])
}

interface CommentRow {
  id: string
  place: string
  request_id: string
  request_title: string
  text: string
  state: PortalComment['state']
  held_for: PortalComment['heldFor']
  contact_id: string | null
  contact: string | null
  account: string | null
  member: string | null
  created_at: Date
}

function commentRows(ctx: Ctx, where: Sql): Promise<CommentRow[]> {
  const ws = ctx.workspaceId
  return ctx.db.many<CommentRow>(sql`
    select o.id, o.created_at::text as place, r.id as request_id, coalesce(r.public_title, r.title) as request_title, o.text, o.state,
      o.held_for, k.id as contact_id, k.name as contact, t.name as account, m.name as member, o.created_at
    from portal_comments o
    join requests q on q.workspace_id = ${ws} and q.id = o.request_id
    join requests r on r.workspace_id = ${ws} and r.id = root_id(q.merged_into_id, q.id)
    left join contacts c on c.workspace_id = ${ws} and c.id = o.contact_id
    left join contacts k on k.workspace_id = ${ws} and k.id = root_id(c.merged_into_id, c.id)
    left join accounts a on a.workspace_id = ${ws} and a.id = k.account_id
    left join accounts t on t.workspace_id = ${ws} and t.id = root_id(a.merged_into_id, a.id)
    left join members m on m.workspace_id = ${ws} and m.id = o.member_id
    where o.workspace_id = ${ws} ${where}`)
}

const commentOf = (row: CommentRow): PortalComment => ({
  id: encodeId('cmt', row.id),
  requestId: encodeId('req', row.request_id),
  requestTitle: row.request_title,
  text: row.text,
  state: row.state,
  heldFor: row.state === 'held' ? row.held_for : null,
  author: row.contact_id === null ? null : authorOf({ ...row, contact_id: row.contact_id }),
  member: row.member,
  postedAt: row.created_at.toISOString(),
})

/** One comment. */
export async function showComment(ctx: Ctx, commentId: string): Promise<PortalComment> {
  return commentOf((await commentRows(ctx, sql`and o.id = ${commentId}`))[0]!)
}

/** Comments on the portal, the newest first. */
export async function listPortalComments(
  ctx: Ctx,
  { state, request, limit, cursor }: Input<typeof contract.listPortalComments>,
): Promise<Answer<typeof contract.listPortalComments>> {
  const place = cursor ? decodeCursor(cursor, Place) : undefined
  const root = request && (await rootOf(ctx, request))
  const rows = await commentRows(
    ctx,
    sql`and o.state = ${state}
      ${root ? sql`and o.request_id in (select id from requests where workspace_id = ${ctx.workspaceId} and (id = ${root} or merged_into_id = ${root}))` : sql.empty}
      ${place ? sql`and (o.created_at, o.id) < (${place[0]}::timestamptz, ${place[1]}::uuid)` : sql.empty}
      order by o.created_at desc, o.id desc limit ${limit + 1}`,
  )
  return toPage(rows, limit, commentOf, (row) => [row.place, row.id])
}

const countMost = 1000

/** How much on the portal waits for a member. */
export function countPortal(ctx: Ctx): Promise<Answer<typeof contract.countPortal>> {
  const ws = ctx.workspaceId
  return ctx.db.one(sql`
    select (select count(*) from (select 1 from portal_ideas where workspace_id = ${ws} and state = 'held' limit ${countMost}) x) as ideas,
      (select count(*) from (select 1 from portal_comments where workspace_id = ${ws} and state = 'held' limit ${countMost}) x) as comments`)
}
