import { z } from 'zod'
import type { Open } from '#close/portal/open.ts'
import { roadmap, shownName } from '#close/portal/rules.ts'
import { readFrequencies } from '#organize/duplicates/nearest.ts'
import { background } from '#organize/duplicates/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'
import type { Status } from '#prioritize/requests/rules.ts'
import { tellingWeight } from '#text/duplicates/likeness.ts'
import { sketch } from '#text/duplicates/sketch.ts'

/** All that leaves of a request: an allow-list, read by name. */
export interface IdeaRow {
  id: string
  title: string
  text: string | null
  note: string | null
  coming: string | null
  status: Status
  voters: number
  area_id: string | null
  public_at: Date
  place: string
}

const columns = sql`r.id, r.public_title as title, r.public_text as text, r.public_note as note, r.public_when as coming, r.status, r.voters,
  r.product_area_id as area_id, r.public_at, r.public_at::text as place`

/** What this viewer may see of the ideas: public, not merged, and on no board that is hidden from them. */
function seen({ hiddenAreaIds }: Pick<Open, 'hiddenAreaIds'>): Sql {
  const open = sql`r.is_public and r.merged_into_id is null`
  return hiddenAreaIds.length === 0
    ? open
    : sql`${open} and (r.product_area_id is null or not r.product_area_id = any(${hiddenAreaIds}::uuid[]))`
}

export interface Idea {
  id: string
  uuid: string
  title: string
  text: string | null
  note: string | null
  coming: string | null
  status: Status
  voters: number
  areaId: string | null
  publicAt: Date
}

const ideaOf = (row: IdeaRow): Idea => ({
  id: encodeId('req', row.id),
  uuid: row.id,
  title: row.title,
  text: row.text,
  note: row.note,
  coming: row.coming,
  status: row.status,
  voters: row.voters,
  areaId: row.area_id,
  publicAt: row.public_at,
})

export const ideasAPage = 20
const Place = z.union([z.tuple([z.number(), z.uuid()]), z.tuple([z.string(), z.uuid()])])

export interface Asked {
  sort: 'top' | 'new'
  status: Status | undefined
  boardId: string | undefined
  q: string
  cursor: string | undefined
}

/** The ideas of a page: those with most votes, the newest, or those that a search finds. */
export async function listIdeas(
  open: Open,
  asked: Asked,
): Promise<{ data: Idea[]; nextCursor: string | null }> {
  const { ctx } = open
  if (asked.q) return { data: await searchIdeas(open, asked.q, ideasAPage), nextCursor: null }
  const place = asked.cursor ? decodeCursor(asked.cursor, Place) : undefined
  const isTop = asked.sort === 'top'
  const order = isTop ? sql`r.voters desc, r.id desc` : sql`r.public_at desc, r.id desc`
  const conditions = [
    asked.status && sql`and r.status = ${asked.status}`,
    place && isTop && sql`and (r.voters, r.id) < (${place[0]}::integer, ${place[1]}::uuid)`,
    place && !isTop && sql`and (r.public_at, r.id) < (${place[0]}::timestamptz, ${place[1]}::uuid)`,
  ].filter((one): one is Sql => one instanceof Object)
  const most = ideasAPage + 1
  const board = asked.boardId && open.boards.find((one) => one.id === asked.boardId)
  // Each area of a board is one walk of its index; what all of them have is put together after.
  const from = board
    ? sql`unnest(${board.areaIds}::uuid[]) as a (id) cross join lateral (
        select r.* from requests r where r.workspace_id = ${ctx.workspaceId} and ${seen(open)} and r.product_area_id = a.id ${sql.join(conditions, ' ')}
        order by ${order} limit ${most}) r`
    : sql`requests r where r.workspace_id = ${ctx.workspaceId} and ${seen(open)} ${sql.join(conditions, ' ')}`
  const rows = await ctx.db.many<IdeaRow>(
    sql.kept(sql`select ${columns} from ${from} order by ${order} limit ${most}`),
  )
  return toPage(rows, ideasAPage, ideaOf, (row) => [isTop ? row.voters : row.place, row.id])
}

/** Words that ideas are looked up by, and how many of the rarest where none has all of them. */
const wordsMost = 12
const rarestMost = 4
/** A word that more of all have than this says little beside a rarer one, and is long to look up. */
const commonFrom = 1 / 100
const fewFound = 5

