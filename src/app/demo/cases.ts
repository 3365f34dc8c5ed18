import { resolveCase } from '#act/cases/commands/end.ts'
import { hearResponse } from '#act/cases/commands/open.ts'
import { completeStep } from '#act/cases/commands/steps.ts'
import type { Past } from '#app/demo/clock.ts'
import { demoJob } from '#app/demo/clock.ts'
import type { Staff } from '#app/demo/customers.ts'
import { Dice } from '#app/demo/random.ts'
import type { WrittenAnswer } from '#app/demo/surveys.ts'
import type { Actor, Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

const hour = 3_600_000
const day = 24 * hour

const outreach = [
  'Thanked for the frank answer, said what we understood and who looks into it until Thursday.',
  'Apologised for the silence, named the cause, and promised a date by the end of the week.',
  'Called first, then confirmed by mail: we look at the import together on Monday.',
]
const plans = [
  'Cause: the mapping of guardians is not explained. We import it with them on Monday; product adds a preview. Told the customer both dates.',
  'Cause: tickets lay with one person on leave. Support now shares the queue; the customer has a direct number until the end of term.',
  'Cause: statement run started at midnight with the backup. Moved to 4:00; we compare times for two weeks and report back.',
]
const endings = [
  'The import went through in one go; the bursar says it is settled.',
  'They confirmed that statements are on time since the change.',
  'Agreed to stay; asked to be told when the export ships.',
  'Training repeated with their own data. Team is content.',
]

/** The cases of detractors, opened and moved on by the playbook itself, each at its own time. */
export async function writeCases(past: Past, staff: Staff, answers: readonly WrittenAnswer[]): Promise<void> {
  const dice = new Dice(59)
  const due = answers
    .filter(({ plan }) => plan.followUp !== 'none')
    .sort((a, b) => a.plan.at.getTime() - b.plan.at.getTime())
  for (const { responseId, plan } of due) {
    const caseId = await past.run(demoJob, async (ctx, at) => {
      at(plan.at)
      await hearResponse(ctx, responseId)
      const row = await ctx.db.maybe<{ id: string }>(sql`
        select id from cases where workspace_id = ${past.workspaceId} and response_id = ${responseId} and status = 'open'`)
      return row?.id
    })
    if (!caseId || plan.followUp === 'opened') continue
    const reached = plan.at.getTime() + dice.around(7, 0.7) * hour
    const lead = await leadOf(past, staff, caseId)
    await past.run(lead, async (ctx, at) => {
      const moment = (time: number) => at(new Date(Math.min(time, past.now.getTime() - 5 * 60_000)))
      moment(reached)
      await finish(ctx, caseId, 'outreach', {
        kind: dice.chance(0.7) ? 'mail' : 'call',
        summary: dice.pick(outreach),
      })
      if (plan.followUp === 'reached') return
      moment(reached + 2 * day)
      await finish(ctx, caseId, 'executive-call', {
        kind: 'call',
        summary: 'Went through the whole history and agreed the goal.',
      })
      moment(reached + 3 * day)
      await finish(ctx, caseId, 'action-plan')
      if (plan.followUp === 'planned') return
      moment(reached + 30 * day)
      await finish(ctx, caseId, 'monthly-follow-up', {
        kind: 'mail',
        summary: 'Told what changed since and asked whether it settles the matter. It does.',
      })
      moment(reached + 31 * day)
      await resolveCase(ctx, { caseId, resolution: dice.pick(endings) })
    })
  }

  async function finish(
    ctx: Ctx,
    caseId: string,
    key: string,
    touchpoint?: { kind: 'mail' | 'call'; summary: string },
  ) {
    const step = await ctx.db.maybe<{ id: string }>(sql`
      select id from case_steps where workspace_id = ${past.workspaceId} and case_id = ${caseId} and step_key = ${key} and state = 'open'
      order by round desc limit 1`)
    if (!step) return
    const evidence: Record<string, string> =
      key === 'action-plan'
        ? { plan: dice.pick(plans) }
        : key === 'executive-call'
          ? { 'what the customer asks for': 'A date for the export, and one person to call.' }
          : {}
    await completeStep(ctx, {
      caseId,
      stepId: step.id,
      evidence,
      results: key === 'monthly-follow-up' ? { satisfied: true } : {},
      ...(touchpoint && {
        touchpoint: {
          ...touchpoint,
          at: ctx.now(),
          ...(touchpoint.kind === 'call' && { durationMinutes: dice.whole(8, 35) }),
        },
      }),
    })
  }
}

async function leadOf(past: Past, staff: Staff, caseId: string): Promise<Actor> {
  const row = await past.run(demoJob, (ctx) =>
    ctx.db.one<{ lead: string | null }>(
      sql`select lead_member_id as lead from cases where workspace_id = ${past.workspaceId} and id = ${caseId}`,
    ),
  )
  return [staff.owner, ...staff.others].find((member) => member.id === row.lead) ?? staff.others[0]!
}
