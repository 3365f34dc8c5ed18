import { z } from 'zod'
import type * as contract from '#close/announcements/contract.ts'
import type { AnnouncementPerson } from '#close/announcements/contract.ts'
import { type Kind, onceKinds, type Reason, reasonWords } from '#close/announcements/rules.ts'
import { whyOurs } from '#customers/consent/own.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { encodeId } from '#platform/ids.ts'
import { releaseMissing, requestsOf } from '#prioritize/releases/queries.ts'
import { requestMissing } from '#prioritize/requests/load.ts'

/** What an announcement is about, as it stands now. */
export interface Subject {
  requestId: string | null
  releaseId: string | null
  title: string
  /** of the request; of a release, whether it has shipped */
  status: string
  targetOn: string | null
  /** every request it tells of, with what was merged into it */
  family: { id: string; root: string }[]
  titles: ReadonlyMap<string, string>
}

type About = { requestId?: string | null | undefined; releaseId?: string | null | undefined }

/** The request that an id leads to, or a release with its requests; throws not-found. */
export async function subjectOf(ctx: Ctx, about: About): Promise<Subject> {
  const ws = ctx.workspaceId
  const release = about.releaseId
    ? await ctx.db.maybe<{ name: string; shipped_at: Date | null; planned_on: string | null }>(sql`
        select name, shipped_at, planned_on::text as planned_on from releases
        where workspace_id = ${ws} and id = ${about.releaseId}`)
    : undefined
  if (about.releaseId && !release) throw releaseMissing()
  const roots = about.releaseId
    ? requestsOf(ctx, sql`${about.releaseId}::uuid`)
    : sql`select root_id(merged_into_id, id) from requests where workspace_id = ${ws} and id = ${about.requestId ?? null}`
  const rows = await ctx.db.many<{
    id: string
    root: string
    title: string
    status: string
    target_on: string | null
  }>(sql`
    with root as materialized (select r.id from (${roots}) as r (id))
    select r.id, root_id(r.merged_into_id, r.id) as root, r.title, r.status, r.target_on::text as target_on from requests r
    where r.workspace_id = ${ws} and (r.id in (select id from root) or r.merged_into_id in (select id from root))
    order by r.demand_cents desc, r.id`)
  const own = rows.filter((row) => row.id === row.root)
  if (!release && own.length === 0) throw requestMissing()
  return {
    requestId: release ? null : own[0]!.id,
    releaseId: about.releaseId ?? null,
    title: release ? release.name : own[0]!.title,
    status: release ? (release.shipped_at ? 'shipped' : 'planned') : own[0]!.status,
    targetOn: release ? release.planned_on : own[0]!.target_on,
    family: rows.map(({ id, root }) => ({ id, root })),
    titles: new Map(own.map((row) => [row.id, row.title])),
  }
}

/**
 * Everybody behind it, each once: who said it and who follows it, through merges of requests and contacts, with what of it
 * they asked for. Of several with one address all but one are twins.
 */
export function peopleBehind(ctx: Ctx, subject: Subject, contactId?: string | null): Sql {
  const ws = ctx.workspaceId
  const ids = subject.family.map((one) => one.id)
  const roots = subject.family.map((one) => one.root)
  return sql`
    select p.contact_id, p.request_ids, row_number() over (partition by r.email order by p.contact_id) > 1 as is_twin
    from (select root_id(c.merged_into_id, c.id) as contact_id, array_agg(distinct x.root) as request_ids
    from (
      select k.root, s.contact_id from unnest(${ids}::uuid[], ${roots}::uuid[]) as k (id, root)
      join request_contacts s on s.workspace_id = ${ws} and s.request_id = k.root where k.id = k.root
      union all
      select k.root, f.contact_id from unnest(${ids}::uuid[], ${roots}::uuid[]) as k (id, root)
      join request_contact_followers f on f.workspace_id = ${ws} and f.request_id = k.id
    ) x
    join contacts c on c.workspace_id = ${ws} and c.id = x.contact_id
    ${contactId ? sql`where root_id(c.merged_into_id, c.id) = ${contactId}` : sql.empty}
    group by 1) p
    join contacts r on r.workspace_id = ${ws} and r.id = p.contact_id`
}

/** The moves after which a kind may be told anew: planned again after it was put off is news. */
const movesOf: Partial<Record<Kind, readonly string[]>> = {
  planned: ['planned'],
  not_planned: ['declined', 'parked'],
  shipped: ['shipped'],
}

/**
 * Why a contact `c` who is `p` of `peopleBehind` is left out; null for who gets it. The one place that decides: the preview
 * and the sending both ask it.
 */
