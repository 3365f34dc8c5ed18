import { type Kind, promisedBy, type Texts } from '#close/announcements/rules.ts'
import { promiseMade, promiseSettled } from '#close/promises/events.ts'
import { nextLook, type Promised, promisedIn } from '#close/promises/rules.ts'
import { calendarSetting } from '#platform/calendar/commands.ts'
import { localDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { newId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'

interface Source {
  by: 'announcement' | 'update' | 'former'
  id: string
  what: string
  words: string
  promised: Promised
  requestId: string | null
  releaseId: string | null
  caseId: string | null
  contactId: string | null
  areaId: string | null
  ownerId: string | null
  people: number
}

/** Writes a promise down once for what told it; answers its id where it is new. */
async function make(ctx: Ctx, source: Source): Promise<string | undefined> {
  const id = newId()
  const by = (one: Source['by']) => (source.by === one ? source.id : null)
  const made = await ctx.db.run(sql`
    insert into promises (workspace_id, id, announcement_id, update_id, follows_id, request_id, release_id, case_id, contact_id,
      product_area_id, what, words, kind, due_on, people, owner_member_id, created_at, updated_at)
    values (${ctx.workspaceId}, ${id}, ${by('announcement')}, ${by('update')}, ${by('former')}, ${source.requestId},
      ${source.releaseId}, ${source.caseId}, ${source.contactId}, ${source.areaId}, ${source.what}, ${source.words},
      ${source.promised.kind}, ${source.promised.dueOn}, ${source.people}, ${source.ownerId}, ${ctx.now()}, ${ctx.now()})
    on conflict do nothing`)
  if (made === 0) return undefined
  await ctx.emit(promiseMade, {
    subjectId: id,
    payload: { promiseId: id, dueOn: source.promised.dueOn },
  })
  return id
}

/** The date of an announcement that left is a promise; an open one of the same request or release moves to it. */
export async function promiseOfAnnouncement(ctx: Ctx, announcementId: string): Promise<void> {
  const ws = ctx.workspaceId
  const row = await ctx.db.maybe<{
    kind: Kind
    language: string
    texts: Texts
    slots: Record<string, string>
    request_id: string | null
    release_id: string | null
    contact_id: string | null
    what: string
    area: string | null
    sent_count: number
    created_by_member_id: string | null
    created_at: Date
  }>(sql`
    select a.kind, a.language, a.texts, a.slots, root_id(q.merged_into_id, q.id) as request_id, a.release_id, a.contact_id,
      coalesce(r.title, l.name) as what, coalesce(r.product_area_id, l.product_area_id) as area, a.sent_count,
      a.created_by_member_id, a.created_at
    from announcements a
    left join requests q on q.workspace_id = ${ws} and q.id = a.request_id
    left join requests r on r.workspace_id = ${ws} and r.id = root_id(q.merged_into_id, q.id)
    left join releases l on l.workspace_id = ${ws} and l.id = a.release_id
    where a.workspace_id = ${ws} and a.id = ${announcementId} and a.sent_count > 0 and a.makes_promise`)
  if (!row) return
  const { zone } = await getSetting(ctx, calendarSetting)
  const found = promisedBy(row.kind, row, localDate(zone, row.created_at.getTime()))
  if (!found) return
  const id = await make(ctx, {
    by: 'announcement',
    id: announcementId,
    what: row.what,
    ...found,
    requestId: row.request_id,
    releaseId: row.release_id,
    caseId: null,
    contactId: row.contact_id,
    areaId: row.area,
    ownerId: row.created_by_member_id,
    people: row.sent_count,
  })
  // What one person was told holds for them; what all were told holds for everybody.
  if (id)
    await moveTo(
      ctx,
      id,
      sql`(request_id = ${row.request_id} or release_id = ${row.release_id})
        and (${row.contact_id}::uuid is null or contact_id = ${row.contact_id})`,
    )
}

/** The first date in the words of a mail about a case or an item is a promise too, unless its writer said that it is none. */
export async function promiseOfUpdate(ctx: Ctx, updateId: string): Promise<void> {
  const ws = ctx.workspaceId
  const row = await ctx.db.maybe<{
    body: string
    subject: string
    case_id: string | null
    contact_id: string
    area: string | null
    created_by_member_id: string | null
    sent_at: Date
  }>(sql`
    select u.body, u.subject, u.case_id, u.contact_id, i.product_area_id as area, u.created_by_member_id, u.sent_at
    from updates u
    left join cases k on k.workspace_id = ${ws} and k.id = u.case_id
    left join inbox_items i on i.workspace_id = ${ws} and i.id = coalesce(u.feedback_id, k.feedback_id)
    where u.workspace_id = ${ws} and u.id = ${updateId} and u.state = 'sent' and u.announcement_id is null and u.makes_promise`)
  if (!row) return
  const { zone } = await getSetting(ctx, calendarSetting)
  const found = promisedIn(row.body, localDate(zone, row.sent_at.getTime()))
  if (!found) return
  const id = await make(ctx, {
    by: 'update',
    id: updateId,
    what: row.subject,
    ...found,
    requestId: null,
    releaseId: null,
    caseId: row.case_id,
    contactId: row.contact_id,
    areaId: row.area,
    ownerId: row.created_by_member_id,
    people: 1,
  })
  if (id && row.case_id) await moveTo(ctx, id, sql`case_id = ${row.case_id}`)
}

/** Open promises of the same thing hold no longer: another date was told. */
async function moveTo(ctx: Ctx, id: string, which: Sql): Promise<void> {
  const { zone } = await getSetting(ctx, calendarSetting)
  const rows = await ctx.db.many<{ id: string }>(sql`
    update promises set state = 'moved', moved_to_id = ${id}, settled_on = ${localDate(zone, ctx.now().getTime())}, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and state = 'open' and id <> ${id} and ${which} returning id`)
  await ctx.emitAll(
    promiseSettled,
    rows.map((row) => ({ subjectId: row.id, payload: { promiseId: row.id, state: 'moved' } })),
  )
}

/** What is looked at again each quarter is promised for the next one once this one is over. */
export async function followQuarter(ctx: Ctx, formerId: string, today: string): Promise<void> {
  const row = await ctx.db.one<{
    what: string
    words: string
    request_id: string | null
    release_id: string | null
    case_id: string | null
    contact_id: string | null
    product_area_id: string | null
    owner_member_id: string | null
    people: number
    due_on: string
  }>(sql`
    select what, words, request_id, release_id, case_id, contact_id, product_area_id, owner_member_id, people, due_on::text as due_on
    from promises where workspace_id = ${ctx.workspaceId} and id = ${formerId}`)
  await make(ctx, {
    by: 'former',
    id: formerId,
    what: row.what,
    words: row.words,
    promised: { kind: 'quarterly', dueOn: nextLook(row.due_on > today ? row.due_on : today) },
    requestId: row.request_id,
    releaseId: row.release_id,
    caseId: row.case_id,
    contactId: row.contact_id,
    areaId: row.product_area_id,
    ownerId: row.owner_member_id,
    people: row.people,
  })
}
