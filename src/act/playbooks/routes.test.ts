import { beforeAll, describe, expect, it } from 'vitest'
import { installPlaybooks } from '#act/playbooks/commands.ts'
import * as contract from '#act/playbooks/contract.ts'
import { type TestWorkspace, testApp } from '#platform/testing/app.ts'

const t = await testApp()
let ws: TestWorkspace
const key = 'nps-detractor'
beforeAll(async () => {
  ws = await t.workspace()
})

it('a new workspace has the playbooks that the product ships, once; those that would open very many cases are off', async () => {
  await ws.run(installPlaybooks)
  const { data } = await ws.owner.call(contract.listPlaybooks, {})
  expect(data.map((row) => [row.key, row.version, row.isEnabled]).sort()).toEqual([
    ['critical-bug', 1, true],
    ['feature-request', 1, false],
    ['general-complaint', 1, false],
    ['nps-detractor', 1, true],
    ['nps-passive', 1, false],
    ['nps-promoter', 1, false],
    ['post-implementation-negative', 1, true],
    ['post-support-negative', 1, true],
    ['praise', 1, false],
  ])
})

it('what somebody switched on stays on when the product ships its playbooks again', async () => {
  await ws.owner.call(contract.enablePlaybook, { key: 'praise', isEnabled: true })
  await ws.run(installPlaybooks)
  const { data } = await ws.owner.call(contract.listPlaybooks, {})
  expect(data.find((row) => row.key === 'praise')).toMatchObject({ version: 1, isEnabled: true })
})

it('one playbook shows its file, its steps with the line they begin on, and its versions', async () => {
  const one = await ws.owner.call(contract.getPlaybook, { key })
  expect(one.text).toContain('playbook: nps-detractor')
  expect(one.steps[0]).toMatchObject({ id: 'outreach', rule: '24 hours after the answer', who: 'lead' })
  expect(one.text.split('\n')[one.steps[0]!.line - 1]).toContain('id: outreach')
  expect(one.findings).toMatchObject([
    { level: 'warning', message: 'nobody holds the position “customer-success-manager”' },
  ])
  expect(one.versions).toMatchObject([{ version: 1, origin: 'library' }])
})

describe('saving', () => {
  it('refuses a faulty file with the line and the fix, and keeps nothing', async () => {
    const { text } = await ws.owner.call(contract.getPlaybook, { key })
    const faulty = text.replace('who: management', 'who: managment')
    const refusal = await ws.owner
      .call(contract.savePlaybook, { key, text: faulty, basedOn: 1 })
      .catch((error) => error)
    expect(refusal).toMatchObject({ status: 400, code: 'playbook.faulty' })
    expect(refusal.message).toContain('write management')
    expect((await ws.owner.call(contract.getPlaybook, { key })).version).toBe(1)
  })

  it('makes a new version; the former one stays readable', async () => {
    const { text } = await ws.owner.call(contract.getPlaybook, { key })
    const saved = await ws.owner.call(contract.savePlaybook, {
      key,
      text: text.replace('24 hours', '12 hours'),
      basedOn: 1,
    })
    expect(saved.version).toBe(2)
    expect((await ws.owner.call(contract.getPlaybook, { key, version: '1' })).text).toContain('24 hours')
    // what the product ships does not overwrite what somebody saved
    await ws.run(installPlaybooks)
    expect((await ws.owner.call(contract.getPlaybook, { key })).version).toBe(2)
  })

  it('two people on the same version: the second is told', async () => {
    const { text } = await ws.owner.call(contract.getPlaybook, { key })
    await expect(ws.owner.call(contract.savePlaybook, { key, text, basedOn: 1 })).rejects.toMatchObject({
      status: 409,
      code: 'playbook.changed',
    })
  })

  it('is for managers', async () => {
    const agent = await ws.as('agent')
    const { text } = await agent.call(contract.getPlaybook, { key })
    await expect(agent.call(contract.savePlaybook, { key, text, basedOn: 2 })).rejects.toMatchObject({
      status: 403,
    })
  })
})