/** Ideas with these words in their public text: those with all of them first, then those that share the rarest. */
export async function searchIdeas(open: Open, text: string, most: number): Promise<Idea[]> {
  const { ctx } = open
  const keys = [...new Set(sketch([text]).terms.map((term) => term.key))].slice(0, wordsMost)
  if (keys.length === 0) return []
  const [all, frequencies] = await Promise.all([
    ctx.db.many<{ id: string }>(sql`select id from search_idea_ids(${keys}::integer[], ${most * 2})`),
    readFrequencies(ctx, keys, new Map()),
  ])
  const ids = all.map((row) => row.id)
  if (ids.length < fewFound && keys.length > 1) {
    const held = frequencies ?? { items: background, averageLength: 12, of: () => 0 }
    const rarest = keys
      .map((key) => ({ key, weight: tellingWeight(held, key) }))
      .sort((a, b) => b.weight - a.weight)
      .filter(({ key }, i) => i === 0 || held.of(key) < held.items * commonFrom)
      .slice(0, rarestMost)
    const some = await ctx.db.many<{ id: string }>(sql`
      select id from similar_idea_ids(${rarest.map((one) => one.key)}::integer[], ${rarest.map((one) => one.weight)}::real[], ${most})`)
    ids.push(...some.map((row) => row.id).filter((id) => !ids.includes(id)))
  }
  const rows = await ctx.db.many<IdeaRow>(sql`
    select ${columns} from requests r where r.workspace_id = ${ctx.workspaceId} and r.id = any(${ids}::uuid[]) and ${seen(open)}`)
  const at = new Map(ids.map((id, i) => [id, i]))
  return rows
    .sort((a, b) => at.get(a.id)! - at.get(b.id)!)
    .slice(0, most)
    .map(ideaOf)
}

/** One idea this viewer may see; that of the request it was merged into, where it was. */
export async function findIdea(open: Open, requestId: string): Promise<Idea | undefined> {
  const row = await open.ctx.db.maybe<IdeaRow>(sql`
    select ${columns} from requests a join requests r on r.workspace_id = ${open.ctx.workspaceId} and r.id = root_id(a.merged_into_id, a.id)
    where a.workspace_id = ${open.ctx.workspaceId} and a.id = ${requestId} and ${seen(open)}`)
  return row && ideaOf(row)
}

/** What the viewer voted, and which they follow, of these ideas: 0 to 3 by request. */
export async function readMine(
  open: Open,
  ids: readonly string[],
): Promise<{ votes: Map<string, number>; followed: Set<string> }> {
  const { ctx, viewer, visitorId } = open
  const none = { votes: new Map<string, number>(), followed: new Set<string>() }
  const voterIds = viewer ? viewer.ids : visitorId ? [visitorId] : []
  if (voterIds.length === 0 || ids.length === 0) return none
  const whole = sql`(select id, id as root from unnest(${ids}::uuid[]) as given (id)
    union all select id, merged_into_id from requests where workspace_id = ${ctx.workspaceId} and merged_into_id = any(${ids}::uuid[])) w`
  const [votes, followed] = await Promise.all([
    ctx.db.many<{ root: string; importance: number }>(sql`
      select w.root, max(v.importance) as importance from ${whole}
      join request_votes v on v.workspace_id = ${ctx.workspaceId} and v.request_id = w.id and v.voter_id = any(${voterIds}::uuid[])
      group by w.root`),
    viewer
      ? ctx.db.many<{ root: string }>(sql`
          select distinct w.root from ${whole}
          join request_contact_followers f on f.workspace_id = ${ctx.workspaceId} and f.request_id = w.id and f.contact_id = any(${voterIds}::uuid[])`)
      : [],
  ])
  return {
    votes: new Map(votes.map((row) => [row.root, row.importance])),
    followed: new Set(followed.map((row) => row.root)),
  }
}

export interface Comment {
  text: string
  /** null: the team */
  name: string | null
  isOurs: boolean
  isMine: boolean
  isHeld: boolean
  at: Date
}

const commentsMost = 200

