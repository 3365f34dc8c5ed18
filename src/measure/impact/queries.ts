import { z } from 'zod'
import type * as contract from '#measure/impact/contract.ts'
import type { Impact, ImpactAccount, ImpactRow, Measure } from '#measure/impact/contract.ts'
import { type Judged, measureText, measureWords, type Verdict } from '#measure/impact/rules.ts'
import { comparedAccounts, type Found, studyImpact } from '#measure/impact/study.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'
import { releaseMissing } from '#prioritize/releases/queries.ts'
import { rootOf } from '#prioritize/requests/load.ts'

export interface StoredImpact {
  id: string
  request_id: string | null
  release_id: string | null
  shipped_at: Date
  look_on: string | null
  is_back: boolean
  action_id: string | null
}

/** Whether a shipped request worked, as of now. */
export async function getRequestImpact(
  ctx: Ctx,
  { requestId }: { requestId: string },
): Promise<Answer<typeof contract.getRequestImpact>> {
  const root = await rootOf(ctx, requestId)
  return { impact: await impactOf(ctx, sql`i.request_id = ${root}`) }
}

/** Whether a release worked, as of now. */
export async function getReleaseImpact(
  ctx: Ctx,
  { releaseId }: { releaseId: string },
): Promise<Answer<typeof contract.getReleaseImpact>> {
  const known = await ctx.db.maybe(
    sql`select id from releases where workspace_id = ${ctx.workspaceId} and id = ${releaseId}`,
  )
  if (!known) throw releaseMissing()
  return { impact: await impactOf(ctx, sql`i.release_id = ${releaseId}`) }
}

/** The requests an impact is about: its own, or those of its release. */
export async function requestsOf(ctx: Ctx, impact: StoredImpact): Promise<string[]> {
  if (impact.request_id) return [impact.request_id]
  const ws = ctx.workspaceId
  const rows = await ctx.db.many<{ id: string }>(sql`
    select distinct root_id(r.merged_into_id, r.id) as id from release_requests x
    join requests r on r.workspace_id = ${ws} and r.id = x.request_id
    where x.workspace_id = ${ws} and x.release_id = ${impact.release_id}`)
  return rows.map(({ id }) => id)
}

async function impactOf(ctx: Ctx, which: Sql): Promise<Impact | null> {
  const ws = ctx.workspaceId
  const stored = await ctx.db.maybe<StoredImpact & { number: number | null }>(sql`
    select i.*, c.number from impacts i
    left join corrective_actions c on c.workspace_id = ${ws} and c.id = i.action_id
    where i.workspace_id = ${ws} and ${which}`)
  if (!stored) return null
  const checks = await ctx.db.many<{ days: number; verdict: Verdict; checked_at: Date }>(sql`
    select days, verdict, checked_at from impact_checks
    where workspace_id = ${ws} and impact_id = ${stored.id} and shipped_at = ${stored.shipped_at} order by days`)
  const found = await studyImpact(ctx, await requestsOf(ctx, stored), stored.shipped_at)
  return {
    id: encodeId('impact', stored.id),
    shippedAt: stored.shipped_at.toISOString(),
    isBack: stored.is_back,
    days: found.days,
    verdict: found.verdict,
    askers: found.askers,
    others: found.others,
    measures: showMeasures(found),
    nextLookOn: stored.look_on,
    checks: checks.map((one) => ({ ...one, checkedAt: one.checked_at.toISOString() })),
    action: actionOf(stored),
  }
}

const actionOf = ({ action_id, number }: { action_id: string | null; number: number | null }) =>
  action_id && number !== null ? { id: encodeId('capa', action_id), number } : null

/** Measures with their words, as pages and the API show them and as a look keeps them. */
export const showMeasures = ({ measures }: Pick<Found, 'measures'>): Measure[] =>
  measures.map((one: Judged) => ({ ...one, ...measureWords[one.key], text: measureText(one) }))

const Place = z.tuple([z.string(), z.uuid()])

