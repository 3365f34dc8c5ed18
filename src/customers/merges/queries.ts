import { z } from 'zod'
import type {
  CustomerKind,
  Duplicate,
  DuplicateReason,
  Merge,
  MergePreview,
  Side,
} from '#customers/merges/contract.ts'
import { fieldsToFill } from '#customers/merges/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { sql } from '#platform/db/sql.ts'
import type { Page } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'

export const tables = { account: sql.id('accounts'), contact: sql.id('contacts') }
const prefixes = { account: 'acct', contact: 'ct' } as const

/** Fields a merge may fill. MRR is filled, never added up: both records speak of the same contract. */
export const fillable: Record<CustomerKind, string[]> = {
  account: ['domain', 'segment', 'mrr_cents', 'owner_member_id', 'go_live_on', 'renewal_on', 'note'],
  contact: ['account_id', 'name', 'email', 'title', 'phone', 'roles', 'locale', 'zone'],
}

export interface MergeRow {
  id: string
  kind: CustomerKind
  survivor_id: string
  loser_id: string
  filled: Record<string, unknown>
  before: Record<string, unknown>
  merged_at: Date
  undone_at: Date | null
}

export const showMerge = {
  id: (id: string) => encodeId('mrg', id),
  side: (kind: CustomerKind, id: string) => encodeId(prefixes[kind], id),
  whole: (row: MergeRow): Merge => ({
    id: encodeId('mrg', row.id),
    kind: row.kind,
    survivorId: encodeId(prefixes[row.kind], row.survivor_id),
    loserId: encodeId(prefixes[row.kind], row.loser_id),
    mergedAt: row.merged_at.toISOString(),
    undoneAt: row.undone_at?.toISOString() ?? null,
  }),
}

export function sideMissing(kind: CustomerKind): AppError {
  return new AppError('not_found', `${kind}.not_found`, `There is no such ${kind}. Check the id.`)
}

export async function mergeById(ctx: Ctx, id: string): Promise<MergeRow> {
  const row = await ctx.db.maybe<MergeRow>(sql`
    select id, kind, survivor_id, loser_id, filled, before, merged_at, undone_at from customer_merges
    where workspace_id = ${ctx.workspaceId} and id = ${id}`)
  if (!row) throw new AppError('not_found', 'merge.not_found', 'There is no such merge. Check the id.')
  return row
}

interface SideRow {
  id: string
  label: string
  detail: string | null
  mrr_cents: number | null
  currency: string | null
  last_seen_at: Date | null
  created_at: Date
}

const sideColumns = {
  account: sql`t.id, t.name as label, t.domain as detail, t.mrr_cents, t.currency, t.last_seen_at, t.created_at`,
  contact: sql`t.id, coalesce(t.name, t.email, 'Unnamed contact') as label, t.email as detail, null::int8 as mrr_cents, null as currency, t.last_seen_at, t.created_at`,
}

function showSide(kind: CustomerKind, row: SideRow): Side {
  return {
    id: encodeId(prefixes[kind], row.id),
    label: row.label,
    detail: row.detail,
    mrrCents: row.mrr_cents,
    currency: row.currency,
    lastSeenAt: row.last_seen_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  }
}

/** Open pairs whose two sides both still stand for themselves, the newest first. */
export async function listDuplicates(
  ctx: Ctx,
  input: { kind: CustomerKind; limit: number; cursor?: string },
): Promise<Page<Duplicate>> {
  const place = input.cursor ? decodeCursor(input.cursor, z.tuple([z.string(), z.uuid()])) : undefined
  const rows = await ctx.db.many<{
    id: string
    a_id: string
    b_id: string
    reason: DuplicateReason
    found_at: Date
    place: string
  }>(sql`
    select d.id, d.a_id, d.b_id, d.reason, d.found_at, d.found_at::text as place from customer_duplicates d
    join ${tables[input.kind]} a on a.workspace_id = d.workspace_id and a.id = d.a_id and a.merged_into_id is null
    join ${tables[input.kind]} b on b.workspace_id = d.workspace_id and b.id = d.b_id and b.merged_into_id is null
    where d.workspace_id = ${ctx.workspaceId} and d.kind = ${input.kind} and d.state = 'open'
      ${place ? sql`and (d.found_at, d.id) < (${place[0]}::timestamptz, ${place[1]}::uuid)` : sql.empty}
    order by d.found_at desc, d.id desc limit ${input.limit + 1}`)
  const sides = new Map(
    (
      await sidesOf(
        ctx,
        input.kind,
        rows.flatMap((row) => [row.a_id, row.b_id]),
      )
    ).map((side) => [side.id, side]),
  )
  return toPage(
    rows,
    input.limit,
    (row) => ({
      id: encodeId('dup', row.id),
      kind: input.kind,
      reason: row.reason,
      foundAt: row.found_at.toISOString(),
      sides: [showSide(input.kind, sides.get(row.a_id)!), showSide(input.kind, sides.get(row.b_id)!)] as [
        Side,
        Side,
      ],
    }),
    (row) => [row.place, row.id],
  )
}

