import type * as contract from '#act/absences/contract.ts'
import type { Absence } from '#act/absences/contract.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'

interface Row {
  id: string
  member_id: string
  name: string
  from_on: string
  until_on: string
  starts_at: Date
  ends_at: Date
  cover_member_id: string | null
  cover_name: string | null
  comes_back: boolean
  started_at: Date | null
  inside: number
  elsewhere: number
}

/** Absences that are not over, what comes first at the top; `condition` begins with `and` and speaks of `a`. */
export async function absenceRows(ctx: Ctx, condition: Sql): Promise<Absence[]> {
  const ws = ctx.workspaceId
  const rows = await ctx.db.many<Row>(sql`
    select a.id, a.member_id, m.name, a.from_on::text, a.until_on::text, a.starts_at, a.ends_at, a.cover_member_id,
      c.name as cover_name, a.comes_back, a.started_at,
      (select count(*) from case_steps s where s.workspace_id = ${ws} and s.assignee_member_id = a.member_id
        and s.state = 'open' and s.latest_at < a.ends_at) as inside,
      (select count(*) from absence_steps x join case_steps s on s.workspace_id = ${ws} and s.id = x.step_id and s.state = 'open'
        where x.workspace_id = ${ws} and x.absence_id = a.id and x.returned_at is null) as elsewhere
    from absences a
    join members m on m.workspace_id = ${ws} and m.id = a.member_id
    left join members c on c.workspace_id = ${ws} and c.id = a.cover_member_id
    where a.workspace_id = ${ws} and a.ended_at is null and a.ends_at > ${ctx.now()} ${condition}
    order by a.starts_at, m.name, a.id limit 500`)
  return rows.map((row) => ({
    id: encodeId('abs', row.id),
    member: { id: encodeId('mem', row.member_id), name: row.name },
    from: row.from_on,
    until: row.until_on,
    startsAt: row.starts_at.toISOString(),
    endsAt: row.ends_at.toISOString(),
    cover: row.cover_member_id
      ? { id: encodeId('mem', row.cover_member_id), name: row.cover_name ?? '' }
      : null,
    comesBack: row.comes_back,
    isRunning: row.starts_at <= ctx.now(),
    stepsInside: row.inside,
    stepsElsewhere: row.elsewhere,
  }))
}

/** Who is away now or will be. */
export async function listAbsences(
  ctx: Ctx,
  input: Input<typeof contract.listAbsences>,
): Promise<Answer<typeof contract.listAbsences>> {
  return { data: await absenceRows(ctx, input.member ? sql`and a.member_id = ${input.member}` : sql.empty) }
}

/** Throws `member.away` with who covers when the member is away now: nothing new is given to them. */
export async function checkHere(ctx: Ctx, memberId: string): Promise<void> {
  const [found] = await absenceRows(ctx, sql`and a.member_id = ${memberId} and a.starts_at <= ${ctx.now()}`)
  if (!found) return
  throw new AppError(
    'conflict',
    'member.away',
    `${found.member.name} is away. Give it to ${found.cover ? `${found.cover.name}, who covers, or ` : ''}somebody else.`,
    { until: found.until, coverId: found.cover?.id ?? null },
  )
}
