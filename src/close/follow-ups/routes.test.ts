import { beforeEach, expect, it } from 'vitest'
import { listCases, reopenCase, resolveCase } from '#act/cases/contract.ts'
import { type Person, seedAnswer, seedPerson } from '#act/cases/test-seeds.ts'
import { getPlaybook, savePlaybook } from '#act/playbooks/contract.ts'
import { listFollowUps } from '#close/follow-ups/contract.ts'
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
