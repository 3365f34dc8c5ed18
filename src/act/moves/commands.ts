import { advance, insertSteps, latestRound, redate, stepAhead } from '#act/cases/advance.ts'
import { closeCase } from '#act/cases/commands/end.ts'
import { type Loaded, loadCase } from '#act/cases/load.ts'
import type * as contract from '#act/moves/contract.ts'
import type { Move } from '#act/moves/contract.ts'
import { caseMoved } from '#act/moves/events.ts'
import { moveWords, plannedMove } from '#act/moves/plan.ts'
import { type Playbook, variablesOf } from '#act/playbooks/language.ts'
import { findVersion } from '#act/playbooks/queries.ts'
import { ruleText } from '#act/playbooks/rules.ts'
import { recordNote } from '#act/touchpoints/commands.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'

/** What would change if a case went over to another version of its playbook; changes nothing. */
export async function previewMove(ctx: Ctx, input: Input<typeof contract.previewMove>): Promise<Move> {
  const loaded = await loadCase(ctx, input.caseId, false)
  const next = await versionTaken(ctx, loaded, input.version)
  return moveOf(ctx, loaded, next)
}

interface Next {
  playbook: Playbook
  version: number
}

async function moveOf(ctx: Ctx, loaded: Loaded, next: Next): Promise<Move> {
  const { record, calendar } = loaded
  return {
    from: record.playbook_version,
    to: next.version,
    zone: calendar.zone,
    steps: plannedMove(loaded, next.playbook),
    endsAtOnce: isOver(loaded, next.playbook),
    versions: await versionsOf(ctx, record.playbook_key),
  }
}

/** Whether the step that ends the case by this version is done. */
function isOver(loaded: Loaded, { ends, steps }: Playbook): boolean {
  return steps.some(({ id }) => `${id}.done` === ends && latestRound(loaded, id)?.state === 'done')
}

async function versionsOf(ctx: Ctx, key: string): Promise<Move['versions']> {
  const rows = await ctx.db.many<{ version: number; saved_at: Date; is_current: boolean }>(sql`
    select v.version, v.saved_at, v.version = p.current_version as is_current from playbooks p
    join playbook_versions v on v.workspace_id = ${ctx.workspaceId} and v.playbook_id = p.id and v.state = 'taken'
    where p.workspace_id = ${ctx.workspaceId} and p.key = ${key} order by v.version desc limit 50`)
  return rows.map((row) => ({
    version: row.version,
    savedAt: row.saved_at.toISOString(),
    isCurrent: row.is_current,
  }))
}

/** A version that took effect once; the one in effect when none is named. */
async function versionTaken(ctx: Ctx, { record }: Loaded, version: number | undefined): Promise<Next> {
  const found = await findVersion(ctx, record.playbook_key, version)
  const state = await ctx.db.maybe<{ state: string }>(sql`
    select v.state from playbooks p
    join playbook_versions v on v.workspace_id = ${ctx.workspaceId} and v.playbook_id = p.id and v.version = ${found?.version ?? 0}
    where p.workspace_id = ${ctx.workspaceId} and p.key = ${record.playbook_key}`)
  if (found && state?.state === 'taken') return found
  throw new AppError(
    found ? 'conflict' : 'not_found',
    'playbook.version_not_taken',
    `“${record.playbook_key}” has no version ${version} that took effect. Choose another one.`,
  )
}

/**
 * Takes a running case over to another version: what is over stays, steps of both go on with the dates of the new one,
 * its further steps come in, and open ones that it drops are cancelled. The case keeps its lead.
 */
export async function moveCase(ctx: Ctx, input: Input<typeof contract.moveCase>): Promise<Move> {
  const loaded = await loadCase(ctx, input.caseId)
  const { record } = loaded
  if (record.status !== 'open')
    throw new AppError('conflict', 'case.ended', `This case is ${record.status}. Reopen it first.`)
  if (record.paused_at)
    throw new AppError('conflict', 'case.paused', 'This case is paused. Go on with it first.')
  if (record.playbook_version !== input.from || input.version === input.from)
    throw new AppError(
      'conflict',
      'case.moved',
      `This case follows version ${record.playbook_version}. Look at what would change once more.`,
    )
  const next = await versionTaken(ctx, loaded, input.version)
  const move = await moveOf(ctx, loaded, next)
  await ctx.db.run(sql`
    update cases set playbook_version = ${next.version}, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${record.id}`)
  record.playbook_version = next.version
  loaded.playbook = next.playbook
  loaded.variables = variablesOf(next.playbook.steps)
  await rewriteSteps(ctx, loaded, next)
  const words = moveWords(move.steps)
  await recordNote(
    ctx,
    record,
    `Goes on by version ${move.to} of the playbook, was ${move.from}${words ? `: ${words}` : ''}.`,
  )
  await ctx.emit(caseMoved, {
    subjectId: record.id,
    payload: { caseId: record.id, playbook: record.playbook_key, from: move.from, to: move.to },
  })
  await advance(ctx, loaded)
  const last = next.playbook.steps.find(({ id }) => `${id}.done` === next.playbook.ends)
  if (move.endsAtOnce && last)
    await closeCase(ctx, loaded, latestRound(loaded, last.id)?.evidence.resolution ?? last.title)
  return move
}

async function rewriteSteps(ctx: Ctx, loaded: Loaded, { playbook, version }: Next): Promise<void> {
  const { record, calendar } = loaded
  for (const row of loaded.steps) {
    if (row.state !== 'open' && row.state !== 'ahead') continue
    const step = playbook.steps.find(({ id }) => id === row.step_key)
    if (!step) {
      row.state = 'cancelled'
      await ctx.db.run(sql`
        update case_steps set state = 'cancelled', reason = ${`version ${version} of the playbook has no such step`},
          next_rung = null, next_rung_at = null, needs_decision = false
        where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
      continue
    }
    row.title = step.title
    row.action = step.do
    row.rule = ruleText(step, playbook.steps)
    row.position = playbook.steps.indexOf(step)
    if (row.state === 'ahead') {
      // whatever a person was to decide is asked anew
      row.needs_decision = false
      row.reason = null
    }
    await ctx.db.run(sql`
      update case_steps set title = ${row.title}, action = ${row.action}, rule = ${row.rule}, position = ${row.position},
        needs_decision = ${row.needs_decision}, reason = ${row.reason}
      where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
    if (row.state === 'open' && !row.no_clock) await redate(ctx, loaded, row, step)
  }
  const known = new Set(loaded.steps.map((row) => row.step_key))
  const added = playbook.steps
    .filter(({ id }) => !known.has(id))
    .map((step) => stepAhead({ caseId: record.id, playbook, zone: calendar.zone }, step))
  if (added.length > 0) await insertSteps(ctx, added)
  loaded.steps.push(...added)
}
