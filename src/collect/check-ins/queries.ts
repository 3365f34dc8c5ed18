import { z } from 'zod'
import type * as contract from '#collect/check-ins/contract.ts'
import type { CheckIn, CheckInRow, Promised } from '#collect/check-ins/contract.ts'
import { isEarly } from '#collect/check-ins/rules.ts'
import { plannedAccounts, rhythmsFor, startOf, termsOf, whyNot } from '#collect/check-ins/schedule.ts'
import { checkInSettings } from '#collect/check-ins/settings.ts'
import { highlightsOf } from '#collect/highlights/queries.ts'
import { accountRoot } from '#customers/accounts/queries.ts'
import { shiftDate } from '#platform/calendar/zones.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'

export interface Row {
  id: string
  account_id: string
  account_name: string
  state: CheckInRow['state']
  opens_on: string | null
  due_on: string | null
  holder_member_id: string | null
  holder_name: string | null
  stands_in_for_member_id: string | null
  stands_in_for_name: string | null
  planned_at: Date | null
  held_at: Date | null
  mood: CheckInRow['mood']
  highlights: number
}

const columns = sql`c.id, a.id as account_id, a.name as account_name, c.state, c.opens_on, c.due_on, c.holder_member_id, m.name as holder_name,
  c.stands_in_for_member_id, f.name as stands_in_for_name, c.planned_at, c.held_at, c.mood,
  (select count(*) from highlights h where h.workspace_id = c.workspace_id and h.check_in_id = c.id) as highlights`

const joins = (ctx: Ctx) => sql`
  join accounts a0 on a0.workspace_id = ${ctx.workspaceId} and a0.id = c.account_id
  join accounts a on a.workspace_id = ${ctx.workspaceId} and a.id = root_id(a0.merged_into_id, a0.id)
  left join members m on m.workspace_id = ${ctx.workspaceId} and m.id = c.holder_member_id
  left join members f on f.workspace_id = ${ctx.workspaceId} and f.id = c.stands_in_for_member_id`

const person = (id: string | null, name: string | null) =>
  id === null ? null : { id: encodeId('mem', id), name: name ?? '' }

function show(row: Row): CheckInRow {
  return {
    id: encodeId('chk', row.id),
    account: { id: encodeId('acct', row.account_id), name: row.account_name },
    state: row.state,
    opensOn: row.opens_on,
    dueOn: row.due_on,
    holder: person(row.holder_member_id, row.holder_name),
    standsInFor: person(row.stands_in_for_member_id, row.stands_in_for_name),
    plannedAt: row.planned_at?.toISOString() ?? null,
    heldAt: row.held_at?.toISOString() ?? null,
    mood: row.mood,
    highlightCount: row.highlights,
  }
}

/** Rows of one person, of everybody, or of who asks; an API key that says `me` has none. */
export function ofWhom(ctx: Ctx, who: string, column: Sql): Sql {
  if (who === 'all') return sql.empty
  const member = who === 'me' ? actorMember(ctx) : who
  return sql`and ${column} = ${member}`
}

const Place = z.tuple([z.iso.date().or(z.iso.datetime()), z.uuid()])

/** Due ones by their last day; held and missed ones newest first. Each walks an index of its own. */
export async function listCheckIns(
  ctx: Ctx,
  input: Input<typeof contract.listCheckIns>,
): Promise<Answer<typeof contract.listCheckIns>> {
  const place = input.cursor ? decodeCursor(input.cursor, Place) : undefined
  const isHeld = input.state === 'held'
  const key = isHeld ? sql`c.held_at` : sql`c.due_on`
  const isAscending = input.state === 'due'
  const after = place
    ? isHeld
      ? sql`and (c.held_at, c.id) < (${place[0]}::timestamptz, ${place[1]})`
      : isAscending
        ? sql`and (c.due_on, c.id) > (${place[0]}::date, ${place[1]})`
        : sql`and (c.due_on, c.id) < (${place[0]}::date, ${place[1]})`
    : sql.empty
  const order = isAscending ? sql`${key}, c.id` : sql`${key} desc, c.id desc`
  const until = input.dueBy ? sql`and c.due_on <= ${input.dueBy}` : sql.empty
  // The page first, then its names.
  const rows = await ctx.db.many<Row>(sql`
    select ${columns} from (
      select c.* from check_ins c
      where c.workspace_id = ${ctx.workspaceId} and ${stateIs[input.state]} ${ofWhom(ctx, input.who, sql`c.holder_member_id`)} ${until} ${after}
      order by ${order} limit ${input.limit + 1}
    ) c ${joins(ctx)} order by ${order}`)
  return toPage(rows, input.limit, show, (row) => [isHeld ? row.held_at!.toISOString() : row.due_on, row.id])
}

