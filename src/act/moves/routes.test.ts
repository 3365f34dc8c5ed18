import { beforeAll, describe, expect, it } from 'vitest'
import { completeStep, getCase, openCase, pauseCase, resumeCase } from '#act/cases/contract.ts'
import { seedPerson } from '#act/cases/test-seeds.ts'
import { listMoments, recordMoment } from '#act/moments/contract.ts'
import { savePlaybook } from '#act/playbooks/contract.ts'
import { changeAccount } from '#customers/accounts/contract.ts'
import { putCalendar } from '#platform/calendar/contract.ts'
import { encodeId } from '#platform/ids.ts'
import { listNotices } from '#platform/notices/contract.ts'
import { type TestWorkspace, testApp } from '#platform/testing/app.ts'
import * as contract from './contract.ts'

const t = await testApp()
let ws: TestWorkspace

const head = `playbook: rollout
title: Rollout that went wrong
moments: [contract-signed]
when: { event: response.received, if: "false" }
joins: nothing
lead: [{ role: owner }]
`
const tail = `late: [{ at: 100%, tell: who }]
ends: document.done
`
const steps = {
  call: `  - { id: call, title: Call them, who: lead, do: task, due: { latest: 3 business days, after: opened } }\n`,
  slower: `  - { id: call, title: Call them, who: lead, do: task, due: { latest: 5 business days, after: opened } }\n`,
  write: `  - { id: write, title: Write it up, who: lead, do: task, due: { latest: 2 business days, after: call.done } }\n`,
  plan: `  - { id: plan, title: Make a plan, needs: [], who: lead, do: task, due: { latest: 1 week, after: contract-signed } }\n`,
  check: `  - { id: check, title: Look after go-live, needs: [], who: lead, do: task, due: { latest: 2 weeks, after: go-live } }\n`,
  document: `  - { id: document, title: Write down the end, needs: [call], who: lead, do: resolve, evidence: [resolution], due: { latest: 5 business days, after: document.opened } }\n`,
}
const text = (...names: (keyof typeof steps)[]) =>
  `${head}steps:\n${names.map((name) => steps[name]).join('')}${tail}`
let version = 0
const save = async (...names: (keyof typeof steps)[]) => {
  const saved = await ws.owner.call(savePlaybook, {
    key: 'rollout',
    text: text(...names),
    basedOn: version,
  })
  version = saved.version
}
async function opened(name: string) {
  const { contactId, accountId } = await seedPerson(ws, { name, account: `${name} Ltd` })
  const one = await ws.owner.call(openCase, { playbook: 'rollout', contactId: encodeId('ct', contactId) })
  return { caseId: one.id, accountId: encodeId('acct', accountId!) }
}
const whole = (caseId: string) => ws.owner.call(getCase, { caseId })
const step = async (caseId: string, key: string) =>
  (await whole(caseId)).steps.findLast((one) => one.key === key)!

