import { beforeEach, expect, it } from 'vitest'
import { listCases, reopenCase, resolveCase } from '#act/cases/contract.ts'
import { type Person, seedAnswer, seedPerson } from '#act/cases/test-seeds.ts'
import { completeAction, logAction, reopenAction } from '#act/corrective-actions/contract.ts'
import { getPlaybook, savePlaybook } from '#act/playbooks/contract.ts'
import { listFollowUps, listItemFollowUps } from '#close/follow-ups/contract.ts'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { changeProgramme, createProgramme, listOccasions } from '#collect/programmes/contract.ts'
import { listSurveys } from '#collect/surveys/contract.ts'
import { enterResponse, listResponses } from '#collect/surveys/responses/contract.ts'
import { listFeedback } from '#organize/inbox/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId, encodeId, newId } from '#platform/ids.ts'
import { listMails } from '#platform/mail/contract.ts'
import { listNotices } from '#platform/notices/contract.ts'
import { type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { askAgain } from './jobs.ts'

const t = await testApp()
let ws: TestWorkspace
let caseId: string
let person: Person

/** A detractor's case of a playbook that asks again with a survey two weeks after its end. */
async function resolved(survey: string) {
  const { text, version } = await ws.owner.call(getPlaybook, { key: 'nps-detractor' })
  await ws.owner.call(savePlaybook, {
    key: 'nps-detractor',
    text: `${text.replace('position: customer-success-manager', 'role: admin')}\nthen: { survey: ${survey}, after: 2 weeks }\n`,
    basedOn: version,
  })
  person = await seedPerson(ws, { name: 'Petra Lindqvist', account: 'Quillmere' })
  await seedAnswer(ws, person, 3)
  await t.settle()
  caseId = (await ws.owner.call(listCases, {})).data[0]!.id
  await ws.owner.call(resolveCase, { caseId, resolution: 'Solved.' })
  await t.settle()
}
const ask = async () => {
  await askAgain.run({}, t.house.door, new AbortController().signal)
  await t.settle()
}
const invitations = async () => (await ws.owner.call(listMails, { topic: 'surveys' })).data.length
const state = async () => (await ws.owner.call(listFollowUps, { caseId })).data[0]

beforeEach(async () => {
  t.clock.set('2037-11-09T16:00:00Z')
  ws = await t.workspace()
})

it('the customer of a resolved case is asked again when the playbook says so, once', async () => {
  await resolved('nps')
  expect(await state()).toMatchObject({ state: 'waiting', dueAt: '2037-11-23T16:00:00.000Z', survey: 'NPS' })
  await ask()
  expect(await invitations()).toBe(0)
  t.clock.advance({ days: 14 })
  await ask()
  await ask()
  expect(await invitations()).toBe(1)
  expect(await state()).toMatchObject({ state: 'sent', why: null })
})

it('a case that was opened again is not asked about', async () => {
  await resolved('nps')
  await ws.owner.call(reopenCase, { caseId, reason: 'not yet' })
  await t.settle()
  t.clock.advance({ days: 15 })
  await ask()
  expect(await invitations()).toBe(0)
  expect(await state()).toMatchObject({ state: 'cancelled' })
})

it('where nobody can be asked, the lead is told why and asks by hand', async () => {
  await resolved('a-survey-of-theirs')
  t.clock.advance({ days: 15 })
  await ask()
  expect(await state()).toMatchObject({
    state: 'not_sent',
    why: 'there is no survey “a-survey-of-theirs” here.',
  })
  expect((await ws.owner.call(listNotices, {})).data[0]).toMatchObject({ kind: 'follow_up.not_sent' })
})

it('when a corrective action of a case is done, a programme that follows actions asks its customer, once', async () => {
  await resolved('nps')
  const surveyId = (await ws.owner.call(listSurveys, {})).data[0]!.id
  const programme = await ws.owner.call(createProgramme, {
    name: 'After what we did',
    surveyId,
    trigger: 'follow_up',
    timing: 'at_once',
  })
  const action = async (finding: string) => {
    const { id } = await ws.owner.call(logAction, {
      caseId,
      kind: 'process',
      finding,
      correction: 'Somebody looks',
      dueOn: '2037-11-20',
    })
    await ws.owner.call(completeAction, { actionId: id })
    await t.settle()
    return id
  }
  await action('Nobody looked')
  const occasions = async () => (await ws.owner.call(listOccasions, { programmeId: programme.id })).data
  expect(await occasions()).toEqual([])
  await ws.owner.call(changeProgramme, { programmeId: programme.id, isOn: true })
  t.clock.advance({ minutes: 1 })
  const second = await action('Nobody asked')
  expect(await occasions()).toMatchObject([{ about: { kind: 'case', id: caseId }, state: 'asked' }])
  expect(await invitations()).toBe(1)
  // it stands where it belongs, and its answer leads back
  const [told] = (await ws.owner.call(listFollowUps, { caseId })).data
  expect(told).toMatchObject({
    state: 'sent',
    programme: { id: programme.id, name: 'After what we did' },
    answeredAt: null,
    exemptReason: 'follows a case, an action or a release',
  })
  const { id: answerId } = await ws.owner.call(enterResponse, {
    surveyId,
    contactId: encodeId('ct', person.contactId),
    score: 9,
    words: 'Better now',
    channel: 'phone',
  })
  await t.settle()
  const answered = { waveId: told!.waveId, answeredAt: '2037-11-09T16:01:00.000Z', score: 9 }
  expect((await ws.owner.call(listFollowUps, { caseId })).data[0]).toMatchObject(answered)
  const follows = { kind: 'case', id: caseId }
  // an item that joined the case
  const first = await ws.owner.call(submitFeedback, { verbatim: 'Nobody calls back', channel: 'email' })
  await ws.run((ctx) =>
    ctx.db.run(sql`
      insert into case_answers (workspace_id, id, case_id, playbook_key, feedback_id, joined_at)
      values (${ws.id}, ${newId()}, ${decodeId('case', caseId)!}, 'nps-detractor', ${decodeId('fb', first.id)!}, ${ctx.now()})`),
  )
  const items = (await ws.owner.call(listFeedback, {})).data
  const again = items.find(({ verbatim }) => verbatim.includes('Better now'))!
  expect(await ws.owner.call(listItemFollowUps, { feedbackId: again.id })).toEqual({ follows, data: [] })
  expect((await ws.owner.call(listResponses, { survey: surveyId })).data[0]).toMatchObject({
    id: answerId,
    follows,
  })
  expect((await ws.owner.call(listItemFollowUps, { feedbackId: first.id })).data[0]).toMatchObject(answered)
  await ws.owner.call(reopenAction, { actionId: second, reason: 'It came back.' })
  await ws.owner.call(completeAction, { actionId: second })
  await t.settle()
  expect(await occasions()).toHaveLength(1)
})
