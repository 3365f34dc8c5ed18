import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'

// Reads that several checks share: each is one statement for many.

export interface Touch {
  contact_id: string
  at: Date
  feedback_id: string | null
  case_id: string | null
  request_id: string | null
  /** one text for many */
  is_announced: boolean
}

/** Every message, call and meeting of ours with these contacts, under any name they were merged from. */
export function readTouches({ db, workspaceId: ws }: Ctx, contacts: readonly string[]): Promise<Touch[]> {
  return db.many<Touch>(sql`
    with who as materialized (
      select id, id as root from unnest(${contacts}::uuid[]) as asked (id)
      union all
      select id, merged_into_id from contacts where workspace_id = ${ws} and merged_into_id = any(${contacts}::uuid[])
    )
    select w.root as contact_id, u.sent_at as at, u.feedback_id, u.case_id, root_id(q.merged_into_id, q.id) as request_id,
      u.announcement_id is not null as is_announced
    from who w
    join updates u on u.workspace_id = ${ws} and u.contact_id = w.id and u.state = 'sent' and u.sent_at is not null
    left join requests q on q.workspace_id = ${ws} and q.id = u.request_id
    union all
    select w.root, t.at, t.feedback_id, t.case_id, null, false
    from who w
    join touchpoints t on t.workspace_id = ${ws} and t.contact_id = w.id and t.direction = 'out' and t.update_id is null
      and t.kind in ('mail', 'sms', 'call', 'meeting')`)
}

/** The account of a row as it stood at a time: the latest entry of its history, else as it is. */
export const accountThen = ({ workspaceId: ws }: Ctx, accountId: Sql, at: Sql): Sql => sql`
  left join lateral (
    select h.segment, h.mrr_cents, h.lifecycle from account_history h
    where h.workspace_id = ${ws} and h.account_id = ${accountId} and h.valid_at <= ${at} order by h.valid_at desc limit 1
  ) then_ on true
  left join accounts own_ on own_.workspace_id = ${ws} and own_.id = ${accountId}`

/** The columns of `accountThen` as conditions name them. */
export const accountColumns = sql`
  coalesce(case when then_.lifecycle is null then own_.segment else then_.segment end, '') as segment,
  coalesce(case when then_.lifecycle is null then own_.mrr_cents else then_.mrr_cents end, 0)::float8 / 100 as mrr,
  coalesce(then_.lifecycle, own_.lifecycle, '') as lifecycle`

/** Rows by key. */
export function groups<T>(rows: readonly T[], keyOf: (row: T) => string | null): (key: string | null) => T[] {
  const of = new Map<string, T[]>()
  for (const row of rows) {
    const key = keyOf(row)
    if (key === null) continue
    const some = of.get(key)
    if (some) some.push(row)
    else of.set(key, [row])
  }
  return (key) => (key === null ? [] : (of.get(key) ?? []))
}

/** The earliest of some instants. */
export function earliest(all: readonly (Date | null | undefined)[]): Date | null {
  const known = all.filter((at): at is Date => at != null)
  return known.length === 0 ? null : new Date(Math.min(...known.map((at) => at.getTime())))
}

/** The latest of instants that all have to have come; null while one has not. */
export function latestOf(all: readonly (Date | null)[]): Date | null {
  return all.some((at) => at === null) ? null : new Date(Math.max(...all.map((at) => at!.getTime())))
}