// Written out, because the partial indexes are found by constants only.
const stateIs = { due: sql`c.state = 'due'`, held: sql`c.state = 'held'`, missed: sql`c.state = 'missed'` }

/** How many wait. */
export async function countCheckIns(
  ctx: Ctx,
  input: Input<typeof contract.countCheckIns>,
): Promise<Answer<typeof contract.countCheckIns>> {
  const { today } = await termsOf(ctx)
  const ws = ctx.workspaceId
  const mine = ofWhom(ctx, input.who, sql`holder_member_id`)
  const some = (condition: Sql) => sql`(select count(*) from (
    select 1 from check_ins where workspace_id = ${ws} and ${condition} ${mine} limit 10000) few)`
  const promises = (condition: Sql) => sql`(select count(*) from (
    select 1 from check_in_promises where workspace_id = ${ws} and kept_at is null ${condition}
      ${ofWhom(ctx, input.who, sql`owner_member_id`)} limit 10000) few)`
  return ctx.db.one(sql`
    select ${some(sql`state = 'due'`)} as due, ${some(sql`state = 'due' and due_on <= ${shiftDate(today, 7)}`)} as week,
      ${some(sql`state = 'missed' and due_on >= ${shiftDate(today, -30)}`)} as missed,
      ${promises(sql.empty)} as promises, ${promises(sql`and due_on < ${today}`)} as "latePromises",
      (select count(*) from (select 1 from accounts where workspace_id = ${ws} and lifecycle = 'active' and owner_member_id is null
        and merged_into_id is null limit 10000) few) as unowned`)
}

const promiseColumns = sql`p.id, p.check_in_id, a.id as account_id, a.name as account_name, p.words, p.due_on, p.owner_member_id,
  m.name as owner_name, p.kept_at`
interface PromiseRow {
  id: string
  check_in_id: string
  account_id: string
  account_name: string
  words: string
  due_on: string
  owner_member_id: string | null
  owner_name: string | null
  kept_at: Date | null
}

/** Promises, what is due first at the top; `condition` begins with `and` and speaks of `p`. */
export async function promiseRows(ctx: Ctx, condition: Sql, limit: number): Promise<PromiseRow[]> {
  return ctx.db.many<PromiseRow>(sql`
    select ${promiseColumns} from check_in_promises p
    join accounts a0 on a0.workspace_id = ${ctx.workspaceId} and a0.id = p.account_id
    join accounts a on a.workspace_id = ${ctx.workspaceId} and a.id = root_id(a0.merged_into_id, a0.id)
    left join members m on m.workspace_id = ${ctx.workspaceId} and m.id = p.owner_member_id
    where p.workspace_id = ${ctx.workspaceId} ${condition} order by p.due_on, p.id limit ${limit}`)
}

export const showPromise =
  (today: string) =>
  (row: PromiseRow): Promised => ({
    id: encodeId('prm', row.id),
    checkInId: encodeId('chk', row.check_in_id),
    account: { id: encodeId('acct', row.account_id), name: row.account_name },
    words: row.words,
    dueOn: row.due_on,
    owner: person(row.owner_member_id, row.owner_name),
    keptAt: row.kept_at?.toISOString() ?? null,
    isLate: row.kept_at === null && row.due_on < today,
  })

/** Promises that are not kept yet. */
export async function listPromises(
  ctx: Ctx,
  input: Input<typeof contract.listPromises>,
): Promise<Answer<typeof contract.listPromises>> {
  const place = input.cursor ? decodeCursor(input.cursor, z.tuple([z.iso.date(), z.uuid()])) : undefined
  const after = place ? sql`and (p.due_on, p.id) > (${place[0]}::date, ${place[1]})` : sql.empty
  const account = input.account ? sql`and p.account_id in (${family(ctx, input.account)})` : sql.empty
  const rows = await promiseRows(
    ctx,
    sql`and p.kept_at is null ${account} ${ofWhom(ctx, input.who, sql`p.owner_member_id`)} ${after}`,
    input.limit + 1,
  )
  const { today } = await termsOf(ctx)
  return toPage(rows, input.limit, showPromise(today), (row) => [row.due_on, row.id])
}

/** An account and those merged into it. */
const family = (ctx: Ctx, accountId: string) => sql`
  select id from accounts where workspace_id = ${ctx.workspaceId} and (id = ${accountId} or merged_into_id = ${accountId})`

