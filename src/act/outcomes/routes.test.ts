import { beforeAll, describe, expect, test } from 'vitest'
import { getCase, listCases, reopenCase, resolveCase } from '#act/cases/contract.ts'
import { seedAnswer, seedPerson } from '#act/cases/test-seeds.ts'
import { getPlaybook, savePlaybook } from '#act/playbooks/contract.ts'
import { listTouchpoints, logTouchpoint } from '#act/touchpoints/contract.ts'
import { answerAfter } from '#close/follow-ups/test-answers.ts'
import { encodeId } from '#platform/ids.ts'
import { listNotices } from '#platform/notices/contract.ts'
import { type TestWorkspace, testApp } from '#platform/testing/app.ts'
import * as contract from './contract.ts'

const t = await testApp()
let ws: TestWorkspace

beforeAll(async () => {
  t.clock.set('2037-11-09T16:00:00Z')
  ws = await t.workspace()
  const { text, version } = await ws.owner.call(getPlaybook, { key: 'nps-detractor' })
  await ws.owner.call(savePlaybook, {
    key: 'nps-detractor',
    text: `${text.replace('position: customer-success-manager', 'role: admin')}\nthen: { survey: nps, after: 2 weeks }\n`,
    basedOn: version,
  })
})

/** A detractor's case. */
async function opened(name: string, score = 3): Promise<string> {
  const person = await seedPerson(ws, { name, account: `${name} Ltd` })
  await seedAnswer(ws, person, score)
  await t.settle()
  const contact = encodeId('ct', person.contactId)
  return (await ws.owner.call(listCases, { contact })).data[0]!.id
}
const outcome = async (caseId: string) => (await ws.owner.call(getCase, { caseId })).outcome
describe('a case ends with its cause, what was done and the customer’s word', () => {
  let caseId: string
  let callId: string
  beforeAll(async () => {
    caseId = await opened('Petra Lindqvist')
    callId = (await ws.owner.call(logTouchpoint, { kind: 'call', summary: 'It works for her now.', caseId }))
      .id
  })

  test('a cause is a line of the workspace’s list, with free words beside it', async () => {
    await ws.owner.call(contract.putCauses, { causes: ['Training', 'Data import'] })
    await expect(
      ws.owner.call(resolveCase, { caseId, resolution: 'Trained.', cause: 'Weather' }),
    ).rejects.toMatchObject({ code: 'case.unknown_cause' })
    await expect(
      ws.owner.call(contract.putCauses, { causes: ['Training', 'Training '] }),
    ).rejects.toMatchObject({ status: 400 })
  })

  test('a confirmation rests on a call or mail of this very case', async () => {
    const given = { caseId, resolution: 'Trained.', confirmation: 'call' as const }
    await expect(ws.owner.call(resolveCase, given)).rejects.toMatchObject({
      code: 'case.confirmation_rests_on_nothing',
    })
    await expect(
      ws.owner.call(resolveCase, { ...given, confirmation: 'mail', touchpointId: callId }),
    ).rejects.toMatchObject({ code: 'case.confirmation_rests_on_nothing' })
    await expect(ws.owner.call(resolveCase, { ...given, confirmation: 'survey' })).rejects.toMatchObject({
      code: 'case.no_answer_after',
    })
    expect((await ws.owner.call(getCase, { caseId })).status).toBe('open')
  })

  test('both stand on the case, and the list is filtered by the cause', async () => {
    await ws.owner.call(resolveCase, {
      caseId,
      resolution: 'Trained two of their staff.',
      cause: 'Training',
      causeWords: 'nobody was there in August',
      confirmation: 'call',
      touchpointId: callId,
    })
    expect(await ws.owner.call(getCase, { caseId })).toMatchObject({
      status: 'resolved',
      resolution: 'Trained two of their staff.',
      outcome: {
        cause: 'Training',
        causeWords: 'nobody was there in August',
        confirmation: 'call',
        touchpointId: callId,
        before: { score: 3, min: 0, max: 10 },
        after: null,
      },
    })
    const of = async (cause: string) =>
      (await ws.owner.call(listCases, { status: 'all', cause })).data.map((row) => row.id)
    expect(await of('Training')).toEqual([caseId])
    expect(await of('Data import')).toEqual([])
  })

  test('it is corrected afterwards, and a note keeps what was said', async () => {
    await ws.owner.call(contract.putCauses, { causes: ['Data import'] })
    // a cause that is on the list no more stays where it was
    await ws.owner.call(contract.putOutcome, { caseId, cause: 'Training' })
    await ws.owner.call(contract.putOutcome, { caseId, cause: 'Data import', confirmation: 'not_asked' })
    expect(await outcome(caseId)).toMatchObject({
      cause: 'Data import',
      causeWords: 'nobody was there in August',
      confirmation: 'not_asked',
      touchpointId: null,
    })
    expect((await ws.owner.call(listTouchpoints, { case: caseId })).data[0]).toMatchObject({
      kind: 'note',
      summary: 'How it ended: cause: Data import; the customer was not asked.',
    })
  })
})

describe('the answer to the survey that asks again is the score after', () => {
  test('a good one confirms the case and stands beside the score before, on the case and in the list', async () => {
    const caseId = await opened('Bo Stay', 4)
    await ws.owner.call(resolveCase, { caseId, resolution: 'Mended.', confirmation: 'not_asked' })
    await t.settle()
    await answerAfter(t, ws, { 'Bo Stay': 9 })
    expect(await outcome(caseId)).toMatchObject({
      confirmation: 'survey',
      before: { score: 4, max: 10 },
      after: { score: 9, max: 10, survey: 'NPS', isNegative: false },
    })
    const row = (await ws.owner.call(listCases, { status: 'resolved', limit: 100 })).data.find(
      ({ id }) => id === caseId,
    )
    expect(row).toMatchObject({ before: { score: 4 }, after: { score: 9 } })
  })

  test('a low one confirms nothing, and whoever leads hears that it is not solved', async () => {
    const caseId = await opened('Nora Noway', 2)
    await ws.owner.call(resolveCase, { caseId, resolution: 'Mended.' })
    await t.settle()
    await answerAfter(t, ws, { 'Nora Noway': 1 })
    expect(await outcome(caseId)).toMatchObject({ confirmation: null, after: { score: 1 } })
    expect((await ws.owner.call(listNotices, {})).data.map((one) => one.kind)).toContain('case.not_solved')
  })

  test('a case that is taken up again has neither a confirmation nor a score after', async () => {
    const caseId = await opened('Ulf Again', 0)
    await ws.owner.call(resolveCase, { caseId, resolution: 'Mended.', cause: 'Data import' })
    await t.settle()
    await answerAfter(t, ws, { 'Ulf Again': 8 })
    await ws.owner.call(reopenCase, { caseId, reason: 'it came back' })
    expect(await outcome(caseId)).toMatchObject({
      cause: 'Data import',
      confirmation: null,
      after: null,
    })
  })
})
