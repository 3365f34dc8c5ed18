import { type Staff, staffAt } from '#app/demo/customers.ts'
import { atTime, type Past } from '#app/demo/past.ts'
import { quotesOf } from '#app/demo/questions.ts'
import { askedFor, type DemoRequest } from '#app/demo/requests-asked.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId } from '#platform/ids.ts'
import { linkEvidence } from '#prioritize/requests/commands/evidence.ts'
import { followRequest } from '#prioritize/requests/commands/follow.ts'
import { createRequest, decideRequest } from '#prioritize/requests/commands/requests.ts'
import { addModelVersion, createModel, rateRequest } from '#prioritize/scoring/commands.ts'
import { firstTerms } from '#prioritize/scoring/rules.ts'

/** In turn, as customers differ in how much something matters to them. */
const importances = [2, 1, 3, 1, 2, 0, 3, 1, 2, 2, 1, 3]
const quotesMost = 24
/** What the team thinks a request does for customers, in the order of the requests; the last ones nobody has rated yet. */
const impacts = [
  ...[8, 5.5, 8.5, 4, 6, 9, 3.5, 2.5, 6.5, 3, 4.5, 1.5, 7.5, 6, 4, 5, 7, 3, 8, 4.5, 5.5, 7.5, 6],
  ...[4, 6.5, 7, 2, 6, 5, 8],
]

/** The requests of a year as a team leaves them: decided, coming, shipped, parked, declined, and those that wait. */
export function makeRequests(past: Past, staff: Staff): Promise<void> {
  return past.part('requests', { words: 'Writing down requests', weight: 60 }, async (ctx) => {
    const areas = await ctx.db.many<{ id: string; code: string }>(
      sql`select id, code from product_areas where workspace_id = ${past.workspaceId}`,
    )
    const idOf = new Map(areas.map((area) => [area.code, area.id]))
    for (const [i, one] of askedFor.entries())
      await write(ctx, past, staff, one, impacts[i], idOf.get(one.area))
    await makeModel(
      atTime(ctx, past.hours.daysAgo(40), staff.owner),
      atTime(ctx, past.hours.daysAgo(8), staff.owner),
    )
  })
}

/** A strategy beside RICE, weighed anew once. */
async function makeModel(then: Ctx, later: Ctx): Promise<void> {
  const { id } = await createModel(then, {
    name: 'Keep large accounts',
    terms: [...firstTerms],
    note: 'For the plan of the year.',
  })
  await addModelVersion(later, {
    modelId: decodeId('smod', id)!,
    terms: firstTerms.map((one) => (one.factor === 'mrr' ? { ...one, weight: 6 } : { ...one })),
    note: 'Two large accounts renew in the spring: revenue counts double.',
  })
}

async function write(
  ctx: Ctx,
  past: Past,
  staff: Staff,
  plan: DemoRequest,
  impact: number | undefined,
  areaId?: string,
): Promise<void> {
  const by = plan.owner ?? 1
  const at = (daysAgo: number) => atTime(ctx, past.hours.daysAgo(daysAgo), staffAt(staff, by))
  const day = (inDays: number) =>
    new Date(past.now.getTime() + inDays * 86_400_000).toISOString().slice(0, 10)
  const { effort, owner } = plan
  const made = await createRequest(at(plan.daysAgo), {
    title: plan.title,
    problem: plan.problem,
    businessValue: plan.value,
    areaId,
    ownerId: owner === undefined ? undefined : staffAt(staff, owner).id,
    competitors: plan.rivals ?? [],
    effort: effort && { low: effort[0], high: effort[1], confidence: effort[2] },
    links: [],
    importance: 1,
  })
  const requestId = decodeId('req', made.id)!
  const quotes = await quotesOf(atTime(ctx, past.hours.daysAgo(1)), plan.says, quotesMost)
  for (const [i, { feedbackId, quote }] of quotes.entries()) {
    const linking = at(Math.max(1, plan.daysAgo - 1 - i * 4))
    await linkEvidence(linking, {
      requestId,
      feedbackId,
      quote,
      importance: importances[i % importances.length]!,
    })
  }
  if (impact !== undefined)
    await rateRequest(at(Math.max(1, plan.daysAgo - 4)), {
      requestId,
      values: [
        { factor: 'impact', value: impact },
        ...(effort ? [{ factor: 'confidence', value: Math.min(95, effort[2] + 5) }] : []),
        { factor: 'strategic_fit', value: (impact * 7 + plan.title.length) % 11 },
        { factor: 'urgency', value: (impact * 3 + plan.daysAgo) % 11 },
      ],
    })
  for (const { to, daysAgo, reason, parkedFor, targetIn } of plan.moves ?? [])
    await decideRequest(at(daysAgo), {
      requestId,
      status: to,
      reason,
      ...(parkedFor !== undefined && { parkedUntil: day(parkedFor) }),
      ...(targetIn !== undefined && { targetOn: day(targetIn) }),
    })
  if (plan.rivals)
    await followRequest(atTime(ctx, past.hours.daysAgo(10), staff.owner), { requestId, isFollowing: true })
}
