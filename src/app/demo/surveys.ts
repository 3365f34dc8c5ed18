import type { Past } from '#app/demo/clock.ts'
import { demoJob } from '#app/demo/clock.ts'
import { type Customers, type Staff, staffAt } from '#app/demo/customers.ts'
import type { DemoAnswer, DemoWave } from '#app/demo/world.ts'
import { makeItem } from '#collect/surveys/answers.ts'
import { createNpsSurvey } from '#collect/surveys/setup.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { newId } from '#platform/ids.ts'

/** An answer that was written. */
export interface WrittenAnswer {
  responseId: string
  plan: DemoAnswer
}

const day = 86_400_000

/** Waves that went out long ago, with what came back. No mail of them exists, so none can be sent. */
export async function writeSurveys(
  past: Past,
  staff: Staff,
  customers: Customers,
  waves: readonly DemoWave[],
  calls: readonly DemoAnswer[],
): Promise<WrittenAnswer[]> {
  return past.run(demoJob, async (ctx, at) => {
    at(new Date(past.now.getTime() - 395 * day))
    const surveyId = await createNpsSurvey(ctx)
    const questions = new Map(
      (
        await ctx.db.many<{ id: string; key: string }>(
          sql`select id, key from survey_questions where workspace_id = ${past.workspaceId} and survey_id = ${surveyId}`,
        )
      ).map((row) => [row.key, row.id]),
    )
    const written: WrittenAnswer[] = []
    for (const wave of waves) {
      at(wave.at)
      const waveId = newId()
      const closesAt = new Date(wave.at.getTime() + 30 * day)
      await ctx.db.run(sql`
        insert into waves (workspace_id, id, survey_id, name, state, audience, started_by_kind, started_by_id, invited_count, excluded_count, started_at, filled_at, closes_at)
        values (${past.workspaceId}, ${waveId}, ${surveyId}, ${wave.name}, 'sent', '{}', 'member', ${staffAt(staff, 0).id}, ${wave.asked.length}, 0, ${wave.at}, ${wave.at}, ${closesAt})`)
      const answers = new Map(wave.answers.map((answer) => [`${answer.account} ${answer.contact}`, answer]))
      const rows = wave.asked.map((who) => {
        const answer = answers.get(`${who.account} ${who.contact}`)
        return {
          id: newId(),
          contact_id: customers.contactIds[who.account]![who.contact]!,
          account_id: customers.accountIds[who.account]!,
          answered_at: answer?.at.toISOString() ?? null,
          answer,
        }
      })
      await ctx.db.run(sql`
        insert into invitations (workspace_id, id, wave_id, survey_id, contact_id, account_id, invited_at, delivered_at, expires_at, answered_at)
        select ${past.workspaceId}, r.id, ${waveId}, ${surveyId}, r.contact_id, r.account_id, ${wave.at}, ${wave.at}, ${closesAt}, r.answered_at
        from jsonb_to_recordset(${JSON.stringify(rows.map(({ answer: _, ...row }) => row))}::jsonb) as r (id uuid, contact_id uuid, account_id uuid, answered_at timestamptz)`)
      const answered = rows.flatMap((row) => (row.answer ? [{ ...row, answer: row.answer }] : []))
      written.push(
        ...(await writeResponses(
          ctx,
          surveyId,
          questions,
          answered.map((row) => ({ ...row, wave_id: waveId, invitation_id: row.id, entry: 'mail' })),
        )),
      )
    }
    const told = calls.map((answer) => ({
      contact_id: customers.contactIds[answer.account]![answer.contact]!,
      account_id: customers.accountIds[answer.account]!,
      answer,
      wave_id: null,
      invitation_id: null,
      entry: 'phone',
    }))
    written.push(...(await writeResponses(ctx, surveyId, questions, told)))
    for (const { responseId, plan } of [...written].sort(
      (a, b) => a.plan.at.getTime() - b.plan.at.getTime(),
    )) {
      at(plan.at)
      await makeItem(ctx, responseId)
    }
    return written
  })
}

interface NewResponse {
  contact_id: string
  account_id: string
  answer: DemoAnswer
  wave_id: string | null
  invitation_id: string | null
  entry: string
}

async function writeResponses(
  ctx: Ctx,
  surveyId: string,
  questions: Map<string, string>,
  rows: NewResponse[],
): Promise<WrittenAnswer[]> {
  const made = rows.map((row) => ({
    id: newId(),
    contact_id: row.contact_id,
    account_id: row.account_id,
    wave_id: row.wave_id,
    invitation_id: row.invitation_id,
    entry: row.entry,
    score: row.answer.score,
    at: row.answer.at.toISOString(),
    words: row.answer.words,
    answer: row.answer,
  }))
  const json = JSON.stringify(made.map(({ answer: _, ...row }) => row))
  await ctx.db.run(sql`
    insert into responses (workspace_id, id, survey_id, survey_version, wave_id, invitation_id, contact_id, account_id, entry, score, is_negative, may_contact, submitted_at, completed_at)
    select ${ctx.workspaceId}, r.id, ${surveyId}, 1, r.wave_id, r.invitation_id, r.contact_id, r.account_id, r.entry, r.score, r.score <= 6, true, r.at,
      case when r.words is not null then r.at end
    from jsonb_to_recordset(${json}::jsonb) as r (id uuid, wave_id uuid, invitation_id uuid, contact_id uuid, account_id uuid, entry text, score int, at timestamptz, words text)`)
  await ctx.db.run(sql`
    insert into answers (workspace_id, id, response_id, question_id, number, words, answered_at)
    select ${ctx.workspaceId}, gen_random_uuid(), r.id, q.id, case when q.key = 'score' then r.score end, case when q.key = 'words' then r.words end, r.at
    from jsonb_to_recordset(${json}::jsonb) as r (id uuid, score int, words text, at timestamptz)
    join (values ('score', ${questions.get('score') ?? null}::uuid), ('words', ${questions.get('words') ?? null}::uuid)) as q (key, id)
      on q.id is not null and (q.key = 'score' or r.words is not null)`)
  return made.map((row) => ({ responseId: row.id, plan: row.answer }))
}
