import { z } from 'zod'
import { type Person, showPerson } from '#close/announcements/audience.ts'
import type * as contract from '#close/announcements/contract.ts'
import type { Announcement, OwnWording } from '#close/announcements/contract.ts'
import type { Kind } from '#close/announcements/rules.ts'
import { wordingSetting } from '#close/announcements/settings.ts'
import { mailTo } from '#close/announcements/wording.ts'
import { inboundRows } from '#collect/mailbox/queries.ts'
import type { ShippedLanguage } from '#collect/surveys/texts/languages.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'
import { mailStanding } from '#platform/mail/rules.ts'
import type { SendState } from '#platform/outbox/rules.ts'
import { mayPass } from '#platform/policy/rules.ts'
import { getSetting } from '#platform/settings/settings.ts'
import { rootOf } from '#prioritize/requests/load.ts'

interface Row {
  id: string
  kind: Kind
  state: Announcement['state']
  request_id: string | null
  request: string | null
  release_id: string | null
  release: string | null
  contact_id: string | null
  language: ShippedLanguage
  texts: Record<string, Record<string, string>>
  slots: Record<string, string>
  send_at: Date
  sent_at: Date | null
  people_count: number
  sent_count: number
  excluded_count: number
  waiting: number
  accepted: number
  failed: number
  kept_back: number
  created_by_member_id: string | null
  writer: string | null
  created_at: Date
  brand: string
}

async function announcementRows(ctx: Ctx, condition: Sql, limit: number): Promise<Row[]> {
  const ws = ctx.workspaceId
  return ctx.db.many<Row>(sql`
    select a.*, r.title as request, l.name as release, w.name as writer, o.name as brand, n.*
    from (select * from announcements a where a.workspace_id = ${ws} ${condition} order by a.id desc limit ${limit}) a
    join workspaces o on o.id = ${ws}
    left join requests r on r.workspace_id = ${ws} and r.id = a.request_id
    left join releases l on l.workspace_id = ${ws} and l.id = a.release_id
    left join members w on w.workspace_id = ${ws} and w.id = a.created_by_member_id
    cross join lateral (
      select count(*) filter (where m.state in ('queued', 'deferred', 'claimed', 'handing_over')) as waiting,
        count(*) filter (where m.state = 'accepted' and m.bounced_at is null) as accepted,
        count(*) filter (where m.state in ('failed', 'uncertain') or m.bounced_at is not null) as failed,
        count(*) filter (where m.state = 'suppressed') as kept_back
      from updates u join mails m on m.workspace_id = ${ws} and m.id = u.mail_id
      where u.workspace_id = ${ws} and u.announcement_id = a.id and not u.is_also
    ) n
    order by a.id desc`)
}

function show(row: Row, own: OwnWording): Announcement {
  const { subject } = mailTo(
    { ...row, writtenOn: row.created_at.toISOString().slice(0, 10) },
    { name: null, locale: null, asked: [] },
    { brand: row.brand, writer: row.writer, own },
  )
  return {
    id: encodeId('ann', row.id),
    kind: row.kind,
    state: row.state,
    request: row.request_id ? { id: encodeId('req', row.request_id), title: row.request ?? '' } : null,
    release: row.release_id ? { id: encodeId('rel', row.release_id), name: row.release ?? '' } : null,
    contactId: row.contact_id ? encodeId('ct', row.contact_id) : null,
    language: row.language,
    texts: row.texts,
    slots: row.slots,
    subject,
    sendAt: row.send_at.toISOString(),
    sentAt: row.sent_at?.toISOString() ?? null,
    people: row.people_count,
    told: row.sent_count,
    excluded: row.excluded_count,
    mails: {
      waiting: row.waiting,
      accepted: row.accepted,
      failed: row.failed,
      keptBack: row.kept_back,
    },
    by: row.created_by_member_id
      ? { id: encodeId('mem', row.created_by_member_id), name: row.writer ?? '' }
      : null,
    createdAt: row.created_at.toISOString(),
  }
}

/** One announcement. Throws `announcement.not_found`. */
export async function getAnnouncement(
  ctx: Ctx,
  { announcementId }: { announcementId: string },
): Promise<Announcement> {
  const [row] = await announcementRows(ctx, sql`and a.id = ${announcementId}`, 1)
  if (row) return show(row, (await getSetting(ctx, wordingSetting)).own)
  throw announcementMissing()
}

/** Whoever writes to many takes it back or stops it: managers and higher. */
export function mustMayTell(ctx: Ctx, { contactId }: Pick<Announcement, 'contactId'>): void {
  if (!contactId && !mayPass(ctx.actor, 'updates:manage'))
    throw new AppError(
      'forbidden',
      'announcement.many_by_manager',
      'Only managers and higher write to everybody, or take that back. Ask a manager.',
    )
}

const announcementMissing = () =>
  new AppError('not_found', 'announcement.not_found', 'There is no such announcement. Check the id.')

