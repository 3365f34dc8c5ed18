import { expect, it } from 'vitest'
import { listCases } from '#act/cases/contract.ts'
import { seedAnswer, seedPerson } from '#act/cases/test-seeds.ts'
import { listSnoozes, snooze, wake } from '#act/snoozes/contract.ts'
import { getToday } from '#act/today/contract.ts'
import { putCalendar } from '#platform/calendar/contract.ts'
import { listNotices } from '#platform/notices/contract.ts'
import { testApp } from '#platform/testing/app.ts'

const t = await testApp()

it('a step is out of sight on one’s own day until a time before it is due, and its clock goes on', async () => {
  t.clock.set('2037-11-09T16:02:00Z')
  const ws = await t.workspace()
  await ws.owner.call(putCalendar, { zone: 'America/Los_Angeles' })
  const lena = await ws.as('agent', 'Lena Sorvik')
  const petra = await seedPerson(ws, { name: 'Petra L', account: 'Quillmere', ownerMemberId: lena.memberId! })
  await seedAnswer(ws, petra, 3)
  await t.settle()
  const [row] = (await ws.owner.call(listCases, {})).data
  const step = { caseId: row!.id, stepId: row!.nextStep!.id }
  const seen = async () => (await lena.call(getToday, {})).steps.length

  expect(await seen()).toBe(1)
  const refused = (until: string, code: string) =>
    expect(lena.call(snooze, { stepId: step.stepId, until })).rejects.toMatchObject({ code })
  await refused('2037-11-09T16:00:00Z', 'snooze.past')
  await refused('2037-11-10T16:03:00Z', 'snooze.past_due')
  await expect(lena.call(snooze, { until: '2037-11-10T11:00:00Z' })).rejects.toMatchObject({
    code: 'input.invalid',
  })
  await lena.call(snooze, { caseId: step.caseId, until: '2037-11-10T11:00:00Z' })
  expect(await seen()).toBe(0)
  expect((await lena.call(getToday, {})).counts).toEqual({ mine: 0, team: 1 })
  expect((await lena.call(getToday, { team: 'true' })).steps).toHaveLength(1)
  // the warning comes all the same
  t.clock.set('2037-11-10T10:02:00Z')
  await t.settle()
  expect((await lena.call(listNotices, {})).data[0]!.kind).toBe('step.soon')
  t.clock.set('2037-11-10T11:00:00Z')
  expect(await seen()).toBe(1)
  await lena.call(snooze, { stepId: step.stepId, until: '2037-11-10T12:00:00Z' })
  expect((await lena.call(listSnoozes, {})).data).toMatchObject([{ stepId: step.stepId, contact: 'Petra L' }])
  await lena.call(wake, { stepId: step.stepId })
  expect(await seen()).toBe(1)
  t.clock.set('2037-11-10T17:00:00Z')
  await refused('2037-11-10T18:00:00Z', 'snooze.late')
})
