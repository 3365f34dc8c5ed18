import type * as contract from '#collect/surveys/contract.ts'
import type { Audience, Wave } from '#collect/surveys/contract.ts'
import { waveFilled, waveStarted, waveStopped } from '#collect/surveys/events.ts'
import { fillWaveTask } from '#collect/surveys/jobs.ts'
import { countRecipients, type StoredSurvey, storedSurvey, wordsOf } from '#collect/surveys/queries.ts'
import { type Judged, judged } from '#collect/surveys/recipients.ts'
import { firstName } from '#collect/surveys/rules.ts'
import { surveyMail, wordingFaults } from '#collect/surveys/survey-mail.ts'
import { getWave, type WaveRow, waveColumns, waveOf } from '#collect/surveys/wave-queries.ts'
import { baseUrl } from '#platform/config.ts'
import type { Actor, Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Door } from '#platform/door.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { actorId } from '#platform/events/emit.ts'
import { encodeId, newId } from '#platform/ids.ts'
import { cancelMails } from '#platform/mail/commands.ts'
import { queueMails } from '#platform/mail/queue.ts'
import { prepareToken } from '#platform/tokens/tokens.ts'

const batchSize = 250

/**
 * Starts a wave: invitations and mails are written in batches by a job, each contact once. With `people` given, nothing
 * is sent when the number is another by now: what a person saw is what goes out.
 */
