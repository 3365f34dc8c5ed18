import type * as contract from '#close/promises/contract.ts'
import type { CustomerPromise } from '#close/promises/contract.ts'
import { promiseChanged, promiseReopened, promiseSettled } from '#close/promises/events.ts'
import { followQuarter } from '#close/promises/make.ts'
import { getPromise } from '#close/promises/queries.ts'
import { keptState, type PromiseState } from '#close/promises/rules.ts'
import { promiseSettings } from '#close/promises/settings.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { checkMember } from '#platform/identity/queries.ts'
import { putSetting } from '#platform/settings/settings.ts'
import { todayOf } from '#prioritize/requests/load.ts'

interface Held {
  id: string
  state: PromiseState
  due_on: string
  kind: string
}

async function hold(ctx: Ctx, promiseId: string): Promise<Held> {
  const row = await ctx.db.maybe<Held>(sql`
    select id, state, due_on::text as due_on, kind from promises
    where workspace_id = ${ctx.workspaceId} and id = ${promiseId} for update`)
  if (row) return row
  throw new AppError('not_found', 'promise.not_found', 'There is no such promise. Check the id.')
}

/** A person says that it was kept or broken. What is promised each quarter is promised for the next again. */
export async function settlePromise(
  ctx: Ctx,
  { promiseId, as, on }: Input<typeof contract.settlePromise>,
): Promise<CustomerPromise> {
  const promise = await hold(ctx, promiseId)
  if (promise.state !== 'open')
    throw new AppError('conflict', 'promise.settled', 'It is over already. Open it again first.')
  const today = await todayOf(ctx)
  const day = on ?? today
  if (day > today)
    throw new AppError('invalid', 'promise.day_wrong', 'That day is still to come.', {
      fields: [{ field: 'on', message: 'is still to come' }],
    })
  await settle(ctx, promise, as === 'broken' ? 'broken' : keptState(promise.due_on, day), day)
  if (promise.kind === 'quarterly') await followQuarter(ctx, promise.id, today)
  return getPromise(ctx, promiseId)
}

async function settle(ctx: Ctx, promise: Held, state: PromiseState, on: string): Promise<void> {
  await ctx.db.run(sql`
    update promises set state = ${state}, settled_on = ${on}, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${promise.id}`)
  await ctx.emit(promiseSettled, { subjectId: promise.id, payload: { promiseId: promise.id, state } })
}

/** What was promised of these is there: kept in time or late, by the day. `which` is a condition on `promises`; answers their ids. */
export async function keepAll(ctx: Ctx, which: Sql, on: string): Promise<string[]> {
  const rows = await ctx.db.many<Held>(sql`
    select id, state, due_on::text as due_on, kind from promises
    where workspace_id = ${ctx.workspaceId} and state = 'open' and ${which} order by id for update`)
  for (const row of rows) await settle(ctx, row, keptState(row.due_on, on), on)
  return rows.map((row) => row.id)
}

/** It is open again; one that was moved stays moved. */
export async function reopenPromise(
  ctx: Ctx,
  { promiseId }: { promiseId: string },
): Promise<CustomerPromise> {
  const promise = await hold(ctx, promiseId)
  if (promise.state === 'open' || promise.state === 'moved')
    throw new AppError(
      'conflict',
      'promise.not_settled',
      promise.state === 'open' ? 'It is open.' : 'Customers were told another date: that one holds.',
    )
  await ctx.db.run(sql`
    update promises set state = 'open', settled_on = null, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${promiseId}`)
  await ctx.emit(promiseReopened, { subjectId: promiseId, payload: { promiseId } })
  return getPromise(ctx, promiseId)
}

/** Gives a promise to another owner, who is reminded of it from then on. */
export async function changePromise(
  ctx: Ctx,
  { promiseId, ownerId }: Input<typeof contract.changePromise>,
): Promise<CustomerPromise> {
  await hold(ctx, promiseId)
  await checkMember(ctx, ownerId)
  await ctx.db.run(sql`
    update promises set owner_member_id = ${ownerId}, reminded_at = null, late_told_at = null, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${promiseId}`)
  await ctx.emit(promiseChanged, { subjectId: promiseId, payload: { promiseId, fields: ['owner'] } })
  return getPromise(ctx, promiseId)
}

/** Sets how many days before the day owners are reminded. */
export function putPromiseSettings(ctx: Ctx, input: Input<typeof contract.putPromiseSettings>) {
  return putSetting(ctx, promiseSettings, input)
}
