import { followUpCancelled, followUpPlanned, followUpSettled } from '#close/follow-ups/events.ts'
import { followUpSettings } from '#close/follow-ups/settings.ts'
import { createShippedSurvey } from '#collect/surveys/setup.ts'
import { sendSurvey } from '#collect/surveys/waves/commands.ts'
import { judged } from '#collect/surveys/waves/recipients.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { decodeId, newId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** Why asking who said it after a release does not count for the limit of a month; for who voted or follows it does. */
const exempt = 'asks whether what shipped solves it'

/**
 * People were told of something: those behind a request that has shipped, and who follow it, are asked some days later
 * whether it solves it, each once. Hearing it again does nothing.
 */
export async function planAfterRelease(ctx: Ctx, updateIds: readonly string[]): Promise<void> {
  const setting = await getSetting(ctx, followUpSettings)
  if (!setting.isOn) return
  const ws = ctx.workspaceId
  const behind = await ctx.db.many<{
    request_id: string
    contact_id: string
    feedback_id: string | null
    told_at: Date
  }>(sql`
    with told as (
      select u.sent_at, u.request_id is not null as is_of_request, root_id(c.merged_into_id, c.id) as contact_id, root_id(q.merged_into_id, q.id) as request_id
      from updates u
      join contacts c on c.workspace_id = ${ws} and c.id = u.contact_id
      left join request_evidence e on e.workspace_id = ${ws} and e.feedback_id = u.feedback_id
      join requests q on q.workspace_id = ${ws} and q.id = coalesce(u.request_id, e.request_id)
      where u.workspace_id = ${ws} and u.id = any(${updateIds}::uuid[]) and u.state = 'sent'
    )
    select distinct on (t.request_id, t.contact_id) t.request_id, t.contact_id, said.id as feedback_id, t.sent_at as told_at
    from told t
    join requests r on r.workspace_id = ${ws} and r.id = t.request_id and r.status = 'shipped'
    join request_moves m on m.workspace_id = ${ws} and m.request_id = r.id and m.number = r.move and m.at <= t.sent_at
    -- the newest of their items that asks for it; who was told of the request itself may have voted or follow it instead
    left join lateral (
      select i.id from contacts p
      join inbox_items i on i.workspace_id = ${ws} and i.contact_id = p.id
      join inbox_items k on k.workspace_id = ${ws} and k.id = root_id(i.merged_into_id, i.id) and k.status <> 'spam'
      where p.workspace_id = ${ws} and (p.id = t.contact_id or p.merged_into_id = t.contact_id) and exists (
        select 1 from requests w
        join request_evidence e on e.workspace_id = ${ws} and e.request_id = w.id
        join inbox_items v on v.workspace_id = ${ws} and v.id = e.feedback_id and root_id(v.merged_into_id, v.id) = k.id
        where w.workspace_id = ${ws} and (w.id = r.id or w.merged_into_id = r.id))
      order by i.received_at desc limit 1
    ) said on true
    where said.id is not null or t.is_of_request
    order by t.request_id, t.contact_id, t.sent_at`)
  const planned = behind.map((one) => ({
    ...one,
    id: newId(),
    due_at: new Date(one.told_at.getTime() + setting.afterDays * 86_400_000),
  }))
  // What was told so long ago that it would be due already is history.
  const rows = planned.filter((row) => row.due_at > ctx.now())
  const made = await ctx.db.many<{ id: string }>(sql`
    insert into follow_ups (workspace_id, id, request_id, feedback_id, contact_id, survey_key, due_at, created_at)
    select ${ws}::uuid, id, request_id, feedback_id, contact_id, ${setting.surveyKey}, due_at, ${ctx.now()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id uuid, request_id uuid, feedback_id uuid, contact_id uuid, due_at timestamptz)
    on conflict (workspace_id, request_id, contact_id) where request_id is not null and state <> 'cancelled' do nothing
    returning id`)
  const isNew = new Set(made.map((row) => row.id))
  await ctx.emitAll(
    followUpPlanned,
    rows
      .filter((row) => isNew.has(row.id))
      .map((row) => ({
        subjectId: row.feedback_id ?? row.request_id,
        payload: {
          caseId: null,
          requestId: row.request_id,
          contactId: row.contact_id,
          ...(row.feedback_id && { feedbackId: row.feedback_id }),
          surveyKey: setting.surveyKey,
          dueAt: row.due_at.toISOString(),
        },
      })),
  )
}

/** A request that had shipped was taken back: whoever is still waited for is not asked. */
export function cancelAfterRelease(ctx: Ctx, requestId: string): Promise<void> {
  return cancel(ctx, sql`f.request_id = ${requestId}`, null)
}

