import { z } from 'zod'
import type * as contract from '#measure/retention/contract.ts'
import type { DryRun, LegalHold, Retention, RetentionRun } from '#measure/retention/contract.ts'
import { type Before, partsOf } from '#measure/retention/parts.ts'
import { type KindKey, kindKeys, kindOf, monthsBefore, retentionKinds } from '#measure/retention/rules.ts'
import { monthsOf, retentionSetting } from '#measure/retention/settings.ts'
import { calendarSetting } from '#platform/calendar/commands.ts'
import { hourOfDate, localDate, shiftDate, startOfDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** What of a kind has ended now: everything before the day that is so many months ago, on the workspace's clock. */
export async function beforeOf(ctx: Ctx, months: number): Promise<Before> {
  const { zone } = await getSetting(ctx, calendarSetting)
  const day = monthsBefore(localDate(zone, ctx.now().getTime()), months)
  return { day, moment: new Date(startOfDate(zone, day)) }
}

/** What of a kind has ended, of all its tables. Reads only. */
export async function countEnded(ctx: Ctx, kind: KindKey, before: Before) {
  // counting a million rows takes longer than any request may
  await ctx.db.run(sql`set local statement_timeout = '2min'`)
  const sum = { ended: 0, held: 0, inUse: 0, oldest: null as Date | null }
  for (const part of partsOf[kind]) {
    const { ended, held, inUse, oldest } = await part.count(ctx, before)
    sum.ended += ended
    sum.held += held
    sum.inUse += inUse
    if (oldest && (!sum.oldest || oldest < sum.oldest)) sum.oldest = oldest
  }
  return sum
}

/** What a run would do now, for each kind or one; writes nothing. */
export async function dryRunRetention(
  ctx: Ctx,
  { kind, months }: Input<typeof contract.dryRunRetention>,
): Promise<{ data: DryRun[] }> {
  const set = monthsOf((await getSetting(ctx, retentionSetting)).months)
  const data: DryRun[] = []
  for (const key of kind ? [kind] : kindKeys) {
    const kept = (kind && months) ?? set[key]
    const before = await beforeOf(ctx, kept)
    const { ended, held, inUse, oldest } = await countEnded(ctx, key, before)
    data.push({
      kind: key,
      months: kept,
      before: before.moment.toISOString(),
      ended,
      held,
      inUse,
      erased: ended - held - inUse,
      oldest: oldest?.toISOString() ?? null,
    })
  }
  return { data }
}

/** Every kind with its period, the last run of each, and when the next comes. */
export async function getRetention(ctx: Ctx): Promise<Retention> {
  const ws = ctx.workspaceId
  const [{ isOn, hour, months }, { zone }, last, { holds }] = await Promise.all([
    getSetting(ctx, retentionSetting),
    getSetting(ctx, calendarSetting),
    runRows(
      ctx,
      sql`and r.id in (select l.id from unnest(${[...kindKeys]}::text[]) k (kind)
        cross join lateral (select x.id from retention_runs x where x.workspace_id = ${ws} and x.kind = k.kind
          order by x.started_at desc, x.id desc limit 1) l)`,
      kindKeys.length,
    ),
    ctx.db.one<{ holds: number }>(
      sql`select count(*) as holds from legal_holds where workspace_id = ${ws} and lifted_at is null`,
    ),
  ])
  const set = monthsOf(months)
  return {
    isOn,
    hour,
    zone,
    nextAt: isOn ? nextRun(zone, hour, ctx.now()).toISOString() : null,
    holds,
    kinds: retentionKinds.map((kind) => {
      const row = last.find((one) => one.kind === kind.key)
      return { ...kind, months: set[kind.key], last: row ? showRun(row) : null }
    }),
  }
}

/** The next night at that hour, on the wall of the zone. */
function nextRun(zone: string, hour: number, now: Date): Date {
  const today = localDate(zone, now.getTime())
  const first = hourOfDate(zone, today, hour)
  return first > now ? first : hourOfDate(zone, shiftDate(today, 1), hour)
}

interface RunRow {
  id: string
  kind: KindKey
  months: number
  before: Date
  state: RetentionRun['state']
  due_on: string | null
  actor_kind: string
  member: string | null
  total: number
  anonymised: number
  deleted: number
  held: number
  in_use: number
  started_at: Date
  started: string
  ended_at: Date | null
}

function runRows(ctx: Ctx, which: Sql, limit: number): Promise<RunRow[]> {
  return ctx.db.many<RunRow>(sql`
    select r.id, r.kind, r.months, r.before, r.state, r.due_on::text as due_on, r.actor_kind, m.name as member, r.total, r.anonymised,
      r.deleted, r.held, r.in_use, r.started_at, r.started_at::text as started, r.ended_at
    from retention_runs r
    left join members m on m.workspace_id = ${ctx.workspaceId} and m.id = r.actor_id and r.actor_kind = 'member'
    where r.workspace_id = ${ctx.workspaceId} ${which} order by r.started_at desc, r.id desc limit ${limit}`)
}

const showRun = (row: RunRow): RetentionRun => ({
  id: encodeId('ret', row.id),
  kind: row.kind,
  months: row.months,
  before: row.before.toISOString(),
  state: row.state,
  dueOn: row.due_on,
  by: row.due_on ? null : (row.member ?? (row.actor_kind === 'key' ? 'An API key' : 'The command line')),
  total: row.total,
  anonymised: row.anonymised,
  deleted: row.deleted,
  held: row.held,
  inUse: row.in_use,
  startedAt: row.started_at.toISOString(),
  endedAt: row.ended_at?.toISOString() ?? null,
})

const Place = z.tuple([z.string(), z.uuid()])

/** The log, the newest run first. */
export async function listRetentionRuns(
  ctx: Ctx,
  { kind, limit, cursor }: Input<typeof contract.listRetentionRuns>,
): Promise<Answer<typeof contract.listRetentionRuns>> {
  const place = cursor ? decodeCursor(cursor, Place) : undefined
  const after = place && sql`and (r.started_at, r.id) < (${place[0]}::timestamptz, ${place[1]}::uuid)`
  const rows = await runRows(
    ctx,
    sql`${kind ? sql`and r.kind = ${kind}` : sql.empty} ${after ?? sql.empty}`,
    limit + 1,
  )
  return toPage(rows, limit, showRun, (row) => [row.started, row.id])
}

/** One run. Throws `retention.run_not_found`. */
export async function getRetentionRun(ctx: Ctx, runId: string): Promise<RetentionRun> {
  const [row] = await runRows(ctx, sql`and r.id = ${runId}`, 1)
  if (!row) throw new AppError('not_found', 'retention.run_not_found', 'There is no such run. Check the id.')
  return showRun(row)
}

interface HoldRow {
  id: string
  account_id: string | null
  contact_id: string | null
  name: string | null
  reason: string
  placed_by: string | null
  placed_at: Date
  placed: string
  lifted_by: string | null
  lifted_at: Date | null
}

function holdRows(ctx: Ctx, which: Sql, limit: number): Promise<HoldRow[]> {
  const ws = ctx.workspaceId
  return ctx.db.many<HoldRow>(sql`
    select h.id, h.account_id, h.contact_id, coalesce(a.name, c.name, c.email) as name, h.reason, p.name as placed_by, h.placed_at,
      h.placed_at::text as placed, l.name as lifted_by, h.lifted_at
    from legal_holds h
    left join accounts a on a.workspace_id = ${ws} and a.id = h.account_id
    left join contacts c on c.workspace_id = ${ws} and c.id = h.contact_id
    left join members p on p.workspace_id = ${ws} and p.id = h.placed_by
    left join members l on l.workspace_id = ${ws} and l.id = h.lifted_by
    where h.workspace_id = ${ws} ${which} order by h.placed_at desc, h.id desc limit ${limit}`)
}

const showHold = (row: HoldRow): LegalHold => ({
  id: encodeId('hold', row.id),
  accountId: row.account_id && encodeId('acct', row.account_id),
  contactId: row.contact_id && encodeId('ct', row.contact_id),
  name: row.name,
  reason: row.reason,
  placedBy: row.placed_by,
  placedAt: row.placed_at.toISOString(),
  liftedBy: row.lifted_by,
  liftedAt: row.lifted_at?.toISOString() ?? null,
})

/** Legal holds, the newest first. */
export async function listLegalHolds(
  ctx: Ctx,
  { standing, limit, cursor }: Input<typeof contract.listLegalHolds>,
): Promise<Answer<typeof contract.listLegalHolds>> {
  const place = cursor ? decodeCursor(cursor, Place) : undefined
  const after = place && sql`and (h.placed_at, h.id) < (${place[0]}::timestamptz, ${place[1]}::uuid)`
  const which =
    standing && (standing === 'true' ? sql`and h.lifted_at is null` : sql`and h.lifted_at is not null`)
  const rows = await holdRows(ctx, sql`${which ?? sql.empty} ${after ?? sql.empty}`, limit + 1)
  return toPage(rows, limit, showHold, (row) => [row.placed, row.id])
}

/** One hold. Throws `legal_hold.not_found`. */
export async function getLegalHold(ctx: Ctx, holdId: string): Promise<LegalHold> {
  const [row] = await holdRows(ctx, sql`and h.id = ${holdId}`, 1)
  if (!row) throw new AppError('not_found', 'legal_hold.not_found', 'There is no such hold. Check the id.')
  return showHold(row)
}

/** The definition and counts of kinds as lines, for the command line. */
export const lineOf = (one: DryRun) =>
  [
    kindOf(one.kind).name,
    `${one.months} months`,
    `${one.erased} to ${kindOf(one.kind).end}`,
    `${one.held} held`,
    `${one.inUse} in use`,
    one.oldest ? `oldest ${one.oldest.slice(0, 10)}` : 'nothing has ended',
  ].join('\t')
