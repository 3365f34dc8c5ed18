import { beforeAll, describe, expect, it } from 'vitest'
import { enterAbsence } from '#act/absences/contract.ts'
import { listApprovals } from '#act/approvals/contract.ts'
import { approveStep, completeStep, decideStep, getCase, listCases } from '#act/cases/contract.ts'
import { seedAnswer, seedPerson } from '#act/cases/test-seeds.ts'
import { getTeam, giveTeamSteps, listTeamSteps } from '#act/loads/contract.ts'
import { getPlaybook, savePlaybook } from '#act/playbooks/contract.ts'
import { putCalendar } from '#platform/calendar/contract.ts'
import { encodeId } from '#platform/ids.ts'
import { listNotices } from '#platform/notices/contract.ts'
import { type Client, type TestWorkspace, testApp } from '#platform/testing/app.ts'

const t = await testApp()
const id = (client: Client) => encodeId('mem', client.memberId!)

describe('the team', () => {
  let ws: TestWorkspace
  let lena: Client
  let tomasz: Client
  beforeAll(async () => {
    t.clock.set('2037-11-09T16:02:00Z')
    ws = await t.workspace()
    await ws.owner.call(putCalendar, { zone: 'America/Los_Angeles' })
    lena = await ws.as('agent', 'Lena Sorvik')
    tomasz = await ws.as('agent', 'Tomasz Brandt')
    for (const [i, mrrCents] of [115_000, 400_000, 0].entries()) {
      const person = await seedPerson(ws, {
        name: `Person ${i}`,
        account: `Account ${i}`,
        mrrCents,
        ownerMemberId: lena.memberId!,
      })
      await seedAnswer(ws, person, 3)
      t.clock.advance({ minutes: 5 })
    }
    await t.settle()
  })
  const loadOf = async (client: Client) =>
    (await client.call(getTeam, {})).data.find((one) => one.member?.id === id(client))

  it('shows everybody’s open cases, what is due when, and the hours they are away', async () => {
    expect(await loadOf(lena)).toMatchObject({
      openCases: 3,
      late: 0,
      today: 0,
      week: 3,
      later: 0,
      hoursAway: 0,
    })
    t.clock.set('2037-11-10T16:05:00Z')
    expect(await loadOf(lena)).toMatchObject({ late: 1, today: 2, week: 0 })
    await tomasz.call(enterAbsence, { from: '2037-11-12', until: '2037-11-16', coverId: id(lena) })
    // Thursday and Friday; Monday is next week
    expect(await loadOf(tomasz)).toMatchObject({ openCases: 0, away: null, hoursAway: 17 })
  })

  it('lists what is late by how late it is or by what is at stake, page by page', async () => {
    t.clock.set('2037-11-10T18:00:00Z')
    const late = async (sort: 'due' | 'stake') => {
      const names: (string | undefined)[] = []
      for (let cursor: string | undefined; ; ) {
        const page = await ws.owner.call(listTeamSteps, {
          when: 'late',
          sort,
          limit: 1,
          ...(cursor && { cursor }),
        })
        names.push(...page.data.map((one) => one.account?.name))
        if (!page.nextCursor) return names
        cursor = page.nextCursor
      }
    }
    expect(await late('due')).toEqual(['Account 0', 'Account 1', 'Account 2'])
    expect(await late('stake')).toEqual(['Account 1', 'Account 0', 'Account 2'])
    const { data } = await ws.owner.call(listTeamSteps, { when: 'today' })
    expect(data).toEqual([])
  })

  it('gives several steps to a person at once, tells them once, and says whose they were', async () => {
    const { data } = await ws.owner.call(listTeamSteps, { assignee: id(lena) })
    const stepIds = data.slice(0, 2).map((one) => one.id)
    const { given } = await ws.owner.call(giveTeamSteps, { stepIds, toId: id(tomasz) })
    expect(given.map((one) => one.fromId)).toEqual([id(lena), id(lena)])
    const theirs = await ws.owner.call(listTeamSteps, { assignee: id(tomasz) })
    expect(theirs.data.map((one) => one.id).sort()).toEqual([...stepIds].sort())
    expect((await tomasz.call(listNotices, {})).data[0]!.text).toBe('2 steps are yours now.')
    t.clock.set('2037-11-12T18:00:00Z')
    await t.settle()
    await expect(ws.owner.call(giveTeamSteps, { stepIds, toId: id(tomasz) })).rejects.toMatchObject({
      code: 'member.away',
    })
  })

  it('whoever has to agree sees on their day which steps and playbook versions wait for them', async () => {
    const boss = await ws.as('manager', 'Bea Boss')
    const person = await seedPerson(ws, {
      name: 'Ada Pool',
      account: 'Brightwater',
      ownerMemberId: lena.memberId!,
    })
    await seedAnswer(ws, person, 2, { survey: { key: 'post-implementation', kind: 'custom' } })
    await t.settle()
    const row = (await ws.owner.call(listCases, { playbook: 'post-implementation-negative' })).data[0]!
    const step = (await lena.call(getCase, { caseId: row.id })).steps.find((one) => one.approve)!
    const at = { caseId: row.id, stepId: step.id }
    await lena.call(decideStep, { ...at, decision: 'open' })
    expect((await boss.call(listApprovals, {})).data).toEqual([])
    await lena.call(completeStep, {
      ...at,
      evidence: Object.fromEntries(step.evidence.map(({ name }) => [name, 'written'])),
    })
    const { text, version } = await ws.owner.call(getPlaybook, { key: 'praise' })
    const admin = await ws.as('admin', 'Ada Admin')
    await admin.call(savePlaybook, {
      key: 'praise',
      basedOn: version,
      text: text.replace(/^title: .*$/m, 'title: Praise of a customer'),
    })
    const waiting = (await boss.call(listApprovals, {})).data
    expect(waiting).toMatchObject([
      { kind: 'step', caseId: row.id, title: step.title },
      { kind: 'playbook', playbook: 'praise', version: version + 1, by: 'Ada Admin' },
    ])
    expect((await lena.call(listApprovals, {})).data).toEqual([])
    await boss.call(approveStep, { ...at, decision: 'approve' })
    expect((await boss.call(listApprovals, {})).data.map((one) => one.kind)).toEqual(['playbook'])
  })
})
