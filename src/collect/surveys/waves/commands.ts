import { waveStarted } from '#collect/surveys/events.ts'
import { fillWaveTask } from '#collect/surveys/jobs.ts'
import { type StoredSurvey, storedSurvey } from '#collect/surveys/queries.ts'
import { mostCalls } from '#collect/surveys/rules.ts'
import { sendingFaults, surveyMail } from '#collect/surveys/survey-mail.ts'
import type * as contract from '#collect/surveys/waves/contract.ts'
import type { Audience, Wave } from '#collect/surveys/waves/contract.ts'
import { type WaveRow, waveColumns, waveOf } from '#collect/surveys/waves/queries.ts'
import type { Asked, Terms } from '#collect/surveys/waves/recipients.ts'
import { chosenOf, countRecipients } from '#collect/surveys/waves/recipients.ts'
import { baseUrl } from '#platform/config.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { takeTurn } from '#platform/db/turn.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { actorId } from '#platform/events/emit.ts'
import { encodeId, newId } from '#platform/ids.ts'
import { queueMails } from '#platform/mail/queue.ts'
import { prepareToken } from '#platform/tokens/tokens.ts'

/**
 * Starts a wave: invitations and mails are written in batches by a job, each contact once. With `people` given, nothing
 * is sent when the number is another by now: what a person saw is what goes out. A follow-up to a case or release does not
 * count for the limit of a month; its reason says what it follows.
 */
export async function sendSurvey(
  ctx: Ctx,
  input: Input<typeof contract.sendSurvey>,
  { follows }: { follows?: Terms['about'] } = {},
): Promise<Wave> {
  await onlySender(ctx)
  const survey = await storedSurvey(ctx, input.surveyId)
  checkReady(survey)
  const terms: Terms = {
    ...(await chosenOf(ctx, survey.id, input)),
    ...(input.mornings && { mornings: { most: input.mornings, until: null } }),
    ...(input.reminderDays && { reminderDays: input.reminderDays }),
    ...(input.channel === 'phone' && { callerId: await callerOf(ctx, input.callerId) }),
    ...(follows && { about: follows }),
  }
  await checkPeople(
    ctx,
    { audience: input.audience, override: input.overrideReason !== undefined, terms },
    input.people,
  )
  return startWave(ctx, survey, {
    name: input.name || (await waveName(ctx, survey, input.audience)),
    audience: input.audience,
    terms,
    overrideReason: input.overrideReason ?? null,
    exemptReason: follows ? (input.overrideReason ?? null) : null,
  })
}

interface NewWave {
  name: string
  audience: Audience
  overrideReason: string | null
  exemptReason?: string | null
  programmeId?: string
  terms?: Terms
}

/** A wave whose invitations a job writes, from the moment this transaction commits. */
export async function startWave(ctx: Ctx, survey: StoredSurvey, wave: NewWave): Promise<Wave> {
  const now = ctx.now()
  const row = await ctx.db.one<WaveRow>(sql`
    insert into waves (workspace_id, id, survey_id, name, state, audience, override_reason, exempt_reason, programme_id, terms,
      started_by_kind, started_by_id, started_at, closes_at)
    values (${ctx.workspaceId}, ${newId()}, ${survey.id}, ${wave.name}, 'filling', ${JSON.stringify(wave.audience)},
      ${wave.overrideReason}, ${wave.exemptReason ?? null}, ${wave.programmeId ?? null}, ${JSON.stringify(wave.terms ?? {})},
      ${ctx.actor.kind}, ${actorId(ctx.actor)}, ${now}, ${new Date(now.getTime() + survey.answer_days * 86_400_000)})
    returning ${waveColumns}`)
  await ctx.emit(waveStarted, {
    subjectId: row.id,
    payload: { waveId: row.id, surveyKey: survey.key, isOverride: row.override_reason !== null },
  })
  await ctx.enqueue(fillWaveTask, { workspaceId: ctx.workspaceId, waveId: row.id }, { key: `wave ${row.id}` })
  return waveOf(row)
}

