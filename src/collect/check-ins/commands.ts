import type * as contract from '#collect/check-ins/contract.ts'
import type { CheckIn } from '#collect/check-ins/contract.ts'
import {
  checkInChanged,
  checkInHeld,
  checkInPlanChanged,
  checkInSkipped,
  promiseKept,
} from '#collect/check-ins/events.ts'
import { getCheckIn, getCheckInPlan, promiseRows, showPromise } from '#collect/check-ins/queries.ts'
import { replanAll } from '#collect/check-ins/replan-task.ts'
import type { CheckInState } from '#collect/check-ins/rules.ts'
import { replanAccounts, termsOf } from '#collect/check-ins/schedule.ts'
import { checkInSettings } from '#collect/check-ins/settings.ts'
import { takeHighlights } from '#collect/highlights/commands.ts'
import { accountRoot } from '#customers/accounts/queries.ts'
import { shiftDate } from '#platform/calendar/zones.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { checkMember } from '#platform/identity/queries.ts'
import { newId } from '#platform/ids.ts'
import { putSetting } from '#platform/settings/settings.ts'

interface Held {
  id: string
  account_id: string
  state: CheckInState
  holder_member_id: string | null
  held_at: Date | null
}

async function lock(ctx: Ctx, checkInId: string): Promise<Held> {
  const row = await ctx.db.maybe<Held>(sql`
    select id, account_id, state, holder_member_id, held_at from check_ins
    where workspace_id = ${ctx.workspaceId} and id = ${checkInId} for update`)
  if (row) return row
  throw new AppError('not_found', 'check_in.not_found', 'There is no such check-in. Check the id.')
}

const about = (row: Pick<Held, 'id' | 'account_id' | 'holder_member_id'>) => ({
  checkInId: row.id,
  accountId: row.account_id,
  holderId: row.holder_member_id,
})
const refused = (field: string, code: string, message: string) =>
  new AppError('invalid', code, `${field}: ${message}`, { fields: [{ field, message }] })

