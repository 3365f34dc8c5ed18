import { shiftDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { encodeId } from '#platform/ids.ts'
import { conditionsOf } from '#prioritize/requests/filter.ts'
import { todayOf } from '#prioritize/requests/load.ts'
import type * as contract from '#prioritize/roadmap/contract.ts'
import { columnOf, columnsOf, shippedDays } from '#prioritize/roadmap/rules.ts'

const mostEntries = 500

interface Row {
  id: string
  title: string
  status: 'planned' | 'in_progress' | 'shipped'
  accounts: number
  target_on: string | null
  shipped_on: string | null
  owner_id: string | null
  owner: string | null
  area_id: string | null
  area: string | null
  release_id: string | null
  release: string | null
  planned_on: string | null
}

/** What comes and what shipped lately, by quarter. */
export async function getRoadmap(
  ctx: Ctx,
  { area, owner }: Input<typeof contract.getRoadmap>,
): Promise<Answer<typeof contract.getRoadmap>> {
  const ws = ctx.workspaceId
  const today = await todayOf(ctx)
  const since = shiftDate(today, -shippedDays)
  const conditions = await conditionsOf(ctx, { area, owner })
  const [rows, releases] = await Promise.all([
    ctx.db.many<Row>(sql`
      select r.id, r.title, r.status, r.accounts, r.target_on::text as target_on, v.at::date::text as shipped_on,
        o.id as owner_id, o.name as owner, p.id as area_id, p.name as area, l.id as release_id, l.name as release, l.planned_on::text as planned_on
      from requests r
      left join request_moves v on v.workspace_id = ${ws} and v.request_id = r.id and v.number = r.move and r.status = 'shipped'
      left join members o on o.workspace_id = ${ws} and o.id = r.owner_member_id
      left join product_areas p on p.workspace_id = ${ws} and p.id = r.product_area_id
      left join release_requests x on x.workspace_id = ${ws} and x.request_id = r.id
      left join releases l on l.workspace_id = ${ws} and l.id = x.release_id
      where r.workspace_id = ${ws} and r.merged_into_id is null and r.status in ('planned', 'in_progress', 'shipped')
        and (r.status <> 'shipped' or v.at >= ${since}::date) ${sql.join(conditions, ' ')}
      order by coalesce(v.at::date, r.target_on, l.planned_on) nulls last, r.demand_cents desc, r.id limit ${mostEntries + 1}`),
    ctx.db.many<{ id: string; name: string; planned_on: string | null; requests: number }>(sql`
      select l.id, l.name, l.planned_on::text as planned_on,
        (select count(*) from release_requests x where x.workspace_id = ${ws} and x.release_id = l.id) as requests
      from releases l where l.workspace_id = ${ws} and l.shipped_at is null
        ${area ? sql`and (l.product_area_id is null or l.product_area_id = ${area})` : sql.empty}
      order by l.planned_on nulls last, l.id limit 100`),
  ])
  const shown = rows.slice(0, mostEntries)
  const dates = await readDates(
    ctx,
    shown.map((row) => row.id),
  )
  const shipped = { key: 'shipped', label: 'Shipped lately', from: since, until: today }
  return {
    today,
    columns: [shipped, ...columnsOf(today)].map((column) => ({
      ...column,
      releases: releases
        .filter((one) => columnOf(one.planned_on, today) === column.key)
        .map((one) => ({
          ...{ id: encodeId('rel', one.id), name: one.name, on: one.planned_on, requests: one.requests },
        })),
    })),
    data: shown.map((row) => {
      const on = row.status === 'shipped' ? row.shipped_on : (row.target_on ?? row.planned_on)
      return {
        ...{ id: encodeId('req', row.id), title: row.title, status: row.status, accounts: row.accounts, on },
        owner: row.owner_id ? { id: encodeId('mem', row.owner_id), name: row.owner! } : null,
        area: row.area_id ? { id: encodeId('area', row.area_id), name: row.area! } : null,
        isLate: row.status !== 'shipped' && on !== null && on < today,
        dates: dates.get(row.id) ?? [],
        release: row.release_id ? { id: encodeId('rel', row.release_id), name: row.release! } : null,
        column: row.status === 'shipped' ? shipped.key : columnOf(on, today),
      }
    }),
    isCut: rows.length > mostEntries,
  }
}

async function readDates(ctx: Ctx, ids: readonly string[]) {
  const rows = await ctx.db.many<{ request_id: string; target_on: string | null; at: Date }>(sql`
    select request_id, target_on::text as target_on, at from request_target_dates
    where workspace_id = ${ctx.workspaceId} and request_id = any(${ids}::uuid[]) order by request_id, number`)
  const dates = new Map<string, { on: string | null; at: string }[]>()
  for (const row of rows)
    dates.set(row.request_id, [
      ...(dates.get(row.request_id) ?? []),
      { on: row.target_on, at: row.at.toISOString() },
    ])
  return dates
}
