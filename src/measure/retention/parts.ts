import type { KindKey } from '#measure/retention/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'

/** Records of one transaction. */
export const pieceSize = 500

/** The last row that was looked at: its time, where rows go by time, and its id. */
export type Place = readonly [at: string, id: string]

/** What ends: before this moment, and before this day of the workspace. */
export interface Before {
  moment: Date
  day: string
}

export interface Counted {
  ended: number
  held: number
  inUse: number
  oldest: Date | null
}

export interface Taken {
  erased: number
  held: number
  inUse: number
  /** null: nothing is left */
  place: Place | null
}

/** One table of a kind. */
export interface Part {
  count(ctx: Ctx, before: Before): Promise<Counted>
  /** Erases a piece of what ended after a place, and leaves what is held or in use. */
  take(ctx: Ctx, before: Before, place: Place | null): Promise<Taken>
}

interface Rows {
  table: Sql
  /** when the period begins */
  at: Sql
  which?: Sql
  account?: Sql
  contact?: Sql
  /** a hold beside those on everything, this account, this contact */
  alsoHeld?: (ctx: Ctx) => Sql
  inUse?: (ctx: Ctx) => Sql
  /** Rows without an index by time are walked in the order of their ids, which begin with the time. */
  byId?: true
  erase(ids: readonly string[], ctx: Ctx): Sql
}

/** The smallest id that can have been made at a moment. */
function firstIdAt(moment: Date): string {
  const hex = Math.max(0, moment.getTime()).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}

function rows(of: Rows): Part {
  const ended = (ctx: Ctx, { moment }: Before) => {
    const held = [
      sql`(select holds_everything())`,
      of.account && sql`coalesce(${of.account} in (select held_accounts()), false)`,
      of.contact && sql`coalesce(${of.contact} in (select held_contacts()), false)`,
      of.alsoHeld?.(ctx),
    ].filter((one) => one !== undefined)
    return sql`
      select t.id, ${of.at} as at, ${sql.join(held, ' or ')} as held, ${of.inUse?.(ctx) ?? sql`false`} as in_use
      from ${of.table} t where t.workspace_id = ${ctx.workspaceId} and ${of.which ?? sql`true`} and ${of.at} < ${moment}
        ${of.byId ? sql`and t.id < ${firstIdAt(moment)}` : sql.empty}`
  }
  return {
    async count(ctx, before) {
      return ctx.db.one<Counted>(sql`
        select count(*) as ended, count(*) filter (where held) as held, count(*) filter (where in_use and not held) as "inUse", min(at) as oldest
        from (${ended(ctx, before)}) e`)
    },
    async take(ctx, before, place) {
      const after = !place
        ? sql.empty
        : of.byId
          ? sql`and t.id > ${place[1]}`
          : sql`and (${of.at}, t.id) > (${place[0]}::timestamptz, ${place[1]}::uuid)`
      const found = await ctx.db.many<{ id: string; at: string; held: boolean; in_use: boolean }>(sql`
        select id, at::text as at, held, in_use from (
          ${ended(ctx, before)} ${after} order by ${of.byId ? sql`t.id` : sql`${of.at}, t.id`} limit ${pieceSize}) e`)
      const due = found.filter((one) => !one.held && !one.in_use).map((one) => one.id)
      const erased = due.length > 0 ? (await ctx.db.one<{ n: number }>(of.erase(due, ctx))).n : 0
      const last = found.at(-1)
      return {
        erased,
        held: found.filter((one) => one.held).length,
        inUse: found.filter((one) => one.in_use && !one.held).length,
        place: last && found.length === pieceSize ? [last.at, last.id] : null,
      }
    },
  }
}

const openCase = (ctx: Ctx, about: Sql) => sql`(
  exists (select from cases k where k.workspace_id = ${ctx.workspaceId} and k.feedback_id = ${about} and k.status = 'open')
  or exists (select from case_answers x join cases k on k.workspace_id = ${ctx.workspaceId} and k.id = x.case_id and k.status = 'open'
    where x.workspace_id = ${ctx.workspaceId} and x.feedback_id = ${about}))`

/** All but what is being handed over at this moment: what still waits after so long is not sent any more. */
const isNotLeaving = sql`t.state not in ('claimed', 'handing_over')`