/** What customers were told of a request, by its releases too, or of a release. */
export async function listAnnouncements(
  ctx: Ctx,
  input: Input<typeof contract.listAnnouncements>,
): Promise<Answer<typeof contract.listAnnouncements>> {
  const ws = ctx.workspaceId
  const root = input.request && (await rootOf(ctx, input.request))
  const family = sql`select q.id from requests q where q.workspace_id = ${ws} and (q.id = ${root ?? null} or q.merged_into_id = ${root ?? null})`
  const conditions = [
    root &&
      sql`and (a.request_id in (${family}) or a.release_id in (
        select x.release_id from release_requests x where x.workspace_id = ${ws} and x.request_id in (${family})))`,
    input.release && sql`and a.release_id = ${input.release}`,
    input.cursor && sql`and a.id < ${decodeCursor(input.cursor, z.uuid())}`,
  ].filter((one): one is Sql => one instanceof Object)
  const rows = await announcementRows(ctx, sql.join(conditions, ' '), input.limit + 1)
  const { own } = await getSetting(ctx, wordingSetting)
  return toPage(
    rows,
    input.limit,
    (row) => show(row, own),
    (row) => row.id,
  )
}

interface ToldRow extends Person {
  mail_id: string | null
  state: SendState | null
  mail_reason: string | null
  hold: string | null
  bounce: string | null
}

/** Who was told by an announcement, with where each mail stands, or who was left out for one reason. */
export async function listAnnouncementPeople(
  ctx: Ctx,
  { announcementId, reason, limit, cursor }: Input<typeof contract.listAnnouncementPeople>,
): Promise<Answer<typeof contract.listAnnouncementPeople>> {
  const ws = ctx.workspaceId
  // by its key alone: a page of people need not count the mails of all of them
  const isThere = await ctx.db.maybe(
    sql`select 1 from announcements where workspace_id = ${ws} and id = ${announcementId}`,
  )
  if (!isThere) throw announcementMissing()
  const after = cursor ? decodeCursor(cursor, z.uuid()) : undefined
  const source = reason
    ? sql`select p.contact_id, c.name, c.email, p.reason, null::uuid as mail_id from announcement_people p
        join contacts c on c.workspace_id = ${ws} and c.id = p.contact_id
        where p.workspace_id = ${ws} and p.announcement_id = ${announcementId} and p.reason = ${reason}
          ${after ? sql`and p.contact_id > ${after}` : sql.empty} order by p.contact_id limit ${limit + 1}`
    : sql`select u.contact_id, nullif(u.to_name, '') as name, u.to_address as email, null::text as reason, u.mail_id from updates u
        where u.workspace_id = ${ws} and u.announcement_id = ${announcementId} and not u.is_also
          ${after ? sql`and u.contact_id > ${after}` : sql.empty} order by u.contact_id limit ${limit + 1}`
  const rows = await ctx.db.many<ToldRow>(sql`
    select x.*, null as locale, t.name as account, m.state, m.reason as mail_reason, m.hold,
      case when m.bounced_at is not null then coalesce(m.bounce_reply, '') end as bounce
    from (${source}) x
    join contacts c on c.workspace_id = ${ws} and c.id = x.contact_id
    left join accounts a on a.workspace_id = ${ws} and a.id = c.account_id
    left join accounts t on t.workspace_id = ${ws} and t.id = root_id(a.merged_into_id, a.id)
    left join mails m on m.workspace_id = ${ws} and m.id = x.mail_id
    order by x.contact_id`)
  return toPage(rows, limit, showTold, (row) => row.contact_id)
}

function showTold(row: ToldRow) {
  const standing =
    row.mail_id && row.state
      ? mailStanding({ state: row.state, reason: row.mail_reason, hold: row.hold, bounce: row.bounce })
      : undefined
  return {
    ...showPerson(row),
    mail: standing
      ? {
          id: encodeId('mail', row.mail_id!),
          state: row.bounce === null ? row.state! : 'bounced',
          says: standing.state,
          why: standing.why,
        }
      : null,
  }
}

/** What people answered to what they were told of a request, and of those merged into it. */
export async function listRequestReplies(
  ctx: Ctx,
  { requestId, limit, cursor }: Input<typeof contract.listRequestReplies>,
): Promise<Answer<typeof contract.listRequestReplies>> {
  const ws = ctx.workspaceId
  const root = await rootOf(ctx, requestId)
  const rows = await inboundRows(
    ctx,
    sql`and m.about_id in (select q.id from requests q where q.workspace_id = ${ws} and (q.id = ${root} or q.merged_into_id = ${root}))
      and m.state = 'case' ${cursor ? sql`and m.id < ${decodeCursor(cursor, z.uuid())}` : sql.empty}`,
    limit + 1,
  )
  return toPage(
    rows,
    limit,
    (row) => ({
      id: encodeId('inmail', row.id),
      feedbackId: row.feedback_id ? encodeId('fb', row.feedback_id) : null,
      from: row.contact_name ?? (row.from_name || row.from_address),
      words: row.words || row.subject || '(no words)',
      receivedAt: row.received_at.toISOString(),
    }),
    (row) => row.id,
  )
}
