import { recordTouchpoint } from '#act/touchpoints/commands.ts'
import { peopleBehind, type Subject, subjectOf, whyLeftOut } from '#close/announcements/audience.ts'
import { announcementSent, announcementTold } from '#close/announcements/events.ts'
import { askedOf, senderOf } from '#close/announcements/preview.ts'
import type { Kind, Reason, Texts } from '#close/announcements/rules.ts'
import { stopBatch } from '#close/announcements/stop.ts'
import { mailTo } from '#close/announcements/wording.ts'
import { replyAddress } from '#collect/mailbox/address.ts'
import type { ShippedLanguage } from '#collect/surveys/texts/languages.ts'
import { calendarSetting } from '#platform/calendar/commands.ts'
import { localDate } from '#platform/calendar/zones.ts'
import type { Actor, Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { manyRows, takeStatistics } from '#platform/db/statistics.ts'
import { takeTurn } from '#platform/db/turn.ts'
import type { Door } from '#platform/door.ts'
import { newId } from '#platform/ids.ts'
import { queueMails } from '#platform/mail/queue.ts'
import { getSetting } from '#platform/settings/settings.ts'

const batchSize = 250
const filler: Actor = { kind: 'job', name: 'close/announcements' }

interface Sending {
  id: string
  kind: Kind
  request_id: string | null
  release_id: string | null
  contact_id: string | null
  language: ShippedLanguage
  texts: Texts
  slots: Record<string, string>
  filled_to: string | null
  sent_count: number
  created_by_member_id: string | null
  created_at: Date
}

/** Prepares an announcement batch by batch; after a crash it goes on where it stood. */
export async function fillAnnouncement(
  door: Door,
  workspaceId: string,
  announcementId: string,
  signal: AbortSignal,
): Promise<void> {
  const within = <T>(work: (ctx: Ctx) => Promise<T>) => door.inWorkspace(workspaceId, filler, work)
  if ((await within((ctx) => begin(ctx, announcementId))) > manyRows)
    await takeStatistics(door, ['announcement_people'])
  let people = 0
  let next = manyRows
  let isOver = false
  while (!isOver && !signal.aborted) {
    isOver = !(await within((ctx) => fillBatch(ctx, announcementId)))
    people += batchSize
    if (people < next) continue
    // What follows is planned with what is there.
    await takeStatistics(door, ['mails', 'updates'])
    next *= 10
  }
  // where it was stopped
  while (!signal.aborted && (await within((ctx) => stopBatch(ctx, announcementId))));
}

/** The recall window is over: who is behind it now is written down, each once. Answers how many were. */
async function begin(ctx: Ctx, announcementId: string): Promise<number> {
  const row = await ctx.db.maybe<Sending>(sql`
    update announcements set state = 'sending', updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${announcementId} and state = 'held' and send_at <= ${ctx.now()} returning *`)
  if (!row) return 0
  const subject = await subjectOf(ctx, { requestId: row.request_id, releaseId: row.release_id })
  return ctx.db.run(sql`
    insert into announcement_people (workspace_id, announcement_id, contact_id, request_ids, is_twin)
    select ${ctx.workspaceId}::uuid, ${row.id}::uuid, contact_id, request_ids, is_twin from (${peopleBehind(ctx, subject, row.contact_id)}) p
    order by contact_id`)
}

interface Next {
  listed: string
  request_ids: string[]
  contact_id: string
  account_id: string | null
  name: string | null
  email: string | null
  locale: string | null
  reason: Reason | null
}

/** One batch in one transaction: who is left out, who is told, their mails, and how far it got. False at the end. */
async function fillBatch(ctx: Ctx, announcementId: string): Promise<boolean> {
  const ws = ctx.workspaceId
  // Somebody else who is at it goes on with it: the sweep wakes a second one each minute.
  const row = await ctx.db.maybe<Sending>(sql`
    select * from announcements where workspace_id = ${ws} and id = ${announcementId} and state = 'sending'
    for no key update skip locked`)
  if (!row) return false
  // Two that say the same must not both reach a person: one at a time in a workspace.
  await takeTurn(ctx, 'announcements')
  const subject = await subjectOf(ctx, { requestId: row.request_id, releaseId: row.release_id })
  const reason = await whyLeftOut(ctx, subject, row.kind)
  const people = await ctx.db.many<Next>(sql`
    select p.contact_id as listed, p.request_ids, c.id as contact_id, c.account_id, c.name, c.email, c.locale, ${reason} as reason
    from (select contact_id, request_ids, is_twin from announcement_people
      where workspace_id = ${ws} and announcement_id = ${row.id}
        ${row.filled_to === null ? sql.empty : sql`and contact_id > ${row.filled_to}`}
      order by contact_id limit ${batchSize}) p
    join contacts t on t.workspace_id = ${ws} and t.id = p.contact_id
    join contacts c on c.workspace_id = ${ws} and c.id = root_id(t.merged_into_id, t.id)
    order by p.contact_id`)
  const out = people.filter((person) => person.reason !== null)
  if (out.length > 0)
    await ctx.db.run(sql`
      update announcement_people p set reason = x.reason
      from unnest(${out.map((one) => one.listed)}::uuid[], ${out.map((one) => one.reason)}::text[]) as x (id, reason)
      where p.workspace_id = ${ws} and p.announcement_id = ${row.id} and p.contact_id = x.id`)
  const told = await tell(
    ctx,
    row,
    subject,
    people.filter((person) => person.reason === null),
  )
  const isLast = people.length < batchSize
  const { sent_count, excluded_count } = await ctx.db.one<{ sent_count: number; excluded_count: number }>(sql`
    update announcements set filled_to = ${people.at(-1)?.listed ?? row.filled_to}, sent_count = sent_count + ${told},
      excluded_count = excluded_count + ${out.length}, state = ${isLast ? 'sent' : 'sending'},
      sent_at = ${isLast ? ctx.now() : null}, updated_at = ${ctx.now()}
    where workspace_id = ${ws} and id = ${row.id} returning sent_count, excluded_count`)
  if (isLast)
    await ctx.emit(announcementSent, {
      subjectId: row.id,
      payload: {
        announcementId: row.id,
        kind: row.kind,
        requestId: row.request_id,
        releaseId: row.release_id,
        people: sent_count,
        excluded: excluded_count,
      },
    })
  return !isLast
}

/** Writes the mails and that each person was told of what they asked for; answers how many were. */
async function tell(ctx: Ctx, row: Sending, subject: Subject, people: readonly Next[]): Promise<number> {
  if (people.length === 0) return 0
  const ws = ctx.workspaceId
  const { zone } = await getSetting(ctx, calendarSetting)
  const sender = await senderOf(ctx, row.created_by_member_id)
  const wording = { ...row, writtenOn: localDate(zone, row.created_at.getTime()) }
  const isOne = row.contact_id !== null
  const answers = new Map<string, string | null>()
  for (const id of new Set(people.map((person) => person.request_ids[0]!)))
    answers.set(id, await replyAddress(ctx, id))
  const made = people.map((person) => ({
    person,
    id: newId(),
    mail: mailTo(wording, { ...person, asked: askedOf(subject, person.request_ids) }, sender),
  }))
  const mailIds = await queueMails(
    ctx,
    made.map(({ person, mail }) => {
      const aboutId = person.request_ids[0]!
      const address = answers.get(aboutId) ?? sender.email
      const name = (isOne ? sender.writer : null) ?? sender.brand
      return {
        to: { name: person.name, address: person.email! },
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        topic: 'updates' as const,
        fromName: name,
        contactId: person.contact_id,
        dedupeKey: `announcement ${row.id} ${person.contact_id}`,
        isPersonal: isOne,
        aboutId,
        ...(address && { replyTo: { name, address } }),
        ...(answers.get(aboutId) && { bounceTo: answers.get(aboutId)! }),
      }
    }),
  )
  const rows = made.flatMap(({ person, id, mail }, i) =>
    person.request_ids.map((requestId, nth) => ({
      id: nth === 0 ? id : newId(),
      contact_id: person.contact_id,
      request_id: requestId,
      to_name: person.name ?? '',
      to_address: person.email,
      subject: mail.subject,
      body: nth === 0 ? mail.body : '',
      mail_id: mailIds[i],
      is_also: nth > 0,
    })),
  )
  // A mail that was kept back at its gate told nobody; in a demo all are, on purpose.
  const told = await ctx.db.many<{ id: string; is_also: boolean }>(sql`
    insert into updates (workspace_id, id, state, request_id, contact_id, to_name, to_address, template, slots, subject, body,
      mail_id, failure, created_by_member_id, created_at, updated_at, sent_at, announcement_id, is_also)
    select ${ws}::uuid, x.id, case when s.is_back then 'failed' else 'sent' end, x.request_id, x.contact_id, x.to_name, x.to_address,
      ${`announcement/${row.kind}`}, ${JSON.stringify(row.slots)}::jsonb, x.subject, x.body, x.mail_id, case when s.is_back then m.reason end,
      ${row.created_by_member_id}::uuid, ${ctx.now()}, ${ctx.now()}, case when not s.is_back then ${ctx.now()}::timestamptz end, ${row.id}::uuid, x.is_also
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (id uuid, contact_id uuid, request_id uuid, to_name text,
      to_address text, subject text, body text, mail_id uuid, is_also boolean)
    join mails m on m.workspace_id = ${ws} and m.id = x.mail_id
    cross join lateral (select m.state = 'suppressed' and m.reason <> 'demo' as is_back) s
    on conflict do nothing returning id, is_also`)
  if (told.length > 0)
    await ctx.emit(announcementTold, {
      subjectId: row.id,
      payload: { announcementId: row.id, updateIds: told.map((one) => one.id) },
    })
  if (isOne)
    await recordTouchpoint(ctx, {
      kind: 'mail',
      direction: 'out',
      at: ctx.now(),
      summary: made[0]!.mail.subject,
      contactId: made[0]!.person.contact_id,
      accountId: made[0]!.person.account_id,
      updateId: made[0]!.id,
      byMemberId: row.created_by_member_id,
    })
  return told.filter((one) => !one.is_also).length
}
