import { z } from 'zod'
import { logAction } from '#act/corrective-actions/commands.ts'
import { dueAgainDays } from '#act/corrective-actions/rules.ts'
import { holders } from '#act/playbooks/holders.ts'
import { addDays, dayOf } from '#measure/dashboards/rules.ts'
import type { Measure } from '#measure/impact/contract.ts'
import { readEffects } from '#measure/impact/effects.ts'
import { requestsOf, type StoredImpact, showMeasures } from '#measure/impact/queries.ts'
import { looks, nextLook } from '#measure/impact/rules.ts'
import { studyImpact } from '#measure/impact/study.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { type Emitted, projection } from '#platform/events/event.ts'
import { decodeId, newId } from '#platform/ids.ts'
import { task } from '#platform/jobs/task.ts'
import { move } from '#prioritize/requests/commands/requests.ts'
import { holdRequest } from '#prioritize/requests/load.ts'
import { keepEffects, looksAtEffects } from '#prioritize/reviews/minutes.ts'

/** What ships is looked at from now on; what ships again, anew. */
async function begin(ctx: Ctx, of: { requestId?: string; releaseId?: string }): Promise<void> {
  const ws = ctx.workspaceId
  const { shipped_at } = await ctx.db.one<{ shipped_at: Date | null }>(
    of.releaseId
      ? sql`select shipped_at from releases where workspace_id = ${ws} and id = ${of.releaseId}`
      : sql`select l.shipped_at from (select) s
          left join release_requests x on x.workspace_id = ${ws} and x.request_id = ${of.requestId}
          left join releases l on l.workspace_id = ${ws} and l.id = x.release_id`,
  )
  const at = shipped_at ?? ctx.now()
  const lookOn = addDays(dayOf(at), looks[0])
  await ctx.db.run(sql`
    insert into impacts (workspace_id, id, request_id, release_id, shipped_at, look_on)
    values (${ws}, ${newId()}, ${of.requestId ?? null}, ${of.releaseId ?? null}, ${at}, ${lookOn})
    on conflict (workspace_id, ${of.releaseId ? sql`release_id` : sql`request_id`}) do update
      set shipped_at = excluded.shipped_at, look_on = excluded.look_on, is_back = false, action_id = null`)
}

/** What is not there any more is looked at no more. */
async function end(ctx: Ctx, of: { requestId?: string; releaseId?: string }): Promise<void> {
  await ctx.db.run(sql`
    update impacts set is_back = true, look_on = null where workspace_id = ${ctx.workspaceId}
      and ${of.releaseId ? sql`release_id = ${of.releaseId}` : sql`request_id = ${of.requestId}`}`)
}

/**
 * Makes the look that is due on one shipped change. Where that made something worse a corrective action is logged, and the
 * request is in progress again.
 */
async function look(ctx: Ctx, id: string): Promise<void> {
  const ws = ctx.workspaceId
  const today = dayOf(ctx.now())
  const impact = await ctx.db.maybe<StoredImpact>(sql`
    select * from impacts where workspace_id = ${ws} and id = ${id} and look_on <= ${today} for update`)
  if (!impact) return
  const shippedOn = dayOf(impact.shipped_at)
  const days = looks.findLast((one) => addDays(shippedOn, one) <= today)!
  const found = await studyImpact(ctx, await requestsOf(ctx, impact), impact.shipped_at, days)
  const measures = showMeasures(found)
  await ctx.db.run(sql`
    insert into impact_checks (workspace_id, impact_id, shipped_at, days, verdict, measures, checked_at)
    values (${ws}, ${id}, ${impact.shipped_at}, ${days}, ${found.verdict}, ${JSON.stringify(measures)}, ${ctx.now()})
    on conflict do nothing`)
  const next = nextLook(days)
  const actionId =
    found.verdict === 'worse' && impact.action_id === null
      ? await logWorse(ctx, impact, measures)
      : impact.action_id
  await ctx.db.run(sql`
    update impacts set look_on = ${next === undefined ? null : addDays(shippedOn, next)}, action_id = ${actionId}
    where workspace_id = ${ws} and id = ${id}`)
  if (found.verdict === 'worse' && impact.request_id) await reopen(ctx, impact.request_id, measures)
}