/** The survey, the segments where it is for some, and the day. */
async function waveName(ctx: Ctx, survey: StoredSurvey, { segments = [] }: Audience): Promise<string> {
  const rows = await ctx.db.many<{ name: string }>(sql`
    select name from segments where workspace_id = ${ctx.workspaceId} and key = any(${segments}::text[]) order by position, name`)
  return [survey.name, ...rows.map((row) => row.name), ctx.now().toISOString().slice(0, 10)].join(', ')
}

/** Refuses to send a survey that is archived, asks nothing or whose wording has faults: `survey.not_ready`. */
export function checkReady(survey: StoredSurvey): void {
  const faults = sendingFaults(survey)
  if (faults.length > 0)
    throw new AppError('invalid', 'survey.not_ready', `The survey cannot be sent. ${faults.join(' ')}`)
}

/** Refuses a wave that would reach nobody (`wave.nobody`), or others than somebody saw (`wave.people_changed`). */
export async function checkPeople(ctx: Ctx, asked: Asked, expected: number | undefined): Promise<void> {
  const { people } = await countRecipients(ctx, asked)
  if (expected !== undefined && expected !== people)
    throw new AppError(
      'conflict',
      'wave.people_changed',
      `It would go to ${people} people now, not ${expected}. Look again, then send.`,
      { people },
    )
  if (asked.terms?.channel === 'phone' && people > mostCalls)
    throw new AppError(
      'invalid',
      'survey_call.too_many',
      `At most ${mostCalls} people can be called in one wave, and ${people} would be. Choose fewer.`,
    )
  if (people === 0)
    throw new AppError(
      'invalid',
      'wave.nobody',
      'Nobody would get it: everyone is left out for a reason the preview shows. Nothing was sent.',
    )
}

/** Who calls: the member named, else whoever asks. Throws `survey_call.nobody_calls`. */
export async function callerOf(ctx: Ctx, callerId: string | undefined): Promise<string> {
  const id = callerId ?? actorMember(ctx)
  const found =
    id &&
    (await ctx.db.maybe(sql`
      select 1 from members where workspace_id = ${ctx.workspaceId} and id = ${id} and removed_at is null`))
  if (!found)
    throw new AppError('invalid', 'survey_call.nobody_calls', 'Name a member who calls, one who is here.')
  return id
}

/** Two sendings at once must not both ask the same person: one at a time in a workspace. */
export async function onlySender(ctx: Ctx): Promise<void> {
  await takeTurn(ctx, 'surveys')
}

/** Queues the survey mail to the member who asks; its links open the page as a preview that records nothing. */
export async function sendTestSurvey(ctx: Ctx, { surveyId }: { surveyId: string }) {
  const survey = await storedSurvey(ctx, surveyId)
  if (ctx.actor.kind !== 'member') {
    throw new AppError(
      'forbidden',
      'survey.test_to_member',
      'A test goes to your own address. Sign in as a member to send one.',
    )
  }
  const me = await ctx.db.one<{ name: string; email: string }>(sql`
    select name, email from members where workspace_id = ${ctx.workspaceId} and id = ${ctx.actor.id}`)
  const { token, row } = prepareToken(ctx.workspaceId)
  await ctx.db.run(sql`
    insert into tokens (workspace_id, id, purpose, hash, subject_id, expires_at, created_at)
    values (${ctx.workspaceId}, ${row.id}, 'survey', ${row.hash}, ${survey.id}, ${new Date(ctx.now().getTime() + 7 * 86_400_000)}, ${ctx.now()})`)
  const mail = surveyMail(survey, {
    ...me,
    locale: null,
    why: 'This is a test to yourself. Nothing you press in it is recorded.',
  })
  const [mailId] = await queueMails(ctx, [
    {
      to: { name: me.name, address: me.email },
      ...mail,
      subject: `[Test] ${mail.subject}`,
      topic: 'test',
      fromName: survey.brand_shown,
      dedupeKey: `survey test ${row.id}`,
      links: { answer: `${baseUrl(ctx.config)}/s/${token}`, unsubscribe: baseUrl(ctx.config) },
    },
  ])
  return { mailId: encodeId('mail', mailId!) }
}
