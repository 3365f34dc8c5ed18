import { describe, expect, it } from 'vitest'
import { enterAbsence } from '#act/absences/contract.ts'
import * as cases from '#act/cases/contract.ts'
import { seedPerson } from '#act/cases/test-seeds.ts'
import { getTeam } from '#act/loads/contract.ts'
import { checkText, savePlaybook } from '#act/playbooks/contract.ts'
import { CalendarSetting } from '#platform/calendar/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { changeMember, removeMember } from '#platform/identity/contract.ts'
import { decodeId, encodeId } from '#platform/ids.ts'
import { changeTeam, createTeam, removeTeam } from '#platform/teams/contract.ts'
import { testApp } from '#platform/testing/app.ts'

// A team of three takes cases; the office is open on weekdays from 9:00 to 17:30 UTC.

const t = await testApp()
t.clock.set('2037-11-23T15:00:00Z') // a Monday
const ws = await t.workspace()
const member = async (name: string) => encodeId('mem', (await ws.as('agent', name)).memberId!)
const [ida, ben, kim] = [await member('Ida'), await member('Ben'), await member('Kim')]

const text = `
playbook: care
title: Care
teams: [care-team]
when: { event: feedback.triaged, if: item.type == 'complaint' }
lead:
  - team: care-team
steps:
  - id: look
    title: Look into it
    who: lead
    do: task
    due: { latest: 1 business day }
  - id: mend
    title: Mend it
    who: care-team
    do: resolve
    due: { latest: 2 business days }
ends: mend.done
`
const findings = async (changed = text) =>
  (await ws.owner.call(checkText, { text: changed })).findings.map(
    (one) => `${one.line}: ${one.message}; ${one.fix}`,
  )
let people = 0
async function open() {
  people += 1
  const { contactId } = await seedPerson(ws, { name: `Customer ${people}` })
  t.clock.advance({ minutes: 1 })
  return ws.owner.call(cases.openCase, { playbook: 'care', contactId: encodeId('ct', contactId) })
}
/** Says what a case is about, does the first step, and answers who was given the second. */
async function mender(caseId: string, areas: string[]) {
  const { steps } = await ws.owner.call(cases.changeCase, { caseId, areas })
  const done = await ws.owner.call(cases.completeStep, { caseId, stepId: steps[0]!.id })
  const { assignee, assigneeRule, assigneeBecause } = done.steps.find((step) => step.key === 'mend')!
  return { name: assignee?.name, rule: assigneeRule, because: assigneeBecause }
}

