import { beforeAll, expect, test } from 'vitest'
import { getOpenAnswers, listOpenAnswers } from '#analyze/open-answers/contract.ts'
import { mostRead } from '#analyze/open-answers/queries.ts'
import { createTheme, listThemes, mergeTheme, moveThemeItem } from '#analyze/themes/contract.ts'
import { addQuestion, createSurvey } from '#collect/surveys/builder/contract.ts'
import { listCalls, settleCall } from '#collect/surveys/calls/contract.ts'
import { enterResponse } from '#collect/surveys/responses/contract.ts'
import { sendSurvey } from '#collect/surveys/waves/contract.ts'
import { createContact } from '#customers/contacts/contract.ts'
import { triageFeedback } from '#organize/inbox/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId, encodeId, newId } from '#platform/ids.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'

let t: TestApp
let ws: TestWorkspace
beforeAll(async () => {
  t = await testApp()
  t.clock.set('2037-02-19T10:00:00Z')
  ws = await t.workspace()
})

/** A survey of these open questions. */
async function surveyOf(...wordings: string[]) {
  const survey = await ws.owner.call(createSurvey, { name: wordings.join(' ') })
  let questions: { key: string }[] = []
  for (const wording of wordings)
    questions = (await ws.owner.call(addQuestion, { surveyId: survey.id, kind: 'text', wording })).questions
  return { surveyId: survey.id, keys: questions.map(({ key }) => key) }
}

let people = 0
async function answer(surveyId: string, answers: Record<string, string>) {
  t.clock.advance({ seconds: 60 })
  const { id: contactId } = await ws.owner.call(createContact, {
    name: `Person ${++people}`,
    phone: '+49 30 1234',
  })
  const response = await ws.owner.call(enterResponse, { surveyId, contactId, answers })
  await t.settle()
  return response.id
}

test('the answers to a question in words are read: sentiment, themes with quotes, and each count opens its answers', async () => {
  const exports = await ws.owner.call(createTheme, { name: 'Export', rules: ['export'] })
  const prices = await ws.owner.call(createTheme, { name: 'Price', rules: ['price'] })
  await t.settle()
  const { surveyId, keys } = await surveyOf('What should we do better?')
  const question = keys[0]!
  expect(await ws.owner.call(getOpenAnswers, { surveyId, question })).toMatchObject({
    answers: 0,
    isWhole: true,
    since: null,
    themes: [],
  })
  await answer(surveyId, { [question]: 'The export is terrible, it fails every day and I hate it.' })
  await answer(surveyId, { [question]: 'I love the export, it is wonderful.' })
  await answer(surveyId, { [question]: 'The price is far too high, a terrible deal.' })
  await answer(surveyId, { [question]: 'It happened on a Tuesday.' })
  const found = await ws.owner.call(getOpenAnswers, { surveyId, question })
  expect(found).toMatchObject({
    answers: 4,
    isWhole: true,
    sentiment: { negative: 2, positive: 1, neutral: 1, mixed: 0 },
    without: 1,
    themes: [
      { themeId: exports.id, name: 'Export', mentions: 2, sentiment: { negative: 1, positive: 1 } },
      { themeId: prices.id, name: 'Price', mentions: 1 },
    ],
  })
  expect(found.themes[0]!.quotes[0]).toMatchObject({
    text: 'I love the export, it is wonderful.',
    contactName: expect.stringMatching(/^Person/),
    feedbackId: expect.stringMatching(/^fb_/),
  })
  const first = await ws.owner.call(listOpenAnswers, { surveyId, question, theme: exports.id, limit: 1 })
  const next = await ws.owner.call(listOpenAnswers, {
    surveyId,
    question,
    theme: exports.id,
    limit: 1,
    cursor: first.nextCursor!,
  })
  expect([...first.data, ...next.data].map(({ sentiment }) => sentiment)).toEqual(['positive', 'negative'])
  expect(next.nextCursor).toBeNull()
  const none = await ws.owner.call(listOpenAnswers, { surveyId, question, theme: 'none' })
  expect(none.data.map(({ text }) => text)).toEqual(['It happened on a Tuesday.'])
  const bad = await ws.owner.call(listOpenAnswers, { surveyId, question, sentiment: 'negative' })
  expect(bad.data).toHaveLength(2)

  // What people say of the item holds, and a merged theme counts with the one it went into.
  const { feedbackId } = none.data[0]!
  await ws.owner.call(moveThemeItem, { feedbackId: feedbackId!, themeId: prices.id })
  await ws.owner.call(triageFeedback, { feedbackId: feedbackId!, change: { sentiment: 'negative' } })
  await t.settle()
  await ws.owner.call(mergeTheme, { themeId: prices.id, intoId: exports.id })
  await t.settle()
  expect(await ws.owner.call(getOpenAnswers, { surveyId, question })).toMatchObject({
    sentiment: { negative: 3, positive: 1, neutral: 0 },
    without: 0,
    themes: [{ themeId: exports.id, mentions: 4 }],
  })
  expect((await ws.owner.call(listThemes, {})).data.some(({ id }) => id === prices.id)).toBe(false)
})

test('of several questions in one response each is read by its own words', async () => {
  const { surveyId, keys } = await surveyOf('What is good?', 'What is bad?')
  await answer(surveyId, {
    [keys[0]!]: 'The team is wonderful, I love them.',
    [keys[1]!]: 'The export is terrible and I hate it.',
  })
  expect(await ws.owner.call(getOpenAnswers, { surveyId, question: keys[0]! })).toMatchObject({
    sentiment: { positive: 1, negative: 0 },
    themes: [],
    without: 1,
  })
  expect(await ws.owner.call(getOpenAnswers, { surveyId, question: keys[1]! })).toMatchObject({
    sentiment: { positive: 0, negative: 1 },
    themes: [{ name: 'Export', mentions: 1 }],
  })
})