const feedback = rows({
  table: sql`feedback_items`,
  at: sql`t.received_at`,
  which: sql`t.anonymised_at is null and t.response_id is null`,
  account: sql`t.account_id`,
  contact: sql`t.contact_id`,
  inUse: (ctx) => openCase(ctx, sql`t.id`),
  erase: (ids, ctx) => sql`select erase_feedback_words(${ids}::uuid[], ${ctx.now()}) as n`,
})
const checkIns = rows({
  table: sql`check_ins`,
  at: sql`t.held_at`,
  which: sql`t.anonymised_at is null and t.held_at is not null`,
  account: sql`t.account_id`,
  alsoHeld: ({ workspaceId: ws }) => sql`exists (select from check_in_people p
    where p.workspace_id = ${ws} and p.check_in_id = t.id and p.contact_id in (select held_contacts()))`,
  erase: (ids, ctx) => sql`select erase_talk_words(${ids}::uuid[], '{}', ${ctx.now()}) as n`,
})
const sessions = rows({
  table: sql`research_sessions`,
  at: sql`t.held_at`,
  which: sql`t.anonymised_at is null and t.held_at is not null`,
  alsoHeld: ({ workspaceId: ws }) => sql`exists (select from session_participants p
    where p.workspace_id = ${ws} and p.session_id = t.id and p.contact_id in (select held_contacts()))`,
  erase: (ids, ctx) => sql`select erase_talk_words('{}', ${ids}::uuid[], ${ctx.now()}) as n`,
})
const outside = rows({
  table: sql`outside_calls`,
  at: sql`t.created_at`,
  erase: (ids) => sql`select erase_outside_calls(${ids}::uuid[]) as n`,
})
const answers = rows({
  table: sql`responses`,
  at: sql`t.submitted_at`,
  which: sql`t.anonymised_at is null`,
  account: sql`t.account_id`,
  contact: sql`t.contact_id`,
  inUse: ({ workspaceId: ws }) => sql`exists (
    select from case_answers x join cases k on k.workspace_id = ${ws} and k.id = x.case_id and k.status = 'open'
    where x.workspace_id = ${ws} and x.response_id = t.id)`,
  erase: (ids, ctx) => sql`select erase_answer_words(${ids}::uuid[], ${ctx.now()}) as n`,
})
const cases = rows({
  table: sql`cases`,
  at: sql`(case when t.status = 'resolved' then t.resolved_at else t.cancelled_at end)`,
  which: sql`t.anonymised_at is null and t.status <> 'open'`,
  account: sql`t.account_id`,
  contact: sql`t.contact_id`,
  erase: (ids, ctx) => sql`select erase_case_words(${ids}::uuid[], ${ctx.now()}) as n`,
})
const actions = rows({
  table: sql`corrective_actions`,
  at: sql`t.updated_at`,
  which: sql`t.anonymised_at is null and t.state <> 'open'`,
  alsoHeld: ({ workspaceId: ws }) => sql`exists (
    select from cases k where k.workspace_id = ${ws} and k.id = t.case_id
      and (k.account_id in (select held_accounts()) or k.contact_id in (select held_contacts())))
    or exists (select from feedback_items f where f.workspace_id = ${ws} and f.id = t.feedback_id
      and (f.account_id in (select held_accounts()) or f.contact_id in (select held_contacts())))`,
  erase: (ids, ctx) => sql`select erase_action_words(${ids}::uuid[], ${ctx.now()}) as n`,
})
const touchpoints = rows({
  table: sql`touchpoints`,
  at: sql`t.logged_at`,
  which: sql`t.anonymised_at is null and t.case_id is null and t.feedback_id is null`,
  account: sql`t.account_id`,
  contact: sql`t.contact_id`,
  erase: (ids, ctx) =>
    sql`select ${ids.length}::integer as n, erase_message_words(${ids}::uuid[], '{}', ${ctx.now()})::text`,
})
const updates = rows({
  table: sql`updates`,
  at: sql`t.created_at`,
  which: sql`t.anonymised_at is null and t.case_id is null and t.feedback_id is null and t.state not in ('held', 'sending')`,
  contact: sql`t.contact_id`,
  erase: (ids, ctx) =>
    sql`select ${ids.length}::integer as n, erase_message_words('{}', ${ids}::uuid[], ${ctx.now()})::text`,
})
const mails = rows({
  table: sql`mails`,
  at: sql`t.queued_at`,
  which: isNotLeaving,
  contact: sql`t.contact_id`,
  byId: true,
  erase: (ids) => sql`select erase_mails(${ids}::uuid[], '{}') as n`,
})
const texts = rows({
  table: sql`sms_messages`,
  at: sql`t.queued_at`,
  which: isNotLeaving,
  contact: sql`t.contact_id`,
  byId: true,
  erase: (ids) => sql`select erase_mails('{}', ${ids}::uuid[]) as n`,
})
const mailsIn = rows({
  table: sql`inbound_mails`,
  at: sql`t.received_at`,
  which: sql`t.state <> 'received'`,
  contact: sql`t.contact_id`,
  byId: true,
  erase: (ids) => sql`select erase_inbound(${ids}::uuid[], '{}') as n`,
})
const textsIn = rows({
  table: sql`sms_replies`,
  at: sql`t.received_at`,
  which: sql`t.state <> 'received'`,
  contact: sql`t.contact_id`,
  byId: true,
  erase: (ids) => sql`select erase_inbound('{}', ${ids}::uuid[]) as n`,
})
const notices = rows({
  table: sql`notices`,
  at: sql`t.created_at`,
  byId: true,
  erase: (ids) => sql`select erase_notices(${ids}::uuid[]) as n`,
})
const reports = rows({
  table: sql`reports`,
  at: sql`t.made_at`,
  alsoHeld: ({ workspaceId: ws }) => sql`exists (select from report_follow_ups p
    where p.workspace_id = ${ws} and p.report_id = t.id and p.contact_id in (select held_contacts()))`,
  erase: (ids) => sql`select erase_reports(${ids}::uuid[], '{}') as n`,
})
const shareBacks = rows({
  table: sql`share_backs`,
  at: sql`t.made_at`,
  erase: (ids) => sql`select erase_reports('{}', ${ids}::uuid[]) as n`,
})
const events = rows({
  table: sql`events`,
  at: sql`t.at`,
  account: sql`t.subject_id`,
  contact: sql`t.subject_id`,
  byId: true,
  erase: (ids) => sql`select erase_events(${ids}::uuid[]) as n`,
})

