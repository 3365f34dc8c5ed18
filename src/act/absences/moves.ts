import { awayText, standsIn, stepsText } from '#act/absences/rules.ts'
import { noteStandIn } from '#act/absences/stand-in.ts'
import { type Gift, giveSteps, type OpenStep, openSteps } from '#act/cases/give.ts'
import { fills, holders, members } from '#act/playbooks/holders.ts'
import { sharing } from '#act/routing/queries.ts'
import { coverCheckIns, returnCheckIns } from '#collect/check-ins/cover.ts'
import { coverCalls, returnCalls } from '#collect/surveys/calls/cover.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { notify } from '#platform/notices/commands.ts'

export interface AbsenceRecord {
  id: string
  member_id: string
  name: string
  from_on: string
  until_on: string
  starts_at: Date
  ends_at: Date
  cover_member_id: string | null
  comes_back: boolean
  started_at: Date | null
  ended_at: Date | null
}

/**
 * Gives every open step that falls due before the absence ends to the cover, else to others who hold its position,
 * else to management, shared out among several, and tells both sides. Answers how many went.
 */
export async function moveAway(ctx: Ctx, absence: AbsenceRecord): Promise<number> {
  const steps = await openSteps(
    ctx,
    sql`and s.assignee_member_id = ${absence.member_id} and s.latest_at < ${absence.ends_at}`,
  )
  await moveTalks(ctx, absence)
  if (steps.length === 0) return 0
  const days = awayText({ from: absence.from_on, until: absence.until_on })
  const why = `${absence.name} is away ${days}.`
  const gifts: { step: OpenStep; to: Gift }[] = []
  const known = new Map<string, Sharing>()
  for (const step of steps) {
    const rule = step.assignee_rule
    if (!known.has(rule)) known.set(rule, await receivers(ctx, absence, rule))
    const found = known.get(rule)!(step.areas)
    if (found)
      gifts.push({
        step,
        to: { memberId: found.id, rule: standsIn(absence.name), because: found.because, why },
      })
  }
  for (const { step } of gifts)
    await noteStandIn(ctx, step.id, { absenceId: absence.id, rule: step.assignee_rule })
  await giveSteps(ctx, gifts)
  await tellReceivers(ctx, absence.id, gifts, (count) => `${why} ${count} of theirs to do for you.`)
  await tell(
    ctx,
    absence.id,
    absence.member_id,
    `While you are away ${stepsText(gifts.length)} of yours went to others.`,
  )
  return gifts.length
}

/** Check-ins, and calls of surveys, that are due before the absence ends go to the cover, else to management. */
async function moveTalks(ctx: Ctx, absence: AbsenceRecord): Promise<void> {
  const coverId = (await receivers(ctx, absence, 'management'))([])?.id
  if (!coverId) return
  const count = await coverCheckIns(ctx, {
    memberId: absence.member_id,
    coverId,
    until: absence.until_on,
  })
  if (count > 0)
    await tell(
      ctx,
      absence.id,
      coverId,
      `${absence.name} is away. ${count} check-in${count === 1 ? '' : 's'} of theirs to hold for them.`,
    )
  const calls = await coverCalls(ctx, { memberId: absence.member_id, coverId, until: absence.ends_at })
  if (calls > 0)
    await tell(
      ctx,
      absence.id,
      coverId,
      `${absence.name} is away. ${calls} call${calls === 1 ? '' : 's'} of theirs to make for them.`,
    )
}

type Sharing = Awaited<ReturnType<typeof sharing>>

/** Who of those that can take what is due by a rule takes each step of it. */
async function receivers(ctx: Ctx, absence: AbsenceRecord, rule: string): Promise<Sharing> {
  const cover = absence.cover_member_id ? await members(ctx, sql`m.id = ${absence.cover_member_id}`) : []
  const found = cover.length > 0 ? cover : await members(ctx, fills(ctx, rule))
  const list = found.length > 0 ? found : await holders(ctx, 'management')
  const others = list.filter(({ id }) => id !== absence.member_id)
  return sharing(ctx, others, 'steps')
}

/** At the end: what others still have of theirs comes back, unless it was chosen to stay. Answers how many came. */
export async function bringBack(ctx: Ctx, absence: AbsenceRecord): Promise<number> {
  if (absence.comes_back) {
    await returnCheckIns(ctx, absence.member_id)
    await returnCalls(ctx, absence.member_id)
  }
  const steps = absence.comes_back
    ? await openSteps(
        ctx,
        sql`and s.assignee_member_id is distinct from ${absence.member_id} and s.assignee_rule = ${standsIn(absence.name)}
          and exists (select 1 from absence_steps x where x.workspace_id = ${ctx.workspaceId}
            and x.absence_id = ${absence.id} and x.step_id = s.id and x.returned_at is null)`,
      )
    : []
  if (steps.length > 0) {
    const rules = await ctx.db.many<{ step_id: string; rule: string }>(sql`
      update absence_steps set returned_at = ${ctx.now()}
      where workspace_id = ${ctx.workspaceId} and absence_id = ${absence.id} and step_id = any(${steps.map(({ id }) => id)}::uuid[])
      returning step_id, rule`)
    const ruleOf = new Map(rules.map((row) => [row.step_id, row.rule]))
    const gifts = steps.map((step) => ({
      step,
      to: {
        memberId: absence.member_id,
        rule: ruleOf.get(step.id) ?? 'given by hand',
        why: `${absence.name} is back.`,
      },
    }))
    await giveSteps(ctx, gifts)
    const former = steps.map((step) => ({ step, to: { memberId: step.assignee_member_id } }))
    await tellReceivers(ctx, absence.id, former, (count) => `${absence.name} is back and has ${count} again.`)
  }
  await tell(
    ctx,
    absence.id,
    absence.member_id,
    steps.length > 0
      ? `Your absence is over: ${stepsText(steps.length)} came back to you.`
      : 'Your absence is over. Steps are given to you again.',
  )
  return steps.length
}

/** One notice for each who got steps, with how many. */
async function tellReceivers(
  ctx: Ctx,
  subjectId: string,
  gifts: readonly { to: { memberId: string | null } }[],
  text: (count: string) => string,
): Promise<void> {
  const counts = new Map<string, number>()
  for (const { to } of gifts) if (to.memberId) counts.set(to.memberId, (counts.get(to.memberId) ?? 0) + 1)
  for (const [memberId, count] of counts) await tell(ctx, subjectId, memberId, text(stepsText(count)))
}

/** Tells one side of an absence something; nobody is told of their own doing. */
export async function tell(ctx: Ctx, absenceId: string, memberId: string, text: string): Promise<void> {
  if (ctx.actor.kind === 'member' && ctx.actor.id === memberId) return
  await notify(ctx, {
    memberId,
    kind: 'absence.told',
    subjectId: absenceId,
    text,
    link: '/today',
    urgency: 'urgent',
    dedupeKey: `absence ${absenceId} ${ctx.now().toISOString()} ${text.slice(0, 40)}`,
  })
}
