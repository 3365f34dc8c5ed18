import { beforeAll, describe, expect, test } from 'vitest'
import { changeMember } from '#platform/identity/contract.ts'
import { encodeId } from '#platform/ids.ts'
import { listNotices } from '#platform/notices/contract.ts'
import { type Client, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import * as contract from './contract.ts'
import { remindSweep } from './jobs.ts'

// Procedures are looked at again every quarter or year (documents 001 and 002).

const t = await testApp()
let ws: TestWorkspace
let keeper: Client
let approver: Client
const key = 'post-support-negative'
const sweep = async () => {
  await remindSweep.run({}, t.house.door, new AbortController().signal)
  await t.settle()
}
const row = async () => (await ws.owner.call(contract.listPlaybooks, {})).data.find((one) => one.key === key)!
const told = async (who: Client) =>
  (await who.call(listNotices, {})).data
    .filter((one) => one.link === `playbooks/${key}`)
    .map((one) => one.kind)

beforeAll(async () => {
  t.clock.set('2037-01-12T16:00:00Z')
  ws = await t.workspace()
  const holder = async (role: 'agent' | 'manager', position: string) => {
    const client = await ws.as(role)
    await ws.owner.call(changeMember, { id: encodeId('mem', client.memberId!), positions: [position] })
    return client
  }
  const { text } = await ws.owner.call(contract.getPlaybook, { key })
  keeper = await holder('agent', /^owner: (\S+)/m.exec(text)![1]!)
  approver = await holder('manager', /^approver: (\S+)/m.exec(text)![1]!)
})

describe('a playbook that says “review: every quarter”', () => {
  test('is due a quarter after it took effect; its owner is reminded two weeks before, once, and nobody earlier', async () => {
    expect((await row()).review).toMatchObject({
      every: 'every quarter',
      dueOn: '2037-04-12',
      isOverdue: false,
      at: null,
    })
    t.clock.set('2037-03-25T16:00:00Z')
    await sweep()
    expect(await told(keeper)).toEqual([])
    t.clock.set('2037-03-30T16:00:00Z')
    await sweep()
    await sweep()
    expect(await told(keeper)).toEqual(['playbook.to_review'])
    expect(await told(approver)).toEqual([])
  })

  test('stands in the list as overdue from the next day on, and the approver hears of it too', async () => {
    t.clock.set('2037-04-12T16:00:00Z')
    await sweep()
    expect((await row()).review).toMatchObject({ isOverdue: false })
    t.clock.set('2037-04-13T16:00:00Z')
    await sweep()
    await sweep()
    expect((await row()).review).toMatchObject({ isOverdue: true })
    expect(await told(keeper)).toEqual(['playbook.review_overdue', 'playbook.to_review'])
    expect(await told(approver)).toEqual(['playbook.review_overdue'])
  })

  test('is reviewed by who keeps or approves it, of the version in effect', async () => {
    const stranger = await ws.as('agent')
    await expect(stranger.call(contract.reviewPlaybook, { key, version: 1 })).rejects.toMatchObject({
      status: 403,
      code: 'playbook.not_owner',
    })
    await expect(keeper.call(contract.reviewPlaybook, { key, version: 2 })).rejects.toMatchObject({
      code: 'playbook.changed',
    })
    expect(await stranger.call(contract.getPlaybook, { key })).toMatchObject({ mayReview: false })
    expect(await keeper.call(contract.getPlaybook, { key })).toMatchObject({ mayReview: true })
  })

  test('“reviewed, nothing to change” is recorded with who and when, and the next is counted from then', async () => {
    const after = await keeper.call(contract.reviewPlaybook, { key, version: 1 })
    expect(after.review).toMatchObject({
      dueOn: '2037-07-13',
      isOverdue: false,
      at: '2037-04-13T16:00:00.000Z',
    })
    expect(after.reviews).toMatchObject([{ version: 1, at: '2037-04-13T16:00:00.000Z', note: null }])
    expect((await row()).review?.by).toBe(after.reviews[0]!.by)
    t.clock.set('2037-07-01T16:00:00Z')
    await sweep()
    expect((await told(keeper)).filter((kind) => kind === 'playbook.to_review')).toHaveLength(2)
  })

  test('a new version counts as looked at, and a playbook that is off is nobody’s concern', async () => {
    const { text } = await ws.owner.call(contract.getPlaybook, { key })
    await approver.call(contract.savePlaybook, { key, text: `${text}# read again\n`, basedOn: 1 })
    expect((await row()).review).toMatchObject({ dueOn: '2037-10-01' })
    await ws.owner.call(contract.enablePlaybook, { key, isEnabled: false })
    t.clock.set('2037-12-01T16:00:00Z')
    const before = await told(approver)
    await sweep()
    expect((await row()).review).toMatchObject({ isOverdue: false })
    expect(await told(approver)).toEqual(before)
  })
})