/** Prepares a due check-in, or corrects what was noted of a held one. */
export async function changeCheckIn(ctx: Ctx, input: Input<typeof contract.changeCheckIn>): Promise<CheckIn> {
  const row = await lock(ctx, input.checkInId)
  const { checkInId: _, ...given } = input
  const fields = Object.entries(given).flatMap(([field, value]) => (value === undefined ? [] : [field]))
  const ahead = ['plannedAt', 'holderId'].find((field) => fields.includes(field))
  const noted = ['notes', 'mood'].find((field) => fields.includes(field))
  if (row.state !== 'due' && (ahead || row.state !== 'held'))
    throw new AppError(
      'conflict',
      'check_in.over',
      `This check-in is ${row.state}. ${row.state === 'held' ? 'Its notes, mood and agenda can be corrected.' : 'Note down a new one on the account.'}`,
    )
  if (row.state === 'due' && noted)
    throw new AppError(
      'conflict',
      'check_in.not_held',
      'This check-in was not held yet. Note it down as held, with its notes and mood.',
    )
  if (input.holderId) await checkMember(ctx, input.holderId)
  const set = sql.join([
    sql`updated_at = ${ctx.now()}`,
    ...(input.agenda === undefined ? [] : [sql`agenda = ${input.agenda}`]),
    ...(input.plannedAt === undefined ? [] : [sql`planned_at = ${input.plannedAt}`]),
    ...(input.holderId === undefined
      ? []
      : [sql`holder_member_id = ${input.holderId}, stands_in_for_member_id = null`]),
    ...(input.notes === undefined ? [] : [sql`notes = ${input.notes}`]),
    ...(input.mood === undefined ? [] : [sql`mood = ${input.mood}`]),
  ])
  await ctx.db.run(sql`
    update check_ins set ${set} where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
  await ctx.emit(checkInChanged, { subjectId: row.id, payload: { ...about(row), fields } })
  return getCheckIn(ctx, input)
}

/**
 * Notes down a talk: the one that is due with this account, else one outside the schedule. Highlights become feedback
 * items, promises stay in sight until they are kept.
 */
export async function holdCheckIn(ctx: Ctx, input: Input<typeof contract.holdCheckIn>): Promise<CheckIn> {
  const accountId = await accountRoot(ctx, input.accountId)
  const heldAt = input.heldAt ?? ctx.now()
  const { today } = await termsOf(ctx)
  if (heldAt.getTime() > ctx.now().getTime() + 300_000)
    throw refused('heldAt', 'check_in.ahead', 'is in the future; note a check-in down once it was held')
  if (heldAt.getTime() < ctx.now().getTime() - 366 * 86_400_000)
    throw refused('heldAt', 'check_in.long_ago', 'is more than a year ago; check the date')
  for (const { dueOn, ownerId } of input.promises) {
    if (dueOn > shiftDate(today, 1830))
      throw refused('promises', 'check_in.promise_far', 'is due in more than five years; check the date')
    if (ownerId) await checkMember(ctx, ownerId)
  }
  const due = await ctx.db.maybe<Held>(sql`
    select id, account_id, state, holder_member_id, held_at from check_ins
    where workspace_id = ${ctx.workspaceId} and account_id = ${accountId} and state = 'due' for update`)
  const row = due ?? { id: newId(), account_id: accountId, holder_member_id: actorMember(ctx) }
  const agenda = input.agenda ?? null
  if (due)
    await ctx.db.run(sql`
      update check_ins set state = 'held', held_at = ${heldAt}, held_how = ${input.how}, mood = ${input.mood ?? null},
        notes = ${input.notes}, agenda = coalesce(${agenda}, agenda), by_member_id = ${actorMember(ctx)}, updated_at = ${ctx.now()}
      where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
  else
    await ctx.db.run(sql`
      insert into check_ins (workspace_id, id, account_id, state, holder_member_id, held_at, held_how, mood, notes, agenda,
        by_member_id, created_at, updated_at)
      values (${ctx.workspaceId}, ${row.id}, ${accountId}, 'held', ${actorMember(ctx)}, ${heldAt}, ${input.how}, ${input.mood ?? null},
        ${input.notes}, ${agenda ?? ''}, ${actorMember(ctx)}, ${ctx.now()}, ${ctx.now()})`)
  await addPeople(ctx, row.id, input)
  await addPromises(ctx, row, input.promises)
  const feedbackIds = await takeHighlights(
    ctx,
    { checkInId: row.id, accountId, channel: 'check_in', at: heldAt },
    input.highlights,
  )
  await ctx.emit(checkInHeld, { subjectId: row.id, payload: { ...about(row), feedbackIds } })
  return getCheckIn(ctx, { checkInId: row.id })
}

async function addPeople(
  ctx: Ctx,
  checkInId: string,
  { memberIds, contactIds }: { memberIds: string[]; contactIds: string[] },
): Promise<void> {
  for (const [ids, table, field] of [
    [memberIds, sql`members`, 'memberIds'],
    [contactIds, sql`contacts`, 'contactIds'],
  ] as const) {
    const wanted = [...new Set(ids)]
    if (wanted.length === 0) continue
    const column = field === 'memberIds' ? sql`member_id` : sql`contact_id`
    const made = await ctx.db.run(sql`
      insert into check_in_people (workspace_id, id, check_in_id, ${column})
      select ${ctx.workspaceId}, gen_random_uuid(), ${checkInId}, t.id from ${table} t
      where t.workspace_id = ${ctx.workspaceId} and t.id = any(${wanted}::uuid[])`)
    if (made < wanted.length)
      throw refused(field, 'check_in.person_unknown', 'names somebody who is not there; check the ids')
  }
}

async function addPromises(
  ctx: Ctx,
  row: Pick<Held, 'id' | 'account_id'>,
  promises: Input<typeof contract.holdCheckIn>['promises'],
): Promise<void> {
  if (promises.length === 0) return
  const rows = promises.map(({ words, dueOn, ownerId }) => ({
    id: newId(),
    words,
    due_on: dueOn,
    owner_member_id: ownerId ?? actorMember(ctx),
  }))
  await ctx.db.run(sql`
    insert into check_in_promises (workspace_id, id, check_in_id, account_id, words, due_on, owner_member_id, created_at)
    select ${ctx.workspaceId}, r.id, ${row.id}, ${row.account_id}, r.words, r.due_on, r.owner_member_id, ${ctx.now()}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, words text, due_on date, owner_member_id uuid)`)
}

/** Adds what else was said in a held check-in. */
export async function addHighlights(ctx: Ctx, input: Input<typeof contract.addHighlights>): Promise<CheckIn> {
  const row = await lock(ctx, input.checkInId)
  if (!row.held_at)
    throw new AppError(
      'conflict',
      'check_in.not_held',
      'This check-in was not held. Note it down as held, with its highlights.',
    )
  await takeHighlights(
    ctx,
    { checkInId: row.id, accountId: row.account_id, channel: 'check_in', at: row.held_at },
    input.highlights,
  )
  await ctx.emit(checkInChanged, { subjectId: row.id, payload: { ...about(row), fields: ['highlights'] } })
  return getCheckIn(ctx, input)
}

/** Leaves out a due check-in; the next one comes as planned. */
export async function skipCheckIn(ctx: Ctx, input: Input<typeof contract.skipCheckIn>): Promise<CheckIn> {
  const row = await lock(ctx, input.checkInId)
  if (row.state !== 'due')
    throw new AppError('conflict', 'check_in.over', `This check-in is ${row.state} already.`)
  await ctx.db.run(sql`
    update check_ins set state = 'skipped', reason = ${input.reason}, by_member_id = ${actorMember(ctx)}, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
  await ctx.emit(checkInSkipped, { subjectId: row.id, payload: about(row) })
  return getCheckIn(ctx, input)
}

/** Gives an account rhythms of its own, pauses it or switches its check-ins off; what is due follows at once. */
export async function putCheckInPlan(
  ctx: Ctx,
  input: Input<typeof contract.putCheckInPlan>,
): Promise<Answer<typeof contract.putCheckInPlan>> {
  const accountId = await accountRoot(ctx, input.accountId)
  const { today } = await termsOf(ctx)
  if (input.pausedUntil !== null && input.pausedUntil <= today)
    throw refused('pausedUntil', 'check_in.day_past', 'is not a day ahead; choose a later one')
  await ctx.db.run(sql`
    insert into check_in_plans (workspace_id, account_id, state, paused_until, early, early_days, ongoing, updated_at)
    values (${ctx.workspaceId}, ${accountId}, ${input.state}, ${input.pausedUntil}, ${input.early}, ${input.earlyDays},
      ${input.ongoing}, ${ctx.now()})
    on conflict (workspace_id, account_id) do update set state = excluded.state, paused_until = excluded.paused_until,
      early = excluded.early, early_days = excluded.early_days, ongoing = excluded.ongoing, updated_at = excluded.updated_at`)
  await replanAccounts(ctx, [accountId])
  await ctx.emit(checkInPlanChanged, { subjectId: accountId, payload: { accountId } })
  return getCheckInPlan(ctx, { accountId })
}

/** Decides how often accounts are talked to; their schedules follow in the background. */
export async function putCheckInSettings(
  ctx: Ctx,
  input: Input<typeof contract.putCheckInSettings>,
): Promise<Answer<typeof contract.putCheckInSettings>> {
  const { isOn, early, earlyDays, ongoing } = input
  const saved = await putSetting(ctx, checkInSettings, { isOn, early, earlyDays, ongoing })
  await replanAll(ctx)
  return saved
}

/** Says that a promise is kept, or that it is not after all. */
export async function keepPromise(
  ctx: Ctx,
  input: Input<typeof contract.keepPromise>,
): Promise<Answer<typeof contract.keepPromise>> {
  const row = await ctx.db.maybe<{ id: string; check_in_id: string }>(sql`
    update check_in_promises set kept_at = case when ${input.isKept} then coalesce(kept_at, ${ctx.now()}::timestamptz) end,
      kept_by_member_id = case when ${input.isKept} then coalesce(kept_by_member_id, ${actorMember(ctx)}::uuid) end
    where workspace_id = ${ctx.workspaceId} and id = ${input.promiseId} returning id, check_in_id`)
  if (!row) throw new AppError('not_found', 'promise.not_found', 'There is no such promise. Check the id.')
  await ctx.emit(promiseKept, {
    subjectId: row.check_in_id,
    payload: { promiseId: row.id, checkInId: row.check_in_id, isKept: input.isKept },
  })
  const [shown] = await promiseRows(ctx, sql`and p.id = ${row.id}`, 1)
  return showPromise((await termsOf(ctx)).today)(shown!)
}
