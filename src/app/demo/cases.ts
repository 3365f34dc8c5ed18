import { resolveCase } from '#act/cases/commands/end.ts'
import { hearResponse } from '#act/cases/commands/open.ts'
import { completeStep } from '#act/cases/commands/steps.ts'
import type { Staff } from '#app/demo/customers.ts'
import type { Hours } from '#app/demo/hours.ts'
import { causes, endings, outreach, plans } from '#app/demo/our-words.ts'
import { atTime, type Past } from '#app/demo/past.ts'
import { Dice } from '#app/demo/random.ts'
import { writeTo } from '#app/demo/replies.ts'
import type { WrittenAnswer } from '#app/demo/surveys.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

const hour = 3_600_000
const day = 24 * hour

/** What becomes of a case: when somebody reached the person, how, and what was said. All of it is settled beforehand. */
export interface FollowUp {
  responseId: string
  plan: WrittenAnswer['plan']
  reachedAt: Date
  by: 'mail' | 'call'
  outreach: (typeof outreach)[number]
  actionPlan: string
  ending: string
  callMinutes: number
}

/** The follow-ups that answers are owed. Who must not be written to is called. */
export function followUpsOf(
  answers: readonly WrittenAnswer[],
  seed: number,
  mayMail: (plan: WrittenAnswer['plan']) => boolean,
  hours: Hours,
): FollowUp[] {
  const dice = new Dice(seed)
  return answers
    .filter(({ plan }) => plan.followUp !== 'none')
    .sort((a, b) => a.plan.at.getTime() - b.plan.at.getTime())
    .map(({ responseId, plan }) => ({
      responseId,
      plan,
      reachedAt: hours.after(new Date(plan.at.getTime() + dice.around(7, 0.7) * hour)),
      by: dice.chance(0.7) && mayMail(plan) ? ('mail' as const) : ('call' as const),
      outreach: dice.pick(outreach),
      actionPlan: dice.pick(plans),
      ending: dice.pick(endings),
      callMinutes: dice.whole(8, 35),
    }))
}

const chunk = 24

/** Opens the case of each answer, and moves it on unless `isLater` says that this is done elsewhere. */
export async function writeCases(
  past: Past,
  staff: Staff,
  what: string,
  due: readonly FollowUp[],
  isLater: (one: FollowUp) => boolean,
): Promise<void> {
  for (let start = 0; start < due.length; start += chunk) {
    const some = due.slice(start, start + chunk)
    const about = { words: `Following up ${what}: ${start} of ${due.length}`, weight: some.length * 6 }
    await past.part(`cases of ${what} from ${start}`, about, async (ctx) => {
      // Whoever answered twice has one case: one after the other for each person, all people at once.
      const people = new Map<string, FollowUp[]>()
      for (const one of some) {
        const key = `${one.plan.account} ${one.plan.contact}`
        people.set(key, [...(people.get(key) ?? []), one])
      }
      await Promise.all(
        [...people.values()].map(async (own) => {
          for (const one of own) {
            await hearResponse(atTime(ctx, one.plan.at), one.responseId)
            if (!isLater(one)) await follow(ctx, past, staff, one, false)
          }
        }),
      )
    })
  }
}

/**
 * Goes through the steps of a case as far as its plan says, each at its own time. A first mail is written out with
 * `inFull`; those of long ago are only noted.
 */
export async function follow(
  ctx: Ctx,
  past: Past,
  staff: Staff,
  one: FollowUp,
  inFull: boolean,
): Promise<void> {
  const { plan } = one
  // Who answered while the office is closed was not reached yet.
  if (plan.followUp === 'opened' || !past.hours.isOver(one.reachedAt)) return
  const row = await ctx.db.maybe<{ id: string; lead: string | null }>(sql`
    select id, lead_member_id as lead from cases
    where workspace_id = ${past.workspaceId} and response_id = ${one.responseId} and status = 'open'`)
  if (!row) return
  const lead = [staff.owner, ...staff.others].find((member) => member.id === row.lead) ?? staff.others[0]!
  const after = (days: number) =>
    atTime(ctx, past.hours.at(new Date(one.reachedAt.getTime() + days * day)), lead)
  await reachOut(atTime(ctx, one.reachedAt, lead), row.id, one, inFull)
  if (plan.followUp === 'reached') return
  await finish(after(2), row.id, 'executive-call', one)
  await finish(after(3), row.id, 'action-plan', one)
  const month = one.reachedAt.getTime() + 30 * day
  if (plan.followUp === 'planned') {
    if (month < past.now.getTime()) await finish(after(30), row.id, 'monthly-follow-up', one, false)
    return
  }
  await finish(after(30), row.id, 'monthly-follow-up', one)
  const touch = await ctx.db.maybe<{ id: string; kind: 'call' | 'mail' }>(sql`
    select id, kind from touchpoints
    where workspace_id = ${past.workspaceId} and case_id = ${row.id} and kind in ('call', 'mail')
    order by at desc, id desc limit 1`)
  await resolveCase(after(31), {
    caseId: row.id,
    resolution: one.ending,
    cause: causes[endings.indexOf(one.ending)] ?? null,
    ...(touch ? { confirmation: touch.kind, touchpointId: touch.id } : { confirmation: 'not_asked' }),
  })
}

type StepKey = 'outreach' | 'executive-call' | 'action-plan' | 'monthly-follow-up'

async function openStep(ctx: Ctx, caseId: string, key: StepKey): Promise<string | undefined> {
  const step = await ctx.db.maybe<{ id: string }>(sql`
    select id from case_steps
    where workspace_id = ${ctx.workspaceId} and case_id = ${caseId} and step_key = ${key} and state = 'open'
    order by round desc limit 1`)
  return step?.id
}

async function reachOut(ctx: Ctx, caseId: string, one: FollowUp, inFull: boolean): Promise<void> {
  const stepId = await openStep(ctx, caseId, 'outreach')
  if (!stepId) return
  const { summary, ...slots } = one.outreach
  if (inFull && one.by === 'mail') return writeTo(ctx, { caseId, stepId }, 'nps-detractor/outreach', slots)
  await completeStep(ctx, {
    caseId,
    stepId,
    evidence: {},
    results: {},
    touchpoint: {
      kind: one.by,
      summary,
      at: ctx.now(),
      ...(one.by === 'call' && { durationMinutes: one.callMinutes }),
    },
  })
}

async function finish(
  ctx: Ctx,
  caseId: string,
  key: StepKey,
  one: FollowUp,
  isSatisfied = true,
): Promise<void> {
  const stepId = await openStep(ctx, caseId, key)
  if (!stepId) return
  const kinds = { 'executive-call': 'call', 'monthly-follow-up': 'mail' } as const
  const kind = key in kinds ? kinds[key as keyof typeof kinds] : undefined
  const evidence: Record<string, string> =
    key === 'action-plan'
      ? { plan: one.actionPlan }
      : key === 'executive-call'
        ? { 'what the customer asks for': 'A date for the export, and one person to call.' }
        : {}
  await completeStep(ctx, {
    caseId,
    stepId,
    evidence,
    results: key === 'monthly-follow-up' ? { satisfied: isSatisfied } : {},
    ...(kind && {
      touchpoint: {
        kind,
        at: ctx.now(),
        summary:
          kind === 'call'
            ? 'Went through the whole history and agreed the goal.'
            : `Told what changed since and asked whether it settles the matter. ${isSatisfied ? 'It does.' : 'Not yet.'}`,
        ...(kind === 'call' && { durationMinutes: one.callMinutes }),
      },
    }),
  })
}
