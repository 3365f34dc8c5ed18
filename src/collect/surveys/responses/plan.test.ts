import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newestResponses } from '#collect/surveys/responses/queries.ts'
import { readConfig } from '#platform/config.ts'
import type { Db } from '#platform/db/db.ts'
import { createPool } from '#platform/db/pool.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { createDoor, type Door } from '#platform/door.ts'
import { Waker } from '#platform/events/wake.ts'
import { newId } from '#platform/ids.ts'
import { createTestDatabase, type TestDatabase } from '#platform/testing/cluster.ts'

// Of 20,000 answers, 10 chose what hardly anybody does: the application's role must find them, not look for them.

const workspaceId = newId()
const surveyId = newId()
const questionId = newId()
let database: TestDatabase
let pool: pg.Pool
let door: Door

beforeAll(async () => {
  database = await createTestDatabase()
  const owner = new pg.Client(database.connections.owner)
  await owner.connect()
  const fill = (text: string, ...ids: string[]) => owner.query(text, [workspaceId, ...ids])
  await fill(`insert into workspaces values ($1, 'plans', 'Plans', false, now())`)
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
  await owner.query('vacuum analyze')
  await owner.end()
  pool = createPool(database.connections.app, { max: 2, name: 'plans' })
  door = createDoor({
    config: readConfig({ HEARBACK_DATA: '/nonexistent' }),
    pool,
    projections: [],
    waker: new Waker([], async () => {}),
  })
}, 120_000)
afterAll(async () => {
  await pool.end()
  await database.drop()
})

interface Plan {
  'Index Name'?: string
  Plans?: Plan[]
}
const indexesOf = (plan: Plan): string[] => [
  ...(plan['Index Name'] ? [plan['Index Name']] : []),
  ...(plan.Plans ?? []).flatMap(indexesOf),
]

test('answers with a rare choice are found by its index, whether of a survey or of all', async () => {
  const actor = { kind: 'member', id: newId(), userId: 'u', role: 'manager' } as const
  for (const survey of [surveyId, undefined]) {
    const { indexes, found } = await door.inWorkspace(workspaceId, actor, async (ctx) => {
      const sent: Sql[] = []
      const many: Db['many'] = (statement) => {
        sent.push(statement)
        return ctx.db.many(statement)
      }
      const noting = { ...ctx, now: ctx.now, db: { ...ctx.db, many } as Db }
      const filter = { ...(survey && { survey }), question: 'reason', choice: 'rare' }
      const rows = await newestResponses(noting, filter, undefined, 21)
      const finding = sent.find((one) => one.compile().text.trim().startsWith('select r.id from responses'))!
      const [plan] = await ctx.db.many<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
        sql`explain (format json) ${finding}`,
      )
      return { indexes: indexesOf(plan!['QUERY PLAN'][0].Plan), found: rows.length }
    })
    expect(found).toBe(10)
    expect(indexes).toContain('answers_by_choice')
    for (const walk of ['responses_newest', 'responses_of_survey']) expect(indexes).not.toContain(walk)
  }
})