async function cancel(ctx: Ctx, which: Sql, why: string | null): Promise<void> {
  const gone = await ctx.db.many<{
    request_id: string
    contact_id: string
    feedback_id: string | null
    survey_key: string
  }>(sql`
    update follow_ups f set state = 'cancelled', why = ${why}, settled_at = ${ctx.now()}
    where f.workspace_id = ${ctx.workspaceId} and f.state = 'waiting' and ${which}
    returning f.request_id, f.contact_id, f.feedback_id, f.survey_key`)
  await ctx.emitAll(
    followUpCancelled,
    gone.map((row) => ({
      subjectId: row.feedback_id ?? row.request_id,
      payload: {
        caseId: null,
        requestId: row.request_id,
        contactId: row.contact_id,
        ...(row.feedback_id && { feedbackId: row.feedback_id }),
        surveyKey: row.survey_key,
      },
    })),
  )
}

/** Of those due whose contacts are one person by now, one is asked: not who was asked already, and the first of several. */
function cancelMerged(ctx: Ctx): Promise<void> {
  const ws = ctx.workspaceId
  return cancel(
    ctx,
    sql`f.request_id is not null and f.due_at <= ${ctx.now()} and exists (
      select 1 from contacts c
      join contacts d on d.workspace_id = ${ws} and (d.id = root_id(c.merged_into_id, c.id) or d.merged_into_id = root_id(c.merged_into_id, c.id))
      join follow_ups o on o.workspace_id = ${ws} and o.contact_id = d.id and o.request_id = f.request_id
        and o.state <> 'cancelled' and (o.state <> 'waiting' or o.id < f.id)
      where c.workspace_id = ${ws} and c.id = f.contact_id and o.id <> f.id)`,
    'the same person is asked under another name',
  )
}

interface Due {
  id: string
  request_id: string
  title: string
  contact_id: string
  feedback_id: string | null
  survey_key: string
  survey_id: string | null
}

/**
 * Asks whoever is due, those of one request together: one wave for who said it and one for who voted or follows it. Who
 * must not be asked is left out with why.
 */
export async function askAfterRelease(ctx: Ctx): Promise<void> {
  const ws = ctx.workspaceId
  await cancelMerged(ctx)
  const due = await ctx.db.many<Due>(sql`
    select f.id, f.request_id, r.title, root_id(c.merged_into_id, c.id) as contact_id, f.feedback_id, f.survey_key, s.id as survey_id
    from follow_ups f
    join requests r on r.workspace_id = ${ws} and r.id = f.request_id
    join contacts c on c.workspace_id = ${ws} and c.id = f.contact_id
    left join surveys s on s.workspace_id = ${ws} and s.key = f.survey_key
    where f.workspace_id = ${ws} and f.request_id is not null and f.state = 'waiting' and f.due_at <= ${ctx.now()}
    order by f.due_at, f.id limit 500 for update of f skip locked`)
  const groups = new Map<string, Due[]>()
  for (const one of due) {
    const key = `${one.request_id} ${one.survey_key} ${one.feedback_id !== null}`
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  for (const some of groups.values()) await askTogether(ctx, some)
}

async function askTogether(ctx: Ctx, due: Due[]): Promise<void> {
  const { request_id: requestId, survey_key: surveyKey, title } = due[0]!
  const override = due[0]!.feedback_id !== null
  const surveyId = due[0]!.survey_id ?? (await createShippedSurvey(ctx, surveyKey))
  const why = new Map<string, string>()
  let waveId: string | null = null
  if (!surveyId) for (const one of due) why.set(one.id, `there is no survey “${surveyKey}” here.`)
  else {
    const audience = { contactIds: [...new Set(due.map((one) => one.contact_id))] }
    const people = await ctx.db.many<{ id: string; reason: string | null }>(
      judged(ctx, { audience, override }),
    )
    const reasons = new Map(people.map((one) => [one.id, one.reason]))
    for (const one of due) {
      const reason = reasons.get(one.contact_id)
      if (reason !== null) why.set(one.id, reason ?? 'gone')
    }
    const asked = due.filter((one) => !why.has(one.id))
    if (asked.length > 0) {
      const name = `After “${title}” shipped`.slice(0, 120)
      const contactIds = [...new Set(asked.map((one) => one.contact_id))]
      try {
        const wave = await ctx.db.savepoint(() =>
          sendSurvey(
            ctx,
            { surveyId, name, audience: { contactIds }, ...(override && { overrideReason: exempt }) },
            { follows: { kind: 'request', id: requestId } },
          ),
        )
        waveId = decodeId('wave', wave.id)!
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        for (const one of asked) why.set(one.id, error.message)
      }
    }
  }
  const rows = due.map((one) => ({ id: one.id, contact_id: one.contact_id, why: why.get(one.id) ?? null }))
  await ctx.db.run(sql`
    update follow_ups f set state = case when row.why is null then 'sent' else 'not_sent' end,
      wave_id = case when row.why is null then ${waveId}::uuid end, why = row.why, contact_id = row.contact_id, settled_at = ${ctx.now()}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id uuid, contact_id uuid, why text)
    where f.workspace_id = ${ctx.workspaceId} and f.id = row.id`)
  await ctx.emitAll(
    followUpSettled,
    due.map((one) => ({
      subjectId: one.feedback_id ?? requestId,
      payload: {
        ...{ caseId: null, requestId, contactId: one.contact_id, surveyKey, isSent: !why.has(one.id) },
        ...(one.feedback_id && { feedbackId: one.feedback_id }),
      },
    })),
  )
}
