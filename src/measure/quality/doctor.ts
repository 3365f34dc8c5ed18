import { compare, isSame, type Kept, keyOf, pieceSize, recount } from '#measure/quality/counting.ts'
import { allOf, type Judging, keysOf, readJudging } from '#measure/quality/judging.ts'
import { type Subject, subjects, type Verdict } from '#measure/quality/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

export interface QualityCheck {
  occurrences: number
  /** Occurrences that differ from judging again, or should not be there. */
  wrong: number
  /** Days whose sums differ from the occurrences. */
  wrongSums: number
}

/** Judges everything of the workspace again and compares; with `repair` what differs is written anew. */
export async function checkQuality(ctx: Ctx, options: { repair?: boolean } = {}): Promise<QualityCheck> {
  const judging = await readJudging(ctx)
  const check: QualityCheck = { occurrences: 0, wrong: 0, wrongSums: 0 }
  for (const subject of subjects) await checkSubject(ctx, subject, judging, check, options)
  check.wrongSums = await wrongSums(ctx)
  if (options.repair && check.wrongSums > 0) await writeSums(ctx)
  return check
}

async function checkSubject(
  ctx: Ctx,
  subject: Subject,
  judging: Judging,
  check: QualityCheck,
  { repair }: { repair?: boolean },
): Promise<void> {
  const ws = ctx.workspaceId
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const ids = (
      await ctx.db.many<{ id: string }>(sql`
        select id from (
          (select id from (${allOf(ctx, subject)}) s where id > ${after} order by id limit ${pieceSize})
          union
          (select distinct subject_id from quality_occurrences
            where workspace_id = ${ws} and check_key = any(${keysOf(subject, judging)}) and subject_id > ${after} order by subject_id limit ${pieceSize})
        ) x order by id limit ${pieceSize}`)
    ).map((row) => row.id)
    if (ids.length === 0) return
    after = ids.at(-1)!
    const { before, fresh } = await compare(ctx, subject, ids, judging)
    const left = new Set(fresh.map(keyOf))
    const wrong =
      fresh.filter((row) => {
        const old = before.get(keyOf(row))
        // What fell due since the last look is not wrong: the clock has not come round yet.
        return !old || !isSame({ ...old, verdict: fallen(old, ctx.now()) }, row)
      }).length + [...before.keys()].filter((key) => !left.has(key)).length
    check.occurrences += fresh.length
    check.wrong += wrong
    if (repair && wrong > 0) await recount(ctx, subject, ids, judging)
  }
}

const fallen = (row: Kept, now: Date): Verdict =>
  row.verdict === 'pending' && row.due_at <= now ? 'missed' : row.verdict

const sumsNow = ({ workspaceId: ws }: Ctx) => sql`
  select check_key, due_on as day, count(*) filter (where verdict = 'met')::integer as met,
    count(*) filter (where verdict = 'missed')::integer as missed, count(*) filter (where verdict = 'pending')::integer as pending,
    count(*) filter (where verdict = 'not_due')::integer as not_due
  from quality_occurrences where workspace_id = ${ws} group by check_key, due_on`

async function wrongSums(ctx: Ctx): Promise<number> {
  const { wrong } = await ctx.db.one<{ wrong: number }>(sql`
    select count(*) as wrong from (${sumsNow(ctx)}) n
    full join (select * from quality_sums where workspace_id = ${ctx.workspaceId} and (met, missed, pending, not_due) <> (0, 0, 0, 0)) s
      on s.check_key = n.check_key and s.day = n.day
    where (s.met, s.missed, s.pending, s.not_due) is distinct from (n.met, n.missed, n.pending, n.not_due)`)
  return wrong
}

async function writeSums(ctx: Ctx): Promise<void> {
  const ws = ctx.workspaceId
  await ctx.db.run(sql`delete from quality_sums where workspace_id = ${ws}`)
  await ctx.db.run(sql`
    insert into quality_sums (workspace_id, check_key, day, met, missed, pending, not_due)
    select ${ws}::uuid, n.* from (${sumsNow(ctx)}) n`)
}
