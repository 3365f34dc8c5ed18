import { answersFrom, type Cause, causes, factsOf, titleOfCause } from '#act/cases/cause.ts'
import type { Playbook } from '#act/playbooks/language.ts'
import type { AccountThen, Recorded, Replayed } from '#act/simulation/cause.ts'
import { storedCalendar, toCalendar } from '#platform/calendar/commands.ts'
import type { WorkingCalendar } from '#platform/calendar/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'

export type Event = Playbook['when']['event']

export interface PastAsked {
  from: Date
  until: Date
  events: readonly Event[]
  /** the playbooks whose recorded cases count */
  keys: readonly string[]
  /** members who still work here */
  memberIds: ReadonlySet<string>
  executiveCallMrrCents: number
  /** whether a cause opens or joins anything: others are not kept */
  fits(cause: Replayed): boolean
}

export interface Past {
  /** the oldest first */
  causes: Replayed[]
  read: number
  /** later than was asked for where more happened than is read */
  from: Date
  isWhole: boolean
}

/** So many causes are read of each event; the newest count. */
const mostCauses = 5000
const pageSize = 500

/**
 * Reads what happened, page by page from the newest on, each page in a transaction of its own. `note` hears how many
 * were read after each page, and may throw to stop.
 */
export async function readPast(
  inWorkspace: <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>,
  asked: PastAsked,
  note: (read: number) => Promise<void>,
): Promise<Past> {
  const found: Replayed[] = []
  let all = 0
  let { from } = asked
  let isWhole = true
  for (const event of asked.events) {
    let last: Place | undefined
    for (let read = 0; ; ) {
      const page = await inWorkspace((ctx) => readPage(ctx, asked, event, last))
      found.push(...page.fitting)
      read += page.count
      all += page.count
      await note(all)
      if (page.count < pageSize) break
      last = page.last
      if (read < mostCauses) continue
      isWhole = false
      if (last!.at > from) from = last!.at
      break
    }
  }
  const causes = found
    .filter((one) => one.at >= from.getTime())
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
  return { causes, read: all, from, isWhole }
}

interface Place {
  at: Date
  id: string
}

async function readPage(ctx: Ctx, asked: PastAsked, event: Event, after: Place | undefined) {
  const list =
    event === 'response.received' ? await answers(ctx, asked, after) : await items(ctx, asked, after)
  const accounts = await accountsOf(ctx, list, asked.until)
  const replayed = list.map(({ cause, received }): Replayed & { place: Place } => {
    const id = cause.response_id ?? cause.feedback_id!
    const account = cause.account_id ? accounts.get(cause.account_id) : undefined
    const isHere = cause.owner_member_id !== null && asked.memberIds.has(cause.owner_member_id)
    return {
      id,
      event,
      at: cause.at.getTime(),
      place: { at: received, id },
      title: titleOfCause(cause),
      account: cause.account_name,
      facts: factsOf(cause, asked.executiveCallMrrCents),
      contactId: cause.contact_id,
      accountId: cause.account_id,
      waveId: cause.wave_id,
      ownerMemberId: isHere ? cause.owner_member_id : null,
      goLiveOn: account?.goLiveOn ?? null,
      renewalOn: account?.renewalOn ?? null,
      calendar: account?.calendar ?? null,
      history: account?.history ?? [],
      recorded: undefined,
    }
  })
  const fitting = replayed.filter((one) => one.at < asked.until.getTime() && asked.fits(one))
  const recorded = await recordedOf(ctx, event, fitting, asked.keys)
  for (const one of fitting) one.recorded = recorded.get(one.id)
  return { fitting, count: list.length, last: replayed.at(-1)?.place }
}

interface Read {
  cause: Cause
  received: Date
}

async function answers(ctx: Ctx, { from, until }: PastAsked, after: Place | undefined): Promise<Read[]> {
  const rows = sql`(select * from responses
    where workspace_id = ${ctx.workspaceId} and submitted_at >= ${from} and submitted_at < ${until}
      ${beyond(sql`submitted_at`, after)} and not is_provisional
    order by submitted_at desc, id desc limit ${pageSize})`
  const list = await causes(ctx, {
    ...answersFrom(ctx, rows),
    where: sql`r.workspace_id = ${ctx.workspaceId} order by r.submitted_at desc, r.id desc`,
  })
  return list.map((cause) => ({ cause, received: cause.at }))
}

