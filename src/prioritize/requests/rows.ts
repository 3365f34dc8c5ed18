import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'
import type { RequestRow } from '#prioritize/requests/contract.ts'
import { readBase } from '#prioritize/requests/demand.ts'
import { type Base, priorityOf, type Status } from '#prioritize/requests/rules.ts'
import { requestSettings } from '#prioritize/requests/settings.ts'

/** A request as a list shows it. */
export interface Row {
  id: string
  title: string
  status: Status
  parked_until: string | null
  target_on: string | null
  owner_member_id: string | null
  owner: string | null
  product_area_id: string | null
  area: string | null
  competitors: string[]
  effort_low: number | null
  effort_high: number | null
  effort_confidence: number | null
  items: number
  accounts: number
  customers: number
  contacts: number
  mrr_cents: number
  largest_cents: number
  blocked: number
  blocked_cents: number
  demand_cents: number
  currency: string | null
  created_at: Date
  created_place: string
  updated_at: Date
}

/** The columns and joins of a row of requests `r`; `more` are further columns. */
export function rowsSql(ctx: Ctx, where: Sql, more: Sql = sql.empty, joins: Sql = sql.empty): Sql {
  const ws = ctx.workspaceId
  return sql`
    select r.id, r.title, r.status, r.parked_until::text as parked_until, r.target_on::text as target_on, r.owner_member_id,
      o.name as owner, r.product_area_id, p.name as area, r.competitors, r.effort_low, r.effort_high, r.effort_confidence,
      r.items, r.accounts, r.customers, r.contacts, r.mrr_cents, r.largest_cents, r.blocked, r.blocked_cents, r.demand_cents,
      r.currency, r.created_at, r.created_at::text as created_place, r.updated_at ${more}
    from requests r
    left join members o on o.workspace_id = ${ws} and o.id = r.owner_member_id
    left join product_areas p on p.workspace_id = ${ws} and p.id = r.product_area_id ${joins}
    where r.workspace_id = ${ws} ${where}`
}

/** What all rows of an answer are shown with. */
export interface Frame {
  base: Base
  effortUnit: string
}

export async function readFrame(ctx: Ctx): Promise<Frame> {
  const [base, { effortUnit }] = await Promise.all([readBase(ctx), getSetting(ctx, requestSettings)])
  return { base, effortUnit }
}

export function showRow(row: Row, { base, effortUnit }: Frame): RequestRow {
  const demand = {
    accounts: row.accounts,
    customers: row.customers,
    mrrCents: row.mrr_cents,
    largestCents: row.largest_cents,
    blocked: row.blocked,
    blockedCents: row.blocked_cents,
  }
  return {
    id: encodeId('req', row.id),
    title: row.title,
    status: row.status,
    parkedUntil: row.parked_until,
    targetOn: row.target_on,
    owner: row.owner_member_id ? { id: encodeId('mem', row.owner_member_id), name: row.owner ?? '' } : null,
    area: row.product_area_id ? { id: encodeId('area', row.product_area_id), name: row.area ?? '' } : null,
    competitors: row.competitors,
    effort:
      row.effort_low === null
        ? null
        : {
            low: row.effort_low,
            high: row.effort_high!,
            confidence: row.effort_confidence,
            unit: effortUnit,
          },
    demand: {
      items: row.items,
      accounts: row.accounts,
      customers: row.customers,
      contacts: row.contacts,
      shareOfBase: base.customers === 0 ? 0 : row.customers / base.customers,
      mrrCents: row.mrr_cents,
      shareOfMrr: base.mrrCents === 0 ? 0 : row.mrr_cents / base.mrrCents,
      blocked: row.blocked,
      blockedCents: row.blocked_cents,
      currency: row.currency ?? base.currency,
    },
    priority: priorityOf(demand, base),
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}
