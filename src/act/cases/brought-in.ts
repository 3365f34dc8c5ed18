import { type Invited, type Loaded, type StepRecord, valuesOf } from '#act/cases/load.ts'
import { dueText } from '#act/cases/rules.ts'
import { holders } from '#act/playbooks/holders.ts'
import type { Step } from '#act/playbooks/language.ts'
import { choose } from '#act/routing/queries.ts'
import { askCondition } from '#platform/conditions/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { linkTo, notify } from '#platform/notices/commands.ts'

/** The first text of `choose` that fits this case; null without one. */
export function adviceFor(loaded: Loaded, step: Step): string | null {
  return step.choose.find(({ if: condition }) => !condition || holds(loaded, condition))?.text ?? null
}

function holds(loaded: Loaded, condition: string): boolean {
  const outcome = askCondition(loaded.variables, condition, valuesOf(loaded))
  return 'holds' in outcome && outcome.holds
}

/** Whether whom a step brings in depends on what the case is about. */
export function asksForAreas(step: Step): boolean {
  return step.invite.some((one) => one.if?.includes('case.areas'))
}

/** Why nobody can say yet whom a step brings in: what the case is about has to be said first. */
export function waitsForAreas(loaded: Loaded, step: Step): string | undefined {
  return asksForAreas(step) && loaded.record.areas.length === 0
    ? 'say first what the case is about'
    : undefined
}

/** Whom a step brings in: of those who hold the position, the one whom routing chooses. */
export async function invitedTo(ctx: Ctx, loaded: Loaded, step: Step): Promise<Invited[]> {
  const list: Invited[] = []
  for (const { position, if: condition } of step.invite) {
    if (condition && !holds(loaded, condition)) continue
    const found = await choose(ctx, await holders(ctx, position), loaded.record.areas, 'steps')
    list.push({ position, memberId: found?.id ?? null })
  }
  return list
}

/** Tells whoever has to do a step that it is theirs now, and whoever is invited what to. The lead learns it from the case. */
export async function tellPeopleOf(ctx: Ctx, loaded: Loaded, row: StepRecord): Promise<void> {
  const { record } = loaded
  const by = row.latest_at ? ` by ${dueText(row.latest_at, row.zone)}` : ''
  if (row.assignee_member_id !== record.lead_member_id)
    await tellWhoever(ctx, loaded, row.assignee_member_id, {
      kind: 'step.given',
      text: `Yours: ${row.title}${by} (${record.title}).`,
      dedupeKey: `step given ${row.id}`,
    })
  for (const { memberId } of row.invited) {
    if (memberId === row.assignee_member_id) continue
    await tellWhoever(ctx, loaded, memberId, {
      kind: 'step.invited',
      text: `You are invited: ${row.title}${by} (${record.title}).`,
      dedupeKey: `step invited ${row.id} ${memberId}`,
    })
  }
}

/** Tells one member something about a case; nobody where the seat is vacant, and nobody about their own doing. */
export async function tellWhoever(
  ctx: Ctx,
  { record }: Loaded,
  memberId: string | null,
  said: { kind: string; text: string; dedupeKey: string },
): Promise<void> {
  if (!memberId || (ctx.actor.kind === 'member' && ctx.actor.id === memberId)) return
  await notify(ctx, {
    ...said,
    memberId,
    subjectId: record.id,
    link: linkTo('cases', 'case', record.id),
    urgency: 'urgent',
  })
}

/** Gives everybody invited what the playbook has sent to them before the step. */
export async function sendBefore(ctx: Ctx, loaded: Loaded, row: StepRecord, text: string): Promise<void> {
  for (const { memberId } of row.invited)
    await tellWhoever(ctx, loaded, memberId, {
      kind: 'step.summary',
      text: `Before “${row.title}” (${loaded.record.title}): ${text.trim().slice(0, 400)}`,
      dedupeKey: `summary ${row.id} ${ctx.now().toISOString()}`,
    })
}