/** Sums of days have no ids: they go by their day, all but those of who is held. */
const signals: Part = {
  async count(ctx, { day }) {
    const heldSubject = (
      id: Sql,
    ) => sql`exists (select from signal_subjects s where s.workspace_id = ${ctx.workspaceId} and s.id = ${id}
      and (s.account_id in (select held_accounts()) or s.contact_id in (select held_contacts())))`
    const row = await ctx.db.one<Counted>(sql`
      select count(*) as ended, count(*) filter (where (select holds_everything()) or held) as held, 0 as "inUse", min(day)::timestamptz as oldest
      from (
        select day, ${heldSubject(sql`d.subject_id`)} as held from signal_days d where d.workspace_id = ${ctx.workspaceId} and d.day < ${day}::date
        union all
        select day, ${heldSubject(sql`d.subject_id`)} or ${heldSubject(sql`d.person_id`)} from signal_person_days d
          where d.workspace_id = ${ctx.workspaceId} and d.day < ${day}::date
      ) e`)
    return row
  },
  async take(ctx, before) {
    const most = 4 * pieceSize
    const { n } = await ctx.db.one<{ n: number }>(
      sql`select erase_signals(${before.day}::date, ${most}) as n`,
    )
    if (n === most) return { erased: n, held: 0, inUse: 0, place: ['', ''] }
    // what is left is held
    return { erased: n, held: (await signals.count(ctx, before)).held, inUse: 0, place: null }
  },
}

/** The tables of each kind, in the order they are gone through. */
export const partsOf: Record<KindKey, readonly Part[]> = {
  feedback: [feedback, checkIns, sessions, outside],
  answers: [answers],
  cases: [cases],
  actions: [actions],
  touchpoints: [touchpoints, updates],
  mails: [mails, texts, mailsIn, textsIn, notices],
  reports: [reports, shareBacks],
  signals: [signals],
  events: [events],
}
