import type { z } from 'zod'
import { wrongAnswers } from '#collect/surveys/answer-form.ts'
import type { Opened } from '#collect/surveys/find.ts'
import { cardOf, openForCard } from '#collect/surveys/in-app/card.ts'
import type { Answer, Ask, Card } from '#collect/surveys/in-app/contract.ts'
import { invitationShown, surveyDismissed } from '#collect/surveys/in-app/events.ts'
import { canBeGiven, type Given, givenOf, nothingGiven } from '#collect/surveys/kinds.ts'
import { type LinkRow, linkRows, stateOf } from '#collect/surveys/links/queries.ts'
import { recordAnswers } from '#collect/surveys/responses/answers.ts'
import { restDays } from '#collect/surveys/rules.ts'
import { onlySender } from '#collect/surveys/waves/commands.ts'
import { mayBeShown } from '#collect/surveys/waves/gate.ts'
import { leaveOut } from '#collect/surveys/waves/invite.ts'
import { askedSince, type Judged, judged, ofPerson } from '#collect/surveys/waves/recipients.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'

/**
 * What waits for this person on this page: an invitation they have not answered, else the first link whose conditions hold
 * and whom nothing speaks against. To be shown it counts as having been asked; why it is not is kept with the link's wave.
 */
export async function askOnPage(
  ctx: Ctx,
  contactId: string,
  { path, language }: z.output<typeof Ask>,
): Promise<Card | undefined> {
  const invitationId = (await waitingFor(ctx, contactId)) ?? (await invitedByLink(ctx, contactId, path))
  const opened = invitationId && (await openForCard(ctx, invitationId, language))
  if (!opened) return undefined
  const card = cardOf(opened)
  return card.questions.length > 0 ? card : undefined
}

/**
 * The invitation that waits for them here, while they may be asked; to be shown it makes it delivered, and counts for the
 * limit of a month.
 */
async function waitingFor(ctx: Ctx, contactId: string): Promise<string | undefined> {
  let waiting = await nextWaiting(ctx, contactId)
  if (waiting && !(await mayBeShown(ctx, contactId))) return undefined
  if (!waiting || waiting.delivered_at) return waiting?.id
  // A wave that is being sent must not ask them as well: it sees that they were shown this, or this is seen to be too much.
  await onlySender(ctx)
  waiting = await nextWaiting(ctx, contactId)
  if (!waiting || waiting.delivered_at) return waiting?.id
  await ctx.db.run(sql`
    update invitations set delivered_at = ${ctx.now()} where workspace_id = ${ctx.workspaceId} and id = ${waiting.id}`)
  await ctx.emit(invitationShown, {
    subjectId: waiting.id,
    payload: { invitationId: waiting.id, waveId: waiting.wave_id, linkId: null, contactId },
  })
  return waiting.id
}

/**
 * Of a wave that was not stopped, not answered or closed. One that was never shown stays back while the person was asked or
 * answered within a month after it was made, where nobody overrode that limit.
 */
async function nextWaiting(ctx: Ctx, contactId: string) {
  const cutoff = new Date(ctx.now().getTime() - restDays * 86_400_000)
  const since = sql`greatest(i.invited_at, ${cutoff}::timestamptz)`
  return ctx.db.maybe<{ id: string; wave_id: string; delivered_at: Date | null }>(sql`
    select i.id, i.wave_id, i.delivered_at from invitations i
    join contacts c on c.workspace_id = ${ctx.workspaceId} and c.id = i.contact_id
    join waves w on w.workspace_id = ${ctx.workspaceId} and w.id = i.wave_id and w.state <> 'stopped'
    where i.workspace_id = ${ctx.workspaceId} and i.contact_id = ${contactId} and i.channel = 'in_app' and i.answered_at is null
      and i.dismissed_at is null and i.not_sent_reason is null and i.expires_at > ${ctx.now()} and coalesce(i.send_at, i.invited_at) <= ${ctx.now()}
      and (i.delivered_at is not null or i.is_exempt or w.override_reason is not null
        or ${ofPerson(ctx, (contact) => askedSince(ctx, contact, since))} is not true)
    order by i.delivered_at is null, i.id limit 1`)
}

async function invitedByLink(ctx: Ctx, contactId: string, path: string): Promise<string | undefined> {
  const links = await linkRows(ctx, sql`and l.is_in_app and l.is_open`)
  for (const link of links) {
    if (link.in_app_paths.length > 0 && !link.in_app_paths.some((one) => path.startsWith(one))) continue
    if ((await stateOf(ctx, link)) !== 'open') continue
    const invitationId = await tryLink(ctx, link, contactId)
    if (invitationId) return invitationId
  }
  return undefined
}

