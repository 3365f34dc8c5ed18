import {
  columns,
  countedNow,
  type Kept,
  keptOf,
  keys,
  lockFacts,
  metricZone,
  putFacts,
} from '#measure/metrics/kept.ts'
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

/** Counts every kept fact again and compares; with `repair` what differs is written anew. Right: both differences are 0. */
export async function checkMetrics(ctx: Ctx, options: { repair?: boolean } = {}): Promise<MetricCheck> {
  const zone = await metricZone(ctx)
  if (options.repair) await lockFacts(ctx)
  const check: MetricCheck = { facts: 0, wrongFacts: 0, wrongSums: 0 }
  for (const kept of kinds) {
    const { facts, wrong } = await compareFacts(ctx, kept, zone, options.repair === true)
    check.facts += facts
    check.wrongFacts += wrong
  }
  check.wrongSums = await countWrongSums(ctx)
  if (options.repair && check.wrongSums > 0) await sumAll(ctx)
  return check
}

async function compareFacts(ctx: Ctx, kept: Kept, zone: string, isRepair: boolean) {
  const ws = ctx.workspaceId
  const these = sql`workspace_id = ${ws} and fact = any(${[...keptOf[kept]]}::text[])`
  const both = sql`(${countedNow(ctx, kept, zone, sql`true`)}) f
    full join (select ${columns} from metric_facts where ${these}) k on k.fact = f.fact and k.id = f.id`
  if (!isRepair)
    return ctx.db.one<{ facts: number; wrong: number }>(sql`
      select count(f.id)::integer as facts, (count(*) filter (where f is distinct from k))::integer as wrong from ${both}`)
  const { wrong } = await ctx.db.one<{ wrong: number }>(sql`
    with differing as materialized (
      select k.fact as kept_fact, k.id as kept_id, f.* from ${both} where f is distinct from k
    ),
    gone as (delete from metric_facts m using differing d
      where m.workspace_id = ${ws} and m.fact = d.kept_fact and m.id = d.kept_id and d.id is null),
    put as (${putFacts(ctx, sql`select ${columns} from differing where id is not null`)})
    select count(*)::integer as wrong from differing`)
  const { facts } = await ctx.db.one<{ facts: number }>(
    sql`select count(*)::integer as facts from metric_facts where ${these}`,
  )
  return { facts, wrong }
}

async function countWrongSums(ctx: Ctx): Promise<number> {
  const { wrong } = await ctx.db.one<{ wrong: number }>(sql`
    with sums as (${sumsNow(ctx)}),
    kept as (select ${keys}, n from metric_sums where workspace_id = ${ctx.workspaceId} and n <> 0)
    select count(*)::integer as wrong from sums full join kept using (${keys}) where sums.n is distinct from kept.n`)
  return wrong
}

const sumsNow = ({ workspaceId }: Ctx) => sql`
  select ${keys}, count(*)::integer as n from metric_facts where workspace_id = ${workspaceId} and value >= 0 group by ${keys}`

async function sumAll(ctx: Ctx): Promise<void> {
  const ws = ctx.workspaceId
  await ctx.db.run(sql`delete from metric_sums where workspace_id = ${ws}`)
  await ctx.db.run(
    sql`insert into metric_sums (workspace_id, ${keys}, n) select ${ws}::uuid, s.* from (${sumsNow(ctx)}) s`,
  )
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
  if (moved.n > 0) await sumAll(ctx)
}
