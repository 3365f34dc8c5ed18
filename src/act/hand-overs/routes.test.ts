import { expect, it } from 'vitest'
import { enterAbsence } from '#act/absences/contract.ts'
import { changeCase, decideStep, getCase, listCases, openCase } from '#act/cases/contract.ts'
import { seedAnswer, seedPerson } from '#act/cases/test-seeds.ts'
import { handOver } from '#act/hand-overs/contract.ts'
import { encodeId } from '#platform/ids.ts'
import { listNotices } from '#platform/notices/contract.ts'
import { type Client, testApp } from '#platform/testing/app.ts'

const t = await testApp()
const id = (client: Client) => encodeId('mem', client.memberId!)

it('a case is handed over with its lead, the chosen steps and a note that the receiver is told', async () => {
  t.clock.set('2037-11-09T16:02:00Z')
  const ws = await t.workspace()
  const lena = await ws.as('agent', 'Lena Sorvik')
  const tomasz = await ws.as('agent', 'Tomasz Brandt')
  const petra = await seedPerson(ws, { name: 'Petra L', account: 'Quillmere', ownerMemberId: lena.memberId! })
  await seedAnswer(ws, petra, 3)
  await t.settle()
  const caseId = (await ws.owner.call(listCases, {})).data[0]!.id
  const { steps } = await lena.call(getCase, { caseId })
  const ahead = steps.find((step) => step.state === 'ahead')!
  const given = { caseId, toId: id(tomasz), note: 'She wants a call before noon.' }
  await expect(lena.call(handOver, { ...given, stepIds: [ahead.id] })).rejects.toMatchObject({
    code: 'step.not_open',
  })
  await expect(lena.call(handOver, { ...given, note: '  ' })).rejects.toMatchObject({ code: 'input.invalid' })

  // the lead alone
  const led = await lena.call(handOver, { ...given, stepIds: [] })
  expect([led.lead?.name, led.nextStep?.assignee?.name]).toEqual(['Tomasz Brandt', 'Lena Sorvik'])
  // and back with what is left of the other
  await lena.call(handOver, { ...given, stepIds: [led.nextStep!.id] })
  const after = await lena.call(getCase, { caseId })
  expect(after.nextStep?.assignee?.name).toBe('Tomasz Brandt')
  await expect(lena.call(handOver, given)).rejects.toMatchObject({ code: 'case.theirs_already' })
  expect(after.touchpoints.map((one) => one.summary)).toEqual([
    'Handed over to Tomasz Brandt with “Reach out in person”: She wants a call before noon.',
    'Handed over from Lena Sorvik to Tomasz Brandt: She wants a call before noon.',
  ])
  expect((await tomasz.call(listNotices, {})).data[0]!.text).toBe(
    'Handed over to you: NPS 3 from Petra L, Quillmere. She wants a call before noon.',
  )
  await lena.call(enterAbsence, { from: '2037-11-09', until: '2037-11-10' })
  await expect(tomasz.call(handOver, { ...given, toId: id(lena) })).rejects.toMatchObject({
    code: 'member.away',
  })
})

it('another lead and what the customer says in one call: the steps that open by it are the new lead’s', async () => {
  const ws = await t.workspace()
  const lena = await ws.as('agent', 'Lena Sorvik')
  const tomasz = await ws.as('agent', 'Tomasz Brandt')
  const { contactId } = await seedPerson(ws, { name: 'Ada Pool' })
  const opened = await ws.owner.call(openCase, {
    playbook: 'post-implementation-negative',
    contactId: encodeId('ct', contactId),
  })
  const caseId = opened.id
  await ws.owner.call(changeCase, { caseId, leadId: id(lena) })
  for (const key of ['acknowledge', 'investigate']) {
    const step = opened.steps.find((one) => one.key === key)!
    await lena.call(decideStep, { caseId, stepId: step.id, decision: 'skip', reason: 'It is known.' })
  }
  const after = await ws.owner.call(changeCase, {
    caseId,
    leadId: id(tomasz),
    isDissatisfied: true,
    areas: ['marketing'],
  })
  expect(after.steps.find((one) => one.key === 'internal-call')).toMatchObject({
    state: 'open',
    assignee: { name: 'Tomasz Brandt' },
  })
})