async function tryLink(ctx: Ctx, link: LinkRow, contactId: string): Promise<string | undefined> {
  const wave = await waveOfLink(ctx, link)
  if (!wave) return undefined
  const terms = {
    sample: { seed: link.id, percent: link.in_app_percent, from: 0 },
    channel: 'in_app' as const,
  }
  const [person] = await ctx.db.many<Judged>(
    judged(ctx, { audience: { contactIds: [contactId] }, override: false, terms }),
  )
  if (!person) return undefined
  const why = person.reason ?? ((await wasAsked(ctx, link, contactId)) ? 'asked_recently' : null)
  if (why !== null) {
    const isNew = await ctx.db.maybe(sql`
      select 1 from wave_exclusions where workspace_id = ${ctx.workspaceId} and wave_id = ${wave} and contact_id = ${contactId}`)
    if (isNew) return undefined
    await leaveOut(ctx, wave, [{ contactId, reason: why, occasionId: null }])
    await ctx.db.run(sql`
      update waves set excluded_count = excluded_count + 1 where workspace_id = ${ctx.workspaceId} and id = ${wave}`)
    return undefined
  }
  // Two pages at once, or a wave that is being sent, must not both ask.
  await onlySender(ctx)
  if (await wasAsked(ctx, link, contactId)) return undefined
  const id = newId()
  const made = await ctx.db.run(sql`
    insert into invitations (workspace_id, id, wave_id, survey_id, contact_id, account_id, channel, invited_at, delivered_at, expires_at)
    select ${ctx.workspaceId}, ${id}, w.id, w.survey_id, ${contactId}, ${person.account_id}, 'in_app', ${ctx.now()}, ${ctx.now()}, w.closes_at
    from waves w where w.workspace_id = ${ctx.workspaceId} and w.id = ${wave}
    on conflict do nothing`)
  // A rest can be over while the month in which they saw it is not.
  if (made === 0) return undefined
  await ctx.db.run(sql`
    update waves set invited_count = invited_count + 1 where workspace_id = ${ctx.workspaceId} and id = ${wave}`)
  await ctx.emit(invitationShown, {
    subjectId: id,
    payload: { invitationId: id, waveId: wave, linkId: link.id, contactId },
  })
  return id
}

/** Whether somebody was asked this survey within its rest, or any within a month, or answered one. */
async function wasAsked(ctx: Ctx, link: LinkRow, contactId: string): Promise<boolean> {
  const before = (days: number) => new Date(ctx.now().getTime() - days * 86_400_000)
  const asked = sql`case when i.channel = 'in_app' then i.delivered_at else i.invited_at end`
  const found = await ctx.db.maybe(sql`
    select 1 from invitations i where i.workspace_id = ${ctx.workspaceId} and i.contact_id = ${contactId}
      and i.not_sent_reason is null and not i.is_exempt and (${asked} > ${before(restDays)}
        or (i.survey_id = ${link.survey_id} and ${asked} > ${before(link.in_app_rest_days)}))
    union all
    select 1 from responses r
    left join invitations f on f.workspace_id = ${ctx.workspaceId} and f.id = r.invitation_id
    where r.workspace_id = ${ctx.workspaceId} and r.contact_id = ${contactId} and f.is_exempt is not true
      and (r.submitted_at > ${before(restDays)}
        or (r.survey_id = ${link.survey_id} and r.submitted_at > ${before(link.in_app_rest_days)}))
    limit 1`)
  return found !== undefined
}

/** The wave of a link for this month; undefined when somebody stopped it. */
async function waveOfLink(ctx: Ctx, link: LinkRow): Promise<string | undefined> {
  const period = ctx.now().toISOString().slice(0, 7)
  const find = () =>
    ctx.db.maybe<{ id: string; state: string }>(sql`
      select id, state from waves where workspace_id = ${ctx.workspaceId} and link_id = ${link.id} and period = ${period}`)
  const made = async () => {
    await ctx.db.run(sql`
      insert into waves (workspace_id, id, survey_id, link_id, period, name, state, audience, terms, started_by_kind, started_at, closes_at)
      select ${ctx.workspaceId}, ${newId()}, s.id, ${link.id}, ${period}, ${`${link.name}, ${period}`}, 'open', '{}', '{"channel": "in_app"}', 'job', ${ctx.now()},
        ${ctx.now()}::timestamptz + make_interval(days => 31 + s.answer_days)
      from surveys s where s.workspace_id = ${ctx.workspaceId} and s.id = ${link.survey_id} and s.archived_at is null
      on conflict do nothing`)
    return find()
  }
  const wave = (await find()) ?? (await made())
  return wave?.state === 'open' ? wave.id : undefined
}

/** An invitation that was shown to this very person, and can be answered. */
async function shownTo(
  ctx: Ctx,
  contactId: string,
  invitationId: string,
  language?: string,
): Promise<Opened> {
  const opened = await openForCard(ctx, invitationId, language)
  if (opened?.invitation?.contact_id !== contactId)
    throw new AppError(
      'not_found',
      'survey.not_waiting',
      'There is no such survey for this person, or it has closed. Ask again what waits for them.',
    )
  return opened
}

/** Keeps what somebody answered in the card, and says what is asked next. */
export async function answerOnPage(
  ctx: Ctx,
  contactId: string,
  input: z.output<typeof Answer>,
): Promise<Card> {
  const opened = await shownTo(ctx, contactId, input.invitation, input.language)
  const given = new Map<string, Given>()
  for (const question of opened.survey.questions) {
    if (!input.asked.includes(question.key)) continue
    const value = Object.hasOwn(input.given, question.key) ? input.given[question.key]! : undefined
    const said = givenOf(question.kind, value)
    given.set(question.key, canBeGiven(question, said) ? said : nothingGiven)
  }
  const wrong = wrongAnswers(opened, given)
  if (wrong.size > 0)
    throw new AppError(
      'invalid',
      'response.answer_missing',
      `The question ${[...wrong].join(', ')} needs an answer.`,
    )
  await recordAnswers(ctx, opened.survey, opened.invitation!, { given, trap: '' })
  return cardOf(await shownTo(ctx, contactId, input.invitation, input.language))
}

/** Somebody closed the card: it does not come again until its rest is over. */
export async function dismissOnPage(ctx: Ctx, contactId: string, invitationId: string): Promise<void> {
  const done = await ctx.db.run(sql`
    update invitations set dismissed_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${invitationId} and contact_id = ${contactId} and channel = 'in_app'
      and dismissed_at is null`)
  if (done > 0)
    await ctx.emit(surveyDismissed, { subjectId: invitationId, payload: { invitationId, contactId } })
}
