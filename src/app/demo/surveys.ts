import type { Customers, Staff } from '#app/demo/customers.ts'
import { staffAt } from '#app/demo/customers.ts'
import { atTime, doorInto, type Past } from '#app/demo/past.ts'
import type { DemoAnswer, DemoWave } from '#app/demo/world.ts'
import { invitationRecorded, responseRecorded } from '#collect/surveys/events.ts'
import { makeItem } from '#collect/surveys/responses/item.ts'
import { createNpsSurvey } from '#collect/surveys/setup.ts'
import { sendSurvey } from '#collect/surveys/waves/commands.ts'
import { fillWave } from '#collect/surveys/waves/fill.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId, newId } from '#platform/ids.ts'

/** An answer that was written. */
export interface WrittenAnswer {
  responseId: string
  plan: DemoAnswer
}

/** The NPS survey, with its questions by key. */
export interface Survey {
  id: string
  questions: Record<string, string>
}

const day = 86_400_000

/** The survey that all waves send. */
export function openSurvey(past: Past): Promise<Survey> {
  return past.part('survey', { words: 'Writing the survey', weight: 1 }, async (ctx) => {
    const id = await createNpsSurvey(atTime(ctx, new Date(past.now.getTime() - 395 * day)))
    const rows = await ctx.db.many<{ id: string; key: string }>(
      sql`select id, key from survey_questions where workspace_id = ${past.workspaceId} and survey_id = ${id}`,
    )
    return { id, questions: Object.fromEntries(rows.map((row) => [row.key, row.id])) }
  })
}

/** Waves that went out long ago, with what came back. No mail of them exists, so none can be sent. */
export async function writeWaves(
  past: Past,
  staff: Staff,
  customers: Customers,
  survey: Survey,
  waves: readonly DemoWave[],
): Promise<WrittenAnswer[]> {
  const written: WrittenAnswer[] = []
  for (const wave of waves) {
    const about = { words: `Asking ${wave.asked.length} people, ${wave.name}`, weight: wave.answers.length }
    const ids = await past.part(`wave ${wave.name}`, about, async (ctx) => {
      const waveId = newId()
      const closesAt = new Date(wave.at.getTime() + 30 * day)
      await ctx.db.run(sql`
        insert into waves (workspace_id, id, survey_id, name, state, audience, started_by_kind, started_by_id, invited_count, excluded_count, started_at, filled_at, closes_at)
        values (${past.workspaceId}, ${waveId}, ${survey.id}, ${wave.name}, 'sent', '{}', 'member', ${staffAt(staff, 0).id}, ${wave.asked.length}, 0, ${wave.at}, ${wave.at}, ${closesAt})`)
      const answers = new Map(wave.answers.map((answer) => [keyOf(answer), answer]))
      const rows = wave.asked.map((who) => ({
        id: newId(),
        ...idsOf(customers, who),
        answered_at: answers.get(keyOf(who))?.at.toISOString() ?? null,
      }))
      await ctx.db.run(sql`
        insert into invitations (workspace_id, id, wave_id, survey_id, contact_id, account_id, invited_at, delivered_at, expires_at, answered_at)
        select ${past.workspaceId}, r.id, ${waveId}, ${survey.id}, r.contact_id, r.account_id, ${wave.at}, ${wave.at}, ${closesAt}, r.answered_at
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, contact_id uuid, account_id uuid, answered_at timestamptz)`)
      if (rows.length > 0)
        await ctx.emit(invitationRecorded, {
          subjectId: waveId,
          payload: { invitationIds: rows.map((row) => row.id) },
        })
      const invitations = new Map(rows.map((row) => [row.contact_id, row.id]))
      return writeResponses(
        ctx,
        survey,
        wave.answers.map((answer) => {
          const ids = idsOf(customers, answer)
          const invitationId = invitations.get(ids.contact_id)!
          return { ...ids, answer, wave_id: waveId, invitation_id: invitationId, channel: 'mail' }
        }),
      )
    })
    written.push(...wave.answers.map((plan, i) => ({ responseId: ids[i]!, plan })))
  }
  return written
}

/** Answers given by telephone or in talks; while nobody was there to take a call, by a link. */
export async function writeCalls(
  past: Past,
  customers: Customers,
  survey: Survey,
  calls: readonly DemoAnswer[],
): Promise<WrittenAnswer[]> {
  const ids = await past.part(
    'calls',
    { words: 'Noting what was said by telephone', weight: calls.length },
    (ctx) =>
      writeResponses(
        ctx,
        survey,
        calls.map((answer) => ({
          ...idsOf(customers, answer),
          answer,
          wave_id: null,
          invitation_id: null,
          channel: past.hours.isOpen(answer.at) ? 'phone' : 'link',
        })),
      ),
  )
  return calls.map((plan, i) => ({ responseId: ids[i]!, plan }))
}

