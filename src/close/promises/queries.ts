import { z } from 'zod'
import type * as contract from '#close/promises/contract.ts'
import type { CustomerPromise } from '#close/promises/contract.ts'
import { keptShare, type Promised, type PromiseState, standingOf } from '#close/promises/rules.ts'
import { promiseSettings } from '#close/promises/settings.ts'
import { shiftDate } from '#platform/calendar/zones.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'
import { rootOf, todayOf } from '#prioritize/requests/load.ts'

interface Row {
  id: string
  what: string
  words: string
  kind: Promised['kind']
  due_on: string
  state: PromiseState
  settled_on: string | null
  people: number
  contact_id: string | null
  contact: string | null
  owner_member_id: string | null
  owner: string | null
  product_area_id: string | null
  area: string | null
  request_id: string | null
  release_id: string | null
  case_id: string | null
  created_at: Date
}

const rowsSql = ({ workspaceId: ws }: Ctx, where: Sql) => sql`
  select p.id, p.what, p.words, p.kind, p.due_on::text as due_on, p.state, p.settled_on::text as settled_on, p.people,
    root_id(c.merged_into_id, c.id) as contact_id, c.name as contact, p.owner_member_id, o.name as owner, p.product_area_id, a.name as area, root_id(q.merged_into_id, q.id) as request_id,
    p.release_id, p.case_id, p.created_at
  from promises p
  left join contacts c on c.workspace_id = ${ws} and c.id = p.contact_id
  left join members o on o.workspace_id = ${ws} and o.id = p.owner_member_id
  left join product_areas a on a.workspace_id = ${ws} and a.id = p.product_area_id
  left join requests q on q.workspace_id = ${ws} and q.id = p.request_id
  where p.workspace_id = ${ws} ${where}`

const show = (row: Row, today: string, soonDays: number): CustomerPromise => ({
  id: encodeId('prom', row.id),
  what: row.what,
  words: row.words,
  kind: row.kind,
  dueOn: row.due_on,
  standing: standingOf({ state: row.state, dueOn: row.due_on }, today, soonDays),
  settledOn: row.settled_on,
  people: row.people,
  contact: row.contact_id ? { id: encodeId('ct', row.contact_id), name: row.contact } : null,
  owner: row.owner_member_id ? { id: encodeId('mem', row.owner_member_id), name: row.owner ?? '' } : null,
  area: row.product_area_id ? { id: encodeId('area', row.product_area_id), name: row.area ?? '' } : null,
  requestId: row.request_id && encodeId('req', row.request_id),
  releaseId: row.release_id && encodeId('rel', row.release_id),
  caseId: row.case_id && encodeId('case', row.case_id),
  createdAt: row.created_at.toISOString(),
})

async function frameOf(ctx: Ctx) {
  return { today: await todayOf(ctx), soonDays: (await getSetting(ctx, promiseSettings)).remindDays }
}

/** One promise. Throws `promise.not_found`. */
export async function getPromise(ctx: Ctx, promiseId: string): Promise<CustomerPromise> {
  const row = await ctx.db.maybe<Row>(rowsSql(ctx, sql`and p.id = ${promiseId}`))
  if (!row) throw new AppError('not_found', 'promise.not_found', 'There is no such promise. Check the id.')
  const { today, soonDays } = await frameOf(ctx)
  return show(row, today, soonDays)
}

const Place = z.tuple([z.iso.date(), z.uuid()])

