import { beforeAll, describe, expect, it } from 'vitest'
import { changeAbsence, endAbsence, enterAbsence, listAbsences } from '#act/absences/contract.ts'
import { changeCase, getCase, listCases, tickChecklist } from '#act/cases/contract.ts'
import { seedAnswer, seedPerson } from '#act/cases/test-seeds.ts'
import { putCalendar } from '#platform/calendar/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { changeMember } from '#platform/identity/contract.ts'
import { encodeId } from '#platform/ids.ts'
import { listNotices } from '#platform/notices/contract.ts'
import { type Client, type TestWorkspace, testApp } from '#platform/testing/app.ts'

const t = await testApp()
const id = (client: Client) => encodeId('mem', client.memberId!)
let count = 0

/** An open case of a detractor whose account Lena owns; its step is due the next morning. */
async function caseOf(ws: TestWorkspace, owner: Client) {
  const name = `Petra Lindqvist ${++count}`
  const petra = await seedPerson(ws, { name, account: `Quillmere ${count}`, ownerMemberId: owner.memberId! })
  await seedAnswer(ws, petra, 3)
  await t.settle()
  const { data } = await ws.owner.call(listCases, { sort: 'newest' })
  return ws.owner.call(getCase, { caseId: data.find((one) => one.contact?.name === name)!.id })
}

const told = async (client: Client, kind: string) =>
  (await client.call(listNotices, {})).data.filter((one) => one.kind === kind).map((one) => one.text)

describe('an absence', () => {
  let ws: TestWorkspace
  let lena: Client
  let tomasz: Client
  let boss: Client
  let caseId: string
  const assignee = async () => {
    const [step] = (await ws.owner.call(getCase, { caseId })).steps
    return [step!.assignee?.name, step!.assigneeRule]
  }
  beforeAll(async () => {
    t.clock.set('2037-11-09T16:02:00Z')
    ws = await t.workspace()
    await ws.owner.call(putCalendar, { zone: 'America/Los_Angeles' })
    lena = await ws.as('agent', 'Lena Sorvik')
    tomasz = await ws.as('agent', 'Tomasz Brandt')
    boss = await ws.as('manager', 'Bea Boss')
    caseId = (await caseOf(ws, lena)).id
  })

  it('is refused with what to do when its days or its cover do not fit', async () => {
    const refused = (input: object, code: string) =>
      expect(
        lena.call(enterAbsence, { from: '2037-11-10', until: '2037-11-12', ...input }),
      ).rejects.toMatchObject({ code })
    await refused({ until: '2037-11-09' }, 'absence.order')
    await refused({ from: '2037-11-01', until: '2037-11-08' }, 'absence.past')
    await refused({ until: '2041-01-01' }, 'absence.long')
    await refused({ coverId: id(lena) }, 'absence.own_cover')
    await refused({ memberId: id(tomasz) }, 'absence.of_another')
    await boss.call(enterAbsence, { memberId: id(tomasz), from: '2037-11-12', until: '2037-11-12' })
    await refused({ coverId: id(tomasz) }, 'absence.cover_away')
    await expect(
      tomasz.call(enterAbsence, { from: '2037-11-11', until: '2037-11-13' }),
    ).rejects.toMatchObject({ code: 'absence.overlap' })
    const [own] = (await ws.owner.call(listAbsences, { member: id(tomasz) })).data
    await tomasz.call(endAbsence, { absenceId: own!.id })
    expect((await ws.owner.call(listAbsences, {})).data).toEqual([])
  })

  it('gives the steps that fall due in it to the cover when it begins, and tells both', async () => {
    const entered = await boss.call(enterAbsence, {
      memberId: id(lena),
      from: '2037-11-10',
      until: '2037-11-12',
      coverId: id(tomasz),
    })
    expect(entered).toMatchObject({ isRunning: false, stepsInside: 1, stepsElsewhere: 0 })
    expect(await assignee()).toEqual(['Lena Sorvik', 'lead'])
    t.clock.set('2037-11-10T08:00:00Z') // midnight in Los Angeles
    await t.settle()
    expect(await assignee()).toEqual(['Tomasz Brandt', 'stands in for Lena Sorvik'])
    expect((await told(tomasz, 'absence.told')).slice(0, 2)).toEqual([
      'Lena Sorvik is away until Thu 12 Nov. 1 step of theirs to do for you.',
      'You cover for Lena Sorvik from Tue 10 Nov until Thu 12 Nov.',
    ])
    expect((await told(lena, 'absence.told'))[0]).toBe('While you are away 1 step of yours went to others.')
    const { touchpoints } = await ws.owner.call(getCase, { caseId })
    expect(touchpoints[0]!.summary).toBe(
      '“Reach out in person” went from Lena Sorvik to Tomasz Brandt: Lena Sorvik is away until Thu 12 Nov.',
    )
  })

  it('nobody is given anything new while they are away: the cover gets it', async () => {
    const fresh = await caseOf(ws, lena)
    expect(fresh.lead?.name).toBe('Tomasz Brandt')
    expect(fresh.leadRule).toBe('stands in for Lena Sorvik')
    const given = { caseId, stepId: fresh.steps[0]!.id }
    await expect(
      ws.owner.call(tickChecklist, { ...given, caseId: fresh.id, assigneeId: id(lena) }),
    ).rejects.toMatchObject({ code: 'member.away' })
    await expect(ws.owner.call(changeCase, { caseId: fresh.id, leadId: id(lena) })).rejects.toThrow(
      'Lena Sorvik is away. Give it to Tomasz Brandt, who covers, or somebody else.',
    )
  })

  it('brings the steps back at the end, also after it was made longer, and tells both', async () => {
    const [running] = (await lena.call(listAbsences, {})).data
    expect(running).toMatchObject({ isRunning: true, stepsInside: 0, stepsElsewhere: 1 })
    await lena.call(changeAbsence, { absenceId: running!.id, until: '2037-11-13' })
    t.clock.set('2037-11-13T08:00:00Z')
    await t.settle()
    expect((await assignee())[0]).toBe('Tomasz Brandt')
    t.clock.set('2037-11-14T08:00:00Z')
    await t.settle()
    expect(await assignee()).toEqual(['Lena Sorvik', 'lead'])
    expect((await told(tomasz, 'absence.told'))[0]).toBe('Lena Sorvik is back and has 1 step again.')
    expect((await told(lena, 'absence.told'))[0]).toBe('Your absence is over: 1 step came back to you.')
    expect((await lena.call(listAbsences, {})).data).toEqual([])
  })

  it('without a cover the steps go to management, and stay there when that was chosen', async () => {
    const { id: absenceId } = await lena.call(enterAbsence, {
      from: '2037-11-14',
      until: '2037-11-20',
      comesBack: false,
    })
    expect((await assignee())[0]).toBe('Bea Boss')
    await lena.call(endAbsence, { absenceId })
    expect((await assignee())[0]).toBe('Bea Boss')
  })

  it('another holder of the position comes before management', async () => {
    await ws.owner.call(changeMember, { id: id(lena), positions: ['account-manager'] })
    await ws.owner.call(changeMember, { id: id(tomasz), positions: ['account-manager'] })
    await ws.run((ctx) =>
      ctx.db.run(sql`
        update case_steps set assignee_rule = 'account-manager', assignee_member_id = ${lena.memberId}
        where workspace_id = ${ws.id} and state = 'open'`),
    )
    await lena.call(enterAbsence, { from: '2037-11-14', until: '2037-11-20' })
    expect(await assignee()).toEqual(['Tomasz Brandt', 'stands in for Lena Sorvik'])
  })
})
