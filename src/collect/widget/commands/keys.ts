import type {
  createWidgetKey as create,
  updateWidgetKey as update,
  WidgetKey,
} from '#collect/widget/contract.ts'
import { widgetKeyChanged, widgetKeyCreated, widgetSecretRotated } from '#collect/widget/events.ts'
import { newPublicId, newSecret } from '#collect/widget/public-id.ts'
import { getKey, type KeyRow, showKey } from '#collect/widget/queries.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { newId } from '#platform/ids.ts'
import { seal, unseal } from '#platform/secrets.ts'

/** What the sealed secrets of widget keys are sealed for. */
export const secretPurpose = 'widget-key'

/** Makes a key for a product. The secret is in this answer and nowhere else. */
export async function createWidgetKey(
  ctx: Ctx,
  input: Input<typeof create>,
): Promise<{ key: WidgetKey; secret: string }> {
  const id = newId()
  const secret = newSecret()
  await ctx.db.run(sql`
    insert into widget_keys (workspace_id, id, public_id, product, origins, anonymous_allowed, verified_only, brand_color,
      position, acknowledgement, on_demo_page, secret_sealed, secret_set_at, created_at)
    values (${ctx.workspaceId}, ${id}, ${newPublicId(ctx.workspaceId)}, ${input.product}, ${input.origins}, ${input.anonymousAllowed},
      ${input.verifiedOnly}, ${input.brandColor}, ${input.position}, ${input.acknowledgement || null}, ${input.onDemoPage},
      ${seal(ctx.config, secretPurpose, secret)}, ${ctx.now()}, ${ctx.now()})`)
  await ctx.emit(widgetKeyCreated, { subjectId: id, payload: { keyId: id } })
  return { key: showKey(await getKey(ctx, id), ctx.now()), secret }
}

/** The secrets by which a page may prove who somebody is: the current one, and an old one that still holds. */
export function secretsOf(key: KeyRow, config: Ctx['config'], now: Date): string[] {
  const oldHolds =
    key.old_secret_sealed !== null && key.old_secret_until !== null && key.old_secret_until > now
  return [key.secret_sealed, ...(oldHolds ? [key.old_secret_sealed!] : [])].map((sealed) =>
    unseal(config, secretPurpose, sealed),
  )
}

const columnOf = {
  product: 'product',
  origins: 'origins',
  anonymousAllowed: 'anonymous_allowed',
  verifiedOnly: 'verified_only',
  brandColor: 'brand_color',
  position: 'position',
  acknowledgement: 'acknowledgement',
  onDemoPage: 'on_demo_page',
  isActive: 'is_active',
} as const

/** Changes the fields given; a key that is switched off answers nobody from then on. */
export async function updateWidgetKey(
  ctx: Ctx,
  { keyId, ...change }: Input<typeof update>,
): Promise<WidgetKey> {
  const fields = (Object.keys(columnOf) as (keyof typeof columnOf)[]).filter(
    (field) => change[field] !== undefined,
  )
  await getKey(ctx, keyId)
  if (fields.length > 0) {
    const sets = fields.map(
      (field) => sql`${sql.id(columnOf[field])} = ${change[field] === '' ? null : change[field]}`,
    )
    await ctx.db.run(
      sql`update widget_keys set ${sql.join(sets)} where workspace_id = ${ctx.workspaceId} and id = ${keyId}`,
    )
    await ctx.emit(widgetKeyChanged, { subjectId: keyId, payload: { keyId, fields } })
  }
  return showKey(await getKey(ctx, keyId), ctx.now())
}

/** Makes a new signing secret. The old one goes on for some hours, so that servers can be changed one by one; 0 ends it now. */
export async function rotateWidgetSecret(
  ctx: Ctx,
  { keyId, keepOldHours }: { keyId: string; keepOldHours: number },
): Promise<{ key: WidgetKey; secret: string }> {
  const before = await getKey(ctx, keyId)
  const secret = newSecret()
  const until = keepOldHours > 0 ? new Date(ctx.now().getTime() + keepOldHours * 3_600_000) : null
  await ctx.db.run(sql`
    update widget_keys set secret_sealed = ${seal(ctx.config, secretPurpose, secret)}, secret_set_at = ${ctx.now()},
      old_secret_sealed = ${until ? before.secret_sealed : null}, old_secret_until = ${until}
    where workspace_id = ${ctx.workspaceId} and id = ${keyId}`)
  await ctx.emit(widgetSecretRotated, { subjectId: keyId, payload: { keyId, keepOldHours } })
  return { key: showKey(await getKey(ctx, keyId), ctx.now()), secret }
}