/** Promises of a view: open ones by their day, ended ones the latest first. */
export async function listPromises(
  ctx: Ctx,
  input: Input<typeof contract.listPromises>,
): Promise<Answer<typeof contract.listPromises>> {
  const ws = ctx.workspaceId
  const { today, soonDays } = await frameOf(ctx)
  const place = input.cursor ? decodeCursor(input.cursor, Place) : undefined
  const isOpen = input.view === 'open' || input.view === 'soon' || input.view === 'late'
  const root = input.request && (await rootOf(ctx, input.request))
  const views: Record<typeof input.view, Sql> = {
    open: sql`and p.state = 'open'`,
    soon: sql`and p.state = 'open' and p.due_on between ${today}::date and ${shiftDate(today, soonDays)}::date`,
    late: sql`and p.state = 'open' and p.due_on < ${today}`,
    kept: sql`and p.state in ('kept', 'kept_late')`,
    broken: sql`and p.state = 'broken'`,
    ended: sql`and p.state <> 'open'`,
  }
  const conditions = [
    views[input.view],
    input.owner && sql`and p.owner_member_id = ${input.owner === 'me' ? actorMember(ctx) : input.owner}`,
    input.area && sql`and p.product_area_id = ${input.area}`,
    root &&
      sql`and p.request_id in (select r.id from requests r where r.workspace_id = ${ws} and (r.id = ${root} or r.merged_into_id = ${root}))`,
    input.case && sql`and p.case_id = ${input.case}`,
    place &&
      (isOpen
        ? sql`and (p.due_on, p.id) > (${place[0]}::date, ${place[1]}::uuid)`
        : sql`and (p.settled_on, p.id) < (${place[0]}::date, ${place[1]}::uuid)`),
    isOpen ? sql`order by p.due_on, p.id` : sql`order by p.settled_on desc, p.id desc`,
    sql`limit ${input.limit + 1}`,
  ].filter((one): one is Sql => one instanceof Object)
  const rows = await ctx.db.many<Row>(rowsSql(ctx, sql.join(conditions, ' ')))
  return toPage(
    rows,
    input.limit,
    (row) => show(row, today, soonDays),
    (row) => [isOpen ? row.due_on : row.settled_on!, row.id],
  )
}

/** How many are open, due soon and late, of everybody and of oneself. */
export async function countPromises(ctx: Ctx): Promise<Answer<typeof contract.countPromises>> {
  const { today, soonDays } = await frameOf(ctx)
  const me = actorMember(ctx)
  const late = sql`due_on < ${today}`
  const soon = sql`due_on between ${today}::date and ${shiftDate(today, soonDays)}::date`
  return ctx.db.one(sql`
    select count(*) as open, count(*) filter (where ${soon}) as soon, count(*) filter (where ${late}) as late,
      count(*) filter (where ${soon} and owner_member_id = ${me}) as "mineSoon",
      count(*) filter (where ${late} and owner_member_id = ${me}) as "mineLate"
    from promises where workspace_id = ${ctx.workspaceId} and state = 'open'`)
}

/** Who keeps their promises, by owner or by product area. */
export async function scorePromises(
  ctx: Ctx,
  { by }: Input<typeof contract.scorePromises>,
): Promise<Answer<typeof contract.scorePromises>> {
  const ws = ctx.workspaceId
  const { today } = await frameOf(ctx)
  const of = by === 'owner' ? sql`p.owner_member_id` : sql`p.product_area_id`
  const names = by === 'owner' ? sql`members` : sql`product_areas`
  const rows = await ctx.db.many<{
    id: string | null
    name: string | null
    open: number
    late: number
    kept: number
    kept_late: number
    broken: number
  }>(sql`
    select x.id, n.name, x.open, x.late, x.kept, x.kept_late, x.broken from (
      select ${of} as id, count(*) filter (where p.state = 'open') as open,
        count(*) filter (where p.state = 'open' and p.due_on < ${today}) as late,
        count(*) filter (where p.state = 'kept') as kept, count(*) filter (where p.state = 'kept_late') as kept_late,
        count(*) filter (where p.state = 'broken') as broken
      from promises p where p.workspace_id = ${ws} and p.state <> 'moved' group by 1) x
    left join ${names} n on n.workspace_id = ${ws} and n.id = x.id
    order by x.kept + x.kept_late + x.broken + x.open desc, n.name limit 200`)
  return {
    data: rows.map((row) => ({
      id: row.id && encodeId(by === 'owner' ? 'mem' : 'area', row.id),
      name: row.name,
      open: row.open,
      late: row.late,
      kept: row.kept,
      keptLate: row.kept_late,
      broken: row.broken,
      keptShare: keptShare({ kept: row.kept, keptLate: row.kept_late, broken: row.broken }),
    })),
  }
}
