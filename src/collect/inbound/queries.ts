import type * as contract from '#collect/inbound/contract.ts'
import type { Hook, Mapping } from '#collect/inbound/contract.ts'
import { mapBody, type Outcome } from '#collect/inbound/mapping.ts'
import { baseUrl } from '#platform/config.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'

export interface HookRow {
  id: string
  public_id: string
  name: string
  channel: string
  mapping: Mapping
  header: string
  secret_sealed: string
  is_on: boolean
  unsigned_count: number
  unsigned_at: Date | null
  taken_at: Date | null
  created_at: Date
}

/** Webhooks, the oldest first; `condition` begins with `and` and speaks of `h`. */
export async function hookRows(ctx: Ctx, condition: Sql = sql.empty): Promise<HookRow[]> {
  return ctx.db.many<HookRow>(sql`
    select h.id, h.public_id, h.name, h.channel, h.mapping, h.header, h.secret_sealed, h.is_on, h.unsigned_count, h.unsigned_at,
      h.taken_at, h.created_at
    from inbound_hooks h where h.workspace_id = ${ctx.workspaceId} ${condition} order by h.created_at, h.id limit 200`)
}

/** A webhook as members see it; the secret is never among its fields. */
export function showHook(ctx: Ctx, row: HookRow): Hook {
  return {
    id: encodeId('hook', row.id),
    url: `${baseUrl(ctx.config)}/hooks/in/${row.public_id}`,
    name: row.name,
    channel: row.channel,
    mapping: row.mapping,
    header: row.header,
    isOn: row.is_on,
    unsignedCount: row.unsigned_count,
    unsignedAt: row.unsigned_at?.toISOString() ?? null,
    takenAt: row.taken_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  }
}

/** Every webhook of the workspace. */
export async function listHooks(ctx: Ctx): Promise<Answer<typeof contract.listHooks>> {
  return { data: (await hookRows(ctx)).map((row) => showHook(ctx, row)) }
}

/** The one webhook; throws not-found. */
export async function hookOf(ctx: Ctx, hookId: string): Promise<HookRow> {
  const [row] = await hookRows(ctx, sql`and h.id = ${hookId}`)
  if (!row)
    throw new AppError('not_found', 'inbound_hook.not_found', 'There is no such webhook. Check the id.')
  return row
}

/** What was signed and yet not taken, the newest first. */
export async function listRefusals(
  ctx: Ctx,
  input: Input<typeof contract.listRefusals>,
): Promise<Answer<typeof contract.listRefusals>> {
  await hookOf(ctx, input.hookId)
  const rows = await ctx.db.many<{ id: string; reason: string; body: string; at: Date }>(sql`
    select id, reason, body, at from inbound_refusals
    where workspace_id = ${ctx.workspaceId} and hook_id = ${input.hookId} order by id desc limit 50`)
  return { data: rows.map((row) => ({ ...row, at: row.at.toISOString() })) }
}

/** What a mapping makes of a sample; stores nothing. */
export async function previewHook(
  _ctx: Ctx,
  input: Input<typeof contract.previewHook>,
): Promise<Answer<typeof contract.previewHook>> {
  const show = (one: Outcome): Answer<typeof contract.previewHook>['results'][number] =>
    one.kind === 'item'
      ? { kind: 'item', reason: null, item: { ...one.item, at: one.item.at?.toISOString() ?? null } }
      : { kind: one.kind, reason: one.reason, item: null }
  return { results: mapBody(parsedBody(input.sample), input.mapping).map(show) }
}

/** The JSON of a body; throws what is wrong with it. */
export function parsedBody(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new AppError('invalid', 'body.broken_json', 'This is not complete, valid JSON. Check what is sent.')
  }
}
