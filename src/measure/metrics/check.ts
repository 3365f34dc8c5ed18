import { columns, countedNow, type Kept, keptOf, keys, lockFacts, metricZone } from '#measure/metrics/kept.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

export interface MetricCheck {
  facts: number
  /** Facts counted where they should not be, or not counted at all. */
  wrongFacts: number
  /** Sums of a day that differ from counting again. */
  wrongSums: number
}

const kinds = Object.keys(keptOf) as Kept[]

/** Counts every kept fact again and compares; with `repair` all is then written anew. Right: both differences are 0. */
export async function checkMetrics(ctx: Ctx, options: { repair?: boolean } = {}): Promise<MetricCheck> {
  const ws = ctx.workspaceId
  const zone = await metricZone(ctx)
  if (options.repair) await lockFacts(ctx)
  const fresh = sql.join(
    kinds.map((kept) => countedNow(ctx, kept, zone, sql`true`)),
    ' union all ',
  )
  const row = await ctx.db.one<{ facts: number; wrong_facts: number; wrong_sums: number }>(sql`
    with fresh as materialized (${fresh}),
    kept as materialized (select ${columns} from metric_facts where workspace_id = ${ws}),
    sums as (select ${keys}, count(*)::integer as n from fresh where value >= 0 group by ${keys}),
    kept_sums as (select ${keys}, n from metric_sums where workspace_id = ${ws} and n <> 0)
    select (select count(*) from fresh) as facts,
      (select count(distinct (fact, id)) from (
        (select * from fresh except select * from kept) union all (select * from kept except select * from fresh)) x) as wrong_facts,
      (select count(*) from sums full join kept_sums using (${keys}) where sums.n is distinct from kept_sums.n) as wrong_sums`)
  const check = { facts: row.facts, wrongFacts: row.wrong_facts, wrongSums: row.wrong_sums }
  if (options.repair && (check.wrongFacts > 0 || check.wrongSums > 0)) await rebuild(ctx, zone)
  return check
}

async function rebuild(ctx: Ctx, zone: string): Promise<void> {
  const ws = ctx.workspaceId
  await ctx.db.run(sql`delete from metric_sums where workspace_id = ${ws}`)
  await ctx.db.run(sql`delete from metric_facts where workspace_id = ${ws}`)
  for (const kept of kinds)
    await ctx.db.run(sql`
      insert into metric_facts (workspace_id, ${columns})
      select ${ws}, ${columns} from (${countedNow(ctx, kept, zone, sql`true`)}) fresh`)
  await sumAll(ctx)
}

async function sumAll(ctx: Ctx): Promise<void> {
  await ctx.db.run(sql`
    insert into metric_sums (workspace_id, ${keys}, n)
    select ${ctx.workspaceId}, ${keys}, count(*) from metric_facts
    where workspace_id = ${ctx.workspaceId} and value >= 0 group by ${keys}`)
}

/** Days are those of the workspace's clock: after another zone was set, all are counted by it. */
export async function moveDays(ctx: Ctx): Promise<void> {
  const ws = ctx.workspaceId
  const zone = await metricZone(ctx)
  await lockFacts(ctx)
  // Once in a workspace's life, and then all of it.
  await ctx.db.run(sql`set local statement_timeout = '1h'`)
  const moved = await ctx.db.one<{ n: number }>(sql`
    with moved as (
      update metric_facts set day = (at at time zone ${zone})::date
      where workspace_id = ${ws} and day <> (at at time zone ${zone})::date returning 1
    ) select count(*) as n from moved`)
  if (moved.n === 0) return
  await ctx.db.run(sql`delete from metric_sums where workspace_id = ${ws}`)
  await sumAll(ctx)
}