export async function whyLeftOut(ctx: Ctx, subject: Subject, kind: Kind): Promise<Sql> {
  return sql`case
    when ${whyOurs(ctx)} is not null then ${whyOurs(ctx)}
    when c.email is null then 'no_address'
    when c.email_state = 'bounced' then 'bounced'
    when c.unsubscribed_at is not null then 'unsubscribed'
    when 'updates' = any(c.unsubscribed_topics) then 'unsubscribed_topic'
    when p.is_twin then 'same_address'
    ${onceKinds.includes(kind) ? sql`when ${await toldAlready(ctx, subject, kind)} then 'told_already'` : sql.empty}
  end`
}

/** Whether they heard this of all that they asked for, since it stands so. */
async function toldAlready(ctx: Ctx, { family }: Subject, kind: Kind): Promise<Sql> {
  const ws = ctx.workspaceId
  const moves = movesOf[kind] ?? []
  const rows = await ctx.db.many<{ request_id: string; at: Date }>(sql`
    select request_id, max(at) as at from request_moves
    where workspace_id = ${ws} and request_id = any(${family.map((one) => one.root)}::uuid[]) and status = any(${moves})
    group by request_id`)
  const since = new Map(rows.map((row) => [row.request_id, row.at]))
  const ids = family.map((one) => one.id)
  const roots = family.map((one) => one.root)
  const from = family.map((one) => since.get(one.root) ?? new Date(0))
  // By contact and request, one look at an index each, however the planner guesses.
  const heard = (contact: Sql) => sql`exists (
    select 1 from unnest(${ids}::uuid[], ${roots}::uuid[], ${from}::timestamptz[]) as k (id, root, since)
    where k.root = wanted.id and (
      select max(u.sent_at) from updates u
      join announcements told on told.workspace_id = ${ws} and told.id = u.announcement_id and told.kind = ${kind}
      where u.workspace_id = ${ws} and u.contact_id = ${contact} and u.request_id = k.id and u.announcement_id is not null
        and u.state = 'sent') >= k.since)`
  return sql`not exists (
    select 1 from unnest(p.request_ids) as wanted (id) where not (${heard(sql`c.id`)} or exists (
      select 1 from contacts m where m.workspace_id = ${ws} and m.merged_into_id = c.id and ${heard(sql`m.id`)})))`
}

/** Everybody it would be for, with the reason of those left out: a query with contact_id, name, email, locale, account_id, reason. */
export async function judged(
  ctx: Ctx,
  subject: Subject,
  kind: Kind,
  contactId?: string | null,
): Promise<Sql> {
  const ws = ctx.workspaceId
  const reason = await whyLeftOut(ctx, subject, kind)
  return sql`
    with people as materialized (${peopleBehind(ctx, subject, contactId)})
    select c.id as contact_id, c.name, c.email, c.locale, c.account_id, p.request_ids, ${reason} as reason
    from people p join contacts c on c.workspace_id = ${ws} and c.id = p.contact_id`
}

export interface Person {
  contact_id: string
  name: string | null
  email: string | null
  locale: string | null
  account: string | null
  reason: Reason | null
}

/** A person without a mail yet. */
export const showPerson = (row: Person): AnnouncementPerson => ({
  contactId: encodeId('ct', row.contact_id),
  name: row.name,
  address: row.email,
  account: row.account,
  reason: row.reason,
  why: row.reason && reasonWords[row.reason].why,
  mail: null,
})

/** The people who would get it now, or who would be left out for one reason. */
export async function listAnnouncementRecipients(
  ctx: Ctx,
  input: Input<typeof contract.listAnnouncementRecipients>,
): Promise<Answer<typeof contract.listAnnouncementRecipients>> {
  const ws = ctx.workspaceId
  const subject = await subjectOf(ctx, input)
  const rows = await ctx.db.many<Person>(sql`
    select j.contact_id, j.name, j.email, j.locale, t.name as account, j.reason
    from (${await judged(ctx, subject, input.kind, input.contactId)}) j
    left join accounts a on a.workspace_id = ${ws} and a.id = j.account_id
    left join accounts t on t.workspace_id = ${ws} and t.id = root_id(a.merged_into_id, a.id)
    where ${input.reason ? sql`j.reason = ${input.reason}` : sql`j.reason is null`}
      ${input.q ? sql`and position(lower(${input.q}) in lower(concat_ws(' ', j.name, j.email))) > 0` : sql.empty}
      ${input.cursor ? sql`and j.contact_id > ${decodeCursor(input.cursor, z.uuid())}` : sql.empty}
    order by j.contact_id limit ${input.limit + 1}`)
  return toPage(rows, input.limit, showPerson, (row) => row.contact_id)
}
