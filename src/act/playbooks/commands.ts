import type * as contract from '#act/playbooks/contract.ts'
import { playbookEnabled, playbookProposed, playbookRefused, playbookSaved } from '#act/playbooks/events.ts'
import { approversOf } from '#act/playbooks/holders.ts'
import { parseSaved, shippedPlaybooks } from '#act/playbooks/library.ts'
import { checkHere, findVersion, getPlaybook, playbookRow, playbookSettings } from '#act/playbooks/queries.ts'
import { planReview } from '#act/playbooks/reviews.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { notify } from '#platform/notices/commands.ts'
import { putSetting } from '#platform/settings/settings.ts'

/**
 * Gives the workspace every playbook the product ships that it lacks, and a newer shipped text where nobody has
 * changed the former one. Those that would open very many cases start switched off. Safe to repeat.
 */
export async function installPlaybooks(ctx: Ctx): Promise<void> {
  const here = await ctx.db.many<{ key: string; origin: string; text: string; latest_version: number }>(sql`
    select p.key, v.origin, v.text, p.latest_version from playbooks p
    join playbook_versions v on v.workspace_id = p.workspace_id and v.playbook_id = p.id and v.version = p.latest_version
    where p.workspace_id = ${ctx.workspaceId} and v.workspace_id = ${ctx.workspaceId}`)
  for (const { key, text, playbook, startsOn } of shippedPlaybooks().values()) {
    const known = here.find((row) => row.key === key)
    if (known && (known.origin === 'saved' || known.text === text)) continue
    await writeVersion(ctx, {
      key,
      title: playbook.title,
      text,
      origin: 'library',
      before: known?.latest_version ?? 0,
      state: 'taken',
      startsOn,
    })
  }
}

/** Writes version `before + 1`, which takes effect or waits; undefined when somebody else wrote it in between. */
async function writeVersion(
  ctx: Ctx,
  one: {
    key: string
    title: string
    text: string
    origin: 'library' | 'saved'
    before: number
    state: 'taken' | 'proposed'
    startsOn: boolean
  },
): Promise<number | undefined> {
  const version = one.before + 1
  const takes = one.state === 'taken'
  const row = await ctx.db.maybe<{ id: string }>(
    one.before === 0
      ? sql`
        insert into playbooks (workspace_id, id, key, title, is_enabled, current_version, latest_version, created_at, updated_at)
        values (${ctx.workspaceId}, ${newId()}, ${one.key}, ${one.title},
          ${one.startsOn}, 1, 1, ${ctx.now()}, ${ctx.now()})
        on conflict (workspace_id, key) do nothing returning id`
      : sql`
        update playbooks set latest_version = ${version}, updated_at = ${ctx.now()},
          title = case when ${takes} then ${one.title} else title end,
          current_version = case when ${takes} then ${version} else current_version end
        where workspace_id = ${ctx.workspaceId} and key = ${one.key} and latest_version = ${one.before} returning id`,
  )
  if (!row) return undefined
  await ctx.db.run(sql`
    update playbook_versions set state = 'passed'
    where workspace_id = ${ctx.workspaceId} and playbook_id = ${row.id} and state = 'proposed'`)
  await ctx.db.run(sql`
    insert into playbook_versions (workspace_id, id, playbook_id, version, text, origin, state, saved_by_member_id, saved_at)
    values (${ctx.workspaceId}, ${newId()}, ${row.id}, ${version}, ${one.text}, ${one.origin}, ${one.state},
      ${ctx.actor.kind === 'member' && one.origin === 'saved' ? ctx.actor.id : null}, ${ctx.now()})`)
  if (takes) await planReview(ctx, one.key, parseSaved(one.text))
  await ctx.emit(takes ? playbookSaved : playbookProposed, {
    subjectId: row.id,
    payload: { key: one.key, version },
  })
  return version
}