const whatIsWorse = (measures: readonly Measure[]) =>
  measures
    .filter(({ result }) => result === 'worse')
    .map(({ text }) => text)
    .join(' ')

/** A release is not taken back by itself: which of its requests did it, their own looks tell. */
async function reopen(ctx: Ctx, requestId: string, measures: readonly Measure[]): Promise<void> {
  const request = await holdRequest(ctx, requestId)
  if (request.status !== 'shipped') return
  const reason = `Something is worse since it shipped. ${whatIsWorse(measures)}`.slice(0, 2000)
  await move(ctx, request, { status: 'in_progress', by: 'clock', reason })
}

/** What got worse is somebody's: the owner of the request, else management. */
async function logWorse(ctx: Ctx, impact: StoredImpact, measures: readonly Measure[]): Promise<string> {
  const ws = ctx.workspaceId
  const { name, owner } = await ctx.db.one<{ name: string; owner: string | null }>(
    impact.request_id
      ? sql`select title as name, owner_member_id as owner from requests where workspace_id = ${ws} and id = ${impact.request_id}`
      : sql`select name, null::uuid as owner from releases where workspace_id = ${ws} and id = ${impact.release_id}`,
  )
  const ownerId = owner ?? (await holders(ctx, 'management'))[0]?.id
  const action = await logAction(ctx, {
    kind: 'product',
    finding: `Since “${name}” shipped something is worse. ${whatIsWorse(measures)}`.slice(0, 2000),
    dueOn: addDays(dayOf(ctx.now()), dueAgainDays),
    whys: [],
    ...(ownerId && { ownerId }),
  })
  return decodeId('capa', action.id)!
}

/** Every hour: what has been there for 30, 60 or 90 days is looked at, each in a transaction of its own. */
export const impactSweep = task('impact.sweep', z.object({}), async (_, door, signal) => {
  const day = dayOf(door.now())
  const actor = { kind: 'job', name: 'impact.sweep' } as const
  const due = await door.outside((db) =>
    db.many<{ workspace_id: string }>(sql`select workspace_id from impacts_due(${day})`),
  )
  for (const { workspace_id } of due) {
    const rows = await door.inWorkspace(workspace_id, actor, (ctx) =>
      ctx.db.many<{ id: string }>(sql`
        select id from impacts where workspace_id = ${workspace_id} and look_on <= ${day} order by look_on, id limit 200`),
    )
    for (const { id } of rows) {
      if (signal.aborted) return
      await door.inWorkspace(workspace_id, actor, (ctx) => look(ctx, id))
    }
  }
})

type OfRequest = Emitted<{ requestId: string }>
type OfRelease = Emitted<{ releaseId: string }>

export const projections = [
  projection('request.shipped', (ctx: Ctx, { payload: { requestId } }: OfRequest) =>
    begin(ctx, { requestId }),
  ),
  projection(
    'request.decided',
    async (ctx: Ctx, { payload }: Emitted<{ requestId: string; from: string | null }>) => {
      if (payload.from === 'shipped') await end(ctx, { requestId: payload.requestId })
    },
  ),
  // The minutes keep what past work had done by then.
  projection('review.held', async (ctx: Ctx, { payload: { reviewId } }: Emitted<{ reviewId: string }>) => {
    if (await looksAtEffects(ctx, reviewId)) await keepEffects(ctx, reviewId, (await readEffects(ctx)).data)
  }),
  projection('release.shipped', (ctx: Ctx, { payload: { releaseId } }: OfRelease) =>
    begin(ctx, { releaseId }),
  ),
  projection('release.taken_back', (ctx: Ctx, { payload: { releaseId } }: OfRelease) =>
    end(ctx, { releaseId }),
  ),
]

export const tasks = [impactSweep]
export const schedules = [{ cron: '37 * * * *', task: impactSweep }]