/** Comes after every id of one instant. */
const last = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** One check-in whole; throws not-found. */
export async function getCheckIn(ctx: Ctx, input: { checkInId: string }): Promise<CheckIn> {
  const ws = ctx.workspaceId
  const row = await ctx.db.maybe<
    Row & {
      agenda: string
      held_how: CheckIn['how']
      notes: string
      reason: string | null
      by_member_id: string | null
      by_name: string | null
    }
  >(sql`
    select ${columns}, c.agenda, c.held_how, c.notes, c.reason, c.by_member_id, b.name as by_name
    from check_ins c ${joins(ctx)}
    left join members b on b.workspace_id = ${ws} and b.id = c.by_member_id
    where c.workspace_id = ${ws} and c.id = ${input.checkInId}`)
  if (!row) throw new AppError('not_found', 'check_in.not_found', 'There is no such check-in. Check the id.')
  const [people, promises, highlights, before, { today }] = await Promise.all([
    ctx.db.many<{ member_id: string | null; contact_id: string | null; name: string }>(sql`
      select p.member_id, c.id as contact_id, coalesce(m.name, c.name, c.email, 'Unknown') as name from check_in_people p
      left join members m on m.workspace_id = ${ws} and m.id = p.member_id
      left join contacts c0 on c0.workspace_id = ${ws} and c0.id = p.contact_id
      left join contacts c on c.workspace_id = ${ws} and c.id = root_id(c0.merged_into_id, c0.id)
      where p.workspace_id = ${ws} and p.check_in_id = ${row.id} order by name, p.id`),
    promiseRows(ctx, sql`and p.check_in_id = ${row.id}`, 50),
    highlightsOf(ctx, { checkInId: row.id }),
    ctx.db.maybe<{ id: string; held_at: Date; notes: string }>(sql`
      select id, held_at, notes from check_ins
      where workspace_id = ${ws} and account_id in (${family(ctx, row.account_id)}) and state = 'held' and id <> ${row.id}
        and (held_at, id) < (${row.held_at ?? ctx.now()}, ${row.held_at ? row.id : last}) order by held_at desc, id desc limit 1`),
    termsOf(ctx),
  ])
  return {
    ...show(row),
    agenda: row.agenda,
    how: row.held_how,
    notes: row.notes,
    reason: row.reason,
    by: person(row.by_member_id, row.by_name),
    members: people.flatMap((one) => (one.member_id ? [person(one.member_id, one.name)!] : [])),
    contacts: people.flatMap((one) =>
      one.contact_id ? [{ id: encodeId('ct', one.contact_id), name: one.name }] : [],
    ),
    promises: promises.map(showPromise(today)),
    highlights,
    before:
      (before && {
        id: encodeId('chk', before.id),
        heldAt: before.held_at.toISOString(),
        notes: before.notes,
      }) ||
      null,
  }
}

/** The check-ins of one account, newest first. */
export async function listAccountCheckIns(
  ctx: Ctx,
  input: Input<typeof contract.listAccountCheckIns>,
): Promise<Answer<typeof contract.listAccountCheckIns>> {
  const accountId = await accountRoot(ctx, input.accountId)
  const place = input.cursor ? decodeCursor(input.cursor, z.tuple([z.uuid()])) : undefined
  const after = place ? sql`and c.id < ${place[0]}` : sql.empty
  const rows = await ctx.db.many<Row>(sql`
    select ${columns} from check_ins c ${joins(ctx)}
    where c.workspace_id = ${ctx.workspaceId} and c.account_id in (${family(ctx, accountId)}) ${after}
    order by c.id desc limit ${input.limit + 1}`)
  return toPage(rows, input.limit, show, (row) => [row.id])
}

/** How often an account is talked to, and why not where it is not. */
export async function getCheckInPlan(
  ctx: Ctx,
  input: { accountId: string },
): Promise<Answer<typeof contract.getCheckInPlan>> {
  const accountId = await accountRoot(ctx, input.accountId)
  const terms = await termsOf(ctx)
  const [account] = await plannedAccounts(ctx, sql`and a.id = ${accountId}`)
  const [startOn, rhythms] = [startOf(account!, terms), rhythmsFor(account!, terms)]
  const early = isEarly(startOn, rhythms, terms.today)
  return {
    state: account!.state,
    pausedUntil: account!.paused_until,
    early: account!.early,
    earlyDays: account!.early_days,
    ongoing: account!.ongoing,
    startOn,
    rhythm: early ? rhythms.early : rhythms.ongoing,
    isEarly: early,
    nextOn: account!.next_on,
    why: whyNot(account!, terms) ?? null,
  }
}

/** How often accounts are talked to. */
export async function getCheckInSettings(ctx: Ctx): Promise<Answer<typeof contract.getCheckInSettings>> {
  return getSetting(ctx, checkInSettings)
}
