import { type Staff, staffAt } from '#app/demo/customers.ts'
import { atTime, type Past } from '#app/demo/past.ts'
import { quotesOf } from '#app/demo/questions.ts'
import { askedFor, type DemoRequest } from '#app/demo/requests-asked.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId } from '#platform/ids.ts'
import { linkEvidence } from '#prioritize/requests/commands/evidence.ts'
import { createRequest, decideRequest, followRequest } from '#prioritize/requests/commands/requests.ts'

/** In turn, as customers differ in how much something matters to them. */
const importances = [2, 1, 3, 1, 2, 0, 3, 1, 2, 2, 1, 3]
const quotesMost = 24

/** The requests of a year as a team leaves them: decided, coming, shipped, parked, declined, and those that wait. */
export function makeRequests(past: Past, staff: Staff): Promise<void> {
  return past.part('requests', { words: 'Writing down requests', weight: 60 }, async (ctx) => {
    const areas = await ctx.db.many<{ id: string; code: string }>(
      sql`select id, code from product_areas where workspace_id = ${past.workspaceId}`,
    )
    const idOf = new Map(areas.map((area) => [area.code, area.id]))
    for (const one of askedFor) await write(ctx, past, staff, one, idOf.get(one.area))
  })
}

async function write(ctx: Ctx, past: Past, staff: Staff, plan: DemoRequest, areaId?: string): Promise<void> {
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
