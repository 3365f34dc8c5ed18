import { keepDue } from '#act/cases/advance.ts'
import { caseEscalated, caseOverdue, stepWarned } from '#act/cases/events.ts'
import { type Loaded, loadCase, type StepRecord } from '#act/cases/load.ts'
import { dueText, stepOf } from '#act/cases/rules.ts'
import { rungsOfRow, setNextRung } from '#act/cases/step-clock.ts'
import { holdersOrManagement, memberOrManagement } from '#act/playbooks/holders.ts'
import type { Rung } from '#act/playbooks/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Door } from '#platform/door.ts'
import { linkTo, notify } from '#platform/notices/commands.ts'

/** Fires every warning and escalation of a step that is due by now, each once, and sets the next. */
export async function fireStep(ctx: Ctx, stepId: string): Promise<void> {
  const found = await ctx.db.maybe<{ case_id: string }>(sql`
    select case_id from case_steps
    where workspace_id = ${ctx.workspaceId} and id = ${stepId} and state = 'open' and next_rung_at is not null`)
  if (!found) return
  const loaded = await loadCase(ctx, found.case_id)
  const row = loaded.steps.find((step) => step.id === stepId)
  const step = row && stepOf(loaded.playbook, row.step_key)
  if (
    !row ||
    !step ||
    row.state !== 'open' ||
    !row.latest_at ||
    !row.counted_from_at ||
    loaded.record.status !== 'open'
  )
    return
  const rungs = rungsOfRow(loaded, row, step)
  const due = rungs.filter((rung) => rung.at.getTime() <= ctx.now().getTime())
  // Woken too early (the database's clock runs ahead of ours): asking again at once would turn in a circle, and the
  // sweep of each minute comes by when it is time.
  if (due.length === 0) return
  const isLate = ctx.now().getTime() > row.latest_at.getTime()
  const told = new Set<string>()
  // The gravest first: somebody who learns that a step is late is not also told that it will be late.
  for (const rung of due.toReversed()) {
    const fired = await ctx.db.run(sql`
      insert into case_step_rungs (workspace_id, step_id, rung, label, fired_at)
      values (${ctx.workspaceId}, ${row.id}, ${rung.index}, ${rung.label}, ${ctx.now()}) on conflict do nothing`)
    if (fired > 0) await tell(ctx, loaded, row, rung, isLate, told)
  }
  await setNextRung(ctx, loaded, row, step)
  await keepDue(ctx, loaded)
}

async function tell(
  ctx: Ctx,
  loaded: Loaded,
  row: StepRecord,
  rung: Rung,
  isLate: boolean,
  told: Set<string>,
): Promise<void> {
  const { record } = loaded
  const about = { caseId: record.id, playbook: record.playbook_key, stepId: row.id, step: row.step_key }
  const isEscalation = rung.tell.includes('management')
  const share = Number.parseInt(rung.label, 10)
  if (isEscalation) {
    ctx.db.later(sql`
      update cases set escalated_at = coalesce(escalated_at, ${ctx.now()})
      where workspace_id = ${ctx.workspaceId} and id = ${record.id}`)
    await ctx.emit(caseEscalated, {
      subjectId: record.id,
      payload: { caseId: record.id, playbook: record.playbook_key, stepId: row.id, by: 'clock' },
    })
  } else if (share >= 100) {
    await ctx.emit(caseOverdue, {
      subjectId: record.id,
      payload: { ...about, latestAt: row.latest_at!.toISOString() },
    })
  } else {
    await ctx.emit(stepWarned, {
      subjectId: record.id,
      payload: { ...about, rung: rung.index, at: rung.label },
    })
  }
  const due = dueText(row.latest_at!, row.zone)
  const text = isLate
    ? `Late: ${row.title} (${record.title}) was due ${due}${isEscalation ? ' and is still open' : ''}.`
    : share >= 100
      ? `Due now: ${row.title} (${record.title}).`
      : `${row.title} (${record.title}) is due ${due}.`
  for (const memberId of await whoHears(ctx, loaded, row, rung.tell)) {
    if (told.has(memberId)) continue
    told.add(memberId)
    await notify(ctx, {
      memberId,
      kind: isEscalation ? 'step.escalated' : share >= 100 ? 'step.late' : 'step.soon',
      subjectId: record.id,
      text,
      link: linkTo('cases', 'case', record.id),
      urgency: 'urgent',
      dedupeKey: `rung ${row.id} ${rung.index}`,
    })
  }
}

/** The members behind the names of a rung. Where the one named is vacant, management hears it instead. */
async function whoHears(
  ctx: Ctx,
  loaded: Loaded,
  row: StepRecord,
  names: readonly string[],
): Promise<string[]> {
  const all = new Set<string>()
  for (const name of names) {
    const own = { who: row.assignee_member_id, lead: loaded.record.lead_member_id }
    const hear =
      name === 'who' || name === 'lead'
        ? await memberOrManagement(ctx, own[name])
        : await holdersOrManagement(ctx, name)
    for (const memberId of hear) all.add(memberId)
  }
  return [...all]
}

/** How many clocks that run out together share a transaction. */
const batch = 50

/**
 * Steps that are due. `hold` takes those of cases that nobody is at: whoever moves a case holds it first, so nobody
 * waits in a circle.
 */
async function dueSteps(ctx: Ctx, how: 'look' | 'hold'): Promise<string[]> {
  const held = how === 'hold' ? sql`for update of k skip locked` : sql.empty
  const due = await ctx.db.many<{ id: string }>(sql`
    select s.id from case_steps s join cases k on k.workspace_id = ${ctx.workspaceId} and k.id = s.case_id
    where s.workspace_id = ${ctx.workspaceId} and s.state = 'open' and s.next_rung_at <= ${ctx.now()}
    order by s.next_rung_at, s.id limit ${batch} ${held}`)
  return due.map(({ id }) => id)
}

/**
 * Fires what is due in a workspace, many in one transaction. Those that somebody was just at follow, each by itself; so
 * do the others where one cannot be fired, and then its error is thrown.
 */
export async function fireDue(door: Door, workspaceId: string): Promise<void> {
  const inside = <T>(work: (ctx: Ctx) => Promise<T>) =>
    door.inWorkspace(workspaceId, { kind: 'job', name: 'cases.clock' }, work)
  const seen = new Set<string>()
  const fireSome = async (ctx: Ctx) => {
    const due = await dueSteps(ctx, 'hold')
    // Side by side: what they ask of the database at one time travels together.
    await Promise.all(due.map((id) => fireStep(ctx, id)))
    // One that is due and has nothing to fire would be found again for ever.
    return due.length === batch && due.some((id) => !seen.has(id) && seen.add(id))
  }
  try {
    while (await inside(fireSome));
  } catch {
    // each by itself, below
  }
  const left = await inside((ctx) => dueSteps(ctx, 'look'))
  await eachOrThrow(left, (id) => inside((ctx) => fireStep(ctx, id)))
}

/** Does the work for each, whatever comes of the others; then throws the first error. */
export async function eachOrThrow<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const errors: unknown[] = []
  for (const one of all) await work(one).catch((error: unknown) => errors.push(error))
  if (errors.length > 0) throw errors[0]
}
