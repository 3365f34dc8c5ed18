import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { getSetting } from '#platform/settings/settings.ts'
import { type Frame, readFrame } from '#prioritize/requests/rows.ts'
import { type NamedModel, ownFactors, readModel } from '#prioritize/scoring/models.ts'
import {
  accountsBySegment,
  builtIn,
  type Factor,
  isSaid,
  mostRanked,
  ranked,
} from '#prioritize/scoring/rules.ts'
import {
  type Column,
  columnOf,
  type Facts,
  type Field,
  type SegmentDemand,
} from '#prioritize/scoring/score.ts'
import { scoringSettings } from '#prioritize/scoring/settings.ts'

/** What all ranked requests are scored by, read at once: a rank is one among all, so nothing less will do. */

export interface Read {
  facts: readonly Facts[]
  field: Field
  frame: Frame
  /** the place of a request among the facts */
  placeOf: ReadonlyMap<string, number>
}

/** Reads the requests that are ranked with the columns these models need, and `also` (such as impact, for the matrix). */
export async function readField(
  ctx: Ctx,
  models: readonly Pick<NamedModel, 'terms'>[],
  also: readonly string[] = [],
): Promise<Read> {
  const ws = ctx.workspaceId
  const keys = new Set([...models.flatMap((model) => model.terms.map((one) => one.factor)), ...also])
  const isOwn = [...keys].some((key) => key.length === 36)
  const own = isOwn ? await ownFactors(ctx, { withRetired: true }) : []
  const factors = [...builtIn, ...own].filter((one) => keys.has(one.key))
  const saidKeys = factors.filter(isSaid).map((one) => one.key)
  const isBySegment = factors.some((one) => one.measure === 'segments')
  const importance = isBySegment ? (await getSetting(ctx, scoringSettings)).segments : {}
  const segments = [
    ...factors.flatMap((one) => (one.segment === null ? [] : [one.segment])),
    ...Object.keys(importance),
  ]
  const [rows, said, bySegment, frame] = await Promise.all([
    ctx.db.many<Omit<Facts, 'segments'>>(sql`
      select id, accounts, customers, contacts, mrr_cents as mrr, largest_cents as largest, blocked, blocked_cents as blocked_mrr,
        effort_low, effort_high, effort_confidence
      from requests where workspace_id = ${ws} and merged_into_id is null
        and status in ('open', 'under_review', 'planned', 'in_progress')
      order by demand_cents desc, id limit ${mostRanked}`),
    saidKeys.length === 0 ? [] : readSaid(ctx, saidKeys),
    segments.length === 0 ? [] : readSegments(ctx, segments),
    readFrame(ctx),
  ])
  const values = new Map<string, Map<string, number>>()
  for (const { factor, request_id, value } of said) {
    const column = values.get(factor) ?? new Map<string, number>()
    values.set(factor, column.set(request_id, value))
  }
  const demand = new Map(bySegment.map((row) => [`${row.segment} ${row.request_id}`, row as SegmentDemand]))
  const facts = rows.map((row) => ({
    ...row,
    segments: accountsBySegment(
      row.accounts,
      importance,
      (segment) => demand.get(`${segment} ${row.id}`)?.accounts ?? 0,
    ),
  }))
  const columns = new Map<string, Column>(
    factors.map((factor: Factor) => [
      factor.key,
      columnOf(
        factor,
        facts,
        (id) => values.get(factor.key)?.get(id),
        (id) => demand.get(`${factor.segment} ${id}`),
      ),
    ]),
  )
  return {
    facts,
    field: { ids: facts.map((one) => one.id), columns },
    frame,
    placeOf: new Map(facts.map((one, i) => [one.id, i])),
  }
}

/** A model and all that is ranked by it. */
export async function readRanked(ctx: Ctx, id?: string, version?: number, also: readonly string[] = []) {
  const model = await readModel(ctx, id, version)
  return { model, ...(await readField(ctx, [model], also)) }
}

function readSaid(ctx: Ctx, keys: readonly string[]) {
  return ctx.db.many<{ factor: string; request_id: string; value: number }>(sql`
    select factor, request_id, value from score_values where workspace_id = ${ctx.workspaceId} and factor = any(${keys})`)
}

function readSegments(ctx: Ctx, segments: readonly string[]) {
  const ws = ctx.workspaceId
  return ctx.db.many<SegmentDemand & { segment: string; request_id: string }>(sql`
    select a.segment, x.request_id, count(*) as accounts,
      coalesce(sum(a.mrr_cents) filter (where a.lifecycle = 'active' and a.currency = r.currency), 0)::bigint as mrr,
      coalesce(max(a.mrr_cents) filter (where a.lifecycle = 'active' and a.currency = r.currency), 0)::bigint as largest
    from accounts a
    join request_accounts x on x.workspace_id = ${ws} and x.account_id = a.id
    join requests r on r.workspace_id = ${ws} and r.id = x.request_id and r.merged_into_id is null
      and r.status = any(${[...ranked]})
    where a.workspace_id = ${ws} and a.segment = any(${segments})
    group by a.segment, x.request_id`)
}