describe('a playbook that names a team', () => {
  let teamId: string

  it('is refused while there is no such team, and while nobody is in it', async () => {
    expect(await findings()).toEqual([
      '7: there is no team “care-team”; make it in Settings, Teams',
      '16: there is no team “care-team”; make it in Settings, Teams',
    ])
    teamId = (await ws.owner.call(createTeam, { name: 'Care team' })).id
    expect(await findings()).toEqual([
      '7: nobody is in the team “care-team”; put a member into it in Settings, Teams',
      '16: nobody is in the team “care-team”; put a member into it in Settings, Teams',
    ])
    await ws.owner.call(changeTeam, { teamId, memberIds: [ida, ben, kim] })
    expect(await findings()).toEqual([])
    expect(await findings(text.replaceAll('care-team', 'care-tem'))).toEqual([
      '7: there is no team “care-tem”; write care-team',
      '16: there is no team “care-tem”; write care-team',
    ])
    expect(await findings(text.replace('who: care-team', 'who: care-taem'))).toEqual([
      '16: nobody can be “care-taem”; write care-team',
    ])
    await ws.owner.call(savePlaybook, { key: 'care', text, basedOn: 0 })
  })

  it('gives its members the same number of cases, in turn', async () => {
    const made = []
    for (let n = 0; n < 6; n++) made.push(await open())
    const names = made.map((one) => one.lead?.name)
    expect(names.slice(0, 3).toSorted()).toEqual(['Ben', 'Ida', 'Kim'])
    expect(names.slice(3)).toEqual(names.slice(0, 3))
    expect(made[0]?.leadRule).toBe('team care-team: next in turn of 3')
    expect(made[1]?.leadRule).toBe('team care-team: fewest open cases of 3')
  })

  it('gives a step to whoever knows what the case is about, by skill or by another team of theirs', async () => {
    await ws.owner.call(changeMember, { id: kim, skills: ['implementation'] })
    const others = await ws.owner.call(createTeam, { name: 'Billing', areas: ['billing'], memberIds: [ben] })
    expect(await mender((await open()).id, ['implementation'])).toEqual({
      name: 'Kim',
      rule: 'care-team',
      because: 'the only one of 3 who knows implementation',
    })
    expect((await mender((await open()).id, ['billing'])).name).toBe('Ben')
    await ws.owner.call(removeTeam, { teamId: others.id })
  })

  it('gives it to whoever is at work now, in their own zone and hours', async () => {
    // 23:00 UTC: the office has closed, in Auckland it is Tuesday noon.
    t.clock.set('2037-11-23T23:00:00Z')
    await ws.owner.call(changeMember, {
      id: ida,
      calendar: CalendarSetting.parse({ zone: 'Pacific/Auckland' }),
    })
    expect((await open()).leadRule).toBe('team care-team: the only one of 3 who is at work now')
    await ws.owner.call(changeMember, { id: ida, calendar: null })
  })

  it('shares out what somebody leaves behind, leads and steps, and says why each', async () => {
    const led = async (who: string) =>
      (await ws.owner.call(cases.listCases, { lead: who, limit: 100 })).data.map(({ id }) => id)
    const before = { ida: await led(ida), ben: await led(ben), kim: await led(kim) }
    expect(before.ida.length).toBeGreaterThanOrEqual(3)
    await ws.owner.call(removeMember, { id: ida })
    const after = { ben: await led(ben), kim: await led(kim) }
    expect(after.ben.length + after.kim.length).toBe(
      before.ida.length + before.ben.length + before.kim.length,
    )
    expect(Math.abs(after.ben.length - after.kim.length)).toBeLessThanOrEqual(1)
    for (const caseId of before.ida) {
      const { lead, leadRule, steps } = await ws.owner.call(cases.getCase, { caseId })
      expect(leadRule).toMatch(
        /^team care-team: (fewest open cases|next in turn|the only one) of 2( who knows \w+)? \(took over from Ida\)$/,
      )
      // What was hers as the lead goes with the case.
      const look = steps.find((step) => step.key === 'look' && step.state === 'open')
      if (look) expect(look.assignee?.name).toBe(lead?.name)
    }
  })

  it('shares out the steps of somebody who is away among the others of the team', async () => {
    await ws.run((ctx) =>
      ctx.db.run(sql`
        update case_steps set assignee_rule = 'care-team', assignee_member_id = ${decodeId('mem', kim)!}
        where workspace_id = ${ws.id} and state = 'open'`),
    )
    const zoe = await member('Zoe')
    await ws.owner.call(changeTeam, { teamId, memberIds: [ben, kim, zoe] })
    await ws.owner.call(enterAbsence, { memberId: kim, from: '2037-11-23', until: '2037-12-24' })
    const { data } = await ws.owner.call(getTeam, {})
    const stepsOf = (who: string) => {
      const one = data.find((load) => load.member?.id === who)!
      return one.late + one.today + one.week + one.later
    }
    expect(stepsOf(kim)).toBe(0)
    expect(stepsOf(ben)).toBeGreaterThanOrEqual(4)
    expect(Math.abs(stepsOf(ben) - stepsOf(zoe))).toBeLessThanOrEqual(1)
  })

  it('finds nobody once the team is gone: the seat is vacant and says so, nothing is lost', async () => {
    const made = await open()
    await ws.owner.call(removeTeam, { teamId })
    expect(await mender(made.id, [])).toEqual({
      name: undefined,
      rule: 'vacant: nobody holds care-team',
      because: null,
    })
    expect((await open()).leadRule).toBe('vacant: nobody is in team care-team')
  })
})
