import { absenceClock } from '#act/absences/clock-task.ts'
import type * as contract from '#act/absences/contract.ts'
import type { Absence } from '#act/absences/contract.ts'
import {
  absenceCancelled,
  absenceChanged,
  absenceEnded,
  absenceEntered,
  absenceStarted,
} from '#act/absences/events.ts'
import { type AbsenceRecord, bringBack, moveAway, tell } from '#act/absences/moves.ts'
import { absenceRows } from '#act/absences/queries.ts'
import { awayText, dayText } from '#act/absences/rules.ts'
import { workingCalendar } from '#platform/calendar/commands.ts'
import { localDate, shiftDate, startOfDate } from '#platform/calendar/zones.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { checkMember } from '#platform/identity/queries.ts'
import { newId } from '#platform/ids.ts'
import { mayPass } from '#platform/policy/rules.ts'

const longestDays = 731

function checkMay(ctx: Ctx, memberId: string): void {
  const isOwn = ctx.actor.kind === 'member' && ctx.actor.id === memberId
  if (isOwn || mayPass(ctx.actor, 'cases:manage')) return
  throw new AppError(
    'forbidden',
    'absence.of_another',
    'You enter your own absence only. Ask a manager to enter the one of a colleague.',
  )
}

const about = (row: AbsenceRecord) => ({
  absenceId: row.id,
  memberId: row.member_id,
  coverId: row.cover_member_id,
})

async function absenceWhere(ctx: Ctx, condition: Sql): Promise<AbsenceRecord[]> {
  return ctx.db.many<AbsenceRecord>(sql`
    select a.id, a.member_id, m.name, a.from_on::text, a.until_on::text, a.starts_at, a.ends_at, a.cover_member_id,
      a.comes_back, a.started_at, a.ended_at
    from absences a join members m on m.workspace_id = ${ctx.workspaceId} and m.id = a.member_id
    where a.workspace_id = ${ctx.workspaceId} and a.ended_at is null ${condition} order by a.starts_at, a.id for update of a`)
}

async function held(ctx: Ctx, absenceId: string): Promise<AbsenceRecord> {
  const [row] = await absenceWhere(ctx, sql`and a.id = ${absenceId}`)
  if (!row)
    throw new AppError('not_found', 'absence.not_found', 'There is no such absence, or it is over already.')
  checkMay(ctx, row.member_id)
  return row
}

/** Refuses days in the wrong order or past, a second absence at the same time, and a cover who is not there then. */
async function checkTimes(
  ctx: Ctx,
  given: { id?: string; memberId: string; from: string; until: string; coverId: string | null },
): Promise<{ startsAt: Date; endsAt: Date }> {
  const { zone } = await workingCalendar(ctx)
  const refused = (field: string, code: string, message: string) =>
    new AppError('invalid', `absence.${code}`, message, { fields: [{ field, message }] })
  const today = localDate(zone, ctx.now().getTime())
  if (given.until < given.from)
    throw refused('until', 'order', 'The last day is before the first. Choose a later one.')
  if (given.until < today)
    throw refused('until', 'past', 'This absence is over already. Choose days from today on.')
  if (shiftDate(given.from, longestDays) < given.until)
    throw refused('until', 'long', 'An absence lasts two years at most. Choose an earlier last day.')
  const startsAt = new Date(startOfDate(zone, given.from))
  const endsAt = new Date(startOfDate(zone, shiftDate(given.until, 1)))
  // Absences of one member, and their covers, are entered one after another.
  const both = [given.memberId, ...(given.coverId ? [given.coverId] : [])]
  await ctx.db.many(sql`
    select id from members where workspace_id = ${ctx.workspaceId} and id = any(${both}::uuid[]) order by id for update`)
  const others = await ctx.db.many<{
    member_id: string
    name: string
    from_on: string
    until_on: string
  }>(sql`
    select a.member_id, m.name, a.from_on::text, a.until_on::text from absences a
    join members m on m.workspace_id = ${ctx.workspaceId} and m.id = a.member_id
    where a.workspace_id = ${ctx.workspaceId} and a.member_id = any(${both}::uuid[]) and a.ended_at is null
      and a.starts_at < ${endsAt} and a.ends_at > ${startsAt} and a.id is distinct from ${given.id ?? null}::uuid
    order by a.starts_at`)
  const days = (one: { from_on: string; until_on: string }) =>
    `from ${dayText(one.from_on)} until ${dayText(one.until_on)}`
  const own = others.find((one) => one.member_id === given.memberId)
  if (own)
    throw refused('from', 'overlap', `${own.name} is away ${days(own)} already. Change that absence instead.`)
  const cover = others.find((one) => one.member_id === given.coverId)
  if (cover)
    throw refused('coverId', 'cover_away', `${cover.name} is away ${days(cover)}. Choose another cover.`)
  return { startsAt, endsAt }
}

async function shown(ctx: Ctx, absenceId: string): Promise<Absence> {
  const [row] = await absenceRows(ctx, sql`and a.id = ${absenceId}`)
  return row!
}

async function wake(ctx: Ctx, absenceId: string, at: Date): Promise<void> {
  await ctx.enqueue(
    absenceClock,
    { workspaceId: ctx.workspaceId },
    { key: `absence ${absenceId}`, runAt: at },
  )
}

