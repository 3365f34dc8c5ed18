import type * as contract from '#act/playbooks/contract.ts'
import { playbookEnabled, playbookSaved } from '#act/playbooks/events.ts'
import { libraryPlaybooks } from '#act/playbooks/library.ts'
import { checkHere, getPlaybook, playbookRow, playbookSettings } from '#act/playbooks/queries.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { putSetting } from '#platform/settings/settings.ts'

/**
 * Gives the workspace every playbook the product ships that it lacks, and a newer shipped text where nobody has
 * changed the former one. Those that would open very many cases start switched off. Safe to repeat.
 */
export async function installPlaybooks(ctx: Ctx): Promise<void> {
  const here = await ctx.db.many<{ key: string; origin: string; text: string; current_version: number }>(sql`
    select p.key, v.origin, v.text, p.current_version from playbooks p
    join playbook_versions v on v.workspace_id = p.workspace_id and v.playbook_id = p.id and v.version = p.current_version
    where p.workspace_id = ${ctx.workspaceId} and v.workspace_id = ${ctx.workspaceId}`)
  for (const { key, text, playbook, startsOn } of libraryPlaybooks().values()) {
    const known = here.find((row) => row.key === key)
    if (known && (known.origin === 'saved' || known.text === text)) continue
    await writeVersion(ctx, {
      key,
      title: playbook.title,
      text,
      origin: 'library',
      before: known?.current_version ?? 0,
      startsOn,
    })
  }
}

/** Writes version `before + 1`; a first one makes the playbook, switched on or off. False when somebody else wrote it in between. */
async function writeVersion(
  ctx: Ctx,
  one: {
    key: string
    title: string
    text: string
    origin: 'library' | 'saved'
    before: number
    startsOn: boolean
  },
): Promise<boolean> {
  const version = one.before + 1
  const row = await ctx.db.maybe<{ id: string }>(
    one.before === 0
      ? sql`
        insert into playbooks (workspace_id, id, key, title, is_enabled, current_version, created_at, updated_at)
        values (${ctx.workspaceId}, ${newId()}, ${one.key}, ${one.title}, ${one.startsOn}, 1, ${ctx.now()},
          ${ctx.now()})
        on conflict (workspace_id, key) do nothing returning id`
      : sql`
        update playbooks set title = ${one.title}, current_version = ${version}, updated_at = ${ctx.now()}
        where workspace_id = ${ctx.workspaceId} and key = ${one.key} and current_version = ${one.before} returning id`,
  )
  if (!row) return false
  await ctx.db.run(sql`
    insert into playbook_versions (workspace_id, id, playbook_id, version, text, origin, saved_by_member_id, saved_at)
    values (${ctx.workspaceId}, ${newId()}, ${row.id}, ${version}, ${one.text}, ${one.origin},
      ${ctx.actor.kind === 'member' && one.origin === 'saved' ? ctx.actor.id : null}, ${ctx.now()})`)
  await ctx.emit(playbookSaved, { subjectId: row.id, payload: { key: one.key, version } })
  return true
}

/** Saves a new version; one with errors is refused with all of them. */
export async function savePlaybook(
  ctx: Ctx,
  input: Input<typeof contract.savePlaybook>,
): Promise<Answer<typeof contract.savePlaybook>> {
  const { playbook, findings } = await checkHere(ctx, input.text)
  if (!playbook) {
    const first = findings.find((one) => one.level === 'error')!
    throw new AppError(
      'invalid',
      'playbook.faulty',
      `The playbook was not saved: line ${first.line}, ${first.message}; ${first.fix}.`,
      findings,
    )
  }
  if (playbook.playbook !== input.key) {
    throw new AppError(
      'invalid',
      'playbook.other_name',
      `The file says playbook: ${playbook.playbook}, the address says ${input.key}. Make them the same.`,
    )
  }
  const saved = await writeVersion(ctx, {
    key: input.key,
    title: playbook.title,
    text: input.text,
    origin: 'saved',
    before: input.basedOn,
    startsOn: true,
  })
  if (!saved) {
    throw new AppError(
      'conflict',
      'playbook.changed',
      `Somebody saved another version of “${input.key}”. Load it, bring your change in and save again.`,
    )
  }
  return getPlaybook(ctx, { key: input.key })
}

/** Switches a playbook on or off for new cases. */
export async function enablePlaybook(
  ctx: Ctx,
  input: Input<typeof contract.enablePlaybook>,
): Promise<Answer<typeof contract.enablePlaybook>> {
  const row = await ctx.db.maybe<{ id: string }>(sql`
    update playbooks set is_enabled = ${input.isEnabled}, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and key = ${input.key} returning id`)
  if (row)
    await ctx.emit(playbookEnabled, {
      subjectId: row.id,
      payload: { key: input.key, isEnabled: input.isEnabled },
    })
  return playbookRow(ctx, input.key)
}

/** Sets the limits that conditions ask for. */
export async function putPlaybookSettings(
  ctx: Ctx,
  input: Input<typeof contract.putPlaybookSettings>,
): Promise<Answer<typeof contract.putPlaybookSettings>> {
  return putSetting(ctx, playbookSettings, { executiveCallMrrCents: input.executiveCallMrrCents })
}
