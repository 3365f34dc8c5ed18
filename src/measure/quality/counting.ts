import { judgeable } from '#measure/quality/frozen.ts'
import { allOf, type Judging, judge, keysOf, readJudging } from '#measure/quality/judging.ts'
import { groups } from '#measure/quality/records.ts'
import {
  dueDay,
  type Judged,
  type Subject,
  subjects,
  type Verdict,
  verdictOf,
} from '#measure/quality/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'

/** Things judged in one transaction. */
export const pieceSize = 500

/** An occurrence as the table has it. */
export interface Kept {
  check_key: string
  subject_id: string
  part: string
  contact_id: string | null
  from_at: Date
  due_at: Date
  /** the day on the wall of the workspace */
  due_on: string
  met_at: Date | null
  verdict: Verdict
  reason: string | null
}
export const keptColumns = sql`
  check_key, subject_id, part, contact_id, from_at, due_at, due_on::text as due_on, met_at, verdict, reason`

/** Marks things to be judged again. Answers how many marks are new. */
export function mark(ctx: Ctx, subject: Subject, ids: Sql): Promise<number> {
  return ctx.db.run(sql`
    insert into quality_marks (workspace_id, subject, subject_id)
    select distinct ${ctx.workspaceId}::uuid, ${subject}, id from (${ids}) as given (id) where id is not null order by id
    on conflict do nothing`)
}

/** Marks everything of a kind. */
export function markAll(ctx: Ctx, subject: Subject): Promise<number> {
  return mark(ctx, subject, allOf(ctx, subject))
}

/** Judges a piece of what is marked; answers how many marks it took. */
export async function countMarked(ctx: Ctx): Promise<number> {
  const ws = ctx.workspaceId
  const taken = await ctx.db.many<{ subject: Subject; subject_id: string }>(sql`
    delete from quality_marks where workspace_id = ${ws} and (subject, subject_id) in (
      select subject, subject_id from quality_marks where workspace_id = ${ws}
      order by subject, subject_id limit ${pieceSize} for update skip locked)
    returning subject, subject_id`)
  if (taken.length === 0) return 0
  const judging = await readJudging(ctx, { isHeld: true })
  const taking = groups(taken, (one) => one.subject)
  for (const subject of subjects.filter((one) => taking(one).length > 0))
    await recount(
      ctx,
      subject,
      taking(subject).map((one) => one.subject_id),
      judging,
    )
  return taken.length
}

/** What is to be kept of these things, beside what is. A due time that was given stays while what it is counted from does. */
export async function compare(
  ctx: Ctx,
  subject: Subject,
  asked: readonly string[],
  judging: Judging,
  { isHeld = false } = {},
) {
  const ws = ctx.workspaceId
  const ids = await judgeable(ctx, subject, asked)
  const kept = await ctx.db.many<Kept>(sql`
    select ${keptColumns} from quality_occurrences
    where workspace_id = ${ws} and check_key = any(${keysOf(subject, judging)}) and subject_id = any(${ids}::uuid[])
    ${isHeld ? sql`order by check_key, subject_id, part for update` : sql.empty}`)
  const before = new Map(kept.map((row) => [keyOf(row), row]))
  const fresh = (await judge(ctx, subject, ids, judging)).map((one) => {
    const row = rowOf(one, judging, ctx.now())
    return settled(row, before.get(keyOf(row)), ctx.now())
  })
  return { before, fresh }
}

export const keyOf = (row: Pick<Kept, 'check_key' | 'subject_id' | 'part'>) =>
  `${row.check_key} ${row.subject_id} ${row.part}`

/** What a judge says as it is kept. */
export function rowOf(one: Judged, { zone }: Pick<Judging, 'zone'>, now: Date): Kept {
  return {
    check_key: one.check,
    subject_id: one.subjectId,
    part: one.part,
    contact_id: one.contactId,
    from_at: one.from,
    due_at: one.due,
    due_on: dueDay(zone, one.due),
    met_at: one.met,
    verdict: verdictOf(one, now),
    reason: one.excused,
  }
}

/** A time that was given stays, and its day on the wall; steps move their windows themselves. */
function settled(row: Kept, before: Kept | undefined, now: Date): Kept {
  if (!before || before.from_at.getTime() !== row.from_at.getTime()) return row
  if (row.check_key === 'windows' && before.due_at.getTime() !== row.due_at.getTime()) return row
  const { due_at, due_on } = before
  return {
    ...row,
    due_at,
    due_on,
    verdict: verdictOf({ due: due_at, met: row.met_at, excused: row.reason }, now),
  }
}