beforeAll(async () => {
  t.clock.set('2037-11-09T15:00:00Z') // a Monday, 10:00 in New York
  ws = await t.workspace()
  const hours = ['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['09:00', '17:00']]])
  await ws.owner.call(putCalendar, { zone: 'America/New_York', hours: Object.fromEntries(hours), closed: [] })
  await save('call', 'write', 'document')
})

describe('a running case stays on its version', () => {
  let caseId: string
  beforeAll(async () => {
    caseId = (await opened('Petra Move')).caseId
    await save('slower', 'plan', 'document')
  })

  it('until somebody looks at what would change: steps kept, added and dropped, with due times before and after', async () => {
    expect(await whole(caseId)).toMatchObject({ playbookVersion: 1, playbookCurrent: 2 })
    const move = await ws.owner.call(contract.previewMove, { caseId })
    expect(move).toMatchObject({ from: 1, to: 2, endsAtOnce: false })
    expect(move.steps).toMatchObject([
      {
        key: 'call',
        change: 'kept',
        dueBefore: '2037-11-12T22:00:00.000Z',
        dueAfter: '2037-11-16T22:00:00.000Z',
      },
      { key: 'plan', change: 'added', dueAfter: null, ruleAfter: '1 week after contract signed' },
      { key: 'document', change: 'kept', dueBefore: null, dueAfter: null },
      { key: 'write', change: 'dropped', dueAfter: null },
    ])
    expect(await whole(caseId)).toMatchObject({ playbookVersion: 1 })
  })

  it('goes over by hand, with the dates of the new version, and the case says so', async () => {
    await ws.owner.call(contract.moveCase, { caseId, version: 2, from: 1 })
    const one = await whole(caseId)
    expect(one.playbookVersion).toBe(2)
    expect(Object.fromEntries(one.steps.map(({ key, state }) => [key, state]))).toEqual({
      call: 'open',
      plan: 'open',
      document: 'ahead',
      write: 'cancelled',
    })
    expect(one.nextStep).toMatchObject({ key: 'call', latestAt: '2037-11-16T22:00:00.000Z' })
    expect(one.touchpoints[0]!.summary).toBe(
      'Goes on by version 2 of the playbook, was 1: new: “Make a plan”; dropped: “Write it up”; another due time for 1 step.',
    )
  })

  it('is late by the new window, of which everybody hears though the former one was told already', async () => {
    const late = (await opened('Late Move')).caseId
    t.clock.set('2037-11-17T15:00:00Z')
    await t.settle()
    const before = (await ws.owner.call(listNotices, {})).data.filter(({ kind }) => kind === 'step.late')
    await ws.owner.call(contract.moveCase, { caseId: late, version: 1, from: 2 })
    await t.settle()
    const after = (await ws.owner.call(listNotices, {})).data.filter(({ kind }) => kind === 'step.late')
    expect(after).toHaveLength(before.length + 1)
  })

  it('refuses a version that another hand has left behind, one that never took effect, and a paused case', async () => {
    const refused = (input: { version: number; from: number }) =>
      ws.owner.call(contract.moveCase, { caseId, ...input }).catch((error) => error.code)
    expect(await refused({ version: 1, from: 1 })).toBe('case.moved')
    expect(await refused({ version: 2, from: 2 })).toBe('case.moved')
    expect(await refused({ version: 9, from: 2 })).toBe('playbook.version_not_taken')
    await ws.owner.call(pauseCase, { caseId, reason: 'they are away' })
    expect(await refused({ version: 1, from: 2 })).toBe('case.paused')
    await ws.owner.call(resumeCase, { caseId })
  })

  it('ends at once by a version whose last step is done already', async () => {
    t.clock.set('2037-11-18T15:00:00Z')
    await save('call', 'document', 'check')
    const { caseId: done } = await opened('Done Move')
    await ws.owner.call(completeStep, { caseId: done, stepId: (await step(done, 'call')).id })
    const ends = text('call', 'document').replace('ends: document.done', 'ends: call.done')
    const saved = await ws.owner.call(savePlaybook, { key: 'rollout', text: ends, basedOn: version })
    version = saved.version
    const move = await ws.owner.call(contract.previewMove, { caseId: done, version: String(version) })
    expect(move.endsAtOnce).toBe(true)
    await ws.owner.call(contract.moveCase, { caseId: done, version, from: version - 1 })
    expect(await whole(done)).toMatchObject({ status: 'resolved', resolution: 'Call them' })
  })
})

describe('a moment that the playbook names', () => {
  let caseId: string
  let accountId: string
  beforeAll(async () => {
    t.clock.set('2037-12-01T15:00:00Z')
    await save('slower', 'plan', 'check', 'document')
    ;({ caseId, accountId } = await opened('Mona Moment'))
  })

  it('has the step show its rule, not a date, while it has not happened', async () => {
    expect(await step(caseId, 'plan')).toMatchObject({
      state: 'open',
      latestAt: null,
      rule: '1 week after contract signed',
    })
    expect((await ws.owner.call(listMoments, { caseId })).data).toMatchObject([
      { name: 'contract-signed', at: null, isOfAccount: false, steps: ['Make a plan'] },
      { name: 'go-live', at: null, isOfAccount: true, steps: ['Look after go-live'] },
    ])
  })

  it('is recorded by hand, and the step gets its date; corrected, it gets another', async () => {
    await ws.owner.call(recordMoment, { caseId, name: 'contract-signed', at: '2037-12-01T12:00:00Z' })
    expect((await step(caseId, 'plan')).latestAt).toBe('2037-12-08T12:00:00.000Z')
    const { data } = await ws.owner.call(recordMoment, {
      caseId,
      name: 'contract-signed',
      at: '2037-11-30T12:00:00Z',
    })
    expect(data[0]).toMatchObject({ at: '2037-11-30T12:00:00.000Z' })
    expect((await step(caseId, 'plan')).latestAt).toBe('2037-12-07T12:00:00.000Z')
    expect((await whole(caseId)).touchpoints[0]!.summary).toBe('Recorded: contract signed, Mon 30 Nov 07:00.')
  })

  it('of the account, such as go-live, comes from the account', async () => {
    await expect(
      ws.owner.call(recordMoment, { caseId, name: 'go-live', at: '2037-12-01T12:00:00Z' }),
    ).rejects.toMatchObject({ code: 'case.unknown_moment' })
    await ws.owner.call(changeAccount, { accountId, goLiveOn: '2037-12-07' })
    await t.settle()
    expect((await step(caseId, 'check')).latestAt).toBe('2037-12-21T05:00:00.000Z')
  })

  it('that no playbook declares is refused, as is one that every case has', async () => {
    const refusal = (moment: string, names: string) =>
      ws.owner
        .call(savePlaybook, {
          key: 'rollout',
          text: text('call', 'plan', 'document')
            .replace('[contract-signed]', names)
            .replace('after: contract-signed', `after: ${moment}`),
          basedOn: version,
        })
        .catch((error) => error.message)
    expect(await refusal('contract-singed', '[contract-signed]')).toContain(
      'nothing is called “contract-singed”; write contract-signed',
    )
    expect(await refusal('opened', '[renewal]')).toContain('is a moment that every case has')
  })
})
