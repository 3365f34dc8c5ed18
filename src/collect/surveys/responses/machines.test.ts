import { describe, expect, test } from 'vitest'
import { addQuestion, createSurvey, retireQuestion } from '#collect/surveys/builder/contract.ts'
import { getSurvey } from '#collect/surveys/contract.ts'
import { confirmResponse, enterResponse, listResponses } from '#collect/surveys/responses/contract.ts'
import { surveyHouse } from '#collect/surveys/test-seeds.ts'
import { listInvitations, sendSurvey } from '#collect/surveys/waves/contract.ts'
import type { TestWorkspace } from '#platform/testing/app.ts'

const { t, open, post, press, wait, eventsOf, items, asked, setup, linkTo } = await surveyHouse()

const counted = async (ws: TestWorkspace) => (await ws.owner.call(listResponses, {})).data
const doubted = async (ws: TestWorkspace) =>
  (await ws.owner.call(listResponses, { provisional: 'true' })).data
const all = { asked: 'score reason words contact', contact: 'yes' }

/** Follows links of the mail one after the other, and sends each page as it comes, the next one too. */
async function detonate(path: string, scores: readonly number[], seconds = 5) {
  for (const score of scores) {
    await open(`${path}?score=${score}`)
    await post(`${path}?score=${score}`, { asked: 'score', score: `${score}` })
    await post(path, { ...all, score: `${score}`, reason: 'price', words: 'test' })
    t.clock.advance({ seconds })
  }
}

describe('what is sent from the page of a mail counts two minutes later', () => {
  test('until then nothing counts, and the person goes on as if it did', async () => {
    const { ws, surveyId, path } = await asked()
    await post(`${path}?score=6`, { asked: 'score', score: '6' })
    expect(await (await open(path)).text()).toContain('What is the main reason for your score?')
    t.clock.advance({ minutes: 1, seconds: 59 })
    await t.settle()
    expect((await ws.owner.call(getSurvey, { surveyId })).arriving).toBe(1)
    expect([await counted(ws), await doubted(ws), await eventsOf(ws, 'response.received')]).toEqual([
      [],
      [],
      [],
    ])
    await post(path, { ...all, score: '6', words: 'Twice the same columns' })
    expect(await (await open(path)).text()).toContain('Your answer arrived')
    t.clock.advance({ minutes: 1 })
    await t.settle()
    expect(await counted(ws)).toEqual([])
    t.clock.advance({ minutes: 1 })
    await t.settle()
    expect((await ws.owner.call(getSurvey, { surveyId })).arriving).toBe(0)
    expect(await counted(ws)).toMatchObject([{ score: 6, words: 'Twice the same columns', mayContact: true }])
    expect(await eventsOf(ws, 'response.received')).toHaveLength(1)
    expect((await items(ws)).map((one) => one.verbatim)).toEqual(['Twice the same columns'])
  })

  test('whoever changes their mind counts once, as they left it: on the page, or by another link of the mail', async () => {
    const one = await asked()
    await post(`${one.path}?score=3`, { asked: 'score', score: '3' })
    await press(one.path, { ...all, score: '9', reason: 'works_well', words: '' })
    expect(await counted(one.ws)).toMatchObject([{ score: 9, isNegative: false }])
    expect(await eventsOf(one.ws, 'response.changed')).toEqual([])
    const other = await asked()
    await post(`${other.path}?score=3`, { asked: 'score', score: '3' })
    await press(`${other.path}?score=8`, { asked: 'score reason words contact', score: '8' })
    expect(await counted(other.ws)).toMatchObject([{ score: 8 }])
  })
})