/** Enters an absence; one that has begun takes effect at once. The cover is told, and the member when a manager enters it. */
export async function enterAbsence(
  ctx: Ctx,
  input: Input<typeof contract.enterAbsence>,
): Promise<Answer<typeof contract.enterAbsence>> {
  const memberId = input.memberId ?? (ctx.actor.kind === 'member' ? ctx.actor.id : undefined)
  if (!memberId)
    throw new AppError('invalid', 'absence.whose', 'memberId is needed: say whose absence it is.')
  checkMay(ctx, memberId)
  await checkMember(ctx, memberId)
  const coverId = input.coverId ?? null
  if (coverId === memberId)
    throw new AppError('invalid', 'absence.own_cover', 'Nobody covers for themselves. Choose somebody else.')
  if (coverId) await checkMember(ctx, coverId)
  const { startsAt, endsAt } = await checkTimes(ctx, { ...input, memberId, coverId })
  const id = newId()
  await ctx.db.run(sql`
    insert into absences (workspace_id, id, member_id, from_on, until_on, starts_at, ends_at, cover_member_id, comes_back,
      created_by_member_id, created_at)
    values (${ctx.workspaceId}, ${id}, ${memberId}, ${input.from}, ${input.until}, ${startsAt}, ${endsAt}, ${coverId},
      ${input.comesBack}, ${actorMember(ctx)}, ${ctx.now()})`)
  const [row] = await absenceWhere(ctx, sql`and a.id = ${id}`)
  await ctx.emit(absenceEntered, { subjectId: id, payload: about(row!) })
  const days =
    input.from === input.until ? awayText(input) : `from ${dayText(input.from)} until ${dayText(input.until)}`
  if (coverId) await tell(ctx, id, coverId, `You cover for ${row!.name} ${days}.`)
  await tell(ctx, id, memberId, `Your absence ${days} is entered.`)
  if (startsAt <= ctx.now()) await keepAbsence(ctx, row!)
  else await wake(ctx, id, startsAt)
  return shown(ctx, id)
}

/** Moves the last day, chooses another cover, or whether steps come back. What the former cover has stays with them. */
export async function changeAbsence(
  ctx: Ctx,
  input: Input<typeof contract.changeAbsence>,
): Promise<Answer<typeof contract.changeAbsence>> {
  const row = await held(ctx, input.absenceId)
  const coverId = input.coverId === undefined ? row.cover_member_id : input.coverId
  if (coverId === row.member_id)
    throw new AppError('invalid', 'absence.own_cover', 'Nobody covers for themselves. Choose somebody else.')
  if (input.coverId) await checkMember(ctx, input.coverId)
  const until = input.until ?? row.until_on
  const { endsAt } = await checkTimes(ctx, {
    id: row.id,
    memberId: row.member_id,
    from: row.from_on,
    until,
    coverId,
  })
  await ctx.db.run(sql`
    update absences set until_on = ${until}, ends_at = ${endsAt}, cover_member_id = ${coverId},
      comes_back = ${input.comesBack ?? row.comes_back}
    where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
  const [after] = await absenceWhere(ctx, sql`and a.id = ${row.id}`)
  await ctx.emit(absenceChanged, { subjectId: row.id, payload: about(after!) })
  const days = `from ${dayText(row.from_on)} until ${dayText(until)}`
  if (coverId && (coverId !== row.cover_member_id || until !== row.until_on))
    await tell(ctx, row.id, coverId, `You cover for ${row.name} ${days}.`)
  await tell(ctx, row.id, row.member_id, `Your absence ${days} was changed.`)
  if (after!.starts_at <= ctx.now()) await keepAbsence(ctx, after!)
  return shown(ctx, row.id)
}

/** Ends an absence now, with the steps coming back as was chosen; one that has not begun is taken back. */
export async function endAbsence(
  ctx: Ctx,
  input: Input<typeof contract.endAbsence>,
): Promise<Answer<typeof contract.endAbsence>> {
  const row = await held(ctx, input.absenceId)
  if (row.started_at) {
    await finish(ctx, row)
    if (row.cover_member_id)
      await tell(
        ctx,
        row.id,
        row.cover_member_id,
        `${row.name} is back earlier. You no longer cover for them.`,
      )
  } else {
    await ctx.db.run(sql`delete from absences where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
    await ctx.emit(absenceCancelled, { subjectId: row.id, payload: about(row) })
    if (row.cover_member_id)
      await tell(
        ctx,
        row.id,
        row.cover_member_id,
        `You do not cover for ${row.name}: the absence was taken back.`,
      )
  }
  return { data: await absenceRows(ctx, sql`and a.member_id = ${row.member_id}`) }
}

async function finish(ctx: Ctx, row: AbsenceRecord): Promise<void> {
  const over = row.ends_at < ctx.now() ? row.ends_at : ctx.now()
  await ctx.db.run(sql`
    update absences set ended_at = ${ctx.now()}, started_at = coalesce(started_at, ${over}), ends_at = ${over}
    where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
  const steps = await bringBack(ctx, row)
  await ctx.emit(absenceEnded, { subjectId: row.id, payload: { ...about(row), steps } })
}

/** What an absence that has begun asks for now: its end, its start, or what fell into it since. */
async function keepAbsence(ctx: Ctx, row: AbsenceRecord): Promise<void> {
  if (row.ends_at <= ctx.now()) return finish(ctx, row)
  const steps = await moveAway(ctx, row)
  await wake(ctx, row.id, row.ends_at)
  if (row.started_at) return
  await ctx.db.run(sql`
    update absences set started_at = ${ctx.now()} where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
  await ctx.emit(absenceStarted, { subjectId: row.id, payload: { ...about(row), steps } })
}

/** Begins, keeps and ends the absences of a workspace whose time has come. */
export async function keepAbsences(ctx: Ctx): Promise<void> {
  // Ended ones first: who is back can be given what others leave.
  const due = await absenceWhere(ctx, sql`and a.starts_at <= ${ctx.now()}`)
  const isOver = (row: AbsenceRecord) => row.ends_at <= ctx.now()
  for (const row of [...due.filter(isOver), ...due.filter((one) => !isOver(one))]) await keepAbsence(ctx, row)
}