/** What shipped and whether it worked, the latest first. */
export async function listImpacts(
  ctx: Ctx,
  input: Input<typeof contract.listImpacts>,
): Promise<Answer<typeof contract.listImpacts>> {
  const ws = ctx.workspaceId
  const place = input.cursor ? decodeCursor(input.cursor, Place) : undefined
  const rows = await ctx.db.many<
    StoredImpact & {
      name: string
      place: string
      number: number | null
      days: number | null
      verdict: Verdict
      measures: Measure[] | null
    }
  >(sql`
    select i.*, i.shipped_at::text as place, coalesce(l.name, r.title) as name, c.number, k.days, k.measures,
      coalesce(k.verdict, 'not_enough') as verdict
    from impacts i
    left join releases l on l.workspace_id = ${ws} and l.id = i.release_id
    left join requests r on r.workspace_id = ${ws} and r.id = i.request_id
    left join corrective_actions c on c.workspace_id = ${ws} and c.id = i.action_id
    left join lateral (
      select days, verdict, measures from impact_checks k
      where k.workspace_id = ${ws} and k.impact_id = i.id and k.shipped_at = i.shipped_at order by days desc limit 1
    ) k on true
    where i.workspace_id = ${ws}
      ${input.verdict === undefined ? sql.empty : sql`and coalesce(k.verdict, 'not_enough') = ${input.verdict}`}
      ${place ? sql`and (i.shipped_at, i.id) < (${place[0]}::timestamptz, ${place[1]}::uuid)` : sql.empty}
    order by i.shipped_at desc, i.id desc limit ${input.limit + 1}`)
  const show = (row: (typeof rows)[number]): ImpactRow => ({
    id: encodeId('impact', row.id),
    requestId: row.request_id && encodeId('req', row.request_id),
    releaseId: row.release_id && encodeId('rel', row.release_id),
    name: row.name,
    shippedAt: row.shipped_at.toISOString(),
    isBack: row.is_back,
    verdict: row.verdict,
    days: row.days,
    nextLookOn: row.look_on,
    measures: row.measures ?? [],
    action: actionOf(row),
  })
  return toPage(rows, input.limit, show, (row) => [row.place, row.id])
}

const NamePlace = z.tuple([z.string(), z.uuid()])

/** The accounts behind the numbers of a measure, by name. */
export async function listImpactAccounts(
  ctx: Ctx,
  input: Input<typeof contract.listImpactAccounts>,
): Promise<Answer<typeof contract.listImpactAccounts>> {
  const ws = ctx.workspaceId
  const stored = await ctx.db.maybe<StoredImpact & { name: string }>(sql`
    select i.*, coalesce(l.name, r.title) as name from impacts i
    left join releases l on l.workspace_id = ${ws} and l.id = i.release_id
    left join requests r on r.workspace_id = ${ws} and r.id = i.request_id
    where i.workspace_id = ${ws} and i.id = ${input.impactId}`)
  if (!stored)
    throw new AppError(
      'not_found',
      'impact.missing',
      'There is no such impact. Open it from the list of what shipped.',
    )
  const units = await comparedAccounts(ctx, await requestsOf(ctx, stored), stored.shipped_at, input.measure)
  const of = new Map(
    units
      .filter(({ askedOn }) => input.side === undefined || (askedOn !== null) === (input.side === 'askers'))
      .map((unit) => [unit.id, unit]),
  )
  const place = input.cursor ? decodeCursor(input.cursor, NamePlace) : undefined
  const rows = await ctx.db.many<{ id: string; name: string; segment: string | null; place: string }>(sql`
    select a.id, a.name, s.name as segment, a.search_text as place from accounts a
    left join segments s on s.workspace_id = ${ws} and s.key = a.segment
    where a.workspace_id = ${ws} and a.id = any(${[...of.keys()]}::uuid[])
      ${place ? sql`and (a.search_text, a.id) > (${place[0]}, ${place[1]}::uuid)` : sql.empty}
    order by a.search_text, a.id limit ${input.limit + 1}`)
  const show = (row: (typeof rows)[number]): ImpactAccount => {
    const { askedOn, before, after } = of.get(row.id)!
    return {
      ...{ id: encodeId('acct', row.id), name: row.name, segment: row.segment },
      ...{ askedBefore: askedOn === null ? null : -askedOn, before, after },
    }
  }
  return {
    ...toPage(rows, input.limit, show, (row) => [row.place, row.id]),
    name: stored.name,
    total: of.size,
  }
}
