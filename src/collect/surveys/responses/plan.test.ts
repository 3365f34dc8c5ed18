import { afterAll, beforeAll, expect, test } from 'vitest'
import { newestResponses } from '#collect/surveys/responses/queries.ts'
import { newId } from '#platform/ids.ts'
import { openPlans } from '#platform/testing/plans.ts'

// Of 20,000 answers, 10 chose what hardly anybody does: the application's role must find them, not look for them.

const surveyId = newId()
const questionId = newId()
let plans: Awaited<ReturnType<typeof openPlans>>

beforeAll(async () => {
  plans = await openPlans(async (query, workspaceId) => {
    const fill = (text: string, ...ids: string[]) => query(text, [workspaceId, ...ids])
    await fill(
      `insert into surveys (workspace_id, id, key, name, kind, mail_subject, mail_intro, created_at, updated_at)
       values ($1, $2, 'nps', 'NPS', 'nps', '', '', now(), now())`,
      surveyId,
    )
    await fill(
      `insert into survey_questions (workspace_id, id, survey_id, key, kind, position, wording)
       values ($1, $3, $2, 'reason', 'choice', 1, 'Why?')`,
      surveyId,
      questionId,
    )
    await fill(
      `insert into responses (workspace_id, id, survey_id, survey_version, channel, score, is_negative, submitted_at)
       select $1, gen_random_uuid(), $2, 1, 'mail', 5, true, now() - g * interval '1 minute' from generate_series(1, 20000) g`,
      surveyId,
    )
    await fill(
      `insert into answers (workspace_id, id, response_id, question_id, choice, answered_at)
       select $1, gen_random_uuid(), id, $2, case when row_number() over () % 2000 = 0 then 'rare' else 'usual' end, now()
       from responses where workspace_id = $1`,
      questionId,
    )
  })
}, 120_000)
afterAll(() => plans.close())

test('answers with a rare choice are found by its index, whether of a survey or of all', async () => {
  const actor = { kind: 'member', id: newId(), userId: 'u', role: 'manager' } as const
  for (const survey of [surveyId, undefined]) {
    const filter = { ...(survey && { survey }), question: 'reason', choice: 'rare' }
    const scans = await plans.scansOf(actor, async (ctx) => {
      expect(await newestResponses(ctx, filter, undefined, 21)).toHaveLength(10)
    })
    const finding = scans.filter(({ statement }) => statement.trim().startsWith('select r.id from responses'))
    const indexes = finding.map(({ index }) => index)
    expect(indexes).toContain('answers_by_choice')
    for (const walk of ['responses_newest', 'responses_of_survey']) expect(indexes).not.toContain(walk)
  }
})
