import type { WidgetConfig, WidgetKey } from '#collect/widget/contract.ts'
import { baseUrl } from '#platform/config.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'

/** A row of widget_keys. */
export interface KeyRow {
  id: string
  public_id: string
  product: string
  origins: string[]
  anonymous_allowed: boolean
  verified_only: boolean
  brand_color: string
  position: 'end' | 'start'
  acknowledgement: string | null
  on_demo_page: boolean
  is_active: boolean
  secret_sealed: string
  secret_set_at: Date
  old_secret_sealed: string | null
  old_secret_until: Date | null
  created_at: Date
}

const columns = sql`k.id, k.public_id, k.product, k.origins, k.anonymous_allowed, k.verified_only, k.brand_color, k.position,
  k.acknowledgement, k.on_demo_page, k.is_active, k.secret_sealed, k.secret_set_at, k.old_secret_sealed, k.old_secret_until, k.created_at`

/** All keys with how much came through each, oldest first, and the addresses of script and demo page. */
export async function listWidgetKeys(
  ctx: Ctx,
): Promise<{ data: WidgetKey[]; scriptUrl: string; demoUrl: string }> {
  const rows = await ctx.db.many<KeyRow & { submissions: number; last_used_at: Date | null }>(sql`
    select ${columns}, s.submissions, s.last_used_at
    from widget_keys k
    left join lateral (
      select count(*) as submissions, max(sent_at) as last_used_at
      from widget_submissions where workspace_id = ${ctx.workspaceId} and key_id = k.id
    ) s on true
    where k.workspace_id = ${ctx.workspaceId} order by k.created_at, k.id`)
  const base = baseUrl(ctx.config)
  return {
    data: rows.map((row) => showKey(row, ctx.now(), row)),
    scriptUrl: `${base}/widget/widget.js`,
    demoUrl: `${base}/widget/demo`,
  }
}

/** One key, or not found. */
export async function getKey(ctx: Ctx, keyId: string): Promise<KeyRow> {
  const row = await ctx.db.maybe<KeyRow>(sql`
    select ${columns} from widget_keys k where k.workspace_id = ${ctx.workspaceId} and k.id = ${keyId}`)
  if (!row)
    throw new AppError('not_found', 'widget_key.not_found', 'There is no such widget key. Check the id.')
  return row
}

/** The key a page names; undefined for an unknown one and one that was switched off. */
export function findActiveKey(ctx: Ctx, publicId: string): Promise<KeyRow | undefined> {
  return ctx.db.maybe<KeyRow>(sql`
    select ${columns} from widget_keys k where k.workspace_id = ${ctx.workspaceId} and k.public_id = ${publicId} and k.is_active`)
}

/** A key as members see it; the secrets stay behind. */
export function showKey(
  row: KeyRow,
  now: Date,
  use?: { submissions: number; last_used_at: Date | null },
): WidgetKey {
  const oldHolds = row.old_secret_until !== null && row.old_secret_until > now
  return {
    id: encodeId('wkey', row.id),
    publicId: row.public_id,
    product: row.product,
    origins: row.origins,
    anonymousAllowed: row.anonymous_allowed,
    verifiedOnly: row.verified_only,
    brandColor: row.brand_color,
    position: row.position,
    acknowledgement: row.acknowledgement,
    onDemoPage: row.on_demo_page,
    isActive: row.is_active,
    secretSetAt: row.secret_set_at.toISOString(),
    oldSecretUntil: oldHolds ? row.old_secret_until!.toISOString() : null,
    createdAt: row.created_at.toISOString(),
    lastUsedAt: use?.last_used_at?.toISOString() ?? null,
    submissions: use?.submissions ?? 0,
  }
}

/** Everything a stranger may learn about a key: an allow-list, not the row without some fields. */
export function showConfig(row: KeyRow, asksSurveys: boolean): WidgetConfig {
  return {
    product: row.product,
    brandColor: row.brand_color,
    position: row.position,
    anonymousAllowed: row.anonymous_allowed,
    verifiedOnly: row.verified_only,
    acknowledgement: row.acknowledgement,
    asksSurveys,
  }
}

/** Whether anybody may be asked on a page now: by a link that is shown there, or by an invitation that waits. */
export async function hasSurveys(ctx: Ctx): Promise<boolean> {
  const { has } = await ctx.db.one<{ has: boolean }>(sql`
    select exists (select 1 from survey_links where workspace_id = ${ctx.workspaceId} and is_in_app and is_open)
      or exists (select 1 from invitations where workspace_id = ${ctx.workspaceId} and channel = 'in_app' and answered_at is null
        and dismissed_at is null and expires_at > ${ctx.now()}) as has`)
  return has
}
