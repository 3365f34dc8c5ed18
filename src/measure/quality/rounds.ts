import { parseSaved } from '#act/playbooks/library.ts'
import { nextStep, stepStart } from '#measure/metrics/rules.ts'
import type { Judging } from '#measure/quality/judging.ts'
import { earliest, groups } from '#measure/quality/records.ts'
import { type Judged, lookedAt, npsQuarters, type PlaybookAct } from '#measure/quality/rules.ts'
import { judgeNights } from '#measure/retention/judging.ts'
import { addWall } from '#platform/calendar/rules.ts'
import { localDate, shiftDate, startOfDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { type Kind, rhythmOf } from '#prioritize/reviews/rules.ts'

/** When a day begins on the wall of the workspace, and the one before it ends. */
const midnight = (zone: string, day: string) => new Date(startOfDate(zone, day))
/** A day as an instant that no change of the zone moves: what due times are counted from. */
const dayStart = (day: string) => new Date(`${day}T00:00:00Z`)

/** Whether the reviews of the schedule were held in their week, month or quarter. */
export async function judgeReviews(ctx: Ctx, ids: readonly string[], { zone }: Judging): Promise<Judged[]> {
  const ws = ctx.workspaceId
  const rows = await ctx.db.many<{ id: string; kind: Kind; scheduled_on: string }>(sql`
    select id, kind, scheduled_on::text as scheduled_on from reviews
    where workspace_id = ${ws} and id = any(${ids}::uuid[]) and scheduled_on is not null`)
  const held = await ctx.db.many<{ kind: Kind; starts_at: Date; held_at: Date }>(sql`
    select kind, starts_at, held_at from reviews
    where workspace_id = ${ws} and state = 'held' and kind = any(${[...new Set(rows.map((row) => row.kind))]})`)
  const heldIn = groups(
    held,
    ({ kind, starts_at }) => `${kind} ${stepStart(localDate(zone, starts_at.getTime()), rhythmOf[kind])}`,
  )
  return rows.map(({ id, kind, scheduled_on }) => {
    const start = stepStart(scheduled_on, rhythmOf[kind])
    return {
      check: `review_${kind}`,
      subjectId: id,
      part: '',
      contactId: null,
      from: dayStart(scheduled_on),
      due: midnight(zone, nextStep(start, rhythmOf[kind])),
      met: earliest(heldIn(`${kind} ${start}`).map((one) => one.held_at)),
      excused: null,
    }
  })
}

interface ActRow {
  playbook_id: string
  id: string
  at: Date
  /** of a version */
  text: string | null
  /** what was due when a review took place */
  due_on: string | null
}

/** Whether playbooks were looked at again by the days they name. */
export async function judgePlaybooks(ctx: Ctx, ids: readonly string[], { zone }: Judging): Promise<Judged[]> {
  const ws = ctx.workspaceId
  const [playbooks, acts] = await Promise.all([
    ctx.db.many<{ id: string; is_enabled: boolean; review_due_on: string | null }>(sql`
      select id, is_enabled, review_due_on::text as review_due_on from playbooks
      where workspace_id = ${ws} and id = any(${ids}::uuid[])`),
    ctx.db.many<ActRow>(sql`
      select playbook_id, id, coalesce(decided_at, saved_at) as at, text, null as due_on from playbook_versions
      where workspace_id = ${ws} and playbook_id = any(${ids}::uuid[]) and state = 'taken'
      union all
      select playbook_id, id, reviewed_at, null, due_on::text from playbook_reviews
      where workspace_id = ${ws} and playbook_id = any(${ids}::uuid[])
      order by at, id`),
  ])
  const actsOf = groups(acts, (act) => act.playbook_id)
  return playbooks.flatMap((playbook) => {
    const own = actsOf(playbook.id)
    let months: number | null = null
    const followed = own.map((act, i): PlaybookAct & { id: string } => {
      if (act.text !== null) months = monthsOf(act.text)
      const next = own[i + 1]
      const nextDueOn: string | null =
        next === undefined
          ? playbook.review_due_on
          : next.text === null
            ? next.due_on
            : months === null
              ? null
              : localDate(zone, addWall(zone, act.at.getTime(), { amount: months, unit: 'months' }))
      return { id: act.id, at: act.at, nextDueOn }
    })
    return lookedAt(followed, zone).map(({ dueOn, from, met }) => ({
      check: 'sop_reviewed',
      subjectId: playbook.id,
      part: followed.find((act) => act.at === from)!.id,
      contactId: null,
      from,
      due: midnight(zone, shiftDate(dueOn, 1)),
      met,
      excused: playbook.is_enabled || met ? null : 'The playbook is switched off.',
    }))
  })
}

function monthsOf(text: string): number | null {
  const { review } = parseSaved(text)
  return review ? (review === 'every quarter' ? 3 : 12) : null
}

/** What the workspace itself owes: an NPS survey each quarter, and retention each night. */
export async function judgeWorkspace(ctx: Ctx, { zone }: Judging): Promise<Judged[]> {
  const ws = ctx.workspaceId
  const [{ created_at }, waves] = await Promise.all([
    ctx.db.one<{ created_at: Date }>(sql`select created_at from workspaces where id = ${ws}`),
    ctx.db.many<{ started_at: Date; delivered_at: Date }>(sql`
      select w.started_at, d.delivered_at from waves w
      join surveys s on s.workspace_id = ${ws} and s.id = w.survey_id and s.kind = 'nps'
      cross join lateral (
        select i.delivered_at from invitations i
        where i.workspace_id = ${ws} and i.wave_id = w.id and i.delivered_at is not null order by i.id limit 1) d
      where w.workspace_id = ${ws} order by w.started_at`),
  ])
  const on = (at: Date) => localDate(zone, at.getTime())
  const sentIn = groups(waves, (wave) => stepStart(on(wave.delivered_at), 'quarter'))
  const first = waves[0] ? on(waves[0].delivered_at) : null
  const quarters = npsQuarters(on(created_at), first, on(ctx.now())).map((quarter) => ({
    check: 'nps_sent',
    subjectId: ws,
    part: quarter,
    contactId: null,
    from: dayStart(quarter),
    due: midnight(zone, nextStep(quarter, 'quarter')),
    met: earliest(sentIn(quarter).map((wave) => wave.delivered_at)),
    excused: null,
  }))
  return [...quarters, ...(await judgeNights(ctx, zone))]
}
