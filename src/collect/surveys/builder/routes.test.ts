import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import * as build from '#collect/surveys/builder/contract.ts'
import * as contract from '#collect/surveys/contract.ts'
import * as responses from '#collect/surveys/responses/contract.ts'
import { getSurveyResults } from '#collect/surveys/results/contract.ts'
import { settleMinutes } from '#collect/surveys/rules.ts'
import * as waves from '#collect/surveys/waves/contract.ts'
import { createContact } from '#customers/contacts/contract.ts'
import { setMailServer } from '#platform/mail/contract.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { serverAt, type TestMailServer, testMailServer } from '#platform/testing/smtp.ts'

let t: TestApp
let ws: TestWorkspace
let server: TestMailServer
beforeAll(async () => {
  t = await testApp()
  server = await testMailServer()
  ws = await t.workspace('Larkfield')
  await ws.owner.call(setMailServer, serverAt(server.port))
})

const keys = (survey: contract.Survey) => survey.questions.map((one) => one.key)
const listed = async () => (await ws.owner.call(contract.listSurveys, {})).data.map((one) => one.key)
const page = async (path: string) => {
  const answer = await t.anonymous.fetch(path)
  return { status: answer.status, text: await answer.text() }
}
/** Sends a form, and nothing follows, so that it counts. */
const press = async (path: string, form: [string, string][]) => {
  const answer = await t.anonymous.fetch(path, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  })
  t.clock.advance({ minutes: settleMinutes })
  await t.settle()
  return answer
}

let people = 0
/** Sends a survey to somebody new; answers the path of their answer page. */
async function ask(surveyId: string, name = 'Petra Lund') {
  const { id } = await ws.owner.call(createContact, { name, email: `person${++people}@quillmere.example` })
  await ws.owner.call(waves.sendSurvey, { surveyId, audience: { contactIds: [id] } })
  await t.settle()
  const mail = server.received.findLast(({ raw }) => raw.includes(`person${people}@`))!
  return {
    contactId: id,
    mail,
    path: `/${new URL(/http:\/\/localhost:\d+\/s\/\S+/.exec(mail.parsed.text!)![0]).pathname}`,
  }
}

describe('surveys are made, copied and put away', () => {
  test('a new workspace has the surveys that its playbooks ask with', async () => {
    expect(await listed()).toEqual(['nps', 'post-support', 'post-implementation', 'resolution-check'])
  })

  test('the library has each of them, effort, and an empty one, worded in six languages', async () => {
    const { data } = await ws.owner.call(build.listSurveyLibrary, {})
    expect(data.map((one) => [one.key, one.kind])).toEqual([
      ['nps', 'nps'],
      ['post-support', 'csat'],
      ['post-implementation', 'agreement'],
      ['resolution-check', 'csat'],
      ['ces', 'ces'],
      ['empty', 'custom'],
    ])
    for (const one of data) expect(one.languages).toEqual(['en', 'de', 'es', 'fr', 'pt', 'ar'])
  })

  test('a survey is made of the library or of another, under a key that is free', async () => {
    const ces = await ws.owner.call(build.createSurvey, { from: 'ces' })
    expect(ces).toMatchObject({ key: 'ces', kind: 'ces', languages: ['en', 'ar', 'de', 'es', 'fr', 'pt'] })
    const copy = await ws.owner.call(build.copySurvey, { surveyId: ces.id, name: 'Effort of the Import' })
    expect(copy).toMatchObject({ key: 'effort-of-the-import', version: 1, answers: 0 })
    expect(keys(copy)).toEqual(keys(ces))
    expect(copy.questions[1]).toMatchObject({ showWhen: { question: 'score', to: 4 } })
    expect(
      (await ws.owner.call(build.copySurvey, { surveyId: ces.id, name: 'Effort of the Import' })).key,
    ).toBe('effort-of-the-import-2')
    await expect(ws.owner.call(build.createSurvey, { from: 'ces', key: 'ces' })).rejects.toMatchObject({
      status: 409,
      code: 'survey.key_taken',
    })
    await expect(ws.owner.call(build.createSurvey, { from: 'rain' })).rejects.toMatchObject({
      code: 'survey.not_shipped',
    })
  })

  test('an archived survey leaves the list, is not sent, and its links say that it has ended', async () => {
    const survey = await ws.owner.call(build.createSurvey, { from: 'ces', name: 'Short lived' })
    const { path } = await ask(survey.id)
    await ws.owner.call(build.archiveSurvey, { surveyId: survey.id })
    expect(await listed()).not.toContain('short-lived')
    const away = await ws.owner.call(contract.listSurveys, { archived: 'true' })
    expect(away.data.map((one) => one.key)).toEqual(['short-lived'])
    const shut = await page(path)
    expect([shut.status, shut.text.includes('This survey has ended')]).toEqual([410, true])
    expect(
      (
        await press(path, [
          ['asked', 'score'],
          ['score', '7'],
        ])
      ).status,
    ).toBe(410)
    await expect(ws.owner.call(waves.sendSurvey, { surveyId: survey.id })).rejects.toMatchObject({
      code: 'survey.not_ready',
    })
    expect((await ws.owner.call(build.restoreSurvey, { surveyId: survey.id })).archivedAt).toBeNull()
    expect((await page(path)).status).toBe(200)
  })
})

