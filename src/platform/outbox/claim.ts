import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { takeTurn } from '#platform/db/turn.ts'
import type { Verdict } from '#platform/outbox/gate.ts'
import { settle } from '#platform/outbox/moves.ts'
import { type Outbox, wake } from '#platform/outbox/outbox.ts'
import { claimEnd, holdAfterDays, statesBefore } from '#platform/outbox/rules.ts'

/**
 * Begins to take messages: one claimer at a time in a workspace, so that the rate and the number of connections hold across
 * processes. A lease that ran out ends: a message that was only claimed goes back; one that was being handed over is
 * uncertain for good, because the other side may have it.
 */
export async function beginClaim(ctx: Ctx, box: Outbox): Promise<void> {
  await takeTurn(ctx, box.table)
  const lost = await ctx.db.many<{ id: string }>(
    sql.kept(sql`
    select id from ${sql.id(box.table)}
    where workspace_id = ${ctx.workspaceId} and indexed_state = 'leaving' and state = 'handing_over'
      and lease_until <= ${ctx.now()} for update`),
  )
  await settle(ctx, box, 'lease_out', 'uncertain', { ids: lost.map((row) => row.id), reason: 'crashed' })
  await ctx.db.run(
    sql.kept(sql`
    update ${sql.id(box.table)} set state = 'queued', lease_until = null
    where workspace_id = ${ctx.workspaceId} and indexed_state = 'leaving' and state = 'claimed'
      and lease_until <= ${ctx.now()}`),
  )
}

/** There is no way out: what is due waits for one. */
export async function holdDue(ctx: Ctx, box: Outbox): Promise<void> {
  await hold(ctx, box, box.noWay, sql`true`)
}

/** What waited too long before its first try is left to a person. */
export async function holdOld(ctx: Ctx, box: Outbox): Promise<void> {
  await hold(ctx, box, 'old', sql`attempts = 0 and due_at < ${tooOld(ctx)}`)
}

const tooOld = (ctx: Ctx) => new Date(ctx.now().getTime() - holdAfterDays * 86_400_000)

async function hold(ctx: Ctx, box: Outbox, why: string, which: Sql): Promise<void> {
  await ctx.db.run(
    sql.kept(sql`
    update ${sql.id(box.table)} set hold = ${why}
    where workspace_id = ${ctx.workspaceId} and indexed_state in ('queued', 'deferred') and hold is null
      and due_at <= ${ctx.now()} and ${which}`),
  )
}

/** What was written as waiting for a way out while one was just being set goes. */
export async function releaseLate(ctx: Ctx, box: Outbox): Promise<void> {
  await ctx.db.run(
    sql.kept(sql`
    update ${sql.id(box.table)} set hold = null where workspace_id = ${ctx.workspaceId} and hold = ${box.noWay}`),
  )
}

/** There is a way out: what waited for one goes, but what waited too long is left to a person. Answers how many of each. */
export async function release(ctx: Ctx, box: Outbox): Promise<{ released: number; old: number }> {
  const waiting = sql`workspace_id = ${ctx.workspaceId} and hold = ${box.noWay}`
  const old = await ctx.db.run(sql`
    update ${sql.id(box.table)} set hold = 'old' where ${waiting} and due_at < ${tooOld(ctx)}`)
  const released = await ctx.db.run(sql`update ${sql.id(box.table)} set hold = null where ${waiting}`)
  await wake(ctx, box)
  return { released, old }
}

/** How many messages are in somebody's hands, and how many the rate of a minute leaves; wakes itself when it is used up. */
export async function roomLeft(
  ctx: Ctx,
  box: Outbox,
  perMinute: number,
): Promise<{ running: number; left: number }> {
  const minuteAgo = new Date(ctx.now().getTime() - 60_000)
  const { running, recent, oldest } = await ctx.db.one<{
    running: number
    recent: number
    oldest: Date | null
  }>(
    sql.kept(sql`
    select (select count(*) from ${sql.id(box.table)}
        where workspace_id = ${ctx.workspaceId} and indexed_state = 'leaving') as running,
      count(*) as recent, min(claimed_at) as oldest
    from ${sql.id(box.table)} where workspace_id = ${ctx.workspaceId} and claimed_at > ${minuteAgo}`),
  )
  const left = perMinute - recent
  if (left < 1 && oldest) await wake(ctx, box, new Date(oldest.getTime() + 60_001))
  return { running, left }
}

/** Takes the next messages that are due under a lease. */
export async function takeDue<T>(ctx: Ctx, box: Outbox, most: number, columns: Sql): Promise<T[]> {
  return ctx.db.many<T & object>(
    sql.kept(sql`
    with due as (
      select id from ${sql.id(box.table)}
      where workspace_id = ${ctx.workspaceId} and indexed_state in ('queued', 'deferred') and hold is null
        and due_at <= ${ctx.now()}
      order by due_at, id limit ${most} for update skip locked)
    update ${sql.id(box.table)} m set state = 'claimed', reason = null, fence = fence + 1, attempts = attempts + 1,
      claimed_at = ${ctx.now()}, lease_until = ${claimEnd(ctx.now())}
    from due where m.workspace_id = ${ctx.workspaceId} and m.id = due.id
    returning ${columns}`),
  ) as Promise<T[]>
}

/**
 * Holds on to those of the messages taken whose turn to be handed over has not come: the sender lives. One that is being
 * written just now is not waited for.
 */
export async function renewClaims(
  ctx: Ctx,
  box: Outbox,
  taken: readonly { id: string; fence: number }[],
): Promise<void> {
  await ctx.db.run(
    sql.kept(sql`
    with mine as (
      select m.id from ${sql.id(box.table)} m
      join unnest(${taken.map(({ id }) => id)}::uuid[], ${taken.map(({ fence }) => fence)}::integer[]) mine (id, fence)
        on mine.id = m.id and mine.fence = m.fence
      where m.workspace_id = ${ctx.workspaceId} and m.state = 'claimed' and m.lease_until > ${ctx.now()}
      for update of m skip locked)
    update ${sql.id(box.table)} m set lease_until = ${claimEnd(ctx.now())}
    from mine where m.workspace_id = ${ctx.workspaceId} and m.id = mine.id`),
  )
}

/** What a gate kept back of those taken ends, or goes back until a time: it was not tried, and does not count as sent. */
export async function keepBack(ctx: Ctx, box: Outbox, kept: ReadonlyMap<string, Verdict>): Promise<void> {
  for (const [id, { reason, until }] of kept) {
    if (until === null) await settle(ctx, box, 'suppress', 'suppressed', { ids: [id], reason })
    else {
      await ctx.db.run(
        sql.kept(sql`
        update ${sql.id(box.table)} set state = 'queued', reason = ${reason}, due_at = ${until}, lease_until = null,
          claimed_at = null, attempts = attempts - 1
        where workspace_id = ${ctx.workspaceId} and id = ${id} and state = any(${statesBefore('put_back')})`),
      )
      await wake(ctx, box, until)
    }
  }
}