test('answers in doubt and spam are not read, and a question without words is refused', async () => {
  const { surveyId, keys } = await surveyOf('How was it?')
  const question = keys[0]!
  const doubted = await answer(surveyId, { [question]: 'Great export' })
  await answer(surveyId, { [question]: 'Bad export' })
  await ws.run((ctx) =>
    ctx.db.run(
      sql`update responses set is_provisional = true where workspace_id = ${ws.id} and id = ${decodeId('rsp', doubted)!}`,
    ),
  )
  await answer(surveyId, { [question]: 'Buy pills' })
  const { data } = await ws.owner.call(listOpenAnswers, { surveyId, question })
  await ws.owner.call(triageFeedback, { feedbackId: data[0]!.feedbackId!, change: { status: 'spam' } })
  const left = await ws.owner.call(listOpenAnswers, { surveyId, question })
  expect(left.data.map(({ text }) => text)).toEqual(['Bad export'])
  expect((await ws.owner.call(getOpenAnswers, { surveyId, question })).answers).toBe(1)
  await expect(ws.owner.call(getOpenAnswers, { surveyId, question: 'other' })).rejects.toMatchObject({
    code: 'open_answers.question_unknown',
  })
})

test('of more answers than are read the newest count, and the reading says since when', async () => {
  const { surveyId, keys } = await surveyOf('Anything else?')
  const question = keys[0]!
  const response = await answer(surveyId, { [question]: 'The newest of all' })
  await ws.run((ctx) =>
    ctx.db.run(sql`
      with old as (
        insert into responses (workspace_id, id, survey_id, survey_version, channel, submitted_at, is_negative, is_provisional, may_contact, score_times)
        select ${ws.id}, gen_random_uuid(), survey_id, survey_version, 'phone', submitted_at - interval '1 day', false, false, false, '{}'
        from responses, generate_series(1, ${mostRead}) where workspace_id = ${ws.id} and id = ${decodeId('rsp', response)!} returning id
      )
      insert into answers (workspace_id, id, response_id, question_id, words, is_negative, answered_at)
      select ${ws.id}, gen_random_uuid(), old.id, a.question_id, 'Old words', false, a.answered_at - interval '1 day'
      from old, answers a where a.workspace_id = ${ws.id} and a.response_id = ${decodeId('rsp', response)!}`),
  )
  const found = await ws.owner.call(getOpenAnswers, { surveyId, question })
  expect(found).toMatchObject({ answers: mostRead, isWhole: false })
  // page by page the list ends where the counts do, also with an answer that comes in between
  let pages = 0
  const texts: string[] = []
  for (let cursor: string | null | undefined; cursor !== null; pages++) {
    const page = await ws.owner.call(listOpenAnswers, {
      surveyId,
      question,
      theme: 'none',
      limit: 100,
      ...(cursor && { cursor }),
    })
    texts.push(...page.data.map(({ text }) => text))
    cursor = page.nextCursor
    if (pages === 2) await answer(surveyId, { [question]: 'Newer still' })
  }
  expect([pages, texts.length, texts[0]]).toEqual([10, mostRead, 'The newest of all'])
  expect(texts.filter((text) => text === 'Old words')).toHaveLength(mostRead - 1)
})

test('a wave reads what was answered to it alone, page by page', async () => {
  const { surveyId, keys } = await surveyOf('What about this wave?')
  const question = keys[0]!
  await answer(surveyId, { [question]: 'I love the export, it is wonderful.' })
  const contactIds: string[] = []
  for (const name of ['Ann', 'Bo', 'Cy'])
    contactIds.push(
      (
        await ws.owner.call(createContact, {
          name,
          phone: '+49 30 1234',
          email: `${name}@wave.example`.toLowerCase(),
        })
      ).id,
    )
  const { id: wave } = await ws.owner.call(sendSurvey, {
    surveyId,
    channel: 'phone',
    audience: { contactIds },
  })
  await t.settle()
  for (const { id: callId } of (await ws.owner.call(listCalls, { wave })).data) {
    t.clock.advance({ minutes: 1 })
    const answers = { [question]: 'The export is terrible, it fails every day and I hate it.' }
    await ws.owner.call(settleCall, { callId, outcome: 'answered', answers })
  }
  await t.settle()
  expect(await ws.owner.call(getOpenAnswers, { surveyId, question, wave })).toMatchObject({
    answers: 3,
    isWhole: true,
    sentiment: { negative: 3, positive: 0 },
    themes: [{ name: 'Export', mentions: 3 }],
  })
  expect((await ws.owner.call(getOpenAnswers, { surveyId, question })).answers).toBe(4)
  const people: (string | null)[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const given = { surveyId, question, wave, sentiment: 'negative', limit: 1 } as const
    const page = await ws.owner.call(listOpenAnswers, { ...given, ...(cursor && { cursor }) })
    people.push(...page.data.map((one) => one.contactName))
    cursor = page.nextCursor
  }
  expect([people.length, new Set(people)]).toEqual([3, new Set(['Ann', 'Bo', 'Cy'])])
  await expect(
    ws.owner.call(getOpenAnswers, { surveyId, question, wave: encodeId('wave', newId()) }),
  ).rejects.toMatchObject({ code: 'wave.not_found' })
})