/** Those who have to agree before a version takes effect; none when nobody is named, or the one who saves is among them. */
async function whoDecides(ctx: Ctx, approver: string | undefined): Promise<string[]> {
  if (!approver) return []
  const all = await approversOf(ctx, approver)
  return ctx.actor.kind === 'member' && all.includes(ctx.actor.id) ? [] : all
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
  // Whoever the present version names decides on the next one, so that nobody can write the approver out of it.
  const present = await findVersion(ctx, input.key)
  const deciders = await whoDecides(ctx, (present?.playbook ?? playbook).approver)
  const waits = present !== undefined && deciders.length > 0
  const saved = await writeVersion(ctx, {
    key: input.key,
    title: playbook.title,
    text: input.text,
    origin: 'saved',
    before: input.basedOn,
    state: waits ? 'proposed' : 'taken',
    startsOn: true,
  })
  if (saved === undefined) {
    throw new AppError(
      'conflict',
      'playbook.changed',
      `Somebody saved another version of “${input.key}”. Load it, bring your change in and save again.`,
    )
  }
  if (waits) await tellDeciders(ctx, input.key, playbook.title, saved, deciders)
  return getPlaybook(ctx, { key: input.key, ...(waits && { version: saved }) })
}

async function tellDeciders(
  ctx: Ctx,
  key: string,
  title: string,
  version: number,
  deciders: readonly string[],
): Promise<void> {
  const { id } = await ctx.db.one<{ id: string }>(sql`
    select id from playbooks where workspace_id = ${ctx.workspaceId} and key = ${key}`)
  for (const memberId of deciders)
    await notify(ctx, {
      memberId,
      kind: 'playbook.proposed',
      subjectId: id,
      text: `Version ${version} of “${title}” waits for your agreement.`,
      link: `/playbooks/${key}?version=${version}`,
      dedupeKey: `playbook ${key} ${version}`,
    })
}

/** Agrees to a proposed version, which takes effect, or refuses it with the reason. */
export async function decidePlaybook(
  ctx: Ctx,
  input: Input<typeof contract.decidePlaybook>,
): Promise<Answer<typeof contract.decidePlaybook>> {
  const present = await findVersion(ctx, input.key)
  const proposed = await findVersion(ctx, input.key, input.version)
  if (!present || !proposed) return getPlaybook(ctx, { key: input.key, version: input.version })
  const approver = present.playbook.approver ?? 'management'
  const me = actorMember(ctx)
  if (!me || !(await approversOf(ctx, approver)).includes(me))
    throw new AppError(
      'forbidden',
      'playbook.not_approver',
      `Only ${approver} can decide on a version of “${input.key}”. Ask them.`,
    )
  const isYes = input.decision === 'approve'
  const row = await ctx.db.maybe<{ playbook_id: string; saved_by_member_id: string | null }>(sql`
    update playbook_versions v set state = ${isYes ? 'taken' : 'refused'}, decided_at = ${ctx.now()},
      decided_by_member_id = ${me}, refused_why = ${isYes ? null : input.reason!.trim()}
    from playbooks p
    where p.workspace_id = ${ctx.workspaceId} and p.key = ${input.key} and v.workspace_id = ${ctx.workspaceId}
      and v.playbook_id = p.id and v.version = ${input.version} and v.state = 'proposed'
    returning v.playbook_id, v.saved_by_member_id`)
  if (!row)
    throw new AppError(
      'conflict',
      'playbook.not_proposed',
      `Version ${input.version} of “${input.key}” does not wait for anybody. Load it again.`,
    )
  if (isYes) {
    await ctx.db.run(sql`
      update playbooks set current_version = ${input.version}, title = ${proposed.playbook.title}, updated_at = ${ctx.now()}
      where workspace_id = ${ctx.workspaceId} and id = ${row.playbook_id}`)
    await planReview(ctx, input.key, proposed.playbook)
  }
  await ctx.emit(isYes ? playbookSaved : playbookRefused, {
    subjectId: row.playbook_id,
    payload: { key: input.key, version: input.version },
  })
  if (row.saved_by_member_id && row.saved_by_member_id !== me)
    await notify(ctx, {
      memberId: row.saved_by_member_id,
      kind: isYes ? 'playbook.approved' : 'playbook.refused',
      subjectId: row.playbook_id,
      text: isYes
        ? `Version ${input.version} of “${proposed.playbook.title}” is in effect.`
        : `Version ${input.version} of “${proposed.playbook.title}” was refused: ${input.reason!.trim()}`,
      link: `/playbooks/${input.key}?version=${input.version}`,
      dedupeKey: `playbook ${input.key} ${input.version} ${input.decision}`,
    })
  return getPlaybook(ctx, { key: input.key, version: input.version })
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