describe('questions are added, moved, changed and retired, each time as the next version', () => {
  test('a survey of one’s own: every kind, branching and earlier answers in the wording', async () => {
    const empty = await ws.owner.call(build.createSurvey, { name: 'Onboarding' })
    expect([empty.kind, empty.questions]).toEqual(['custom', []])
    await expect(ws.owner.call(waves.sendSurvey, { surveyId: empty.id })).rejects.toMatchObject({
      code: 'survey.not_ready',
    })
    const add = (question: object) =>
      ws.owner.call(build.addQuestion, {
        surveyId: empty.id,
        ...question,
      } as never) as Promise<contract.Survey>
    await add({ kind: 'text', key: 'words', wording: 'What did you think, {{contact.firstName}}?' })
    await add({
      kind: 'choice',
      key: 'used',
      wording: 'What did you use?',
      isMultiple: true,
      choices: [
        { key: 'import', label: 'The import' },
        { key: 'reports', label: 'Reports' },
      ],
    })
    await add({
      kind: 'stars',
      key: 'import_stars',
      wording: 'How was the import?',
      showWhen: { question: 'used', choices: ['import'] },
    })
    const scored = await add({
      kind: 'rating',
      key: 'all',
      wording: 'All in all?',
      after: null,
      isRequired: true,
    })
    expect([scored.kind, keys(scored), scored.version]).toEqual([
      'rating',
      ['all', 'words', 'used', 'import_stars'],
      5,
    ])
    const spoken = await add({
      kind: 'text',
      wording: 'You gave {{answer.all}}. What would have made it more?',
      showWhen: { question: 'all', to: 8 },
    })
    expect(keys(spoken).at(-1)).toBe('text')
    const { path, contactId, mail } = await ask(empty.id)
    expect(mail.parsed.text).toMatch(/^10.*\?all=10$/m)
    await press(path, [
      ['asked', 'all'],
      ['all', '6'],
    ])
    const second = await page(path)
    expect(second.text).toContain('What did you think, Petra?')
    expect(second.text).toContain('You gave 6. What would have made it more?')
    expect(second.text).not.toContain('How was the import?')
    expect(second.text.length).toBeLessThan(15_000)
    await press(path, [
      ['asked', 'all words used text'],
      ['all', '6'],
      ['used', 'import'],
      ['used', 'reports'],
      ['used', 'rain'],
    ])
    await t.settle()
    const used = (await ws.owner.call(getSurveyResults, { surveyId: empty.id })).questions[2]!
    expect([used.answered, used.bars.map((bar) => bar.count)]).toEqual([1, [1, 1]])
    // what was chosen asks one more
    const third = await page(path)
    expect(third.text).toContain('How was the import?')
    // it may be left out, though it stands first here: the browser lets the form go without it
    expect(third.text).not.toContain('required=""')
    await press(path, [
      ['asked', 'import_stars'],
      ['import_stars', '1'],
    ])
    expect((await page(path)).text).toContain('Your answer arrived')
    const [response] = (await ws.owner.call(responses.listResponses, { contact: contactId })).data
    expect(response).toMatchObject({ score: 6, scoreMax: 10, isNegative: true })
    expect(response!.answers.map((one) => [one.question, one.said, one.isNegative])).toEqual([
      ['all', '6', false],
      ['used', 'The import, Reports', false],
      ['import_stars', '1', true],
    ])
  })
})

describe('results count what was answered, question by question', () => {
  test('an answer that is changed counts as it is now; one in doubt does not count', async () => {
    const survey = await ws.owner.call(build.createSurvey, {
      from: 'post-support',
      name: 'Support, measured',
    })
    const answered = async (...form: [string, string][]) => {
      const { path } = await ask(survey.id)
      await press(path, form)
      return path
    }
    for (const score of ['5', '4', '4', '1', '5'])
      await answered(
        ['asked', 'score better words'],
        ['score', score],
        ['better', score === '1' ? 'Slow' : ''],
      )
    await answered(['asked', 'score'], ['score', '1'], ['website', 'https://spam.example'])
    const results = async () => {
      await t.settle()
      return ws.owner.call(getSurveyResults, { surveyId: survey.id })
    }
    const one = async (key: string) => (await results()).questions.find((question) => question.key === key)!
    expect(await results()).toMatchObject({ answers: 5, negative: 1 })
    expect(await one('score')).toMatchObject({
      isLeading: true,
      answered: 5,
      nps: null,
      share: { value: 80, n: 5 },
    })
    expect((await one('score')).bars.map(({ count, isNegative }) => [count, isNegative])).toEqual([
      [1, true],
      [0, true],
      [0, true],
      [2, false],
      [2, false],
    ])
    expect((await one('better')).answered).toBe(1)
    // who is asked no more what could be better is not counted as having said it
    const path = await answered(['asked', 'score better words'], ['score', '2'], ['better', 'Late'])
    expect((await one('better')).answered).toBe(2)
    t.clock.advance({ minutes: 1 })
    await press(path, [
      ['asked', 'score better words'],
      ['score', '5'],
      ['better', 'Late'],
    ])
    expect(await results()).toMatchObject({ answers: 6, negative: 1 })
    expect((await one('better')).answered).toBe(1)
    const wave = (await ws.owner.call(waves.listWaves, { survey: survey.id })).data[0]!.id
    expect(await ws.owner.call(getSurveyResults, { surveyId: survey.id, wave })).toMatchObject({
      answers: 1,
      negative: 0,
      questions: [{ share: null, mean: null }, {}, {}, {}, {}, {}],
    })
  })
})

