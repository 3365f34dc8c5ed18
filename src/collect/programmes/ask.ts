import { occasionsSettled } from '#collect/programmes/events.ts'
import { askedBy, type ProgrammeRow, storedProgramme } from '#collect/programmes/queries.ts'
import { isByPhone, morningFor, type Priority } from '#collect/programmes/rules.ts'
import { type StoredSurvey, storedSurvey } from '#collect/surveys/queries.ts'
import { mostCalls } from '#collect/surveys/rules.ts'
import { sendingFaults } from '#collect/surveys/survey-mail.ts'
import { onlySender } from '#collect/surveys/waves/commands.ts'
import { type Invitee, invite, leaveOut } from '#collect/surveys/waves/invite.ts'
import { sendTimes } from '#collect/surveys/waves/mornings.ts'
import { type Judged, judged } from '#collect/surveys/waves/recipients.ts'
import { workingCalendar } from '#platform/calendar/commands.ts'
import { localDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { newId } from '#platform/ids.ts'

const batchSize = 200

interface Due {
  id: string
  programme_id: string
  contact_id: string
  override_reason: string | null
  reason: string | null
  happened_at: Date
  priority: Priority | null
}

/**
 * Asks whom single occasions of this workspace want asked now: one batch in one transaction, so that a crash leaves all
 * of it or nothing. One occasion a person at a time, because the first may be why the second is left out. False at the end.
 */
export async function askDue(ctx: Ctx): Promise<boolean> {
  await onlySender(ctx)
  const due = await ctx.db.many<Due>(sql`
    select o.id, o.programme_id, root_id(c.merged_into_id, c.id) as contact_id, o.override_reason, o.reason, o.happened_at, o.priority
    from programme_occasions o
    join contacts c on c.workspace_id = ${ctx.workspaceId} and c.id = o.contact_id
    where o.workspace_id = ${ctx.workspaceId} and o.state = 'waiting' and o.due_at <= ${ctx.now()}
    order by o.due_at, o.id limit ${batchSize}`)
  const now = new Map<string, Due>()
  for (const one of due) if (!now.has(one.contact_id)) now.set(one.contact_id, one)
  const byProgramme = groupBy([...now.values()])
  for (const [programmeId, some] of byProgramme)
    await askFor(ctx, await storedProgramme(ctx, programmeId), some)
  return due.length > 0
}

async function askFor(ctx: Ctx, programme: ProgrammeRow, due: readonly Due[]): Promise<void> {
  const survey = await storedSurvey(ctx, programme.survey_id)
  const wave = await openWave(ctx, programme, survey)
  // Turned off, or the survey archived or broken in between: nobody further is asked.
  const isReady = sendingFaults(survey).length === 0
  const known = (one: Due) =>
    one.reason ?? (!programme.is_on ? 'programme_off' : isReady ? null : 'survey_not_ready')
  const open = due.filter((one) => known(one) === null)
  const people = new Map<string, Judged>()
  const kinds = [false, true].flatMap((override) => [false, true].map((calls) => ({ override, calls })))
  for (const { override, calls } of kinds) {
    const some = open.filter(
      (one) =>
        (one.override_reason !== null) === override &&
        isByPhone(one.priority, programme.phone_from) === calls,
    )
    if (some.length === 0) continue
    const { terms: usual, ...asked } = askedBy(programme, 0, override)
    const terms = calls ? { ...usual, channel: 'phone' as const } : usual
    // The audience says who counts as meant; the occasion says who it is about.
    const audience = { ...asked.audience, contactIds: some.map((one) => one.contact_id) }
    for (const person of await ctx.db.many<Judged>(judged(ctx, { ...asked, audience, terms })))
      people.set(person.id, person)
  }
  const reasonOf = (one: Due) => {
    const before = known(one)
    if (before) return before
    const person = people.get(one.contact_id)
    return person ? person.reason : 'not_in_audience'
  }
  let room = await roomForCalls(ctx, wave)
  const settled = due.map((one) => {
    const why = reasonOf(one)
    const calls = why === null && people.get(one.contact_id)!.channel === 'phone'
    return { ...one, why: calls && --room < 0 ? 'too_many_calls' : why }
  })
  const asked = settled.filter((one) => one.why === null)
  const times = await sendTimes(
    ctx,
    asked.map((one) => ({ id: one.contact_id })),
    programme.timing === 'mornings' ? { mornings: { most: 1, until: null } } : {},
  )
  const leavesAt = (one: Due) => {
    const morning = times.get(one.contact_id)
    return morning ? morningFor(programme.trigger, one.happened_at, morning) : null
  }
  const expiresAt = new Date(ctx.now().getTime() + survey.answer_days * 86_400_000)
  await leaveOut(
    ctx,
    wave,
    settled.flatMap((one) =>
      one.why === null ? [] : [{ contactId: one.contact_id, reason: one.why, occasionId: one.id }],
    ),
  )
  await invite(
    ctx,
    survey,
    {
      id: wave,
      isExempt: programme.trigger === 'follow_up',
      reminderDays: programme.reminder_days,
      ...(programme.caller_member_id && { callerId: programme.caller_member_id }),
    },
    asked.map(
      (one): Invitee => ({
        person: people.get(one.contact_id)!,
        occasionId: one.id,
        sendAt: leavesAt(one),
        expiresAt,
      }),
    ),
  )
  const rows = settled.map((one) => ({ id: one.id, reason: one.why }))
  await ctx.db.run(sql`
    update programme_occasions o set state = case when row.reason is null then 'asked' else 'left_out' end, reason = row.reason,
      wave_id = ${wave}, settled_at = ${ctx.now()}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id uuid, reason text)
    where o.workspace_id = ${ctx.workspaceId} and o.id = row.id and o.state = 'waiting'`)
  await ctx.emit(occasionsSettled, {
    subjectId: programme.id,
    payload: { programmeId: programme.id, contactIds: settled.map((one) => one.contact_id) },
  })
  await ctx.db.run(sql`
    update waves set invited_count = invited_count + ${asked.length}, excluded_count = excluded_count + ${settled.length - asked.length},
      closes_at = greatest(closes_at, ${expiresAt})
    where workspace_id = ${ctx.workspaceId} and id = ${wave}`)
}

async function roomForCalls(ctx: Ctx, wave: string): Promise<number> {
  const { calls } = await ctx.db.one<{ calls: number }>(sql`
    select count(*) as calls from survey_calls where workspace_id = ${ctx.workspaceId} and wave_id = ${wave}`)
  return mostCalls - calls
}

/** The wave of this month, made with its first occasion; that of an earlier month is closed. */
async function openWave(ctx: Ctx, programme: ProgrammeRow, survey: StoredSurvey): Promise<string> {
  const { zone } = await workingCalendar(ctx)
  const period = localDate(zone, ctx.now().getTime()).slice(0, 7)
  await ctx.db.run(sql`
    update waves set state = 'sent', filled_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and programme_id = ${programme.id} and state = 'open'
      and (period <> ${period} or survey_id <> ${survey.id})`)
  const open = await ctx.db.maybe<{ id: string }>(sql`
    select id from waves where workspace_id = ${ctx.workspaceId} and programme_id = ${programme.id} and state = 'open'`)
  if (open) return open.id
  const id = newId()
  const month = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: zone })
  const isExempt = programme.trigger === 'follow_up'
  await ctx.db.run(sql`
    insert into waves (workspace_id, id, survey_id, name, state, programme_id, period, audience, terms, exempt_reason,
      started_by_kind, started_at, closes_at)
    values (${ctx.workspaceId}, ${id}, ${survey.id}, ${`${programme.name}, ${month.format(ctx.now())}`}, 'open', ${programme.id},
      ${period}, ${JSON.stringify(programme.audience)}, ${JSON.stringify({ channel: programme.channel })}, ${isExempt ? 'follows a case, an action or a release' : null}, 'job',
      ${ctx.now()}, ${new Date(ctx.now().getTime() + survey.answer_days * 86_400_000)})`)
  return id
}

function groupBy(due: readonly Due[]): Map<string, Due[]> {
  const groups = new Map<string, Due[]>()
  for (const one of due) groups.set(one.programme_id, [...(groups.get(one.programme_id) ?? []), one])
  return groups
}