/** Judges these things and writes what changed; done twice, the second time changes nothing. */
export async function recount(
  ctx: Ctx,
  subject: Subject,
  ids: readonly string[],
  judging: Judging,
): Promise<void> {
  const ws = ctx.workspaceId
  const { before, fresh } = await compare(ctx, subject, ids, judging, { isHeld: true })
  const changed = fresh.filter((row) => {
    const old = before.get(keyOf(row))
    return !old || !isSame(old, row)
  })
  const left = new Set(fresh.map(keyOf))
  const gone = [...before.values()].filter((row) => !left.has(keyOf(row)))
  if (changed.length === 0 && gone.length === 0) return
  if (gone.length > 0)
    await ctx.db.run(sql`
      delete from quality_occurrences where workspace_id = ${ws} and (check_key, subject_id, part) in (
        select check_key, subject_id, part from ${recordsOf(gone)})`)
  if (changed.length > 0)
    await ctx.db.run(sql`
      insert into quality_occurrences (workspace_id, check_key, subject_id, part, contact_id, from_at, due_at, due_on, met_at, verdict, reason)
      select ${ws}::uuid, r.* from ${recordsOf(changed)}
      order by check_key, subject_id, part
      on conflict (workspace_id, check_key, subject_id, part) do update set contact_id = excluded.contact_id, from_at = excluded.from_at,
        due_at = excluded.due_at, due_on = excluded.due_on, met_at = excluded.met_at, verdict = excluded.verdict, reason = excluded.reason`)
  await moveSums(ctx, [
    ...changed.flatMap((row) => {
      const old = before.get(keyOf(row))
      return [{ row, by: 1 }, ...(old ? [{ row: old, by: -1 }] : [])]
    }),
    ...gone.map((row) => ({ row, by: -1 })),
  ])
}

export function isSame(a: Kept, b: Kept): boolean {
  return (
    a.contact_id === b.contact_id &&
    a.from_at.getTime() === b.from_at.getTime() &&
    a.due_at.getTime() === b.due_at.getTime() &&
    a.due_on === b.due_on &&
    (a.met_at?.getTime() ?? null) === (b.met_at?.getTime() ?? null) &&
    a.verdict === b.verdict &&
    a.reason === b.reason
  )
}

const recordsOf = (rows: readonly Kept[]) => sql`
  jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (check_key text, subject_id uuid, part text, contact_id uuid, from_at timestamptz,
    due_at timestamptz, due_on date, met_at timestamptz, verdict text, reason text)`

/** Moves the sums of the days by these differences. */
async function moveSums(
  ctx: Ctx,
  moves: readonly { row: Pick<Kept, 'check_key' | 'due_on' | 'verdict'>; by: number }[],
): Promise<void> {
  const sums = new Map<string, { check_key: string; day: string } & Record<Verdict, number>>()
  for (const { row, by } of moves) {
    const key = `${row.check_key} ${row.due_on}`
    const sum = sums.get(key) ?? {
      check_key: row.check_key,
      day: row.due_on,
      met: 0,
      missed: 0,
      pending: 0,
      not_due: 0,
    }
    sum[row.verdict] += by
    sums.set(key, sum)
  }
  const moved = [...sums.values()].filter((sum) => sum.met || sum.missed || sum.pending || sum.not_due)
  if (moved.length === 0) return
  await ctx.db.run(sql`
    insert into quality_sums as s (workspace_id, check_key, day, met, missed, pending, not_due)
    select ${ctx.workspaceId}::uuid, r.* from jsonb_to_recordset(${JSON.stringify(moved)}::jsonb)
      as r (check_key text, day date, met integer, missed integer, pending integer, not_due integer)
    order by check_key, day
    on conflict (workspace_id, check_key, day) do update set met = s.met + excluded.met, missed = s.missed + excluded.missed,
      pending = s.pending + excluded.pending, not_due = s.not_due + excluded.not_due`)
}

/** What is not due yet of a check is owed no longer; what fell due is still missed when the clock comes round. */
export async function dropPending(ctx: Ctx, checkKey: string): Promise<void> {
  const ws = ctx.workspaceId
  const dropped = await ctx.db.many<Pick<Kept, 'check_key' | 'due_on' | 'verdict'>>(sql`
    delete from quality_occurrences o
    using (select subject_id, part from quality_occurrences
      where workspace_id = ${ws} and check_key = ${checkKey} and verdict = 'pending' and due_at > ${ctx.now()}
      order by subject_id, part for update) d
    where o.workspace_id = ${ws} and o.check_key = ${checkKey} and o.subject_id = d.subject_id and o.part = d.part
    returning o.check_key, o.due_on::text as due_on, o.verdict`)
  await moveSums(
    ctx,
    dropped.map((row) => ({ row, by: -1 })),
  )
}

/** What has fallen due and was not done is missed; answers how many, at most a piece. */
export async function missDue(ctx: Ctx): Promise<number> {
  const ws = ctx.workspaceId
  const missed = await ctx.db.many<{ check_key: string; due_on: string }>(sql`
    update quality_occurrences o set verdict = 'missed'
    from (select check_key, subject_id, part from quality_occurrences
      where workspace_id = ${ws} and verdict = 'pending' and due_at <= ${ctx.now()}
      order by check_key, subject_id, part limit ${pieceSize} for update) d
    where o.workspace_id = ${ws} and o.check_key = d.check_key and o.subject_id = d.subject_id and o.part = d.part
    returning o.check_key, o.due_on::text as due_on`)
  await moveSums(
    ctx,
    missed.flatMap((row) => [
      { row: { ...row, verdict: 'missed' as const }, by: 1 },
      { row: { ...row, verdict: 'pending' as const }, by: -1 },
    ]),
  )
  return missed.length
}