/** Items that were triaged, at the moment of their triage; history, spam and merged ones open nothing. */
async function items(ctx: Ctx, { from, until }: PastAsked, after: Place | undefined): Promise<Read[]> {
  const rows = sql`(select * from inbox_items
    where workspace_id = ${ctx.workspaceId} and received_at >= ${from} and received_at < ${until}
      ${beyond(sql`received_at`, after)} and not is_history and status not in ('spam', 'merged')
      and triaged_at is not null
    order by received_at desc, id desc limit ${pageSize})`
  const list = await causes(ctx, {
    feedbackId: sql`x.id`,
    contactId: sql`x.contact_id`,
    accountId: sql`x.account_id`,
    at: sql`x.triaged_at`,
    from: sql`${rows} x`,
    where: sql`x.workspace_id = ${ctx.workspaceId} order by x.received_at desc, x.id desc`,
  })
  const received = new Map(
    (
      await ctx.db.many<{ id: string; received_at: Date }>(sql`
        select id, received_at from inbox_items
        where workspace_id = ${ctx.workspaceId} and id = any(${list.map((one) => one.feedback_id)}::uuid[])`)
    ).map((row) => [row.id, row.received_at]),
  )
  return list.map((cause) => ({ cause, received: received.get(cause.feedback_id!) ?? cause.at }))
}

function beyond(column: Sql, after: Place | undefined): Sql {
  return after ? sql`and (${column}, id) < (${after.at}, ${after.id}::uuid)` : sql.empty
}

interface Account {
  calendar: WorkingCalendar | null
  goLiveOn: string | null
  renewalOn: string | null
  history: AccountThen[]
}

/** What the accounts of causes were worth over time. */
async function accountsOf(ctx: Ctx, list: readonly Read[], until: Date): Promise<Map<string, Account>> {
  const ids = [...new Set(list.flatMap(({ cause }) => cause.account_id ?? []))]
  if (ids.length === 0) return new Map()
  const [rows, then] = await Promise.all([
    ctx.db.many<{ id: string; go_live_on: string | null; renewal_on: string | null; calendar: unknown }>(sql`
      select id, go_live_on, renewal_on, calendar from accounts
      where workspace_id = ${ctx.workspaceId} and id = any(${ids}::uuid[])`),
    ctx.db.many<{
      account_id: string
      mrr_cents: number | null
      lifecycle: string
      segment: string | null
      valid_at: Date
    }>(sql`
      select account_id, mrr_cents, lifecycle, segment, valid_at from account_history
      where workspace_id = ${ctx.workspaceId} and account_id = any(${ids}::uuid[]) and valid_at < ${until}
      order by account_id, valid_at, id`),
  ])
  const accounts = new Map<string, Account>()
  for (const { id, go_live_on, renewal_on, calendar } of rows) {
    const own = storedCalendar(calendar)
    accounts.set(id, {
      calendar: own && (await toCalendar(own, ctx.now())),
      goLiveOn: go_live_on,
      renewalOn: renewal_on,
      history: [],
    })
  }
  for (const { account_id, valid_at, mrr_cents, lifecycle, segment } of then)
    accounts
      .get(account_id)
      ?.history.push({ at: valid_at.getTime(), mrrCents: mrr_cents, lifecycle, segment })
  return accounts
}

/** What really became of the causes: by the cause's id, the case that it opened or joined. */
async function recordedOf(
  ctx: Ctx,
  event: Event,
  list: readonly Replayed[],
  keys: readonly string[],
): Promise<Map<string, Recorded>> {
  const ids = list.map((one) => one.id)
  if (ids.length === 0) return new Map()
  const ws = ctx.workspaceId
  const signal =
    event === 'response.received'
      ? sql`x.response_id = any(${ids}::uuid[])`
      : sql`x.response_id is null and x.feedback_id = any(${ids}::uuid[])`
  const rows = await ctx.db.many<{
    signal: string
    case_id: string
    ended_at: Date | null
    is_dissatisfied: boolean
    areas: string[]
  }>(sql`
    select coalesce(x.response_id, x.feedback_id) as signal, k.id as case_id, coalesce(k.resolved_at, k.cancelled_at) as ended_at,
      k.is_dissatisfied, k.areas
    from case_answers x join cases k on k.workspace_id = ${ws} and k.id = x.case_id
    where x.workspace_id = ${ws} and x.playbook_key = any(${keys}::text[]) and ${signal}
    order by array_position(${keys}::text[], x.playbook_key) desc`)
  const steps = await ctx.db.many<{
    case_id: string
    step_key: string
    round: number
    state: string
    results: Record<string, boolean>
  }>(sql`
    select case_id, step_key, round, state, results from case_steps
    where workspace_id = ${ws} and case_id = any(${[...new Set(rows.map((row) => row.case_id))]}::uuid[])`)
  const byCase = new Map<string, Map<string, { state: string; results: Record<string, boolean> }>>()
  for (const { case_id, step_key, round, state, results } of steps) {
    const own = byCase.get(case_id) ?? new Map()
    byCase.set(case_id, own.set(`${step_key} ${round}`, { state, results }))
  }
  return new Map(
    rows.map((row) => [
      row.signal,
      {
        endedAt: row.ended_at?.getTime() ?? null,
        isDissatisfied: row.is_dissatisfied,
        areas: row.areas,
        steps: byCase.get(row.case_id) ?? new Map(),
      },
    ]),
  )
}