function sidesOf(ctx: Ctx, kind: CustomerKind, ids: string[]): Promise<SideRow[]> {
  return ctx.db.many<SideRow>(sql`
    select ${sideColumns[kind]} from ${tables[kind]} t where t.workspace_id = ${ctx.workspaceId} and t.id = any(${ids}::uuid[])`)
}

/** Both sides, field by field, with what the survivor will have afterwards and what follows it. */
export async function previewMerge(
  ctx: Ctx,
  input: { kind: CustomerKind; survivorId: string; loserId: string },
): Promise<MergePreview> {
  const { kind, survivorId, loserId } = input
  const [sides, rows] = await Promise.all([
    sidesOf(ctx, kind, [survivorId, loserId]),
    ctx.db.many<
      Record<string, unknown> & { id: string; owner_name?: string | null; account_name?: string | null }
    >(
      kind === 'account'
        ? sql`select t.*, m.name as owner_name from accounts t left join members m on m.workspace_id = t.workspace_id and m.id = t.owner_member_id
            where t.workspace_id = ${ctx.workspaceId} and t.id = any(${[survivorId, loserId]}::uuid[])`
        : sql`select t.*, a.name as account_name from contacts t left join accounts a on a.workspace_id = t.workspace_id and a.id = t.account_id
            where t.workspace_id = ${ctx.workspaceId} and t.id = any(${[survivorId, loserId]}::uuid[])`,
    ),
  ])
  const find = <T extends { id: string }>(list: T[], id: string): T => {
    const row = list.find((one) => one.id === id)
    if (!row) throw sideMissing(kind)
    return row
  }
  const survivor = find(rows, survivorId)
  const loser = find(rows, loserId)
  const filled = fieldsToFill(survivor, loser, fillable[kind])
  const text = (row: typeof survivor, field: string): string | null => {
    if (field === 'owner_member_id') return row.owner_name ?? null
    if (field === 'account_id') return row.account_name ?? null
    const value = row[field]
    return value === null || value === undefined
      ? null
      : Array.isArray(value)
        ? value.join(', ') || null
        : String(value)
  }
  const counts = await ctx.db.one<{ contacts: number; keys: number; before: number }>(
    kind === 'account'
      ? sql`select (select count(*) from contacts where workspace_id = ${ctx.workspaceId} and account_id = ${loserId}) as contacts,
          (select count(*) from account_keys where workspace_id = ${ctx.workspaceId} and account_id = ${loserId} and source <> 'name') as keys,
          (select count(*) from accounts where workspace_id = ${ctx.workspaceId} and merged_into_id = ${loserId}) as before`
      : sql`select 0::int8 as contacts, (select count(*) from contact_keys where workspace_id = ${ctx.workspaceId} and contact_id = ${loserId}) as keys,
          (select count(*) from contacts where workspace_id = ${ctx.workspaceId} and merged_into_id = ${loserId}) as before`,
  )
  return {
    survivor: showSide(kind, find(sides, survivorId)),
    loser: showSide(kind, find(sides, loserId)),
    fields: ['name', ...fillable[kind].filter((field) => field !== 'name')].map((field) => ({
      field,
      survivor: text(survivor, field),
      loser: text(loser, field),
      result: field in filled ? text(loser, field) : text(survivor, field),
      filled: field in filled,
    })),
    moves: [
      { what: 'contacts', count: counts.contacts },
      { what: 'ids and addresses', count: counts.keys },
      { what: 'records merged before', count: counts.before },
    ].filter((move) => move.count > 0),
  }
}
