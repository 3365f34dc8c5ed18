import { z } from 'zod'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { event } from '#platform/events/event.ts'

/** One group of settings of a workspace; its shape gives every default. */
export interface Setting<S extends z.ZodType = z.ZodType> {
  readonly key: string
  readonly shape: S
}

/** Declares a group of settings. `shape.parse({})` must give the defaults. */
export function setting<const S extends z.ZodType>(key: string, shape: S): Setting<S> {
  return { key, shape }
}

export const settingChanged = event('setting.changed', z.object({ key: z.string() }))

/** The settings of this workspace, defaults filled in. */
export async function getSetting<S extends z.ZodType>(ctx: Ctx, setting: Setting<S>): Promise<z.output<S>> {
  const row = await ctx.db.maybe<{ value: unknown }>(sql`
    select value from settings where workspace_id = ${ctx.workspaceId} and key = ${setting.key}`)
  return setting.shape.parse(row?.value ?? {})
}

/** Replaces a group of settings; the event names the group, never the values. */
export async function putSetting<S extends z.ZodType>(
  ctx: Ctx,
  setting: Setting<S>,
  value: z.input<S>,
): Promise<z.output<S>> {
  const checked = setting.shape.parse(value)
  await ctx.db.run(sql`
    insert into settings (workspace_id, key, value, updated_at)
    values (${ctx.workspaceId}, ${setting.key}, ${JSON.stringify(checked)}, ${ctx.now()})
    on conflict (workspace_id, key) do update set value = excluded.value, updated_at = excluded.updated_at`)
  await ctx.emit(settingChanged, { subjectId: ctx.workspaceId, payload: { key: setting.key } })
  return checked
}
