import { expect, it } from 'vitest'
import { enterAbsence, listAbsences } from '#act/absences/contract.ts'
import { absenceSweep } from '#act/absences/jobs.ts'
import { getCase, listCases, reopenCase, resolveCase } from '#act/cases/contract.ts'
import { seedAnswer, seedPerson } from '#act/cases/test-seeds.ts'
import { getAction, logAction } from '#act/corrective-actions/contract.ts'
import { getHoldings } from '#close/holdings/contract.ts'
import { holdingsText } from '#close/holdings/rules.ts'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { createProgramme, listProgrammes } from '#collect/programmes/contract.ts'
import { listCalls } from '#collect/surveys/calls/contract.ts'
import { listSurveys } from '#collect/surveys/contract.ts'
import { sendSurvey } from '#collect/surveys/waves/contract.ts'
import { getAccount } from '#customers/accounts/contract.ts'
import { createContact } from '#customers/contacts/contract.ts'
import { getFeedback, triageFeedback } from '#organize/inbox/contract.ts'
import { putCalendar } from '#platform/calendar/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { removeMember } from '#platform/identity/contract.ts'
import { encodeId } from '#platform/ids.ts'
import { listNotices } from '#platform/notices/contract.ts'
import { type Client, testApp } from '#platform/testing/app.ts'

const t = await testApp()
const id = (client: Client) => encodeId('mem', client.memberId!)

it('who leaves is shown what they hold, and nothing of it is left with them', async () => {
  t.clock.set('2037-11-09T16:02:00Z')
  const ws = await t.workspace()
  const { owner } = ws
  await owner.call(putCalendar, { zone: 'America/Los_Angeles' })
  const lena = await ws.as('agent', 'Lena Sorvik')
  const tomasz = await ws.as('agent', 'Tomasz Brandt')
  const petra = await seedPerson(ws, { name: 'Petra L', account: 'Quillmere', ownerMemberId: lena.memberId! })
  await seedAnswer(ws, petra, 3)
  await t.settle()
  const caseId = (await owner.call(listCases, {})).data[0]!.id
  const action = await lena.call(logAction, {
    kind: 'process',
    finding: 'The import loses rows',
    dueOn: '2037-12-01',
    caseId,
  })
  const item = await lena.call(submitFeedback, { verbatim: 'Where is it?', channel: 'chat' })
  await lena.call(triageFeedback, { feedbackId: item.id, change: { assigneeId: id(lena) } })
  await tomasz.call(enterAbsence, { from: '2037-11-20', until: '2037-11-21', coverId: id(lena) })

  const held = await owner.call(getHoldings, { memberId: id(lena) })
  expect(holdingsText(held)).toBe('1 case, 1 open step, 1 corrective action, 1 item of the inbox, 1 account')
  await expect(owner.call(removeMember, { id: id(lena), to: id(lena) })).rejects.toMatchObject({
    code: 'member.own_successor',
  })
  await owner.call(removeMember, { id: id(lena), to: id(tomasz) })

  const after = await owner.call(getCase, { caseId })
  expect([after.lead?.name, after.leadRule]).toEqual(['Tomasz Brandt', 'took over from Lena Sorvik'])
  expect(after.steps.find((step) => step.state === 'open')!.assignee?.name).toBe('Tomasz Brandt')
  expect(after.touchpoints.map((one) => one.summary)).toContain(
    'The lead went from Lena Sorvik to Tomasz Brandt: Lena Sorvik left the workspace.',
  )
  expect((await owner.call(getAction, { actionId: action.id })).owner?.name).toBe('Tomasz Brandt')
  expect((await owner.call(getFeedback, { feedbackId: item.id })).assignee?.name).toBe('Tomasz Brandt')
  const accountId = encodeId('acct', petra.accountId!)
  expect((await owner.call(getAccount, { accountId })).ownerId).toBe(id(tomasz))
  expect((await owner.call(listAbsences, {})).data[0]).toMatchObject({ cover: null })
  expect((await tomasz.call(listNotices, {})).data.map((one) => one.text)).toContain(
    'Lena Sorvik left the workspace. 1 case and 1 step of theirs came to you.',
  )

  // Without a successor it goes to management; a case that had ended finds somebody when it is taken up again.
  await owner.call(resolveCase, { caseId, resolution: 'Imported again.' })
  await owner.call(removeMember, { id: id(tomasz) })
  expect((await owner.call(getCase, { caseId })).lead?.name).toBe('Tomasz Brandt')
  const again = await owner.call(reopenCase, { caseId, reason: 'She wrote again.' })
  expect(again.lead?.name).toBe('Olive Owner')
  expect(again.steps.filter((step) => step.state === 'open').map((step) => step.assignee?.name)).toEqual([
    'Olive Owner',
  ])
  expect((await owner.call(getAccount, { accountId })).ownerId).toBeNull()
})

it('survey calls and programmes that call go to the successor, else to management, and what comes late too', async () => {
  t.clock.set('2037-11-09T16:02:00Z')
  const ws = await t.workspace()
  const { owner } = ws
  const lena = await ws.as('agent', 'Lena Sorvik')
  const tomasz = await ws.as('agent', 'Tomasz Brandt')
  const mara = await ws.as('manager', 'Mara Keller')
  const surveyId = (await owner.call(listSurveys, {})).data.find((one) => one.key === 'nps')!.id
  const plan = async (name: string, caller: Client) => {
    const contactIds = [(await owner.call(createContact, { name, phone: '+49 30 1234' })).id]
    await owner.call(sendSurvey, {
      surveyId,
      channel: 'phone',
      callerId: id(caller),
      audience: { contactIds },
    })
    await t.settle()
  }
  const callers = async () =>
    (await owner.call(listCalls, {})).data.map((one) => [one.name, one.assigneeName]).sort()
  const programme = async () =>
    (await owner.call(listProgrammes, {})).data.find((one) => one.name === 'Calls')!.callerId
  await plan('Ada Pool', lena)
  await plan('Bo Stay', lena)
  await owner.call(createProgramme, {
    name: 'Calls',
    surveyId,
    trigger: 'quarterly',
    channel: 'phone',
    callerId: id(lena),
  })
  const held = await owner.call(getHoldings, { memberId: id(lena) })
  expect(holdingsText(held)).toBe('2 survey calls, 1 programme that calls')
  await owner.call(removeMember, { id: id(lena), to: id(tomasz) })
  expect(await callers()).toEqual([
    ['Ada Pool', 'Tomasz Brandt'],
    ['Bo Stay', 'Tomasz Brandt'],
  ])
  expect(await programme()).toBe(id(tomasz))
  expect((await tomasz.call(listCalls, { mine: 'true', due: 'true' })).data).toHaveLength(2)
  expect((await tomasz.call(listNotices, {})).data.map((one) => one.text)).toContain(
    'Lena Sorvik left the workspace. 2 survey calls and 1 programme that calls of theirs came to you.',
  )
  // nobody chosen: management
  await owner.call(removeMember, { id: id(tomasz) })
  expect((await callers()).map(([, name]) => name)).toEqual(['Mara Keller', 'Mara Keller'])
  expect(await programme()).toBe(id(mara))
  // a wave wrote one for Mara in the moment in which she left
  await ws.run((ctx) =>
    ctx.db.run(sql`
      update survey_calls set assignee_member_id = ${lena.memberId!} where workspace_id = ${ctx.workspaceId}`),
  )
  await absenceSweep.run({}, t.house.door, new AbortController().signal)
  expect((await callers()).map(([, name]) => name)).toEqual(['Mara Keller', 'Mara Keller'])
})