describe('signs of a machine make an answer provisional: kept, not counted', () => {
  test('answers from three links of the mail, also at a leisurely pace: no event, no item, and still to be asked', async () => {
    const { ws, path } = await asked()
    await detonate(path, [0, 1, 2], 90)
    await wait()
    expect(await counted(ws)).toEqual([])
    expect(await doubted(ws)).toMatchObject([{ score: 2, provisionalReason: 'several_links' }])
    expect(await eventsOf(ws, 'response.received')).toEqual([])
    expect(await eventsOf(ws, 'survey.machine_seen')).toMatchObject([{ payload: { sends: 6 } }])
    t.clock.advance({ minutes: 20 })
    await t.settle()
    expect(await items(ws)).toEqual([])
    expect((await ws.owner.call(listInvitations, { answered: 'false' })).data).toHaveLength(1)
  })

  test.each([
    ['field', { asked: 'score', score: '1', website: 'https://spam.example' }],
    ['button', { website: 'pressed' }],
  ])('the %s that people do not see', async (_, form) => {
    const { ws, path } = await asked()
    expect((await post(`${path}?score=1`, form)).status).toBe(303)
    await press(`${path}?score=1`, { asked: 'score', score: '1' })
    expect(await counted(ws)).toEqual([])
    expect(await doubted(ws)).toMatchObject([{ score: 1, isProvisional: true, provisionalReason: 'trap' }])
  })

  test('both links of a mail that has two', async () => {
    const { ws, person } = await setup()
    const survey = await ws.owner.call(createSurvey, { from: 'empty', name: 'Yes or no' })
    for (const { key } of survey.questions) await ws.owner.call(retireQuestion, { surveyId: survey.id, key })
    await ws.owner.call(addQuestion, {
      ...{ surveyId: survey.id, kind: 'choice', key: 'solved', wording: 'Is it solved?' },
      choices: [
        { key: 'yes', label: 'Yes' },
        { key: 'no', label: 'No' },
      ],
    })
    await person('Nils Both')
    await ws.owner.call(sendSurvey, { surveyId: survey.id })
    await t.settle()
    const path = linkTo('Nils')
    for (const solved of ['yes', 'no']) await post(`${path}?solved=${solved}`, { asked: 'solved', solved })
    await wait()
    expect([await counted(ws), (await doubted(ws)).length]).toEqual([[], 1])
  })

  test('a member says that it was a person: it counts, once', async () => {
    const { ws, path } = await asked()
    await detonate(path, [7, 8, 9])
    await wait()
    const [kept] = await doubted(ws)
    await ws.owner.call(confirmResponse, { responseId: kept!.id })
    await ws.owner.call(confirmResponse, { responseId: kept!.id })
    expect(await eventsOf(ws, 'response.received')).toHaveLength(1)
    expect((await ws.owner.call(listInvitations, { answered: 'true' })).data).toHaveLength(1)
  })

  test('the person who comes later finds the page as new, and counts with what they gave alone', async () => {
    const { ws, path } = await asked()
    await detonate(path, [0, 5, 10])
    await wait()
    const page = await (await open(`${path}?score=9`)).text()
    expect(page).toContain('How likely are you to recommend Larkfield')
    expect(page).not.toContain('has arrived')
    await press(`${path}?score=9`, { asked: 'score', score: '9' })
    expect(await counted(ws)).toMatchObject([{ score: 9, reason: null, words: null, mayContact: false }])
    expect(await doubted(ws)).toEqual([])
    expect(await eventsOf(ws, 'response.received')).toMatchObject([{ payload: { score: 9 } }])
    expect(await (await open(path)).text()).toContain('What is the main reason for your score?')
  })

  test('what a person answered stays when a machine follows, as where the mail is handed on', async () => {
    const { ws, path } = await asked()
    await press(`${path}?score=9`, { ...all, score: '9', words: 'All good' })
    t.clock.advance({ hours: 3 })
    await detonate(path, [0, 1, 2, 3])
    await wait()
    expect(await counted(ws)).toMatchObject([{ score: 9, words: 'All good', isNegative: false }])
    expect(await eventsOf(ws, 'response.changed')).toEqual([])
    expect(await doubted(ws)).toEqual([])
  })

  test('an answer given by phone counts though a machine was at the page', async () => {
    const { ws, path, contactId } = await asked()
    await detonate(path, [0, 1, 2])
    await wait()
    await ws.owner.call(enterResponse, { contactId, score: 8 })
    expect(await counted(ws)).toMatchObject([{ score: 8, channel: 'phone' }])
  })
})
