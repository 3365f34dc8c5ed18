import { z } from 'zod'
import { keepAll } from '#close/promises/commands.ts'
import { followQuarter, promiseOfAnnouncement, promiseOfUpdate } from '#close/promises/make.ts'
import { promiseSettings } from '#close/promises/settings.ts'
import { shiftDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { consumer, type Emitted, projection } from '#platform/events/event.ts'
import { type Task, task } from '#platform/jobs/task.ts'
import { notify } from '#platform/notices/commands.ts'
import { getSetting } from '#platform/settings/settings.ts'
import { todayOf } from '#prioritize/requests/load.ts'

const latest = 60

/** Every hour: owners hear some days before a promise is due, and once when it is late. */
const remind = task('promises.remind', z.object({}), async (_, door) => {
  const day = shiftDate(door.now().toISOString().slice(0, 10), latest + 1)
  const due = await door.outside((db) =>
    db.many<{ workspace_id: string }>(sql`select workspace_id from promises_due_in(${day})`),
  )
  for (const { workspace_id } of due)
    await door.inWorkspace(workspace_id, { kind: 'job', name: 'promises.remind' }, remindOwners)
})

async function remindOwners(ctx: Ctx): Promise<void> {
  const ws = ctx.workspaceId
  const today = await todayOf(ctx)
  const { remindDays } = await getSetting(ctx, promiseSettings)
  const rows = await ctx.db.many<{
    id: string
    what: string
    words: string
    due_on: string
    people: number
    owner_member_id: string | null
    is_late: boolean
  }>(sql`
    select id, what, words, due_on::text as due_on, people, owner_member_id, due_on < ${today} as is_late from promises
    where workspace_id = ${ws} and state = 'open' and due_on <= ${shiftDate(today, remindDays)}
      and case when due_on < ${today} then late_told_at else reminded_at end is null
    order by due_on, id limit 500 for update`)
  for (const row of rows) {
    await ctx.db.run(sql`
      update promises set reminded_at = coalesce(reminded_at, ${ctx.now()}), late_told_at = ${row.is_late ? ctx.now() : null}
      where workspace_id = ${ws} and id = ${row.id}`)
    if (!row.owner_member_id) continue
    const told = row.people === 1 ? 'one customer' : `${row.people.toLocaleString('en-US')} customers`
    await notify(ctx, {
      memberId: row.owner_member_id,
      kind: row.is_late ? 'promise.late' : 'promise.due',
      subjectId: row.id,
      text: row.is_late
        ? `A promise to ${told} is late since ${row.due_on}: ${row.what} (${row.words}). Keep it, or tell them another date.`
        : `You promised it to ${told} by ${row.due_on}: ${row.what} (${row.words}).`,
      link: row.is_late ? '/promises?view=late' : '/promises?view=soon',
      urgency: row.is_late ? 'urgent' : 'normal',
      dedupeKey: `${row.is_late ? 'promise late' : 'promise due'} ${row.id} ${row.owner_member_id}`,
    })
  }
}

type About = Emitted<{ requestId: string }>
/** Promises of a request and of those merged into it. */
const ofRequest = (ctx: Ctx, requestId: string) => sql`request_id in (
  select r.id from requests r where r.workspace_id = ${ctx.workspaceId} and (r.id = ${requestId} or r.merged_into_id = ${requestId}))`

type Decided = { requestId: string; from: string; to: string }
async function keepLook(ctx: Ctx, { requestId, from, to }: Decided): Promise<void> {
  const today = await todayOf(ctx)
  const kept = await keepAll(ctx, sql`kind = 'quarterly' and ${ofRequest(ctx, requestId)}`, today)
  if (from === to) for (const id of kept) await followQuarter(ctx, id, today)
}

export const consumers = [
  consumer('close/promises', {
    'announcement.sent': async (ctx: Ctx, events: Emitted<{ announcementId: string }>[]) => {
      for (const { payload } of events) await promiseOfAnnouncement(ctx, payload.announcementId)
    },
    // whoever heard it before it was stopped was given the date
    'announcement.stopped': async (ctx: Ctx, events: Emitted<{ announcementId: string }>[]) => {
      for (const { payload } of events) await promiseOfAnnouncement(ctx, payload.announcementId)
    },
    'update.sent': async (ctx: Ctx, events: Emitted<{ updateId: string }>[]) => {
      for (const { payload } of events) await promiseOfUpdate(ctx, payload.updateId)
    },
    'request.shipped': async (ctx: Ctx, events: About[]) => {
      for (const { payload } of events)
        await keepAll(ctx, ofRequest(ctx, payload.requestId), await todayOf(ctx))
    },
    'release.shipped': async (ctx: Ctx, events: Emitted<{ releaseId: string }>[]) => {
      for (const { payload } of events)
        await keepAll(ctx, sql`release_id = ${payload.releaseId}`, await todayOf(ctx))
    },
    // Decided on anew is looked at again; parked again, or declined again by a review, it is looked at the next quarter too.
    'request.decided': async (ctx: Ctx, events: Emitted<Decided>[]) => {
      for (const { payload } of events)
        if (payload.from === 'declined' || payload.from === 'parked') await keepLook(ctx, payload)
    },
    'review.decided': async (ctx: Ctx, events: Emitted<Decided>[]) => {
      for (const { payload } of events)
        if (payload.from === 'declined' && payload.to === 'declined') await keepLook(ctx, payload)
    },
  }),
]

export const projections = [
  // Promises of somebody who leaves go to their successor, who is reminded anew.
  projection('member.removed', (ctx: Ctx, event: Emitted<{ toMemberId: string | null }>) => {
    ctx.db.later(sql`
      update promises set owner_member_id = ${event.payload.toMemberId}, reminded_at = null, late_told_at = null, updated_at = ${ctx.now()}
      where workspace_id = ${ctx.workspaceId} and owner_member_id = ${event.subjectId} and state = 'open'`)
  }),
]

export const tasks = [remind] as Task[]
export const schedules = [{ cron: '27 * * * *', task: remind }]