/** Sends the wave of these weeks as a member would: its mails are written, and stay in the outbox. */
export async function sendRecentWave(
  ctx: Ctx,
  past: Past,
  staff: Staff,
  customers: Customers,
  survey: Survey,
  wave: DemoWave,
): Promise<string> {
  const at = atTime(ctx, wave.at, staffAt(staff, 0))
  const contactIds = wave.asked.map((who) => idsOf(customers, who).contact_id)
  const sent = await sendSurvey(at, {
    surveyId: survey.id,
    name: wave.name,
    audience: { contactIds },
    overrideReason: 'Left out of the quarterly wave',
  })
  const waveId = decodeId('wave', sent.id)!
  await fillWave(doorInto(at, past.door), past.workspaceId, waveId, new AbortController().signal)
  // In the invented world the mails arrived; in this one they stay where they are.
  await ctx.db.run(sql`
    update invitations set delivered_at = invited_at, not_sent_reason = null
    where workspace_id = ${past.workspaceId} and wave_id = ${waveId}`)
  return waveId
}

/** What came back of the wave of these weeks. */
export async function answerRecentWave(
  past: Past,
  customers: Customers,
  survey: Survey,
  wave: DemoWave,
  waveId: string,
): Promise<WrittenAnswer[]> {
  const about = { words: `Answering ${wave.name}`, weight: wave.answers.length }
  const ids = await past.part('answers of these weeks', about, async (ctx) => {
    const rows = await ctx.db.many<{ id: string; contact_id: string }>(sql`
      select id, contact_id from invitations where workspace_id = ${past.workspaceId} and wave_id = ${waveId}`)
    const invitations = new Map(rows.map((row) => [row.contact_id, row.id]))
    const answers = wave.answers.map((answer) => ({ answer, ...idsOf(customers, answer) }))
    const answered = answers.map((one) => ({
      id: invitations.get(one.contact_id) ?? null,
      at: one.answer.at.toISOString(),
    }))
    await ctx.db.run(sql`
      update invitations i set answered_at = r.at
      from jsonb_to_recordset(${JSON.stringify(answered)}::jsonb) as r (id uuid, at timestamptz)
      where i.workspace_id = ${past.workspaceId} and i.id = r.id`)
    return writeResponses(
      ctx,
      survey,
      answers.map((one, i) => ({ ...one, wave_id: waveId, invitation_id: answered[i]!.id, channel: 'mail' })),
    )
  })
  return wave.answers.map((plan, i) => ({ responseId: ids[i]!, plan }))
}

const chunk = 100

/** Answers with words become items of the inbox, each at the moment it was given. */
export async function makeItems(past: Past, what: string, written: readonly WrittenAnswer[]): Promise<void> {
  const inOrder = [...written].sort((a, b) => a.plan.at.getTime() - b.plan.at.getTime())
  for (let start = 0; start < inOrder.length; start += chunk) {
    const some = inOrder.slice(start, start + chunk)
    const about = { words: `Reading ${what}: ${start} of ${inOrder.length}`, weight: some.length * 2 }
    await past.part(`${what} from ${start}`, about, async (ctx) => {
      await Promise.all(some.map(({ responseId, plan }) => makeItem(atTime(ctx, plan.at), responseId)))
    })
  }
}

interface Who {
  account: number
  contact: number
}

const keyOf = (who: Who) => `${who.account} ${who.contact}`

function idsOf(customers: Customers, who: Who) {
  return {
    contact_id: customers.contactIds[who.account]![who.contact]!,
    account_id: customers.accountIds[who.account]!,
  }
}

interface NewResponse {
  contact_id: string
  account_id: string
  answer: DemoAnswer
  wave_id: string | null
  invitation_id: string | null
  channel: string
}

/** Writes answers and gives their ids, in order. */
async function writeResponses(ctx: Ctx, survey: Survey, rows: readonly NewResponse[]): Promise<string[]> {
  const made = rows.map((row) => ({
    id: newId(),
    contact_id: row.contact_id,
    account_id: row.account_id,
    wave_id: row.wave_id,
    invitation_id: row.invitation_id,
    channel: row.channel,
    score: row.answer.score,
    at: row.answer.at.toISOString(),
    words: row.answer.words,
  }))
  const json = JSON.stringify(made)
  await ctx.db.run(sql`
    insert into responses (workspace_id, id, survey_id, survey_version, wave_id, invitation_id, contact_id, account_id, channel, score, is_negative, may_contact, submitted_at, completed_at)
    select ${ctx.workspaceId}, r.id, ${survey.id}, 1, r.wave_id, r.invitation_id, r.contact_id, r.account_id, r.channel, r.score, r.score <= 6, true, r.at,
      case when r.words is not null then r.at end
    from jsonb_to_recordset(${json}::jsonb) as r (id uuid, wave_id uuid, invitation_id uuid, contact_id uuid, account_id uuid, channel text, score int, at timestamptz, words text)`)
  await ctx.db.run(sql`
    insert into answers (workspace_id, id, response_id, question_id, number, is_negative, words, answered_at)
    select ${ctx.workspaceId}, gen_random_uuid(), r.id, q.id, case when q.key = 'score' then r.score end, q.key = 'score' and r.score <= 6,
      case when q.key = 'words' then r.words end, r.at
    from jsonb_to_recordset(${json}::jsonb) as r (id uuid, score int, words text, at timestamptz)
    join (values ('score', ${survey.questions.score ?? null}::uuid), ('words', ${survey.questions.words ?? null}::uuid)) as q (key, id)
      on q.id is not null and (q.key = 'score' or r.words is not null)`)
  const responseIds = made.map((row) => row.id)
  if (responseIds.length > 0)
    await ctx.emit(responseRecorded, { subjectId: responseIds[0]!, payload: { responseIds } })
  return responseIds
}