export async function sendSurvey(ctx: Ctx, input: Input<typeof contract.sendSurvey>): Promise<Wave> {
  await onlySender(ctx)
  const survey = await storedSurvey(ctx, input.surveyId)
  const words = wordsOf(survey)
  const faults = wordingFaults({
    subject: words.mailSubject,
    intro: words.mailIntro,
    question: words.question,
  })
  if (faults.length > 0)
    throw new AppError('invalid', 'survey.wording', `Correct the wording first. ${faults.join(' ')}`)
  const counts = await countRecipients(ctx, {
    audience: input.audience,
    override: input.overrideReason !== undefined,
  })
  if (input.people !== undefined && input.people !== counts.people) {
    throw new AppError(
      'conflict',
      'wave.people_changed',
      `It would go to ${counts.people} people now, not ${input.people}. Look again, then send.`,
      {
        people: counts.people,
      },
    )
  }
  if (counts.people === 0) {
    throw new AppError(
      'invalid',
      'wave.nobody',
      'Nobody would get it: everyone is left out for a reason the preview shows. Nothing was sent.',
    )
  }
  const now = ctx.now()
  const row = await ctx.db.one<WaveRow>(sql`
    insert into waves (workspace_id, id, survey_id, name, state, audience, override_reason, started_by_kind, started_by_id,
      started_at, closes_at)
    values (${ctx.workspaceId}, ${newId()}, ${survey.id}, ${input.name || (await waveName(ctx, survey, input.audience))},
      'filling', ${JSON.stringify(input.audience)}, ${input.overrideReason ?? null}, ${ctx.actor.kind}, ${actorId(ctx.actor)},
      ${now}, ${new Date(now.getTime() + survey.answer_days * 86_400_000)})
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

/** Two sendings at once must not both ask the same person: one at a time in a workspace. */
async function onlySender(ctx: Ctx): Promise<void> {
  await ctx.db.run(sql`select pg_advisory_xact_lock(hashtextextended(${`surveys ${ctx.workspaceId}`}, 0))`)
}

const filler: Actor = { kind: 'job', name: 'collect/surveys' }

/** Writes the invitations of a wave, batch by batch; after a crash it goes on where it stood. */
export async function fillWave(
  door: Door,
  workspaceId: string,
  waveId: string,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    if (!(await door.inWorkspace(workspaceId, filler, (ctx) => fillBatch(ctx, waveId)))) return
  }
}

interface Filling {
  id: string
  survey_id: string
  audience: Audience
  override_reason: string | null
  filled_to: string | null
  closes_at: Date
}

/** One batch in one transaction: who is left out, who is invited, their mails, and how far it got. False at the end. */
async function fillBatch(ctx: Ctx, waveId: string): Promise<boolean> {
  await onlySender(ctx)
  const wave = await ctx.db.maybe<Filling>(sql`
    select id, survey_id, audience, override_reason, filled_to, closes_at from waves
    where workspace_id = ${ctx.workspaceId} and id = ${waveId} and state = 'filling' for update`)
  if (!wave) return false
  const survey = await storedSurvey(ctx, wave.survey_id)
  const people = await ctx.db.many<Judged>(sql`
    ${judged(ctx, { audience: wave.audience, override: wave.override_reason !== null })}
      ${wave.filled_to === null ? sql.empty : sql`and c.id > ${wave.filled_to}`}
    order by c.id limit ${batchSize}`)
  const invited = people.filter((person) => person.reason === null)
  const excluded = people.filter((person) => person.reason !== null)
  await exclude(ctx, wave, excluded)
  await invite(ctx, survey, wave, invited)
  const isLast = people.length < batchSize
  const { invited_count, excluded_count } = await ctx.db.one<{
    invited_count: number
    excluded_count: number
  }>(sql`
    update waves set filled_to = ${people.at(-1)?.id ?? wave.filled_to}, invited_count = invited_count + ${invited.length},
      excluded_count = excluded_count + ${excluded.length}, state = ${isLast ? 'sent' : 'filling'},
      filled_at = ${isLast ? ctx.now() : null}
    where workspace_id = ${ctx.workspaceId} and id = ${wave.id} returning invited_count, excluded_count`)
  if (isLast)
    await ctx.emit(waveFilled, {
      subjectId: wave.id,
      payload: { waveId: wave.id, invited: invited_count, excluded: excluded_count },
    })
  return !isLast
}

async function exclude(ctx: Ctx, wave: Filling, people: readonly Judged[]): Promise<void> {
  if (people.length === 0) return
  const rows = people.map((person) => ({ id: newId(), contact_id: person.id, reason: person.reason }))
  await ctx.db.run(sql`
    insert into wave_exclusions (workspace_id, id, wave_id, contact_id, reason, excluded_at)
    select ${ctx.workspaceId}::uuid, id, ${wave.id}::uuid, contact_id, reason, ${ctx.now()}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id uuid, contact_id uuid, reason text)
    on conflict (workspace_id, wave_id, contact_id) do nothing`)
}

async function invite(
  ctx: Ctx,
  survey: StoredSurvey,
  wave: Filling,
  people: readonly Judged[],
): Promise<void> {
  if (people.length === 0) return
  const words = wordsOf(survey)
  const made = people.map((person) => ({ person, id: newId(), ...prepareToken(ctx.workspaceId) }))
  const mailIds = await queueMails(
    ctx,
    made.map(({ person, token }) => ({
      to: { name: person.name, address: person.email! },
      ...surveyMail(words, {
        firstName: firstName(person.name),
        who: `Sent to ${person.email} because you use ${words.brand}.`,
      }),
      topic: 'surveys' as const,
      fromName: words.brand,
      contactId: person.id,
      dedupeKey: `wave ${wave.id} ${person.id}`,
      links: { answer: `${baseUrl(ctx.config)}/s/${token}` },
    })),
  )
  const rows = made.map(({ person, id, row }, i) => ({
    id,
    contact_id: person.id,
    account_id: person.account_id,
    mail_id: mailIds[i],
    token_id: row.id,
    hash: row.hash.toString('hex'),
  }))
  await ctx.db.run(sql`
    insert into invitations (workspace_id, id, wave_id, survey_id, contact_id, account_id, mail_id, invited_at, expires_at, not_sent_reason)
    select ${ctx.workspaceId}::uuid, row.id, ${wave.id}::uuid, ${survey.id}::uuid, row.contact_id, row.account_id, row.mail_id,
      ${ctx.now()}, ${wave.closes_at}, case when m.state = 'suppressed' then m.reason end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id uuid, contact_id uuid, account_id uuid, mail_id uuid)
    join mails m on m.workspace_id = ${ctx.workspaceId} and m.id = row.mail_id`)
  await ctx.db.run(sql`
    insert into tokens (workspace_id, id, purpose, hash, subject_id, created_at)
    select ${ctx.workspaceId}::uuid, token_id, 'survey', decode(hash, 'hex'), id, ${ctx.now()}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id uuid, token_id uuid, hash text)`)
}

/** Asks nobody further and takes back what has not left. Answers already given stay. */
export async function stopWave(ctx: Ctx, { waveId }: { waveId: string }) {
  await getWave(ctx, { waveId })
  const stopped = await ctx.db.run(sql`
    update waves set state = 'stopped', stopped_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${waveId} and state <> 'stopped'`)
  const waiting = await ctx.db.many<{ mail_id: string }>(sql`
    select i.mail_id from invitations i
    join mails m on m.workspace_id = ${ctx.workspaceId} and m.id = i.mail_id
    where i.workspace_id = ${ctx.workspaceId} and i.wave_id = ${waveId} and m.state in ('queued', 'deferred')`)
  const takenBack = await cancelMails(
    ctx,
    waiting.map((row) => row.mail_id),
    'wave_stopped',
  )
  if (stopped > 0)
    await ctx.emit(waveStopped, { subjectId: waveId, payload: { waveId, takenBack: takenBack.length } })
  return getWave(ctx, { waveId })
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
  const words = wordsOf(survey)
  const mail = surveyMail(words, {
    firstName: firstName(me.name),
    who: 'This is a test to yourself. Nothing you press in it is recorded.',
  })
  const [mailId] = await queueMails(ctx, [
    {
      to: { name: me.name, address: me.email },
      ...mail,
      subject: `[Test] ${mail.subject}`,
      topic: 'test',
      fromName: words.brand,
      dedupeKey: `survey test ${row.id}`,
      links: { answer: `${baseUrl(ctx.config)}/s/${token}`, unsubscribe: baseUrl(ctx.config) },
    },
  ])
  return { mailId: encodeId('mail', mailId!) }
}