describe('what people see is sound', () => {
  test('the button has the colour of the brand, with letters that can be read on it', async () => {
    const { id: surveyId } = await ws.owner.call(build.createSurvey, { from: 'ces', name: 'In colour' })
    await expect(
      ws.owner.call(contract.changeSurvey, { surveyId, brandColor: 'red;}' }),
    ).rejects.toMatchObject({ status: 400 })
    const { path } = await ask(surveyId)
    for (const [color, letters] of [
      ['#FFCC00', '#000000'],
      ['#102030', '#ffffff'],
    ] as const) {
      await ws.owner.call(contract.changeSurvey, { surveyId, brandColor: color })
      const answer = await t.anonymous.fetch(path)
      const [, style] = [...(await answer.text()).matchAll(/<style>([^<]*)<\/style>/g)].map(
        (match) => match[1]!,
      )
      expect(style).toContain(`background:${color.toLowerCase()};color:${letters}`)
      const hash = createHash('sha256').update(style!).digest('base64')
      expect(answer.headers.get('content-security-policy')).toContain(`'sha256-${hash}'`)
    }
  })

  test('a survey whose questions were all taken out says so to whoever opens its link', async () => {
    const survey = await ws.owner.call(build.createSurvey, { from: 'ces', name: 'Emptied' })
    const { path } = await ask(survey.id)
    for (const key of keys(survey).reverse())
      await ws.owner.call(build.retireQuestion, { surveyId: survey.id, key })
    const empty = await page(path)
    expect([empty.status, empty.text.includes('This survey has no questions yet')]).toEqual([404, true])
    expect((await press(path, [['score', '5']])).status).toBe(404)
    await expect(
      ws.owner.call(build.addQuestion, { surveyId: survey.id, kind: 'ces', key: 'score', wording: 'Again?' }),
    ).rejects.toMatchObject({ code: 'survey.question_taken' })
  })

  test('a question that was taken out is asked again where it stood, with the answers it had', async () => {
    const survey = await ws.owner.call(build.createSurvey, { from: 'post-support', name: 'Put back' })
    const { path } = await ask(survey.id)
    await press(path, [
      ['asked', 'score better words'],
      ['score', '2'],
      ['better', 'Late'],
    ])
    const [first, second] = keys(survey)
    await ws.owner.call(build.retireQuestion, { surveyId: survey.id, key: second! })
    const undo = { surveyId: survey.id, key: second!, after: first! }
    const back = await ws.owner.call(build.restoreQuestion, undo)
    expect(keys(back)).toEqual(keys(survey))
    expect((await ws.owner.call(build.restoreQuestion, undo)).version).toBe(back.version)
    await t.settle()
    const { questions } = await ws.owner.call(getSurveyResults, { surveyId: survey.id })
    expect(questions[1]).toMatchObject({ key: second, answered: 1 })
    await expect(
      ws.owner.call(build.restoreQuestion, { surveyId: survey.id, key: 'never_there' }),
    ).rejects.toMatchObject({ code: 'survey.question_unknown' })
  })

  test('faults are named in every language and every word; what is no language and no key is refused', async () => {
    const { id: surveyId } = await ws.owner.call(build.createSurvey, { from: 'ces', name: 'Faulty' })
    const change = (words: object) =>
      ws.owner.call(contract.changeSurvey, { surveyId, ...words } as never) as Promise<contract.Survey>
    await expect(
      change({ questions: [{ key: 'score', wordings: { de: { wording: 'Wie?', highLabel: '{{name}}' } } }] }),
    ).rejects.toThrow('{{name}}, which is not declared')
    for (const language of ['en-GB-US', 'english', 'x'])
      await expect(change({ language })).rejects.toMatchObject({ status: 400 })
    expect((await change({ language: 'en-GB' })).language).toBe('en-GB')
    await expect(
      ws.owner.call(build.addQuestion, { surveyId, kind: 'text', key: 'constructor', wording: 'Why?' }),
    ).rejects.toMatchObject({ status: 400 })
  })
})