/** What was said below an idea and those merged into it; of what waits for a member, only one's own. */
export async function listComments(open: Open, requestId: string): Promise<Comment[]> {
  const { ctx, viewer } = open
  const ws = ctx.workspaceId
  const rows = await ctx.db.many<{
    text: string
    name: string | null
    contact_id: string | null
    state: string
    created_at: Date
  }>(sql`
    select o.text, k.name, o.contact_id, o.state, o.created_at from (
      select * from portal_comments where workspace_id = ${ws} and (state = 'published' or (state = 'held' and contact_id = any(${viewer?.ids ?? []}::uuid[])))
        and request_id in (select id from requests where workspace_id = ${ws} and (id = ${requestId} or merged_into_id = ${requestId}))
      order by created_at desc, id desc limit ${commentsMost}) o
    left join contacts c on c.workspace_id = ${ws} and c.id = o.contact_id
    left join contacts k on k.workspace_id = ${ws} and k.id = root_id(c.merged_into_id, c.id)
    order by o.created_at, o.id`)
  return rows.map((row) => ({
    text: row.text,
    name: row.contact_id === null ? null : shownName(row.name),
    isOurs: row.contact_id === null,
    isMine: row.contact_id !== null && (viewer?.ids.includes(row.contact_id) ?? false),
    isHeld: row.state === 'held',
    at: row.created_at,
  }))
}

/** How many ideas a column of the roadmap shows, on its own page and beside others. */
export const columnMost = { page: 50, aside: 3 } as const

/** What is in work, comes next and may come later; those with most votes first. */
export async function readRoadmap(open: Open, most: number): Promise<Record<keyof typeof roadmap, Idea[]>> {
  const column = async (status: Status) =>
    (
      await open.ctx.db.many<IdeaRow>(
        sql.kept(sql`select ${columns} from requests r where r.workspace_id = ${open.ctx.workspaceId} and ${seen(open)} and r.status = ${status}
          order by r.voters desc, r.id desc limit ${most}`),
      )
    ).map(ideaOf)
  const [now, next, later] = await Promise.all([
    column(roadmap.now),
    column(roadmap.next),
    column(roadmap.later),
  ])
  return { now, next, later }
}

/** The addresses of all ideas that anybody sees, the newest first: for search engines. */
export function listForSitemap(
  ctx: Ctx,
  hiddenAreaIds: string[],
  most: number,
): Promise<{ id: string; public_at: Date }[]> {
  return ctx.db.many(sql`
    select r.id, r.public_at from requests r where r.workspace_id = ${ctx.workspaceId} and ${seen({ hiddenAreaIds })}
    order by r.public_at desc, r.id desc limit ${most}`)
}

/** The public ideas that a person hears of by mail, what they followed last first. */
export async function listFollowed(open: Open, most: number): Promise<Idea[]> {
  const { ctx, viewer } = open
  if (!viewer) return []
  const rows = await ctx.db.many<IdeaRow>(sql`
    select ${columns} from (
      select root_id(q.merged_into_id, q.id) as id, max(f.since) as at from request_contact_followers f
      join requests q on q.workspace_id = ${ctx.workspaceId} and q.id = f.request_id
      where f.workspace_id = ${ctx.workspaceId} and f.contact_id = any(${viewer.ids}::uuid[]) group by 1) v
    join requests r on r.workspace_id = ${ctx.workspaceId} and r.id = v.id and ${seen(open)}
    order by v.at desc, r.id desc limit ${most}`)
  return rows.map(ideaOf)
}

/** The public ideas that a person voted for, what they voted for last first. */
export async function listWanted(open: Open, most: number): Promise<Idea[]> {
  const { ctx, viewer } = open
  if (!viewer) return []
  const rows = await ctx.db.many<IdeaRow>(sql`
    select ${columns} from (
      select root_id(q.merged_into_id, q.id) as id, max(v.voted_at) as at from request_votes v
      join requests q on q.workspace_id = ${ctx.workspaceId} and q.id = v.request_id
      where v.workspace_id = ${ctx.workspaceId} and v.voter_id = any(${viewer.ids}::uuid[]) group by 1) v
    join requests r on r.workspace_id = ${ctx.workspaceId} and r.id = v.id and ${seen(open)}
    order by v.at desc, r.id desc limit ${most}`)
  return rows.map(ideaOf)
}
