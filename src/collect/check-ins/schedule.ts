import { checkInDue, checkInMissed, checkInSkipped } from '#collect/check-ins/events.ts'
import {
  nextPeriod,
  type Period,
  type PlanState,
  periodAt,
  type Rhythm,
  type Rhythms,
  rhythmsOf,
} from '#collect/check-ins/rules.ts'
import { checkInSettings } from '#collect/check-ins/settings.ts'
import { calendarSetting } from '#platform/calendar/commands.ts'
import { localDate, shiftDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { newId } from '#platform/ids.ts'
import { notify } from '#platform/notices/commands.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** The days of a workspace and what it has set, read once for a run. */
export interface Terms {
  zone: string
  today: string
  isOn: boolean
  rhythms: Rhythms
}

export async function termsOf(ctx: Ctx): Promise<Terms> {
  const { zone } = await getSetting(ctx, calendarSetting)
  const { isOn, ...rhythms } = await getSetting(ctx, checkInSettings)
  return { zone, today: localDate(zone, ctx.now().getTime()), isOn, rhythms }
}

/** An account with what its schedule follows from. */
export interface Planned {
  account_id: string
  lifecycle: string
  owner_member_id: string | null
  go_live_on: string | null
  created_at: Date
  merged_into_id: string | null
  has_plan: boolean
  state: PlanState
  paused_until: string | null
  early: Rhythm | null
  early_days: number | null
  ongoing: Rhythm | null
  next_on: string | null
}

/** Accounts with their plans; `condition` begins with `and` and speaks of `a` and `p`. */
export async function plannedAccounts(ctx: Ctx, condition: Sql, most = 1000): Promise<Planned[]> {
  return ctx.db.many<Planned>(sql`
    select a.id as account_id, a.lifecycle, a.owner_member_id, a.go_live_on, a.created_at, a.merged_into_id,
      p.account_id is not null as has_plan, coalesce(p.state, 'on') as state, p.paused_until, p.early, p.early_days, p.ongoing, p.next_on
    from accounts a
    left join check_in_plans p on p.workspace_id = ${ctx.workspaceId} and p.account_id = a.id
    where a.workspace_id = ${ctx.workspaceId} ${condition} order by a.id limit ${most}`)
}

export const startOf = (account: Planned, { zone }: Terms) =>
  account.go_live_on ?? localDate(zone, account.created_at.getTime())

export const rhythmsFor = (account: Planned, terms: Terms) =>
  rhythmsOf(terms.rhythms, {
    early: account.early,
    earlyDays: account.early_days,
    ongoing: account.ongoing,
  })

/** Why nobody talks to this account, as a sentence; undefined where somebody does, or will after a pause. */
export function whyNot(account: Planned, terms: Terms): string | undefined {
  if (!terms.isOn) return 'Check-ins are switched off in the settings.'
  if (account.merged_into_id) return 'The account was merged into another.'
  if (account.lifecycle !== 'active') return 'Check-ins are held with active accounts only.'
  if (account.state === 'off') return 'Check-ins with this account are switched off.'
  if (account.state === 'paused' && !account.paused_until) return 'Check-ins with this account are paused.'
  if (!account.owner_member_id) return 'Nobody owns this account. Give it an owner, who will hold them.'
  return undefined
}

/** The first day from which a period may open: after a pause, and after what was held or skipped already. */
function earliest(account: Planned, terms: Terms, settledUntil: string | null): string {
  let day = terms.today
  if (account.state === 'paused' && account.paused_until && account.paused_until > day)
    day = account.paused_until
  if (settledUntil && settledUntil >= day) day = shiftDate(settledUntil, 1)
  return day
}

interface Open {
  id: string
  account_id: string
  due_on: string
  holder_member_id: string | null
  stands_in_for_member_id: string | null
}

/**
 * Brings the schedules of accounts in step with their go-live, owner, lifecycle and plan: the next period, who holds
 * the one that is due, by when, and whether it is to be held at all. Asked twice, the second time changes nothing.
 */
export async function replan(ctx: Ctx, accounts: readonly Planned[], terms: Terms): Promise<void> {
  if (accounts.length === 0) return
  const ids = accounts.map((one) => one.account_id)
  const [open, settled] = await Promise.all([
    ctx.db.many<Open>(sql`
      select id, account_id, due_on, holder_member_id, stands_in_for_member_id from check_ins
      where workspace_id = ${ctx.workspaceId} and state = 'due' and account_id = any(${ids}::uuid[]) for update`),
    ctx.db.many<{ account_id: string; until: string }>(sql`
      select account_id, max(due_on) as until from check_ins
      where workspace_id = ${ctx.workspaceId} and account_id = any(${ids}::uuid[]) and due_on >= ${terms.today}
        and state in ('held', 'skipped') and by_member_id is not null group by account_id`),
  ])
  const openOf = new Map(open.map((row) => [row.account_id, row]))
  const settledOf = new Map(settled.map((row) => [row.account_id, row.until]))
  const plans: { account_id: string; next_on: string | null }[] = []
  const dropped: (Open & { reason: string })[] = []
  for (const account of accounts) {
    const due = openOf.get(account.account_id)
    const isPaused = account.state === 'paused' && (account.paused_until ?? '9') > terms.today
    const why =
      whyNot(account, terms) ?? (isPaused && due ? 'Check-ins with this account are paused.' : undefined)
    if (why && due) dropped.push({ ...due, reason: why })
    if (whyNot(account, terms)) {
      if (account.next_on) plans.push({ account_id: account.account_id, next_on: null })
      continue
    }
    const [start, rhythms] = [startOf(account, terms), rhythmsFor(account, terms)]
    let next: string
    if (due && !why) {
      const dueOn = await keepOpen(ctx, account, due, terms, periodAt(start, rhythms, terms.today))
      next = shiftDate(dueOn, 1)
    } else {
      const from = earliest(account, terms, settledOf.get(account.account_id) ?? null)
      next = nextPeriod(start, rhythms, from).opensOn
    }
    if (!account.has_plan || next !== account.next_on)
      plans.push({ account_id: account.account_id, next_on: next })
  }
  await withdraw(ctx, dropped)
  await writePlans(ctx, plans)
}

/** What is due stays due: with the owner of now, unless somebody stands in for them, and until the end of its period. */
async function keepOpen(ctx: Ctx, account: Planned, due: Open, terms: Terms, here: Period): Promise<string> {
  const isCovered = due.stands_in_for_member_id === account.owner_member_id
  const holder = isCovered ? due.holder_member_id : account.owner_member_id
  const dueOn = due.due_on < terms.today ? due.due_on : here.dueOn
  if (holder !== due.holder_member_id || dueOn !== due.due_on)
    await ctx.db.run(sql`
      update check_ins set holder_member_id = ${holder}, due_on = ${dueOn}, opens_on = least(opens_on, ${dueOn}::date),
        stands_in_for_member_id = case when ${isCovered} then stands_in_for_member_id end, updated_at = ${ctx.now()}
      where workspace_id = ${ctx.workspaceId} and id = ${due.id}`)
  return dueOn
}

async function withdraw(ctx: Ctx, dropped: readonly (Open & { reason: string })[]): Promise<void> {
  if (dropped.length === 0) return
  await ctx.db.run(sql`
    update check_ins c set state = 'skipped', reason = d.reason, updated_at = ${ctx.now()}
    from unnest(${dropped.map((one) => one.id)}::uuid[], ${dropped.map((one) => one.reason)}::text[]) as d (id, reason)
    where c.workspace_id = ${ctx.workspaceId} and c.id = d.id`)
  await ctx.emitAll(checkInSkipped, dropped.map(about))
}

async function writePlans(ctx: Ctx, plans: readonly { account_id: string; next_on: string | null }[]) {
  if (plans.length === 0) return
  await ctx.db.run(sql`
    insert into check_in_plans (workspace_id, account_id, next_on, updated_at)
    select ${ctx.workspaceId}, n.account_id, n.next_on, ${ctx.now()}
    from unnest(${plans.map((one) => one.account_id)}::uuid[], ${plans.map((one) => one.next_on)}::date[]) as n (account_id, next_on)
    on conflict (workspace_id, account_id) do update set next_on = excluded.next_on, updated_at = excluded.updated_at`)
}

const about = (row: { id: string; account_id: string; holder_member_id: string | null }) => ({
  subjectId: row.id,
  payload: { checkInId: row.id, accountId: row.account_id, holderId: row.holder_member_id },
})

/** Plans the accounts that changed; ids that were merged away withdraw what was theirs. */
export async function replanAccounts(ctx: Ctx, ids: readonly string[]): Promise<void> {
  const terms = await termsOf(ctx)
  for (let i = 0; i < ids.length; i += 1000) {
    const some = await plannedAccounts(ctx, sql`and a.id = any(${ids.slice(i, i + 1000)}::uuid[])`)
    // What never was in the schedule and does not come into it is left alone.
    await replan(
      ctx,
      some.filter((one) => one.has_plan || !whyNot(one, terms)),
      terms,
    )
  }
}

/** At most so many in one transaction. */
const most = 1000

/** Periods that are over are missed; their holders are told. Answers how many. */
export async function missOver(ctx: Ctx, terms: Terms): Promise<number> {
  const missed = await ctx.db.many<{ id: string; account_id: string; holder_member_id: string | null }>(sql`
    update check_ins set state = 'missed', updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id in (
      select id from check_ins where workspace_id = ${ctx.workspaceId} and state = 'due' and due_on < ${terms.today}
      order by due_on, id limit ${most} for update skip locked)
    returning id, account_id, holder_member_id`)
  if (missed.length > 0) await ctx.emitAll(checkInMissed, missed.map(about))
  await tellMissed(ctx, missed, terms)
  return missed.length
}

/** What the clock owes: periods that are over are missed, those that begin are due. Answers whether there is more. */
export async function keepSchedule(ctx: Ctx): Promise<boolean> {
  const terms = await termsOf(ctx)
  const missed = await missOver(ctx, terms)
  if (!terms.isOn) return missed === most
  const due = await ctx.db.many<{ account_id: string }>(sql`
    select account_id from check_in_plans where workspace_id = ${ctx.workspaceId} and next_on <= ${terms.today}
    order by next_on, account_id limit ${most} for update skip locked`)
  await openPeriods(
    ctx,
    due.map((one) => one.account_id),
    terms,
  )
  return missed === most || due.length === most
}

/** The period that today falls into becomes due, for accounts that are in the schedule and have none that is. */
export async function openPeriods(ctx: Ctx, ids: readonly string[], terms: Terms): Promise<void> {
  const accounts = await plannedAccounts(ctx, sql`and a.id = any(${ids}::uuid[])`, most)
  const wanted = accounts.filter((one) => !whyNot(one, terms))
  const rows = wanted.map((account) => {
    const { opensOn, dueOn } = periodAt(startOf(account, terms), rhythmsFor(account, terms), terms.today)
    return {
      id: newId(),
      account_id: account.account_id,
      holder_member_id: account.owner_member_id,
      opensOn,
      dueOn,
    }
  })
  if (rows.length > 0) {
    const made = await ctx.db.many<{ id: string; account_id: string; holder_member_id: string | null }>(sql`
      insert into check_ins (workspace_id, id, account_id, state, opens_on, due_on, holder_member_id, created_at, updated_at)
      select ${ctx.workspaceId}, r.id, r.account_id, 'due', r."opensOn", r."dueOn", r.holder_member_id, ${ctx.now()}, ${ctx.now()}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, account_id uuid, holder_member_id uuid, "opensOn" date, "dueOn" date)
      on conflict (workspace_id, account_id) where state = 'due' do nothing
      returning id, account_id, holder_member_id`)
    if (made.length > 0) await ctx.emitAll(checkInDue, made.map(about))
  }
  await writePlans(ctx, [
    ...rows.map((row) => ({ account_id: row.account_id, next_on: shiftDate(row.dueOn, 1) })),
    ...accounts
      .filter((one) => whyNot(one, terms))
      .map((one) => ({ account_id: one.account_id, next_on: null })),
  ])
}

/** One notice a day to each who missed some. */
async function tellMissed(
  ctx: Ctx,
  missed: readonly { id: string; holder_member_id: string | null }[],
  { today }: Terms,
): Promise<void> {
  const of = new Map<string, string[]>()
  for (const { id, holder_member_id: holder } of missed)
    if (holder) of.set(holder, [...(of.get(holder) ?? []), id])
  for (const [memberId, ids] of of)
    await notify(ctx, {
      memberId,
      kind: 'check-in.missed',
      subjectId: ids[0]!,
      text:
        ids.length === 1
          ? 'A check-in was not held in its time.'
          : `${ids.length} check-ins were not held in their time.`,
      link: '/check-ins?view=missed',
      dedupeKey: `check-ins missed ${today}`,
    })
}
